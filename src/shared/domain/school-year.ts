import { addDays, type LocalDate } from './time.ts'

/** From and to, both included. */
export interface DateSpan {
  readonly firstOn: LocalDate
  readonly lastOn: LocalDate
}

/** How long before its first day a year's rosters may be imported, and how long after its last day it is still meant. */
const nearDays = 120

/** A school year that holds the date: June to May, as the Philippine calendar runs; a school sets its own dates later. */
export function schoolYearOf(on: LocalDate): DateSpan & { readonly title: string } {
  const year = Number(on.slice(0, 4)) - (Number(on.slice(5, 7)) >= 6 ? 0 : 1)
  return { title: `${year}–${year + 1}`, firstOn: `${year}-06-01`, lastOn: `${year + 1}-05-31` }
}

/** The year that a date belongs to: the one that holds it, else the next one if it begins soon, else the one that ended lately; null for none. */
export function yearFor<Year extends DateSpan>(on: LocalDate, years: readonly Year[]): Year | null {
  const holding = years.find(({ firstOn, lastOn }) => firstOn <= on && on <= lastOn)
  if (holding !== undefined) return holding
  const [soon, lately] = [addDays(on, nearDays), addDays(on, -nearDays)]
  const next = years
    .filter(({ firstOn }) => firstOn > on && firstOn <= soon)
    .toSorted((a, b) => compare(a.firstOn, b.firstOn))
  const last = years
    .filter(({ lastOn }) => lastOn < on && lastOn >= lately)
    .toSorted((a, b) => compare(b.lastOn, a.lastOn))
  return next[0] ?? last[0] ?? null
}

/** A year for a date that belongs to none of these, cut so that it overlaps none of them. */
export function newYearFor(on: LocalDate, years: readonly DateSpan[]): DateSpan & { readonly title: string } {
  const { title, firstOn, lastOn } = schoolYearOf(on)
  const before = years.map((year) => year.lastOn).filter((last) => last < on)
  const after = years.map((year) => year.firstOn).filter((first) => first > on)
  return {
    title,
    firstOn: [firstOn, ...before.map((last) => addDays(last, 1))].toSorted(compare).at(-1)!,
    lastOn: [lastOn, ...after.map((first) => addDays(first, -1))].toSorted(compare)[0]!,
  }
}

/** What is wrong with a year's dates. */
export type YearFault =
  | { readonly field: 'lastOn'; readonly fault: 'endsBeforeStart' | 'tooLong' }
  | { readonly field: 'firstOn'; readonly fault: 'overlaps' }
  | {
      readonly field: 'gradingPeriods'
      readonly fault: 'endsBeforeStart' | 'outside' | 'overlaps'
      readonly at: number
    }

const mostDays = 550

/** The first thing that is wrong with a school year beside the others; null when nothing is. */
export function checkYear(
  year: DateSpan & { readonly gradingPeriods: readonly DateSpan[] },
  others: readonly DateSpan[],
): YearFault | null {
  if (year.lastOn <= year.firstOn) return { field: 'lastOn', fault: 'endsBeforeStart' }
  if (year.lastOn > addDays(year.firstOn, mostDays)) return { field: 'lastOn', fault: 'tooLong' }
  if (others.some((other) => other.firstOn <= year.lastOn && year.firstOn <= other.lastOn)) {
    return { field: 'firstOn', fault: 'overlaps' }
  }
  for (const [at, period] of year.gradingPeriods.entries()) {
    const fault =
      period.lastOn < period.firstOn
        ? 'endsBeforeStart'
        : period.firstOn < year.firstOn || period.lastOn > year.lastOn
          ? 'outside'
          : at > 0 && period.firstOn <= year.gradingPeriods[at - 1]!.lastOn
            ? 'overlaps'
            : null
    if (fault !== null) return { field: 'gradingPeriods', fault, at }
  }
  return null
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
