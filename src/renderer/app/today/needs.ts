import type { PeriodSummary, Stranger } from '../../../shared/contract/attendance.ts'
import type { MeetingSummary, StudentsWithoutLink } from '../../../shared/contract/meeting.ts'
import type { OutboxEntry } from '../../../shared/contract/outbox.ts'
import type { MeetingChange } from '../../../shared/contract/sync.ts'
import type { Problem } from '../../../shared/problem.ts'
import { asksHeld } from '../../held/held.ts'

/** One thing that only a person can settle; `id` stays the same while it is the same thing. */
export type Need =
  | { readonly kind: 'notConnected'; readonly id: string }
  | {
      readonly kind: 'refused'
      readonly id: string
      readonly problem: Problem
      readonly entries: readonly OutboxEntry[]
    }
  | {
      readonly kind: 'changedInZoom'
      readonly id: string
      /** Urgent first. */
      readonly changes: readonly [MeetingChange, ...MeetingChange[]]
    }
  | { readonly kind: 'held'; readonly id: string; readonly period: PeriodSummary }
  | {
      readonly kind: 'twice'
      readonly id: string
      /** Who teaches both, at the same time. */
      readonly who: string
      readonly periods: readonly [PeriodSummary, PeriodSummary]
    }
  | { readonly kind: 'strangers'; readonly id: string; readonly strangers: readonly [Stranger, ...Stranger[]] }
  | { readonly kind: 'changed'; readonly id: string; readonly period: PeriodSummary }
  | {
      readonly kind: 'noLink'
      readonly id: string
      readonly cause: StudentsWithoutLink
    }
  | {
      readonly kind: 'noLinkIn'
      readonly id: string
      /** The next class in which somebody has no link for a reason of the class itself. */
      readonly meeting: MeetingSummary
      readonly otherClasses: number
    }

/** What {@link needsOf} looks at. */
export interface NeedFacts {
  readonly isConnected: boolean
  readonly now: number
  readonly periods: readonly PeriodSummary[]
  readonly strangers: readonly Stranger[]
  readonly outbox: readonly OutboxEntry[]
  readonly changes: readonly MeetingChange[]
  readonly meetings: readonly MeetingSummary[]
  readonly withoutLink: readonly StudentsWithoutLink[]
}

/** Everything that waits for a person, what blocks most first. The same trouble of many classes is one thing. */
export function needsOf({
  isConnected,
  now,
  periods,
  strangers,
  outbox,
  changes,
  meetings,
  withoutLink,
}: NeedFacts): readonly Need[] {
  const latestFirst = periods.toSorted((a, b) => b.time.startInstant.localeCompare(a.time.startInstant))
  return [
    ...(isConnected ? [] : [{ kind: 'notConnected', id: 'notConnected' } as const]),
    ...refusals(outbox),
    ...inZoom(changes),
    ...latestFirst
      .filter((period) => asksHeld(period, now))
      .map((period) => ({ kind: 'held', id: `held ${period.id}`, period }) as const),
    ...twiceAtOnce(periods, now),
    ...byClass(strangers),
    ...latestFirst
      .filter(({ proposedChanges }) => proposedChanges > 0)
      .map((period) => ({ kind: 'changed', id: `changed ${period.id}`, period }) as const),
    ...withoutLink.map((cause) => ({ kind: 'noLink', id: `noLink ${cause.obstacle}`, cause }) as const),
    ...withoutLinkIn(meetings),
  ]
}

function refusals(outbox: readonly OutboxEntry[]): Need[] {
  const refused = outbox.filter(({ state }) => state === 'refused')
  return [...Map.groupBy(refused, ({ problem }) => problem?.message ?? '')].flatMap(([message, entries]) => {
    const problem = entries[0]?.problem
    return problem ? [{ kind: 'refused', id: `refused ${message}`, problem, entries } as const] : []
  })
}

function inZoom([first, ...others]: readonly MeetingChange[]): Need[] {
  return first === undefined ? [] : [{ kind: 'changedInZoom', id: 'changedInZoom', changes: [first, ...others] }]
}

/** Teachers with two meetings at once that are not over. A class of several sections is one meeting. */
function twiceAtOnce(periods: readonly PeriodSummary[], now: number): Need[] {
  const planned = periods
    .filter(({ time, meetingState }) => Date.parse(time.endInstant) > now && meetingState !== null)
    .filter(({ meetingState }) => meetingState !== 'cancelled' && meetingState !== 'cancelling')
    .toSorted((a, b) => a.time.startInstant.localeCompare(b.time.startInstant))
  const last = new Map<string, PeriodSummary>()
  const found: Need[] = []
  for (const period of planned) {
    for (const who of period.teachers) {
      const other = last.get(who)
      const isTwice = other && other.meetingId !== period.meetingId && other.time.endInstant > period.time.startInstant
      if (isTwice) found.push({ kind: 'twice', id: `twice ${other.id} ${period.id}`, who, periods: [other, period] })
      if (!other || other.time.endInstant < period.time.endInstant) last.set(who, period)
    }
  }
  return found
}

function byClass(strangers: readonly Stranger[]): Need[] {
  const latestFirst = strangers.toSorted((a, b) => b.startAt.localeCompare(a.startAt))
  return [...Map.groupBy(latestFirst, ({ periodId }) => periodId)].flatMap(([periodId, [first, ...others]]) =>
    first ? [{ kind: 'strangers', id: `strangers ${periodId}`, strangers: [first, ...others] } as const] : [],
  )
}

function withoutLinkIn(meetings: readonly MeetingSummary[]): Need[] {
  // A series has one row for each date, and its students one link for all of them.
  const once = [...new Map(meetings.toReversed().map((meeting) => [meeting.id, meeting])).values()].toReversed()
  const lacking = once.filter(
    ({ needs, state, phase }) => needs.includes('withoutLink') && state === 'scheduled' && phase !== 'past',
  )
  const bySections = Map.groupBy(lacking, ({ sections }) => sections.map(({ id }) => id).join(' '))
  return [...bySections].flatMap(([sections, [first, ...others]]) =>
    first
      ? [{ kind: 'noLinkIn', id: `noLinkIn ${sections}`, meeting: first, otherClasses: others.length } as const]
      : [],
  )
}
