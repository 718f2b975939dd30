import { createHash } from 'node:crypto'
import { isTimeZone, minute, toInstant, toWall } from '../../shared/domain/time.ts'
import { readIcsEvents, textOf, type IcsEvent, type IcsProperty } from './ics-lines.ts'
import { dateOf, dayNumberOf, readRule, repeatDays, type Budget, type DayNumber } from './ics-recurrence.ts'

/** One stretch of days of a calendar file. */
export interface IcsEntry {
  /** The entry's own UID; each date of a repeating entry has the date behind it. At most 300 characters. */
  readonly uid: string
  readonly title: string
  /** YYYY-MM-DD, both included. */
  readonly firstOn: string
  readonly lastOn: string
  /** HH:MM in the school's zone; null for whole days. */
  readonly fromTime: string | null
  readonly isCancelled: boolean
}

/** What a calendar file says of the days of a range. */
export interface IcsDays {
  /** By first day, then title. */
  readonly entries: readonly IcsEntry[]
  /** What was passed over, in plain sentences. */
  readonly problems: readonly string[]
}

/** For which school the file is read. */
export interface IcsRange {
  /** Both included, YYYY-MM-DD; what lies wholly outside is left out. */
  readonly fromOn: string
  readonly toOn: string
  /** The school's zone: times of day are turned into its dates. */
  readonly timeZone: string
}

const mostEntries = 2000
const mostDays = 366
/** Of one rule, more than any since 1900 needs; and of a whole file. */
const mostDaysOfRule = 60_000
const mostDaysOfFile = 3_000_000
const dayMinutes = 24 * 60

interface Start {
  readonly day: DayNumber
  /** HH:MM in the school's zone; null for a date. */
  readonly time: string | null
  /** Epoch ms; null for a date. */
  readonly instant: number | null
}

interface Reading extends IcsRange {
  readonly from: DayNumber
  readonly to: DayNumber
  readonly budget: Budget
  readonly left: Record<'undated' | 'unknownRule' | 'tooLong' | 'outside' | 'tooMany', number>
}

/**
 * The days that a calendar file (RFC 5545) speaks of within a range: all-day entries, entries with a time of day,
 * repeating ones date by date. What cannot be read is passed over and said. Raises `fileUnreadable`.
 */
