import { tidy } from './meeting-title.ts'
import { day, isTimeZone, toWall } from './time.ts'

/**
 * What of a meeting is watched beside its dates, in one shape for what it is here, what Zoom confirmed and what Zoom has:
 * everything that Homeroom tells Zoom of it.
 */
export interface WatchedValues {
  readonly title: string
  readonly description: string
  /** Epoch ms; null for a series, whose dates are compared one by one, and without a fixed time. */
  readonly time: number | null
  readonly duration: number | null
  /** IANA. */
  readonly timeZone: string | null
  /** Zoom's id. */
  readonly host: string
  /** Addresses in lower case, in order, with a comma between them. */
  readonly alternativeHosts: string
  readonly passcode: string
  readonly registration: 'none' | 'automatic' | 'approval'
  /** What one registration is good for. Of meaning where a series registers its students, as are the next two for a meeting. */
  readonly registrationReach: 'everyOccurrence' | 'eachOccurrence' | 'chosenOccurrences'
  /** Whether Zoom writes mails to the students who are registered. */
  readonly registrantMail: boolean
  /** Whether a student may join from two devices at once. */
  readonly severalDevices: boolean
  readonly signedInOnly: boolean
  readonly waitingRoom: boolean
  readonly joinBeforeHost: boolean
  readonly muteOnEntry: boolean
  readonly hostVideo: boolean
  readonly participantVideo: boolean
  readonly recording: 'none' | 'local' | 'cloud'
}

/** One watched value. */
export type WatchedField = keyof WatchedValues
/** Every watched value, in the order in which a person should see them. */
export const watchedFields = [
  'host',
  'registration',
  'registrationReach',
  'signedInOnly',
  'waitingRoom',
  'joinBeforeHost',
  'passcode',
  'time',
  'timeZone',
  'duration',
  'title',
  'description',
  'alternativeHosts',
  'muteOnEntry',
  'hostVideo',
  'participantVideo',
  'recording',
  'registrantMail',
  'severalDevices',
] as const satisfies readonly WatchedField[]

/** A meeting three times over: as it is here, as Zoom last confirmed it to us, and as it was just read there. */
export interface ThreeReadings {
  readonly here: Partial<WatchedValues>
  /** What is not known of it is left out, and so is below what means nothing for this meeting. */
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
    const isSame = (a: unknown, b: unknown) => {
      if (field === 'timeZone') return isSameClock(a, b, atZoom.time ?? here.time ?? null)
      // Zoom keeps spaces and line ends as it likes.
      return field === 'description' ? tidy(String(a)) === tidy(String(b)) : a === b
    }
    if (atZoom[field] === undefined || here[field] === undefined || isSame(atZoom[field], here[field])) return false
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
  const letsAnybodyIn = is('waitingRoom', false) || is('joinBeforeHost', true) || is('signedInOnly', false)
  if (isGone || is('registration', 'none') || fields.includes('passcode') || letsAnybodyIn) return true
  const isElsewhere = hasChangedDates || fields.includes('time') || fields.includes('host')
  return isElsewhere && nextStart !== null && nextStart < now + day
}

/**
 * Whether Zoom has let the number of a meeting that it does not know any more die by itself: that of a single date 30 days
 * after it, any other a year after it was last used (zoom-facts section 2). Zoom gives one answer for expired and deleted.
 */
export function hasExpired(
  type: 'instant' | 'scheduled' | 'recurringNoFixedTime' | 'recurringFixedTime',
  lastUsedAt: number,
  now: number,
): boolean {
  const lives = type === 'instant' || type === 'scheduled' ? 30 : 365
  return now > lastUsedAt + lives * day
}

/** The title here after Zoom's topic was taken over: a pattern keeps what stands around the topic. */
export function titleFromTopic(pattern: string, topicBefore: string, topic: string): string {
  return pattern.includes(topicBefore) && topicBefore !== '' ? pattern.replace(topicBefore, () => topic) : topic
}
