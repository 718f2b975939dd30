import { sql } from 'drizzle-orm'
import { sectionTitle } from '../../shared/domain/list-names.ts'
import type { Database } from './database.ts'
import { substituteOfDate } from './substitutes.ts'

/** A class that begins soon. */
export interface ClassSoon {
  readonly id: string
  readonly meetingId: string
  /** Epoch ms. */
  readonly startInstant: number
  /** Its sections and subject; empty for a meeting that is no class, whose title may name anybody. */
  readonly course: string
  /** Who holds it. */
  readonly who: string
}

/** What is to be told, read from the facts. Nothing in it names a student. */
export function createRemindersStore(database: Database) {
  return {
    /** Classes that begin after `now` and by `until`, by start; such as Zoom has or shall have. */
    soon: (now: number, until: number): Promise<ClassSoon[]> =>
      database.read((db) =>
        db
          .all<Omit<ClassSoon, 'course' | 'who'> & { sections: string; subject: string | null; who: string }>(
            sql`
          select o.id, m.id as meetingId, o.start_instant as startInstant, j.name as subject, coalesce(${substituteOfDate}, m.host_name) as who,
            (select json_group_array(json_array(s.grade_level, s.name)) from teaching_group_sections gs
              join sections s on s.key = gs.section_key where gs.group_key = m.group_key) as sections
          from occurrences o join meetings m on m.key = o.meeting_key
          left join teaching_groups g on g.key = m.group_key left join subjects j on j.key = g.subject_key
          where o.start_instant > ${now} and o.start_instant <= ${until} and o.state = 'scheduled'
            and m.state in ('creating', 'scheduled') and m.removed_at is null
          order by o.start_instant, o.key`,
          )
          .map(({ sections, subject, ...row }) => {
            const named = (JSON.parse(sections) as [string, string][]).map(([grade, name]) => sectionTitle(grade, name))
            return { ...row, course: subject === null ? '' : `${named.join(' + ')}, ${subject}` }
          }),
      ),

    /** When the next class begins, epoch ms; null for none. */
    nextStartAfter: (instant: number): Promise<number | null> =>
      database.read(
        (db) =>
          db.get<{ at: number | null }>(sql`
            select min(o.start_instant) as at from occurrences o join meetings m on m.key = o.meeting_key
            where o.start_instant > ${instant} and o.state = 'scheduled' and m.state in ('creating', 'scheduled')
              and m.removed_at is null`).at,
      ),

    /** Ids of changes that Zoom refused, and of classes that ended from `since` to `until` and may not have taken place. */
    attention: (since: number, until: number): Promise<{ refused: string[]; unanswered: string[] }> =>
      database.read((db) => ({
        refused: db.all<{ id: string }>(sql`select id from outbox where state = 'refused'`).map(({ id }) => id),
        unanswered: db
          .all<{ id: string }>(
            sql`
          select p.id from class_periods p join period_states s on s.period_key = p.key
          where p.end_instant > ${since} and p.end_instant <= ${until} and s.held = 'unknown'
            and p.held_decision is null and p.cancelled_at is null`,
          )
          .map(({ id }) => id),
      })),
  }
}
export type RemindersStore = ReturnType<typeof createRemindersStore>
