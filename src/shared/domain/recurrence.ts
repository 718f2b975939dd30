import { minute, toInstant, wallTimeFit, addDays, weekday, type LocalDate, type WallTime } from './time.ts'

/** How a series repeats, as Zoom can carry it. Days of the week are ISO: 1 is Monday. */
export interface RecurrenceRule {
  readonly every: 'day' | 'week' | 'month'
  readonly interval: number
  /** Of `week`; the day of the first date when left out. */
  readonly weekDays?: readonly number[] | undefined
  /** Of `month`: the day of the month, or a week of it (1 to 4, -1 for the last) with its day; the day of the first date when all are left out. */
  readonly monthDay?: number | undefined
  readonly monthWeek?: number | undefined
  readonly monthWeekDay?: number | undefined
  /** After so many dates of the rule, left out ones among them, or on the last date, included. */
  readonly ends: { readonly afterDates: number } | { readonly on: LocalDate }
}

/** What is wrong with a rule (`isBlocking`), or worth saying about it, at a field of it. */
export interface RecurrenceIssue {
  readonly field: 'interval' | 'weekDays' | 'monthDay' | 'monthWeek' | 'ends' | 'skipOn'
  readonly code:
    | 'intervalTooLong'
    | 'weekDaysWithoutWeek'
    | 'monthDayWithoutMonth'
    | 'monthDayAndWeek'
    | 'monthWeekWithoutDay'
    | 'endBeforeStart'
    | 'tooManyDates'
    | 'noDates'
    | 'allLeftOut'
    | 'someMonthsWithoutDay'
  readonly isBlocking: boolean
}

/** What else decides about the dates of a series. */
export interface PlanOptions {
  readonly durationMinutes: number
  /** Dates to leave out, whatever the calendar says. */
  readonly skipOn?: readonly LocalDate[]
  /** Dates to keep although the calendar lets no class take place. */
  readonly keepOn?: readonly LocalDate[]
  /** Whether the calendar lets the class take place; every date when left out. */
  readonly takesPlace?: (on: LocalDate) => boolean
}

/** One date of the rule: its wall time is the rule's, its instants (epoch ms) are derived. */
export interface PlannedDate {
  readonly on: LocalDate
  readonly startInstant: number
  readonly endInstant: number
  /** Whether the clocks show the wall time once, never (it counts as moved forward by the gap) or twice (the first counts). */
  readonly clock: 'once' | 'skipped' | 'twice'
  readonly isKept: boolean
  /** Its place among the kept dates, from 1; null for one that is left out. */
  readonly number: number | null
}

/** Every date of a series, the left out ones too, with what is wrong; a wrong rule has no dates. */
export interface SeriesPlan {
  readonly dates: readonly PlannedDate[]
  readonly issues: readonly RecurrenceIssue[]
}

/** The dates of one series that one Zoom meeting carries, left out ones among them (zoom-facts section 2). */
export const mostDates = 50
/** Zoom's longest intervals (https://developers.zoom.us/docs/api/meetings/). */
const longestInterval = { day: 99, week: 50, month: 10 } as const
/** A year before dates stop being written with four digits of it. */
const farthest = '9998-12-31'

/**
 * The dates of a rule from the first date on, which counts only if the rule names it. A month without the day has none,
 * and a week begins on Sunday: both as at Zoom. At most {@link mostDates}. Raises RangeError for a start that is no wall time.
 */
export function planDates(rule: RecurrenceRule, first: WallTime, options: PlanOptions): SeriesPlan {
  const wrong = checkRule(rule, first.on)
  if (wrong.some(({ isBlocking }) => isBlocking)) return { dates: [], issues: wrong }
  const found = datesOf(completeRule(rule, first.on), first.on)
  const skipped = new Set(options.skipOn)
  const wanted = new Set(options.keepOn)
  let kept = 0
  const dates = found.slice(0, mostDates).map((on): PlannedDate => {
    const wall = { ...first, on }
    const startInstant = toInstant(wall)
    const isKept = !skipped.has(on) && (wanted.has(on) || (options.takesPlace?.(on) ?? true))
    if (isKept) kept += 1
    return {
      on,
      startInstant,
      endInstant: startInstant + options.durationMinutes * minute,
      clock: wallTimeFit(wall),
      isKept,
      number: isKept ? kept : null,
    }
  })
  const issues: RecurrenceIssue[] = [...wrong]
  if (found.length > mostDates) issues.push(blocking('ends', 'tooManyDates'))
  if (found.length === 0) issues.push(blocking('ends', 'noDates'))
  else if (kept === 0) issues.push(blocking('skipOn', 'allLeftOut'))
  return { dates, issues }
}

