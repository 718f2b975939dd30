import { parseAgenda } from '../../shared/domain/meeting.ts'
import { day } from '../../shared/domain/time.ts'
import {
  hasOtherDates,
  looksOtherwise,
  nextLookAt,
  printOf,
  type ExpectedInList,
  type ListedRow,
  type SchoolHours,
} from '../../shared/domain/zoom-lists.ts'
import type { Clock, Log } from '../ports.ts'
import type { HostLook, MeetingLook, SyncStore, WatchedMeeting } from '../store/sync.ts'
import type { ForeignDate, ListedForeign } from '../store/sync-foreign.ts'
import type { ZoomClient } from '../zoom/client.ts'
import type { ListedMeeting } from '../zoom/model.ts'
import { confirmedOf } from './meeting-draft.ts'
import { differenceOf, seenMeeting, typeOf } from './sync-compare.ts'
import { listOf, readOnce, type Reading } from './sync-read.ts'

/** What looking needs. */
export interface LookDeps {
  readonly sync: SyncStore
  /** The client of the connected account. Raises `notConnected`, `notEnabled`. */
  readonly zoom: () => Promise<ZoomClient>
  readonly schoolHours: () => Promise<SchoolHours>
  /** The school's zone. */
  readonly timeZone: () => string
  readonly clock: Clock
  readonly log: Log
}

/** What a look at every host came to. */
export interface Looked {
  readonly hosts: number
  readonly unreadHosts: number
  /** Rows of lists, each meeting once. */
  readonly meetings: number
  /** Pages of lists and meetings read by themselves. */
  readonly calls: number
}

/** Looking at what Zoom has. */
export interface Looking {
  /** Looks at the hosts that are due; returns how many those were. Raises what stops every read. */
  lookDue(signal: AbortSignal): Promise<number>
  /** When the next host is due, epoch ms (in the past: now); null while nothing is. */
  nextDueAt(): Promise<number | null>
  /** Looks at every host now, and reads again what is known to differ or takes place within a day. */
  lookAtAll(): Promise<Looked>
}

/** Hosts looked at at the same time; the Zoom client paces the calls themselves. */
const hostsAtOnce = 8
/** Zoom's largest page of meetings (zoom-facts section 2). */
const rowsPerPage = 300
/** One round over some hosts. */
interface Round extends Reading {
  /** A person asked. */
  readonly isAsked: boolean
  readonly now: number
  readonly byNumber: ReadonlyMap<string, WatchedMeeting>
  readonly byHost: ReadonlyMap<string, readonly WatchedMeeting[]>
  readonly tally: { unread: number; pages: number; readonly meetings: Set<string> }
}

/** Makes the looking of one school. */
export function createLooking(deps: LookDeps): Looking {
  const { sync, zoom, clock, log } = deps

  const round = async (hosts: readonly HostLook[], isAsked: boolean, signal?: AbortSignal): Promise<Looked> => {
    const client = await zoom()
    const now = clock.now()
    const watched = await sync.watched(now)
    const tally = { unread: 0, pages: 0, meetings: new Set<string>() }
    const current: Round = {
      client,
      log,
      signal,
      isAsked,
      now,
      byNumber: new Map(watched.map((each) => [each.meeting.zoomMeetingId!, each])),
      byHost: Map.groupBy(watched, ({ meeting }) => meeting.hostId),
      reading: new Map(),
      tally,
    }
    const waiting = [...hosts]
    let stop: { readonly error: unknown } | null = null
    const work = async () => {
      for (let host = waiting.shift(); host !== undefined; host = waiting.shift()) {
        try {
          await lookAt(deps, current, host)
        } catch (error) {
          // What was looked at before stays; the others are due as they were.
          stop ??= { error }
          waiting.length = 0
        }
      }
    }
    await Promise.all(Array.from({ length: Math.min(hostsAtOnce, hosts.length) }, work))
    const calls = tally.pages + current.reading.size
    log.info('sync.looked', { hosts: hosts.length, unread: tally.unread, calls, stopped: stop !== null })
    if (stop !== null) throw (stop as { readonly error: unknown }).error
    return { hosts: hosts.length, unreadHosts: tally.unread, meetings: tally.meetings.size, calls }
  }

  const dueAt = async (): Promise<{ readonly host: HostLook; readonly at: number }[]> => {
    const { hosts, since } = await sync.hosts(clock.now())
    if (hosts.length === 0) return []
    if (since === null) await sync.begin(clock.now())
    const hours = await deps.schoolHours()
    return hosts.map((host) => ({
      host,
      at: nextLookAt(host.lookedAt ?? since ?? clock.now(), hours, deps.timeZone()),
    }))
  }

  return {
    async lookDue(signal) {
      const due = (await dueAt()).filter(({ at }) => at <= clock.now())
      if (due.length === 0) return 0
      await round(
        due.map(({ host }) => host),
        false,
        signal,
      )
      return due.length
    },

    async nextDueAt() {
      const next = Math.min(...(await dueAt()).map(({ at }) => at))
      return Number.isFinite(next) ? next : null
    },

    async lookAtAll() {
      const { hosts } = await sync.hosts(clock.now())
      return round(hosts, true)
    },
  }
}

