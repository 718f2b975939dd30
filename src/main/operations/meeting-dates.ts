import type { Recurrence } from '../../shared/contract/meeting.ts'
import { completeRule, planDates } from '../../shared/domain/recurrence.ts'
import { addDays } from '../../shared/domain/time.ts'
import type { KeptTime } from '../../shared/domain/planned-time.ts'
import type { NewDate } from '../store/meetings-dates.ts'
import type { MeetingPlan } from './meeting-plan.ts'

/** A series as it is kept: its rule beginning on its first date, and every date. */
export interface PlannedSeries {
  readonly time: KeptTime
  readonly recurrence: Recurrence
  readonly dates: readonly NewDate[]
}

/** The dates of a plan that take place, by their number. */
export const keptDates = ({ dates }: MeetingPlan): NewDate[] =>
  dates.flatMap(({ number, time }) => (number === null ? [] : [{ number, time }]))

/** A checked plan as it is kept: the series begins on the first date that takes place, and its rule counts from there. */
export function seriesOf(plan: MeetingPlan, rule: Recurrence): PlannedSeries {
  const leftOut = plan.dates.findIndex(({ isKept }) => isKept)
  const dates = keptDates(plan)
  const whole = completeRule(rule, plan.dates[0]!.time.on)
  const ends = 'afterDates' in rule.ends ? { afterDates: rule.ends.afterDates - leftOut } : rule.ends
  return { time: dates[0]!.time, recurrence: recurrenceOf({ ...whole, ends }), dates }
}

/** A rule moved by some days with the dates that follow it, as far as a rule can be. */
export function shiftRule(rule: Recurrence, days: number): Recurrence {
  const shifted = (day: number) => ((((day - 1 + days) % 7) + 7) % 7) + 1
  const { weekDays, monthDay, monthWeekDay, ends, ...rest } = rule
  return {
    ...rest,
    ...(weekDays === undefined ? {} : { weekDays: weekDays.map(shifted).toSorted((a, b) => a - b) }),
    ...(monthDay === undefined ? {} : { monthDay: Math.min(31, Math.max(1, monthDay + days)) }),
    ...(monthWeekDay === undefined ? {} : { monthWeekDay: shifted(monthWeekDay) }),
    ends: 'on' in ends ? { on: addDays(ends.on, days) } : ends,
  }
}

/** The starts of a kept series by its rule (epoch ms): what stands elsewhere was moved by hand. */
export function startsByRule(recurrence: Recurrence | null, { on, startsAt, timeZone }: KeptTime): Set<number> {
  if (recurrence === null) return new Set()
  const { dates } = planDates(recurrence, { on, at: startsAt, timeZone }, { durationMinutes: 1 })
  return new Set(dates.map(({ startInstant }) => startInstant))
}

function recurrenceOf(rule: ReturnType<typeof completeRule>): Recurrence {
  const { every, interval, weekDays, monthDay, monthWeek, monthWeekDay, ends } = rule
  return {
    every,
    interval,
    ...(weekDays === undefined ? {} : { weekDays: [...weekDays] }),
    ...(monthDay === undefined ? {} : { monthDay }),
    ...(monthWeek === undefined ? {} : { monthWeek }),
    ...(monthWeekDay === undefined ? {} : { monthWeekDay }),
    ends: 'on' in ends ? { on: ends.on } : { afterDates: ends.afterDates },
  }
}
