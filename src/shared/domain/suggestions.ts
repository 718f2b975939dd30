import { overlaps } from './intervals.ts'
import { parseDisplayName, type PersonTokens } from './names.ts'
import type { Participant } from './participant.ts'
import { normalisePhone } from './phone.ts'
import { foldEmail, type SchoolIndex } from './roster.ts'
import { likeness, shownTokens } from './similar-names.ts'

/** What stands behind a suggestion. */
export type SuggestionBasis =
  | 'link'
  | 'customerKey'
  | 'email'
  | 'name'
  | 'knownAs'
  | 'phone'
  | 'sharedEmail'
  | 'similarName'

/** Somebody whom a stranger may be. Never credited without a person's word. */
export interface Suggestion {
  readonly personId: string
  /** 0 to 1. */
  readonly score: number
  /** The strongest of what points at them. */
  readonly basis: SuggestionBasis
  readonly isExpected: boolean
  /** Already there at the same time as somebody else: less likely. */
  readonly isHere: boolean
}

const scores: Readonly<Record<Exclude<SuggestionBasis, 'similarName'>, number>> = {
  link: 1,
  customerKey: 1,
  email: 1,
  name: 0.95,
  knownAs: 0.9,
  phone: 0.7,
  sharedEmail: 0.7,
}
const leastScore = 0.35
const mostSuggestions = 5
const ifNotExpected = 0.8
const ifAlreadyHere = 0.6

/**
 * Makes the function that proposes people for a stranger, best first, five at most: those whom its evidence points at,
 * those of its household's address or phone, and students and teachers of this period with a similar name.
 */
export function createSuggester(
  school: SchoolIndex,
  [expectedIds, hostIds]: readonly [ReadonlySet<string>, ReadonlySet<string>],
  participantsOf: (personId: string) => readonly Participant[],
): (
  stranger: Participant,
  pointers: readonly { readonly personId: string; readonly basis: SuggestionBasis }[],
) => Suggestion[] {
  const candidates: { readonly personId: string; readonly tokens: PersonTokens }[] = []
  for (const ids of [expectedIds, hostIds]) {
    for (const personId of ids) {
      const tokens = school.names.get(personId)?.tokens
      if (tokens !== undefined) candidates.push({ personId, tokens })
    }
  }
  return (stranger, pointers) => {
    const best = new Map<string, Suggestion>()
    const suggest = (personId: string, basis: SuggestionBasis, strength: number): void => {
      const isExpected = expectedIds.has(personId)
      const isHere = isThereToo(stranger, participantsOf(personId))
      const score = round(strength * (isExpected ? 1 : ifNotExpected) * (isHere ? ifAlreadyHere : 1))
      if (score > (best.get(personId)?.score ?? 0)) best.set(personId, { personId, score, basis, isExpected, isHere })
    }
    for (const { personId, basis } of pointers) {
      suggest(personId, basis, basis === 'similarName' ? leastScore : scores[basis])
    }
    const { names } = parseDisplayName(stranger.name)
    if (stranger.email !== null) {
      for (const personId of school.sharedEmail.get(foldEmail(stranger.email)) ?? []) {
        suggest(personId, 'sharedEmail', scores.sharedEmail)
      }
    }
    const phone = normalisePhone(stranger.name)
    for (const personId of phone === null ? [] : (school.phone.get(phone) ?? []))
      suggest(personId, 'phone', scores.phone)
    for (const shown of (names.length > 0 ? names : [stranger.name]).map(shownTokens)) {
      for (const { personId, tokens } of candidates) {
        const alike = likeness(shown, tokens)
        if (alike >= leastScore) suggest(personId, 'similarName', alike * scores.name)
      }
    }
    return [...best.values()]
      .sort((a, b) => b.score - a.score || (a.personId < b.personId ? -1 : 1))
      .slice(0, mostSuggestions)
  }
}

function isThereToo(stranger: Participant, others: readonly Participant[]): boolean {
  return others.some((other) => other.stays.some((theirs) => stranger.stays.some((own) => overlaps(own, theirs))))
}

function round(score: number): number {
  return Math.round(score * 1000) / 1000
}
