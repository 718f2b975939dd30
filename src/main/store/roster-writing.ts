import type { Author } from './attendance-decisions.ts'
import type { Db, Noun } from './database.ts'
import { readStays } from './enrollment-rows.ts'
import { differingDays, periodsOf } from './enrollment-periods.ts'
import { followLinkKinds, readLinkKinds } from './link-kinds.ts'
import type { KeptAddressRules } from './registrants.ts'
import { replanUpcoming, type Touched } from './registrants-upcoming.ts'
import { recordDeed, type DeedKind } from './roster-deeds.ts'

/** Who changes the rosters, and by which rules students are registered for what is to come. */
export interface RosterAuthor extends Author {
  readonly rules: KeptAddressRules
}

/** What a change of the rosters leaves to be told and done. */
export interface RosterChange<T> {
  /** What `person.undo` takes; null when nothing was changed. */
  readonly deedId: string | null
  readonly value: T
  /** Class periods that have begun and whose list is another now: their marks are to be made again. */
  readonly periodKeys: readonly number[]
}

/** The nouns of a write that changes rosters: registrations follow in the same transaction. */
export const rosterNouns: readonly Noun[] = ['people', 'groups', 'meetings', 'outbox']

/**
 * Changes the rosters as one deed, inside the caller's transaction: what it wrote can be undone, the registrations of
 * classes to come follow at once, and the class periods whose list of students changed are named.
 */
export function changeRosters<T>(
  db: Db,
  kind: DeedKind,
  touched: Touched,
  author: RosterAuthor,
  run: () => T,
): RosterChange<T> {
  const { value: done, periodKeys } = followRosters(db, touched, author, () =>
    recordDeed(db, { kind, actor: author.actor, device: author.device, at: author.at, newId: author.newId }, run),
  )
  return { ...done, periodKeys }
}

/** Runs a write to the rosters that records itself, and lets registrations follow; see {@link changeRosters}. */
export function followRosters<T>(
  db: Db,
  touched: Touched,
  { rules, at, newId }: RosterAuthor,
  run: () => T,
): { readonly value: T; readonly periodKeys: readonly number[] } {
  const personKeys = touched.personKeys ?? []
  const before = readStays(db, personKeys)
  const kindsBefore = readLinkKinds(db)
  const value = run()
  const after = readStays(db, personKeys)
  followLinkKinds(db, kindsBefore, rules, { now: at, newId })
  replanUpcoming(db, touched, rules, { now: at, newId })
  const people = personKeys.map((key) => ({ key, before: before.get(key) ?? [], after: after.get(key) ?? [] }))
  return { value, periodKeys: periodsOf(db, differingDays(people), at).map(({ key }) => key) }
}
