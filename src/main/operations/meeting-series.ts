import { completeRule, mostDates, planDates } from '../../shared/domain/recurrence.ts'
import { minute, toInstant } from '../../shared/domain/time.ts'
import type { Claim } from '../store/outbox-claim.ts'
import type { ConfirmedDate } from '../store/outbox-confirm.ts'
import type { MeetingRow } from '../store/outbox-queue.ts'
import type { MeetingRecurrence, ZoomOccurrence } from '../zoom/model.ts'

/** A meeting as it stands here, with its dates. */
export type Plan = Pick<Claim, 'meeting' | 'dates' | 'alternativeHosts'>

/** One planned date as it is kept. */
export type DateRow = Plan['dates'][number]

/** When a series begins at Zoom, and how it goes on from there. */
export interface SeriesDraft {
  /** Epoch ms. */
  readonly startsAt: number
  readonly recurrence: MeetingRecurrence
}

/** Whether one meeting carries several dates. */
export const isSeries = ({ type }: Pick<MeetingRow, 'type'>): boolean => type === 'recurringFixedTime'

/**
 * The part of a series that is still to come, by its rule: dates that a person moved away from it are moved at Zoom one by
 * one, and so that there is one to move for each, the rule goes on until it has as many. It ends with its last wall date in
 * the zone, at 23:59 as Zoom's own forms have it. Null when no date is left.
 */
export function seriesOf({ meeting, dates }: Pick<Plan, 'meeting' | 'dates'>, now: number): SeriesDraft | null {
  const planned = dates.filter(({ state, endInstant }) => state === 'scheduled' && endInstant > now)
  const ahead = planned.filter(({ startInstant }) => startInstant > now)
  const left = ahead.length > 0 ? ahead : planned
  const regular = left.filter(({ isMoved }) => !isMoved)
  const [first] = regular.length > 0 ? regular : left
  const last = regular.at(-1) ?? left.at(-1)
  if (first === undefined || last === undefined || meeting.recurrence === null) return null
  const { timeZone, startsAt: at } = meeting
  const byRule = toInstant({ on: first.on, at, timeZone })
  const rule = {
    ...completeRule(meeting.recurrence, meeting.on),
    ends: { afterDates: Math.min(left.length, mostDates) },
  }
  const { dates: enough } = planDates(rule, { on: first.on, at, timeZone }, { durationMinutes: 1 })
  const ends = [last.on, enough.at(-1)?.on ?? ''].toSorted().at(-1)!
  return {
    startsAt: byRule > now ? byRule : first.startInstant,
    recurrence: { ...zoomRule(meeting), endsAt: toInstant({ on: ends, at: '23:59', timeZone }) },
  }
}

/** What the dates of a series follow, in a text to compare: Zoom is told of the rule again only when it changes. */
export function ruleOf(meeting: MeetingRow): string {
  return JSON.stringify([zoomRule(meeting), meeting.startsAt, meeting.timeZone])
}

/** The rule in Zoom's words, without its end. ISO counts days of the week from Monday, Zoom from Sunday, both from 1. */
function zoomRule({ recurrence, on }: MeetingRow): MeetingRecurrence {
  if (recurrence === null) throw new TypeError('A series has a rule.')
  const { every, interval, weekDays, monthDay, monthWeek, monthWeekDay } = completeRule(recurrence, on)
  const zoomDay = (isoDay: number) => (isoDay % 7) + 1
  return {
    every,
    interval,
    ...(weekDays === undefined ? {} : { weekDays: weekDays.map(zoomDay).toSorted((a, b) => a - b) }),
    ...(monthDay === undefined ? {} : { monthDay }),
    ...(monthWeek === undefined ? {} : { monthWeek, monthWeekDay: zoomDay(monthWeekDay ?? 1) }),
  }
}

/** A date of ours beside the one of Zoom that stands for it. */
export interface DatePair {
  readonly date: DateRow
  readonly occurrence: ZoomOccurrence
}

/** What Zoom was told of one date alone. An occurrence with another id is a new one, which was told nothing. */
export const overridesAtZoom = ({ date, occurrence }: DatePair): DateRow['overrides'] =>
  date.zoomOccurrenceId === occurrence.id ? (date.confirmed?.overrides ?? null) : null

/** Whether Zoom has at its place what holds for one date alone. */
export const hasOverrides = (pair: DatePair): boolean =>
  JSON.stringify(overridesAtZoom(pair)) === JSON.stringify(pair.date.overrides)

