import type { ChangedField, MeetingChange } from '../../shared/contract/sync.ts'
import { titleOfDate, topicOf } from '../../shared/domain/meeting-title.ts'
import { toIso } from '../../shared/domain/time.ts'
import {
  changedDates,
  changedFields,
  isUrgent,
  type ChangedDate,
  type DateAtZoom,
  type WatchedField,
  type WatchedValues,
} from '../../shared/domain/zoom-changes.ts'
import type { MeetingId, OccurrenceId } from '../../shared/ids.ts'
import type { DateRow } from '../store/meetings-view.ts'
import type { ConfirmedMeeting, ConfirmedSettings } from '../store/outbox-confirm.ts'
import type { MeetingRow } from '../store/outbox-queue.ts'
import type { SeenMeeting, WatchedMeeting } from '../store/sync.ts'
import type { ZoomMeeting } from '../zoom/model.ts'
import { confirmedOf, settingsIn, settingsOf, topicOfMeeting } from './meeting-draft.ts'
import { timeOf } from './meeting-view.ts'

/** What somebody changed at Zoom. */
export interface Difference {
  readonly fields: readonly WatchedField[]
  /** Of a series, or where one side has become one. */
  readonly dates: readonly ChangedDate<DateRow>[]
  readonly here: WatchedValues
  readonly atZoom: Partial<WatchedValues>
  /** It repeats on one side only. */
  readonly isOtherKind: boolean
}

/** What Zoom's settings are called among the watched values. */
const settingNames = {
  registration: 'registration',
  waitingRoom: 'waitingRoom',
  joinBeforeHost: 'joinBeforeHost',
  muteUponEntry: 'muteOnEntry',
  autoRecording: 'recording',
} as const satisfies { readonly [K in keyof ConfirmedSettings]?: WatchedField }

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
  const { hostId, topic, agenda, startsAt, timeZone, durationMinutes, recurrence, occurrences } = zoom
  return {
    type: typeOf(zoom.type) ?? 'scheduled',
    ...{ hostId, topic, agenda, startsAt, timeZone, durationMinutes, recurrence, occurrences },
    settings: settingsIn(zoom),
  }
}

/** What somebody changed of a meeting at Zoom; null when it has what it confirmed, or what is here. */
export function differenceOf({ meeting, dates }: WatchedMeeting, seen: SeenMeeting, now: number): Difference | null {
  const confirmed = confirmedOf(meeting)
  if (confirmed === null) return null
  const isSeries = meeting.type === 'recurringFixedTime' || seen.type === 'recurringFixedTime'
  const isOtherKind = (meeting.type === 'recurringFixedTime') !== (seen.type === 'recurringFixedTime')
  const isOnce = !isSeries && meeting.type !== 'recurringNoFixedTime'
  const here: WatchedValues = {
    title: topicOfMeeting(meeting),
    time: isOnce ? meeting.startInstant : null,
    duration: isOnce ? meeting.durationMinutes : null,
    timeZone: meeting.timeZone,
    host: meeting.hostId,
    ...watchedSettings(settingsOf(meeting)),
  }
  const atZoom = {
    ...watchedSettings(seen.settings),
    title: seen.topic,
    host: seen.hostId,
    ...whenIn(seen, isOnce),
  }
  const fields = changedFields({
    here,
    confirmed: {
      ...watchedSettings(confirmed.settings),
      title: confirmed.topic,
      host: meeting.hostId,
      ...whenIn(confirmed, isOnce),
    },
    atZoom,
    refused: Object.keys(watchedSettings(confirmed.refused ?? {})) as WatchedField[],
  })
  const changed = isSeries ? changedDates(dates, datesAtZoom(seen), now) : []
  return fields.length + changed.length === 0 ? null : { fields, dates: changed, here, atZoom, isOtherKind }
}

/** The dates that Zoom has; of a meeting that takes place once, that one. */
export function datesAtZoom({ type, occurrences, startsAt, durationMinutes }: SeenMeeting): readonly DateAtZoom[] {
  if (type === 'recurringFixedTime') return occurrences
  return startsAt === null ? [] : [{ id: 'single', startsAt, durationMinutes: durationMinutes ?? 60, isDeleted: false }]
}

function whenIn(
  { startsAt, durationMinutes, timeZone }: Pick<ConfirmedMeeting, 'startsAt' | 'durationMinutes' | 'timeZone'>,
  isOnce: boolean,
): Partial<WatchedValues> {
  return {
    ...(timeZone === null ? {} : { timeZone }),
    ...(isOnce && startsAt !== null ? { time: startsAt } : {}),
    ...(isOnce && durationMinutes !== null ? { duration: durationMinutes } : {}),
  }
}

function watchedSettings(
  settings: ConfirmedSettings,
): Pick<WatchedValues, (typeof settingNames)[keyof typeof settingNames]>
function watchedSettings(settings: Partial<ConfirmedSettings>): Partial<WatchedValues>
function watchedSettings(settings: Partial<ConfirmedSettings>): Partial<WatchedValues> {
  const given = Object.entries(settingNames).filter(([name]) => settings[name as keyof ConfirmedSettings] !== undefined)
  return Object.fromEntries(given.map(([name, field]) => [field, settings[name as keyof ConfirmedSettings]]))
}

/** Of Zoom's settings those that are watched, by Zoom's names. */
export const watchedOf = (settings: Partial<ConfirmedSettings>): Partial<ConfirmedSettings> =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => name in settingNames))

/** A change as it is shown; `hosts` are names by Zoom's id. Null when there is nothing to show. */
export function changeOf(
  watched: WatchedMeeting,
  seen: SeenMeeting | null,
  shown: { readonly hosts: ReadonlyMap<string, string>; readonly registeredCount: number; readonly now: number },
): MeetingChange | null {
  const { meeting, dates } = watched
  const { hosts, now, registeredCount } = shown
  const difference = seen === null ? null : differenceOf(watched, seen, now)
  const isGone = meeting.state === 'missing'
  if (!isGone && difference === null) return null
  const planned = dates.filter(({ state }) => state === 'scheduled')
  const next = planned[0] ?? null
  const { fields = [], dates: changed = [], here, atZoom = {} } = difference ?? {}
  const textOf = (values: Partial<WatchedValues>, field: WatchedField): string => {
    const value = values[field]
    if (value === undefined || value === null) return ''
    if (field === 'time') return toIso(Number(value))
    return field === 'host'
      ? (hosts.get(String(value)) ?? (value === meeting.hostId ? meeting.hostName : ''))
      : String(value)
  }
  return {
    meetingId: meeting.id as MeetingId,
    // Of a series what was changed seldom is one date's alone.
    title: meeting.type === 'recurringFixedTime' ? topicOf(meeting.title) : titleOfDate(meeting.title, 1),
    time: timeOf(next ?? meeting),
    host: meeting.hostName,
    kind: isGone ? 'gone' : 'changed',
    fields: isGone
      ? []
      : fields.map((field): ChangedField => ({
          field,
          here: textOf(here ?? {}, field),
          atZoom: textOf(atZoom, field),
        })),
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

function dateOf({ here, atZoom }: ChangedDate<DateRow>): MeetingChange['dates'][number] {
  return {
    occurrenceId: (here?.id ?? null) as OccurrenceId | null,
    here: here && { startInstant: toIso(here.startInstant), durationMinutes: here.durationMinutes },
    atZoom: atZoom && { startInstant: toIso(atZoom.startsAt), durationMinutes: atZoom.durationMinutes },
  }
}
