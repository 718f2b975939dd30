import { and, eq, inArray, sql } from 'drizzle-orm'
import { titleOfDate } from '../../shared/domain/meeting-title.ts'
import { referenceOf } from '../../shared/domain/meeting.ts'
import { timeIn } from '../../shared/domain/planned-time.ts'
import { tables, type Db } from './database.ts'
import { datesOf, giveDates } from './meetings-dates.ts'
import {
  cancelAtZoom,
  laterThan,
  noteChanged,
  queueChange,
  registerAnew,
  unmade,
  type Writing,
} from './meetings-sending.ts'
import type { DateRow } from './meetings-view.ts'
import { enqueue, type MeetingRow } from './outbox-queue.ts'
import type { KeptAddressRules } from './registrants.ts'

/** A date with the meeting that it is of. */
export interface DateOfMeeting {
  readonly date: DateRow
  readonly meeting: MeetingRow
}

/**
 * How a date comes back: as the `same` meeting, while Zoom has not heard that it was called off; made `anew`, with new links,
 * once it has; `not` at all where a person has decided otherwise since.
 */
export type WayBack = 'same' | 'anew' | 'not'

/** Dates with their meetings, by key. */
export function readDates(db: Db, keys: readonly number[]): DateOfMeeting[] {
  const { occurrences, meetings } = tables
  return db
    .select({ date: occurrences, meeting: meetings })
    .from(occurrences)
    .innerJoin(meetings, eq(meetings.key, occurrences.meetingKey))
    .where(inArray(occurrences.key, [...keys]))
    .orderBy(occurrences.startInstant, occurrences.key)
    .all()
}

/**
 * Calls dates off, inside the caller's transaction: a meeting that has none left is cancelled as a whole. Their class periods
 * stay, since what the calendar says of them is that they are suspended.
 */
export function callOff(db: Db, keys: readonly number[], writing: Writing): void {
  const wanted = new Set(keys)
  const meetings = new Map(readDates(db, keys).map(({ meeting }) => [meeting.key, meeting]))
  for (const meeting of meetings.values()) {
    const standing = datesOf(db, meeting.key).filter(({ state }) => state === 'scheduled')
    if (standing.every(({ key }) => wanted.has(key))) {
      cancelAtZoom(db, meeting, writing)
    } else {
      setState(
        db,
        standing.map(({ key }) => key).filter((key) => wanted.has(key)),
        'cancelled',
      )
      tellZoom(db, meeting, writing)
    }
  }
}

/** How a date that a suspension called off at an instant can come back now. */
export function wayBack(db: Db, { date, meeting }: DateOfMeeting, calledOffAt: number): WayBack {
  if (meeting.removedAt !== null || isHeldOtherwise(db, date.key)) return 'not'
  if (meeting.state !== 'cancelling' && meeting.state !== 'cancelled') {
    if (date.state !== 'cancelled') return 'not'
    const isGone = date.confirmed?.isDeleted === true || isOnItsWay(db, meeting.key, 'update')
    return isGone ? 'anew' : 'same'
  }
  if (meeting.cancelledAt !== calledOffAt) return 'not'
  if (meeting.state === 'cancelled') return meeting.zoomMeetingId === null ? 'same' : 'anew'
  return isOnItsWay(db, meeting.key, 'delete') ? 'anew' : 'same'
}

/** Brings back a date that a suspension called off at an instant, inside the caller's transaction, as far as it can. */
export function bringBack(
  db: Db,
  dateKey: number,
  calledOffAt: number,
  rules: KeptAddressRules,
  writing: Writing,
): void {
  // Read now: the date before it may have changed the meeting that both are of.
  const each = readDates(db, [dateKey])[0]!
  const { date, meeting } = each
  const way = wayBack(db, each, calledOffAt)
  if (way === 'not') return
  if (way === 'anew') return makeAnew(db, each, rules, writing)
  if (meeting.state === 'cancelling' || meeting.state === 'cancelled') return revive(db, each, rules, writing)
  setState(db, [date.key], 'scheduled')
  tellZoom(db, meeting, writing)
}

function setState(db: Db, keys: readonly number[], state: DateRow['state']): void {
  const { occurrences } = tables
  db.update(occurrences)
    .set({ state })
    .where(inArray(occurrences.key, [...keys]))
    .run()
}

