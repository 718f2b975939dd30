import type { PeriodSummary } from '../../../shared/contract/attendance.ts'

/** Where a class stands in the day; earlier ones that wait for a person stay in sight. */
export type DayPart = 'attention' | 'now' | 'next' | 'earlier'

const minuteMs = 60_000
/** A report can be half an hour late: nobody is asked about a class before. */
const askAfterMs = 30 * minuteMs

/** Whether a person must say if the class took place. */
export function asksHeld({ held, state, meetingState, time }: PeriodSummary, now: number): boolean {
  const isOpen = state !== 'planned' && state !== 'live'
  return held === 'unknown' && isOpen && meetingState !== 'cancelled' && Date.parse(time.endInstant) + askAfterMs <= now
}

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

/** The part of the day that a class belongs to at `now`, epoch ms. */
export function partOf(period: PeriodSummary, now: number): DayPart {
  const { startInstant, endInstant } = period.time
  if (Date.parse(startInstant) > now) return 'next'
  if (Date.parse(endInstant) > now) return 'now'
  return needsPerson(period, now) ? 'attention' : 'earlier'
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
