import { hour, minute } from '../../shared/domain/time.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Clock, Log } from '../ports.ts'
import type { MeetingToRead, NewRead, PeriodToRead, ReadsStore } from '../store/reads.ts'
import type { FoundRun, RunToRead } from '../store/reads-runs.ts'
import type { ZoomClient } from '../zoom/client.ts'
import type { ParticipantRead } from '../zoom/model.ts'

/** What collecting needs. */
export interface CollectDeps {
  readonly reads: ReadsStore
  /** The client of the connected account. Raises `notConnected`. */
  readonly zoom: () => Promise<ZoomClient>
  readonly clock: Clock
  readonly newId: () => string
  readonly log: Log
}

/** Reading Zoom's reports. */
export interface Collecting {
  /** Reads every run of this period now, every page, and judges. Raises what kept Zoom from answering; what was read stays. */
  collect(periodKey: number): Promise<void>
  /**
   * Reads what is due, some at a time; returns how many periods were tried. Raises only what stops every read: no
   * network, no account, no right to read, a full disk.
   */
  collectDue(signal: AbortSignal): Promise<number>
  /** When the next read is due, epoch ms (in the past: now); null when none is planned soon. */
  nextDueAt(): Promise<number | null>
}

/** Reports on their way at the same time; the Zoom client paces the calls themselves. */
const atOnce = 4
const mostDue = 64
/** A run is looked for from this long before the class to this long after it (domain section 5). */
const lookBefore = 30 * minute
const lookAfter = 120 * minute

/** Makes the collecting of one school. */
export function createCollecting({ reads, zoom, clock, newId, log }: CollectDeps): Collecting {
  /** Periods at which we failed ourselves: left alone until the next start, so that they hold up nobody else. */
  const broken = new Set<number>()

  const collectMeeting = async (
    client: ZoomClient,
    meeting: MeetingToRead,
    window: { readonly from: number; readonly to: number },
    signal: AbortSignal | undefined,
  ): Promise<void> => {
    const found = await findRuns(client, meeting, window, signal)
    const toRead = await reads.keepRuns(meeting.key, found, clock.now(), newId)
    await allOf(
      toRead.map((run) => async () => {
        const read = await readRun(client, run, meeting.isRegistrationOn, signal)
        if (read !== null) await reads.keepRead(run.instanceKey, newRead(read), clock.now(), newId)
      }),
    )
  }

  /** One try at periods that share meetings: whatever could be read is kept and judged before anything is raised. */
  const tryOnce = async (client: ZoomClient, periods: readonly PeriodToRead[], signal?: AbortSignal): Promise<void> => {
    const window = {
      from: Math.min(...periods.map(({ startAt }) => startAt)) - lookBefore,
      to: Math.max(...periods.map(({ endAt }) => endAt)) + lookAfter,
    }
    const meetings = new Map(periods.flatMap((period) => period.meetings.map((meeting) => [meeting.key, meeting])))
    let failure: unknown = null
    try {
      await allOf([...meetings.values()].map((meeting) => () => collectMeeting(client, meeting, window, signal)))
    } catch (error) {
      if (signal?.aborted) throw error
      failure = error
    }
    await reads.endTry(
      periods.map(({ key }) => key),
      { at: clock.now(), failure: failure === null ? null : backOff(failure) },
    )
    if (failure !== null) throw failure
  }

  return {
    async collect(periodKey) {
      const [period] = await reads.toRead([periodKey])
      if (period === undefined || period.meetings.length === 0) {
        throw new ProblemError(
          'conflict',
          'Zoom does not know a meeting of this class, so there is no report to read.',
          {
            fix: 'Take the roll by hand, or send the meeting to Zoom first.',
          },
        )
      }
      // Nothing can be there yet, and Zoom need not be asked to know it.
      if (clock.now() < period.startAt - lookBefore) return
      await tryOnce(await zoom(), [period])
    },

    async collectDue(signal) {
      const keys = await reads.due(clock.now(), mostDue + broken.size)
      const due = await reads.toRead(keys.filter((key) => !broken.has(key)))
      if (due.length === 0) return 0
      // What keeps us from Zoom altogether is no failure of any of them.
      await zoom()
      const waiting = bundles(due)
      let stop: unknown = null
      const work = async () => {
        for (let bundle = waiting.shift(); bundle !== undefined; bundle = waiting.shift()) {
          try {
            // Asked for each bundle: Zoom may be switched off in between.
            await tryOnce(await zoom(), bundle, signal)
          } catch (error) {
            if (signal.aborted || isForAll(error)) {
              stop ??= error
              waiting.length = 0
            } else if (error instanceof ProblemError) {
              log.warn('attendance.readFailed', { periods: bundle.length, kind: error.problem.kind })
            } else {
              log.error('attendance.collectFailed', error, { periods: bundle.length })
              for (const { key } of bundle) broken.add(key)
            }
          }
        }
      }
      await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, work))
      log.info('attendance.collected', { periods: due.length, stopped: stop === null ? 'no' : kindOf(stop) })
      if (stop !== null) throw stop
      return due.length
    },

    nextDueAt: () => reads.nextDueAt(clock.now()),
  }
}

