import { and, eq, inArray, sql } from 'drizzle-orm'
import { tables, type Db } from './database.ts'
import { likeOf, makeAnew } from './meetings-anew.ts'
import { datesOf } from './meetings-dates.ts'
import { cancelAtZoom, laterThan, noteChanged, queueChange, registerAnew, type Writing } from './meetings-sending.ts'
import type { DateRow } from './meetings-view.ts'
import type { MeetingRow } from './outbox-queue.ts'
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
    .where(inArray(occurrences.key, sql`(select value from json_each(${JSON.stringify(keys)}))`))
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
  const standing = standingDates(db, [...meetings.keys()])
  const some: number[] = []
  for (const meeting of meetings.values()) {
    const own = standing.get(meeting.key) ?? []
    if (own.every((key) => wanted.has(key))) {
      cancelAtZoom(db, meeting, writing)
    } else {
      some.push(...own.filter((key) => wanted.has(key)))
      tellZoom(db, meeting, writing)
    }
  }
  setState(db, some, 'cancelled')
}

/** Keys of the dates that are planned, by the keys of their meetings. */
function standingDates(db: Db, meetingKeys: readonly number[]): Map<number, number[]> {
  const rows = db.all<{ key: number; meetingKey: number }>(sql`
    select key, meeting_key as meetingKey from occurrences
    where meeting_key in (select value from json_each(${JSON.stringify(meetingKeys)})) and state = 'scheduled'`)
  return new Map(
    [...Map.groupBy(rows, ({ meetingKey }) => meetingKey)].map(([of, own]) => [of, own.map(({ key }) => key)]),
  )
}

/** How dates that a suspension called off at an instant can come back now. */
export function waysToComeBack(db: Db, dates: readonly DateOfMeeting[], calledOffAt: number): (key: number) => WayBack {
  const keys = dates.map(({ date }) => date.key)
  const isHeldOtherwise = heldOtherwise(db, keys)
  const isOnItsWay = changesOnTheirWay(db, [...new Set(dates.map(({ meeting }) => meeting.key))])
  const wayOf = ({ date, meeting }: DateOfMeeting): WayBack => {
    if (meeting.removedAt !== null || isHeldOtherwise.has(date.key)) return 'not'
    if (!isCancelled(meeting)) {
      if (date.state !== 'cancelled') return 'not'
      const isGone = date.confirmed?.isDeleted === true || isOnItsWay.has(`update ${meeting.key}`)
      return isGone ? 'anew' : 'same'
    }
    if (meeting.cancelledAt !== calledOffAt) return 'not'
    if (meeting.state === 'cancelled') return meeting.zoomMeetingId === null ? 'same' : 'anew'
    return isOnItsWay.has(`delete ${meeting.key}`) ? 'anew' : 'same'
  }
  const ways = new Map(dates.map((each) => [each.date.key, wayOf(each)]))
  return (key) => ways.get(key) ?? 'not'
}

/** Brings dates back, each the way that is said, inside the caller's transaction. */
export function bringBack(
  db: Db,
  back: readonly (DateOfMeeting & { readonly way: 'same' | 'anew' })[],
  rules: KeptAddressRules,
  writing: Writing,
): void {
  for (const own of Map.groupBy(back, ({ meeting }) => meeting.key).values()) {
    const { meeting } = own[0]!
    const { same = [], anew = [] } = Object.groupBy(own, ({ way }) => way)
    if (same.length > 0) {
      const dates = same.map(({ date }) => date)
      if (isCancelled(meeting)) registerAnew(db, revive(db, meeting, dates, writing), dates[0]!.on, rules, writing)
      else goOn(db, meeting, dates, writing)
    }
    if (anew.length > 0) {
      const dates = anew.map(({ date }) => date)
      registerAnew(db, replace(db, meeting, dates, writing), dates[0]!.on, rules, writing)
    }
  }
}

const isCancelled = ({ state }: Pick<MeetingRow, 'state'>) => state === 'cancelling' || state === 'cancelled'

function setState(db: Db, keys: readonly number[], state: DateRow['state']): void {
  if (keys.length === 0) return
  const { occurrences } = tables
  db.update(occurrences)
    .set({ state })
    .where(inArray(occurrences.key, sql`(select value from json_each(${JSON.stringify(keys)}))`))
    .run()
}

/** Lets dates of a meeting that goes on take place after all. */
function goOn(db: Db, meeting: MeetingRow, dates: readonly DateRow[], writing: Writing): void {
  setState(
    db,
    dates.map(({ key }) => key),
    'scheduled',
  )
  tellZoom(db, meeting, writing)
}

/** Takes the cancelling of a whole meeting back before Zoom has heard of it, for some of its dates. */
function revive(db: Db, meeting: MeetingRow, dates: readonly DateRow[], writing: Writing): MeetingRow {
  const { outbox, meetings } = tables
  const { now } = writing
  const keys = new Set(dates.map(({ key }) => key))
  const others = datesOf(db, meeting.key).filter(({ key, state }) => !keys.has(key) && state === 'scheduled')
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
  return revived
}

/**
 * A meeting of their own for dates that Zoom has deleted, with new links for its students: a deleted date of a series cannot
 * be had back (Zoom's document of deleting occurrences), and of a deleted meeting nobody knows what became of its registrations.
 */
function replace(db: Db, meeting: MeetingRow, dates: readonly DateRow[], writing: Writing): MeetingRow {
  const { meetings } = tables
  const made = makeAnew(db, likeOf(meeting), dates, writing)
  setState(
    db,
    dates.map(({ key }) => key),
    'scheduled',
  )
  // What is left of a meeting without dates is in nobody's way.
  if (datesOf(db, meeting.key).length === 0) {
    db.update(meetings)
      .set({ removedAt: writing.now, changedAt: laterThan(meeting, writing.now) })
      .where(eq(meetings.key, meeting.key))
      .run()
  }
  return made
}

/** Lets Zoom have the dates of a meeting as they are now. One that Zoom refused is not sent again because of this. */
function tellZoom(db: Db, meeting: MeetingRow, writing: Writing): void {
  noteChanged(db, meeting, writing.now)
  if (meeting.state !== 'refused' && meeting.state !== 'missing') queueChange(db, meeting, writing)
}

/** Which changes of these meetings Zoom may be taking at this moment: "update 7". */
function changesOnTheirWay(db: Db, meetingKeys: readonly number[]): ReadonlySet<string> {
  const rows = db.all<{ change: string }>(sql`
    select action || ' ' || meeting_key as change from outbox
    where meeting_key in (select value from json_each(${JSON.stringify(meetingKeys)})) and state = 'sending'`)
  return new Set(rows.map(({ change }) => change))
}

/** Those of these dates whose class has got another date since, which takes place. */
function heldOtherwise(db: Db, dateKeys: readonly number[]): ReadonlySet<number> {
  const rows = db.all<{ key: number }>(sql`
    select own.occurrence_key as key from period_meetings own
    join period_meetings other on other.period_key = own.period_key and other.occurrence_key <> own.occurrence_key
    join occurrences o on o.key = other.occurrence_key and o.state = 'scheduled'
    join meetings m on m.key = o.meeting_key and m.state not in ('cancelling', 'cancelled')
    where own.occurrence_key in (select value from json_each(${JSON.stringify(dateKeys)}))`)
  return new Set(rows.map(({ key }) => key))
}
