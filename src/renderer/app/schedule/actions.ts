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
import type { MeetingSummary } from '../../../shared/contract/meeting.ts'
import { officeStaff, type Role } from '../../../shared/contract/row.ts'
import type { MenuAction, MenuGroup } from '../../ui/Menu.tsx'
import { scheduleWords } from '../../words/schedule.ts'
import type { Overlay } from './place.ts'

const { actions: words } = scheduleWords

/** Whether this person schedules; nobody does before the role is known. */
export const isScheduler = (role: Role | undefined): boolean => role !== undefined && officeStaff.includes(role)

/** Whether this person may change a class that still can be changed. */
export const canChange = ({ phase, state }: Pick<MeetingSummary, 'phase' | 'state'>, role: Role | undefined): boolean =>
  isScheduler(role) && phase === 'upcoming' && (state === 'scheduled' || state === 'creating')

/** What a row's menu does. */
export interface ActionHandlers {
  readonly open: (meeting: MeetingSummary) => void
  readonly overlay: (meeting: MeetingSummary, overlay: Overlay) => void
  readonly attendance: (meeting: MeetingSummary) => void
  readonly start: (meeting: MeetingSummary) => void
  readonly join: (meeting: MeetingSummary) => void
  readonly copyLink: (meeting: MeetingSummary) => void
  readonly seeDay: (meeting: MeetingSummary) => void
}

/** What can be done with one class: the same in the list, the week and the day. What may not be done is left out. */
export function actionsOf(meeting: MeetingSummary, role: Role | undefined, on: ActionHandlers): readonly MenuGroup[] {
  const { phase, periodIds, zoomMeetingId, state } = meeting
  const see: MenuAction[] = [
    { id: 'open', label: words.open, icon: PanelRight, keys: 'Enter', onAction: () => on.open(meeting) },
    ...(periodIds.length > 0 && phase !== 'upcoming'
      ? [{ id: 'attendance', label: words.attendance, icon: ClipboardCheck, onAction: () => on.attendance(meeting) }]
      : []),
    { id: 'day', label: words.seeDay, icon: CalendarDays, onAction: () => on.seeDay(meeting) },
  ]
  const join: MenuAction[] =
    phase === 'past' || state === 'cancelled'
      ? []
      : [
          { id: 'start', label: words.start, icon: Video, onAction: () => on.start(meeting) },
          { id: 'join', label: words.join, icon: LogIn, onAction: () => on.join(meeting) },
          { id: 'copyLink', label: words.copyLink, icon: Copy, onAction: () => on.copyLink(meeting) },
        ].map((action) => (zoomMeetingId === null ? { ...action, isDisabled: true, detail: words.noLink } : action))
  const change: MenuAction[] = canChange(meeting, role)
    ? [
        { id: 'change', label: words.change, icon: Pencil, onAction: () => on.overlay(meeting, 'change') },
        { id: 'move', label: words.move, icon: MoveRight, keys: 'M', onAction: () => on.overlay(meeting, 'move') },
        {
          id: 'cancel',
          label: words.cancel,
          icon: CalendarX,
          isDanger: true,
          onAction: () => on.overlay(meeting, 'cancel'),
        },
      ]
    : []
  return [
    { id: 'see', actions: see },
    { id: 'join', actions: join },
    { id: 'change', actions: change },
  ].filter((group) => group.actions.length > 0)
}