/** Runs all, then raises the first failure: one report that cannot be read keeps none of the others from being kept. */
async function allOf(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const settled = await Promise.allSettled(tasks.map((task) => task()))
  const failed = settled.find((each) => each.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

const kindOf = (error: unknown): string => (error instanceof ProblemError ? error.problem.kind : 'unexpected')

/** Zoom's word that there is no run, or none that has ended: not an error, but "not yet". */
const isNotYet = (error: unknown): boolean => kindOf(error) === 'notFound'

async function unlessNotYet<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (isNotYet(error)) return null
    throw error
  }
}

/**
 * The ended runs of a meeting inside the window, by their own uuid: the list of instances, and what Zoom calls the
 * meeting's latest one (the list may lag behind). The bare number never stands for a run: after a restart it is another.
 */
async function findRuns(
  client: ZoomClient,
  meeting: MeetingToRead,
  window: { readonly from: number; readonly to: number },
  signal: AbortSignal | undefined,
): Promise<FoundRun[]> {
  const found = new Map<string, FoundRun>(meeting.known.map((run) => [run.uuid, { ...run, participantCount: null }]))
  const ask = async (id: string) => {
    const past = await unlessNotYet(client.getPastMeeting(id, { signal }))
    if (past === null) return
    const { uuid, startedAt, endedAt, participantCount } = past
    found.set(uuid, { uuid, startedAt, endedAt, participantCount })
  }
  const [listed] = await Promise.all([
    unlessNotYet(client.listPastInstances(meeting.zoomMeetingId, window, { signal })),
    ask(meeting.zoomMeetingId),
  ])
  const unknown = (listed ?? []).filter(({ uuid }) => !found.has(uuid))
  await Promise.all(unknown.map(({ uuid }) => ask(uuid)))
  return [...found.values()].filter(({ startedAt, endedAt }) => endedAt > window.from && startedAt < window.to)
}

/** The report where registrants are to be told apart; else the past meeting, and the report only where times are missing. */
async function readRun(
  client: ZoomClient,
  { uuid }: RunToRead,
  isRegistrationOn: boolean,
  signal: AbortSignal | undefined,
): Promise<ParticipantRead | null> {
  const read = (source: 'past' | 'report') =>
    unlessNotYet(client.readParticipants(uuid, { source, wantsRegistrantIds: isRegistrationOn }, { signal }))
  if (isRegistrationOn) return read('report')
  const past = await read('past')
  return past === null || past.rowsWithoutTimes === 0 ? past : ((await read('report')) ?? past)
}

function newRead({ source, pages, rows, rowsWithoutTimes, digest }: ParticipantRead): NewRead {
  return { source, pages, rows, rowCount: rows.length + rowsWithoutTimes, digest }
}

const stopping: readonly string[] = [
  'offline',
  'notConnected',
  'notEnabled',
  'locked',
  'wrongCredentials',
  'appDisabled',
  'missingScope',
  'planTooSmall',
  'clockWrong',
  'diskFull',
  'readOnly',
  'inUse',
]
/** Whether the next read would fail as well, whichever it is. */
const isForAll = (error: unknown): boolean => stopping.includes(kindOf(error))

/** How long to leave a period alone: a network comes back within minutes, a refusal may last for days. */
function backOff(error: unknown): { cap: number; retryAt: number | null } {
  const retryAt = error instanceof ProblemError ? error.problem.retryAt : undefined
  return {
    cap: ['offline', 'zoomUnavailable', 'rateLimited'].includes(kindOf(error)) ? 15 * minute : 6 * hour,
    retryAt: retryAt === undefined ? null : Date.parse(retryAt),
  }
}

/** Periods that share a meeting are read together, so that each report is read once. */
function bundles(periods: readonly PeriodToRead[]): PeriodToRead[][] {
  const bundleOf = new Map<number, PeriodToRead[]>()
  for (const period of periods) {
    const touching = new Set(period.meetings.flatMap(({ key }) => [bundleOf.get(key) ?? []]))
    const joined = [...[...touching].flat(), period]
    for (const { meetings } of joined) for (const { key } of meetings) bundleOf.set(key, joined)
  }
  return [...new Set(bundleOf.values())]
}
