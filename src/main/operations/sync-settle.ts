import {
  pairDates,
  titleFromTopic,
  type ChangedDate,
  type DateAtZoom,
  type WatchedField,
} from '../../shared/domain/zoom-changes.ts'
import type { DateChange, MeetingValues, PlannedChange } from '../store/meetings-change.ts'
import { timeAt, timeIn, type KeptTime } from '../../shared/domain/planned-time.ts'
import type { DateRow } from '../store/meetings-view.ts'
import type { ConfirmedDate, ConfirmedMeeting } from '../store/outbox-confirm.ts'
import type { MeetingRow } from '../store/outbox-queue.ts'
import type { SeenMeeting, WatchedMeeting } from '../store/sync.ts'
import type { Acceptance, TakenAsConfirmed } from '../store/sync-settle.ts'
import { startsByRule } from './meeting-dates.ts'
import { confirmedOf } from './meeting-draft.ts'
import { timeOf } from './meeting-plan.ts'
import { datesAtZoom, type Difference } from './sync-compare.ts'
import { descriptionIn, hostIdsOf, letBe, ruleFrom, settingsAfter, zoneIn } from './sync-values.ts'

/** Whoever hosts it at Zoom now. */
export interface HostAtZoom {
  readonly hostId: string
  readonly name: string
  readonly email: string
}

/** What is put back: what Zoom has counts as confirmed, so that all that differs from it is sent. */
export function asConfirmed(
  { meeting, dates }: WatchedMeeting,
  seen: SeenMeeting,
  difference: Difference,
  now: number,
): TakenAsConfirmed {
  const { refused = {}, ...confirmed } = confirmedFrom(meeting, seen)
  const before: Readonly<Record<string, unknown>> = confirmedOf(meeting)?.settings ?? {}
  // What Zoom did not do once is asked for again where somebody has changed it since.
  const isStill = ([name]: [string, unknown]) =>
    before[name] === (seen.settings as Readonly<Record<string, unknown>>)[name]
  const { pairs, alone } = pairDates(dates, datesAtZoom(seen), now)
  return {
    confirmed: {
      ...confirmed,
      refused: Object.fromEntries(Object.entries(refused).filter(isStill)),
      // Zoom plans the series anew in one go where its rule is another there: date by date it would take a day's quota.
      ...(isOtherRule(meeting, seen, dates, difference.dates) ? { rule: 'changed at Zoom' } : {}),
    },
    dates:
      meeting.type !== 'recurringFixedTime'
        ? []
        : [
            ...pairs.map(({ here, atZoom }) => confirmedDate(here, atZoom)),
            ...alone.map(({ key }) => ({ key, zoomOccurrenceId: null, confirmed: null })),
          ],
  }
}

