import type { CheckFinding } from '../../shared/contract/registration.ts'
import { day, toIso } from '../../shared/domain/time.ts'
import type { MeetingId, PersonId } from '../../shared/ids.ts'
import type { DateRow } from '../store/meetings-view.ts'
import type { MeetingRow } from '../store/outbox-queue.ts'
import type { OutboxListRow } from '../store/outbox.ts'
import type { RegistrantRow } from '../store/registrants.ts'
import type { AtZoom } from './registration-check-read.ts'
import { isSpentOn } from './registration-outcome.ts'
import { registrationOf } from './registration-view.ts'

/** Findings, and nothing where all is well. */
export type Findings = readonly (CheckFinding | null)[]

/** What the check looks at: the meeting seen from a date, here and at Zoom. */
export interface Checked {
  readonly meeting: MeetingRow
  readonly date: DateRow | null
  /** Without those who left. */
  readonly rows: readonly RegistrantRow[]
  readonly unplanned: readonly { readonly personId: string; readonly listName: string }[]
  /** What of it is on its way to Zoom. */
  readonly entries: readonly OutboxListRow[]
  /** Null where Zoom is out of reach. */
  readonly atZoom: AtZoom | null
  /** Zoom has been asked and has no such meeting. */
  readonly isGone: boolean
  readonly now: number
}

/** One finding, with nothing to do about it unless told. */
export function finding(
  code: CheckFinding['code'],
  level: CheckFinding['level'],
  message: string,
  more: Partial<Omit<CheckFinding, 'code' | 'level' | 'message'>> = {},
): CheckFinding {
  return { code, level, message, advice: null, people: [], fix: null, mendIn: null, ...more }
}

/** Registers everybody of the meeting who has no link that works. */
export const registerAgain = ({ meeting }: Checked): CheckFinding['fix'] => ({
  operation: 'meeting.registerAgain',
  input: { meetingId: meeting.id as MeetingId },
})

/** Changes settings of all of the meeting. */
export const changeSettings = (
  { meeting }: Checked,
  settings: Extract<CheckFinding['fix'], { operation: 'meeting.change' }>['input']['changes']['settings'],
): CheckFinding['fix'] => ({
  operation: 'meeting.change',
  input: { meetingId: meeting.id as MeetingId, scope: 'all', changes: { settings } },
})

const students = (count: number) => (count === 1 ? 'One student' : `${count} students`)

/** Whether everybody of the class has a link that works. */
export function ofPeople(checked: Checked): Findings {
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
  const isSpent = (row: RegistrantRow) => row.state === 'waiting' && isSpentOn(today, row)
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
