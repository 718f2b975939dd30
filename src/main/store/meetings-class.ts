import { inArray, sql, type SQL } from 'drizzle-orm'
import { tables, type Db } from './database.ts'
import { dropPeriods, linkPeriods, type DateOfClass } from './meetings-periods.ts'
import { ensureClass } from './meetings-schedule.ts'
import type { Writing } from './meetings-sending.ts'
import type { MeetingRow } from './outbox-queue.ts'
import type { PlannedFor } from './planning.ts'
import { isEnrolledOn } from './enrolled.ts'
import { sectionKeyOf } from './sections.ts'
import { groupKeyOf } from './teaching-groups.ts'

/** Whom a meeting is for: its audience and its class, one of the two ids or none. */
export interface ForWhom {
  readonly audience: MeetingRow['audience']
  readonly of: PlannedFor
}

/** How many students are expected of a class, and how a meeting's registrations would differ from it. */
export interface RegistrationChange {
  readonly expected: number
  readonly added: number
  readonly withdrawn: number
}

/** What the row of a meeting says of whom it is for, the group of a section made when missing. Raises `notFound`. */
export function peopleOf(
  db: Db,
  { audience, of }: ForWhom,
  time: Parameters<typeof ensureClass>[1]['time'],
  writing: Writing,
): Pick<MeetingRow, 'audience' | 'groupKey' | 'sectionKey'> {
  const [teachingGroupId, sectionId] = [of.teachingGroupId ?? null, of.sectionId ?? null]
  return {
    audience,
    groupKey: ensureClass(db, { teachingGroupId, sectionId, time }, writing),
    sectionKey: sectionId === null ? null : sectionKeyOf(db, sectionId),
  }
}

/**
 * Gives dates of a meeting to its class, inside the caller's transaction: periods of the class before that have no runs and
 * no other meeting are cancelled, the others stay with it, and each date gets the period of the class that it is of now.
 */
export function giveToClass(
  db: Db,
  { key, groupKey }: Pick<MeetingRow, 'key' | 'groupKey'>,
  dates: readonly DateOfClass[],
  { now, newId }: Writing,
): void {
  const { periodMeetings } = tables
  const keys = dates.map(({ dateKey }) => dateKey)
  dropPeriods(db, keys, now)
  db.delete(periodMeetings).where(inArray(periodMeetings.occurrenceKey, keys)).run()
  if (groupKey !== null) linkPeriods(db, { meetingKey: key, groupKey }, dates, now, newId)
}

/** What would become of the students' registrations for a meeting on these dates if it were for these people. Raises `notFound`. */
export function compareRegistered(
  db: Db,
  meeting: Pick<MeetingRow, 'key'>,
  { audience, of }: ForWhom,
  dates: readonly string[],
): RegistrationChange {
  const expected = audience === 'class' ? enrolledIn(db, of, dates) : sql`select null where false`
  return db.get<RegistrationChange>(sql`
    with students as (select key from persons where kind = 'student' and archived_at is null),
      expected as (select key from students where key in (${expected})),
      known as (select person_key as key from registrants
        where meeting_key = ${meeting.key} and state in ('waiting', 'pending', 'registered')
          and person_key in (select key from students))
    select (select count(*) from expected) as expected,
      (select count(*) from expected where key not in (select key from known)) as added,
      (select count(*) from known where key not in (select key from expected)) as withdrawn`)
}

/** The keys of everyone who is enrolled in a class on one of the dates. */
function enrolledIn(db: Db, { teachingGroupId, sectionId }: PlannedFor, dates: readonly string[]): SQL {
  const onOne = sql`exists (select 1 from json_each(${JSON.stringify(dates)}) d where ${isEnrolledOn(sql`d.value`)})`
  const key = teachingGroupId === undefined ? null : groupKeyOf(db, teachingGroupId)
  const sections =
    sectionId === undefined
      ? sql`(select section_key from teaching_group_sections where group_key = ${key})`
      : sql`(${sectionKeyOf(db, sectionId)})`
  return sql`select e.person_key from enrollments e
    where (e.group_key = ${key} or e.section_key in ${sections}) and ${onOne}`
}
