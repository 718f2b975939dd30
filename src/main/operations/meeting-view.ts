import type { Meeting, MeetingSummary, Registration } from '../../shared/contract/meeting.ts'
import { timeStatus } from '../../shared/domain/meeting.ts'
import { toIso } from '../../shared/domain/time.ts'
import type { ClassPeriodId, MeetingId, PersonId, SectionId, TeachingGroupId } from '../../shared/ids.ts'
import type { Problem } from '../../shared/problem.ts'
import type { MeetingView } from '../store/meetings-view.ts'
import type { MeetingRow } from '../store/outbox-queue.ts'
import type { RegistrantRow } from '../store/registrants.ts'
import { differencesOf } from './meeting-draft.ts'

/** A meeting as lists show it, at an instant. */
export function summaryOf(view: MeetingView, now: number): MeetingSummary {
  const { meeting, group, sections, isRunning } = view
  const { startInstant, endInstant } = meeting
  return {
    id: meeting.id as MeetingId,
    zoomMeetingId: meeting.zoomMeetingId,
    title: meeting.title,
    audience: meeting.audience,
    time: {
      on: meeting.on,
      startsAt: meeting.startsAt,
      durationMinutes: meeting.durationMinutes,
      timeZone: meeting.timeZone,
      startInstant: toIso(startInstant),
      endInstant: toIso(endInstant),
    },
    state: meeting.state,
    phase: timeStatus({ startsAt: startInstant, endsAt: endInstant, isRunning }, now),
    host: { hostId: meeting.hostId, name: meeting.hostName, email: meeting.hostEmail },
    group: group === null ? null : { id: group.id as TeachingGroupId, title: group.title },
    sections: sections.map(({ id, name }) => ({ id: id as SectionId, name })),
    periodIds: view.periodIds.map((id) => id as ClassPeriodId),
    expectedCount: view.expectedCount,
    registeredCount: view.registeredCount,
    refusedCount: view.refusedCount,
  }
}

/** A meeting with its registrations. */
export function meetingOf(view: MeetingView, registrants: readonly RegistrantRow[], now: number): Meeting {
  const { meeting } = view
  return {
    ...summaryOf(view, now),
    description: meeting.description,
    settings: { ...meeting.settings },
    joinUrl: meeting.joinUrl,
    passcode: meeting.passcode,
    registrations: registrants.map(registrationOf),
    problem: meeting.problem ?? differenceProblem(meeting),
    createdAt: toIso(meeting.createdAt),
  }
}

function registrationOf({ personId, listName, state, refusal, joinUrl }: RegistrantRow): Registration {
  const isRegistered = state === 'registered'
  return {
    personId: personId as PersonId,
    listName,
    state,
    reason: isRegistered ? null : reasonOf(state, refusal),
    joinUrl: isRegistered ? joinUrl : null,
  }
}

const refusals: Readonly<Record<string, string>> = {
  noAddress: 'There is no e-mail address of their own.',
  sharedAddress: 'Their e-mail address belongs to somebody else as well, and Zoom would give both one link.',
  invalidAddress: 'Their e-mail address is not written like one.',
  domainNotAllowed: 'Their e-mail address is not of a domain that the school allows.',
  isHost: 'They are the host of this meeting, whom Zoom does not register.',
  registrationOff: 'Registration was off for this meeting at Zoom.',
  domainBlocked: 'Zoom blocks e-mail addresses of this domain for the account.',
  isOver: 'The meeting was over when they were to be registered.',
  isFull: 'The meeting was full at Zoom.',
  denied: 'Somebody denied their registration in Zoom.',
  givenUp: 'Their registration was given up.',
}

function reasonOf(state: RegistrantRow['state'], refusal: string | null): string {
  switch (state) {
    case 'waiting':
      return 'They wait to be registered with Zoom.'
    case 'pending':
      return 'Somebody has to approve their registration in Zoom.'
    case 'cancelled':
      return 'They no longer belong to this class.'
    case 'registered':
    case 'refused':
      return refusals[refusal ?? ''] ?? `Zoom refused their registration (code ${refusal ?? 'unknown'}).`
  }
}

/** Locked account settings override what was asked for without a word from Zoom. */
function differenceProblem(meeting: MeetingRow): Problem | null {
  const differences = differencesOf(meeting)
  if (differences.length === 0) return null
  return {
    kind: 'zoomRefused',
    message: `Zoom's account settings changed this meeting: ${differences.join('; ')}.`,
    fix: 'If that is not wanted, ask whoever manages the Zoom account to unlock these settings.',
  }
}
