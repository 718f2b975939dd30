import type { ScheduleMeeting } from '../../shared/contract/meeting.ts'
import { classDay, type DayWord, type SchoolPart } from '../../shared/domain/class-days.ts'
import { fillCourse, titleOfDate, topicOf } from '../../shared/domain/meeting-title.ts'
import { planDates, type PlannedDate, type RecurrenceIssue } from '../../shared/domain/recurrence.ts'
import {
  isLocalDate,
  isTimeZone,
  minute,
  toInstant,
  toWall,
  wallTimeFit,
  type WallTime,
} from '../../shared/domain/time.ts'
import type { KeptTime } from '../../shared/domain/planned-time.ts'

/** What a form says of when a meeting takes place, with the zone filled in. */
export type PlannedForm = Pick<
  ScheduleMeeting,
  'kind' | 'on' | 'startsAt' | 'durationMinutes' | 'repeat' | 'skipOn' | 'keepOn' | 'title'
> & { readonly timeZone: string }

/** What a plan is made from besides the form. */
export interface PlanFacts {
  /** What the class is of, as titles have it; empty for no class. */
  readonly course: string
  readonly parts: readonly SchoolPart[]
  /** What was said of the days, in the order in which it was said. */
  readonly words: readonly DayWord[]
  readonly now: number
}

/** One date of a plan, kept or left out. */
export interface PlannedMeetingDate extends Pick<PlannedDate, 'clock' | 'isKept' | 'number'> {
  readonly time: KeptTime
  /** With `{course}` and its number filled in. */
  readonly title: string
  /** What the calendar says of it; null where it says nothing. */
  readonly word: DayWord | null
  /** Whether the calendar lets it take place. A date that stands alone is kept all the same. */
  readonly isClassDay: boolean
}

/** Every date that a form means, with what is wrong with its rule. */
export interface MeetingPlan {
  /** None without a fixed time, and none while the form does not say enough. */
  readonly dates: readonly PlannedMeetingDate[]
  readonly issues: readonly RecurrenceIssue[]
}

/** The dates that a form means: what is shown while it is typed, and what is written when it is sent. */
export function planMeeting(form: PlannedForm, { course, parts, words, now }: PlanFacts): MeetingPlan {
  const first = startOf(form, now)
  if (first === null) return { dates: [], issues: [] }
  const pattern = fillCourse(form.title, course)
  const dayOf = (on: string) => classDay(words, { on, startsAt: first.at, parts })
  const { durationMinutes, timeZone } = form
  const dateOf = ({ on, startInstant, endInstant, number, ...date }: PlannedDate): PlannedMeetingDate => {
    const { word, takesPlace } = dayOf(on)
    return {
      ...date,
      time: { on, startsAt: first.at, durationMinutes, timeZone, startInstant, endInstant },
      number,
      title: number === null ? topicOf(pattern) : titleOfDate(pattern, number),
      word,
      isClassDay: takesPlace,
    }
  }
  if (form.kind !== 'series') {
    const time = timeOf({ ...form, on: first.on, startsAt: first.at })
    return { dates: [dateOf({ ...time, clock: wallTimeFit(first), isKept: true, number: 1 })], issues: [] }
  }
  if (form.repeat === undefined) return { dates: [], issues: [] }
  const { dates, issues } = planDates(form.repeat, first, { ...form, takesPlace: (on) => dayOf(on).takesPlace })
  return { dates: dates.map(dateOf), issues }
}

/** A plan of one time with its instants (epoch ms). Raises RangeError for what is no wall time. */
export function timeOf(
  form: Pick<PlannedForm, 'durationMinutes' | 'timeZone'> & { readonly on: string; readonly startsAt: string },
): KeptTime {
  const { on, startsAt, durationMinutes, timeZone } = form
  const startInstant = toInstant({ on, at: startsAt, timeZone })
  return { on, startsAt, durationMinutes, timeZone, startInstant, endInstant: startInstant + durationMinutes * minute }
}

/** When the form says that it begins; null without a fixed time, and for what is not in the calendar. */
function startOf({ kind, on, startsAt, timeZone }: PlannedForm, now: number): WallTime | null {
  if (kind === 'noFixedTime' || !isTimeZone(timeZone)) return null
  if (kind === 'now') return toWall(now, timeZone)
  if (on === undefined || startsAt === undefined || !isLocalDate(on)) return null
  return { on, at: startsAt, timeZone }
}
