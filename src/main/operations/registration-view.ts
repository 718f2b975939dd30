import type {
  MeetingRegistration,
  Registration,
  RegistrationCounts,
  RegistrationProgress,
  RegistrationRefusal,
} from '../../shared/contract/registration.ts'
import { topicOf } from '../../shared/domain/meeting-title.ts'
import { registrationRefusals, zoomRefusals } from '../../shared/domain/registration.ts'
import { toIso } from '../../shared/domain/time.ts'
import type { MeetingId, PersonId } from '../../shared/ids.ts'
import type { RegistrantOfMeeting, RegistrantRow } from '../store/registrants.ts'
import type { RegistrationCourse, Tally } from '../store/registrants-progress.ts'

interface Words {
  readonly reason: string
  readonly fix: string
}

const again = 'Then register the students of this class again.'

/** Each refusal in our words, and what can be done about it. */
const words: Readonly<Record<Exclude<RegistrationRefusal, 'other'>, Words>> = {
  noAddress: {
    reason: 'There is no e-mail address of their own.',
    fix: 'Give them an address of their own, or name in Settings a domain that the school owns: Homeroom then makes one.',
  },
  sharedAddress: {
    reason: 'Their e-mail address belongs to somebody else as well, and Zoom would give both one link.',
    fix: 'Give each an address of their own, or name in Settings a domain that the school owns: Homeroom then makes one.',
  },
  invalidAddress: {
    reason: 'Their e-mail address is not written like one.',
    fix: 'Correct the address on the student’s page.',
  },
  domainNotAllowed: {
    reason: 'Their e-mail address is not of a domain that the school allows.',
    fix: 'Give them an address of an allowed domain, or allow this one in Settings or for their section.',
  },
  isHost: {
    reason: 'They are a host of this meeting, whom Zoom does not register (3027).',
    fix: 'Correct the address if it is not theirs; a host needs no link.',
  },
  registrationOff: {
    reason: 'Registration was off for this meeting at Zoom (404).',
    fix: 'Register them again: Homeroom turns registration on first.',
  },
  domainBlocked: {
    reason: 'Zoom blocks e-mail addresses of this domain for the account (3003).',
    fix: `Have the domain unblocked in Zoom’s account settings, or give them another address. ${again}`,
  },
  isOver: {
    reason: 'The meeting was over when they were to be registered (3038).',
    fix: 'Move the class to a time to come, or let them in by hand.',
  },
  isFull: {
    reason: 'The meeting was full at Zoom (3043).',
    fix: `Remove registrants in Zoom who do not belong to the class. ${again}`,
  },
  denied: {
    reason: 'Somebody denied their registration in Zoom.',
    fix: `Approve them in Zoom, on the meeting’s page. ${again}`,
  },
  planTooSmall: {
    reason: 'The host’s Zoom licence does not include registration.',
    fix: `Give the host a licence in Zoom, or choose another host. ${again}`,
  },
  stopped: { reason: 'Their registration was stopped.', fix: 'Register the students of this class again.' },
  givenUp: { reason: 'Their registration was given up.', fix: 'Register the students of this class again.' },
}

const known: readonly string[] = [...registrationRefusals, ...zoomRefusals]

/** One person's registration as it is shown. */
export function registrationOf(row: RegistrantRow): Registration {
  const { personId, listName, kind, state, address, joinUrl } = row
  const isRegistered = state === 'registered'
  return {
    personId: personId as PersonId,
    listName,
    kind,
    state,
    address,
    refusal: state !== 'refused' ? null : refusalOf(row.refusal),
    ...(isRegistered ? { reason: null, fix: null } : reasonOf(row)),
    joinUrl: isRegistered ? joinUrl : null,
  }
}

/** One person's registration beside others of other meetings. */
export function meetingRegistrationOf(row: RegistrantOfMeeting): MeetingRegistration {
  return {
    ...registrationOf(row),
    meetingId: row.meetingId as MeetingId,
    meetingTitle: topicOf(row.meetingTitle),
    startsAt: row.startInstant === null ? null : toIso(row.startInstant),
  }
}

/** How many stand where; those who left are not counted. Who was registered without having been sent was there already. */
export function countsOf(tallies: readonly (Omit<Tally, 'count'> & { readonly count?: number })[]): RegistrationCounts {
  const counts = { total: 0, registered: 0, already: 0, pending: 0, waiting: 0, refused: 0 }
  for (const { state, triedOn, count = 1 } of tallies) {
    if (state === 'cancelled') continue
    counts.total += count
    counts[state === 'registered' && triedOn === null ? 'already' : state] += count
  }
  return counts
}

/** How far the registration of a meeting is. */
export function progressOf({ meetingId, title, entry, isStopped, tallies }: RegistrationCourse): RegistrationProgress {
  const state = isStopped ? 'stopped' : entry === null ? 'done' : entryStates[stateOf(entry)]
  return {
    meetingId: meetingId as MeetingId,
    title: topicOf(title),
    state,
    counts: countsOf(tallies),
    problem: entry?.problem ?? null,
    resumesAt: state === 'putOff' && entry !== null ? toIso(entry.nextTryAt) : null,
  }
}

const entryStates = { sending: 'running', refused: 'held', putOff: 'putOff', waiting: 'waiting' } as const

const stateOf = ({ state, problem }: NonNullable<RegistrationCourse['entry']>): keyof typeof entryStates =>
  state === 'sending' || state === 'refused' ? state : problem === null ? 'waiting' : 'putOff'

const refusalOf = (kept: string | null): RegistrationRefusal =>
  known.includes(kept ?? '') ? (kept as RegistrationRefusal) : 'other'

function reasonOf({ state, refusal }: RegistrantRow): { readonly reason: string; readonly fix: string | null } {
  switch (state) {
    case 'waiting':
      return { reason: 'They wait to be registered with Zoom.', fix: null }
    case 'pending':
      return {
        reason: 'Somebody has to approve their registration in Zoom.',
        fix: `Approve them in Zoom, on the meeting’s page. ${again}`,
      }
    case 'cancelled':
      return { reason: 'They no longer belong to this class.', fix: null }
    case 'registered':
    case 'refused': {
      const word = refusalOf(refusal)
      if (word !== 'other') return words[word]
      return {
        reason: `Zoom refused their registration (code ${refusal ?? 'unknown'}).`,
        fix: `Look the code up in Zoom’s support pages. ${again}`,
      }
    }
  }
}
