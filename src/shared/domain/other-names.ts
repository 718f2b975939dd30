import type { PersonTokens } from './names.ts'
import type { SchoolIndex } from './roster.ts'
import { shownTokens, tokenLikeness } from './similar-names.ts'

/** Between the names of two people: "Ana & Ben Reyes", "Ana/Ben", "Ana at Ben". */
const joiner = /[&+/]|\s(?:and|at|y|saka|tsaka|ug|with)\s/i
const likeEnough = 0.8

/**
 * Makes the function that finds other expected students whom a display name speaks of: brothers and sisters before one
 * device ("Ana & Ben Reyes" on Ana's link), or on the other's link ("Ben"). Whoever it finds credits nobody; it only
 * says that a person should look, so that the other one does not become an absence.
 */
export function createOtherNames(
  school: SchoolIndex,
  expectedIds: ReadonlySet<string>,
): (displayName: string, personId: string) => string[] {
  let byGiven: Map<string, string[]> | null = null
  return (displayName, personId) => {
    const own = school.names.get(personId)?.tokens
    if (own === undefined) return []
    byGiven ??= indexByGiven(school, expectedIds)
    const others = new Set<string>()
    for (const token of besides(displayName, own)) {
      for (const [given, personIds] of byGiven) {
        if (tokenLikeness(token, given) >= likeEnough) for (const other of personIds) others.add(other)
      }
    }
    const shown = shownTokens(displayName)
    for (const token of shown.filter((each) => !isPartOf(each, own))) {
      for (const other of byGiven.get(token) ?? []) {
        if (isNear(school.names.get(other)!.tokens, own, shown)) others.add(other)
      }
    }
    others.delete(personId)
    return [...others].sort()
  }
}

// What stands beside the part that fits this person best: "Ben Reyes" of "Ana & Ben Reyes" on Ana's link.
function besides(displayName: string, own: PersonTokens): string[] {
  const parts = displayName.split(joiner).map(shownTokens)
  if (parts.length < 2) return []
  const fits = parts.map((tokens) => own.given.filter((token) => tokens.includes(token)).length)
  const best = Math.max(...fits)
  const itself = best > 0 ? fits.indexOf(best) : -1
  return parts.flatMap((tokens, i) => (i === itself ? [] : tokens))
}

// Of one family, or with the family name there as well: "Ben" alone, among strangers, may be anybody's father.
function isNear({ family }: PersonTokens, own: PersonTokens, shown: readonly string[]): boolean {
  return family.length > 0 && family.every((token) => own.family.includes(token) || shown.includes(token))
}

function isPartOf(token: string, own: PersonTokens): boolean {
  return [own.given, own.family, own.middle, own.preferred, own.suffix].some((part) => part.includes(token))
}

function indexByGiven(school: SchoolIndex, expectedIds: ReadonlySet<string>): Map<string, string[]> {
  const index = new Map<string, string[]>()
  for (const personId of expectedIds) {
    const tokens = school.names.get(personId)?.tokens
    for (const token of tokens === undefined ? [] : [...tokens.given, ...tokens.preferred]) {
      // An initial or a "de" names nobody.
      if (token.length < 3) continue
      const there = index.get(token)
      if (there === undefined) index.set(token, [personId])
      else there.push(personId)
    }
  }
  return index
}
