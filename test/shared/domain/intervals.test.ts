import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  clip,
  gaps,
  overlap,
  overlaps,
  subtract,
  total,
  union,
  type Interval,
} from '../../../src/shared/domain/intervals.ts'

// The same samples every time; new ones are for the long runs.
fc.configureGlobal({ seed: 20_260_309 })

const interval = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: -3, max: 20 }))
  .map(([from, length]): Interval => ({ from, to: from + length }))
const many = fc.array(interval, { maxLength: 12 })

// What the functions promise, minute by minute: the slow and obvious way.
const covers = (intervals: readonly Interval[], moment: number): boolean =>
  intervals.some(({ from, to }) => from <= moment && moment < to)
const moments = Array.from({ length: 90 }, (_, i) => i)

describe('intervals', () => {
  it.each([
    [[], []],
    [[[5, 5]], []],
    [[[5, 3]], []],
    [
      [
        [1, 3],
        [3, 5],
      ],
      [[1, 5]],
    ],
    [
      [
        [4, 6],
        [1, 2],
      ],
      [
        [1, 2],
        [4, 6],
      ],
    ],
    [
      [
        [1, 9],
        [2, 3],
        [8, 12],
      ],
      [[1, 12]],
    ],
  ])('unites %j to %j', (given, wanted) => {
    const asIntervals = (pairs: number[][]): Interval[] => pairs.map(([from = 0, to = 0]) => ({ from, to }))
    expect(union(asIntervals(given))).toEqual(asIntervals(wanted))
  })

  it('unites to sorted, disjoint stretches that cover the same moments', () => {
    fc.assert(
      fc.property(many, (intervals) => {
        const united = union(intervals)
        expect(moments.filter((m) => covers(united, m))).toEqual(moments.filter((m) => covers(intervals, m)))
        for (const [i, each] of united.entries()) {
          expect(each.to).toBeGreaterThan(each.from)
          if (i > 0) expect(each.from).toBeGreaterThan(united[i - 1]!.to)
        }
      }),
    )
  })

  it('never counts more than the sum, and does not care for the order', () => {
    fc.assert(
      fc.property(many, fc.nat(), (intervals, seed) => {
        const sum = intervals.reduce((all, { from, to }) => all + Math.max(0, to - from), 0)
        expect(total(intervals)).toBeLessThanOrEqual(sum)
        const shuffled = intervals.map((each, i) => ({ each, at: (i * 7919 + seed) % 97 })).sort((a, b) => a.at - b.at)
        expect(union(shuffled.map(({ each }) => each))).toEqual(union(intervals))
      }),
    )
  })

  it('leaves its input alone', () => {
    fc.assert(
      fc.property(many, interval, (intervals, window) => {
        const before = JSON.stringify(intervals)
        union(intervals)
        clip(intervals, window)
        subtract(intervals, [window])
        expect(JSON.stringify(intervals)).toBe(before)
      }),
    )
  })

  it('clips, subtracts and finds gaps moment by moment', () => {
    fc.assert(
      fc.property(many, many, interval, (a, b, window) => {
        const within = (m: number): boolean => covers([window], m)
        const shown = (intervals: Interval[]): number[] => moments.filter((m) => covers(intervals, m))
        expect(shown(clip(a, window))).toEqual(moments.filter((m) => covers(a, m) && within(m)))
        expect(shown(subtract(a, b))).toEqual(moments.filter((m) => covers(a, m) && !covers(b, m)))
        expect(shown(gaps(a, window))).toEqual(moments.filter((m) => within(m) && !covers(a, m)))
        expect(total(subtract(a, b)) + total(a.flatMap((each) => clip(b, each)))).toBe(total(a))
      }),
    )
  })

  it('knows what two share', () => {
    expect(overlap({ from: 1, to: 5 }, { from: 3, to: 9 })).toBe(2)
    expect(overlap({ from: 1, to: 3 }, { from: 3, to: 9 })).toBe(0)
    expect(overlaps({ from: 1, to: 3 }, { from: 3, to: 9 })).toBe(false)
    expect(overlaps({ from: 1, to: 4 }, { from: 3, to: 9 })).toBe(true)
  })
})
