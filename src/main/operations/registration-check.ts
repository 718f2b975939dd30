import type { OutputOf, ParsedOf } from '../../shared/contract/index.ts'
import type { CheckFinding } from '../../shared/contract/registration.ts'
import { toIso } from '../../shared/domain/time.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import type { HostsStore } from '../store/hosts.ts'
import type { MeetingsStore } from '../store/meetings.ts'
import type { OutboxStore } from '../store/outbox.ts'
import type { RegistrantsStore } from '../store/registrants.ts'
import type { ZoomClient } from '../zoom/client.ts'
import { forecastWrites } from './host-writes.ts'
import { confirmedOf, registersStudents } from './meeting-draft.ts'
import { settingsIn } from './meeting-view.ts'
import {
  changeSettings,
  finding,
  ofPeople,
  registerAgain,
  type Checked,
  type Findings,
} from './registration-check-people.ts'
import { readAtZoom } from './registration-check-read.ts'
import { countsOf } from './registration-view.ts'

/** What the check needs. */
export interface RegistrationCheckDeps {
  readonly meetings: MeetingsStore
  readonly registrants: RegistrantsStore
  readonly hosts: HostsStore
  readonly outbox: OutboxStore
  /** The client of the connected account. Raises `notConnected`. */
  readonly zoom: () => Promise<ZoomClient>
  readonly clock: Clock
  readonly realClock: Clock
}

/**
 * What stands between the students of a class and their class, worst first. Zoom is read where it is in reach; where it is
 * not, what is known of it stands, and that is said.
 */
export async function checkRegistration(
  deps: RegistrationCheckDeps,
  { meetingId, occurrenceId }: ParsedOf<'registration.check'>,
): Promise<OutputOf<'registration.check'>> {
  const now = deps.clock.now()
  const { meeting, date } = await deps.meetings.get(meetingId, now, occurrenceId)
  if (!registersStudents(meeting) || meeting.groupKey === null) {
    throw new ProblemError('conflict', 'Nobody is registered for this meeting: everyone comes by the same link.', {
      fix: 'Send everyone the link of the meeting.',
    })
  }
  const [all, unplanned, outbox, read] = await Promise.all([
    deps.registrants.ofMeeting(meetingId),
    deps.registrants.unplanned(meeting.key, meeting.groupKey, date?.on ?? meeting.on),
    deps.outbox.list(),
    readAtZoom(deps, meeting),
  ])
  const checked: Checked = {
    meeting,
    date,
    rows: all.filter(({ state }) => state !== 'cancelled'),
    unplanned,
    entries: outbox.filter((entry) => entry.meetingId === meetingId),
    atZoom: read === 'gone' ? null : read,
    isGone: read === 'gone',
    now,
  }
  const found = [
    ...ofMeeting(checked),
    ...ofPeople(checked),
    await ofQuota(deps, checked),
    ofAdmission(checked),
    ofSignIn(checked),
    read === null && meeting.zoomMeetingId !== null ? notRead(checked) : null,
  ].filter((finding) => finding !== null)
  const isReady = found.every(({ level }) => level !== 'problem')
  const isWell = found.every(({ level }) => level !== 'problem' && level !== 'warning')
  const findings = isWell ? [...found, allWell(checked)] : found
  return {
    isReady,
    readAt: readAtOf(checked),
    counts: countsOf(checked.rows),
    findings: findings.toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level)),
  }
}

const levels: readonly CheckFinding['level'][] = ['problem', 'warning', 'note', 'good']

/** Whether the meeting is at Zoom, to come, and registers. */
function ofMeeting(checked: Checked): Findings {
  const { meeting, date, entries, atZoom, isGone, now } = checked
  const create = entries.find(({ action, state }) => action === 'create' || state === 'refused')
  const isOver = (date?.endInstant ?? Number.POSITIVE_INFINITY) <= now || date?.state === 'cancelled'
  const registration = atZoom?.meeting.settings.registration ?? confirmedOf(meeting)?.settings.registration
  return [
    meeting.zoomMeetingId !== null && meeting.state === 'scheduled' && !isGone
      ? null
      : finding('notAtZoom', 'problem', 'Zoom does not have this meeting, so no link to it works.', {
          advice: isGone ? 'Look at what was changed in Zoom.' : 'Try to send it again, or look at what Zoom said.',
          ...(isGone
            ? { mendIn: 'changes' as const }
            : create === undefined
              ? { mendIn: 'schedule' as const }
              : { fix: { operation: 'outbox.retry' as const, input: { id: create.id } } }),
        }),
    isOver
      ? finding('isOver', 'problem', 'This date is over or was cancelled: Zoom registers nobody for it any more.', {
          advice: 'Choose a date to come.',
          mendIn: 'schedule',
        })
      : null,
    meeting.zoomMeetingId === null || registration === undefined || registration !== 'none'
      ? null
      : finding(
          'registrationOff',
          'problem',
          'Registration is off for this meeting at Zoom: personal links do not work.',
          {
            advice: 'Register the students again: Homeroom turns registration on first.',
            fix: registerAgain(checked),
          },
        ),
  ]
}

