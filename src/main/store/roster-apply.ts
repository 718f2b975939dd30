import { and, eq, inArray, isNull } from 'drizzle-orm'
import { listNameOf } from '../../shared/domain/list-names.ts'
import { foldText } from '../../shared/domain/names.ts'
import { normalisePhone } from '../../shared/domain/phone.ts'
import type { RosterBundle } from '../../shared/domain/roster-bundle.ts'
import type { RosterPlan } from '../../shared/domain/roster-plan.ts'
import type { PlannedPerson } from '../../shared/domain/roster-plan-people.ts'
import type { Ending, NewEnrollment } from '../../shared/domain/roster-plan-stays.ts'
import type { SourceKind, Target } from '../../shared/domain/roster-school.ts'
import { foldEmail } from '../../shared/domain/roster.ts'
import type { Author } from './attendance-decisions.ts'
import { tables, type Db } from './database.ts'
import { searchTextOf } from './people-rows.ts'
import { applyPlaces } from './roster-apply-places.ts'
import { rosterStatements, type RosterStatements } from './roster-statements.ts'
import type { RosterAuthor } from './roster-writing.ts'

/** A planned import on its way into the database. */
export interface RosterApply extends RosterAuthor {
  readonly bundle: RosterBundle
  readonly plan: RosterPlan
  /** First day of what begins with this import. */
  readonly firstOn: string
}

/** The keys of the people of the school whom a plan changes, enrolls, moves or ends; new ones have none yet. */
export function peopleTouched({ people, enrollments }: RosterPlan): number[] {
  return [
    ...new Set([
      ...people.flatMap(({ known, changes }) => (known === null || changes.length === 0 ? [] : known.key)),
      ...enrollments.added.flatMap(({ person }) => ('key' in person ? person.key : [])),
      ...enrollments.ended.map(({ enrollment }) => enrollment.personKey),
    ]),
  ]
}

/** Writes a plan, inside the caller's transaction and within a deed; returns the keys of those who are new. */
export function applyPlan(db: Db, apply: RosterApply, importKey: number): number[] {
  const { plan } = apply
  const write = rosterStatements(db)
  const people = plan.people.map((planned) => applyPerson(db, write, planned, apply))
  for (const address of plan.sharedAddresses) write.share(address)
  const personKey = (target: Target) => ('key' in target ? target.key : people[target.fresh]!)
  const places = applyPlaces(db, write, apply, personKey)

  const end = ({ enrollment, lastOn, endReason, endDetail }: Ending) =>
    write.end({ key: enrollment.key, lastOn, endReason, endDetail })
  const enrolled = new Map<NewEnrollment, number>()
  for (const added of plan.enrollments.added) {
    const { person, place, leaves, ...stay } = added
    if (leaves !== null) end(leaves)
    const placeKey = places.keyOf(place)
    const key = write.enroll({
      id: apply.newId(),
      personKey: personKey(person),
      sectionKey: place.kind === 'section' ? placeKey : null,
      groupKey: place.kind === 'group' ? placeKey : null,
      ...stay,
      importKey,
      createdAt: apply.at,
    })
    enrolled.set(added, key)
  }
  for (const ending of plan.enrollments.ended) end(ending)
  for (const { enrollment, proposedOn } of plan.enrollments.missing) {
    const enrollmentKey = 'key' in enrollment ? enrollment.key : enrolled.get(enrollment)!
    write.missing({ id: apply.newId(), enrollmentKey, importKey, foundAt: apply.at, proposedOn })
  }
  settleBack(db, plan.enrollments.back, apply.at)
  applySourceIds(write, apply, personKey, places.keyOf)
  return plan.people.flatMap(({ known }, at) => (known === null ? people[at]! : []))
}

/** Writes one person; returns the key. */
function applyPerson(
  db: Db,
  write: RosterStatements,
  planned: PlannedPerson,
  { at, actor, newId }: RosterApply,
): number {
  const { person, known, fields, changes } = planned
  const { familyName, givenName, middleName, suffix, preferredName, sex, birthOn, studentNumber } = {
    ...(known ?? person),
    ...fields,
  }
  const names = { familyName, givenName, middleName, suffix }
  const row = {
    ...names,
    preferredName,
    sex,
    birthOn,
    studentNumber,
    listName: listNameOf(names),
    searchText: searchTextOf({ ...names, preferredName, studentNumber }),
    archivedAt: null,
    changedAt: at,
  }
  let key: number
  if (known === null) {
    key = write.addPerson({ id: newId(), kind: person.kind, ...row, createdAt: at })
  } else {
    key = known.key
    if (Object.keys(fields).length > 0 || changes.includes('restored')) write.updatePerson({ key, ...row })
    const oldName = listNameOf(known)
    // The old name stays known: a display name at Zoom is changed last.
    if (oldName !== row.listName) keepOldName(db, key, oldName, { at, actor, newId })
  }
  // A new address of their own is the one to register with from now on; the old ones still tell who somebody was.
  const first = known === null ? 0 : -known.emails.length
  planned.emails.forEach(({ address, owner }) =>
    write.email({
      personKey: key,
      address: foldEmail(address),
      typed: address,
      owner,
      position: owner === 'own' ? first : 0,
    }),
  )
  for (const { number, owner } of planned.phones) {
    write.phone({ personKey: key, number: normalisePhone(number) ?? number, typed: number, owner })
  }
  for (const guardian of planned.guardians) write.guardian({ personKey: key, ...guardian })
  return key
}

function keepOldName(
  db: Db,
  personKey: number,
  name: string,
  { at, actor, newId }: Pick<Author, 'at' | 'actor' | 'newId'>,
) {
  const { knownAsNames } = tables
  const normalised = foldText(name)
  const there = db
    .select({ key: knownAsNames.key })
    .from(knownAsNames)
    .where(
      and(
        eq(knownAsNames.personKey, personKey),
        eq(knownAsNames.normalised, normalised),
        isNull(knownAsNames.groupKey),
      ),
    )
    .get()
  if (there !== undefined) return
  db.insert(knownAsNames)
    .values({ id: newId(), personKey, name, normalised, isFormerName: true, actor, createdAt: at })
    .run()
}

function settleBack(db: Db, keys: readonly number[], at: number): void {
  const { missingStudents } = tables
  for (let from = 0; from < keys.length; from += 10_000) {
    db.update(missingStudents)
      .set({ settledAt: at, settledAs: 'back' })
      .where(inArray(missingStudents.key, keys.slice(from, from + 10_000)))
      .run()
  }
}

/** Keeps what the other system calls each thing, so that its next file is recognised; what is kept already is left alone. */
function applySourceIds(
  write: RosterStatements,
  { bundle, plan }: RosterApply,
  personKey: (target: Target) => number,
  placeKey: (place: { readonly kind: 'section' | 'group'; readonly target: Target }) => number,
): void {
  const { source } = bundle
  if (source === null) return
  const keep = (kind: SourceKind, sourcedId: string, rowKey: number) =>
    write.source({ source, kind, sourcedId, rowKey })
  for (const { ref } of bundle.people) {
    const target = plan.personOf(ref)
    if (target !== null) keep('person', ref, personKey(target))
  }
  for (const { ref } of bundle.sections) {
    const target = plan.sectionOf(ref)
    if (target !== null) keep('section', ref, placeKey({ kind: 'section', target }))
  }
  for (const { ref } of bundle.groups) {
    const target = plan.groupOf(ref)
    if (target !== null) keep('group', ref, placeKey({ kind: 'group', target }))
  }
}
