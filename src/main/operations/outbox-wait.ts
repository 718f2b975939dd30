import type { Clock } from '../ports.ts'

/** What waiting needs. */
export interface WaitDeps {
  /** Hears of each change in the database, by this process or another; returns the unsubscriber. */
  readonly onChange: (listener: () => void) => () => void
  /** Real time: a person waits in it, whatever the practice clock says. */
  readonly realClock: Clock
}

/** Waits until `isOver` says so, or the seconds are up: asked now, and again after each change. */
export async function waitUntil(
  { onChange, realClock }: WaitDeps,
  seconds: number,
  isOver: () => Promise<boolean>,
): Promise<void> {
  let changed = Promise.withResolvers<void>()
  const unsubscribe = onChange(() => changed.resolve())
  const ended = new AbortController()
  const deadline = realClock.now() + seconds * 1000
  const timeUp = realClock.sleepUntil(deadline, ended.signal).catch(() => undefined)
  try {
    while (!(await isOver()) && realClock.now() < deadline) {
      await Promise.race([changed.promise, timeUp])
      changed = Promise.withResolvers<void>()
    }
  } finally {
    unsubscribe()
    ended.abort()
  }
}
