import { Temporal } from 'temporal-polyfill'

/** A calendar date, YYYY-MM-DD. */
export type LocalDate = string

/** A time of day on the clock of a zone: the truth of everything planned; its instant is derived. */
export interface WallTime {
  readonly on: LocalDate
  /** HH:MM, 24 hours. */
  readonly at: string
  /** IANA zone, such as Asia/Manila. */
  readonly timeZone: string
}

/** One minute in milliseconds. */
export const minute = 60_000
/** One hour in milliseconds. */
export const hour = 60 * minute
/** 24 hours in milliseconds: a distance on the clock, not a calendar day. */
export const day = 24 * hour

const datePattern = /^\d{4}-\d{2}-\d{2}$/
const timePattern = /^([01]\d|2[0-3]):[0-5]\d$/
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/

/**
 * The instant of a wall time, in epoch ms. A time that the zone skips (clocks go forward) moves forward by the gap; one
 * that happens twice (clocks go back) is the earlier of the two (Temporal's and RFC 5545's rule). Raises RangeError.
 */
export function toInstant(wall: WallTime): number {
  return plain(wall).toZonedDateTime(wall.timeZone, { disambiguation: 'compatible' }).epochMilliseconds
}

/** Whether the zone's clocks show this wall time once, never (moved forward by {@link toInstant}) or twice. */
export function wallTimeFit(wall: WallTime): 'once' | 'skipped' | 'twice' {
  const dateTime = plain(wall)
  const earlier = dateTime.toZonedDateTime(wall.timeZone, { disambiguation: 'earlier' })
  const later = dateTime.toZonedDateTime(wall.timeZone, { disambiguation: 'later' })
  if (earlier.epochMilliseconds === later.epochMilliseconds) return 'once'
  return earlier.toPlainDateTime().equals(dateTime) ? 'twice' : 'skipped'
}

/** What the zone's clocks show at the instant; seconds are cut off. */
export function toWall(instant: number, timeZone: string): WallTime {
  const zoned = zonedAt(instant, timeZone)
  return { on: zoned.toPlainDate().toString(), at: zoned.toPlainTime().toString({ smallestUnit: 'minute' }), timeZone }
}

/** The calendar date in the zone at the instant. */
export function localDate(instant: number, timeZone: string): LocalDate {
  return zonedAt(instant, timeZone).toPlainDate().toString()
}

/** The instants between which the zone's calendar shows the date: mostly 24 hours apart, 23 or 25 when clocks change. */
export function dayBounds(on: LocalDate, timeZone: string): { readonly from: number; readonly to: number } {
  const date = dateOf(on)
  return {
    from: date.toZonedDateTime(timeZone).epochMilliseconds,
    to: date.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds,
  }
}

/** An instant at which a zone's clocks change, with what is added to UTC before and after it, in seconds. */
export interface ClockChange {
  readonly at: number
  readonly secondsBefore: number
  readonly secondsAfter: number
}

/** What a zone adds to UTC at an instant, in seconds. */
export function utcSeconds(instant: number, timeZone: string): number {
  return zonedAt(instant, timeZone).offsetNanoseconds / 1e9
}

/** The changes of a zone's clocks after `from`, up to `to`, in order. */
export function clockChanges(timeZone: string, from: number, to: number): ClockChange[] {
  const changes: ClockChange[] = []
  let next = zonedAt(from, timeZone).getTimeZoneTransition('next')
  while (next !== null && next.epochMilliseconds <= to) {
    const at = next.epochMilliseconds
    const [secondsBefore, secondsAfter] = [utcSeconds(at - 1, timeZone), next.offsetNanoseconds / 1e9]
    if (secondsBefore !== secondsAfter) changes.push({ at, secondsBefore, secondsAfter })
    next = next.getTimeZoneTransition('next')
  }
  return changes
}

/** The date `days` later (earlier when negative). */
export function addDays(on: LocalDate, days: number): LocalDate {
  return dateOf(on).add({ days }).toString()
}

/** The same day so many months later (earlier when negative), or the last day of that month where it is shorter. */
export function addMonths(on: LocalDate, months: number): LocalDate {
  return dateOf(on).add({ months }).toString()
}

/** How many days the second date lies after the first: negative when it is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dateOf(from).until(dateOf(to), { largestUnit: 'days' }).days
}

/** 1 for Monday to 7 for Sunday (ISO 8601). */
export function weekday(on: LocalDate): number {
  return dateOf(on).dayOfWeek
}

/** The seven dates of the week that holds the date, Monday first. */
export function weekDates(on: LocalDate): LocalDate[] {
  const monday = dateOf(on).subtract({ days: weekday(on) - 1 })
  return Array.from({ length: 7 }, (_, days) => monday.add({ days }).toString())
}

/** The instant as ISO 8601 in UTC with milliseconds, as the contract carries it. Raises RangeError. */
export function toIso(instant: number): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toString({ fractionalSecondDigits: 3 })
}

/** The instant of an ISO 8601 text with Z or an offset, in epoch ms (finer digits are cut off). Raises RangeError. */
export function fromIso(iso: string): number {
  if (!instantPattern.test(iso)) throw new RangeError('An instant is written like 2026-03-09T07:30:00Z.')
  return Temporal.Instant.from(iso).epochMilliseconds
}

/** Whether the text names a zone (not a bare offset such as +08:00) that this computer's zone data knows. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false
  try {
    zonedAt(0, text)
    return true
  } catch {
    return false
  }
}

/** Whether the text is a date of the calendar, YYYY-MM-DD. */
export function isLocalDate(text: string): boolean {
  if (!datePattern.test(text)) return false
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' })
    return true
  } catch {
    return false
  }
}

/** Whether the text is a time of day, HH:MM in 24 hours. */
export function isTimeOfDay(text: string): boolean {
  return timePattern.test(text)
}

/** Minutes since midnight of a time of day, HH:MM. */
export function minuteOfDay(at: string): number {
  const [hours = 0, minutes = 0] = at.split(':').map(Number)
  return hours * 60 + minutes
}

/** The time of day, HH:MM, of minutes since midnight; those of the next day begin with 00:00 again. */
export function timeOfDay(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60) % 24, minutes % 60]
  return `${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
}

function plain({ on, at }: WallTime): Temporal.PlainDateTime {
  if (!isTimeOfDay(at)) throw new RangeError('A time of day is written HH:MM.')
  return dateOf(on).toPlainDateTime(at)
}

function dateOf(on: LocalDate): Temporal.PlainDate {
  if (!datePattern.test(on)) throw new RangeError('A date is written YYYY-MM-DD.')
  return Temporal.PlainDate.from(on, { overflow: 'reject' })
}

function zonedAt(instant: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone)
}
