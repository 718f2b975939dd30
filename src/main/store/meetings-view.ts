import { sql } from 'drizzle-orm'
import type { MeetingNeed } from '../../shared/contract/meeting.ts'
import { sectionTitle } from '../../shared/domain/list-names.ts'
import type { tables, Db } from './database.ts'
import { isEnrolledOn } from './enrolled.ts'
import { needsOf } from './meetings-needs.ts'
import type { MeetingRow } from './outbox-queue.ts'
import { substitutesOf } from './substitutes.ts'

/** One planned date as it is kept. */
export type DateRow = typeof tables.occurrences.$inferSelect

/** A meeting seen from one of its dates, with what lists show beside it. */
export interface MeetingView {
  readonly meeting: MeetingRow
  /** Null without a fixed time. */
  readonly date: DateRow | null
  /** The number of its last date, cancelled ones too. */
  readonly lastNumber: number
  /** What a person must look at. */
  readonly needs: readonly MeetingNeed[]
  /** Whether a run of this date goes on at this moment. */
  readonly isRunning: boolean
  readonly group: { readonly id: string; readonly title: string; readonly subject: string } | null
  readonly sections: readonly ShownSection[]
  /** Who teaches the group on this date. */
  readonly teachers: readonly { readonly id: string; readonly name: string }[]
  /** List name of who holds this date in the teacher's stead. */
  readonly substitute: string | null
  /** Of this date. */
  readonly periodIds: readonly string[]
  /** How many students were seen in them; null while nothing is known. */
  readonly cameCount: number | null
  /** Of all its periods. */
  readonly isAttendanceFinal: boolean
  readonly expectedCount: number
  readonly registeredCount: number
  readonly refusedCount: number
}

interface ShownSection {
  readonly id: string
  readonly name: string
  readonly gradeLevel: string
}

/** A meeting and the date that it is seen from. */
export interface MeetingOnDate {
  readonly meeting: MeetingRow
  readonly date: DateRow | null
}

const hourMs = 3_600_000
const longestMeetingMs = 24 * hourMs
/** A run belongs to the date of a series that it begins around. */
const earlyMs = hourMs
const lateMs = 2 * hourMs

/** That a run of meeting `m` goes on: begun within the last day and not known to have ended. */
export const isMeetingRunning = (now: number) => sql`exists (
  select 1 from instances i
  where i.meeting_key = m.key and i.ended_at is null and i.started_at > ${now - longestMeetingMs} and i.started_at <= ${now})`

/** That a run of date `o` of meeting `m` goes on; a meeting with one date has no run of another. */
export const isRunning = (now: number) => sql`exists (
  select 1 from instances i
  where i.meeting_key = m.key and i.ended_at is null and i.started_at > ${now - longestMeetingMs} and i.started_at <= ${now}
    and (m.type <> 'recurringFixedTime'
      or i.started_at between o.start_instant - ${earlyMs} and o.end_instant + ${lateMs}))`

/** Adds groups, people, periods and counts to meetings, in a fixed number of queries however many there are. */
export function viewsOf(db: Db, rows: readonly MeetingOnDate[], now: number): MeetingView[] {
  if (rows.length === 0) return []
  const keys = unique(rows.map(({ meeting }) => meeting.key))
  const dateKeys = rows.flatMap(({ date }) => date?.key ?? [])
  const runningDates = new Set(
    db
      .all<{ key: number }>(sql`
        select o.key from occurrences o join meetings m on m.key = o.meeting_key
        where o.key in ${dateKeys} and ${isRunning(now)}`)
      .map(({ key }) => key),
  )
  const undated = rows.flatMap(({ meeting, date }) => (date === null ? meeting.key : []))
  const runningMeetings = new Set(
    db
      .all<{ key: number }>(sql`select m.key from meetings m where m.key in ${undated} and ${isMeetingRunning(now)}`)
      .map(({ key }) => key),
  )
  const lastNumbers = mapBy(
    db.all<{ meetingKey: number; number: number }>(sql`
      select meeting_key as meetingKey, max(number) as number from occurrences where meeting_key in ${keys} group by 1`),
    ({ meetingKey }) => meetingKey,
  )
  const needs = needsOf(db, keys, now)
  const registrations = mapBy(
    db.all<{ meetingKey: number; expected: number; registered: number; refused: number }>(sql`
      select r.meeting_key as meetingKey, sum(r.state <> 'cancelled') as expected,
             sum(r.state = 'registered') as registered, sum(r.state = 'refused') as refused
      from registrants r join persons n on n.key = r.person_key and n.kind = 'student'
      where r.meeting_key in ${keys} group by r.meeting_key`),
    ({ meetingKey }) => meetingKey,
  )
  const periods = Map.groupBy(readPeriods(db, dateKeys, now), ({ dateKey }) => dateKey)
  const groups = readGroups(
    db,
    rows.flatMap(({ meeting }) => meeting.groupKey ?? []),
  )
  const ofClass = rows.map(({ meeting, date }, index) => ({
    index,
    groupKey: meeting.groupKey,
    on: date?.on ?? meeting.on,
  }))
  const substitutes = substitutesOf(db, dateKeys)
  const teachers = Map.groupBy(readTeachers(db, ofClass), ({ index }) => index)
  const enrolled = mapBy(
    countEnrolled(
      db,
      ofClass.filter((_, index) => !registrations.has(rows[index]!.meeting.key)),
    ),
    ({ index }) => index,
  )
  return rows.map(({ meeting, date }, index) => {
    const group = meeting.groupKey === null ? undefined : groups.get(meeting.groupKey)
    const counts = registrations.get(meeting.key)
    const own = date === null ? [] : (periods.get(date.key) ?? [])
    const came = own.flatMap((period) => period.came ?? [])
    return {
      meeting,
      date,
      lastNumber: lastNumbers.get(meeting.key)?.number ?? 0,
      needs: needs.get(meeting.key) ?? [],
      isRunning: date === null ? runningMeetings.has(meeting.key) : runningDates.has(date.key),
      group: group === undefined ? null : { id: group.id, title: group.title, subject: group.subject },
      sections: group?.sections ?? [],
      teachers: (teachers.get(index) ?? []).map(({ id, name }) => ({ id, name })),
      substitute: date === null ? null : (substitutes.get(date.key) ?? null),
      periodIds: own.map(({ id }) => id),
      isAttendanceFinal: own.length > 0 && own.every(({ isFinal }) => isFinal === 1),
      cameCount: came.length === 0 ? null : came.reduce((sum, count) => sum + count, 0),
      expectedCount: counts?.expected ?? enrolled.get(index)?.count ?? 0,
      registeredCount: counts?.registered ?? 0,
      refusedCount: counts?.refused ?? 0,
    }
  })
}

