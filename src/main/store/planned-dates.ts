import { sql, type SQL } from 'drizzle-orm'
import { sectionTitle } from '../../shared/domain/list-names.ts'
import type { Database, Db } from './database.ts'
import { standsForDate, substituteOfDate } from './substitutes.ts'

/** Whose planned dates: one meeting's, a section's, or what somebody teaches or holds for another. */
export type DatesOf = { readonly meetingId: string } | { readonly sectionId: string } | { readonly teacherId: string }

/** One planned date as a calendar outside of Homeroom shows it. */
export interface PlannedDate {
  readonly id: string
  readonly meetingId: string
  readonly number: number
  readonly startInstant: number
  readonly endInstant: number
  readonly timeZone: string
  readonly isCancelled: 0 | 1
  /** The pattern of the meeting's title. */
  readonly title: string
  readonly description: string
  readonly audience: 'all' | 'students' | 'teachers' | 'class' | 'personal'
  /** Everybody's link; null while Zoom does not know the meeting. */
  readonly joinUrl: string | null
  readonly hostName: string
  /** Who teaches on that day, as lists write them, apart by semicolons; null for nobody in particular. */
  readonly teachers: string | null
  /** Who holds it in the teacher's stead. */
  readonly substitute: string | null
  readonly changedAt: number
}

const teachersOfDate = sql`(
  select group_concat(name, '; ') from (
    select distinct n.list_name as name from assignments a join persons n on n.key = a.person_key
    where a.group_key = m.group_key and a.first_on <= o.on_date and (a.last_on is null or a.last_on >= o.on_date)
    order by a.key))`

/** Planned dates for calendars outside of Homeroom, and what those calendars are called. */
export function createPlannedDatesStore(database: Database) {
  return {
    /** The dates within days of the wall, both included, by their start; cancelled ones too, removed meetings not. */
    list: (of: DatesOf, fromOn: string, toOn: string): Promise<PlannedDate[]> =>
      database.read((db) =>
        db.all<PlannedDate>(sql`
          select o.id, m.id as meetingId, o.number, o.start_instant as startInstant, o.end_instant as endInstant, o.time_zone as timeZone,
            o.state = 'cancelled' or m.state in ('cancelling', 'cancelled') as isCancelled,
            m.title, coalesce(o.overrides ->> 'description', m.description) as description, m.audience,
            m.join_url as joinUrl, m.host_name as hostName, ${teachersOfDate} as teachers,
            ${substituteOfDate} as substitute, m.changed_at as changedAt
          from occurrences o join meetings m on m.key = o.meeting_key
          where o.on_date between ${fromOn} and ${toOn} and m.removed_at is null and ${conditionOf(of)}
          order by o.start_instant, o.key`),
      ),

    /** What the calendar is called; null when there is no such thing. */
    nameOf: (of: DatesOf): Promise<string | null> => database.read((db) => nameOf(db, of)),
  }
}
export type PlannedDatesStore = ReturnType<typeof createPlannedDatesStore>

function conditionOf(of: DatesOf): SQL {
  if ('meetingId' in of) return sql`m.id = ${of.meetingId}`
  if ('sectionId' in of) {
    return sql`m.group_key in (
      select gs.group_key from sections s join teaching_group_sections gs on gs.section_key = s.key
      where s.id = ${of.sectionId})`
  }
  return sql`(
    exists (
      select 1 from assignments a join persons n on n.key = a.person_key
      where a.group_key = m.group_key and n.id = ${of.teacherId}
        and a.first_on <= o.on_date and (a.last_on is null or a.last_on >= o.on_date))
    or exists (
      select 1 from substitution_dates sd
      join substitutions su on su.key = sd.substitution_key
      join persons n on n.key = su.substitute_key
      where sd.occurrence_key = o.key and ${standsForDate} and n.id = ${of.teacherId}))`
}

function nameOf(db: Db, of: DatesOf): string | null {
  if ('sectionId' in of) {
    const section = db.get<{ name: string; gradeLevel: string } | undefined>(
      sql`select name, grade_level as gradeLevel from sections where id = ${of.sectionId}`,
    )
    return section === undefined ? null : sectionTitle(section.gradeLevel, section.name)
  }
  const found = db.get<{ name: string } | undefined>(
    'meetingId' in of
      ? sql`select title as name from meetings where id = ${of.meetingId} and removed_at is null`
      : sql`select list_name as name from persons where id = ${of.teacherId} and kind = 'staff'`,
  )
  return found?.name ?? null
}
