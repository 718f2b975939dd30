import type { MeetingId } from '../../shared/ids.ts'
import { call } from '../api.ts'
import { showProblem } from '../task.ts'
import { showToast } from '../ui/Toasts.tsx'
import { scheduleWords as words } from '../words/schedule.ts'

/** Opens a class in Zoom on this computer, as its host or as somebody who comes in; says so, or what kept it from opening. */
export function openInZoom(how: 'meeting.start' | 'meeting.join', meetingId: MeetingId): void {
  call(how, { meetingId }).then(() => showToast({ title: words.actions.opening }), showProblem)
}

/** Copies the link of a class, where it has one; says so, or what kept it. */
export function copyLink(meetingId: MeetingId): void {
  const copied = async () => {
    const { joinUrl } = await call('meeting.get', { meetingId })
    if (joinUrl === null) return
    await navigator.clipboard.writeText(joinUrl)
    showToast({ title: words.copied })
  }
  copied().catch(showProblem)
}
