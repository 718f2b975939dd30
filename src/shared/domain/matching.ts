import type { Participant } from './participant.ts'
import type { SchoolIndex } from './roster.ts'

/** What says who it was, strongest first; `decision` is a person's word and beats them all. */
export const evidenceKinds = ['decision', 'link', 'customerKey', 'email', 'name', 'knownAs'] as const
/** One kind of evidence. */
export type Evidence = (typeof evidenceKinds)[number]

/** Why somebody stands in "Who is this?". */
export type StrangerReason =
  /** Two kinds of evidence name different people. */
  | 'evidenceConflict'
  /** The link, key or address is one student's, the display name exactly another expected student's. */
  | 'nameFitsAnotherExpected'
  /** The name fits exactly, but several expected students. */
  | 'nameFitsSeveral'
  /** The name fits an expected student and somebody else in the school as well. */
  | 'nameFitsElsewhereToo'
  /** The name fits exactly somebody of the school who is not expected here. */
  | 'nameFitsOnlyElsewhere'
  /** The known-as name's student was there at the same time on stronger evidence. */
  | 'knownAsAlreadyHere'
  /** The known-as name was remembered for several students. */
  | 'knownAsFitsSeveral'
  /** Nothing but a device's name or a phone number. */
  | 'deviceOnly'
  | 'phoneOnly'
  | 'unknownName'

/** What stands behind a suggestion. */
export type SuggestionBasis = Exclude<Evidence, 'decision'> | 'sharedEmail' | 'phone' | 'similarName'

/** Somebody whom a stranger may be. Never credited without a person's word. */
export interface Suggestion {
  readonly personId: string
  /** 0 to 1. */
  readonly score: number
  readonly basis: SuggestionBasis
  readonly isExpected: boolean
}

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
      /** By name alone where registration is on: counts, until somebody accepts or corrects it. */
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
      readonly personId: string | null
      /** Host, alternative host or teacher of this period. */
      readonly isHost: boolean
    }
  | { readonly kind: 'dismissed'; readonly participant: Participant }

/** A participant who waits in "Who is this?". */
export type Stranger = Extract<Identification, { kind: 'stranger' }>
/** A participant who is known. */
export type Match = Extract<Identification, { kind: 'matched' }>

/** A person's word about a participant; the latest one about a key counts. */
export type IdentityDecision =
  | {
      readonly kind: 'resolved'
      readonly identityKey: string
      readonly personIds: readonly string[]
      readonly decidedAt: number
    }
  | { readonly kind: 'dismissed'; readonly identityKey: string; readonly decidedAt: number }
  /** Takes an earlier decision back. */
  | { readonly kind: 'reopened'; readonly identityKey: string; readonly decidedAt: number }

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
  /** Setting: a match by exact unique name needs no confirmation. Default: on where registration is off. */
  readonly acceptsExactNames: boolean
}

/** Says who each participant was (domain section 4); one answer per participant, in their order. */
export declare function identify(facts: MatchingFacts): Identification[]
