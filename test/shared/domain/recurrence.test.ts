import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  completeRule,
  planDates,
  type PlanOptions,
  type RecurrenceRule,
} from '../../../src/shared/domain/recurrence.ts'
import { addDays, minute, toInstant, toIso, weekday } from '../../../src/shared/domain/time.ts'
import { anySeries, compareWithRRule } from '../../support/rrule.ts'

// The same samples every time; new ones are for the long runs.
fc.configureGlobal({ seed: 20_260_309 })

const manila = (on: string) => ({ on, at: '07:30', timeZone: 'Asia/Manila' })
const plan = (rule: RecurrenceRule, on: string, options: Partial<PlanOptions> = {}) =>
  planDates(rule, manila(on), { durationMinutes: 60, ...options })
const datesOf = (rule: RecurrenceRule, on: string) => plan(rule, on).dates.map((date) => date.on)
const times = (afterDates: number) => ({ ends: { afterDates } })

describe('dates of a rule', () => {
  it.each<[string, RecurrenceRule, string, string[]]>([
    ['every day', { every: 'day', interval: 1, ...times(3) }, '2026-02-27', ['2026-02-27', '2026-02-28', '2026-03-01']],
    [
      'every third day until a date, included',
      { every: 'day', interval: 3, ends: { on: '2026-03-09' } },
      '2026-03-03',
      ['2026-03-03', '2026-03-06', '2026-03-09'],
    ],
    [
      'on the first date’s day of the week',
      { every: 'week', interval: 1, ...times(2) },
      '2026-03-11',
      ['2026-03-11', '2026-03-18'],
    ],
    [
      'from the first day that the rule names, as Zoom does',
      { every: 'week', interval: 1, weekDays: [5, 1], ...times(3) },
      '2026-03-10',
      ['2026-03-13', '2026-03-16', '2026-03-20'],
    ],
    [
      'every other week, which begins on Sunday at Zoom',
      { every: 'week', interval: 2, weekDays: [1, 7], ...times(4) },
      '2026-03-11',
      ['2026-03-22', '2026-03-23', '2026-04-05', '2026-04-06'],
    ],
    [
      'only in months that have the day',
      { every: 'month', interval: 1, monthDay: 31, ...times(3) },
      '2026-01-01',
      ['2026-01-31', '2026-03-31', '2026-05-31'],
    ],
    [
      'on the first date’s day of the month',
      { every: 'month', interval: 10, ...times(2) },
      '2026-03-11',
      ['2026-03-11', '2027-01-11'],
    ],
    [
      'on a leap day',
      { every: 'month', interval: 6, monthDay: 29, ends: { on: '2028-12-31' } },
      '2026-02-01',
      ['2026-08-29', '2027-08-29', '2028-02-29', '2028-08-29'],
    ],
    [
      'on the last Friday',
      { every: 'month', interval: 1, monthWeek: -1, monthWeekDay: 5, ...times(3) },
      '2026-01-31',
      ['2026-02-27', '2026-03-27', '2026-04-24'],
    ],
    [
      'in the second week, on the first date’s day',
      { every: 'month', interval: 2, monthWeek: 2, ...times(2) },
      '2026-03-12',
      ['2026-03-12', '2026-05-14'],
    ],
  ])('%s', (_, rule, on, dates) => {
    expect(datesOf(rule, on)).toEqual(dates)
  })

  it('are those of an RRULE library, instants too, for any rule', () => {
    fc.assert(fc.property(anySeries, compareWithRRule), { numRuns: 400 })
  })

  it('keep the wall time through every change of the clocks, and say where the clocks skip or double it', () => {
    const newYork = (at: string, on: string) =>
      planDates(
        { every: 'week', interval: 1, ...times(3) },
        { on, at, timeZone: 'America/New_York' },
        { durationMinutes: 90 },
      ).dates.map(({ on: date, clock, startInstant, endInstant }) => [
        date,
        clock,
        toIso(startInstant),
        (endInstant - startInstant) / minute,
      ])
    expect(newYork('02:30', '2026-03-01')).toEqual([
      ['2026-03-01', 'once', '2026-03-01T07:30:00.000Z', 90],
      ['2026-03-08', 'skipped', '2026-03-08T07:30:00.000Z', 90],
      ['2026-03-15', 'once', '2026-03-15T06:30:00.000Z', 90],
    ])
    expect(newYork('01:30', '2026-10-25')).toEqual([
      ['2026-10-25', 'once', '2026-10-25T05:30:00.000Z', 90],
      ['2026-11-01', 'twice', '2026-11-01T05:30:00.000Z', 90],
      ['2026-11-08', 'once', '2026-11-08T06:30:00.000Z', 90],
    ])
  })
})