/** The rule with nothing left to the first date: days of the week in order, the day of the month or its week and day. */
export function completeRule(rule: RecurrenceRule, firstOn: LocalDate): RecurrenceRule {
  const { every, interval, ends } = rule
  if (every === 'day') return { every, interval, ends }
  if (every === 'week') {
    const weekDays = [...new Set(rule.weekDays ?? [weekday(firstOn)])].toSorted((a, b) => a - b)
    return { every, interval, weekDays, ends }
  }
  return rule.monthWeek === undefined
    ? { every, interval, monthDay: rule.monthDay ?? Number(firstOn.slice(8)), ends }
    : { every, interval, monthWeek: rule.monthWeek, monthWeekDay: rule.monthWeekDay ?? weekday(firstOn), ends }
}

function checkRule(rule: RecurrenceRule, firstOn: LocalDate): RecurrenceIssue[] {
  const { every, interval, weekDays, monthDay, monthWeek, monthWeekDay, ends } = rule
  const issues: RecurrenceIssue[] = []
  if (!Number.isInteger(interval) || interval < 1 || interval > longestInterval[every]) {
    issues.push(blocking('interval', 'intervalTooLong'))
  }
  if (weekDays !== undefined && every !== 'week') issues.push(blocking('weekDays', 'weekDaysWithoutWeek'))
  const saysWeek = monthWeek !== undefined || monthWeekDay !== undefined
  if ((monthDay !== undefined || saysWeek) && every !== 'month') {
    issues.push(blocking(monthDay === undefined ? 'monthWeek' : 'monthDay', 'monthDayWithoutMonth'))
  } else if (monthDay !== undefined && saysWeek) issues.push(blocking('monthDay', 'monthDayAndWeek'))
  else if (monthWeek === undefined && monthWeekDay !== undefined) {
    issues.push(blocking('monthWeek', 'monthWeekWithoutDay'))
  }
  if ('on' in ends && ends.on < firstOn) issues.push(blocking('ends', 'endBeforeStart'))
  if ('afterDates' in ends && ends.afterDates > mostDates) issues.push(blocking('ends', 'tooManyDates'))
  if (issues.length === 0 && (completeRule(rule, firstOn).monthDay ?? 0) > 28) {
    issues.push({ field: 'monthDay', code: 'someMonthsWithoutDay', isBlocking: false })
  }
  return issues
}

/** The dates of a complete rule, one more than a series may have at the most. */
function datesOf(rule: RecurrenceRule, firstOn: LocalDate): LocalDate[] {
  const { ends } = rule
  const most = 'afterDates' in ends ? ends.afterDates : mostDates + 1
  const lastOn = 'on' in ends && ends.on < farthest ? ends.on : farthest
  const found: LocalDate[] = []
  for (const on of candidates(rule, firstOn)) {
    if (on > lastOn || found.length >= most) break
    if (on >= firstOn) found.push(on)
  }
  return found
}

/** Dates of the rule in order from the first one's day, week or month on; endless. */
function* candidates(rule: RecurrenceRule, firstOn: LocalDate): Generator<LocalDate> {
  const { every, interval, weekDays = [] } = rule
  if (every === 'day') for (let on = firstOn; ; on = addDays(on, interval)) yield on
  if (every === 'week') {
    // Zoom's week begins on Sunday; ISO's 7 stands for it.
    const days = weekDays.map((day) => day % 7).toSorted((a, b) => a - b)
    for (let sunday = addDays(firstOn, -(weekday(firstOn) % 7)); ; sunday = addDays(sunday, 7 * interval)) {
      for (const day of days) yield addDays(sunday, day)
    }
  }
  // No interval that Zoom takes meets only months without the day, so this comes to a date again and again.
  for (let month = monthOf(firstOn); ; month += interval) {
    const on = dateIn(month, rule)
    if (on !== null) yield on
  }
}

/** The rule's date in a month, which is counted from year 0; null when the month has none. */
function dateIn(month: number, { monthDay = 1, monthWeek, monthWeekDay = 1 }: RecurrenceRule): LocalDate | null {
  const first = firstOf(month)
  const last = addDays(firstOf(month + 1), -1)
  if (monthWeek === undefined) {
    const on = addDays(first, monthDay - 1)
    return on <= last ? on : null
  }
  if (monthWeek === -1) return addDays(last, -((weekday(last) - monthWeekDay + 7) % 7))
  return addDays(first, ((monthWeekDay - weekday(first) + 7) % 7) + (monthWeek - 1) * 7)
}

const monthOf = (on: LocalDate): number => Number(on.slice(0, 4)) * 12 + Number(on.slice(5, 7)) - 1

const firstOf = (month: number): LocalDate =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`

const blocking = (field: RecurrenceIssue['field'], code: RecurrenceIssue['code']): RecurrenceIssue => ({
  field,
  code,
  isBlocking: true,
})
