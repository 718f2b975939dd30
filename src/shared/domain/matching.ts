import { createContext, findOut, list, type Finding } from './evidence.ts'
import { createDecider, type IdentityDecision } from './identity-decision.ts'
import { overlaps } from './intervals.ts'
import { displayNameKeys } from './names.ts'
import type { Participant } from './participant.ts'
import type { SchoolIndex } from './roster.ts'
import { createSuggester, type Suggestion } from './suggestions.ts'

/** What says who it was, strongest first; `decision` is a person's word and beats them all. */
export const evidenceKinds = ['decision', 'link', 'customerKey', 'email', 'name', 'knownAs'] as const
/** One kind of evidence. */
export type Evidence = (typeof evidenceKinds)[number]

/** Why somebody can stand in "Who is this?". */
export const strangerReasons = [
  /** Two kinds of evidence name different people. */
  'evidenceConflict',
  /** The link, key or address is one student's, the display name exactly another expected student's. */
  'nameFitsAnotherExpected',
  /** The display name speaks of another expected student as well, or instead: "Ana & Ben Reyes" on Ana's link. */
  'namesAnotherExpected',
  /** The name fits several expected students exactly. */
  'nameFitsSeveral',
  /** The name fits an expected student and somebody else in the school as well. */
  'nameFitsElsewhereToo',
  /** The name fits exactly somebody of the school who is not expected here. */
  'nameFitsOnlyElsewhere',
  /** The known-as name's student was there at the same time on stronger evidence, or two came by that name at once. */
  'knownAsAlreadyHere',
  /** The known-as name was remembered for several students. */
  'knownAsFitsSeveral',
  /** Nothing but a device's name. */
  'deviceOnly',
  /** Nothing but a phone number. */
  'phoneOnly',
  'unknownName',
] as const
/** One reason. */
export type StrangerReason = (typeof strangerReasons)[number]

/** What deserves a second look although the match stands. */
export type MatchFlag = 'sameStudentTwoNames' | 'nameFitsElsewhere'

/** Who a participant was. */
export type Identification =
  | {
      readonly kind: 'matched'
      readonly participant: Participant
      /** One person; several only by decision ("two on one device"). */
      readonly personIds: readonly string[]
      readonly evidence: Evidence
      /** By name alone where that is not enough: counts, until somebody accepts or corrects it. */
      readonly isUnconfirmed: boolean
      readonly flags: readonly MatchFlag[]
    }
  | {
      readonly kind: 'stranger'
      readonly participant: Participant
      readonly reason: StrangerReason
      /** Best first. */
      readonly suggestions: readonly Suggestion[]
      /** How far the best suggestion is ahead of the second, 0 to 1. */
      readonly margin: number
    }
  | {
      readonly kind: 'staff'
      readonly participant: Participant
      /** Null for a host whom Zoom names and our school does not know. */
      readonly personId: string | null
      /** Host, alternative host or teacher of this period. */
      readonly isHost: boolean
    }
  | { readonly kind: 'dismissed'; readonly participant: Participant }

/** A participant who waits in "Who is this?". */
export type Stranger = Extract<Identification, { kind: 'stranger' }>
/** A participant who is known. */
export type Match = Extract<Identification, { kind: 'matched' }>

/** Who teaches or hosts this period, by everything that Zoom may show of them. */
export interface Hosts {
  readonly personIds: readonly string[]
  readonly emails: readonly string[]
  readonly zoomUserIds: readonly string[]
}

/** A name remembered for a student in this teaching group and school year. */
export interface KnownAsName {
  readonly personId: string
  readonly name: string
}

/** What identification needs to know about one period. */
export interface MatchingFacts {
  readonly participants: readonly Participant[]
  /** Students enrolled in the period on its date. */
  readonly expectedIds: ReadonlySet<string>
  readonly school: SchoolIndex
  /** Person by registrant id, of all meetings linked to the period. */
  readonly links: ReadonlyMap<string, string>
  readonly hosts: Hosts
  readonly knownAs: readonly KnownAsName[]
  readonly decisions: readonly IdentityDecision[]
  readonly isRegistrationOn: boolean
  /** Setting: an exact unique name needs no confirmation; null for its default, which is: where registration is off. */
  readonly acceptsExactNames: boolean | null
}

