import type { Clock } from '../../src/main/ports.ts'

/** A clock that stands still until a test moves it; a move wakes the sleepers it passes. */
export function handClock(
  start: number | string,
): Clock & { set(instant: number | string): void; advance(ms: number): void } {
  const ms = (instant: number | string) => (typeof instant === 'string' ? Date.parse(instant) : instant)
  let present = ms(start)
  const sleepers = new Set<() => void>()
  const listeners = new Set<() => void>()
  const set = (instant: number | string) => {
    present = ms(instant)
    for (const wake of [...sleepers]) wake()
    for (const listener of [...listeners]) listener()
  }
  return {
    now: () => present,
    sleepUntil: (instant, signal) =>
      new Promise((resolve, reject) => {
        const abort = () => {
          sleepers.delete(look)
          reject(signal!.reason as Error)
        }
        const look = () => {
          if (present < instant) return
          sleepers.delete(look)
          signal?.removeEventListener('abort', abort)
          resolve()
        }
        if (signal?.aborted) return abort()
        signal?.addEventListener('abort', abort, { once: true })
        sleepers.add(look)
        look()
      }),
    onJump(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set,
    advance: (by) => set(present + by),
  }
}
