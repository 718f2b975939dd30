import type { Scope } from '../../shared/contract/meeting.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { MeetingToChange } from '../store/meetings.ts'
import type { DateRow } from '../store/meetings-view.ts'
import type { MeetingRow } from '../store/outbox-queue.ts'

/** How far a change reaches. */
export interface Reach {
  /** As it was asked for; what reaches every date is for all of them. */
  readonly scope: Scope
  /** The date from which the change was seen; null without a fixed time. */
  readonly target: DateRow | null
  /** Those that can be changed: neither begun nor cancelled. */
  readonly dates: readonly DateRow[]
  /** Every date that is not cancelled is within reach, so nothing of the meeting has begun. */
  readonly isWhole: boolean
}

/** The dates that a change reaches, the next to come first if none is named. Raises `conflict` and `notFound`. */
export function reachOf(
  { meeting, dates, isRunning }: MeetingToChange,
  { occurrenceId, scope }: { readonly occurrenceId?: string | undefined; readonly scope: Scope },
  now: number,
): Reach {
  if (meeting.type === 'recurringNoFixedTime') return { scope: 'all', target: null, dates: [], isWhole: true }
  const isSeries = meeting.recurrence !== null
  // One that never reached Zoom has not begun, however late it is; of a series only what is ahead can still be made.
  const hasBegun = ({ startInstant }: DateRow) =>
    isSeries ? startInstant <= now : isRunning || (startInstant <= now && meeting.zoomMeetingId !== null)
  const planned = dates.filter(({ state }) => state === 'scheduled')
  const ahead = planned.filter((date) => !hasBegun(date))
  const target = occurrenceId === undefined ? ahead[0] : dates.find(({ id }) => id === occurrenceId)
  if (occurrenceId !== undefined && target === undefined) throw noSuchDate()
  if (target !== undefined && target.state === 'cancelled') throw dateCancelled()
  if (target === undefined || (hasBegun(target) && scope !== 'all')) throw begun(isSeries)
  const reached =
    scope === 'all' || !isSeries
      ? ahead
      : scope === 'this'
        ? [target]
        : ahead.filter(({ startInstant }) => startInstant >= target.startInstant)
  if (reached.length === 0) throw begun(isSeries)
  const isWhole = reached.length === planned.length
  return { scope: isWhole ? 'all' : scope, target, dates: reached, isWhole }
}

/** Raises `conflict` for a meeting that is cancelled, or gone at Zoom. */
export function mustBeAlive(state: MeetingRow['state']): void {
  if (state === 'cancelled' || state === 'cancelling') {
    throw new ProblemError('conflict', 'This meeting is cancelled.', { fix: 'Schedule another one.' })
  }
  if (state === 'missing') {
    throw new ProblemError('conflict', 'Zoom no longer has this meeting: it was deleted there, or has expired.', {
      fix: 'Schedule the class anew.',
    })
  }
}

const begun = (isSeries: boolean) =>
  new ProblemError(
    'conflict',
    isSeries
      ? 'This date has begun, so it cannot be changed any more.'
      : 'This meeting has begun, so it cannot be moved any more.',
    {
      fix: isSeries ? 'Change the dates that are to come.' : 'Cancel it and schedule another one, or tell the class.',
    },
  )

const dateCancelled = () =>
  new ProblemError('conflict', 'This date is cancelled.', { fix: 'Schedule another class for it.' })

const noSuchDate = () =>
  new ProblemError('notFound', 'This date does not belong to the meeting.', {
    field: 'occurrenceId',
    fix: 'Reload the list.',
  })
