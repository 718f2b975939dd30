import type { Handlers } from '../../shared/contract/index.ts'
import type { Meeting, ScheduleMeeting } from '../../shared/contract/meeting.ts'
import { referenceOf } from '../../shared/domain/meeting.ts'
import { foldEmail } from '../../shared/domain/roster.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Clock, Log } from '../ports.ts'
import type { HostsStore, KeptHost } from '../store/hosts.ts'
import type { MeetingsStore } from '../store/meetings.ts'
import type { MeetingView } from '../store/meetings-view.ts'
import type { OutboxStore } from '../store/outbox.ts'
import type { KeptAddressRules, RegistrantsStore } from '../store/registrants.ts'
import type { ZoomClient } from '../zoom/client.ts'
import { checkForm, checkHost, timeOf, type CheckedForm } from './meeting-check.ts'
import { registersStudents } from './meeting-draft.ts'
import { meetingOf, summaryOf } from './meeting-view.ts'
import { waitUntil } from './outbox-wait.ts'

type Names =
  | 'meeting.schedule'
  | 'meeting.list'
  | 'meeting.get'
  | 'meeting.change'
  | 'meeting.cancel'
  | 'meeting.registerAgain'

/** What the operations of meetings need. */
export interface MeetingDeps {
  readonly meetings: MeetingsStore
  readonly registrants: RegistrantsStore
  readonly outbox: OutboxStore
  readonly hosts: HostsStore
  /** Reads the account's hosts from Zoom into the store: a teacher may be new there. */
  readonly refreshHosts: () => Promise<unknown>
  /** The school's rules for the addresses that students are registered with. */
  readonly addressRules: () => Promise<KeptAddressRules>
  /** The client of the connected account. Raises `notConnected`. */
  readonly zoom: () => Promise<ZoomClient>
  /** The school's zone. */
  readonly timeZone: () => string
  readonly clock: Clock
  readonly realClock: Clock
  /** Hears of each change in the database; returns the unsubscriber. */
  readonly onChange: (listener: () => void) => () => void
  readonly newId: () => string
  readonly log: Log
}

/** Scheduling, moving and cancelling meetings, and reading them. Zoom hears of it through the outbox. */
export function createMeetingOperations(deps: MeetingDeps): Handlers<Names> {
  const { meetings, registrants, clock, newId } = deps

  const get = async (meetingId: string, occurrenceId?: string): Promise<Meeting> => {
    const now = clock.now()
    const view = await meetings.get(meetingId, now, occurrenceId)
    return meetingOf(view, await meetings.dates(meetingId), await registrants.ofMeeting(meetingId), now)
  }

  return {
    'meeting.schedule': async ({ waitSeconds, ...input }) => {
      const form: CheckedForm = { ...input, ...whenOf(input), timeZone: input.timeZone ?? deps.timeZone() }
      checkForm(form, clock.now())
      await mustBeConnected(deps)
      const host = await findHost(deps, form)
      checkHost(host, form.audience)
      const id = newId()
      await meetings.schedule({
        id,
        reference: referenceOf(id),
        time: timeOf(form),
        host,
        title: form.title,
        description: form.description,
        audience: form.audience,
        settings: form.settings,
        teachingGroupId: form.teachingGroupId ?? null,
        sectionId: form.sectionId ?? null,
        registration: registersStudents(form) ? await deps.addressRules() : null,
        now: clock.now(),
        newId,
      })
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

    'meeting.get': ({ meetingId, occurrenceId }) => get(meetingId, occurrenceId),

    'meeting.change': async ({ meetingId, changes }) => {
      const view = await meetings.get(meetingId, clock.now())
      mustBeAhead(view, clock.now())
      const { meeting } = view
      const { on, startsAt, durationMinutes, title } = changes
      const plan = {
        on: on ?? meeting.on,
        startsAt: startsAt ?? meeting.startsAt,
        durationMinutes: durationMinutes ?? meeting.durationMinutes,
        timeZone: meeting.timeZone,
      }
      const form = {
        ...plan,
        title: title ?? meeting.title,
        description: meeting.description,
        audience: meeting.audience,
        settings: { approval: 'automatic' as const, signedInOnly: false, ...meeting.settings },
        ...(view.group === null ? {} : { teachingGroupId: view.group.id as ScheduleMeeting['teachingGroupId'] }),
      }
      checkForm(form, clock.now())
      await meetings.reschedule({
        meetingId,
        time: timeOf(plan),
        title: form.title,
        rules: await deps.addressRules(),
        now: clock.now(),
        newId,
      })
      return get(meetingId)
    },

    'meeting.cancel': async ({ meetingId }) => {
      await meetings.cancel(meetingId, { now: clock.now(), newId })
      return get(meetingId)
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

function whenOf({ on, startsAt }: ScheduleMeeting): { on: string; startsAt: string } {
  if (on !== undefined && startsAt !== undefined) return { on, startsAt }
  throw new ProblemError('invalidInput', 'It is not said when this class is.', {
    field: on === undefined ? 'on' : 'startsAt',
    fix: 'Choose its date and its time.',
  })
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

async function findHost(deps: MeetingDeps, form: CheckedForm): Promise<KeptHost> {
  const find = async () => (form.host === undefined ? findTeacher(deps, form) : deps.hosts.find(form.host))
  const known = await find()
  if (known !== null) return known
  try {
    await deps.refreshHosts()
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    deps.log.warn('meeting.hostsNotRead', { kind: error.problem.kind })
  }
  const found = await find()
  if (found !== null) return found
  throw form.host === undefined
    ? new ProblemError('invalidInput', 'None of the teachers of this meeting is a host in the Zoom account.', {
        field: 'host',
        fix: 'Choose who is to host it.',
      })
    : new ProblemError('notFound', 'The Zoom account has no host of this id or e-mail address.', {
        field: 'host',
        fix: 'Choose a host from the list, or add the teacher in Zoom.',
      })
}

async function findTeacher({ meetings, hosts }: MeetingDeps, form: CheckedForm): Promise<KeptHost | null> {
  const { teachingGroupId, sectionId, on } = form
  const of = teachingGroupId !== undefined ? { teachingGroupId } : sectionId !== undefined ? { sectionId } : null
  if (of === null) return null
  const { teacherAddresses } = await meetings.findClass(of, on)
  const byAddress = new Map((await hosts.list()).map((host) => [foldEmail(host.email), host]))
  const address = teacherAddresses.find((own) => byAddress.has(own))
  return address === undefined ? null : byAddress.get(address)!
}

function mustBeAlive(state: MeetingView['meeting']['state']): void {
  if (state === 'cancelled' || state === 'cancelling') {
    throw new ProblemError('conflict', 'This meeting is cancelled.', { fix: 'Schedule another one.' })
  }
  if (state === 'missing') {
    throw new ProblemError('conflict', 'Zoom no longer has this meeting: it was deleted there, or has expired.', {
      fix: 'Schedule the class anew.',
    })
  }
}

function mustBeAhead({ meeting, isRunning }: MeetingView, now: number): void {
  mustBeAlive(meeting.state)
  // One that never reached Zoom has not begun, however late it is.
  const hasBegun = isRunning || (meeting.startInstant <= now && meeting.zoomMeetingId !== null)
  if (hasBegun) {
    throw new ProblemError('conflict', 'This meeting has begun, so it cannot be moved any more.', {
      fix: 'Cancel it and schedule another one, or tell the class.',
    })
  }
}
