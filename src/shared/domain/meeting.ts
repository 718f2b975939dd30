import { product } from '../product.ts'
import { isLocalDate, isTimeOfDay, isTimeZone, hour, minute, toInstant, wallTimeFit, type WallTime } from './time.ts'

/** Who is registered for a meeting. */
export const audiences = ['classMembers', 'chosenPeople', 'anyoneWithLink'] as const
/** One audience. */
export type Audience = (typeof audiences)[number]

/** How people get in. Zoom lets people who are not signed in wait until admitted, registered or not. */
export interface Admission {
  readonly isRegistrationOn: boolean
  readonly isWaitingRoomOn: boolean
  readonly isJoinBeforeHostOn: boolean
  readonly passcode: string | null
}

/** A meeting as the form holds it. */
export interface MeetingDraft extends Admission {
  readonly title: string
  readonly description: string
  /** Null without a fixed time. */
  readonly start: WallTime | null
  readonly durationMinutes: number
  readonly audience: Audience
  readonly isMutedOnEntry: boolean
  readonly isHostVideoOn: boolean
  readonly isParticipantVideoOn: boolean
}

/** What is wrong with a draft (`isBlocking`), or worth saying about it. */
export interface DraftIssue {
  readonly field: keyof MeetingDraft
  readonly code:
    | 'empty'
    | 'tooLong'
    | 'outOfRange'
    | 'notAZone'
    | 'notATime'
    | 'inThePast'
    | 'skippedByClockChange'
    | 'happensTwice'
    | 'waitingRoomExcludesJoinBeforeHost'
    | 'registrationNeededForAudience'
    | 'zoomWillTurnWaitingRoomOn'
    | 'passcodeNotAllowed'
  readonly isBlocking: boolean
}

/** Where a meeting stands by the clock. */
export type MeetingTimeStatus = 'upcoming' | 'live' | 'past'

/** What is counted no further: a tab says "100+". */
export const mostCounted = 100

const maxTitle = 200
const maxAgenda = 2000
const maxDurationMinutes = 1440
const referenceLength = 12

/** The short reference that finds this meeting again at Zoom: the last 12 hex digits of its id, random in a UUIDv7. */
export function referenceOf(meetingId: string): string {
  const reference = meetingId.replaceAll('-', '').toLowerCase().slice(-referenceLength)
  if (!/^[0-9a-f]{12}$/.test(reference)) throw new RangeError('A reference is made of a UUID.')
  return reference
}

/** The agenda to send: the reference as the first token (Zoom's lists cut agendas at 250 characters), then the description. */
export function buildAgenda(reference: string, description: string): string {
  const text = description.trim()
  return text === '' ? `${product.agendaPrefix}${reference}` : `${product.agendaPrefix}${reference} ${text}`
}

/** The reference and the description of an agenda of ours; null for any other agenda. */
export function parseAgenda(agenda: string): { readonly reference: string; readonly description: string } | null {
  const [first = '', ...rest] = agenda.trim().split(/(\s+)/)
  if (!first.startsWith(product.agendaPrefix)) return null
  const reference = first.slice(product.agendaPrefix.length).toLowerCase()
  return /^[0-9a-f]{12}$/.test(reference) ? { reference, description: rest.join('').trim() } : null
}

/** When a new class is proposed to begin: in one hour, rounded up to five minutes. Epoch ms. */
export function firstStart(now: number): number {
  const step = 5 * minute
  return Math.ceil((now + hour) / step) * step
}

/** What is wrong with a draft and what is worth saying about it; limits as Zoom documents them (zoom-facts section 2). */
export function checkDraft(draft: MeetingDraft, now: number): DraftIssue[] {
  return [...checkTexts(draft), ...checkTime(draft, now), ...checkAdmission(draft)]
}

/** The planned end, epoch ms. Raises RangeError for a start that is no wall time. */
export function expectedEnd(start: WallTime, durationMinutes: number): number {
  return toInstant(start) + durationMinutes * minute
}

/** Where the meeting stands: a run that goes on makes it live, whatever the plan says. */
export function timeStatus(
  meeting: { readonly startsAt: number; readonly endsAt: number; readonly isRunning: boolean },
  now: number,
): MeetingTimeStatus {
  if (meeting.isRunning) return 'live'
  if (now < meeting.startsAt) return 'upcoming'
  return now < meeting.endsAt ? 'live' : 'past'
}

function checkTexts({ title, description }: MeetingDraft): DraftIssue[] {
  const issues: DraftIssue[] = []
  if (title.trim() === '') issues.push(blocking('title', 'empty'))
  else if (title.trim().length > maxTitle) issues.push(blocking('title', 'tooLong'))
  if (buildAgenda('0'.repeat(referenceLength), description).length > maxAgenda) {
    issues.push(blocking('description', 'tooLong'))
  }
  return issues
}

function checkTime({ start, durationMinutes }: MeetingDraft, now: number): DraftIssue[] {
  const issues: DraftIssue[] = []
  if (!Number.isInteger(durationMinutes) || durationMinutes < 1 || durationMinutes > maxDurationMinutes) {
    issues.push(blocking('durationMinutes', 'outOfRange'))
  }
  if (start === null) return issues
  if (!isTimeZone(start.timeZone)) return [...issues, blocking('start', 'notAZone')]
  if (!isLocalDate(start.on) || !isTimeOfDay(start.at)) return [...issues, blocking('start', 'notATime')]
  // Zoom turns a past start into now without a word. A minute of grace: "now" is sent as a start of this minute.
  if (toInstant(start) < now - minute) issues.push(blocking('start', 'inThePast'))
  const fit = wallTimeFit(start)
  if (fit === 'skipped') issues.push(remark('start', 'skippedByClockChange'))
  if (fit === 'twice') issues.push(remark('start', 'happensTwice'))
  return issues
}

function checkAdmission(draft: MeetingDraft): DraftIssue[] {
  const issues: DraftIssue[] = []
  if (draft.isWaitingRoomOn && draft.isJoinBeforeHostOn) {
    issues.push(blocking('isJoinBeforeHostOn', 'waitingRoomExcludesJoinBeforeHost'))
  }
  if (draft.audience !== 'anyoneWithLink' && !draft.isRegistrationOn) {
    issues.push(remark('isRegistrationOn', 'registrationNeededForAudience'))
  }
  if (draft.passcode !== null && !/^[A-Za-z0-9@_*-]{1,10}$/.test(draft.passcode)) {
    issues.push(blocking('passcode', 'passcodeNotAllowed'))
  }
  if (!draft.isWaitingRoomOn && draft.passcode === null && !draft.isRegistrationOn) {
    issues.push(remark('isWaitingRoomOn', 'zoomWillTurnWaitingRoomOn'))
  }
  return issues
}

function blocking(field: DraftIssue['field'], code: DraftIssue['code']): DraftIssue {
  return { field, code, isBlocking: true }
}

function remark(field: DraftIssue['field'], code: DraftIssue['code']): DraftIssue {
  return { field, code, isBlocking: false }
}
