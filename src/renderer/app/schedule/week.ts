import { addDays, weekDates, weekday } from '../../../shared/domain/time.ts'
import type { Who } from './memory.ts'
import type { MeetingQuery } from './use-meetings.ts'

/** Until the school's own hours are known. */
export const usualHours = { opensAt: '07:00', closesAt: '17:00', weekDays: [1, 2, 3, 4, 5] }

/** The Monday of the week that holds the date. */
export const mondayOf = (on: string): string => weekDates(on)[0]!

/** Whether a week may be over on a date: after the last day of classes (ISO days of the week), and on every Saturday and Sunday. */
export const mayBeOver = (on: string, classDays: readonly number[]): boolean =>
  weekday(on) > Math.min(5, ...classDays.toSorted((a, b) => b - a).slice(0, 1))

/** The classes of somebody's days, both ends included. */
export const queryOf = (who: Who, fromOn: string, toOn: string): MeetingQuery => ({
  fromOn,
  toOn,
  ...('section' in who ? { sectionId: who.section } : {}),
  ...('grade' in who ? { gradeLevel: who.grade } : {}),
  ...('teacher' in who ? { teacherId: who.teacher } : {}),
})

/** The classes of somebody's week. */
export const weekQueryOf = (who: Who, monday: string): MeetingQuery => queryOf(who, monday, addDays(monday, 6))

/** Enough for a week of a grade. */
export const weekPageSize = 500
