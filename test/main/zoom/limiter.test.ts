import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLimiter, rates, type RateLabel, type Turn } from '../../../src/main/zoom/limiter.ts'
import type { ZoomPlan } from '../../../src/main/zoom/model.ts'
import { leapClock, rejection } from './support.ts'

const plans = fc.constantFrom<ZoomPlan>('free', 'pro', 'business')
const labels = fc.constantFrom<RateLabel>('light', 'medium', 'heavy', 'resourceIntensive')

/** A call that leaves and is over at once. */
function pass(turn: Turn) {
  turn.left()
  turn.over()
}

/** Lets `count` calls through, each over at once, and returns when they went; `lateMs` makes timers late. */
async function startsOf(plan: ZoomPlan, label: RateLabel, count: number, lateMs: () => number = () => 0) {
  const clock = leapClock()
  const sleep = clock.sleepUntil
  clock.sleepUntil = (instant, signal) => sleep(instant + lateMs(), signal)
  const limiter = createLimiter(plan, clock)
  const starts: number[] = []
  await Promise.all(
    Array.from({ length: count }, async () => {
      const turn = await limiter.enter(label)
      turn.left()
      starts.push(clock.now())
      turn.over()
    }),
  )
  return starts
}

describe('the pace', () => {
  test('never lets more than the limit into any window of Zoom, late timers or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        plans,
        labels,
        fc.integer({ min: 1, max: 300 }),
        fc.infiniteStream(fc.nat(25)),
        async (plan, label, count, late) => {
          const { calls, windowMs } = rates[plan][label]
          const starts = await startsOf(plan, label, count, () => late.next().value)
          expect(starts).toHaveLength(count)
          for (let i = calls; i < starts.length; i++) {
            expect(starts[i]! - starts[i - calls]!).toBeGreaterThan(windowMs)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('stays within 10 % of the limit over a long run', async () => {
    for (const plan of ['free', 'pro', 'business'] as const) {
      for (const label of ['light', 'medium', 'heavy'] as const) {
        const { calls, windowMs } = rates[plan][label]
        const starts = await startsOf(plan, label, calls * 20, () => 1)
        const floorMs = 20 * windowMs
        expect(starts.at(-1)! - starts[0]! + windowMs, `${plan} ${label}`).toBeLessThan(floorMs * 1.1)
      }
    }
  })

  test('is kept per label', async () => {
    const clock = leapClock()
    const limiter = createLimiter('free', clock)
    const before = clock.now()
    for (const label of ['light', 'medium', 'heavy'] as const) pass(await limiter.enter(label))
    expect(clock.now()).toBe(before)
  })
})

describe('after a refusal', () => {
  test('nothing goes before the instant that Zoom named', async () => {
    const clock = leapClock()
    const limiter = createLimiter('pro', clock)
    const until = clock.now() + 1500
    limiter.refused('heavy', until)
    pass(await limiter.enter('heavy'))
    expect(clock.now()).toBe(until)
    const medium = clock.now()
    pass(await limiter.enter('medium'))
    expect(clock.now()).toBe(medium)
  })

  test('calls go slower, down to half, and find their pace again', async () => {
    const clock = leapClock()
    const limiter = createLimiter('pro', clock)
    const windowOf = async () => {
      const before = clock.now()
      for (let i = 0; i < 10; i++) pass(await limiter.enter('heavy'))
      return clock.now() - before
    }
    await windowOf()
    for (let i = 0; i < 100; i++) limiter.refused('heavy', null)
    const slow = await windowOf()
    expect(slow).toBeGreaterThan(1900)
    expect(slow).toBeLessThan(2200)
    for (let i = 0; i < 100; i++) await windowOf()
    expect(await windowOf()).toBeLessThan(1200)
  })
})

test('a call counts from the moment at which it leaves, and not at all when it never does', async () => {
  const clock = leapClock()
  const limiter = createLimiter('free', clock)
  const slow = await limiter.enter('heavy')
  const next = limiter.enter('heavy')
  clock.present += 5000
  slow.left()
  const leftAt = clock.now()
  slow.over()
  const turn = await next
  expect(clock.now() - leftAt).toBeGreaterThan(1000)
  turn.over()
  const before = clock.now()
  pass(await limiter.enter('heavy'))
  expect(clock.now() - before).toBeLessThan(10)
})

test('a call that gave up leaves its place, with its own reason', async () => {
  const clock = leapClock()
  const limiter = createLimiter('free', clock)
  const giveUp = new AbortController()
  pass(await limiter.enter('heavy'))
  const second = limiter.enter('heavy', giveUp.signal)
  const third = limiter.enter('heavy')
  giveUp.abort(new Error('gone'))
  expect(await rejection(second)).toEqual(new Error('gone'))
  pass(await third)
  expect(await rejection(limiter.enter('heavy', AbortSignal.abort(new Error('never came'))))).toEqual(
    new Error('never came'),
  )
})

test('calls that hang stop the ones behind them, and their end lets these go', async () => {
  const clock = leapClock()
  const limiter = createLimiter('free', clock)
  const turns: Turn[] = []
  for (let i = 0; i < 3; i++) {
    const turn = await limiter.enter('heavy')
    turn.left()
    turns.push(turn)
  }
  let hasFourth = false
  const fourth = limiter.enter('heavy').then(() => {
    hasFourth = true
  })
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve))
  expect(hasFourth).toBe(false)
  turns[0]!.over()
  turns[0]!.over()
  await fourth
  expect(hasFourth).toBe(true)
})

test('a clock that is set back does not hold calls until it has caught up', async () => {
  const clock = leapClock()
  const limiter = createLimiter('free', clock)
  pass(await limiter.enter('heavy'))
  clock.present -= 3_600_000
  const before = clock.now()
  pass(await limiter.enter('heavy'))
  expect(clock.now() - before).toBeLessThan(2000)
})
