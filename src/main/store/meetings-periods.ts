import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { tables, type Db } from './database.ts'
import { insertRows } from './insert-rows.ts'
import { timeIn, type KeptTime } from '../../shared/domain/planned-time.ts'
import type { DateRow } from './meetings-view.ts'

/** A planned date whose class period is wanted. */
export interface DateOfClass {
  readonly dateKey: number
  readonly time: KeptTime
}

/** The meeting and the group that dates are of. */
export interface ClassOfDates {
  readonly meetingKey: number
  readonly groupKey: number
}

/**
 * Links dates of one meeting to the periods of its group at their times, made where there are none, inside the caller's
 * transaction: four statements, however many dates.
 */
export function linkPeriods(
  db: Db,
  { meetingKey, groupKey }: ClassOfDates,
  dates: readonly DateOfClass[],
  now: number,
  newId: () => string,
): void {
  if (dates.length === 0) return
  const { classPeriods, periodMeetings } = tables
  // A class that gets a second meeting for the same hour is still one class.
  const days = JSON.stringify(dates.map(({ time }) => time.on))
  const keysThere = () => {
    const there = db.all<{ key: number; from: number; to: number }>(sql`
      select key, start_instant as "from", end_instant as "to" from class_periods
      where on_date in (select value from json_each(${days})) and group_key = ${groupKey} and cancelled_at is null`)
    return new Map(there.map(({ key, from, to }) => [`${from} ${to}`, key]))
  }
  const hourOf = ({ startInstant, endInstant }: KeptTime) => `${startInstant} ${endInstant}`
  const known = keysThere()
  const missing = dates.filter(({ time }) => !known.has(hourOf(time)))
  insertRows(
    db,
    classPeriods,
    missing.map(({ time }) => ({ id: newId(), ...timeIn(time), groupKey, createdAt: now })),
  )
  const keyOf = missing.length === 0 ? known : keysThere()
  insertRows(
    db,
    periodMeetings,
    dates.map(({ dateKey, time }) => ({ periodKey: keyOf.get(hourOf(time))!, meetingKey, occurrenceKey: dateKey })),
    sql`(period_key, meeting_key) do update set occurrence_key = excluded.occurrence_key`,
  )
}

/**
 * Moves the periods of a date with it. One that has runs, or that another meeting still holds, stays where it is, and
 * the date gets its own.
 */
export function movePeriods(
  db: Db,
  date: Pick<DateRow, 'key' | 'meetingKey'>,
  groupKey: number | null,
  time: KeptTime,
  now: number,
  newId: () => string,
): void {
  const { classPeriods, periodMeetings } = tables
  const keys = periodKeysOf(db, [date.key])
  const fixed = fixedPeriods(db, [date.key])
  const free = keys.filter((key) => !fixed.has(key))
  if (free.length > 0) {
    db.update(classPeriods)
      .set(timeIn(time))
      .where(and(inArray(classPeriods.key, free), isNull(classPeriods.cancelledAt)))
      .run()
  }
  if (fixed.size === 0) return
  db.delete(periodMeetings)
    .where(and(eq(periodMeetings.occurrenceKey, date.key), inArray(periodMeetings.periodKey, [...fixed])))
    .run()
  if (groupKey !== null) {
    linkPeriods(db, { meetingKey: date.meetingKey, groupKey }, [{ dateKey: date.key, time }], now, newId)
  }
}

/** Cancels the periods of cancelled dates, but for those that have runs or another meeting. */
export function dropPeriods(db: Db, dateKeys: readonly number[], now: number): void {
  const fixed = fixedPeriods(db, dateKeys)
  const free = periodKeysOf(db, dateKeys).filter((key) => !fixed.has(key))
  if (free.length === 0) return
  db.update(tables.classPeriods)
    .set({ cancelledAt: now })
    .where(and(inArray(tables.classPeriods.key, free), isNull(tables.classPeriods.cancelledAt)))
    .run()
}

function periodKeysOf(db: Db, dateKeys: readonly number[]): number[] {
  const { periodMeetings } = tables
  return db
    .select({ key: periodMeetings.periodKey })
    .from(periodMeetings)
    .where(inArray(periodMeetings.occurrenceKey, [...dateKeys]))
    .all()
    .map(({ key }) => key)
}

/** Periods of these dates that have runs, or that a date of another meeting, not cancelled, is for as well. */
function fixedPeriods(db: Db, dateKeys: readonly number[]): Set<number> {
  const rows = db.all<{ key: number }>(sql`
    select own.period_key as key from period_meetings own
    where own.occurrence_key in ${[...dateKeys]} and (
      exists (select 1 from period_instances i where i.period_key = own.period_key)
      or exists (
        select 1 from period_meetings other join meetings m on m.key = other.meeting_key
        left join occurrences o on o.key = other.occurrence_key
        where other.period_key = own.period_key and other.meeting_key <> own.meeting_key
          and m.state not in ('cancelling', 'cancelled') and o.state is not 'cancelled'))`)
  return new Set(rows.map(({ key }) => key))
}
