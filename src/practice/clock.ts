import type { State } from './state.ts'

/** The clock's face as the control API tells it. */
export interface ClockFace {
  readonly now: string
  readonly offsetMs: number
  readonly version: number
}

/** The practice clock: this computer's clock plus an offset that only grows. Limits, timeouts and latency do not use it. */
export interface PracticeClock {
  now(): number
  face(): ClockFace
  /** Moves forward to the instant; a jump to the past is refused with a RangeError. */
  jumpTo(instant: number): void
  /** Resolves when the version is above `version`, or after `timeoutMs` of real time. */
  afterVersion(version: number, timeoutMs: number): Promise<void>
  /** Lets everyone who waits go. */
  close(): void
}

/** A clock on the state's offset. */
export function createClock(state: State): PracticeClock {
  const waiting = new Set<() => void>()
  const wakeAll = (): void => {
    for (const wake of [...waiting]) wake()
  }
  const now = (): number => Date.now() + state.offsetMs
  return {
    now,
    face: () => ({ now: new Date(now()).toISOString(), offsetMs: state.offsetMs, version: state.clockVersion }),
    jumpTo(instant) {
      const distance = Math.ceil(instant - now())
      if (distance < 0) throw new RangeError('The practice clock only jumps forward.')
      state.offsetMs += distance
      state.clockVersion += 1
      wakeAll()
    },
    afterVersion: (version, timeoutMs) =>
      new Promise((resolve) => {
        if (state.clockVersion > version || timeoutMs <= 0) {
          resolve()
          return
        }
        const timer = setTimeout(wake, timeoutMs)
        function wake(): void {
          clearTimeout(timer)
          waiting.delete(wake)
          resolve()
        }
        waiting.add(wake)
      }),
    close: wakeAll,
  }
}
