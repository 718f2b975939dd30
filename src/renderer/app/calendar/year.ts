import type { DayType, GradingPeriod, SchoolYear } from '../../../shared/contract/calendar.ts'
import { newYearFor, yearFor } from '../../../shared/domain/school-year.ts'
import { addDays, addMonths, daysBetween, weekDates } from '../../../shared/domain/time.ts'

/** A month as the year view draws it: weeks of seven days, Monday first, null where another month's day would stand. */
export interface MonthGrid {
  /** YYYY-MM. */
  readonly month: string
  readonly firstOn: string
  readonly lastOn: string
  readonly weeks: readonly (readonly (string | null)[])[]
}

/** What one day shows: the word that stands for the school, else for a part of it. */
export interface DayFace {
  readonly word: DayType
  readonly isPart: boolean
  /** Further words that hold for other parts or hours. */
  readonly moreCount: number
}

/** Two days, in their order. */
export interface DayRange {
  readonly from: string
  readonly to: string
}

/** A school year to look at: one that is kept, or the usual one until a school sets its own. */
export type ShownYear = Pick<SchoolYear, 'title' | 'firstOn' | 'lastOn' | 'gradingPeriods'> & {
  readonly id: SchoolYear['id'] | null
}

/** The year of that id, else the one that today belongs to. */
export function shownYear(years: readonly SchoolYear[], id: string | undefined, today: string): ShownYear {
  const found = years.find((year) => year.id === id) ?? yearFor(today, years)
  return found ?? { id: null, ...newYearFor(today, years), gradingPeriods: [] }
}

/** Every month that the year reaches into. */
export function monthsOf({ firstOn, lastOn }: Pick<ShownYear, 'firstOn' | 'lastOn'>): MonthGrid[] {
  const months: MonthGrid[] = []
  let on = `${firstOn.slice(0, 7)}-01`
  while (on <= lastOn) {
    const month = on.slice(0, 7)
    const next = addMonths(on, 1)
    const last = addDays(next, -1)
    const weeks: (string | null)[][] = []
    for (let day = weekDates(on)[0]!; day <= last; day = addDays(day, 7)) {
      weeks.push(weekDates(day).map((date) => (date.startsWith(month) ? date : null)))
    }
    months.push({ month, firstOn: on, lastOn: last, weeks })
    on = next
  }
  return months
}

/** The words that hold: of those about the same part and hours the latest one; by day. */
export function standingWords(days: readonly DayType[]): ReadonlyMap<string, readonly DayType[]> {
  const byDay = new Map<string, Map<string, DayType>>()
  for (const day of days) {
    const ofDay = byDay.get(day.on) ?? new Map<string, DayType>()
    byDay.set(day.on, ofDay)
    const part = [day.gradeLevel, day.section?.id, day.shift, day.fromTime].join(' ')
    // Set anew, so that the latest word stands last.
    ofDay.delete(part)
    ofDay.set(part, day)
  }
  return new Map([...byDay].map(([on, words]) => [on, [...words.values()]]))
}

const isOfPart = (day: DayType) => day.gradeLevel !== null || day.section !== null || day.shift !== null

/** What a day shows of its words; null when nothing was said. */
export function faceOf(words: readonly DayType[] | undefined): DayFace | null {
  if (words === undefined || words.length === 0) return null
  const ofSchool = words.filter((word) => !isOfPart(word))
  const word = ofSchool.at(-1) ?? words.at(-1)!
  return { word, isPart: ofSchool.length === 0, moreCount: words.length - 1 }
}

/** The same word about several days. */
export interface WordGroup {
  /** That of the first day. */
  readonly word: DayType
  readonly days: readonly DayType[]
}

/** The words about the days of a range, those that say the same together, by first day. */
export function groupWords(words: ReadonlyMap<string, readonly DayType[]>, { from, to }: DayRange): WordGroup[] {
  const days = [...words.values()]
    .flat()
    .filter(({ on }) => from <= on && on <= to)
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
  const groups = Map.groupBy(days, (day) =>
    JSON.stringify([
      ...[day.kind, day.gradeLevel, day.section?.id, day.shift, day.fromTime, day.countsAsSchoolDay, day.authority],
      // What was called off in one action is undone as one.
      day.suspensionId,
    ]),
  )
  return [...groups.values()].map((same) => ({ word: same[0]!, days: same }))
}

/** The grading period that holds the day, and its place among them; null outside of all. */
export function periodOf(
  on: string,
  periods: readonly GradingPeriod[],
): { readonly period: GradingPeriod; readonly index: number } | null {
  const index = periods.findIndex(({ firstOn, lastOn }) => firstOn <= on && on <= lastOn)
  return index < 0 ? null : { period: periods[index]!, index }
}

/** Two days as a range, whichever was chosen first. */
export const rangeOf = (one: string, other: string): DayRange =>
  one <= other ? { from: one, to: other } : { from: other, to: one }

/** How many days a range has. */
export const lengthOf = ({ from, to }: DayRange): number => daysBetween(from, to) + 1

/** Where a key leads from a day; null for a key that leads nowhere. The view keeps it within its months. */
export function dayByKey(on: string, key: string): string | null {
  switch (key) {
    case 'ArrowLeft':
      return addDays(on, -1)
    case 'ArrowRight':
      return addDays(on, 1)
    case 'ArrowUp':
      return addDays(on, -7)
    case 'ArrowDown':
      return addDays(on, 7)
    case 'Home':
      return weekDates(on)[0]!
    case 'End':
      return weekDates(on)[6]!
    case 'PageUp':
      return addMonths(on, -1)
    case 'PageDown':
      return addMonths(on, 1)
    default:
      return null
  }
}
