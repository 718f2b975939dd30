import type { PeriodSummary } from '../../../shared/contract/attendance.ts'
import { asksHeld } from '../../held/held.ts'
import { isDue, type Actionable } from '../../meeting/actions.ts'

/** Where a class stands in the day; earlier ones that wait for a person stay in sight. */
export type DayPart = 'attention' | 'now' | 'next' | 'later' | 'earlier'

const minuteMs = 60_000
/** Whether anything about the class waits for a person. */
export function needsPerson(period: PeriodSummary, now: number): boolean {
  const { proposedChanges, figures, meetingState } = period
  return (
    proposedChanges > 0 ||
    figures.unidentified > 0 ||
    asksHeld(period, now) ||
    meetingState === 'refused' ||
    meetingState === 'missing'
  )
}

/**
 * When the class hour ends that is next at `now`: with the first end of the classes that begin first. Those that begin
 * before belong to it, as where one grade begins at 7:30 and another at 7:45. Epoch ms; infinite when nothing is to come.
 */
export function nextHourEnd(periods: readonly PeriodSummary[], now: number): number {
  const toCome = periods.filter(({ time }) => Date.parse(time.startInstant) > now)
  const first = toCome.reduce((least, { time }) => Math.min(least, Date.parse(time.startInstant)), Infinity)
  return toCome
    .filter(({ time }) => Date.parse(time.startInstant) === first)
    .reduce((least, { time }) => Math.min(least, Date.parse(time.endInstant)), Infinity)
}

/** The part of the day that a class belongs to at `now`, epoch ms; `nextEnd` is {@link nextHourEnd} of the whole day. */
export function partOf(period: PeriodSummary, now: number, nextEnd: number): DayPart {
  const { startInstant, endInstant } = period.time
  if (Date.parse(startInstant) > now) return Date.parse(startInstant) < nextEnd ? 'next' : 'later'
  if (Date.parse(endInstant) > now) return 'now'
  return needsPerson(period, now) ? 'attention' : 'earlier'
}

/** A class of the day as the actions of the schedule look at it. */
export function actionableOf({ time, meetingId, meetingState }: PeriodSummary, now: number): Actionable {
  const isOver = Date.parse(time.endInstant) <= now
  return {
    phase: isOver ? 'past' : Date.parse(time.startInstant) <= now ? 'live' : 'upcoming',
    // A class without a meeting has none to start or to join.
    state: meetingState ?? 'cancelled',
    hasPeriod: true,
    isAtZoom: meetingId !== null && meetingState === 'scheduled',
  }
}

/** Whether to start it is the next thing to do with a class. */
export function isStartable(period: PeriodSummary, now: number): boolean {
  const { phase, isAtZoom } = actionableOf(period, now)
  return isAtZoom && isDue({ phase, time: period.time }, now)
}

/** Whole minutes until the class begins, never below none. */
export const minutesUntil = ({ time }: PeriodSummary, now: number): number =>
  Math.max(0, Math.ceil((Date.parse(time.startInstant) - now) / minuteMs))

/** What Today is narrowed to, as the address keeps it. */
export interface DayFilter {
  readonly grade: string | undefined
  readonly section: string | undefined
  readonly teacher: string | undefined
}

/** Whether the class fits the filter. */
export function fits({ sections, teachers }: PeriodSummary, { grade, section, teacher }: DayFilter): boolean {
  return (
    (grade === undefined || sections.some(({ gradeLevel }) => gradeLevel === grade)) &&
    (section === undefined || sections.some(({ id }) => id === section)) &&
    (teacher === undefined || teachers.includes(teacher))
  )
}