/** Whether the host has a licence, and as many creates and updates left today as wait for them. */
async function ofQuota(deps: RegistrationCheckDeps, { meeting, entries }: Checked): Promise<CheckFinding | null> {
  const host = await deps.hosts.find(meeting.hostId)
  if (host?.isLicensed === false) {
    return finding('hostNotLicensed', 'problem', 'The host has no Zoom licence, and Zoom registers nobody for them.', {
      advice: 'Give the host a licence in Zoom, or choose a licensed host.',
      mendIn: 'schedule',
    })
  }
  if (!entries.some(({ action }) => action === 'create' || action === 'update')) return null
  const quota = (await forecastWrites(deps)).find(({ hostId }) => hostId === meeting.hostId)
  if (quota === undefined || quota.resumesAt === null) return null
  return finding(
    'hostQuota',
    'warning',
    `Zoom takes ${quota.limit} changes of one host a day: ${quota.usedToday} are used and ${quota.needed} wait.`,
    { advice: `What is left over goes out after ${quota.resumesAt}.`, mendIn: 'changes' },
  )
}

/** Who waits before the class: Zoom does not let people through because they are registered. */
function ofAdmission(checked: Checked): CheckFinding {
  const { meeting, date, atZoom } = checked
  const { admission } = { ...settingsIn(meeting), ...date?.overrides?.settings }
  const isOn = atZoom?.meeting.settings.waitingRoom ?? admission === 'waitingRoom'
  if (!isOn) {
    return finding('linkIsTheKey', 'note', 'Nobody waits: whoever has a link comes in, signed in to Zoom or not.')
  }
  const who = {
    everyone: 'Everybody waits',
    outsideAccount: 'Whoever is not signed in to Zoom with an account of the school waits',
    outsideAccountAndDomains:
      'Whoever is not signed in to Zoom with an account of the school or of an allowed domain waits',
  } as const
  const whoWaits = atZoom?.host?.whoWaits ?? null
  const waits = whoWaits === null ? 'Students who are not signed in to Zoom wait' : who[whoWaits]
  return finding('waitingRoom', 'note', `${waits} until the teacher admits them, registered or not.`, {
    advice: 'Admit them when class begins, or let the personal link be the key.',
    fix: changeSettings(checked, { admission: 'registrationLink' }),
  })
}

function ofSignIn(checked: Checked): CheckFinding | null {
  const isNeeded = checked.atZoom?.meeting.settings.meetingAuthentication ?? settingsIn(checked.meeting).signedInOnly
  if (!isNeeded) return null
  return finding('signInNeeded', 'warning', 'Students who are not signed in to Zoom do not get in, link or not.', {
    advice: 'Let people join without signing in, unless every student has a Zoom account.',
    fix: changeSettings(checked, { signedInOnly: false }),
  })
}

function notRead({ meeting }: Checked): CheckFinding {
  return finding(
    'notRead',
    'warning',
    meeting.seenAt === null
      ? 'Zoom was out of reach, so nobody knows whether this still holds there.'
      : `Zoom was out of reach; this is what it had at ${toIso(meeting.seenAt)}.`,
    { advice: 'Check again when the network is back.' },
  )
}

function allWell({ rows }: Checked): CheckFinding {
  const count = rows.filter(({ kind, state }) => kind === 'student' && state === 'registered').length
  return finding(
    'allWell',
    'good',
    count === 1
      ? 'The one student of the class has a link that works.'
      : `All ${count} students have a link that works.`,
  )
}

const readAtOf = ({ atZoom, isGone, meeting, now }: Checked): string | null =>
  atZoom !== null || isGone ? toIso(now) : meeting.seenAt === null ? null : toIso(meeting.seenAt)
