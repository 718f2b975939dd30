import { addDays, day, isTimeZone, minute, toInstant, toWall, weekday } from './time.ts'

/** What of a meeting is watched beside its dates, in one shape for what it is here, what Zoom confirmed and what Zoom has. */
export interface WatchedValues {
  readonly title: string
  /** Epoch ms; null for a series, whose dates are compared one by one, and without a fixed time. */
  readonly time: number | null
  readonly duration: number | null
  /** IANA. */
  readonly timeZone: string | null
  /** Zoom's id. */
  readonly host: string
  readonly registration: 'none' | 'automatic' | 'approval'
  readonly waitingRoom: boolean
  readonly joinBeforeHost: boolean
  readonly muteOnEntry: boolean
  readonly recording: 'none' | 'local' | 'cloud'
}

/** One watched value. */
export type WatchedField = keyof WatchedValues
/** Every watched value, in the order in which a person should see them. */
export const watchedFields = [
  'host',
  'registration',
  'waitingRoom',
  'joinBeforeHost',
  'time',
  'timeZone',
  'duration',
  'title',
  'muteOnEntry',
  'recording',
] as const satisfies readonly WatchedField[]

/** A meeting three times over: as it is here, as Zoom last confirmed it to us, and as it was just read there. */
export interface ThreeReadings {
  readonly here: WatchedValues
  /** What is not known of it is left out. */
  readonly confirmed: Partial<WatchedValues>
  readonly atZoom: Partial<WatchedValues>
  /** What Zoom did not do although it was asked to: it is not on its way any more. */
  readonly refused: readonly WatchedField[]
}

/**
 * The values that somebody changed at Zoom: it has neither ours nor what it confirmed to us. A value that we are about to
 * send is ours, whatever Zoom has there.
 */
export function changedFields({ here, confirmed, atZoom, refused }: ThreeReadings): WatchedField[] {
  return watchedFields.filter((field) => {
    const isKnown = confirmed[field] !== undefined
    const isSame = (a: unknown, b: unknown) =>
      field === 'timeZone' ? isSameClock(a, b, atZoom.time ?? here.time) : a === b
    if (atZoom[field] === undefined || isSame(atZoom[field], here[field])) return false
    const isOnItsWay = isKnown && !isSame(confirmed[field], here[field]) && !refused.includes(field)
    return !isOnItsWay && !(isKnown && isSame(atZoom[field], confirmed[field]))
  })
}

/** One zone has several names: two are the same where their clocks show the same, now and half a year on. */
function isSameClock(one: unknown, other: unknown, at: number | null): boolean {
  if (one === other) return true
  if (typeof one !== 'string' || typeof other !== 'string') return one === null && other === null
  // A name that this computer does not know tells nothing that could be shown or taken over.
  if (!isTimeZone(one) || !isTimeZone(other)) return true
  const wall = (zone: string, instant: number) => JSON.stringify({ ...toWall(instant, zone), timeZone: '' })
  return [at ?? 0, (at ?? 0) + 182 * day].every((instant) => wall(one, instant) === wall(other, instant))
}

/** One planned date of a series, as it is here. Instants are epoch ms. */
export interface DateHere {
  readonly key: number
  readonly startInstant: number
  readonly durationMinutes: number
  readonly state: 'scheduled' | 'cancelled'
  readonly zoomOccurrenceId: string | null
  /** What Zoom last confirmed of it; null for nothing. */
  readonly confirmed: {
    readonly startsAt: number
    readonly durationMinutes: number
    readonly isDeleted: boolean
  } | null
}

/** One date of a series, as Zoom has it. */
export interface DateAtZoom {
  readonly id: string
  /** Epoch ms. */
  readonly startsAt: number
  readonly durationMinutes: number
  readonly isDeleted: boolean
}

/** One date that somebody changed at Zoom: moved or made longer where both are there, else deleted or added. */
export interface ChangedDate<Here extends DateHere = DateHere> {
  readonly here: Here | null
  readonly atZoom: DateAtZoom | null
}

/**
 * The dates to come of a series that somebody changed at Zoom, by their start. What has begun is left alone, and so is a
 * date that waits to be sent as it is here.
 */
