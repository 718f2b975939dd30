import { eq, inArray, sql } from 'drizzle-orm'
import { timeIn, type KeptTime } from '../../shared/domain/planned-time.ts'
import { ProblemError } from '../../shared/problem.ts'
import { tables, type Db } from './database.ts'
import { insertRows } from './insert-rows.ts'
import { dropPeriods, linkPeriods, movePeriods } from './meetings-periods.ts'
import type { Writing } from './meetings-sending.ts'
import type { DateRow } from './meetings-view.ts'
import type { MeetingRow } from './outbox-queue.ts'

/** A date to be planned: its place in the series, and when. */
export interface NewDate {
  readonly number: number
  readonly time: KeptTime
}

/** The planned dates of a meeting, by their start. */
export function datesOf(db: Db, meetingKey: number): DateRow[] {
  const { occurrences } = tables
  return db
    .select()
    .from(occurrences)
    .where(eq(occurrences.meetingKey, meetingKey))
    .orderBy(occurrences.startInstant, occurrences.key)
    .all()
}

/** The date that is named, else the next to come, else the last. Raises `notFound` for one of another meeting. */
export function dateToShow(dates: readonly DateRow[], now: number, occurrenceId: string | undefined): DateRow | null {
  if (occurrenceId === undefined) {
    return dates.find(({ state, endInstant }) => state === 'scheduled' && endInstant > now) ?? dates.at(-1) ?? null
  }
  const named = dates.find(({ id }) => id === occurrenceId)
  if (named !== undefined) return named
  throw new ProblemError('notFound', 'This date does not belong to the meeting.', {
    field: 'occurrenceId',
    fix: 'Reload the list.',
  })
}

/** Adds dates to a meeting, with their class periods where there is a class, inside the caller's transaction. */
export function addDates(
  db: Db,
  meeting: Pick<MeetingRow, 'key' | 'groupKey'>,
  dates: readonly NewDate[],
  { now, newId }: Writing,
): void {
  if (dates.length === 0) return
  const { occurrences } = tables
  const rows = dates.map(({ number, time }) => ({
    id: newId(),
    meetingKey: meeting.key,
    number,
    ...timeIn(time),
    state: 'scheduled' as const,
  }))
  insertRows(db, occurrences, rows)
  if (meeting.groupKey === null) return
  const made = db.all<{ key: number; id: string }>(
    sql`select key, id from occurrences where meeting_key = ${meeting.key}`,
  )
  const keyOf = new Map(made.map(({ key, id }) => [id, key]))
  const ofClass = rows.map(({ id }, index) => ({ dateKey: keyOf.get(id)!, time: dates[index]!.time }))
  linkPeriods(db, { meetingKey: meeting.key, groupKey: meeting.groupKey }, ofClass, now, newId)
}

/** Changes a date, and moves its class period with it, inside the caller's transaction. */
export function moveDate(
  db: Db,
  date: DateRow,
  to: NewDate & Pick<DateRow, 'isMoved' | 'overrides'>,
  groupKey: number | null,
  { now, newId }: Writing,
): void {
  db.update(tables.occurrences)
    .set({ ...timeIn(to.time), number: to.number, isMoved: to.isMoved, overrides: to.overrides })
    .where(eq(tables.occurrences.key, date.key))
    .run()
  const isElsewhere = to.time.startInstant !== date.startInstant || to.time.endInstant !== date.endInstant
  if (isElsewhere) movePeriods(db, date, groupKey, to.time, now, newId)
}

/** Gives dates to another meeting, which carries them on: they stay the same dates, of the same class periods. */
export function giveDates(db: Db, dates: readonly DateRow[], meetingKey: number): void {
  const { occurrences, periodMeetings } = tables
  const keys = dates.map(({ key }) => key)
  db.update(occurrences)
    .set({ meetingKey, zoomOccurrenceId: null, confirmed: null })
    .where(inArray(occurrences.key, keys))
    .run()
  db.update(periodMeetings).set({ meetingKey }).where(inArray(periodMeetings.occurrenceKey, keys)).run()
}

/** Cancels dates, and their class periods but for those that have runs or another meeting. */
export function cancelDates(db: Db, dates: readonly DateRow[], now: number): void {
  const keys = dates.filter(({ state }) => state === 'scheduled').map(({ key }) => key)
  if (keys.length === 0) return
  db.update(tables.occurrences).set({ state: 'cancelled' }).where(inArray(tables.occurrences.key, keys)).run()
  dropPeriods(db, keys, now)
}
