import type { NameParts } from './names.ts'
import type { LocalDate } from './time.ts'

/** Whose an address or a phone is. Only an `own` one that nobody else has can identify a child. */
export type Whose = 'own' | 'household' | 'guardian'

/** A person of the school with all that could identify them. */
export interface SchoolPerson {
  readonly personId: string
  readonly kind: 'student' | 'staff'
  readonly name: NameParts
  /** Former names, written as a person would write them. */
  readonly formerNames: readonly string[]
  readonly emails: readonly { readonly address: string; readonly whose: Whose }[]
  readonly phones: readonly { readonly number: string; readonly whose: Whose }[]
}

/** Everybody of the school, found in one look-up by each kind of evidence; built once, read by every class. */
export interface SchoolIndex {
  readonly persons: ReadonlyMap<string, SchoolPerson>
  /** Person by e-mail that is their own and nobody else's. Keys are folded addresses. */
  readonly ownEmail: ReadonlyMap<string, string>
  /** Persons by an e-mail that several share, or that is a household's or guardian's. */
  readonly sharedEmail: ReadonlyMap<string, readonly string[]>
  /** Persons by exact name key; one key may fit several. */
  readonly nameKey: ReadonlyMap<string, readonly string[]>
  /** Persons by normalised phone number. */
  readonly phone: ReadonlyMap<string, readonly string[]>
  /** Person by Zoom customer key. */
  readonly customerKey: ReadonlyMap<string, string>
}

/** Why a student has no link that works, or that they have one. */
export type LinkStatus = 'works' | 'notNeeded' | 'pending' | 'denied' | 'refused' | 'noAddress' | 'neverSent'

/** A student on the list of a period's teaching group. */
export interface ExpectedStudent {
  readonly personId: string
  /** First day of the enrollment, included. */
  readonly firstOn: LocalDate
  /** Last day, included; null while it lasts. */
  readonly lastOn: LocalDate | null
  readonly link: LinkStatus
}

/** Builds the index; O(n) in the persons. */
export declare function createSchoolIndex(persons: readonly SchoolPerson[]): SchoolIndex
/** Whether the date lies within the enrollment, both ends included. */
export declare function isEnrolledOn(enrollment: Pick<ExpectedStudent, 'firstOn' | 'lastOn'>, on: LocalDate): boolean
/** The address as it is compared: trimmed, lower case. */
export declare function foldEmail(address: string): string
