import type { Who } from './memory.ts'
import type { MeetingQuery } from './use-meetings.ts'

/** Dates of the school's wall as `YYYY-MM-DD`; no zone has a say in them. */
const dayMs = 86_400_000
const midnight = (on: string) => Date.parse(`${on}T00:00:00Z`)
const dateOf = (instant: number) => new Date(instant).toISOString().slice(0, 10)

/** The date so many days later. */
export const addDays = (on: string, days: number): string => dateOf(midnight(on) + days * dayMs)

/** The Monday of the week that holds the date. */
export const mondayOf = (on: string): string => addDays(on, -((new Date(midnight(on)).getUTCDay() + 6) % 7))

/** The seven dates of the week that begins on `monday`. */
export const datesOf = (monday: string): readonly string[] =>
  Array.from({ length: 7 }, (_, index) => addDays(monday, index))

/** The classes of somebody's week. */
export const weekQueryOf = (who: Who, monday: string): MeetingQuery => ({
  fromOn: monday,
  toOn: addDays(monday, 6),
  ...('section' in who ? { sectionId: who.section } : {}),
  ...('grade' in who ? { gradeLevel: who.grade } : {}),
  ...('teacher' in who ? { teacherId: who.teacher } : {}),
})

/** Enough for a week of a grade. */
export const weekPageSize = 500