/** What is taken over: the values and dates that differ become Zoom's, all else stays. */
export function acceptanceOf(
  watched: WatchedMeeting,
  seen: SeenMeeting,
  difference: Difference,
  host: HostAtZoom,
  /** Zoom's ids of the account's users by their address, in lower case. */
  idByAddress: ReadonlyMap<string, string>,
  now: number,
): Acceptance {
  const { meeting, dates } = watched
  const { fields } = difference
  const has = (field: WatchedField) => fields.includes(field)
  const { settings: told } = seen
  const timeZone = has('timeZone') ? zoneIn(seen.timeZone, meeting.timeZone) : meeting.timeZone
  const canRegister = meeting.groupKey !== null
  const isOpen = (told.registration ?? 'none') !== 'none'
  const audience = !has('registration')
    ? meeting.audience
    : !isOpen
      ? ('students' as const)
      : canRegister
        ? ('class' as const)
        : meeting.audience
  const when = whenAfter(watched, seen, difference, timeZone)
  const alternativeHosts = has('alternativeHosts')
    ? hostIdsOf(told.alternativeHosts ?? [], idByAddress)
    : meeting.alternativeHosts
  const values: MeetingValues = {
    ...when.values,
    hostId: host.hostId,
    hostName: host.name,
    hostEmail: host.email,
    alternativeHosts: alternativeHosts.filter((id) => id !== host.hostId),
    title: has('title') ? titleFromTopic(meeting.title, confirmedOf(meeting)?.topic ?? '', seen.topic) : meeting.title,
    description: has('description') ? descriptionIn(seen.agenda) : meeting.description,
    settings: settingsAfter(meeting.settings, told, has),
  }
  const confirmed = confirmedFrom(meeting, seen)
  const { rule: _, ...withoutRule } = confirmed
  const { pairs } = pairDates(dates, datesAtZoom(seen), now)
  return {
    confirmed: {
      ...(when.isOtherRule ? withoutRule : confirmed),
      refused: {
        ...confirmed.refused,
        ...letBe({ ...meeting, audience }, told),
        // Registration without a class to register has no word here: Zoom is left as it is.
        ...(has('registration') && isOpen && !canRegister ? { registration: 'none' as const } : {}),
      },
    },
    dates: values.type === 'recurringFixedTime' ? pairs.map(({ here, atZoom }) => confirmedDate(here, atZoom)) : [],
    audience,
    ...(has('passcode') && seen.passcode !== undefined
      ? { link: { passcode: seen.passcode, joinUrl: seen.joinUrl ?? meeting.joinUrl } }
      : {}),
    plan: {
      meetingId: meeting.id,
      basedOn: meeting.changedAt,
      isSplit: false,
      mustBeUnsent: false,
      values,
      dates: when.changes,
    },
  }
}

/** The dates to come as a meeting of their own, as they are here. */
export function anewOf({ meeting, dates }: WatchedMeeting, now: number): PlannedChange {
  const toCome = dates.filter(({ state, startInstant }) => state === 'scheduled' && startInstant > now)
  const { type, recurrence, hostId, hostName, hostEmail, alternativeHosts, title, description, settings } = meeting
  const last = toCome.at(-1)
  const first = toCome.find(({ isMoved }) => !isMoved) ?? toCome[0] ?? meeting
  return {
    meetingId: meeting.id,
    basedOn: meeting.changedAt,
    isSplit: true,
    mustBeUnsent: false,
    values: {
      ...{ type, hostId, hostName, hostEmail, alternativeHosts, title, description, settings },
      // Of a series the rule goes on from the first date that is left.
      recurrence: recurrence === null || last === undefined ? recurrence : { ...recurrence, ends: { on: last.on } },
      time: timeIn(first),
    },
    dates: toCome.map((date) => ({
      date,
      number: date.number,
      after: timeIn(date),
      isMoved: date.isMoved,
      overrides: date.overrides,
    })),
  }
}

interface WhenAfter {
  readonly values: Pick<MeetingValues, 'type' | 'time' | 'recurrence'>
  readonly changes: readonly DateChange[]
  readonly isOtherRule: boolean
}

