import { and, eq, sql } from 'drizzle-orm'
import type { DayWord } from '../../shared/domain/class-days.ts'
import { tables, type Db } from './database.ts'
import { countLinks } from './registrants.ts'
import { reachOf } from './suspension-classes.ts'
import { readDates, waysToComeBack, type DateOfMeeting, type WayBack } from './suspension-dates.ts'

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

/** What suspensions say of days, as it stands: by the key of the suspension. */
export function standingWords(db: Db, which: ReturnType<typeof sql>): Map<number, DayWord[]> {
  const rows = db.all<Omit<DayWord, 'countsAsSchoolDay'> & { suspensionKey: number; countsAsSchoolDay: 0 | 1 }>(sql`
    select d.suspension_key as suspensionKey, d.on_date as "on", d.kind, d.grade_level as gradeLevel,
      s.id as sectionId, d.shift, d.from_time as fromTime, d.counts_as_school_day as countsAsSchoolDay, d.authority
    from day_types d left join sections s on s.key = d.section_key
    where d.revoked_at is null and d.suspension_key is not null and ${which} order by d.suspension_key, d.key`)
  return Map.groupBy(
    rows.map((row) => ({ ...row, countsAsSchoolDay: row.countsAsSchoolDay === 1 })),
    ({ suspensionKey }) => suspensionKey,
  )
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
  const dates = readDates(db, keys)
  const wayOf = waysToComeBack(db, dates, suspension.orderedAt)
  const otherOf = otherSuspensions(db, suspension, dates)
  return dates.map((each): DateBack => {
    if (each.date.startInstant <= now) return { ...each, way: 'over' }
    const other = otherOf(each)
    return { ...each, way: other === null ? wayOf(each.date.key) : { to: other } }
  })
}

/** The key of another suspension that stands and lets off the class of a date; null for none. */
function otherSuspensions(
  db: Db,
  { key }: SuspensionRow,
  dates: readonly DateOfMeeting[],
): (each: DateOfMeeting) => number | null {
  const days = JSON.stringify([...new Set(dates.map(({ date }) => date.on))])
  const others = standingWords(
    db,
    sql`d.on_date in (select value from json_each(${days})) and d.suspension_key <> ${key}`,
  )
  const rowOf = ({ date, meeting }: DateOfMeeting) => ({ ...date, groupKey: meeting.groupKey })
  const rows = dates.map(rowOf)
  const reaches = [...others].map(([other, words]) => ({ other, reachTo: reachOf(db, words, rows, []) }))
  return (each) => reaches.find(({ reachTo }) => reachTo(rowOf(each)) !== null)?.other ?? null
}

/** Lets other suspensions bring dates back one day, inside the caller's transaction. */
export function handOver(db: Db, ways: readonly DateBack[], { orderedAt }: SuspensionRow): void {
  const toOther = ways.flatMap(({ date, way }) => (typeof way === 'object' ? [{ key: date.key, to: way.to }] : []))
  for (const [to, own] of Map.groupBy(toOther, (each) => each.to)) {
    const keys = sql`(select value from json_each(${JSON.stringify(own.map(({ key }) => key))}))`
    db.run(sql`
      insert or replace into suspension_dates (suspension_key, occurrence_key, action)
      select ${to}, key, 'cancelled' from occurrences where key in ${keys}`)
    // Their meetings were called off at the instant of the first order; from now on by the other's.
    db.run(sql`
      update meetings set cancelled_at = (select ordered_at from suspensions where key = ${to})
      where key in (select meeting_key from occurrences where key in ${keys}) and cancelled_at = ${orderedAt}`)
  }
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
