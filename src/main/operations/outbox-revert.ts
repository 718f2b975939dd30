import { timeAt, timeIn, type KeptTime } from '../../shared/domain/planned-time.ts'
import {
  changedFields,
  titleFromTopic,
  type WatchedField,
  type WatchedValues,
} from '../../shared/domain/zoom-changes.ts'
import type { DateChange, MeetingValues } from '../store/meetings-change.ts'
import type { DateRow } from '../store/meetings-view.ts'
import type { ConfirmedMeeting, ConfirmedRecurrence } from '../store/outbox-confirm.ts'
import type { Discarding, Revert } from '../store/outbox-discard.ts'
import type { MeetingRow } from '../store/outbox-queue.ts'
import { startsByRule } from './meeting-dates.ts'
import { confirmedOf, topicOfMeeting } from './meeting-draft.ts'
import { timeOf } from './meeting-plan.ts'
import { isSeries, ruleOf } from './meeting-series.ts'
import {
  descriptionIn,
  hostIdsOf,
  ruleFrom,
  settingFields,
  settingsAfter,
  valuesAtZoom,
  valuesHere,
  zoneIn,
} from './sync-values.ts'

/** What of a meeting goes back to what Zoom has, and how. */
export interface Reverting {
  readonly revert: Revert
  readonly fields: readonly WatchedField[]
  /** Of a series, those that Zoom has otherwise. */
  readonly dates: readonly DateBack[]
  readonly here: Partial<WatchedValues>
  readonly atZoom: Partial<WatchedValues>
}

/**
 * A meeting as Zoom has it, by all that it has confirmed: values that wait to be sent, dates to come that were moved, added or
 * cancelled here. What Zoom was asked for and did not do stays asked for. Null while Zoom has confirmed nothing.
 */
export function revertOf(
  { meeting, dates, alternativeHosts }: Discarding,
  idByAddress: ReadonlyMap<string, string>,
  now: number,
): Reverting | null {
  const confirmed = confirmedOf(meeting)
  if (confirmed === null) return null
  const isOnce = meeting.type === 'scheduled' || meeting.type === 'instant'
  const here = valuesHere(meeting, alternativeHosts)
  const atZoom = valuesAtZoom(confirmed, meeting.hostId, isOnce)
  const refused = settingFields(confirmed.refused ?? {})
  const fields = changedFields({ here, confirmed: {}, atZoom, refused: [] }).filter((field) => !refused.includes(field))
  const has = (field: WatchedField) => fields.includes(field)
  const timeZone = has('timeZone') ? zoneIn(confirmed.timeZone, meeting.timeZone) : meeting.timeZone
  const back = dates.flatMap((date) => backOf(date, now))
  const times = isOnce ? onceBack(meeting, dates, confirmed, timeZone) : seriesBack(meeting, back, confirmed, timeZone)
  const { hostId, hostName, hostEmail } = meeting
  const values: MeetingValues = {
    ...times.when,
    ...{ hostId, hostName, hostEmail },
    alternativeHosts: has('alternativeHosts')
      ? hostIdsOf(confirmed.settings.alternativeHosts ?? [], idByAddress)
      : meeting.alternativeHosts,
    title: has('title') ? titleFromTopic(meeting.title, topicOfMeeting(meeting), confirmed.topic) : meeting.title,
    description: has('description') ? descriptionIn(confirmed.agenda) : meeting.description,
    settings: settingsAfter(meeting.settings, confirmed.settings, has),
  }
  const { passcode, joinUrl } = has('passcode') ? { ...meeting, ...confirmed } : meeting
  const { rule: _, ...withoutRule } = confirmed
  return {
    revert: {
      plan: {
        meetingId: meeting.id,
        basedOn: meeting.changedAt,
        isSplit: false,
        mustBeUnsent: false,
        values,
        dates: times.changes,
      },
      revived: back
        .filter(({ date, atZoom: there }) => date.state === 'cancelled' && there !== null)
        .map(({ date }) => date.key),
      kept: { passcode, joinUrl, ...(isOurs(confirmed) ? {} : { confirmed: { ...withoutRule } }) },
    },
    fields,
    dates: isSeries(meeting) ? back.filter(isOtherwise) : [],
    here,
    atZoom,
  }
}

