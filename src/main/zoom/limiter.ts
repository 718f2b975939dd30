import type { Clock } from '../ports.ts'
import type { ZoomPlan } from './model.ts'

/** Zoom's rate-limit labels; each endpoint carries one. */
export type RateLabel = 'light' | 'medium' | 'heavy' | 'resourceIntensive'

interface Rate {
  readonly calls: number
  readonly windowMs: number
}

const perSecond = (calls: number): Rate => ({ calls, windowMs: 1000 })
const perMinute = (calls: number): Rate => ({ calls, windowMs: 60_000 })

/** Per account, all of its apps together (https://developers.zoom.us/docs/api/rate-limits/). */
export const rates: Readonly<Record<ZoomPlan, Readonly<Record<RateLabel, Rate>>>> = {
  free: { light: perSecond(4), medium: perSecond(2), heavy: perSecond(1), resourceIntensive: perMinute(10) },
  pro: { light: perSecond(30), medium: perSecond(20), heavy: perSecond(10), resourceIntensive: perMinute(10) },
  business: { light: perSecond(80), medium: perSecond(60), heavy: perSecond(40), resourceIntensive: perMinute(20) },
}

/** Our window is this much longer than Zoom's, because calls do not all travel equally fast. */
const marginMs = 30
/** How much longer the window becomes with each per-second 429, and at most. */
const marginStepMs = 40
const longestMarginMs = 250
/** Calls in flight, in windows' worth: a line that hangs must not collect a thousand open requests. */
const windowsInFlight = 3

/** Lets calls go so that the account stays within its rate, first come, first served. */
export interface Limiter {
  /** Resolves when a call of this label may go, with the function that says it is over; rejects with the signal's reason. */
  enter(label: RateLabel, signal?: AbortSignal): Promise<() => void>
  /** Zoom said "too many per second": nothing of this label goes before `until` (epoch ms), and then a little slower. */
  hold(label: RateLabel, until: number): void
}

/** A limiter for one account. */
export function createLimiter(plan: ZoomPlan, clock: Clock): Limiter {
  const lanes = new Map<RateLabel, Lane>()
  const laneOf = (label: RateLabel) => {
    const lane = lanes.get(label) ?? new Lane(rates[plan][label], clock)
    lanes.set(label, lane)
    return lane
  }
  return {
    enter: (label, signal) => laneOf(label).enter(signal),
    hold: (label, until) => laneOf(label).hold(until),
  }
}

interface Waiter {
  readonly go: (leave: () => void) => void
  readonly fail: (reason: unknown) => void
}

/**
 * One label. Calls start at most twice as fast as the rate, and any `calls` + 1 starts in a row span more than the
 * window: no window of Zoom's, however it lies, ever sees more than the limit, and over time the rate is 97 % of it.
 */
class Lane {
  readonly #calls: number
  readonly #windowMs: number
  readonly #clock: Clock
  readonly #waiters: Waiter[] = []
  /** The last `calls` starts, oldest first. */
  #starts: number[] = []
  #heldUntil = 0
  #marginMs = marginMs
  #inFlight = 0
  #isPumping = false
  #wake = new AbortController()

  constructor(rate: Rate, clock: Clock) {
    this.#calls = rate.calls
    this.#windowMs = rate.windowMs
    this.#clock = clock
  }

  enter(signal?: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const forget = () => signal?.removeEventListener('abort', abort)
      const waiter: Waiter = {
        go: (leave) => (forget(), resolve(leave)),
        fail: (reason) => (forget(), reject(reason)),
      }
      const abort = () => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1)
        if (this.#waiters.length === 0) this.#wake.abort()
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', abort, { once: true })
      this.#waiters.push(waiter)
      void this.#pump()
    })
  }

  hold(until: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, until)
    this.#marginMs = Math.min(longestMarginMs, this.#marginMs + marginStepMs)
  }

  async #pump(): Promise<void> {
    if (this.#isPumping) return
    this.#isPumping = true
    try {
      while (this.#waiters.length > 0 && this.#inFlight < windowsInFlight * this.#calls) {
        const dueAt = this.#dueAt()
        if (dueAt > this.#clock.now()) await this.#sleepUntil(dueAt)
        else this.#start()
      }
    } catch (error) {
      for (const waiter of this.#waiters.splice(0)) waiter.fail(error)
    } finally {
      this.#isPumping = false
    }
  }

  /** Sleeps until then, or until nobody waits any more: a timer must not keep a finished command alive. */
  async #sleepUntil(instant: number): Promise<void> {
    this.#wake = new AbortController()
    try {
      await this.#clock.sleepUntil(instant, this.#wake.signal)
    } catch (error) {
      if (!this.#wake.signal.aborted) throw error
    }
  }

  #dueAt(): number {
    const now = this.#clock.now()
    const last = this.#starts.at(-1)
    const windowMs = this.#windowMs + this.#marginMs
    // A clock that was set back would otherwise hold every call until it has caught up.
    if (last !== undefined && last > now) this.#starts = []
    if (this.#heldUntil > now + windowMs * 60) this.#heldUntil = now
    const gapMs = this.#windowMs / this.#calls / 2
    const oldest = this.#starts.length < this.#calls ? undefined : this.#starts[0]
    return Math.max(
      this.#heldUntil,
      this.#starts.length === 0 ? 0 : (this.#starts.at(-1) ?? 0) + gapMs,
      oldest === undefined ? 0 : oldest + windowMs,
    )
  }

  #start(): void {
    const waiter = this.#waiters.shift()
    if (!waiter) return
    this.#starts.push(this.#clock.now())
    if (this.#starts.length > this.#calls) this.#starts.shift()
    this.#inFlight++
    this.#marginMs = Math.max(marginMs, this.#marginMs - 1)
    let isOver = false
    waiter.go(() => {
      if (isOver) return
      isOver = true
      this.#inFlight--
      void this.#pump()
    })
  }
}
