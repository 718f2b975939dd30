import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assignRun } from '../../../src/shared/domain/held.ts'
import { total, union, type Interval } from '../../../src/shared/domain/intervals.ts'
import { findMassDrops } from '../../../src/shared/domain/mass-drop.ts'
import { runSpan } from '../../../src/shared/domain/participant.ts'
import { minute } from '../../../src/shared/domain/time.ts'
import { at, hostRow, row } from './school.ts'

// The same samples every time; new ones are for the long runs.
fc.configureGlobal({ seed: 20_260_309 })

const between = (from: string, to: string): Interval => ({ from: at(from), to: at(to) })

describe('which period a run belongs to', () => {
  const first = { id: 'first', window: between('07:30', '08:30') }
  const second = { id: 'second', window: between('08:30', '09:30') }
  const afternoon = { id: 'afternoon', window: between('13:00', '14:00') }
  const periods = [first, second, afternoon]

  it.each([
    ['07:25', '08:31', 'first'],
    ['08:28', '09:31', 'second'],
    // From 30 minutes before the start to 120 after the end.
    ['07:01', '07:04', 'first'],
    ['06:55', '06:59', null],
    ['10:00', '10:20', 'second'],
    ['11:29', '11:31', 'second'],
    ['11:40', '12:20', null],
    ['12:31', '12:40', 'afternoon'],
    ['15:59', '16:30', 'afternoon'],
    ['16:00', '16:30', null],
  ])('from %s to %s: %s', (from, to, wanted) => {
    expect(assignRun(between(from, to), periods)?.id ?? null).toBe(wanted)
  })

  it('is the same in any order of periods', () => {
    const minutes = fc.integer({ min: 0, max: 600 })
    const window = fc.tuple(minutes, minutes).map(([a, length]) => ({ from: a, to: a + length + 1 }))
    fc.assert(
      fc.property(window, fc.uniqueArray(window, { maxLength: 5, selector: ({ from }) => from }), (span, windows) => {
        const candidates = windows.map((each) => ({ window: each }))
        expect(assignRun(span, candidates)).toEqual(assignRun(span, candidates.toReversed()))
      }),
    )
  })

  it('is none without candidates', () => {
    expect(assignRun(between('07:30', '08:30'), [])).toBeNull()
  })
})

describe('the span of a run', () => {
  const rows = [hostRow('07:25', '08:31'), row('ana', '07:10', '07:25', { place: 'waitingRoom' })]

  it('is what Zoom says, and never less than its rows show', () => {
    expect(runSpan({ runId: 'r', startedAt: at('07:24'), endedAt: at('08:32'), rows })).toEqual(
      between('07:24', '08:32'),
    )
    expect(runSpan({ runId: 'r', startedAt: at('07:26'), endedAt: at('08:30'), rows })).toEqual(
      between('07:25', '08:31'),
    )
    expect(runSpan({ runId: 'r', startedAt: null, endedAt: null, rows })).toEqual(between('07:25', '08:31'))
    expect(runSpan({ runId: 'r', startedAt: null, endedAt: null, rows: rows.slice(1) })).toBeNull()
  })
})

describe('mass drops', () => {
  const during = [between('07:30', '08:30')]
  const leaveAndReturn = (count: number, out: string, back: string | null, others = 0): Interval[][] => [
    ...Array.from({ length: count }, () =>
      back === null ? [between('07:30', out)] : [between('07:30', out), between(back, '08:30')],
    ),
    ...Array.from({ length: others }, () => [between('07:30', '08:30')]),
  ]

  it('need more than half of at least three', () => {
    expect(findMassDrops(leaveAndReturn(3, '07:50', '08:00', 2), during)).toEqual([between('07:50', '08:00')])
    expect(findMassDrops(leaveAndReturn(3, '07:50', '08:00', 3), during)).toEqual([])
    expect(findMassDrops(leaveAndReturn(2, '07:50', '08:00'), during)).toEqual([])
    expect(findMassDrops(leaveAndReturn(3, '07:50', '08:00'), during)).toEqual([between('07:50', '08:00')])
  })

  it('happen within two minutes', () => {
    const staggered = (seconds: number): Interval[][] =>
      Array.from({ length: 9 }, (_, i) => [
        { from: at('07:30'), to: at('07:50') + i * seconds * 1000 },
        { from: at('08:10'), to: at('08:30') },
      ])
    expect(findMassDrops(staggered(15), during)).toEqual([between('07:50', '08:10')])
    expect(findMassDrops(staggered(60), during)).toEqual([])
  })

  it('last to the end when they do not come back, but the end of every class is none', () => {
    expect(findMassDrops(leaveAndReturn(5, '08:10', null), during)).toEqual([between('08:10', '08:30')])
    expect(findMassDrops(leaveAndReturn(5, '08:28', null), during)).toEqual([])
  })

  it('are found twice in one class', () => {
    const stays = Array.from({ length: 5 }, () => [
      between('07:30', '07:40'),
      between('07:45', '08:00'),
      between('08:03', '08:30'),
    ])
    expect(findMassDrops(stays, during)).toEqual([between('07:40', '07:45'), between('08:00', '08:03')])
  })

  it('are none without a class or anybody in it', () => {
    expect(findMassDrops([], during)).toEqual([])
    expect(findMassDrops(leaveAndReturn(5, '07:50', '08:00'), [])).toEqual([])
  })

  it('are sorted, apart, and inside the class', () => {
    const stay = fc
      .tuple(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 1, max: 40 }))
      .map(([from, length]) => ({ from: from * minute, to: (from + length) * minute }))
    const stays = fc.array(fc.array(stay, { maxLength: 4 }).map(union), { maxLength: 8 })
    const whole = { from: 10 * minute, to: 60 * minute }
    fc.assert(
      fc.property(stays, (all) => {
        const drops = findMassDrops(all, [whole])
        expect(union(drops)).toEqual(drops)
        for (const { from, to } of drops) {
          expect(from).toBeGreaterThanOrEqual(whole.from)
          expect(to).toBeLessThanOrEqual(whole.to)
        }
        expect(findMassDrops(all.toReversed(), [whole])).toEqual(drops)
        expect(total(drops)).toBeLessThanOrEqual(total([whole]))
      }),
    )
  })
})
