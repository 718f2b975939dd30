/** A day as the number of days since 1970-01-01: dates without a zone can be counted with. */
export type DayNumber = number

/** Which dates an entry repeats on, at the level of whole days. */
export interface IcsRule {
  readonly every: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
  readonly interval: number
  readonly count: number | null
  readonly until: DayNumber | null
  readonly months: readonly number[]
  readonly monthDays: readonly number[]
  /** `nth` 0 for every one; 1 is Monday. */
  readonly weekDays: readonly { readonly nth: number; readonly day: number }[]
  readonly positions: readonly number[]
  /** First day of a week, 1 is Monday. */
  readonly weekStart: number
}

/** How many days may still be looked at for one file: no rule keeps us busy for long. */
export interface Budget {
  days: number
}

const dayMs = 86_400_000
const dayNames = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const known = /^(FREQ|INTERVAL|COUNT|UNTIL|BYMONTH|BYMONTHDAY|BYDAY|BYSETPOS|WKST)$/

/** The number of a date of the calendar, YYYYMMDD with or without hyphens; null for none. */
export function dayNumberOf(text: string): DayNumber | null {
  const [, year, month, date] = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(text) ?? []
  if (year === undefined) return null
  const day = Date.UTC(Number(year), Number(month) - 1, Number(date)) / dayMs
  return dateOf(day) === `${year}-${month}-${date}` ? day : null
}

/** The date of a day's number, YYYY-MM-DD. */
export const dateOf = (day: DayNumber): string => new Date(day * dayMs).toISOString().slice(0, 10)

/** An RRULE at the level of days; null for one that repeats within a day, or by parts that no holiday needs. */
export function readRule(text: string): IcsRule | null {
  const parts = new Map(
    text
      .toUpperCase()
      .split(';')
      .filter((part) => part !== '')
      .map((part) => part.trim().split('=') as [string, string]),
  )
  if ([...parts.keys()].some((name) => !known.test(name))) return null
  const every = parts.get('FREQ')
  if (every !== 'DAILY' && every !== 'WEEKLY' && every !== 'MONTHLY' && every !== 'YEARLY') return null
  const numbers = (name: string, from: number, to: number): number[] | null => {
    const all = (parts.get(name) ?? '').split(',').filter((one) => one !== '')
    const found = all.map(Number)
    return found.every((n) => Number.isInteger(n) && n !== 0 && n >= from && n <= to) ? found : null
  }
  const interval = numbers('INTERVAL', 1, 10_000)
  const count = numbers('COUNT', 1, 100_000)
  const months = numbers('BYMONTH', 1, 12)
  const monthDays = numbers('BYMONTHDAY', -31, 31)
  const positions = numbers('BYSETPOS', -366, 366)
  const weekDays = (parts.get('BYDAY') ?? '')
    .split(',')
    .filter((one) => one !== '')
    .map((one) => {
      const [, nth = '', name = ''] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(one) ?? []
      return { nth: Number(nth), day: dayNames.indexOf(name) + 1 }
    })
  const until = parts.has('UNTIL') ? dayNumberOf(parts.get('UNTIL')!) : null
  const weekStart = dayNames.indexOf(parts.get('WKST') ?? 'MO') + 1
  if (!interval || !count || !months || !monthDays || !positions) return null
  if (weekDays.some(({ day }) => day === 0) || weekStart === 0 || (parts.has('UNTIL') && until === null)) return null
  return {
    every,
    interval: interval[0] ?? 1,
    count: count[0] ?? null,
    until,
    months,
    monthDays,
    weekDays,
    positions,
    weekStart,
  }
}

/**
 * The days between two (both included) on which the rule repeats the first one, in order. The first day always counts,
 * as RFC 5545 has it. Null when the budget is used up.
 */