/** Says who each participant was (domain section 4); one answer per participant, in their order. */
export function identify(facts: MatchingFacts): Identification[] {
  const { participants, school, expectedIds } = facts
  const context = createContext(facts)
  const decide = createDecider(facts.decisions, participants, context)
  const found = settleKnownAs(
    participants.map((participant) => decide(participant, findOut(participant, context))),
    participants,
  )
  const matches = matchesByPerson(found)
  const twoNames = studentsUnderTwoNames(matches, participants, school)
  const needsConfirming = !(facts.acceptsExactNames ?? !facts.isRegistrationOn)
  let suggest: ReturnType<typeof createSuggester> | null = null

  return found.map((finding, i): Identification => {
    const participant = participants[i]!
    switch (finding.kind) {
      case 'dismissed':
        return { kind: 'dismissed', participant }
      case 'staff':
        return { kind: 'staff', participant, personId: finding.personId, isHost: finding.isHost }
      case 'match': {
        const { personIds, evidence } = finding
        const isUnconfirmed = evidence === 'name' && needsConfirming
        return { kind: 'matched', participant, personIds, evidence, isUnconfirmed, flags: flagsOf(finding, twoNames) }
      }
      case 'list': {
        // Most classes have no stranger, and proposals cost more than all the rest.
        suggest ??= createSuggester(school, [expectedIds, context.hostIds], (personId) =>
          (matches.get(personId) ?? []).map((at) => participants[at]!),
        )
        const suggestions = suggest(participant, finding.pointers)
        const margin = (suggestions[0]?.score ?? 0) - (suggestions[1]?.score ?? 0)
        return { kind: 'stranger', participant, reason: finding.reason, suggestions, margin }
      }
    }
  })
}

function flagsOf(finding: Extract<Finding, { kind: 'match' }>, twoNames: ReadonlySet<string>): MatchFlag[] {
  const flags: MatchFlag[] = []
  if (finding.personIds.some((personId) => twoNames.has(personId))) flags.push('sameStudentTwoNames')
  if (finding.fitsElsewhere) flags.push('nameFitsElsewhere')
  return flags
}

// A known-as name is not used while its student is already there on stronger evidence, nor when two came by it at once.
function settleKnownAs(findings: readonly Finding[], participants: readonly Participant[]): readonly Finding[] {
  const isByKnownAs = (finding: Finding): boolean => finding.kind === 'match' && finding.evidence === 'knownAs'
  if (!findings.some(isByKnownAs)) return findings
  const there = matchesByPerson(findings)
  return findings.map((finding, i) => {
    if (finding.kind !== 'match' || !isByKnownAs(finding)) return finding
    const own = participants[i]!
    const isTwice = there.get(finding.personIds[0]!)!.some((other) => {
      const isRival = !isByKnownAs(findings[other]!) || participants[other]!.name === own.name
      return other !== i && isRival && areThereTogether(own, participants[other]!)
    })
    const pointers = finding.personIds.map((personId) => ({ personId, basis: 'knownAs' as const }))
    return isTwice ? list('knownAsAlreadyHere', pointers) : finding
  })
}

function areThereTogether(own: Participant, other: Participant): boolean {
  return [...own.stays, ...own.waits].some((a) => other.stays.some((b) => overlaps(a, b)))
}

function matchesByPerson(findings: readonly Finding[]): Map<string, number[]> {
  const matches = new Map<string, number[]>()
  findings.forEach((finding, i) => {
    if (finding.kind !== 'match') return
    for (const personId of finding.personIds) {
      const there = matches.get(personId)
      if (there === undefined) matches.set(personId, [i])
      else there.push(i)
    }
  })
  return matches
}

function studentsUnderTwoNames(
  matches: ReadonlyMap<string, readonly number[]>,
  participants: readonly Participant[],
  school: SchoolIndex,
): Set<string> {
  const twice = new Set<string>()
  for (const [personId, indexes] of matches) {
    if (indexes.length < 2) continue
    // Nearly everybody comes under their name as it is written, letter by letter.
    const written = school.names.get(personId)?.written ?? []
    if (indexes.every((i) => written.includes(participants[i]!.name))) continue
    const names = new Set<string>()
    for (const i of indexes) {
      const keys = displayNameKeys(participants[i]!.name)
      if (keys.length === 0) continue
      // All ways of writing their own name are one name.
      const isOwn = keys.some((key) => school.nameKey.get(key)?.includes(personId))
      names.add(isOwn ? '' : keys.join('|'))
    }
    if (names.size > 1) twice.add(personId)
  }
  return twice
}
