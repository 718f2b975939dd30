import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { tables, type Db } from './database.ts'
import type { KeptTime } from './meetings-dates.ts'
import type { DateRow } from './meetings-view.ts'

/** A planned date whose class period is wanted. */
export interface DateOfClass {
  readonly meetingKey: number
  readonly dateKey: number
  readonly groupKey: number
  readonly time: KeptTime
}

/** Links a date to the period of its group at its time, made when there is none, inside the caller's transaction. */
export function linkPeriod(
  db: Db,
  { meetingKey, dateKey, groupKey, time }: DateOfClass,
  now: number,
  newId: () => string,
): void {
  const { classPeriods, periodMeetings } = tables
  // A class that gets a second meeting for the same hour is still one class.
  const there = db
    .select({ key: classPeriods.key })
    .from(classPeriods)
    .where(
      and(
        eq(classPeriods.groupKey, groupKey),
        eq(classPeriods.on, time.on),
        eq(classPeriods.startInstant, time.startInstant),
        eq(classPeriods.endInstant, time.endInstant),
        isNull(classPeriods.cancelledAt),
      ),
    )
    .get()
  const periodKey =
    there?.key ??
    db
      .insert(classPeriods)
      .values({ id: newId(), ...plain(time), groupKey, createdAt: now })
      .returning({ key: classPeriods.key })
      .get().key
  db.insert(periodMeetings)
    .values({ periodKey, meetingKey, occurrenceKey: dateKey })
    .onConflictDoUpdate({
      target: [periodMeetings.periodKey, periodMeetings.meetingKey],
      set: { occurrenceKey: dateKey },
    })
    .run()
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
      .set(plain(time))
      .where(and(inArray(classPeriods.key, free), isNull(classPeriods.cancelledAt)))
      .run()
  }
  if (fixed.size === 0) return
  db.delete(periodMeetings)
    .where(and(eq(periodMeetings.occurrenceKey, date.key), inArray(periodMeetings.periodKey, [...fixed])))
    .run()
  if (groupKey !== null) {
    linkPeriod(db, { meetingKey: date.meetingKey, dateKey: date.key, groupKey, time }, now, newId)
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

const plain = ({ on, startsAt, durationMinutes, timeZone, startInstant, endInstant }: KeptTime): KeptTime => ({
  on,
  startsAt,
  durationMinutes,
  timeZone,
  startInstant,
  endInstant,
})
