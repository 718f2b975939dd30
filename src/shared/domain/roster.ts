import { nameKey, nameKeysOf, personTokens, type NameParts, type PersonTokens } from './names.ts'
import { normalisePhone } from './phone.ts'
import type { LocalDate } from './time.ts'

/** Whose an address or a phone is. Only an `own` one that nobody else has can identify a child. */
export type Whose = 'own' | 'household' | 'guardian'

/** What is said of a person, by a file, by the school, or by somebody who types it. Empty text and null say nothing. */
export interface PersonFields {
  readonly familyName: string
  readonly givenName: string
  readonly middleName: string
  readonly suffix: string
  readonly preferredName: string
  readonly sex: 'male' | 'female' | null
  readonly birthOn: LocalDate | null
  readonly studentNumber: string | null
  readonly emails: readonly { readonly address: string; readonly owner: Whose }[]
  readonly phones: readonly { readonly number: string; readonly owner: Whose }[]
  readonly guardians: readonly { readonly name: string; readonly relation: 'mother' | 'father' | 'guardian' }[]
}

/** A person of the school with all that could identify them. */
export interface SchoolPerson {
  readonly personId: string
  readonly kind: 'student' | 'staff'
  readonly name: NameParts
  /** Former names, written as a person would write them. They count as known-as names everywhere. */
  readonly formerNames: readonly string[]
  readonly emails: readonly { readonly address: string; readonly whose: Whose }[]
  readonly phones: readonly { readonly number: string; readonly whose: Whose }[]
}

/** A name in the forms in which it is compared. */
export interface IndexedName {
  /** In folded parts, for suggestions. */
  readonly tokens: PersonTokens
  /** As lists and registrations write it, letter by letter: most display names are one of these, and need no folding. */
  readonly written: readonly string[]
}

/** Everybody of the school, found in one look-up by each kind of evidence; built once, read by every class. */
export interface SchoolIndex {
  readonly persons: ReadonlyMap<string, SchoolPerson>
  readonly staffIds: ReadonlySet<string>
  /** Each person's name, ready to be compared. */
  readonly names: ReadonlyMap<string, IndexedName>
  /** Person by the folded address that is their own and nobody else's. */
  readonly ownEmail: ReadonlyMap<string, string>
  /** Persons by a folded address that several have, or that is a household's or guardian's. */
  readonly sharedEmail: ReadonlyMap<string, readonly string[]>
  /** Persons by exact name key; one key may fit several. */
  readonly nameKey: ReadonlyMap<string, readonly string[]>
  /** Persons by the key of a former name. */
  readonly formerNameKey: ReadonlyMap<string, readonly string[]>
  /** Persons by normalised phone number. */
  readonly phone: ReadonlyMap<string, readonly string[]>
  /** Who was kept of those whose entries were merged: Zoom goes on naming them by the id that it was told. */
  readonly mergedInto: ReadonlyMap<string, string>
}

/** Whether a student has a link that works, and if not, why not. */
export const linkStatuses = ['works', 'notNeeded', 'pending', 'denied', 'refused', 'noAddress', 'neverSent'] as const
/** One status of a student's link. */
export type LinkStatus = (typeof linkStatuses)[number]

/** A student on the list of a period's teaching group. */
export interface ExpectedStudent {
  readonly personId: string
  /** First day of the enrollment, included. */
  readonly firstOn: LocalDate
  /** Last day, included; null while it lasts. */
  readonly lastOn: LocalDate | null
  readonly link: LinkStatus
}

/** Builds the index; O(n) in the persons. Merged doubles are not among them; `mergedInto` says who they are. */
export function createSchoolIndex(
  persons: readonly SchoolPerson[],
  mergedInto: ReadonlyMap<string, string> = new Map(),
): SchoolIndex {
  const byId = new Map<string, SchoolPerson>()
  const names = new Map<string, IndexedName>()
  const byNameKey = new Map<string, string[]>()
  const byFormerNameKey = new Map<string, string[]>()
  const byPhone = new Map<string, string[]>()
  const byEmail = new Map<string, { isOwn: boolean; personIds: string[] }>()
  for (const person of persons) {
    const { personId } = person
    byId.set(personId, person)
    const tokens = personTokens(person.name)
    names.set(personId, { tokens, written: writtenForms(person.name) })
    for (const key of nameKeysOf(person.name, tokens)) add(byNameKey, key, personId)
    for (const former of person.formerNames) add(byFormerNameKey, nameKey(former), personId)
    for (const { number } of person.phones) add(byPhone, normalisePhone(number), personId)
    for (const { address, whose } of person.emails) {
      const folded = foldEmail(address)
      const entry = byEmail.get(folded) ?? { isOwn: true, personIds: [] }
      if (whose !== 'own') entry.isOwn = false
      if (!entry.personIds.includes(personId)) entry.personIds.push(personId)
      byEmail.set(folded, entry)
    }
  }
  const ownEmail = new Map<string, string>()
  const sharedEmail = new Map<string, readonly string[]>()
  for (const [address, { isOwn, personIds }] of byEmail) {
    if (isOwn && personIds.length === 1) ownEmail.set(address, personIds[0]!)
    else sharedEmail.set(address, personIds)
  }
  return {
    persons: byId,
    staffIds: new Set(persons.filter(({ kind }) => kind === 'staff').map(({ personId }) => personId)),
    names,
    ownEmail,
    sharedEmail,
    nameKey: byNameKey,
    formerNameKey: byFormerNameKey,
    phone: byPhone,
    mergedInto,
  }
}

/** Whether the date lies within the enrollment, both ends included. */
export function isEnrolledOn(enrollment: Pick<ExpectedStudent, 'firstOn' | 'lastOn'>, on: LocalDate): boolean {
  return enrollment.firstOn <= on && (enrollment.lastOn === null || on <= enrollment.lastOn)
}

/** The address as it is compared: trimmed, lower case. */
export function foldEmail(address: string): string {
  return address.trim().toLowerCase()
}

function writtenForms({ given, family, suffix }: NameParts): string[] {
  const last = suffix ? [family, suffix].join(' ') : family
  return [[given, last].join(' '), [family, given].join(', ')]
}

function add(index: Map<string, string[]>, key: string | null, personId: string): void {
  if (key === null || key === '') return
  const ids = index.get(key)
  if (ids === undefined) index.set(key, [personId])
  else if (!ids.includes(personId)) ids.push(personId)
}