function whenAfter(
  { meeting, dates }: WatchedMeeting,
  seen: SeenMeeting,
  difference: Difference,
  timeZone: string,
): WhenAfter {
  const at = (instant: number, durationMinutes: number) => timeAt(instant, durationMinutes, timeZone)
  const kept = { type: meeting.type, recurrence: meeting.recurrence, time: timeIn(meeting) }
  if (meeting.type === 'recurringNoFixedTime') return { values: kept, changes: [], isOtherRule: false }
  const planned = dates.filter(({ state }) => state === 'scheduled')
  if (meeting.type !== 'recurringFixedTime' && !difference.isOtherKind) {
    const { fields } = difference
    const startsAt = fields.includes('time') && seen.startsAt !== null ? seen.startsAt : meeting.startInstant
    const minutes = fields.includes('duration')
      ? (seen.durationMinutes ?? meeting.durationMinutes)
      : meeting.durationMinutes
    const after = at(startsAt, minutes)
    const changes = planned.map((date) => ({
      date,
      number: date.number,
      after,
      isMoved: false,
      overrides: date.overrides,
    }))
    return { values: { ...kept, time: after }, changes, isOtherRule: false }
  }
  const changed = new Map(
    difference.dates.flatMap((each) => (each.here === null ? [] : [[each.here.key, each] as const])),
  )
  const moved = planned.map((date): Omit<DateChange, 'isMoved'> => {
    const change = changed.get(date.key)
    const found = change?.atZoom ?? null
    const after =
      change === undefined
        ? at(date.startInstant, date.durationMinutes)
        : found && at(found.startsAt, found.durationMinutes)
    return { date, number: date.number, after, overrides: date.overrides }
  })
  const lastNumber = Math.max(0, ...dates.map(({ number }) => number))
  const added = difference.dates.flatMap(({ here, atZoom }) => (here === null && atZoom !== null ? atZoom : []))
  const all = [
    ...moved,
    ...added.map((date, index) => ({
      date: null,
      number: lastNumber + 1 + index,
      after: at(date.startsAt, date.durationMinutes),
      overrides: null,
    })),
  ]
  const left = all.flatMap(({ after }) => after ?? []).toSorted((a, b) => a.startInstant - b.startInstant)
  const [first, last] = [left[0], left.at(-1)]
  const isOther = difference.isOtherKind || isOtherRule(meeting, seen, dates, difference.dates)
  const length = seen.durationMinutes ?? meeting.durationMinutes
  const values = isOther
    ? valuesAfter(kept, seen, first, last, length)
    : { ...kept, time: at(meeting.startInstant, length) }
  const rule = startsByRule(values.recurrence, values.time)
  return {
    values,
    changes: all.map((change) => ({
      ...change,
      isMoved: change.after !== null && rule.size > 0 && !rule.has(change.after.startInstant),
    })),
    // What was written down of the rule names the zone.
    isOtherRule: isOther || timeZone !== meeting.timeZone,
  }
}

function valuesAfter(
  kept: WhenAfter['values'],
  seen: SeenMeeting,
  first: KeptTime | undefined,
  last: KeptTime | undefined,
  durationMinutes: number,
): WhenAfter['values'] {
  if (first === undefined || last === undefined) return kept
  if (seen.type !== 'recurringFixedTime' || seen.recurrence === null) {
    return { type: 'scheduled', recurrence: null, time: first }
  }
  return {
    type: 'recurringFixedTime',
    recurrence: { ...ruleFrom(seen.recurrence), ends: { on: last.on } },
    time: timeOf({ ...first, durationMinutes }),
  }
}

/** Whether Zoom has planned the series anew, rather than moved single dates of it. */
function isOtherRule(
  { recurrence, confirmed }: MeetingRow,
  seen: SeenMeeting,
  dates: readonly DateRow[],
  changed: readonly ChangedDate<DateRow>[],
): boolean {
  const before = (confirmed as ConfirmedMeeting | null)?.recurrence
  if (recurrence === null || seen.recurrence === null) return false
  const isOther =
    before !== undefined &&
    before !== null &&
    JSON.stringify(ruleFrom(before)) !== JSON.stringify(ruleFrom(seen.recurrence))
  const planned = dates.filter(({ state }) => state === 'scheduled')
  const moved = changed.filter(({ here, atZoom }) => here !== null && atZoom !== null)
  return isOther || (planned.length > 1 && moved.length === planned.length)
}

function confirmedFrom(meeting: MeetingRow, seen: SeenMeeting): ConfirmedMeeting {
  const before = confirmedOf(meeting)
  const { topic, agenda, startsAt, timeZone, durationMinutes, passcode, recurrence } = seen
  return {
    ...before,
    ...{ topic, agenda, startsAt, timeZone, durationMinutes, recurrence },
    ...(passcode === undefined ? {} : { passcode }),
    ...(seen.joinUrl === undefined ? {} : { joinUrl: seen.joinUrl }),
    settings: { ...before?.settings, ...seen.settings },
  }
}

const confirmedDate = (date: DateRow, { id, startsAt, durationMinutes }: DateAtZoom): ConfirmedDate => {
  const overrides = date.zoomOccurrenceId === id ? date.confirmed?.overrides : undefined
  return {
    key: date.key,
    zoomOccurrenceId: id,
    confirmed: { startsAt, durationMinutes, isDeleted: false, ...(overrides === undefined ? {} : { overrides }) },
  }
}
