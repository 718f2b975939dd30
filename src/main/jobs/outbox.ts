import type { Clock, Log } from '../ports.ts'

/** Meetings whose entries are on their way at the same time; the Zoom client paces the calls themselves. */
const atOnce = 8
/** How often a claim is renewed while its entry is on its way, in real time; a third of how long it holds. */
const renewEveryMs = 10_000
/** The shortest pause before looking again when nothing could be claimed or the database failed. */
const breathMs = 250
/** What is on its way when the job is stopped may still end well within this real time. */
const graceMs = 3_000

/** What the job needs: the sender's hands, and to hear of changes. */
export interface OutboxJobDeps<Claim> {
  readonly claim: (limit: number, held: readonly Claim[]) => Promise<readonly Claim[]>
  readonly renew: (claim: Claim) => Promise<boolean>
  readonly send: (claim: Claim, signal: AbortSignal) => Promise<void>
  /** When to claim next: by the school's clock, and in real time for what another sender may have left; null for never. */
  readonly nextDue: () => Promise<{ readonly dueAt: number | null; readonly takeOverAt: number | null }>
  /** Hears of each change in the database; returns the unsubscriber. */
  readonly onChange: (listener: () => void) => () => void
  /** The school's clock, which entries are put off by. */
  readonly clock: Clock
  /** Real time, which claims hold in. */
  readonly realClock: Clock
  readonly log: Log
}

/**
 * Sends what waits in the outbox until the signal aborts: at once after a change, else when the next entry is due.
 * Resolves when nothing of it is on its way any more.
 */
export async function runOutbox<Claim>(deps: OutboxJobDeps<Claim>, signal: AbortSignal): Promise<void> {
  const { clock, realClock, log } = deps
  const onTheWay = new Map<Claim, Promise<void>>()
  const stopping = new AbortController()
  let news = Promise.withResolvers<void>()
  const tell = () => news.resolve()
  const unsubscribe = deps.onChange(tell)
  signal.addEventListener('abort', tell)

  const start = (claim: Claim) => {
    const sending = carry(deps, claim, stopping.signal).finally(() => {
      onTheWay.delete(claim)
      tell()
    })
    onTheWay.set(claim, sending)
  }

  const rest = async () => {
    const quiet = new AbortController()
    const sleep = (on: Clock, instant: number) => on.sleepUntil(instant, quiet.signal).catch(() => undefined)
    try {
      const { dueAt, takeOverAt } = await deps.nextDue()
      const waits: Promise<void>[] = [news.promise]
      // Full hands wait for one of them to be free.
      if (onTheWay.size < atOnce) {
        if (dueAt !== null) waits.push(sleep(clock, Math.max(dueAt, clock.now() + breathMs)))
        if (takeOverAt !== null) waits.push(sleep(realClock, Math.max(takeOverAt, realClock.now() + breathMs)))
      }
      await Promise.race(waits)
    } finally {
      quiet.abort()
    }
  }

  while (!signal.aborted) {
    try {
      // From here on news counts: a change while we claim must not be slept over.
      news = Promise.withResolvers<void>()
      const free = atOnce - onTheWay.size
      const claims = free === 0 ? [] : await deps.claim(free, [...onTheWay.keys()])
      for (const claim of claims) start(claim)
      if (claims.length === 0 && !signal.aborted) await rest()
    } catch (error) {
      log.error('outbox.jobFailed', error)
      await realClock.sleepUntil(realClock.now() + 4 * breathMs, signal).catch(() => undefined)
    }
  }

  unsubscribe()
  signal.removeEventListener('abort', tell)
  const ended = Promise.all(onTheWay.values())
  await Promise.race([ended, realClock.sleepUntil(realClock.now() + graceMs, stopping.signal)])
  stopping.abort()
  await ended
}

/** Sends one entry while its claim is kept alive; a claim that was lost stops the sending. */
async function carry<Claim>(deps: OutboxJobDeps<Claim>, claim: Claim, stop: AbortSignal): Promise<void> {
  const { realClock, log } = deps
  const lost = new AbortController()
  const ended = new AbortController()
  const keep = async () => {
    for (;;) {
      await realClock.sleepUntil(realClock.now() + renewEveryMs, ended.signal)
      try {
        if (await deps.renew(claim)) continue
      } catch (error) {
        // The claim holds for two more renewals, and a database that is busy now may not be then.
        log.error('outbox.renewFailed', error)
        continue
      }
      log.warn('outbox.claimLost')
      return lost.abort()
    }
  }
  const keeping = keep().catch(() => undefined)
  try {
    await deps.send(claim, AbortSignal.any([stop, lost.signal]))
  } catch (error) {
    log.error('outbox.sendFailed', error)
  } finally {
    ended.abort()
    await keeping
  }
}
