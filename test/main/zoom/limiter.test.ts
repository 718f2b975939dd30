import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLimiter, rates, type RateLabel } from '../../../src/main/zoom/limiter.ts'
import type { ZoomPlan } from '../../../src/main/zoom/model.ts'
import { leapClock, rejection } from './support.ts'

const plans = fc.constantFrom<ZoomPlan>('free', 'pro', 'business')
const labels = fc.constantFrom<RateLabel>('light', 'medium', 'heavy', 'resourceIntensive')

/** Lets `count` calls through, each over at once, and returns when they went; `lateMs` makes timers late. */
async function startsOf(plan: ZoomPlan, label: RateLabel, count: number, lateMs: () => number = () => 0) {
  const clock = leapClock()
  const sleep = clock.sleepUntil
  clock.sleepUntil = (instant, signal) => sleep(instant + lateMs(), signal)
  const limiter = createLimiter(plan, clock)
  const starts: number[] = []
  await Promise.all(
    Array.from({ length: count }, async () => {
      const leave = await limiter.enter(label)
      starts.push(clock.now())
      leave()
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
    for (const label of ['light', 'medium', 'heavy'] as const) (await limiter.enter(label))()
    expect(clock.now()).toBe(before)
  })
})

test('nothing goes while a label is held, and afterwards a little slower', async () => {
  const clock = leapClock()
  const limiter = createLimiter('pro', clock)
  const until = clock.now() + 1500
  limiter.hold('heavy', until)
  const starts: number[] = []
  for (let i = 0; i < 11; i++) {
    const leave = await limiter.enter('heavy')
    starts.push(clock.now())
    leave()
  }
  expect(starts[0]).toBe(until)
  expect(starts[10]! - starts[0]!).toBeGreaterThan(1050)
})

test('a call that gave up leaves its place, with its own reason', async () => {
  const clock = leapClock()
  const limiter = createLimiter('free', clock)
  const giveUp = new AbortController()
  const first = await limiter.enter('heavy')
  first()
  const second = limiter.enter('heavy', giveUp.signal)
  const third = limiter.enter('heavy')
  giveUp.abort(new Error('gone'))
  expect(await rejection(second)).toEqual(new Error('gone'))
  ;(await third)()
  expect(await rejection(limiter.enter('heavy', AbortSignal.abort(new Error('never came'))))).toEqual(
    new Error('never came'),
  )
})

test('calls that hang stop the ones behind them, and their end lets these go', async () => {
  const clock = leapClock()
  const limiter = createLimiter('free', clock)
  const leaves = [await limiter.enter('heavy'), await limiter.enter('heavy'), await limiter.enter('heavy')]
  let hasFourth = false
  const fourth = limiter.enter('heavy').then((leave) => {
    hasFourth = true
    return leave
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(hasFourth).toBe(false)
  leaves[0]!()
  leaves[0]!()
  await fourth
  expect(hasFourth).toBe(true)
})

test('a clock that is set back does not hold calls until it has caught up', async () => {
  const clock = leapClock()
  const limiter = createLimiter('free', clock)
  ;(await limiter.enter('heavy'))()
  clock.present -= 3_600_000
  const before = clock.now()
  ;(await limiter.enter('heavy'))()
  expect(clock.now() - before).toBeLessThan(2000)
})
