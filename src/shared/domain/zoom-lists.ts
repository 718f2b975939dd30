import { tidy } from './meeting-title.ts'
import type { DateAtZoom } from './zoom-changes.ts'
import { addDays, day, minute, toInstant, toWall, weekday } from './time.ts'

/** A meeting as one row of a host's list tells it; a series has a row for each date to come. */
export interface ListedRow {
  readonly hostId: string
  readonly topic: string
  /** As far as Zoom tells it, see {@link listedAgenda}. */
  readonly agenda: string
  readonly timeZone: string | null
  readonly startsAt: number | null
  readonly durationMinutes: number | null
}

/** What Zoom confirmed of a meeting, as far as lists tell it. */
export interface ExpectedInList {
  readonly hostId: string
  readonly topic: string
  readonly agenda: string
  readonly timeZone: string | null
  /** Dates to come that Zoom has; null without a fixed time. */
  readonly dates: readonly Pick<DateAtZoom, 'startsAt' | 'durationMinutes'>[] | null
}

/** Of an agenda lists tell the first so many characters (zoom-facts section 2). */
const listedAgenda = 250

/** Zoom lists no dates further ahead than half a year (zoom-facts section 2). */
const listedAhead = 180 * day

/**
 * Whether a list tells something else of a meeting than Zoom confirmed, so that the meeting itself should be read: a list
 * may lag, it names no occurrence, and being absent from it proves nothing.
 */
export function looksOtherwise(expected: ExpectedInList, rows: readonly ListedRow[], now: number): boolean {
  const [first] = rows
  if (first === undefined) return true
  const isOther = ({ hostId, topic, timeZone }: ListedRow) =>
    hostId !== expected.hostId || topic !== expected.topic || (timeZone !== null && timeZone !== expected.timeZone)
  if (rows.some(isOther)) return true
  if (rows.some(({ agenda }) => agenda !== '' && !isBeginningOf(expected.agenda, agenda))) return true
  if (expected.dates === null) return false
  return datesAhead(rows, now).join() !== datesAhead(expected.dates, now).join()
}

/** Whether a list tells this agenda, cut or whole, with its spaces and line ends as Zoom likes them. */
function isBeginningOf(agenda: string, listed: string): boolean {
  const [whole, told] = [tidy(agenda), tidy(listed)]
  return listed.length < listedAgenda ? whole === told : whole.startsWith(told)
}

/** When a date takes place: its start (epoch ms) and its length. */
export type ListedDate = Pick<ListedRow, 'startsAt' | 'durationMinutes'>

/**
 * Whether a list tells other dates of a series than are known of it, so that the series itself should be read. A list gives
 * a row for each date to come, or for the next one alone; a date that has passed since is no news.
 */
export function hasOtherDates(known: readonly ListedDate[], rows: readonly ListedRow[], now: number): boolean {
  const [listed, ahead] = [datesAhead(rows, now), datesAhead(known, now)]
  return listed.length === 1 ? listed[0] !== ahead[0] : listed.join() !== ahead.join()
}

/** The dates to come as far as lists reach, each in a text to compare, in order. */
function datesAhead(dates: readonly ListedDate[], now: number): string[] {
  return dates
    .filter(({ startsAt }) => startsAt !== null && startsAt > now && startsAt < now + listedAhead)
    .toSorted((a, b) => a.startsAt! - b.startsAt!)
    .map(({ startsAt, durationMinutes }) => `${startsAt} ${durationMinutes}`)
}

/** What a list told of a meeting, in a text to compare: while it tells the same, the meeting need not be read again. */
export function printOf(rows: readonly ListedRow[]): string {
  return JSON.stringify(
    rows.map(({ hostId, topic, agenda, timeZone, startsAt, durationMinutes }) => [
      hostId,
      topic,
      agenda,
      timeZone,
      startsAt,
      durationMinutes,
    ]),
  )
}

/** When classes take place. */
export interface SchoolHours {
  /** HH:MM. */
  readonly opensAt: string
  readonly closesAt: string
  /** ISO: 1 is Monday. */
  readonly weekDays: readonly number[]
}

/** How long a look at a host's meetings is good for. */
const lookEvery = 30 * minute

/** When a host is to be looked at again: after half an hour, but outside the school's hours only when the school opens. */
export function nextLookAt(lookedAt: number, hours: SchoolHours, timeZone: string): number {
  const wanted = lookedAt + lookEvery
  const { on, at } = toWall(wanted, timeZone)
  const isOpen = hours.weekDays.includes(weekday(on)) && at >= hours.opensAt && at < hours.closesAt
  if (isOpen || hours.weekDays.length === 0) return wanted
  const isBefore = hours.weekDays.includes(weekday(on)) && at < hours.opensAt
  for (let days = isBefore ? 0 : 1; days <= 7; days++) {
    const next = addDays(on, days)
    if (hours.weekDays.includes(weekday(next))) return toInstant({ on: next, at: hours.opensAt, timeZone })
  }
  return wanted
}
