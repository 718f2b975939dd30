import type { Clock } from '../ports.ts'
import type { ZoomPlan } from './model.ts'
import { longestWaitMs } from './retry.ts'

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

/** How many calls a second a plan allows, by label; resource-intensive ones are counted by the minute. */
export const callsPerSecond = (plan: ZoomPlan) => ({
  light: rates[plan].light.calls,
  medium: rates[plan].medium.calls,
  heavy: rates[plan].heavy.calls,
})

/** Our window is this much longer than Zoom's, because calls do not all travel equally fast. */
const marginMs = 60
/** And this much longer for the last calls of a run: there a refusal costs a second of waiting, not one place of many. */
const lastMarginMs = 100
/** Each per-second 429 makes it longer, each start shorter again: other apps of the account need their share. */
const marginStepMs = 10
const marginDecayMs = 1
const longestMarginMs = 1000
/** Between two starts, so that a burst does not open all of its connections in one instant. */
const gapMs = 2
/** Calls in flight, in windows' worth: a line that hangs must not collect a thousand open requests. */
const windowsInFlight = 3

/** Leave to make one call. */
export interface Turn {
  /** The request leaves this computer now; until then it counts as not yet made. */
  left(): void
  /** The call is over, whatever became of it. */
  over(): void
}

/** Lets calls go so that the account stays within its rate, first come, first served. */
export interface Limiter {
  /** Resolves when a call of this label may go; rejects with the signal's reason. */
  enter(label: RateLabel, signal?: AbortSignal): Promise<Turn>
  /** Zoom said "too many per second": calls go a little slower, and none before `until` (epoch ms) if Zoom named an instant. */
  refused(label: RateLabel, until: number | null): void
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
    refused: (label, until) => laneOf(label).refused(until),
  }
}

interface Waiter {
  readonly go: (turn: Turn) => void
  readonly fail: (reason: unknown) => void
}

/** A call that counts against the window: from its start, and from its departure for one window longer. */
interface Slot {
  leftAt: number | null
}

/**
 * One label. A window's worth of calls goes at once, the next ones when these have left longer ago than the window: no
 * window of Zoom's, however it lies, sees more than the limit. Measured against a sliding window behind a jittery line,
 * groups meet fewer refusals than evenly spaced calls, because the order in which a group arrives does not matter.
 */
class Lane {
  readonly #calls: number
  readonly #windowMs: number
  readonly #clock: Clock
  readonly #waiters: Waiter[] = []
  #slots: Slot[] = []
  #lastStartAt = 0
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

  enter(signal?: AbortSignal): Promise<Turn> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const forget = () => signal?.removeEventListener('abort', abort)
      const waiter: Waiter = {
        go: (turn) => (forget(), resolve(turn)),
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

  refused(until: number | null): void {
    this.#heldUntil = Math.max(this.#heldUntil, until ?? 0)
    this.#marginMs = Math.min(longestMarginMs, this.#marginMs + marginStepMs)
  }

  async #pump(): Promise<void> {
    if (this.#isPumping) return
    this.#isPumping = true
    try {
      while (this.#waiters.length > 0 && this.#inFlight < windowsInFlight * this.#calls) {
        const dueAt = this.#dueAt()
        // Some call has yet to leave or to end, and then pumps again.
        if (dueAt === null) return
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

  #dueAt(): number | null {
    const now = this.#clock.now()
    const isLast = this.#waiters.length <= this.#calls
    const windowMs = this.#windowMs + this.#marginMs + (isLast ? lastMarginMs : 0)
    // After a clock was set back, its old readings would hold every call until it has caught up.
    this.#slots = this.#slots.filter(({ leftAt }) => leftAt === null || (leftAt <= now && leftAt + windowMs > now))
    if (this.#heldUntil > now + 2 * longestWaitMs || this.#lastStartAt > now) this.#heldUntil = this.#lastStartAt = 0
    const earliest = Math.max(this.#heldUntil, this.#lastStartAt + gapMs)
    if (this.#slots.length < this.#calls) return earliest
    const departures = this.#slots.map(({ leftAt }) => leftAt ?? Infinity).toSorted((a, b) => a - b)
    const departure = departures[this.#slots.length - this.#calls] ?? Infinity
    return departure === Infinity ? null : Math.max(earliest, departure + windowMs)
  }

  #start(): void {
    const waiter = this.#waiters.shift()
    if (!waiter) return
    const slot: Slot = { leftAt: null }
    let isOver = false
    this.#slots.push(slot)
    this.#lastStartAt = this.#clock.now()
    this.#inFlight++
    this.#marginMs = Math.max(marginMs, this.#marginMs - marginDecayMs)
    waiter.go({
      left: () => {
        slot.leftAt = this.#clock.now()
        void this.#pump()
      },
      over: () => {
        if (isOver) return
        isOver = true
        this.#inFlight--
        if (slot.leftAt === null) this.#slots = this.#slots.filter((other) => other !== slot)
        void this.#pump()
      },
    })
  }
}
