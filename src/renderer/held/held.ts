import type { PeriodSummary } from '../../shared/contract/attendance.ts'

/** A report can be half an hour late, and classes run over: asked before, the question invites a wrong answer. */
const askAfterMs = 30 * 60_000

/** Whether a person must say if the class took place, at `now` in epoch ms. */
export function asksHeld({ held, state, meetingState, time }: PeriodSummary, now: number): boolean {
  const isOpen = state !== 'planned' && state !== 'live'
  return held === 'unknown' && isOpen && meetingState !== 'cancelled' && Date.parse(time.endInstant) + askAfterMs <= now
}
