import { displayNameKeys, nameKey, parseDisplayName } from './names.ts'
import type { Evidence, MatchingFacts, StrangerReason } from './matching.ts'
import { createOtherNames } from './other-names.ts'
import type { Participant } from './participant.ts'
import { personIdOfCustomerKey } from './registration.ts'
import { foldEmail, type SchoolIndex } from './roster.ts'
import type { SuggestionBasis } from './suggestions.ts'

/** Somebody at whom a piece of evidence points. */
export interface Pointer {
  readonly personId: string
  readonly basis: SuggestionBasis
}

/** What one participant's evidence says, before anything is known about the others. */
export type Finding =
  | {
      readonly kind: 'match'
      readonly personIds: readonly string[]
      readonly evidence: Evidence
      readonly fitsElsewhere: boolean
    }
  | { readonly kind: 'staff'; readonly personId: string | null; readonly isHost: boolean }
  | { readonly kind: 'dismissed' }
  | { readonly kind: 'list'; readonly reason: StrangerReason; readonly pointers: readonly Pointer[] }

/** The facts of a period, ready for look-ups. */
export interface Context {
  readonly school: SchoolIndex
  readonly expectedIds: ReadonlySet<string>
  readonly links: ReadonlyMap<string, string>
  readonly knownAsKeys: ReadonlyMap<string, readonly string[]>
  readonly otherNames: ReturnType<typeof createOtherNames>
  readonly hostIds: ReadonlySet<string>
  readonly hostEmails: ReadonlySet<string>
  readonly hostZoomIds: ReadonlySet<string>
}

const nobody: readonly string[] = []

/** Prepares the facts of a period for {@link findOut}. */
export function createContext({ school, expectedIds, links, knownAs, hosts }: MatchingFacts): Context {
  const knownAsKeys = new Map<string, string[]>()
  for (const { personId, name } of knownAs) {
    if (!expectedIds.has(personId)) continue
    for (const key of displayNameKeys(name)) {
      const there = knownAsKeys.get(key)
      if (there === undefined) knownAsKeys.set(key, [personId])
      else if (!there.includes(personId)) there.push(personId)
    }
  }
  return {
    school,
    expectedIds,
    links,
    knownAsKeys,
    otherNames: createOtherNames(school, expectedIds),
    hostIds: new Set(hosts.personIds),
    hostEmails: new Set(hosts.emails.map(foldEmail)),
    hostZoomIds: new Set(hosts.zoomUserIds),
  }
}

/** What the participant's own evidence says, in the order of domain section 4. */
export function findOut(participant: Participant, context: Context): Finding {
  const email = participant.email === null ? null : foldEmail(participant.email)
  const { name, zoomUserId } = participant
  const isHost =
    (zoomUserId !== null && context.hostZoomIds.has(zoomUserId)) || (email !== null && context.hostEmails.has(email))
  const pointers = strongPointers(participant, email, context)
  const [strongest] = pointers
  if (strongest === undefined) {
    return isHost ? { kind: 'staff', personId: null, isHost } : findByName(name, context)
  }
  const { personId, basis } = strongest
  const isOfStaff = isStaff(personId, context)
  // The host's own account on a student's link: which of them sat there is a person's decision.
  const isTornWithHost = isHost && !isOfStaff
  if (isTornWithHost || pointers.some((other) => other.personId !== personId)) return list('evidenceConflict', pointers)
  if (isOfStaff) return staff(personId, isHost, context)
  if (context.school.names.get(personId)?.written.includes(name)) {
    return { kind: 'match', personIds: [personId], evidence: basis, fitsElsewhere: false }
  }
  return checkAgainstName(name, strongest, pointers, context)
}

/** Whether the person works at the school or hosts this period. */
export function isStaff(personId: string, { school, hostIds, expectedIds }: Context): boolean {
  return !expectedIds.has(personId) && (hostIds.has(personId) || school.staffIds.has(personId))
}

/** The finding that it was a member of staff. */
export function staff(personId: string, isHost: boolean, { hostIds }: Context): Finding {
  return { kind: 'staff', personId, isHost: isHost || hostIds.has(personId) }
}

/** The finding that a person has to say who it was. */
export function list(reason: StrangerReason, pointers: readonly Pointer[]): Finding {
  return { kind: 'list', reason, pointers }
}

// The pointers to people that were proved by something better than a name, strongest first.
function strongPointers(
  { registrantId, customerKey }: Participant,
  email: string | null,
  { links, school }: Context,
): (Pointer & { readonly basis: Evidence })[] {
  const byLink = registrantId === null ? undefined : links.get(registrantId)
  const byKey = customerKey === null ? null : personIdOfCustomerKey(customerKey)
  const byEmail = email === null ? undefined : school.ownEmail.get(email)
  const pointers: (Pointer & { readonly basis: Exclude<Evidence, 'decision'> })[] = []
  if (byLink !== undefined) pointers.push({ personId: byLink, basis: 'link' })
  const keyed = byKey === null ? null : (school.mergedInto.get(byKey) ?? byKey)
  if (keyed !== null && school.persons.has(keyed)) pointers.push({ personId: keyed, basis: 'customerKey' })
  if (byEmail !== undefined) pointers.push({ personId: byEmail, basis: 'email' })
  return pointers
}