/** What a class is called in a title and in lists: its sections and its subject. */
export function courseOf(db: Db, groupKey: number): string {
  return readGroups(db, [groupKey]).get(groupKey)?.title ?? ''
}

const readPeriods = (
  db: Db,
  dateKeys: readonly number[],
  now: number,
): { dateKey: number; id: string; came: number | null; isFinal: number }[] =>
  db.all(sql`
    select pm.occurrence_key as dateKey, p.id,
      iif(p.cancelled_at is null and p.start_instant <= ${now}, json_extract(s.figures, '$.came'), null) as came,
      coalesce(s.state in ('final', 'checked', 'signed'), 0) as isFinal
    from period_meetings pm join class_periods p on p.key = pm.period_key
    left join period_states s on s.period_key = p.key
    where pm.occurrence_key in ${dateKeys} order by p.key`)

interface Group {
  readonly id: string
  readonly title: string
  readonly subject: string
  readonly sections: readonly ShownSection[]
}

function readGroups(db: Db, groupKeys: readonly number[]): Map<number, Group> {
  const keys = unique(groupKeys)
  if (keys.length === 0) return new Map()
  const sections = Map.groupBy(
    db.all<ShownSection & { groupKey: number }>(sql`
      select gs.group_key as groupKey, s.id, s.name, s.grade_level as gradeLevel
      from teaching_group_sections gs join sections s on s.key = gs.section_key
      where gs.group_key in ${keys} order by s.grade_level, s.name`),
    ({ groupKey }) => groupKey,
  )
  const groups = db.all<{ key: number; id: string; subject: string }>(sql`
    select g.key, g.id, j.name as subject from teaching_groups g join subjects j on j.key = g.subject_key
    where g.key in ${keys}`)
  return new Map(
    groups.map(({ key, id, subject }) => {
      const own = (sections.get(key) ?? []).map((section) => ({
        id: section.id,
        name: sectionTitle(section.gradeLevel, section.name),
        gradeLevel: section.gradeLevel,
      }))
      return [key, { id, subject, title: `${own.map(({ name }) => name).join(' + ')}, ${subject}`, sections: own }]
    }),
  )
}

/** A class on a day, by its place in the caller's list. */
interface ClassOnDay {
  readonly index: number
  readonly groupKey: number | null
  readonly on: string
}

const classesOf = (classes: readonly ClassOnDay[]) => sql`(
  select value ->> 0 as place, value ->> 1 as group_key, value ->> 2 as on_date
  from json_each(${JSON.stringify(classes.map(({ index, groupKey, on }) => [index, groupKey, on]))}))`

const readTeachers = (db: Db, classes: readonly ClassOnDay[]): { index: number; id: string; name: string }[] =>
  db.all(sql`
    select distinct c.place as "index", n.id, n.list_name as name
    from ${classesOf(classes)} c
    join assignments a on a.group_key = c.group_key and a.first_on <= c.on_date
      and (a.last_on is null or a.last_on >= c.on_date)
    join persons n on n.key = a.person_key order by a.key`)

/** How many students are enrolled in each class on its day. */
const countEnrolled = (db: Db, classes: readonly ClassOnDay[]): { index: number; count: number }[] =>
  db.all(sql`
    select c.place as "index", count(distinct e.person_key) as count
    from ${classesOf(classes)} c
    join enrollments e on (e.group_key = c.group_key
      or e.section_key in (select section_key from teaching_group_sections where group_key = c.group_key))
    where ${isEnrolledOn(sql`c.on_date`)}
    group by 1`)

const unique = (keys: readonly number[]): number[] => [...new Set(keys)]

function mapBy<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, T> {
  return new Map(items.map((item) => [keyOf(item), item]))
}
