import type { Clock } from '../../ports.ts'

/** A clock that runs with the computer's, ahead of it by an offset that jumps. */
export interface AdjustableClock extends Clock {
  /** Puts the clock `offset` ms ahead of the computer's: wakes sleepers whose instant is reached, and tells listeners. */
  adjust(offset: number): void
}

interface Sleeper {
  readonly instant: number
  wake(): void
}

/** A computer that slept, or whose clock was set, is noticed within this time; timers alone would sleep on. */
const lookMs = 30_000
const smallestJumpMs = 2_000

/** The computer's clock. Instants any distance away; notices when the computer slept or its clock was set. */
export function createClock(): AdjustableClock {
  const sleepers = new Set<Sleeper>()
  const listeners = new Set<() => void>()
  let offset = 0
  let timer: NodeJS.Timeout | undefined
  let anchor = readAnchor()

  const now = () => Date.now() + offset

  function look(): void {
    const before = anchor
    anchor = readAnchor()
    const jumped = Math.abs(anchor.wall - before.wall - (anchor.steady - before.steady)) > smallestJumpMs
    wakeDue()
    if (jumped) tell()
    plan()
  }

  function wakeDue(): void {
    const instant = now()
    for (const sleeper of sleepers) if (sleeper.instant <= instant) sleeper.wake()
  }

  function tell(): void {
    for (const listener of listeners) listener()
  }

  function plan(): void {
    clearTimeout(timer)
    timer = undefined
    if (sleepers.size === 0 && listeners.size === 0) return
    const first = Math.min(...Array.from(sleepers, ({ instant }) => instant - now()), lookMs)
    timer = setTimeout(look, Math.max(first, 1))
    // Whoever sleeps is kept by its own work; a clock alone keeps no process running.
    if (sleepers.size === 0) timer.unref()
  }

  return {
    now,
    adjust(next) {
      offset = next
      wakeDue()
      tell()
      plan()
    },
    onJump(listener) {
      listeners.add(listener)
      plan()
      return () => {
        listeners.delete(listener)
        plan()
      }
    },
    sleepUntil: (instant, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error)
        if (instant <= now()) return resolve()
        const leave = () => {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', abort)
        }
        const abort = () => {
          leave()
          plan()
          reject(signal?.reason as Error)
        }
        const sleeper: Sleeper = {
          instant,
          wake() {
            leave()
            resolve()
          },
        }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', abort)
        plan()
      }),
  }
}

function readAnchor(): { readonly wall: number; readonly steady: number } {
  return { wall: Date.now(), steady: performance.now() }
}