/** Reads one host's list to its last page, then whatever of it stands out, and keeps all of it at once. */
async function lookAt({ sync }: LookDeps, round: Round, host: HostLook): Promise<void> {
  const { hostId } = host
  const { byHost, byNumber, now, tally } = round
  const listed = await listOf(round, hostId)
  if (listed === null) {
    tally.unread += 1
    await sync.keepLook({ ...host, lookedAt: now, foreign: null, looks: [] })
    return
  }
  tally.pages += Math.max(1, Math.ceil(listed.length / rowsPerPage))
  const rows = Map.groupBy(listed, ({ id }) => id)
  for (const id of rows.keys()) tally.meetings.add(id)
  const subjects = new Set([...(byHost.get(hostId) ?? []), ...[...rows.keys()].flatMap((id) => byNumber.get(id) ?? [])])
  const prints: Record<string, string> = {}
  const looks: Promise<MeetingLook | null>[] = []
  for (const watched of subjects) {
    const number = watched.meeting.zoomMeetingId!
    const own = (rows.get(number) ?? []).map(rowOf)
    const isOdd = standsOut(watched, own, now)
    if (isOdd) prints[number] = printOf(own)
    if (mustBeRead(watched, isOdd && host.prints[number] !== prints[number], isOdd, round)) {
      looks.push(lookAtMeeting(round, watched))
    }
  }
  const foreign = [...rows.values()].flatMap((each) => foreignOf(each, byNumber))
  const series = foreign
    .filter(({ type }) => type === 'recurringFixedTime')
    .map(async ({ zoomMeetingId: number }) => [number, await datesOf(round, host, number, rows.get(number)!)])
  await sync.keepLook({
    hostId,
    lookedAt: now,
    prints,
    foreign,
    series: Object.fromEntries((await Promise.all(series)).filter(([, dates]) => dates !== null)),
    looks: (await Promise.all(looks)).filter((look) => look !== null),
  })
}

/**
 * The dates to come of a series that was made elsewhere: read when it is new or the list tells others than are known. Null
 * when Zoom would not say, so that they are asked for again.
 */
async function datesOf(
  round: Round,
  host: HostLook,
  number: string,
  rows: readonly ListedMeeting[],
): Promise<readonly ForeignDate[] | null> {
  const known = host.series[number]
  if (known !== undefined && !hasOtherDates(known, rows.map(rowOf), round.now)) return known
  const zoom = await readOnce(round, number)
  if (zoom === 'unknown' || zoom === 'gone') return null
  return zoom.occurrences
    .filter(({ isDeleted, startsAt }) => !isDeleted && startsAt > round.now)
    .map(({ startsAt, durationMinutes }) => ({ startsAt, durationMinutes }))
}

/** Whether the list tells something of a meeting that has to be looked into, or something of it is known to differ. */
function standsOut({ meeting, dates }: WatchedMeeting, rows: readonly ListedRow[], now: number): boolean {
  const confirmed = confirmedOf(meeting)
  if (confirmed === null) return false
  const isSeries = meeting.type === 'recurringFixedTime'
  const once =
    confirmed.startsAt === null
      ? []
      : [{ startsAt: confirmed.startsAt, durationMinutes: confirmed.durationMinutes ?? 0 }]
  const expected: ExpectedInList = {
    hostId: meeting.hostId,
    topic: confirmed.topic,
    agenda: confirmed.agenda,
    timeZone: confirmed.timeZone,
    dates:
      meeting.type === 'recurringNoFixedTime'
        ? null
        : isSeries
          ? dates.flatMap((date) => (date.confirmed === null || date.confirmed.isDeleted ? [] : date.confirmed))
          : once,
  }
  return meeting.seen !== null || meeting.state === 'missing' || looksOtherwise(expected, rows, now)
}

function mustBeRead(
  { meeting, dates, isOnItsWay }: WatchedMeeting,
  isNews: boolean,
  isOdd: boolean,
  { isAsked, now }: Round,
): boolean {
  if (isOnItsWay) return false
  const next = dates.find(({ state }) => state === 'scheduled')?.startInstant ?? Number.POSITIVE_INFINITY
  const isSoon = next <= now + day
  if (isAsked && (isSoon || isOdd)) return true
  const { seenAt } = meeting
  // Once in the day before it begins: only there settings show that no list tells.
  if (isSoon && (seenAt === null || seenAt < next - day)) return true
  return isNews || (isOdd && (seenAt === null || seenAt < now - day))
}

/** Reads a meeting and compares; null when Zoom would not say, so that nothing is concluded. */
async function lookAtMeeting(round: Round, watched: WatchedMeeting): Promise<MeetingLook | null> {
  const { meeting } = watched
  const number = meeting.zoomMeetingId!
  const zoom = await readOnce(round, number)
  if (zoom === 'unknown') return null
  if (zoom === 'gone') return { meeting, found: 'gone' }
  const seen = seenMeeting(zoom)
  return { meeting, found: differenceOf(watched, seen, round.now) === null ? 'asConfirmed' : seen }
}

const rowOf = ({ hostId, topic, agenda, timeZone, startsAt, durationMinutes }: ListedMeeting): ListedRow => ({
  hostId,
  topic,
  agenda,
  timeZone,
  startsAt,
  durationMinutes,
})

/** A listed meeting that is not watched, by its next date: whether it is ours all the same the store knows. */
function foreignOf(rows: readonly ListedMeeting[], byNumber: ReadonlyMap<string, unknown>): ListedForeign[] {
  const [first] = rows.toSorted((a, b) => (a.startsAt ?? 0) - (b.startsAt ?? 0))
  const type = first === undefined ? null : typeOf(first.type)
  if (first === undefined || type === null || type === 'instant' || byNumber.has(first.id)) return []
  const { id: zoomMeetingId, topic, startsAt, timeZone, durationMinutes, joinUrl, agenda } = first
  const reference = parseAgenda(agenda)?.reference ?? null
  return [{ zoomMeetingId, topic, type, startsAt, timeZone, durationMinutes, joinUrl, reference }]
}
