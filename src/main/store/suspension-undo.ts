import { and, eq, isNull, sql } from 'drizzle-orm'
import { lastMinuteOf } from '../../shared/domain/held-by-day.ts'
import { tables, type Db } from './database.ts'
import { readDates, wayBack, type DateOfMeeting, type WayBack } from './suspension-dates.ts'
import { countLinks } from './registrants.ts'

/** A suspension as it is kept. */
export type SuspensionRow = typeof tables.suspensions.$inferSelect

/** What undoing brings back. */
export interface SuspensionUndoing {
  readonly restoredCount: number
  readonly madeAnewCount: number
  readonly newLinkCount: number
  readonly cancelledCount: number
}

/** A date that a suspension called off, and what becomes of it when that is undone. */
export interface DateBack extends DateOfMeeting {
  /** `over`: its hour has come or gone. With a key: that suspension still calls it off. */
  readonly way: WayBack | 'over' | { readonly to: number }
}

/** What becomes of each date that a suspension called off, if it is undone now. */
export function waysBack(db: Db, suspension: SuspensionRow, now: number): DateBack[] {
  const keys = db
    .select({ key: tables.suspensionDates.occurrenceKey })
    .from(tables.suspensionDates)
    .where(
      and(eq(tables.suspensionDates.suspensionKey, suspension.key), eq(tables.suspensionDates.action, 'cancelled')),
    )
    .all()
    .map(({ key }) => key)
  const others = db
    .select()
    .from(tables.suspensions)
    .where(
      and(
        eq(tables.suspensions.on, suspension.on),
        isNull(tables.suspensions.undoneAt),
        sql`${tables.suspensions.key} <> ${suspension.key}`,
      ),
    )
    .all()
  return readDates(db, keys).map((each) => {
    if (each.date.startInstant <= now) return { ...each, way: 'over' as const }
    const other = others.find((one) => holdsFor(db, one, each))
    return { ...each, way: other === undefined ? wayBack(db, each, suspension.orderedAt) : { to: other.key } }
  })
}

/** Whether a suspension of the same day is for the class of a date. */
function holdsFor(
  db: Db,
  { fromTime, gradeLevels, sectionIds }: SuspensionRow,
  { date, meeting }: DateOfMeeting,
): boolean {
  if (fromTime !== null && lastMinuteOf(date) < fromTime) return false
  if (gradeLevels.length === 0 && sectionIds.length === 0) return true
  const sections = db.all<{ id: string; gradeLevel: string }>(sql`
    select s.id, s.grade_level as gradeLevel from teaching_group_sections gs join sections s on s.key = gs.section_key
    where gs.group_key = ${meeting.groupKey}`)
  return sections.some(({ id, gradeLevel }) => gradeLevels.includes(gradeLevel) || sectionIds.includes(id))
}

/** Lets another suspension bring the date back one day, inside the caller's transaction. */
export function handOver(db: Db, dateKey: number, from: number, to: number): void {
  db.run(
    sql`insert or replace into suspension_dates (suspension_key, occurrence_key, action) values (${to}, ${dateKey}, 'cancelled')`,
  )
  // Its meeting was called off at the instant of the first order; from now on by the other's.
  db.run(sql`
    update meetings set cancelled_at = (select ordered_at from suspensions where key = ${to})
    where key = (select meeting_key from occurrences where key = ${dateKey})
      and cancelled_at = (select ordered_at from suspensions where key = ${from})`)
}

/** What undoing brings back, in figures. */
export function undoingOf(db: Db, ways: readonly DateBack[]): SuspensionUndoing {
  const anew = ways.filter(({ way }) => way === 'anew')
  const links = anew.filter(({ meeting }) => meeting.audience === 'class')
  return {
    restoredCount: ways.filter(({ way }) => way === 'same').length + anew.length,
    madeAnewCount: anew.length,
    newLinkCount: countLinks(
      db,
      links.map(({ meeting }) => meeting.key),
    ),
    cancelledCount: ways.filter(({ way }) => way !== 'same' && way !== 'anew').length,
  }
}
