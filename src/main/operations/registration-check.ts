import type { OutputOf, ParsedOf } from '../../shared/contract/index.ts'
import type { CheckFinding } from '../../shared/contract/registration.ts'
import { day, toIso } from '../../shared/domain/time.ts'
import type { MeetingId, PersonId } from '../../shared/ids.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import type { HostsStore } from '../store/hosts.ts'
import type { MeetingsStore } from '../store/meetings.ts'
import type { DateRow } from '../store/meetings-view.ts'
import type { MeetingRow } from '../store/outbox-queue.ts'
import type { OutboxStore } from '../store/outbox.ts'
import type { RegistrantRow, RegistrantsStore } from '../store/registrants.ts'
import type { ZoomClient } from '../zoom/client.ts'
import type { Registrant, UserSettings, ZoomMeeting } from '../zoom/model.ts'
import { forecastWrites } from './host-writes.ts'
import { confirmedOf, registersStudents } from './meeting-draft.ts'
import { settingsIn } from './meeting-view.ts'
import { triesPerDay } from './registration-send.ts'
import { countsOf, registrationOf } from './registration-view.ts'

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

/** Zoom is waited for this long, in real time: a check before a class must not take longer than the class can wait. */
const readForMs = 6_000

type Findings = readonly (CheckFinding | null)[]

/** What the check looks at: the meeting seen from a date, here and at Zoom. */
interface Checked {
  readonly meeting: MeetingRow
  readonly date: DateRow | null
  /** Without those who left. */
  readonly rows: readonly RegistrantRow[]
  readonly unplanned: readonly { readonly personId: string; readonly listName: string }[]
  readonly entries: Awaited<ReturnType<OutboxStore['list']>>
  /** Null where Zoom is out of reach. */
  readonly atZoom: AtZoom | null
  /** Zoom has been asked and has no such meeting. */
  readonly isGone: boolean
  readonly now: number
}

