import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, hour, minute, toInstant } from '../../../src/shared/domain/time.ts'
import { hasOtherDates, looksOtherwise, nextLookAt } from '../../../src/shared/domain/zoom-lists.ts'

const noon = Date.UTC(2026, 8, 7, 4)

describe('lists', () => {
  const expected = {
    hostId: 'host a',
    topic: 'Science 7',
    agenda: 'hr-0123456789ab Bring your textbook',
    timeZone: 'Asia/Manila',
    dates: [0, 1, 2, 3, 4].map((days) => ({ startsAt: noon + (days + 1) * day, durationMinutes: 60 })),
  }
  const rows = expected.dates.map((date) => ({ ...expected, ...date }))

  test('what a list does not tell, or tells as it was confirmed, is not read', () => {
    expect(looksOtherwise(expected, rows, noon)).toBe(false)
    // Begun meanwhile, or further ahead than lists reach.
    expect(looksOtherwise(expected, rows.slice(1), noon + day)).toBe(false)
    const far = { startsAt: noon + 200 * day, durationMinutes: 60 }
    expect(looksOtherwise({ ...expected, dates: [...expected.dates, far] }, rows, noon)).toBe(false)
    expect(looksOtherwise({ ...expected, dates: null }, [{ ...rows[0]!, startsAt: null }], noon)).toBe(false)
  })

  test('of a long description a list tells the beginning only, or nothing', () => {
    const long = { ...expected, agenda: `hr-0123456789ab ${'Bring your textbook. '.repeat(40)}` }
    expect(
      looksOtherwise(
        long,
        rows.map((row) => ({ ...row, agenda: long.agenda.slice(0, 250) })),
        noon,
      ),
    ).toBe(false)
    expect(
      looksOtherwise(
        long,
        rows.map((row) => ({ ...row, agenda: '' })),
        noon,
      ),
    ).toBe(false)
  })

  test('line ends and spaces as Zoom keeps them are no change', () => {
    const ours = { ...expected, agenda: 'hr-0123456789ab Bring:\n- a textbook\n- an atlas' }
    const kept = 'hr-0123456789ab Bring:\r\n- a textbook\r\n- an  atlas '
    expect(
      looksOtherwise(
        ours,
        rows.map((row) => ({ ...row, agenda: kept })),
        noon,
      ),
    ).toBe(false)
  })

  test('what a list tells otherwise, or not at all, is read', () => {
    expect(looksOtherwise(expected, [], noon)).toBe(true)
    expect(looksOtherwise(expected, rows.slice(1), noon)).toBe(true)
    expect(looksOtherwise(expected, rows.with(0, { ...rows[0]!, durationMinutes: 50 }), noon)).toBe(true)
    for (const other of [
      { topic: 'Physics' },
      { hostId: 'host b' },
      { timeZone: 'Asia/Tokyo' },
      { agenda: 'hr-0123456789ab Bring nothing' },
    ]) {
      expect(
        looksOtherwise(
          expected,
          rows.map((row) => ({ ...row, ...other })),
          noon,
        ),
      ).toBe(true)
    }
  })
})

describe('dates of a series that was made elsewhere', () => {
  const known = [1, 2, 3].map((days) => ({ startsAt: noon + days * day, durationMinutes: 60 }))
  const listed = (dates: readonly { startsAt: number; durationMinutes: number }[]) =>
    dates.map((date) => ({ hostId: 'a', topic: 'Choir', agenda: '', timeZone: null, ...date }))

  test('are read again only where a list tells others', () => {
    expect(hasOtherDates(known, listed(known), noon)).toBe(false)
    expect(hasOtherDates(known, listed(known.slice(0, 1)), noon)).toBe(false)
    expect(hasOtherDates(known, listed([]), noon)).toBe(true)
    expect(hasOtherDates(known, listed(known.slice(1, 2)), noon)).toBe(true)
    expect(hasOtherDates(known, listed(known.slice(0, 2)), noon)).toBe(true)
    expect(
      hasOtherDates(known, listed(known.with(1, { startsAt: noon + 2 * day + hour, durationMinutes: 60 })), noon),
    ).toBe(true)
    expect(hasOtherDates(known, listed(known.with(1, { ...known[1]!, durationMinutes: 90 })), noon)).toBe(true)
  })

  test('that have passed are no news', () => {
    const later = noon + day + hour
    expect(hasOtherDates(known, listed(known.slice(1)), later)).toBe(false)
    expect(hasOtherDates(known, listed(known.slice(1, 2)), later)).toBe(false)
    expect(hasOtherDates(known, listed(known), later)).toBe(false)
  })
})

describe('a host is looked at again', () => {
  const hours = { opensAt: '06:00', closesAt: '18:00', weekDays: [1, 2, 3, 4, 5] }
  const at = (on: string, time: string) => toInstant({ on, at: time, timeZone: 'Asia/Manila' })
  test.for([
    ['after half an hour', '2026-09-07', '09:00', '2026-09-07', '09:30'],
    ['the next morning', '2026-09-07', '17:45', '2026-09-08', '06:00'],
    ['the same morning', '2026-09-07', '03:00', '2026-09-07', '06:00'],
    ['on Monday', '2026-09-11', '18:10', '2026-09-14', '06:00'],
  ] as const)('%s', ([, on, time, nextOn, nextTime]) => {
    expect(nextLookAt(at(on, time), hours, 'Asia/Manila')).toBe(at(nextOn, nextTime))
  })

  test('always later, within the hours, and within a week', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 * 24 * 400 }),
        fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
        (minutes, weekDays) => {
          const lookedAt = noon + minutes * minute
          const next = nextLookAt(lookedAt, { ...hours, weekDays }, 'America/New_York')
          expect(next).toBeGreaterThanOrEqual(lookedAt + 30 * minute)
          expect(next).toBeLessThanOrEqual(lookedAt + 7 * day + 2 * hour)
        },
      ),
    )
  })
})
