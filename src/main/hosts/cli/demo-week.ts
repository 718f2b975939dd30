import { z } from 'zod'
import { addDays, localDate, minute, toInstant, weekday } from '../../../shared/domain/time.ts'

/** The suggested week of the practice school, as its control side tells it. */
export const Week = z.object({
  timeZone: z.string(),
  timetable: z.array(
    z.object({
      section: z.string(),
      subject: z.string(),
      teacherEmail: z.string(),
      /** ISO: 1 Monday to 7 Sunday. */
      weekday: z.int(),
      startsAt: z.string(),
      durationMinutes: z.int(),
    }),
  ),
})
export type Week = z.infer<typeof Week>

/** One lesson of the week on a date. */
export type Lesson = Week['timetable'][number] & { readonly on: string }

/** The first lesson that begins an hour or more from `now`, leaving time to register everybody. */
export function nextLesson({ timeZone, timetable }: Week, now: number): Lesson {
  const today = localDate(now, timeZone)
  for (let days = 0; days < 8; days++) {
    const on = addDays(today, days)
    const lesson = timetable
      .filter((each) => each.weekday === weekday(on))
      .toSorted((a, b) => a.startsAt.localeCompare(b.startsAt))
      .find(({ startsAt }) => toInstant({ on, at: startsAt, timeZone }) > now + 60 * minute)
    if (lesson) return { ...lesson, on }
  }
  throw new RangeError('The practice week has no lessons.')
}
