import { eq, sql } from 'drizzle-orm'
import { tables, type Db } from './database.ts'
import type { MeetingRow } from './outbox-queue.ts'
import { sectionTitle } from '../../shared/domain/list-names.ts'

/** A meeting with what lists show beside it. */
export interface MeetingView {
  readonly meeting: MeetingRow
  /** Whether a run of it goes on at this moment. */
  readonly isRunning: boolean
  readonly group: { readonly id: string; readonly title: string } | null
  readonly sections: readonly { readonly id: string; readonly name: string }[]
  readonly periodIds: readonly string[]
  readonly expectedCount: number
  readonly registeredCount: number
  readonly refusedCount: number
}

const longestMeetingMs = 24 * 3_600_000

/** That a run of meeting `m` goes on: begun within the last day and not known to have ended. */
export const isRunning = (now: number) => sql`exists (
  select 1 from instances i
  where i.meeting_key = m.key and i.ended_at is null and i.started_at > ${now - longestMeetingMs} and i.started_at <= ${now})`

/** Adds groups, sections, periods and counts to meetings, in a fixed number of queries however many there are. */
export function viewsOf(db: Db, rows: readonly MeetingRow[], now: number): MeetingView[] {
  if (rows.length === 0) return []
  const keys = rows.map(({ key }) => key)
  const running = new Set(
    db
      .all<{ key: number }>(sql`select m.key from meetings m where m.key in ${keys} and ${isRunning(now)}`)
      .map(({ key }) => key),
  )
  const registrations = mapBy(
    db.all<{ meetingKey: number; expected: number; registered: number; refused: number }>(sql`
      select meeting_key as meetingKey, sum(state <> 'cancelled') as expected,
             sum(state = 'registered') as registered, sum(state = 'refused') as refused
      from registrants where meeting_key in ${keys} group by meeting_key`),
    ({ meetingKey }) => meetingKey,
  )
  const periods = Map.groupBy(
    db
      .select({ meetingKey: tables.periodMeetings.meetingKey, id: tables.classPeriods.id })
      .from(tables.periodMeetings)
      .innerJoin(tables.classPeriods, eq(tables.classPeriods.key, tables.periodMeetings.periodKey))
      .where(sql`${tables.periodMeetings.meetingKey} in ${keys}`)
      .orderBy(tables.classPeriods.key)
      .all(),
    ({ meetingKey }) => meetingKey,
  )
  const groups = readGroups(
    db,
    rows.flatMap(({ groupKey }) => groupKey ?? []),
  )
  const enrolled = countEnrolled(
    db,
    rows.filter(({ key, groupKey }) => groupKey !== null && !registrations.has(key)).map(({ key }) => key),
  )
  return rows.map((meeting) => {
    const group = meeting.groupKey === null ? undefined : groups.get(meeting.groupKey)
    const counts = registrations.get(meeting.key)
    return {
      meeting,
      isRunning: running.has(meeting.key),
      group: group === undefined ? null : { id: group.id, title: group.title },
      sections: group?.sections ?? [],
      periodIds: (periods.get(meeting.key) ?? []).map(({ id }) => id),
      expectedCount: counts?.expected ?? enrolled.get(meeting.key)?.count ?? 0,
      registeredCount: counts?.registered ?? 0,
      refusedCount: counts?.refused ?? 0,
    }
  })
}

interface Group {
  readonly id: string
  readonly title: string
  readonly sections: { readonly id: string; readonly name: string }[]
}

function readGroups(db: Db, groupKeys: readonly number[]): Map<number, Group> {
  const keys = [...new Set(groupKeys)]
  if (keys.length === 0) return new Map()
  const sections = Map.groupBy(
    db.all<{ groupKey: number; id: string; name: string; gradeLevel: string }>(sql`
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
      }))
      return [key, { id, title: `${own.map(({ name }) => name).join(' + ')}, ${subject}`, sections: own }]
    }),
  )
}

/** How many students are enrolled for each meeting that registers nobody. */
function countEnrolled(db: Db, meetingKeys: readonly number[]): Map<number, { meetingKey: number; count: number }> {
  if (meetingKeys.length === 0) return new Map()
  return mapBy(
    db.all<{ meetingKey: number; count: number }>(sql`
      select m.key as meetingKey, count(distinct e.person_key) as count
      from meetings m
      join enrollments e on (e.group_key = m.group_key
        or e.section_key in (select section_key from teaching_group_sections where group_key = m.group_key))
      where m.key in ${[...meetingKeys]}
        and e.first_on <= m.on_date and (e.last_on is null or e.last_on >= m.on_date)
        and (e.end_reason is null or e.end_reason <> 'enteredByMistake')
      group by m.key`),
    ({ meetingKey }) => meetingKey,
  )
}

function mapBy<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, T> {
  return new Map(items.map((item) => [keyOf(item), item]))
}