export function changedDates<Here extends DateHere>(
  here: readonly Here[],
  atZoom: readonly DateAtZoom[],
  now: number,
): ChangedDate<Here>[] {
  const { pairs, alone, extra } = pairDates(here, atZoom, now)
  const moved = pairs.filter(
    ({ here: date, atZoom: seen }) => !isAt(seen, ours(date)) && !isAt(seen, date.confirmed) && !isOnItsWay(date),
  )
  // Zoom never had what it never confirmed.
  const deleted = alone.filter(({ confirmed }) => confirmed !== null && !confirmed.isDeleted)
  // One that is cancelled here and waits to be deleted there is ours.
  const waiting = here.filter(({ state, confirmed }) => state === 'cancelled' && confirmed?.isDeleted === false)
  const added = extra.filter(
    (date) =>
      !waiting.some(
        ({ zoomOccurrenceId, startInstant }) => zoomOccurrenceId === date.id || startInstant === date.startsAt,
      ),
  )
  return [
    ...moved,
    ...deleted.map((date) => ({ here: date, atZoom: null })),
    ...added.map((date) => ({ here: null, atZoom: date })),
  ].toSorted((a, b) => startOf(a) - startOf(b))
}

const startOf = ({ here, atZoom }: ChangedDate): number => here?.startInstant ?? atZoom?.startsAt ?? 0
const ours = ({ startInstant, durationMinutes }: DateHere) => ({ startsAt: startInstant, durationMinutes })
const isAt = (
  one: Pick<DateAtZoom, 'startsAt' | 'durationMinutes'>,
  other: Pick<DateAtZoom, 'startsAt' | 'durationMinutes'> | null,
): boolean => one.startsAt === other?.startsAt && one.durationMinutes === other.durationMinutes
const isOnItsWay = (date: DateHere): boolean => date.confirmed !== null && !isAt(ours(date), date.confirmed)

/** Dates to come of both sides, held against each other. */
export interface PairedDates<Here extends DateHere> {
  readonly pairs: readonly { readonly here: Here; readonly atZoom: DateAtZoom }[]
  /** Only here. */
  readonly alone: readonly Here[]
  /** Only at Zoom. */
  readonly extra: readonly DateAtZoom[]
}

/** Pairs dates to come by the occurrence id that we know, else by their start, and what is left by nearness. */
export function pairDates<Here extends DateHere>(
  here: readonly Here[],
  atZoom: readonly DateAtZoom[],
  now: number,
): PairedDates<Here> {
  const alone = new Set(here.filter(({ state, startInstant }) => state === 'scheduled' && startInstant > now))
  const extra = new Set(atZoom.filter(({ isDeleted, startsAt }) => !isDeleted && startsAt > now))
  const pairs: { here: Here; atZoom: DateAtZoom }[] = []
  const pair = (date: Here, other: DateAtZoom | undefined) => {
    if (other === undefined || !extra.has(other) || !alone.has(date)) return
    alone.delete(date)
    extra.delete(other)
    pairs.push({ here: date, atZoom: other })
  }
  const byId = new Map([...extra].map((each) => [each.id, each]))
  for (const date of [...alone]) if (date.zoomOccurrenceId !== null) pair(date, byId.get(date.zoomOccurrenceId))
  const byStart = new Map([...extra].map((each) => [each.startsAt, each]))
  for (const date of [...alone]) pair(date, byStart.get(date.startInstant))
  // A date that was deleted keeps its id at Zoom: it stands for none of the others.
  const deleted = new Set(atZoom.flatMap(({ isDeleted, id }) => (isDeleted ? id : [])))
  const movable = [...alone].filter(
    ({ zoomOccurrenceId }) => zoomOccurrenceId === null || !deleted.has(zoomOccurrenceId),
  )
  const distance = (date: Here, other: DateAtZoom) => Math.abs(date.startInstant - other.startsAt)
  const near = movable
    .flatMap((date) => [...extra].map((other) => ({ date, other })))
    .toSorted((a, b) => distance(a.date, a.other) - distance(b.date, b.other))
  for (const { date, other } of near) pair(date, other)
  return { pairs, alone: [...alone], extra: [...extra] }
}

/** A meeting as one row of a host's list tells it; a series has a row for each date to come. */
export interface ListedRow {
  readonly hostId: string
  readonly topic: string
  readonly timeZone: string | null
  readonly startsAt: number | null
  readonly durationMinutes: number | null
}

