import type { PlannedTime } from '../../shared/contract/common.ts'
import type { Meeting, MeetingDate, MeetingSettings, MeetingSummary } from '../../shared/contract/meeting.ts'
import { timeStatus } from '../../shared/domain/meeting.ts'
import { titleOfDate } from '../../shared/domain/meeting-title.ts'
import { toIso } from '../../shared/domain/time.ts'
import type { ClassPeriodId, MeetingId, OccurrenceId, PersonId, SectionId, TeachingGroupId } from '../../shared/ids.ts'
import type { Problem } from '../../shared/problem.ts'
import type { KeptTime } from '../../shared/domain/planned-time.ts'
import type { DateRow, MeetingView } from '../store/meetings-view.ts'
import type { MeetingRow } from '../store/outbox-queue.ts'
import type { RegistrantRow } from '../store/registrants.ts'
import { confirmedOf, differencesOf } from './meeting-draft.ts'
import { registrationOf } from './registration-view.ts'

/** A planned date as lists show it, at an instant. */
export function summaryOf(view: MeetingView, now: number): MeetingSummary {
  const { meeting, date, group, sections, teachers } = view
  return {
    id: meeting.id as MeetingId,
    occurrenceId: (date?.id ?? null) as OccurrenceId | null,
    kind: kindOf(meeting),
    zoomMeetingId: meeting.zoomMeetingId,
    title: titleOfDate(meeting.title, date?.number ?? 1),
    audience: meeting.audience,
    time: timeOf(date ?? meeting),
    series: date === null || kindOf(meeting) !== 'series' ? null : { number: date.number, of: view.lastNumber },
    state: stateOf(meeting, date),
    phase: phaseOf(view, now),
    needs: [...view.needs],
    host: { hostId: meeting.hostId, name: meeting.hostName, email: meeting.hostEmail },
    substitute: view.substitute,
    group: group === null ? null : { ...group, id: group.id as TeachingGroupId },
    sections: sections.map((section) => ({ ...section, id: section.id as SectionId })),
    teachers: teachers.map(({ id, name }) => ({ id: id as PersonId, name })),
    periodIds: view.periodIds.map((id) => id as ClassPeriodId),
    expectedCount: view.expectedCount,
    registeredCount: view.registeredCount,
    refusedCount: view.refusedCount,
    cameCount: view.cameCount,
    isAttendanceFinal: view.isAttendanceFinal,
  }
}

/** A meeting with its dates and registrations; `hosts` by Zoom's id. */
export function meetingOf(
  view: MeetingView,
  dates: readonly DateRow[],
  registrants: readonly RegistrantRow[],
  hosts: ReadonlyMap<string, Meeting['host']>,
  now: number,
): Meeting {
  const { meeting } = view
  return {
    ...summaryOf(view, now),
    titlePattern: meeting.title,
    description: view.date?.overrides?.description ?? meeting.description,
    settings: { ...settingsIn(meeting), ...view.date?.overrides?.settings },
    alternativeHosts: meeting.alternativeHosts.map(
      (hostId) => hosts.get(hostId) ?? { hostId, name: 'Somebody whom Zoom no longer lists', email: '' },
    ),
    recurrence: meeting.recurrence,
    dates: dates.map((date) => dateOf(meeting, date, now)),
    joinUrl: meeting.joinUrl,
    passcode: meeting.passcode,
    registrations: registrants.map(registrationOf),
    problem: meeting.problem ?? differenceProblem(meeting),
    createdAt: toIso(meeting.createdAt),
    changedAt: toIso(meeting.changedAt),
  }
}

function dateOf(meeting: MeetingRow, date: DateRow, now: number): MeetingDate {
  const { startInstant: startsAt, endInstant: endsAt } = date
  return {
    occurrenceId: date.id as OccurrenceId,
    number: date.number,
    title: titleOfDate(meeting.title, date.number),
    time: timeOf(date),
    state: isCancelled(meeting) ? 'cancelled' : date.state,
    phase: timeStatus({ startsAt, endsAt, isRunning: false }, now),
    isMoved: date.isMoved,
    isAtZoom: isAtZoom(meeting, date),
  }
}

/** Whether Zoom has confirmed a date as it stands here. */
function isAtZoom(meeting: MeetingRow, date: DateRow): boolean {
  const confirmed = confirmedOf(meeting)
  if (kindOf(meeting) !== 'series') {
    return confirmed?.startsAt === date.startInstant && confirmed.durationMinutes === date.durationMinutes
  }
  return date.state === 'cancelled'
    ? date.confirmed?.isDeleted === true
    : date.confirmed?.isDeleted === false &&
        date.confirmed.startsAt === date.startInstant &&
        date.confirmed.durationMinutes === date.durationMinutes &&
        JSON.stringify(date.confirmed.overrides ?? null) === JSON.stringify(date.overrides)
}

/** The settings of a kept meeting that a person chooses; what could not be chosen when it was made is off. */
export function settingsIn({ settings }: Pick<MeetingRow, 'settings'>): MeetingSettings {
  const { zoomMails: _, ...chosen } = settings
  return { approval: 'automatic', signedInOnly: false, ...chosen }
}

const kinds = {
  instant: 'once',
  scheduled: 'once',
  recurringFixedTime: 'series',
  recurringNoFixedTime: 'noFixedTime',
} as const satisfies Record<MeetingRow['type'], MeetingSummary['kind']>

/** How a kept meeting is called in the contract; one that was made "now" is a meeting that takes place once. */
export const kindOf = ({ type }: Pick<MeetingRow, 'type'>): MeetingSummary['kind'] => kinds[type]

const isCancelled = ({ state }: MeetingRow): boolean => state === 'cancelled' || state === 'cancelling'

const stateOf = (meeting: MeetingRow, date: DateRow | null): MeetingSummary['state'] =>
  date?.state === 'cancelled' && !isCancelled(meeting) ? 'cancelled' : meeting.state

function phaseOf({ meeting, date, isRunning }: MeetingView, now: number): MeetingSummary['phase'] {
  if (date === null) return isRunning ? 'live' : isCancelled(meeting) ? 'past' : 'upcoming'
  return timeStatus({ startsAt: date.startInstant, endsAt: date.endInstant, isRunning }, now)
}

/** A kept plan as the contract carries it. */
export const timeOf = (plan: KeptTime): PlannedTime => ({
  on: plan.on,
  startsAt: plan.startsAt,
  durationMinutes: plan.durationMinutes,
  timeZone: plan.timeZone,
  startInstant: toIso(plan.startInstant),
  endInstant: toIso(plan.endInstant),
})

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
