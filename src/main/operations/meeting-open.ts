import type { Handlers } from '../../shared/contract/index.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Clock, OpenLink } from '../ports.ts'
import type { MeetingsStore } from '../store/meetings.ts'
import type { MeetingRow } from '../store/outbox-queue.ts'
import type { ZoomClient } from '../zoom/client.ts'
import { mustBeAlive } from './meeting-reach.ts'

/** What opening a meeting needs. */
export interface MeetingOpenDeps {
  readonly meetings: MeetingsStore
  /** The client of the connected account. Raises `notConnected`. */
  readonly zoom: () => Promise<ZoomClient>
  readonly openLink: OpenLink
  readonly isPractice: boolean
  readonly clock: Clock
}

/** Starting and joining a meeting on this computer. A link goes to the host's opener, and nowhere else. */
export function createMeetingOpenOperations(deps: MeetingOpenDeps): Handlers<'meeting.start' | 'meeting.join'> {
  const toOpen = async (meetingId: string): Promise<MeetingRow> => {
    const { meeting } = await deps.meetings.get(meetingId, deps.clock.now())
    mustBeAlive(meeting.state)
    if (deps.isPractice) {
      throw new ProblemError('conflict', 'The practice school has no room to open.', {
        fix: 'In your own school this opens Zoom. Here, let the class take place from the bar at the top.',
      })
    }
    return meeting
  }

  return {
    'meeting.start': async ({ meetingId }) => {
      const { zoomMeetingId } = await toOpen(meetingId)
      if (zoomMeetingId === null) throw notAtZoom()
      const zoom = await deps.zoom()
      await deps.openLink(await zoom.getStartLink(zoomMeetingId))
      return { done: true }
    },

    'meeting.join': async ({ meetingId }) => {
      const { joinUrl } = await toOpen(meetingId)
      if (joinUrl === null) throw notAtZoom()
      await deps.openLink(joinUrl)
      return { done: true }
    },
  }
}

const notAtZoom = () =>
  new ProblemError('conflict', 'Zoom does not know this class yet.', {
    fix: 'Wait until it is sent; the Schedule says why when it cannot be.',
  })
