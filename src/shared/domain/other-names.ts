import type { PersonTokens } from './names.ts'
import type { SchoolIndex } from './roster.ts'
import { shownTokens, tokenLikeness } from './similar-names.ts'

/** Between the names of two people: "Ana & Ben Reyes", "Ana/Ben", "Ana at Ben". */
const joiner = /[&+/]|\s(and|at|y|saka|tsaka|ug|with)\s/i
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
    const own = school.nameTokens.get(personId)
    if (own === undefined) return []
    const shown = shownTokens(displayName)
    const isJoined = joiner.test(displayName)
    const extra = shown.filter((token) => !isPartOf(token, own))
    if (extra.length === 0) return []
    byGiven ??= indexByGiven(school, expectedIds)
    const others = new Set<string>()
    for (const token of extra) {
      for (const [given, personIds] of isJoined ? byGiven : [[token, byGiven.get(token) ?? []] as const]) {
        if (tokenLikeness(token, given) < likeEnough) continue
        for (const other of personIds) {
          if (other !== personId && (isJoined || isNear(school.nameTokens.get(other)!, own, shown))) others.add(other)
        }
      }
    }
    return [...others].sort()
  }
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
    const tokens = school.nameTokens.get(personId)
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
