import type { Json, Occurrence } from './state.ts'
import { instantOf, plusDays, wallTimeAt, weekdayOf } from './zone.ts'
import type { WallTime } from './zone.ts'

const most = 60

/** What a series is planned from. */
export interface SeriesPlan {
  readonly startAt: number
  readonly minutes: number
  readonly timezone: string
  readonly recurrence: Readonly<Record<string, Json>>
  /** How often it was planned before. */
  readonly replans: number
  /** Whether Zoom forgets that clocks change: later dates keep the first one's distance to UTC (devforum 141551). */
  readonly isShifted: boolean
}

/**
 * The dates of a recurring meeting (type 8): the same wall time in its zone on each planned day, so that the instant
 * moves when clocks change. Ends by `end_times` (default 1, 0 for no end) or `end_date_time`; at most 60.
 */
export function planOccurrences(plan: SeriesPlan): Occurrence[] {
  const { startAt, minutes, timezone, recurrence, replans, isShifted } = plan
  const first = wallTimeAt(timezone, startAt)
  const instantIn = (wall: WallTime): number =>
    isShifted ? startAt + instantOf('UTC', wall) - instantOf('UTC', first) : instantOf(timezone, wall)
  const endText = recurrence.end_date_time
  const endAt = typeof endText === 'string' ? Date.parse(endText) : Number.POSITIVE_INFINITY
  const times = Number(recurrence.end_times ?? (typeof endText === 'string' ? 0 : 1))
  const limit = times === 0 ? most : Math.min(times, most)
  const planned: Occurrence[] = []
  for (const wall of datesOf(first, recurrence)) {
    const at = instantIn(wall)
    if (at > endAt || planned.length >= limit) break
    if (at < startAt) continue
    planned.push({ id: String(at + replans), startAt: at, minutes, isDeleted: false })
  }
  return planned
}

/** All dates of the rule from the first one on; endless, except that a month without the day yields none. */
function* datesOf(first: WallTime, recurrence: Readonly<Record<string, Json>>): Generator<WallTime> {
  const interval = Math.max(1, Number(recurrence.repeat_interval ?? 1))
  const type = Number(recurrence.type)
  if (type === 1) for (let i = 0; i < 10_000; i += 1) yield plusDays(first, i * interval)
  if (type === 2) yield* weeklyDates(first, interval, weekdaysOf(recurrence))
  if (type === 3) yield* monthlyDates(first, interval, recurrence)
}

/** Zoom counts 1 for Sunday; the default is 1. */
function weekdaysOf(recurrence: Readonly<Record<string, Json>>): number[] {
  const text = String(recurrence.weekly_days ?? '1')
  return text
    .split(',')
    .map((day) => Number(day.trim()) - 1)
    .toSorted((a, b) => a - b)
}

function* weeklyDates(first: WallTime, interval: number, weekdays: readonly number[]): Generator<WallTime> {
  const sunday = plusDays(first, -(weekdayOf(first) % 7))
  for (let week = 0; week < 10_000; week += interval) {
    for (const day of weekdays) {
      const date = plusDays(sunday, week * 7 + day)
      if (compareDates(date, first) >= 0) yield date
    }
  }
}

function* monthlyDates(
  first: WallTime,
  interval: number,
  recurrence: Readonly<Record<string, Json>>,
): Generator<WallTime> {
  for (let i = 0; i < 1_000; i += 1) {
    const month = plusDays({ ...first, month: first.month + i * interval, day: 1 }, 0)
    const date =
      recurrence.monthly_week === undefined
        ? dayOfMonth(month, Number(recurrence.monthly_day ?? 1))
        : nthWeekday(month, Number(recurrence.monthly_week), Number(recurrence.monthly_week_day ?? 1) - 1)
    if (date !== undefined && compareDates(date, first) >= 0) yield date
  }
}

function dayOfMonth(month: WallTime, day: number): WallTime | undefined {
  const date = plusDays({ ...month, day: 1 }, day - 1)
  return date.month === month.month ? date : undefined
}

/** `week` 1 to 4, or -1 for the last; `weekday` 0 for Sunday. */
function nthWeekday(month: WallTime, week: number, weekday: number): WallTime | undefined {
  const days = Array.from({ length: 31 }, (_, i) => dayOfMonth(month, i + 1)).filter(
    (date) => date !== undefined && weekdayOf(date) % 7 === weekday,
  )
  return week === -1 ? days.at(-1) : days[week - 1]
}

function compareDates(a: WallTime, b: WallTime): number {
  return a.year - b.year || a.month - b.month || a.day - b.day
}