export function readIcs(bytes: Uint8Array, range: IcsRange): IcsDays {
  const reading: Reading = {
    ...range,
    from: dayNumberOf(range.fromOn)!,
    to: dayNumberOf(range.toOn)!,
    budget: { days: mostDaysOfFile },
    left: { undated: 0, unknownRule: 0, tooLong: 0, outside: 0, tooMany: 0 },
  }
  const events = readIcsEvents(bytes)
  const moved = movedDates(events, reading)
  const all = new Map<string, IcsEntry>()
  for (const event of events) {
    for (const entry of entriesOf(event, reading, moved)) {
      // Of two entries of one UID on different days both stand; on the same day the later word counts.
      const other = all.get(entry.uid)
      const uid = other === undefined || other.firstOn === entry.firstOn ? entry.uid : `${entry.uid}/${entry.firstOn}`
      if (all.size < mostEntries || all.has(uid)) all.set(uid, { ...entry, uid })
      else reading.left.tooMany += 1
    }
  }
  const entries = [...all.values()].toSorted(
    (a, b) => compare(a.firstOn, b.firstOn) || compare(a.title, b.title) || compare(a.uid, b.uid),
  )
  return { entries, problems: problemsOf(reading) }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Dates of repeating entries that the file moves or changes by an entry of their own. */
function movedDates(events: readonly IcsEvent[], reading: Reading): ReadonlySet<string> {
  return new Set(
    events.flatMap((event) => {
      const moved = event.find(({ name }) => name === 'RECURRENCE-ID')
      const start = moved === undefined ? null : startOf(moved, reading)
      return start === null ? [] : [`${uidOf(event)}/${dateOf(start.day)}`]
    }),
  )
}

function entriesOf(event: IcsEvent, reading: Reading, moved: ReadonlySet<string>): IcsEntry[] {
  const { left } = reading
  const value = (name: string) => event.find((property) => property.name === name)
  const start = startOf(value('DTSTART'), reading)
  if (start === null) {
    left.undated += 1
    return []
  }
  const length = lengthOf(event, start, reading)
  if (length.days > mostDays) {
    left.tooLong += 1
    return []
  }
  const fromTime = length.isWholeDays ? null : start.time
  const title = textOf(value('SUMMARY')?.value ?? '').slice(0, 200)
  const isCancelled = value('STATUS')?.value.trim().toUpperCase() === 'CANCELLED'
  const uid = uidOf(event)
  const recurrenceId = startOf(value('RECURRENCE-ID'), reading)
  const repeats = recurrenceId === null && event.some(({ name }) => name === 'RRULE' || name === 'RDATE')
  const days = repeats ? daysOf(event, start, length.days, reading) : [start.day]
  const within = days.filter((day) => day <= reading.to && day + length.days - 1 >= reading.from)
  if (within.length === 0) left.outside += 1
  return within
    .map((day) => ({
      uid: recurrenceId !== null ? `${uid}/${dateOf(recurrenceId.day)}` : repeats ? `${uid}/${dateOf(day)}` : uid,
      title,
      firstOn: dateOf(day),
      lastOn: dateOf(day + length.days - 1),
      fromTime,
      isCancelled,
    }))
    .filter((entry) => !repeats || !moved.has(entry.uid))
}

/** The first days of a repeating entry: its rules and extra dates without the excepted ones. */
function daysOf(event: IcsEvent, start: Start, length: number, reading: Reading): DayNumber[] {
  const days = new Set([start.day])
  for (const { name, value } of event) {
    if (name !== 'RRULE') continue
    const rule = readRule(value)
    const range = { from: reading.from - length, to: reading.to }
    const allowed = Math.min(mostDaysOfRule, reading.budget.days)
    const budget = { days: allowed }
    const found = rule === null ? null : repeatDays(rule, start.day, range, budget)
    reading.budget.days -= allowed - Math.max(0, budget.days)
    if (found === null) reading.left.unknownRule += 1
    for (const day of found ?? []) days.add(day)
  }
  for (const day of listedDays(event, 'RDATE', reading)) days.add(day)
  for (const day of listedDays(event, 'EXDATE', reading)) days.delete(day)
  return [...days]
}

function listedDays(event: IcsEvent, wanted: string, reading: Reading): DayNumber[] {
  return event
    .filter(({ name }) => name === wanted)
    .flatMap((property) =>
      property.value.split(',').flatMap((value) => startOf({ ...property, value }, reading)?.day ?? []),
    )
}

/** A DATE or DATE-TIME on the school's wall; null for what is none. */
function startOf(property: IcsProperty | undefined, { timeZone }: IcsRange): Start | null {
  const value = property?.value.trim() ?? ''
  const day = dayNumberOf(value)
  if (property === undefined || day === null) return null
  const [, hours, minutes, zulu] = /^\d{8}T(\d{2})(\d{2})\d{0,2}(Z?)$/i.exec(value) ?? []
  if (hours === undefined) return { day, time: null, instant: null }
  if (Number(hours) > 23 || Number(minutes) > 59) return null
  // Programs name zones in many ways; one that nobody knows is taken for the school's own.
  const named = property.parameters.get('TZID') ?? ''
  const zone = zulu !== '' ? 'UTC' : isTimeZone(named) ? named : timeZone
  const instant = toInstant({ on: dateOf(day), at: `${hours}:${minutes}`, timeZone: zone })
  const wall = toWall(instant, timeZone)
  return { day: dayNumberOf(wall.on)!, time: wall.at, instant }
}

/** How many days an entry touches. DTEND is exclusive (RFC 5545, 3.6.1); without one a date lasts a day. */
function lengthOf(
  event: IcsEvent,
  start: Start,
  reading: Reading,
): { readonly days: number; readonly isWholeDays: boolean } {
  const end = startOf(
    event.find(({ name }) => name === 'DTEND'),
    reading,
  )
  const lasts = durationOf(event.find(({ name }) => name === 'DURATION')?.value)
  if (start.instant === null || start.time === null) {
    const days = end === null ? Math.ceil((lasts ?? dayMinutes) / dayMinutes) : end.day - start.day
    return { days: Math.max(1, days), isWholeDays: true }
  }
  const minutes = end?.instant != null ? (end.instant - start.instant) / minute : (lasts ?? 0)
  // Some programs write a whole day as midnight to midnight.
  if (start.time === '00:00' && minutes >= dayMinutes && minutes % dayMinutes === 0) {
    return { days: minutes / dayMinutes, isWholeDays: true }
  }
  const lastWall = toWall(start.instant + Math.max(0, minutes - 1) * minute, reading.timeZone)
  return { days: Math.max(1, dayNumberOf(lastWall.on)! - start.day + 1), isWholeDays: false }
}

/** Minutes of a DURATION such as P1D or PT1H30M; null for none. */
function durationOf(value: string | undefined): number | null {
  const [whole, weeks = 0, days = 0, hours = 0, minutes = 0] =
    /^\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:\d{1,4}S)?)?$/i.exec(
      value?.trim() ?? '',
    ) ?? []
  if (whole === undefined) return null
  return (Number(weeks) * 7 + Number(days)) * dayMinutes + Number(hours) * 60 + Number(minutes)
}

/** The entry's UID, or what stands for one that has none; a very long one by its digest. */
function uidOf(event: IcsEvent): string {
  const value = (wanted: string) => event.find(({ name }) => name === wanted)?.value.trim() ?? ''
  const uid = value('UID') === '' ? `${value('DTSTART')} ${value('SUMMARY')}` : value('UID')
  return uid.length <= 200 ? uid : createHash('sha256').update(uid).digest('hex')
}

function problemsOf({ left, fromOn, toOn }: Reading): string[] {
  const entries = (count: number) => (count === 1 ? '1 entry' : `${count} entries`)
  return [
    left.undated > 0 && `${entries(left.undated)} without a date that can be read: left out.`,
    left.unknownRule > 0 &&
      `${entries(left.unknownRule)} repeating by a rule that is not understood: only the first date.`,
    left.tooLong > 0 && `${entries(left.tooLong)} longer than a year: left out.`,
    left.outside > 0 && `${entries(left.outside)} not between ${fromOn} and ${toOn}: left out.`,
    left.tooMany > 0 && `More than ${mostEntries} dates: ${left.tooMany} of them are left out.`,
  ].filter((problem) => problem !== false)
}