// A link proves the link, not the child: what the display name says may speak against it.
function checkAgainstName(
  displayName: string,
  { personId, basis }: Pointer & { readonly basis: Evidence },
  pointers: readonly Pointer[],
  context: Context,
): Finding {
  const keys = displayNameKeys(displayName)
  let fitsElsewhere = false
  let isExplained = keys.length > 0
  for (const key of keys) {
    const named = context.school.nameKey.get(key) ?? nobody
    if (named.includes(personId)) continue
    const others = named.filter((other) => context.expectedIds.has(other))
    if (others.length > 0) return list('nameFitsAnotherExpected', [...pointers, ...pointTo(others, 'name')])
    if (named.length > 0) fitsElsewhere = true
    const remembered = knownAsOf(key, context)
    if (remembered.length > 0 && !remembered.includes(personId)) {
      return list('evidenceConflict', [...pointers, ...pointTo(remembered, 'knownAs')])
    }
    if (remembered.length !== 1) isExplained = false
  }
  if (!isExplained) {
    const others = context.otherNames(displayName, personId)
    if (others.length > 0) return list('namesAnotherExpected', [...pointers, ...pointTo(others, 'similarName')])
  }
  return { kind: 'match', personIds: [personId], evidence: basis, fitsElsewhere }
}

function findByName(displayName: string, context: Context): Finding {
  const keys = displayNameKeys(displayName)
  const expected = new Set<string>()
  const ofStaff = new Set<string>()
  const elsewhere = new Set<string>()
  const remembered = new Set<string>()
  for (const key of keys) {
    for (const personId of context.school.nameKey.get(key) ?? nobody) {
      if (context.expectedIds.has(personId)) expected.add(personId)
      else if (isStaff(personId, context)) ofStaff.add(personId)
      else elsewhere.add(personId)
    }
    for (const personId of knownAsOf(key, context)) remembered.add(personId)
  }
  const fitsElsewhere = elsewhere.size + ofStaff.size > 0
  const pointers = [...pointTo([...expected, ...elsewhere, ...ofStaff], 'name'), ...pointTo(remembered, 'knownAs')]
  if (expected.size > 1) return list('nameFitsSeveral', pointers)
  if (expected.size === 1) {
    if (fitsElsewhere) return list('nameFitsElsewhereToo', pointers)
    if ([...remembered].some((personId) => !expected.has(personId))) return list('evidenceConflict', pointers)
    const others = keys.length > 1 ? context.otherNames(displayName, [...expected][0]!) : nobody
    if (others.length > 0) return list('namesAnotherExpected', [...pointers, ...pointTo(others, 'similarName')])
    return { kind: 'match', personIds: [...expected], evidence: 'name', fitsElsewhere: false }
  }
  if (remembered.size > 1) return list('knownAsFitsSeveral', pointers)
  if (remembered.size === 1) {
    return { kind: 'match', personIds: [...remembered], evidence: 'knownAs', fitsElsewhere }
  }
  if (ofStaff.size > 0 && elsewhere.size === 0) {
    const ids = [...ofStaff].sort()
    return staff(ids.find((personId) => context.hostIds.has(personId)) ?? ids[0]!, false, context)
  }
  return findByTitle(displayName, context) ?? list(reasonForNobody(displayName, fitsElsewhere), pointers)
}

// "Teacher Liza Santos", "Ma'am Liza Santos": how teachers call themselves.
function findByTitle(displayName: string, context: Context): Finding | null {
  const bare = displayName.replace(/^\s*(teacher|sir|ma['’]?am|mrs?|ms|miss|dr|prof|gng|bb|g)[.\s]+/i, '')
  if (bare === displayName) return null
  const named = (context.school.nameKey.get(nameKey(bare)) ?? nobody).filter((id) => isStaff(id, context))
  return named.length === 1 ? staff(named[0]!, false, context) : null
}

function reasonForNobody(displayName: string, fitsElsewhere: boolean): StrangerReason {
  if (fitsElsewhere) return 'nameFitsOnlyElsewhere'
  const { isDevice, isPhone } = parseDisplayName(displayName)
  if (isDevice) return 'deviceOnly'
  return isPhone ? 'phoneOnly' : 'unknownName'
}

// Remembered names of students who are expected today: those of this group and year, and everybody's former names.
function knownAsOf(key: string, { knownAsKeys, school, expectedIds }: Context): readonly string[] {
  const ofGroup = knownAsKeys.get(key) ?? nobody
  const former = (school.formerNameKey.get(key) ?? nobody).filter((personId) => expectedIds.has(personId))
  return former.length === 0 ? ofGroup : [...new Set([...ofGroup, ...former])]
}

function pointTo(personIds: Iterable<string>, basis: SuggestionBasis): Pointer[] {
  return [...personIds].map((personId) => ({ personId, basis }))
}
