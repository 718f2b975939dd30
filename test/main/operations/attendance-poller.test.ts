import { describe, expect, onTestFinished, test } from 'vitest'
import { runPoller, type PollerDeps } from '../../../src/main/jobs/poller.ts'
import { ProblemError } from '../../../src/shared/problem.ts'
import { handClock } from '../../support/clock.ts'
import { memoryLog } from '../../support/database.ts'

/** Reads that are due at given minutes; each pass takes those that are due and notes how many ran at once. */
function plan(...minutes: number[]) {
  const clock = handClock(0)
  const realClock = handClock(0)
  const log = memoryLog()
  let waiting = minutes.map((minute) => minute * 60_000)
  let running = 0
  let failure: Error | null = null
  let isStuck = false
  const listeners = new Set<() => void>()
  const seen = { passes: 0, read: [] as number[], mostAtOnce: 0, listeners, looks: 0 }
  const deps: PollerDeps = {
    async collectDue() {
      seen.passes += 1
      running += 1
      seen.mostAtOnce = Math.max(seen.mostAtOnce, running)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
      if (failure !== null) throw failure
      const due = waiting.filter((instant) => instant <= clock.now())
      waiting = waiting.filter((instant) => instant > clock.now())
      seen.read.push(...due)
      return due.length
    },
    async nextDueAt() {
      seen.looks += 1
      if (isStuck) return 0
      return waiting.length === 0 ? null : Math.min(...waiting)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    clock,
    realClock,
    log,
  }
  return {
    seen,
    clock,
    realClock,
    log,
    add: (minute: number) => void waiting.push(minute * 60_000),
    /** From now on something is due that no pass takes. */
    stick: () => {
      isStuck = true
    },
    fail: (error: Error | null) => {
      failure = error
    },
    tell: () => {
      for (const listener of listeners) listener()
    },
    start() {
      const stop = new AbortController()
      const ended = runPoller(deps, stop.signal)
      const end = async () => {
        stop.abort(new Error('stop'))
        await ended
      }
      onTestFinished(end)
      return end
    },
  }
}

/** Lets everything run that can run now. */
const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

describe('the poller', () => {
  test('reads what a former process left due at once, then sleeps until the next read', async () => {
    const { start, seen, clock, realClock } = plan(-60, 10, 30)
    start()
    await settle()
    expect(seen.read).toEqual([-3_600_000])
    realClock.advance(1000)
    await settle()
    clock.set(9 * 60_000)
    await settle()
    expect(seen.read).toHaveLength(1)
    clock.set(10 * 60_000)
    await settle()
    expect(seen.read).toHaveLength(2)
    realClock.advance(1000)
    await settle()
    // A jump over the next read fires it.
    clock.set(24 * 3_600_000)
    await settle()
    expect(seen.read).toEqual([-3_600_000, 600_000, 1_800_000])
  })

  test('hears of a class that is scheduled sooner than what it sleeps for', async () => {
    const { start, seen, clock, realClock, add, tell } = plan(600)
    start()
    await settle()
    realClock.advance(1000)
    await settle()
    add(5)
    tell()
    await settle()
    realClock.advance(1000)
    await settle()
    clock.set(5 * 60_000)
    await settle()
    expect(seen.read).toEqual([300_000])
  })

  test('never runs twice at once, and looks at most once a second however often things change', async () => {
    const { start, seen, realClock, tell } = plan()
    start()
    for (let second = 0; second < 5; second += 1) {
      for (let change = 0; change < 100; change += 1) {
        tell()
        await new Promise((resolve) => setImmediate(resolve))
      }
      realClock.advance(1000)
      await settle()
    }
    expect(seen.mostAtOnce).toBe(1)
    expect(seen.passes).toBeLessThanOrEqual(7)
  })

  test('idle, does nothing at all', async () => {
    const { start, seen, clock, realClock } = plan()
    start()
    await settle()
    realClock.advance(1000)
    await settle()
    const { passes, looks } = seen
    for (let hour = 0; hour < 24; hour += 1) {
      clock.advance(3_600_000)
      realClock.advance(3_600_000)
      await settle()
    }
    expect(seen).toMatchObject({ passes, looks })
  })

  test('pauses longer and longer while nothing can be read, and comes back when something is mended', async () => {
    const { start, seen, realClock, fail, tell, log } = plan(0)
    fail(new ProblemError('offline', 'No connection to Zoom.'))
    start()
    await settle()
    expect(seen.passes).toBe(1)
    for (const seconds of [5, 10, 20, 40]) {
      realClock.advance(seconds * 1000 - 1)
      await settle()
      const before = seen.passes
      realClock.advance(1)
      await settle()
      expect(seen.passes).toBe(before + 1)
    }
    expect(log.lines.some((line) => line.includes('poller.failed'))).toBe(false)
    fail(null)
    realClock.advance(5000)
    await settle()
    tell()
    await settle()
    expect(seen.read).toEqual([0])
  })

  test('stops when it is told to, and lets go of everything', async () => {
    const { start, seen } = plan(600)
    const end = start()
    await settle()
    await end()
    expect(seen.listeners.size).toBe(0)
    const { passes } = seen
    await settle()
    expect(seen.passes).toBe(passes)
  })

  test('does not spin over what is due but cannot be tried', async () => {
    // As a class whose judging failed here: it is left alone until the next start.
    const { seen, start, realClock, clock, stick } = plan()
    stick()
    start()
    await settle()
    for (let second = 0; second < 30; second += 1) {
      clock.advance(1000)
      realClock.advance(1000)
      await settle()
    }
    expect(seen.passes).toBeLessThan(5)
  })
})
