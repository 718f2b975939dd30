import type { Handlers } from '../../shared/contract/index.ts'
import type { Meeting } from '../../shared/contract/meeting.ts'
import { mostCounted, referenceOf } from '../../shared/domain/meeting.ts'
import type { PersonId } from '../../shared/ids.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import type { OutboxStore } from '../store/outbox.ts'
import type { RegistrantsStore } from '../store/registrants.ts'
import type { ZoomClient } from '../zoom/client.ts'
import { thinkThrough, type ChangeDeps } from './meeting-change.ts'
import { previewChange } from './meeting-change-preview.ts'
import { registersStudents } from './meeting-draft.ts'
import { mustBeAlive, reachOf } from './meeting-reach.ts'
import { meetingOfForm } from './meeting-schedule.ts'
import { meetingOf, summaryOf } from './meeting-view.ts'
import { waitUntil } from './outbox-wait.ts'

type Names =
  | 'meeting.schedule'
  | 'meeting.list'
  | 'meeting.count'
  | 'meeting.listWithoutLink'
  | 'meeting.get'
  | 'meeting.previewChange'
  | 'meeting.change'
  | 'meeting.cancel'
  | 'meeting.remove'
  | 'meeting.registerAgain'

/** Whoever has no link stands in a list: more names than these nobody reads. */
const mostStudentsNamed = 50

/** What the operations of meetings need. */
export interface MeetingDeps extends ChangeDeps {
  readonly registrants: RegistrantsStore
  readonly outbox: OutboxStore
  /** The client of the connected account. Raises `notConnected`. */
  readonly zoom: () => Promise<ZoomClient>
  readonly clock: Clock
  readonly realClock: Clock
  /** Hears of each change in the database; returns the unsubscriber. */
  readonly onChange: (listener: () => void) => () => void
  readonly newId: () => string
}

/** Scheduling, changing and cancelling meetings, and reading them. Zoom hears of it through the outbox. */
export function createMeetingOperations(deps: MeetingDeps): Handlers<Names> {
  const { meetings, registrants, clock, newId } = deps

  const get = async (meetingId: string, occurrenceId?: string): Promise<Meeting> => {
    const now = clock.now()
    const { dates, ...view } = await meetings.get(meetingId, now, occurrenceId)
    const hosts = view.meeting.alternativeHosts.length === 0 ? [] : await deps.hosts.list()
    const byId = new Map(hosts.map(({ hostId, name, email }) => [hostId, { hostId, name, email }]))
    return meetingOf(view, dates, await registrants.ofMeeting(meetingId), byId, now)
  }

  return {
    'meeting.schedule': async ({ waitSeconds, ...form }) => {
      const now = clock.now()
      const id = newId()
      const wanted = await meetingOfForm(deps, form, id, now)
      await mustBeConnected(deps)
      await meetings.schedule(wanted, { now, newId })
      await waitUntil(deps, waitSeconds, async () => {
        const { moving, putOff } = await deps.outbox.count([id])
        return moving === 0 || putOff > 0
      })
      return get(id)
    },

    'meeting.list': async (filter) => {
      const now = clock.now()
      const page = await meetings.list(filter, now)
      return { meetings: page.meetings.map((view) => summaryOf(view, now)), nextCursor: page.nextCursor }
    },

    'meeting.count': async () => {
      const now = clock.now()
      const [live, inNeed, causes] = await Promise.all([
        meetings.count({ phase: 'live', limit: mostCounted }, now),
        meetings.count({ needsAttention: true, limit: mostCounted }, now),
        meetings.withoutLink(now, 0),
      ])
      return { live, attention: Math.min(mostCounted + 1, inNeed + causes.length) }
    },

    'meeting.listWithoutLink': async () => {
      const causes = await meetings.withoutLink(clock.now(), mostStudentsNamed)
      return {
        causes: causes.map(({ students, ...cause }) => ({
          ...cause,
          students: students.map(({ personId, listName }) => ({ personId: personId as PersonId, listName })),
        })),
      }
    },

    'meeting.get': ({ meetingId, occurrenceId }) => get(meetingId, occurrenceId),

    'meeting.previewChange': (input) => previewChange(deps, input, clock.now()),

    'meeting.change': async (input) => {
      const now = clock.now()
      const { plan, target } = await thinkThrough(deps, input, now)
      const id = newId()
      const second = { id, reference: referenceOf(id) }
      const meetingId = await meetings.change(plan, { now, newId, second, rules: await deps.addressRules() })
      return get(meetingId, target?.id)
    },

    'meeting.cancel': async ({ meetingId, occurrenceId, scope }) => {
      const now = clock.now()
      const subject = await meetings.toChange(meetingId, now)
      const { recurrence, state } = subject.meeting
      // What is cancelled stays so, and a meeting of one date is cancelled whole, whatever its time.
      const isWhole = recurrence === null || state === 'cancelled' || state === 'cancelling' || state === 'missing'
      const reach = isWhole ? null : reachOf(subject, { occurrenceId, scope }, now)
      const occurrenceIds = reach === null || reach.isWhole ? null : reach.dates.map(({ id }) => id)
      await meetings.cancel({ meetingId, occurrenceIds, now, newId })
      return get(meetingId, occurrenceId)
    },

    'meeting.remove': async ({ meetingId }) => {
      await meetings.remove(meetingId, clock.now())
      return { done: true }
    },

    'meeting.registerAgain': async ({ meetingId }) => {
      const { meeting } = await meetings.get(meetingId, clock.now())
      if (!registersStudents(meeting)) {
        throw new ProblemError('conflict', 'Nobody is registered for this meeting: everyone comes by the same link.', {
          fix: 'Send everyone the link of the meeting.',
        })
      }
      mustBeAlive(meeting.state)
      if (meeting.state === 'refused') {
        throw new ProblemError('conflict', 'Zoom has not made this meeting, so nobody can be registered for it.', {
          fix: 'Try to send the meeting again, or reschedule it.',
        })
      }
      await meetings.registerAgain(meetingId, await deps.addressRules(), { now: clock.now(), newId })
      return get(meetingId)
    },
  }
}

/** Being offline is no reason not to schedule, and neither is a keychain that is shut: only a missing account is. */
async function mustBeConnected({ zoom, log }: MeetingDeps): Promise<void> {
  try {
    await zoom()
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.kind === 'notConnected') throw error
    log.warn('meeting.zoomOutOfReach', { kind: error.problem.kind })
  }
}
