import type { ChangedField, MeetingChange } from '../../shared/contract/sync.ts'
import { titleOfDate, topicOf } from '../../shared/domain/meeting-title.ts'
import { toIso } from '../../shared/domain/time.ts'
import {
  changedDates,
  changedFields,
  hasExpired,
  isUrgent,
  type ChangedDate,
  type DateAtZoom,
  type WatchedField,
  type WatchedValues,
} from '../../shared/domain/zoom-changes.ts'
import type { MeetingId, OccurrenceId } from '../../shared/ids.ts'
import type { DateRow } from '../store/meetings-view.ts'
import type { MeetingRow } from '../store/outbox-queue.ts'
import type { SeenMeeting, WatchedMeeting } from '../store/sync.ts'
import type { ZoomMeeting } from '../zoom/model.ts'
import { confirmedOf, settingsIn } from './meeting-draft.ts'
import { timeOf } from './meeting-view.ts'
import { settingFields, valuesAtZoom, valuesHere } from './sync-values.ts'

/** What somebody changed at Zoom. */
export interface Difference {
  readonly fields: readonly WatchedField[]
  /** Of a series, or where one side has become one. */
  readonly dates: readonly ChangedDate<DateRow>[]
  readonly here: Partial<WatchedValues>
  readonly atZoom: Partial<WatchedValues>
  /** It repeats on one side only. */
  readonly isOtherKind: boolean
}

const types: { readonly [T in ZoomMeeting['type']]: MeetingRow['type'] | null } = {
  instant: 'instant',
  scheduled: 'scheduled',
  recurringFixedTime: 'recurringFixedTime',
  recurringNoFixedTime: 'recurringNoFixedTime',
  personal: null,
  screenShare: null,
}

/** What Zoom's type of a meeting is here; null for what Homeroom does not schedule. */
export const typeOf = (type: ZoomMeeting['type']): MeetingRow['type'] | null => types[type]

/** A meeting as it was read, as it is kept while it differs. */
export function seenMeeting(zoom: ZoomMeeting): SeenMeeting {
  const { hostId, topic, agenda, startsAt, timeZone, durationMinutes, passcode, joinUrl } = zoom
  return {
    type: typeOf(zoom.type) ?? 'scheduled',
    ...{ hostId, topic, agenda, startsAt, timeZone, durationMinutes, passcode, joinUrl },
    ...{ recurrence: zoom.recurrence, occurrences: zoom.occurrences },
    settings: settingsIn(zoom),
  }
}

/** What somebody changed of a meeting at Zoom; null when it has what it confirmed, or what is here. */
export function differenceOf(
  { meeting, dates, alternativeHosts }: WatchedMeeting,
  seen: SeenMeeting,
  now: number,
): Difference | null {
  const confirmed = confirmedOf(meeting)
  if (confirmed === null) return null
  const isSeries = meeting.type === 'recurringFixedTime' || seen.type === 'recurringFixedTime'
  const isOtherKind = (meeting.type === 'recurringFixedTime') !== (seen.type === 'recurringFixedTime')
  const isOnce = !isSeries && meeting.type !== 'recurringNoFixedTime'
  const here = valuesHere(meeting, alternativeHosts)
  const atZoom = valuesAtZoom(seen, seen.hostId, isOnce)
  const fields = changedFields({
    here,
    confirmed: valuesAtZoom(confirmed, meeting.hostId, isOnce),
    atZoom,
    refused: settingFields(confirmed.refused ?? {}),
  })
  const changed = isSeries ? changedDates(dates, datesAtZoom(seen), now) : []
  return fields.length + changed.length === 0 ? null : { fields, dates: changed, here, atZoom, isOtherKind }
}

/** The dates that Zoom has; of a meeting that takes place once, that one. */
export function datesAtZoom({ type, occurrences, startsAt, durationMinutes }: SeenMeeting): readonly DateAtZoom[] {
  if (type === 'recurringFixedTime') return occurrences
  return startsAt === null ? [] : [{ id: 'single', startsAt, durationMinutes: durationMinutes ?? 60, isDeleted: false }]
}

/** What a change is shown with. */
export interface ShownWith {
  /** Names by Zoom's id, and by address in lower case. */
  readonly hosts: ReadonlyMap<string, string>
  readonly registeredCount: number
  /** When Zoom last had something to do with the meeting, as far as is known (epoch ms). */
  readonly lastUsedAt: number
  readonly now: number
}

/** A change as it is shown. Null when there is nothing to show. */
export function changeOf(watched: WatchedMeeting, seen: SeenMeeting | null, shown: ShownWith): MeetingChange | null {
  const { meeting, dates } = watched
  const { hosts, now, registeredCount, lastUsedAt } = shown
  const difference = seen === null ? null : differenceOf(watched, seen, now)
  const isGone = meeting.state === 'missing'
  if (!isGone && difference === null) return null
  const planned = dates.filter(({ state }) => state === 'scheduled')
  const next = planned[0] ?? null
  const { fields = [], dates: changed = [], here, atZoom = {} } = difference ?? {}
  return {
    meetingId: meeting.id as MeetingId,
    // Of a series what was changed seldom is one date's alone.
    title: meeting.type === 'recurringFixedTime' ? topicOf(meeting.title) : titleOfDate(meeting.title, 1),
    time: timeOf(next ?? meeting),
    host: meeting.hostName,
    kind: isGone ? 'gone' : 'changed',
    goneBy: isGone ? (hasExpired(meeting.type, lastUsedAt, now) ? 'expired' : 'deleted') : null,
    fields: isGone
      ? []
      : fields.map((field) =>
          fieldOf(field, here ?? {}, atZoom, new Map([[meeting.hostId, meeting.hostName], ...hosts])),
        ),
    dates: isGone ? [] : changed.map(dateOf),
    datesToCome: planned.length,
    isUrgent: isUrgent(
      { isGone, fields, atZoom, hasChangedDates: changed.length > 0, nextStart: next?.startInstant ?? null },
      now,
    ),
    putBack: isGone || difference?.isOtherKind === true || fields.includes('host') ? 'anew' : 'update',
    registeredCount,
    seenAt: toIso(meeting.seenAt ?? now),
  }
}

/** One value as it is here and at Zoom, as text; `hosts` are names by Zoom's id and by address in lower case. */
export function fieldOf(
  field: WatchedField,
  here: Partial<WatchedValues>,
  atZoom: Partial<WatchedValues>,
  hosts: ReadonlyMap<string, string>,
): ChangedField {
  const textOf = (value: WatchedValues[WatchedField] | undefined): string => {
    if (value === undefined || value === null) return ''
    if (field === 'time') return toIso(Number(value))
    if (field === 'host') return hosts.get(String(value)) ?? ''
    const parts = field === 'alternativeHosts' ? String(value).split(', ') : [String(value)]
    return parts.map((part) => hosts.get(part) ?? part).join(', ')
  }
  return { field, here: textOf(here[field]), atZoom: textOf(atZoom[field]) }
}

/** One date as it is here and at Zoom. */
export function dateOf({ here, atZoom }: ChangedDate<DateRow>): MeetingChange['dates'][number] {
  return {
    occurrenceId: (here?.id ?? null) as OccurrenceId | null,
    here: here && { startInstant: toIso(here.startInstant), durationMinutes: here.durationMinutes },
    atZoom: atZoom && { startInstant: toIso(atZoom.startsAt), durationMinutes: atZoom.durationMinutes },
  }
}
