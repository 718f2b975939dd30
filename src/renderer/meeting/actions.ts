import {
  CalendarDays,
  CalendarX,
  ClipboardCheck,
  Copy,
  LogIn,
  MoveRight,
  PanelRight,
  Pencil,
  Video,
} from 'lucide-react'
import type { Meeting, MeetingSummary } from '../../shared/contract/meeting.ts'
import { officeStaff, type Role } from '../../shared/contract/row.ts'
import type { MenuAction, MenuGroup } from '../ui/Menu.tsx'
import { scheduleWords } from '../words/schedule.ts'

const { actions: words } = scheduleWords

/** Whether this person schedules; nobody does before the role is known. */
export const isScheduler = (role: Role | undefined): boolean => role !== undefined && officeStaff.includes(role)

/** Whether this person may change a class that still can be changed. */
export const canChange = ({ phase, state }: Pick<MeetingSummary, 'phase' | 'state'>, role: Role | undefined): boolean =>
  isScheduler(role) && phase === 'upcoming' && (state === 'scheduled' || state === 'creating')

const dueMs = 30 * 60_000

/** Whether to start it is the next thing to do: it is on, or begins within half an hour of `now`. */
export const isDue = ({ phase, time }: Pick<MeetingSummary, 'phase' | 'time'>, now: number): boolean =>
  phase === 'live' || (phase === 'upcoming' && Date.parse(time.startInstant) - now < dueMs)

/** What may be done with a meeting as a whole, seen from one of its dates. */
export function rightsOf(
  { state, phase, kind, dates, zoomMeetingId }: Pick<Meeting, 'state' | 'phase' | 'kind' | 'dates' | 'zoomMeetingId'>,
  role: Role | undefined,
) {
  const isAlive = state === 'scheduled' || state === 'creating'
  const hasDates =
    kind === 'noFixedTime' ||
    phase === 'upcoming' ||
    dates.some((date) => date.phase === 'upcoming' && date.state === 'scheduled')
  return {
    canChange: isScheduler(role) && isAlive && hasDates,
    // Cancelled as a whole: one date of a series that is left out is no meeting of its own.
    canRemove: isScheduler(role) && state === 'cancelled' && dates.every((date) => date.state === 'cancelled'),
    canOpen: isAlive && phase !== 'past' && zoomMeetingId !== null,
  }
}

/** What is done with a class in a window over the view that it was begun in. */
export const overlays = ['change', 'move', 'cancel'] as const
export type Overlay = (typeof overlays)[number]

/** What of a class decides about what can be done with it. */
export interface Actionable extends Pick<MeetingSummary, 'phase' | 'state'> {
  readonly hasPeriod: boolean
  readonly isAtZoom: boolean
}

/** A row of the schedule as {@link actionsOf} looks at it. */
export const actionable = ({ phase, state, periodIds, zoomMeetingId }: MeetingSummary): Actionable => ({
  phase,
  state,
  hasPeriod: periodIds.length > 0,
  isAtZoom: zoomMeetingId !== null,
})

/** What a row's menu does. */
export interface ActionHandlers {
  readonly open: () => void
  /** Left out where nothing is changed from. */
  readonly overlay?: (overlay: Overlay) => void
  readonly attendance: () => void
  readonly start: () => void
  readonly join: () => void
  readonly copyLink: () => void
  readonly seeDay: () => void
}

/** What can be done with one class: the same in the list, the week, the day and Today. What may not be done is left out. */
export function actionsOf(meeting: Actionable, role: Role | undefined, on: ActionHandlers): readonly MenuGroup[] {
  const { phase, state, hasPeriod, isAtZoom } = meeting
  const see: MenuAction[] = [
    { id: 'open', label: words.open, icon: PanelRight, keys: 'Enter', onAction: on.open },
    ...(hasPeriod && phase !== 'upcoming'
      ? [{ id: 'attendance', label: words.attendance, icon: ClipboardCheck, onAction: on.attendance }]
      : []),
    { id: 'day', label: words.seeDay, icon: CalendarDays, onAction: on.seeDay },
  ]
  const join: MenuAction[] =
    phase === 'past' || state === 'cancelled'
      ? []
      : [
          { id: 'start', label: words.start, icon: Video, onAction: on.start },
          { id: 'join', label: words.join, icon: LogIn, onAction: on.join },
          { id: 'copyLink', label: words.copyLink, icon: Copy, onAction: on.copyLink },
        ].map((action) => (isAtZoom ? action : { ...action, isDisabled: true, detail: words.noLink }))
  const { overlay } = on
  const change: MenuAction[] =
    overlay !== undefined && canChange(meeting, role)
      ? [
          { id: 'change', label: words.change, icon: Pencil, onAction: () => overlay('change') },
          { id: 'move', label: words.move, icon: MoveRight, keys: 'M', onAction: () => overlay('move') },
          { id: 'cancel', label: words.cancel, icon: CalendarX, isDanger: true, onAction: () => overlay('cancel') },
        ]
      : []
  return [
    { id: 'see', actions: see },
    { id: 'join', actions: join },
    { id: 'change', actions: change },
  ].filter((group) => group.actions.length > 0)
}
