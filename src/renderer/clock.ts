import { useSyncExternalStore } from 'react'
import { create } from 'zustand'

/**
 * The application's clock: the computer's own, plus an offset in the practice school. A screen asks it and never
 * `Date.now()`.
 */
const useOffset = create<{ readonly ms: number }>(() => ({ ms: 0 }))

/** Sets the clock by an instant that the application named just now. Drift below two seconds is the way that it came. */
export function setClock(now: string): void {
  const ms = Date.parse(now) - Date.now()
  if (Math.abs(ms - useOffset.getState().ms) > 2000) useOffset.setState({ ms })
}

/** The present instant, epoch milliseconds. */
export const nowMs = (): number => Date.now() + useOffset.getState().ms

/** The present instant, in steps of `stepMs`; draws again at each step and when the clock jumps. */
export function useNow(stepMs = 10_000): number {
  const step = () => Math.floor(nowMs() / stepMs) * stepMs
  return useSyncExternalStore((listener) => {
    const stop = useOffset.subscribe(listener)
    const timer = setInterval(listener, Math.min(stepMs, 10_000))
    return () => {
      clearInterval(timer)
      stop()
    }
  }, step)
}
