import { createHash } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { listNameOf } from '../../shared/domain/list-names.ts'
import { mergeFields, type Difference, type MergedFields } from '../../shared/domain/merge-people.ts'
import { mergeStays } from '../../shared/domain/merge-stays.ts'
import { ProblemError } from '../../shared/problem.ts'
import { tables, type Db } from './database.ts'
import { readStays, type EnrollmentRow } from './enrollment-rows.ts'
import { putStays } from './enrollment-writing.ts'
import { handOver } from './people-merge-rows.ts'
import { getPerson, searchTextOf, type KeptPerson } from './people-rows.ts'
import { rememberName, type Writer } from './people-writing.ts'
import { isUpcomingClass } from './registrants-upcoming.ts'

/** What merging two entries would do. */
export interface MergePlan {
  readonly digest: string
  /** The kept entry as it will stand. */
  readonly kept: KeptPerson
  readonly differences: readonly Difference[]
  readonly enrollmentCount: number
  readonly bothMarkedCount: number
  readonly cancelledLinkCount: number
}

interface Both {
  readonly keep: KeptPerson
  readonly double: KeptPerson
  readonly keptStays: readonly EnrollmentRow[]
  readonly doubleStays: readonly EnrollmentRow[]
  readonly merged: MergedFields
  readonly differences: readonly Difference[]
  readonly digest: string
}

/** What merging would do as of now. Raises `notFound`, and `conflict` for entries that cannot be one person. */
export function previewMerge(db: Db, keepId: string, doubleId: string, now: number): MergePlan {
  const { keep, double, doubleStays, merged, differences, digest } = readBoth(db, keepId, doubleId)
  const both = db.get<{ marks: number; links: number }>(sql`
    select
      (select count(*) from marks a join marks b on b.period_key = a.period_key
        where a.person_key = ${keep.key} and b.person_key = ${double.key}) as marks,
      (select count(*) from registrants a join registrants b on b.meeting_key = a.meeting_key
        join meetings m on m.key = a.meeting_key
        where a.person_key = ${keep.key} and b.person_key = ${double.key}
          and a.state in ('registered', 'pending') and b.state in ('registered', 'pending')
          and ${isUpcomingClass(now)}) as links`)
  const has = <T>(own: readonly T[], textOf: (item: T) => string) => new Set(own.map(textOf))
  const addresses = has(keep.emails, ({ address }) => address.toLowerCase())
  const numbers = has(keep.phones, ({ number }) => number)
  const guardians = has(keep.guardians, ({ name, relation }) => `${relation} ${name}`)
  return {
    digest,
    kept: {
      ...keep,
      ...merged,
      listName: listNameOf(merged),
      emails: [...keep.emails, ...double.emails.filter(({ address }) => !addresses.has(address.toLowerCase()))],
      phones: [...keep.phones, ...double.phones.filter(({ number }) => !numbers.has(number))],
      guardians: [
        ...keep.guardians,
        ...double.guardians.filter(({ name, relation }) => !guardians.has(`${relation} ${name}`)),
      ],
      householdId: keep.householdId ?? double.householdId,
    },
    differences,
    enrollmentCount: doubleStays.filter(({ endReason }) => endReason !== 'enteredByMistake').length,
    bothMarkedCount: both.marks,
    cancelledLinkCount: both.links,
  }
}

/**
 * Makes two entries one, inside the caller's deed: what hangs on the double hangs on the kept one from now on, and the
 * double is archived under it. Raises `stalePreview` when one of them has changed since the preview.
 */
export function mergePeople(db: Db, keepId: string, doubleId: string, digest: string, writer: Writer): void {
  const both = readBoth(db, keepId, doubleId)
  if (both.digest !== digest) {
    throw new ProblemError(
      'stalePreview',
      'One of the two entries has changed since the preview. Nothing was merged.',
      {
        fix: 'Look at the preview again, then merge.',
      },
    )
  }
  const { keep, double, keptStays, doubleStays, merged } = both
  const { persons, enrollments } = tables
  const { at } = writer
  db.update(persons)
    .set({
      mergedIntoKey: keep.key,
      archivedAt: double.archivedAt ?? at,
      changedAt: at,
      // A number stands once in the school.
      ...(merged.studentNumber === double.studentNumber ? { studentNumber: null } : {}),
    })
    .where(eq(persons.key, double.key))
    .run()
  // Whoever was merged into the double was the kept one all along.
  db.update(persons).set({ mergedIntoKey: keep.key }).where(eq(persons.mergedIntoKey, double.key)).run()
  db.update(persons)
    .set({
      ...merged,
      listName: listNameOf(merged),
      searchText: searchTextOf(merged),
      householdKey: keep.householdKey ?? double.householdKey,
      changedAt: at,
    })
    .where(eq(persons.key, keep.key))
    .run()
  if (double.listName !== listNameOf(merged)) rememberName(db, keep.key, double.listName, writer)
  db.update(enrollments).set({ personKey: keep.key }).where(eq(enrollments.personKey, double.key)).run()
  putStays(db, keep.key, [...keptStays, ...doubleStays], mergeStays(keptStays, doubleStays), writer)
  handOver(db, double.key, keep.key)
}

function readBoth(db: Db, keepId: string, doubleId: string): Both {
  const [keep, double] = [getPerson(db, keepId), getPerson(db, doubleId)]
  refuse(keep, double)
  const stays = readStays(db, [keep.key, double.key])
  const [keptStays, doubleStays] = [stays.get(keep.key) ?? [], stays.get(double.key) ?? []]
  const seen = JSON.stringify([keep, double, keptStays, doubleStays])
  const digest = createHash('sha256').update(seen).digest('hex')
  return { keep, double, keptStays, doubleStays, ...mergeFields(keep, double), digest }
}

function refuse(keep: KeptPerson, double: KeptPerson): void {
  const [message, fix] =
    keep.key === double.key
      ? ['An entry cannot be merged with itself.', 'Choose the other entry.']
      : keep.kind !== double.kind
        ? ['A student and a member of the staff cannot be one person.', 'Choose two entries of one kind.']
        : keep.mergedIntoKey !== null || double.mergedIntoKey !== null
          ? ['One of the two was merged already.', 'Open the entry that was kept, or undo that merge.']
          : keep.archivedAt !== null
            ? ['The entry to keep is archived.', 'Restore it first, or keep the other one.']
            : [null, null]
  if (message !== null) throw new ProblemError('conflict', message, { field: 'doubleId', fix })
}