interface AtZoom {
  readonly meeting: ZoomMeeting
  readonly registrants: readonly Registrant[] | null
  readonly host: UserSettings | null
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

function finding(
  code: CheckFinding['code'],
  level: CheckFinding['level'],
  message: string,
  more: Partial<Omit<CheckFinding, 'code' | 'level' | 'message'>> = {},
): CheckFinding {
  return { code, level, message, advice: null, people: [], fix: null, mendIn: null, ...more }
}

const registerAgain = ({ meeting }: Checked): CheckFinding['fix'] => ({
  operation: 'meeting.registerAgain',
  input: { meetingId: meeting.id as MeetingId },
})

const changeSettings = (
  { meeting }: Checked,
  settings: Extract<CheckFinding['fix'], { operation: 'meeting.change' }>['input']['changes']['settings'],
): CheckFinding['fix'] => ({
  operation: 'meeting.change',
  input: { meetingId: meeting.id as MeetingId, scope: 'all', changes: { settings } },
})

const students = (count: number) => (count === 1 ? 'One student' : `${count} students`)

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

/** Whether everybody of the class has a link that works. */
function ofPeople(checked: Checked): Findings {
  const { rows, unplanned, atZoom, now } = checked
  const of = (isWanted: (row: RegistrantRow) => boolean) =>
    rows.filter(isWanted).map((row) => {
      const { personId, listName, reason, fix } = registrationOf(row)
      return { personId, listName, reason, fix }
    })
  const here = of(({ state, refusal }) => state === 'refused' && ofRules.has(refusal ?? ''))
  const stopped = of(({ state, refusal }) => state === 'refused' && refusal === 'stopped')
  const byZoom = of(({ state, refusal }) => state === 'refused' && refusal !== 'stopped' && !ofRules.has(refusal ?? ''))
  const pending = of(({ state }) => state === 'pending')
  const today = new Date(now).toISOString().slice(0, 10)
  const isSpent = ({ state, triedOn, triesThatDay }: RegistrantRow) =>
    state === 'waiting' && triedOn === today && triesThatDay >= triesPerDay
  const spent = of(isSpent)
  const waiting = of((row) => row.state === 'waiting' && !isSpent(row))
  const links = new Set(atZoom?.registrants?.flatMap(({ id, status }) => (status === 'approved' ? id : [])))
  const lost =
    atZoom?.registrants === null || atZoom === null
      ? []
      : of(({ state, zoomRegistrantId }) => state === 'registered' && !links.has(zoomRegistrantId ?? '')).map(
          (person) => ({ ...person, reason: 'Zoom does not have their registration any more.', fix: null }),
        )
  const about = (
    code: CheckFinding['code'],
    level: CheckFinding['level'],
    people: CheckFinding['people'],
    said: string,
    more: Partial<CheckFinding>,
  ) => (people.length === 0 ? null : finding(code, level, `${students(people.length)} ${said}`, { people, ...more }))
  const fix = registerAgain(checked)
  return [
    about('refused', 'problem', here, 'cannot be registered with the address that Homeroom has of them.', {
      advice: 'Each of them says what to do.',
      mendIn: 'students',
    }),
    about('refused', 'problem', byZoom, 'were refused by Zoom.', {
      advice: 'Mend the reason, then register again.',
      fix,
    }),
    about('linkGone', 'problem', lost, 'had a link that Zoom does not know any more.', {
      advice: 'Register again: they get new links.',
      fix,
    }),
    about('pending', 'problem', pending, 'wait until somebody approves them in Zoom.', {
      advice: 'Approve them in Zoom, then register again to get their links.',
      fix,
      mendIn: 'zoom',
    }),
    about('stopped', 'problem', stopped, 'have no link because registering was stopped.', { fix }),
    about(
      'notPlanned',
      'problem',
      unplanned.map(({ personId, listName }) => ({
        personId: personId as PersonId,
        listName,
        reason: 'They belong to the class on this date and nobody registered them.',
        fix: null,
      })),
      'of the class are not registered.',
      { fix },
    ),
    about('triesSpent', 'problem', spent, 'used up Zoom’s three registrations of one person a day.', {
      advice: `Zoom takes them again at ${toIso((Math.floor(now / day) + 1) * day)}; until then let them in by hand.`,
    }),
    about('waiting', 'warning', waiting, 'wait to be sent to Zoom.', {
      advice: 'Wait a moment and check again.',
      fix: retryOf(checked),
    }),
  ]
}

/** Reasons that lie in our own rules and rosters. */
const ofRules: ReadonlySet<string> = new Set([
  'noAddress',
  'sharedAddress',
  'invalidAddress',
  'domainNotAllowed',
  'isHost',
])

/** What is held or was put off goes at once. */
function retryOf({ entries }: Checked): CheckFinding['fix'] {
  const entry = entries.find(({ action, problem }) => action === 'register' && problem !== null)
  return entry === undefined ? null : { operation: 'outbox.retry', input: { id: entry.id } }
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

/** The meeting, its registrants and the host's rules as Zoom has them now; null where Zoom is out of reach or was never told. */
async function readAtZoom(
  { zoom, realClock }: RegistrationCheckDeps,
  { zoomMeetingId, hostId }: MeetingRow,
): Promise<AtZoom | 'gone' | null> {
  if (zoomMeetingId === null) return null
  const limit = new AbortController()
  const timeUp = realClock.sleepUntil(realClock.now() + readForMs, limit.signal).then(
    () => limit.abort(),
    () => undefined,
  )
  const { signal } = limit
  try {
    const client = await zoom()
    const [meeting, registrants, host] = await Promise.all([
      client.getMeeting(zoomMeetingId, { signal }),
      client.listRegistrants(zoomMeetingId, { signal }).catch(orNull),
      client.getUserSettings(hostId, { signal }).catch(orNull),
    ])
    return { meeting, registrants, host }
  } catch (error) {
    return error instanceof ProblemError && error.problem.kind === 'notFound' ? 'gone' : orNull(error)
  } finally {
    limit.abort()
    await timeUp
  }
}

/** Whatever Zoom says against being read is no reason not to check the rest. */
function orNull(error: unknown): null {
  if (error instanceof ProblemError) return null
  throw error
}
