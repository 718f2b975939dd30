import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  day,
  dayBounds,
  fromIso,
  hour,
  isLocalDate,
  isTimeOfDay,
  isTimeZone,
  localDate,
  minute,
  toInstant,
  toIso,
  toWall,
  wallTimeFit,
  weekDates,
  weekday,
} from '../../../src/shared/domain/time.ts'

// The same samples every time; new ones are for the long runs.
fc.configureGlobal({ seed: 20_260_309 })

const zones = ['Asia/Manila', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC']

describe('wall time and instant', () => {
  it('reads Manila eight hours ahead of UTC', () => {
    expect(toIso(toInstant({ on: '2026-03-09', at: '07:30', timeZone: 'Asia/Manila' }))).toBe(
      '2026-03-08T23:30:00.000Z',
    )
  })

  it.each([
    // Clocks go forward from 02:00 to 03:00: 02:30 never happens and becomes 03:30.
    ['America/New_York', '2026-03-08', '02:30', 'skipped', '2026-03-08T07:30:00.000Z', '03:30'],
    ['Europe/London', '2026-03-29', '01:15', 'skipped', '2026-03-29T01:15:00.000Z', '02:15'],
    // Half an hour only.
    ['Australia/Lord_Howe', '2026-10-04', '02:10', 'skipped', '2026-10-03T15:40:00.000Z', '02:40'],
    // Clocks go back from 02:00 to 01:00: 01:30 happens twice, and the earlier one (still summer time) counts.
    ['America/New_York', '2026-11-01', '01:30', 'twice', '2026-11-01T05:30:00.000Z', '01:30'],
    ['America/New_York', '2026-11-01', '00:30', 'once', '2026-11-01T04:30:00.000Z', '00:30'],
    ['America/New_York', '2026-11-01', '03:00', 'once', '2026-11-01T08:00:00.000Z', '03:00'],
  ])('decides %s %s %s (%s)', (timeZone, on, at, fit, iso, shown) => {
    expect(wallTimeFit({ on, at, timeZone })).toBe(fit)
    expect(toIso(toInstant({ on, at, timeZone }))).toBe(iso)
    expect(toWall(toInstant({ on, at, timeZone }), timeZone)).toEqual({ on, at: shown, timeZone })
  })

  it('comes back from every instant to the same minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), fc.constantFrom(...zones), (seconds, timeZone) => {
        const instant = seconds * 1000 - ((seconds * 1000) % minute)
        const wall = toWall(instant, timeZone)
        const back = toInstant(wall)
        // The second of two equal wall times comes back as the first: an hour (or half) earlier.
        expect([0, hour, hour / 2]).toContain(instant - back)
        if (instant !== back) expect(wallTimeFit(wall)).toBe('twice')
        expect(localDate(instant, timeZone)).toBe(wall.on)
      }),
    )
  })

  it.each([
    [{ on: '2026-02-30', at: '07:30', timeZone: 'Asia/Manila' }],
    [{ on: '2026-2-3', at: '07:30', timeZone: 'Asia/Manila' }],
    [{ on: '2026-02-03', at: '24:00', timeZone: 'Asia/Manila' }],
    [{ on: '2026-02-03', at: '07:30', timeZone: 'Asia/Nowhere' }],
  ])('refuses %o', (wall) => {
    expect(() => toInstant(wall)).toThrow(RangeError)
  })
})

describe('dates', () => {
  it('knows the week of a date, Monday first, across months and years', () => {
    const week = ['2025-12-29', '2025-12-30', '2025-12-31', '2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04']
    expect(weekDates('2026-01-01')).toEqual(week)
    expect(weekDates('2025-12-29')).toEqual(week)
    expect(weekDates('2026-01-04')).toEqual(week)
    expect(weekday('2026-03-09')).toBe(1)
    expect(weekday('2026-03-15')).toBe(7)
  })

  it('counts days over leap years', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
  })

  it('bounds a day of 23, 24 and 25 hours', () => {
    const hours = (on: string, zone: string): number => {
      const { from, to } = dayBounds(on, zone)
      return (to - from) / hour
    }
    expect(hours('2026-03-08', 'America/New_York')).toBe(23)
    expect(hours('2026-11-01', 'America/New_York')).toBe(25)
    expect(hours('2026-03-09', 'Asia/Manila')).toBe(24)
    expect(day).toBe(24 * hour)
  })

  it('gives an instant the date of its zone', () => {
    const lateEvening = fromIso('2026-03-09T16:30:00Z')
    expect(localDate(lateEvening, 'Asia/Manila')).toBe('2026-03-10')
    expect(localDate(lateEvening, 'America/New_York')).toBe('2026-03-09')
  })
})

describe('texts', () => {
  it('writes and reads ISO instants', () => {
    expect(fromIso('2026-03-09T07:30:00+08:00')).toBe(fromIso('2026-03-08T23:30:00Z'))
    expect(fromIso('2026-03-08T23:30:05.5Z')).toBe(fromIso('2026-03-08T23:30:05.500Z'))
    fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), (instant) => fromIso(toIso(instant)) === instant))
  })

  it.each(['2026-03-09', '2026-03-09T07:30:00', '09/03/2026', '', '2026-03-09T07:30:00[Asia/Manila]'])(
    'does not take %o for an instant',
    (text) => {
      expect(() => fromIso(text)).toThrow(RangeError)
    },
  )

  it('tells zones, dates and times from other texts', () => {
    expect(zones.every(isTimeZone)).toBe(true)
    expect(['', 'Manila', 'Asia/Nowhere', '+08:00', 'GMT+25', '8'].filter(isTimeZone)).toEqual([])
    expect(['2026-02-28', '2028-02-29'].every(isLocalDate)).toBe(true)
    expect(['2026-02-29', '2026-13-01', '20260301', '2026-3-1', ''].filter(isLocalDate)).toEqual([])
    expect(['00:00', '23:59'].every(isTimeOfDay)).toBe(true)
    expect(['24:00', '7:30', '07:60', '07:30:00'].filter(isTimeOfDay)).toEqual([])
  })
})