/** What keeps the dates that Zoom has from being ours. Nothing that has begun is in it. */
export interface Alignment {
  readonly pairs: readonly DatePair[]
  /** Dates of Zoom that nobody wants. */
  readonly toDelete: readonly ZoomOccurrence[]
  /** Dates that Zoom has at another time, for another length, or with other settings of their own. */
  readonly toChange: readonly DatePair[]
  /** Dates that Zoom does not have. */
  readonly missing: readonly DateRow[]
}

/**
 * Holds our dates against Zoom's: by the occurrence id that we know, else by the instant, and what is left by nearness,
 * so that a series which Zoom shifted by an hour is moved back date by date.
 */
export function compareDates(
  dates: readonly DateRow[],
  occurrences: readonly ZoomOccurrence[],
  now: number,
): Alignment {
  const open = new Set(
    occurrences.filter((each) => !each.isDeleted && each.startsAt + each.durationMinutes * minute > now),
  )
  const wanted = new Set(dates.filter(({ state, endInstant }) => state === 'scheduled' && endInstant > now))
  const pairs: DatePair[] = []
  const pair = (date: DateRow, occurrence: ZoomOccurrence | undefined) => {
    if (occurrence === undefined || !open.has(occurrence)) return
    open.delete(occurrence)
    wanted.delete(date)
    pairs.push({ date, occurrence })
  }
  const by = <K>(keyOf: (occurrence: ZoomOccurrence) => K) => new Map([...open].map((each) => [keyOf(each), each]))
  const byId = by(({ id }) => id)
  for (const date of [...wanted]) pair(date, byId.get(date.zoomOccurrenceId ?? ''))
  const byInstant = by(({ startsAt }) => startsAt)
  for (const date of [...wanted]) pair(date, byInstant.get(date.startInstant))
  for (const { date, occurrence } of nearest([...wanted], [...open])) {
    if (wanted.has(date)) pair(date, occurrence)
  }
  const isAhead = ({ startInstant }: DateRow) => startInstant > now
  return {
    pairs,
    toDelete: [...open].filter(({ startsAt }) => startsAt > now),
    toChange: pairs.filter(
      ({ date, occurrence }) =>
        isAhead(date) &&
        (occurrence.startsAt !== date.startInstant ||
          occurrence.durationMinutes !== date.durationMinutes ||
          !hasOverrides({ date, occurrence })),
    ),
    missing: [...wanted].filter(isAhead),
  }
}

/** Whether Zoom has our dates and no others. */
export const isAligned = ({ toDelete, toChange, missing }: Alignment): boolean =>
  toDelete.length + toChange.length + missing.length === 0

function nearest(dates: readonly DateRow[], occurrences: readonly ZoomOccurrence[]): DatePair[] {
  const away = ({ date, occurrence }: DatePair) => Math.abs(date.startInstant - occurrence.startsAt)
  return dates
    .flatMap((date) => occurrences.map((occurrence) => ({ date, occurrence })))
    .toSorted((a, b) => away(a) - away(b))
}

/** What is to be kept of the dates after a look at Zoom: past dates stay as they were. */
export function confirmedDates(alignment: Alignment, dates: readonly DateRow[], now: number): ConfirmedDate[] {
  const { pairs, missing, toDelete } = alignment
  const isStillThere = ({ zoomOccurrenceId, startInstant }: DateRow) =>
    toDelete.some(({ id, startsAt }) => id === zoomOccurrenceId || startsAt === startInstant)
  const there = pairs.map((pair) => {
    const { id, startsAt, durationMinutes } = pair.occurrence
    const overrides = overridesAtZoom(pair)
    return {
      key: pair.date.key,
      zoomOccurrenceId: id,
      confirmed: { startsAt, durationMinutes, isDeleted: false, ...(overrides === null ? {} : { overrides }) },
    }
  })
  const gone = dates
    .filter((date) => date.state === 'cancelled' && date.startInstant > now && !isStillThere(date))
    .map(({ key, zoomOccurrenceId, startInstant: startsAt, durationMinutes }) => ({
      key,
      zoomOccurrenceId,
      confirmed: { startsAt, durationMinutes, isDeleted: true },
    }))
  return [...there, ...gone, ...missing.map(({ key }) => ({ key, zoomOccurrenceId: null, confirmed: null }))]
}