/** Takes the cancelling of a whole meeting back before Zoom has heard of it. */
function revive(db: Db, { date, meeting }: DateOfMeeting, rules: KeptAddressRules, writing: Writing): void {
  const { outbox, meetings } = tables
  const { now } = writing
  // The others of its dates come back one by one, or not at all.
  const others = datesOf(db, meeting.key).filter(({ key, state }) => key !== date.key && state === 'scheduled')
  setState(
    db,
    others.map(({ key }) => key),
    'cancelled',
  )
  db.update(outbox)
    .set({ state: 'discarded', doneAt: now, problem: null })
    .where(
      and(
        eq(outbox.meetingKey, meeting.key),
        eq(outbox.action, 'delete'),
        inArray(outbox.state, ['waiting', 'refused']),
      ),
    )
    .run()
  const revived = db
    .update(meetings)
    .set({
      state: meeting.zoomMeetingId === null ? 'creating' : 'scheduled',
      cancelledAt: null,
      problem: null,
      changedAt: laterThan(meeting, now),
    })
    .where(eq(meetings.key, meeting.key))
    .returning()
    .get()
  queueChange(db, revived, writing)
  registerAnew(db, revived, date.on, rules, writing)
}

/**
 * A meeting of its own for a date that Zoom has deleted, with new links for its students: a deleted date of a series cannot
 * be had back (Zoom's document of deleting occurrences), and of a deleted meeting nobody knows what became of its registrations.
 */
function makeAnew(db: Db, { date, meeting }: DateOfMeeting, rules: KeptAddressRules, writing: Writing): void {
  const { meetings } = tables
  const { now, newId } = writing
  const { key: _, ...kept } = meeting
  const id = newId()
  const made = db
    .insert(meetings)
    .values({
      ...kept,
      ...timeIn(date),
      id,
      reference: referenceOf(id),
      title: titleOfDate(meeting.title, date.number),
      description: date.overrides?.description ?? meeting.description,
      settings: { ...meeting.settings, ...date.overrides?.settings },
      type: 'scheduled',
      recurrence: null,
      ...unmade(now),
      cancelledAt: null,
    })
    .returning()
    .get()
  giveDates(db, [date], made.key)
  db.update(tables.occurrences)
    .set({ number: 1, overrides: null, state: 'scheduled' })
    .where(eq(tables.occurrences.key, date.key))
    .run()
  enqueue(db, { meetingKey: made.key, action: 'create', now, newId })
  registerAnew(db, made, date.on, rules, writing)
  // What is left of a meeting without dates is in nobody's way.
  if (datesOf(db, meeting.key).length > 0) return
  db.update(meetings)
    .set({ removedAt: now, changedAt: laterThan(meeting, now) })
    .where(eq(meetings.key, meeting.key))
    .run()
}

/** Lets Zoom have the dates of a meeting as they are now. One that Zoom refused is not sent again because of this. */
function tellZoom(db: Db, meeting: MeetingRow, writing: Writing): void {
  noteChanged(db, meeting, writing.now)
  if (meeting.state !== 'refused' && meeting.state !== 'missing') queueChange(db, meeting, writing)
}

/** Whether Zoom may be taking such a change at this moment. */
function isOnItsWay(db: Db, meetingKey: number, action: 'update' | 'delete'): boolean {
  const { outbox } = tables
  return (
    db
      .select({ key: outbox.key })
      .from(outbox)
      .where(and(eq(outbox.meetingKey, meetingKey), eq(outbox.action, action), eq(outbox.state, 'sending')))
      .get() !== undefined
  )
}

/** Whether the class of a date has got another date since, which takes place. */
function isHeldOtherwise(db: Db, dateKey: number): boolean {
  return (
    db.all(sql`
      select 1 from period_meetings own
      join period_meetings other on other.period_key = own.period_key and other.occurrence_key <> own.occurrence_key
      join occurrences o on o.key = other.occurrence_key and o.state = 'scheduled'
      join meetings m on m.key = o.meeting_key and m.state not in ('cancelling', 'cancelled')
      where own.occurrence_key = ${dateKey} limit 1`).length > 0
  )
}
