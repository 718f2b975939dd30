import { sql } from 'drizzle-orm'
import type { DayKind } from '../../shared/contract/calendar.ts'
import type { Db } from './database.ts'

/** What was said of one day, as it is kept and not revoked. */
export interface KeptDay {
  readonly key: number
  readonly id: string
  readonly on: string
  readonly kind: DayKind
  /** All three null: the whole school. */
  readonly gradeLevel: string | null
  readonly sectionId: string | null
  readonly sectionKey: number | null
  readonly shift: string | null
  /** From what wall time on, HH:MM; null for the whole day. */
  readonly fromTime: string | null
  readonly countsAsSchoolDay: boolean
  /** Who ordered it, or what the day is called. */
  readonly authority: string
  readonly suspensionId: string | null
}

/** What was said of the days of a range, both ends included, inside a caller's read or write: earliest day, then earliest word first. */
export function dayTypesBetween(db: Db, fromOn: string, toOn: string): KeptDay[] {
  const rows = db.all<Omit<KeptDay, 'countsAsSchoolDay'> & { countsAsSchoolDay: 0 | 1 }>(sql`
    select d.key, d.id, d.on_date as "on", d.kind, d.grade_level as gradeLevel, s.id as sectionId,
      d.section_key as sectionKey, d.shift, d.from_time as fromTime, d.counts_as_school_day as countsAsSchoolDay,
      d.authority, u.id as suspensionId
    from day_types d
    left join sections s on s.key = d.section_key left join suspensions u on u.key = d.suspension_key
    where d.revoked_at is null and d.on_date between ${fromOn} and ${toOn}
    order by d.on_date, d.key`)
  return rows.map((row) => ({ ...row, countsAsSchoolDay: row.countsAsSchoolDay === 1 }))
}