/** What Zoom confirmed of a meeting, as far as lists tell it. */
export interface ExpectedInList {
  readonly hostId: string
  readonly topic: string
  readonly timeZone: string | null
  /** Dates to come that Zoom has; null without a fixed time. */
  readonly dates: readonly Pick<DateAtZoom, 'startsAt' | 'durationMinutes'>[] | null
}

/** Zoom lists no dates further ahead than half a year (zoom-facts section 2). */
const listedAhead = 180 * day

/**
 * Whether a list tells something else of a meeting than Zoom confirmed, so that the meeting itself should be read: a list
 * may lag, it names no occurrence, and being absent from it proves nothing.
 */
export function looksOtherwise(expected: ExpectedInList, rows: readonly ListedRow[], now: number): boolean {
  const [first] = rows
  if (first === undefined) return true
  const isOther = ({ hostId, topic, timeZone }: ListedRow) =>
    hostId !== expected.hostId || topic !== expected.topic || (timeZone !== null && timeZone !== expected.timeZone)
  if (rows.some(isOther)) return true
  if (expected.dates === null) return false
  const ahead = (startsAt: number) => startsAt > now && startsAt < now + listedAhead
  const textOf = ({ startsAt, durationMinutes }: Pick<ListedRow, 'startsAt' | 'durationMinutes'>) =>
    `${startsAt} ${durationMinutes}`
  const texts = (dates: readonly Pick<ListedRow, 'startsAt' | 'durationMinutes'>[]) =>
    dates.filter(({ startsAt }) => startsAt !== null && ahead(startsAt)).map(textOf)
  const listed = texts(rows)
  return [...listed.toSorted()].join() !== texts(expected.dates).toSorted().join()
}

/** What a list told of a meeting, in a text to compare: while it tells the same, the meeting need not be read again. */
export function printOf(rows: readonly ListedRow[]): string {
  return JSON.stringify(
    rows.map(({ hostId, topic, timeZone, startsAt, durationMinutes }) => [
      hostId,
      topic,
      timeZone,
      startsAt,
      durationMinutes,
    ]),
  )
}

/** How urgent a change is looked at. */
interface Urgency {
  readonly isGone: boolean
  readonly fields: readonly WatchedField[]
  readonly hasChangedDates: boolean
  readonly atZoom: Partial<WatchedValues>
  /** The next start here, epoch ms; null without a fixed time. */
  readonly nextStart: number | null
}

/** Whether links stop working, anybody gets in, or the class is less than a day away and stands elsewhere. */
export function isUrgent({ isGone, fields, hasChangedDates, atZoom, nextStart }: Urgency, now: number): boolean {
  const is = (field: WatchedField, value: unknown) => fields.includes(field) && atZoom[field] === value
  if (isGone || is('registration', 'none') || is('waitingRoom', false) || is('joinBeforeHost', true)) return true
  const isElsewhere = hasChangedDates || fields.includes('time') || fields.includes('host')
  return isElsewhere && nextStart !== null && nextStart < now + day
}

/** The title here after Zoom's topic was taken over: a pattern keeps what stands around the topic. */
export function titleFromTopic(pattern: string, topicBefore: string, topic: string): string {
  return pattern.includes(topicBefore) && topicBefore !== '' ? pattern.replace(topicBefore, () => topic) : topic
}

/** When classes take place. */
export interface SchoolHours {
  /** HH:MM. */
  readonly opensAt: string
  readonly closesAt: string
  /** ISO: 1 is Monday. */
  readonly weekDays: readonly number[]
}

/** How long a look at a host's meetings is good for. */
const lookEvery = 30 * minute

/** When a host is to be looked at again: after half an hour, but outside the school's hours only when the school opens. */
export function nextLookAt(lookedAt: number, hours: SchoolHours, timeZone: string): number {
  const wanted = lookedAt + lookEvery
  const { on, at } = toWall(wanted, timeZone)
  const isOpen = hours.weekDays.includes(weekday(on)) && at >= hours.opensAt && at < hours.closesAt
  if (isOpen || hours.weekDays.length === 0) return wanted
  const isBefore = hours.weekDays.includes(weekday(on)) && at < hours.opensAt
  for (let days = isBefore ? 0 : 1; days <= 7; days++) {
    const next = addDays(on, days)
    if (hours.weekDays.includes(weekday(next))) return toInstant({ on: next, at: hours.opensAt, timeZone })
  }
  return wanted
}