/** A date to come beside what Zoom has of it; null there for one that it does not have. */
export interface DateBack {
  readonly date: DateRow
  readonly atZoom: NonNullable<DateRow['confirmed']> | null
}

function backOf(date: DateRow, now: number): DateBack[] {
  const atZoom = date.confirmed === null || date.confirmed.isDeleted ? null : date.confirmed
  const isToCome = date.startInstant > now || (atZoom !== null && atZoom.startsAt > now)
  return isToCome && (date.state === 'scheduled' || atZoom !== null) ? [{ date, atZoom }] : []
}

const isOtherwise = ({ date, atZoom }: DateBack): boolean =>
  date.state === 'cancelled' ||
  atZoom?.startsAt !== date.startInstant ||
  atZoom.durationMinutes !== date.durationMinutes ||
  JSON.stringify(atZoom.overrides ?? null) !== JSON.stringify(date.overrides)

interface TimesBack {
  readonly when: Pick<MeetingValues, 'type' | 'time' | 'recurrence'>
  readonly changes: readonly DateChange[]
}

function onceBack(
  { type, recurrence, startInstant, durationMinutes }: MeetingRow,
  dates: readonly DateRow[],
  confirmed: ConfirmedMeeting,
  timeZone: string,
): TimesBack {
  const after = timeAt(confirmed.startsAt ?? startInstant, confirmed.durationMinutes ?? durationMinutes, timeZone)
  return {
    when: { type, recurrence, time: after },
    changes: dates
      .filter(({ state }) => state === 'scheduled')
      .map((date) => ({ date, number: date.number, after, isMoved: false, overrides: date.overrides })),
  }
}

function seriesBack(
  meeting: MeetingRow,
  back: readonly DateBack[],
  confirmed: ConfirmedMeeting,
  timeZone: string,
): TimesBack {
  const { type, recurrence } = meeting
  if (!isSeries(meeting)) return { when: { type, recurrence, time: timeIn(meeting) }, changes: [] }
  const changes = back.map(({ date, atZoom }) => ({
    date,
    number: date.number,
    after: atZoom && timeAt(atZoom.startsAt, atZoom.durationMinutes, timeZone),
    overrides: atZoom?.overrides ?? null,
  }))
  const left = changes.flatMap(({ after }) => after ?? []).toSorted((a, b) => a.startInstant - b.startInstant)
  const when = ruleBack(meeting, left, confirmed)
  const rule = startsByRule(when.recurrence, when.time)
  return {
    when,
    changes: changes.map((change) => ({
      ...change,
      isMoved: change.after !== null && rule.size > 0 && !rule.has(change.after.startInstant),
    })),
  }
}

/** A rule as it was written down when Zoom was told of it; what else stands there says that somebody changed it at Zoom. */
const isOurs = ({ rule }: ConfirmedMeeting): boolean => rule === undefined || rule.startsWith('[')

/** Zoom's rule, with the time of day and the zone that it is in. */
function toldRule(confirmed: ConfirmedMeeting, first: KeptTime): readonly [ConfirmedRecurrence | null, string, string] {
  if (isOurs(confirmed)) return JSON.parse(confirmed.rule ?? '') as [ConfirmedRecurrence, string, string]
  return [confirmed.recurrence ?? null, first.startsAt, first.timeZone]
}

/** The rule that Zoom's dates follow; the one here where that is the same, or nobody knows. */
function ruleBack(meeting: MeetingRow, left: readonly KeptTime[], confirmed: ConfirmedMeeting): TimesBack['when'] {
  const { type, recurrence } = meeting
  const durationMinutes = confirmed.durationMinutes ?? meeting.durationMinutes
  const [first, last] = [left[0], left.at(-1)]
  if (confirmed.rule === undefined || confirmed.rule === ruleOf(meeting) || first === undefined || last === undefined) {
    return { type, recurrence, time: timeOf({ ...timeIn(meeting), durationMinutes }) }
  }
  const [rule, startsAt, timeZone] = toldRule(confirmed, first)
  // A date that was moved by hand tells nothing of where the rule begins.
  const { on } = left.find((time) => time.startsAt === startsAt) ?? first
  return {
    type,
    recurrence: rule === null ? recurrence : { ...ruleFrom(rule), ends: { on: last.on } },
    time: timeOf({ on, startsAt, durationMinutes, timeZone }),
  }
}
