import type { MeetingId } from '../../../shared/ids.ts'
import { call } from '../../api.ts'
import { showProblem } from '../../task.ts'
import { showToast } from '../../ui/Toasts.tsx'
import { scheduleWords as words } from '../../words/schedule.ts'

/** Opens a class in Zoom on this computer, as its host or as somebody who comes in; says so, or what kept it from opening. */
export function openInZoom(how: 'meeting.start' | 'meeting.join', meetingId: MeetingId): void {
  call(how, { meetingId }).then(() => showToast({ title: words.actions.opening }), showProblem)
}