describe('dates that are left out', () => {
  const weekdays: RecurrenceRule = { every: 'week', interval: 1, weekDays: [1, 2, 3, 4, 5], ...times(6) }

  it('by a person or by the calendar, are no number of the series', () => {
    const { dates, issues } = plan(weekdays, '2026-03-09', {
      takesPlace: (on) => on !== '2026-03-10' && on !== '2026-03-12',
      skipOn: ['2026-03-11'],
      keepOn: ['2026-03-12', '2026-03-11', '2026-12-25'],
    })
    expect(dates.map(({ on, number }) => [on.slice(8), number])).toEqual([
      ['09', 1],
      ['10', null],
      // Left out by a person's word, which counts most.
      ['11', null],
      ['12', 2],
      ['13', 3],
      ['16', 4],
    ])
    expect(issues).toEqual([])
  })

  it('may not be all of them', () => {
    expect(plan(weekdays, '2026-03-09', { takesPlace: () => false }).issues).toEqual([
      { field: 'skipOn', code: 'allLeftOut', isBlocking: true },
    ])
  })
})

describe('a rule that Zoom cannot carry', () => {
  const rule = { every: 'week', interval: 1, ...times(2) } as const
  it.each<[RecurrenceRule, string, string]>([
    [{ ...rule, every: 'day', interval: 100 }, 'interval', 'intervalTooLong'],
    [{ ...rule, interval: 51 }, 'interval', 'intervalTooLong'],
    [{ ...rule, every: 'month', interval: 11 }, 'interval', 'intervalTooLong'],
    [{ ...rule, interval: 0 }, 'interval', 'intervalTooLong'],
    [{ ...rule, interval: 1.5 }, 'interval', 'intervalTooLong'],
    [{ ...rule, every: 'day', weekDays: [1] }, 'weekDays', 'weekDaysWithoutWeek'],
    [{ ...rule, monthDay: 3 }, 'monthDay', 'monthDayWithoutMonth'],
    [{ ...rule, every: 'day', monthWeek: 1 }, 'monthWeek', 'monthDayWithoutMonth'],
    [{ ...rule, every: 'month', monthDay: 3, monthWeek: 1 }, 'monthDay', 'monthDayAndWeek'],
    [{ ...rule, every: 'month', monthWeekDay: 1 }, 'monthWeek', 'monthWeekWithoutDay'],
    [{ ...rule, ends: { on: '2026-03-08' } }, 'ends', 'endBeforeStart'],
    [{ ...rule, ...times(51) }, 'ends', 'tooManyDates'],
    [{ ...rule, weekDays: [1], ends: { on: '2026-03-13' } }, 'ends', 'noDates'],
  ])('%j is refused at %s: %s', (wrong, field, code) => {
    const { dates, issues } = plan(wrong, '2026-03-10')
    expect(issues).toEqual([{ field, code, isBlocking: true }])
    expect(dates).toEqual([])
  })

  it('shows the first fifty of too many dates', () => {
    const { dates, issues } = plan({ every: 'day', interval: 1, ends: { on: '2027-03-10' } }, '2026-03-10')
    expect(dates).toHaveLength(50)
    expect(issues).toEqual([{ field: 'ends', code: 'tooManyDates', isBlocking: true }])
  })

  it('warns of a day that some months lack', () => {
    const { dates, issues } = plan({ every: 'month', interval: 1, ...times(2) }, '2026-01-29')
    expect(dates.map(({ on }) => on)).toEqual(['2026-01-29', '2026-03-29'])
    expect(issues).toEqual([{ field: 'monthDay', code: 'someMonthsWithoutDay', isBlocking: false }])
  })

  it('ends with the calendar instead of going on for ever', () => {
    expect(plan({ every: 'week', interval: 50, ...times(50) }, '9998-06-01').dates).toHaveLength(1)
    expect(plan({ every: 'day', interval: 1, ...times(1) }, '9999-12-31').issues).toMatchObject([{ code: 'noDates' }])
    expect(plan({ every: 'month', interval: 1, ...times(1) }, '0001-01-01').dates).toHaveLength(1)
  })
})

it('a completed rule leaves nothing to its first date', () => {
  fc.assert(
    fc.property(anySeries, fc.integer({ min: 0, max: 6 }), ({ rule, first }, days) => {
      const complete = completeRule(rule, first.on)
      expect(completeRule(complete, addDays(first.on, days))).toEqual(complete)
      for (const { on, startInstant } of planDates(complete, first, { durationMinutes: 1 }).dates) {
        expect(startInstant).toBe(toInstant({ ...first, on }))
        if (complete.weekDays !== undefined) expect(complete.weekDays).toContain(weekday(on))
        if (complete.monthDay !== undefined) expect(Number(on.slice(8))).toBe(complete.monthDay)
        if (complete.monthWeekDay !== undefined) expect(weekday(on)).toBe(complete.monthWeekDay)
      }
    }),
    { numRuns: 100 },
  )
})
