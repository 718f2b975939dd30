import type { Clock, Log } from '../ports.ts'

const RENEW_EVERY_MS = 4_000
/** With the time between two questions it stays below the 15 s within which a killed holder is followed. */
const LASTS_MS = 10_000

/** What the lease needs: one transaction that takes or renews it, and one that gives it up. */
export interface LeaseDeps {
  /** Real time, never the practice school's: a jump must not expire a living holder. */
  readonly realClock: Clock
  readonly hold: (now: number, expiresAt: number) => Promise<boolean>
  readonly release: () => Promise<void>
  readonly log: Log
}

/** The right to run background work on a data folder that several processes have open. */
export interface Lease {
  /** Whether this process holds it now. */
  isHeld(): boolean
  /** Gives it up and stops asking for it. */
  close(): Promise<void>
}

/**
 * Asks for the lease now and every few seconds. While it is held, `work` runs; its signal aborts when the lease is lost
 * or given up, and it is started anew when the lease comes back. A killed holder is followed within 15 seconds.
 */
export async function startLease(deps: LeaseDeps, work: (signal: AbortSignal) => Promise<void>): Promise<Lease> {
  const { realClock, hold, release, log } = deps
  const closing = new AbortController()
  let running: { stop: AbortController; ended: Promise<void> } | null = null

  const start = () => {
    const stop = new AbortController()
    const ended = work(stop.signal).catch((error: unknown) => {
      if (!stop.signal.aborted) log.error('lease.workFailed', error)
    })
    running = { stop, ended }
  }
  const stop = async () => {
    const present = running
    running = null
    present?.stop.abort()
    await present?.ended
  }

  const ask = async () => {
    let isHeld = false
    try {
      isHeld = await hold(realClock.now(), realClock.now() + LASTS_MS)
    } catch (error) {
      // A full disk or a long write elsewhere: without a renewed lease nothing of ours may be sent.
      log.error('lease.askFailed', error)
    }
    if (isHeld && running === null) start()
    if (!isHeld && running !== null) await stop()
  }

  await ask()
  const loop = (async () => {
    while (!closing.signal.aborted) {
      try {
        await realClock.sleepUntil(realClock.now() + RENEW_EVERY_MS, closing.signal)
      } catch {
        return
      }
      await ask()
    }
  })()

  return {
    isHeld: () => running !== null,
    async close() {
      if (closing.signal.aborted) return
      closing.abort()
      await loop
      await stop()
      await release().catch((error: unknown) => log.error('lease.releaseFailed', error))
    },
  }
}
