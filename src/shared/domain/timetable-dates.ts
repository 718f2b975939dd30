import { classDay, type DayWord, type SchoolPart } from './class-days.ts'
import { mostDates } from './recurrence.ts'
import {
  addDays,
  clockChanges,
  day,
  localDate,
  minute,
  toInstant,
  wallTimeFit,
  weekday,
  type LocalDate,
} from './time.ts'

/** When a class is, week by week in a term. */
export interface WeeklyHour {
  /** ISO, in order. */
  readonly weekDays: readonly number[]
  /** HH:MM. */
  readonly startsAt: string
  readonly durationMinutes: number
  /** The sections that it is for, as the calendar knows them. */
  readonly parts: readonly SchoolPart[]
}

/** The days of a term, both ends included. */
export interface Term {
  readonly firstOn: LocalDate
  readonly lastOn: LocalDate
  readonly timeZone: string
}

/** One date of a class that takes place. */
export interface TermDate {
  readonly on: LocalDate
  /** Epoch ms. */
  readonly from: number
  readonly to: number
  /** Its place among the dates of the class, over all its meetings, from 1. */
  readonly number: number
}

/** What one Zoom meeting carries: at most 50 dates of the rule, left out ones among them. */
export interface TermMeeting {
  /** How many dates of the weekly rule it reaches over, from its first date to its last. */
  readonly ruleCount: number
  readonly dates: readonly TermDate[]
}

/** The dates of one class in a term. */
export interface TermPlan {
  /** As many in a row as Zoom needs; each begins with a week where the one before is full. */
  readonly meetings: readonly TermMeeting[]
  readonly dateCount: number
  /** Dates of the term that have begun, that are no class days, that are planned already. */
  readonly pastCount: number
  readonly noClassCount: number
  readonly thereCount: number
}

/** What decides over the dates of every class of a term. */
export interface TermFacts {
  readonly term: Term
  /** What was said of the days, in the order in which it was said. */
  readonly words: readonly DayWord[]
  /** Epoch ms. */
  readonly now: number
}

/**
 * Plans classes of one term. What classes share (the days of a term, the instants of an hour, the calendar's words of a
 * day) is derived once, so that hundreds of classes take little longer than one.
 */
export function termPlanner({ term, words, now }: TermFacts) {
  const wordsOn = Map.groupBy(words, ({ on }) => on)
  const days = daysOf(term)
  const instants = new Map<string, number>()
  const instantOf = (on: LocalDate, at: string): number => {
    const key = `${on}T${at}`
    const known = instants.get(key)
    if (known !== undefined) return known
    const instant = toInstant({ on, at, timeZone: term.timeZone })
    instants.set(key, instant)
    return instant
  }

  /** `isThere`: whether the class is planned already on a date. */
  return (hour: WeeklyHour, isThere: (on: LocalDate) => boolean = () => false): TermPlan => {
    const { weekDays, startsAt, durationMinutes, parts } = hour
    let [pastCount, noClassCount, thereCount] = [0, 0, 0]
    const ahead: RuleDate[] = []
    for (const { on, weekDay } of days) {
      if (!weekDays.includes(weekDay)) continue
      const from = instantOf(on, startsAt)
      if (from <= now) {
        pastCount += 1
        continue
      }
      const isPlanned = isThere(on)
      const isClassDay = classDay(wordsOn.get(on) ?? [], { on, startsAt, parts }).takesPlace
      if (isPlanned) thereCount += 1
      else if (!isClassDay) noClassCount += 1
      ahead.push({ on, weekDay, from, isKept: isClassDay && !isPlanned })
    }
    let number = 0
    const meetings = chunksOf(ahead).map((chunk): TermMeeting => {
      const dates = chunk
        .filter(({ isKept }) => isKept)
        .map(({ on, from }) => ({ on, from, to: from + durationMinutes * minute, number: (number += 1) }))
      return { ruleCount: chunk.length, dates }
    })
    return { meetings, dateCount: number, pastCount, noClassCount, thereCount }
  }
}

/** How many of these dates begin at a time of day that the zone's clocks skip on that day, or show twice. */
export function oddHours(
  dates: readonly { readonly on: LocalDate; readonly startsAt: string }[],
  timeZone: string,
): { readonly skipped: number; readonly twice: number } {
  const ons = dates.map(({ on }) => on).toSorted()
  const counts = { skipped: 0, twice: 0 }
  if (ons.length === 0) return counts
  const instantOf = (on: LocalDate) => toInstant({ on, at: '12:00', timeZone })
  const changes = clockChanges(timeZone, instantOf(ons[0]!) - day, instantOf(ons.at(-1)!) + day)
  // Only these days have such hours: most terms have none, and none is looked at date by date.
  const changing = new Set(changes.map(({ at }) => localDate(at, timeZone)))
  for (const { on, startsAt } of dates) {
    const fit = changing.has(on) ? wallTimeFit({ on, at: startsAt, timeZone }) : 'once'
    if (fit !== 'once') counts[fit] += 1
  }
  return counts
}

interface RuleDate {
  readonly on: LocalDate
  readonly weekDay: number
  readonly from: number
  readonly isKept: boolean
}

function daysOf({ firstOn, lastOn }: Term): { readonly on: LocalDate; readonly weekDay: number }[] {
  const days: { on: LocalDate; weekDay: number }[] = []
  let weekDay = weekday(firstOn)
  for (let on = firstOn; on <= lastOn; on = addDays(on, 1)) {
    days.push({ on, weekDay })
    weekDay = (weekDay % 7) + 1
  }
  return days
}

/** As many dates as one meeting carries, cut where a week ends; each begins and ends with a date that takes place. */
function chunksOf(dates: readonly RuleDate[]): RuleDate[][] {
  const rest = trimmed(dates)
  if (rest.length === 0) return []
  if (rest.length <= mostDates) return [rest]
  let end = mostDates
  // A new link is better told at the beginning of a week. Zoom's week begins on Sunday.
  while (end > 1 && rest[end]!.weekDay % 7 > rest[end - 1]!.weekDay % 7) end -= 1
  return [trimmed(rest.slice(0, end)), ...chunksOf(rest.slice(end))]
}

function trimmed(dates: readonly RuleDate[]): RuleDate[] {
  const first = dates.findIndex(({ isKept }) => isKept)
  const last = dates.findLastIndex(({ isKept }) => isKept)
  return first < 0 ? [] : dates.slice(first, last + 1)
}
