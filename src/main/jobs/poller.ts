import type { Clock, Log } from '../ports.ts'

/** However often things change, what is due is looked up at most this often, in real time. */
const breathMs = 1_000
/** What is due but cannot be tried is looked at again after this long, in real time. */
const overdueMs = 60_000
/** After a failure that stops every read, in real time: doubled each time. */
const firstPauseMs = 5_000
const longestPauseMs = 15 * 60_000

/** What a poller needs: reading what is due, reports or hosts' lists of meetings, and to hear of changes. */
export interface PollerDeps {
  /** Reads what is due now; returns how much was tried. Raises what stops every read. */
  readonly collectDue: (signal: AbortSignal) => Promise<number>
  /** When the next read is due, epoch ms of the school's clock (in the past: now); null when none is planned soon. */
  readonly nextDueAt: () => Promise<number | null>
  /** Hears of each change in the database; returns the unsubscriber. */
  readonly onChange: (listener: () => void) => () => void
  /** The school's clock, which the plan of reads is made in. */
  readonly clock: Clock
  /** Real time, which pauses are taken in. */
  readonly realClock: Clock
  readonly log: Log
}

/**
 * Reads what Zoom has when it is due until the signal aborts, one pass after the other and never two at once. Between
 * passes it sleeps until the next read is due or something changes; what a killed poller left undone is due at once.
 */
export async function runPoller(deps: PollerDeps, signal: AbortSignal): Promise<void> {
  const { clock, realClock, log } = deps
  let news = Promise.withResolvers<void>()
  const tell = () => news.resolve()
  const unsubscribe = deps.onChange(tell)
  signal.addEventListener('abort', tell)
  let pauseMs = firstPauseMs
  let isOverdue = false

  const sleep = (on: Clock, instant: number, until: AbortSignal) => on.sleepUntil(instant, until).catch(() => undefined)
  /** Waits for the earliest of these, and lets go of the others. */
  const waitForAny = async (...waits: ((until: AbortSignal) => Promise<void>)[]) => {
    const quiet = new AbortController()
    try {
      await Promise.race(waits.map((wait) => wait(quiet.signal)))
    } finally {
      quiet.abort()
    }
  }
  const rest = async () => {
    await sleep(realClock, realClock.now() + breathMs, signal)
    const dueAt = await deps.nextDueAt()
    if (signal.aborted) return
    const wasOverdue = isOverdue
    isOverdue = dueAt !== null && dueAt <= clock.now()
    // It has become due since we looked.
    if (isOverdue && !wasOverdue) return
    await waitForAny(
      () => news.promise,
      ...(dueAt === null
        ? []
        : [
            (until: AbortSignal) =>
              isOverdue ? sleep(realClock, realClock.now() + overdueMs, until) : sleep(clock, dueAt, until),
          ]),
    )
  }

  while (!signal.aborted) {
    try {
      // From here on news counts: a change while we read must not be slept over.
      news = Promise.withResolvers<void>()
      const tried = await deps.collectDue(signal)
      pauseMs = firstPauseMs
      if (tried === 0) await rest()
    } catch (error) {
      if (signal.aborted) break
      log.warn('poller.paused', { ms: pauseMs })
      if (!isProblem(error)) log.error('poller.failed', error)
      const pausedAt = realClock.now()
      await sleep(realClock, pausedAt + firstPauseMs, signal)
      // Somebody may have mended it: another account, a network, room on the disk.
      if (!signal.aborted)
        await waitForAny(
          () => news.promise,
          (until) => sleep(realClock, pausedAt + pauseMs, until),
        )
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    }
  }

  unsubscribe()
  signal.removeEventListener('abort', tell)
}

/** What can go wrong in the world is no news for the log of errors. */
const isProblem = (error: unknown): boolean => error instanceof Error && error.name === 'ProblemError'