export function repeatDays(
  rule: IcsRule,
  first: DayNumber,
  between: { readonly from: DayNumber; readonly to: DayNumber },
  budget: Budget,
): DayNumber[] | null {
  const fits = fitOf(rule, first)
  const last = Math.min(between.to, rule.until ?? Infinity)
  const found = first >= between.from && first <= between.to ? [first] : []
  let left = (rule.count ?? Infinity) - 1
  // Without a count what lies before the range need not be looked at.
  const skipped = rule.count === null ? stepsBefore(rule, first, between.from) : 0
  for (let step = skipped; left > 0; step += 1) {
    const [from, to] = spanOf(rule, first, step * rule.interval)
    if (from > last) break
    budget.days -= to - from + 1
    if (budget.days < 0) return null
    const days: DayNumber[] = []
    for (let day = from; day <= to; day += 1) if (fits(day)) days.push(day)
    for (const day of atPositions(days, rule.positions)) {
      if (day <= first) continue
      if (day > last || left === 0) break
      left -= 1
      if (day >= between.from) found.push(day)
    }
  }
  return found
}

const partsOf = (day: DayNumber) => {
  const date = new Date(day * dayMs)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), date: date.getUTCDate() }
}
/** 1970-01-01 was a Thursday. */
const weekDayOf = (day: DayNumber): number => ((((day + 3) % 7) + 7) % 7) + 1
const dayOf = (year: number, month: number, date: number): DayNumber => Date.UTC(year, month, date) / dayMs

/** How many steps of the rule end before a day for certain. */
function stepsBefore({ every, interval }: IcsRule, first: DayNumber, until: DayNumber): number {
  const longest = { DAILY: 1, WEEKLY: 7, MONTHLY: 31, YEARLY: 366 }[every]
  return Math.max(0, Math.floor((until - first) / (longest * interval)) - 2)
}

/** First and last day of the day, week, month or year that lies `steps` after that of the first day. */
function spanOf({ every, weekStart }: IcsRule, first: DayNumber, steps: number): [DayNumber, DayNumber] {
  if (every === 'DAILY') return [first + steps, first + steps]
  if (every === 'WEEKLY') {
    const start = first - ((weekDayOf(first) - weekStart + 7) % 7) + steps * 7
    return [start, start + 6]
  }
  const { year, month } = partsOf(first)
  return every === 'MONTHLY'
    ? [dayOf(year, month + steps, 1), dayOf(year, month + steps + 1, 0)]
    : [dayOf(year + steps, 0, 1), dayOf(year + steps, 11, 31)]
}

/** Whether a day within its span is one of the rule's: at the level of days every part of a rule is a filter (RFC 5545, 3.3.10). */
function fitOf(rule: IcsRule, first: DayNumber): (day: DayNumber) => boolean {
  const { every, months, monthDays, weekDays } = rule
  const start = partsOf(first)
  const isPlain = monthDays.length === 0 && weekDays.length === 0
  const isInYear = every === 'YEARLY' && months.length === 0
  const hasNth = every === 'MONTHLY' || every === 'YEARLY'
  return (day) => {
    const { year, month, date } = partsOf(day)
    if (months.length > 0 && !months.includes(month + 1)) return false
    if (isPlain) {
      if (every === 'WEEKLY') return weekDayOf(day) === weekDayOf(first)
      if (every === 'DAILY') return true
      return date === start.date && (every === 'MONTHLY' || months.length > 0 || month === start.month)
    }
    if (monthDays.length > 0) {
      const length = dayOf(year, month + 1, 0) - dayOf(year, month, 0)
      if (!monthDays.includes(date) && !monthDays.includes(date - length - 1)) return false
    }
    if (weekDays.length === 0) return true
    const [from, to] = isInYear
      ? [dayOf(year, 0, 1), dayOf(year, 11, 31)]
      : [dayOf(year, month, 1), dayOf(year, month + 1, 0)]
    return weekDays.some(({ nth, day: wanted }) => {
      if (weekDayOf(day) !== wanted) return false
      if (nth === 0 || !hasNth) return true
      return nth > 0 ? Math.floor((day - from) / 7) + 1 === nth : Math.floor((to - day) / 7) + 1 === -nth
    })
  }
}

function atPositions(days: readonly DayNumber[], positions: readonly number[]): readonly DayNumber[] {
  if (positions.length === 0) return days
  const chosen = positions.map((position) => days.at(position > 0 ? position - 1 : position))
  return [...new Set(chosen.filter((day) => day !== undefined))].toSorted((a, b) => a - b)
}
