import { describe, expect, it } from 'vitest'
import { createFormats } from '../../src/renderer/words/format.ts'
import { count } from '../../src/renderer/words/plural.ts'
import { problemTitle, problemWords } from '../../src/renderer/words/problems.ts'
import { problemKinds } from '../../src/shared/problem.ts'

/** Intl writes some blanks as narrow or no-break ones; which, changes with its data. */
const plainSpaces = (text: string) => text.replace(/[\u00A0\u202F\u2009]/g, ' ')

describe('formats', () => {
  const manila = createFormats('en-PH', 'Asia/Manila')

  it('write instants on the school’s wall, wherever the computer is', () => {
    expect(plainSpaces(manila.time('2026-03-09T01:41:00Z'))).toBe('9:41 AM')
    expect(manila.dateOf('2026-03-08T23:30:00Z')).toBe('2026-03-09')
    expect(plainSpaces(createFormats('de-DE', 'Europe/Berlin').time('2026-03-09T01:41:00Z'))).toMatch(/^0?2:41$/)
  })

  it('write wall times and dates as they stand, without any zone', () => {
    expect(plainSpaces(manila.wallTime('07:30'))).toBe('7:30 AM')
    expect(plainSpaces(manila.wallRange('07:30', 60))).toBe('7:30 – 8:30 AM')
    expect(plainSpaces(manila.wallRange('23:30', 60))).toMatch(/11:30 PM.*12:30 AM/)
    expect(manila.date('2026-03-09')).toContain('Monday')
    expect(manila.weekday('2026-03-09', 'short')).toBe('Mon')
  })

  it('write an instant with its date, and the days of the week by their number', () => {
    expect(plainSpaces(manila.moment('2026-03-08T23:30:00Z'))).toBe(
      plainSpaces(`${manila.date('2026-03-09', 'medium')}, 7:30 AM`),
    )
    expect(manila.date('2026-03-09', 'brief')).toBe(`Mon ${manila.date('2026-03-09', 'short')}`)
    expect([1, 7].map((day) => manila.weekdayName(day, 'short'))).toEqual(['Mon', 'Sun'])
    expect(manila.weekdayName(3)).toBe('Wednesday')
  })

  it('name no date when a class or a stay goes beyond midnight', () => {
    expect(plainSpaces(manila.wallRange('23:20', 60))).toBe('11:20 PM – 12:20 AM')
    expect(plainSpaces(manila.exactRange('2026-11-20T15:59:00Z', '2026-11-20T16:01:00Z'))).toBe(
      '11:59:00 PM – 12:01:00 AM',
    )
  })

  it('write sums beyond two hours in hours', () => {
    expect(plainSpaces(manila.span(7200))).toBe('120 min')
    expect(plainSpaces(manila.span(80_040))).toBe('22 hr 14 min')
  })

  it('count whole minutes, and never call a short stay none', () => {
    expect(plainSpaces(manila.minutes(0))).toBe('0 min')
    expect(plainSpaces(manila.minutes(12))).toBe('< 1 min')
    expect(plainSpaces(manila.minutes(899.9))).toBe('14 min')
    expect(plainSpaces(manila.minutes(3600))).toBe('60 min')
  })

  it('fall back to English for a locale that nobody knows', () => {
    expect(createFormats('zz-ZZ', 'UTC').number(1200)).toBe('1,200')
  })
})

it('counts one and many', () => {
  expect(count(1, 'class', 'classes')).toBe('1 class')
  expect(count(1200, 'class', 'classes')).toBe('1,200 classes')
})

describe('problems', () => {
  const formats = createFormats('en-PH', 'Asia/Manila')

  it.each(problemKinds)('%s has a title of its own', (kind) => {
    expect(problemTitle(kind)).not.toBe('')
    expect(problemKinds.filter((other) => problemTitle(other) === problemTitle(kind))).toEqual([kind])
  })

  it('say when trying again can help, and where the log has more', () => {
    const words = problemWords(
      { kind: 'rateLimited', message: 'Zoom asks us to wait.', retryAt: '2026-03-09T01:41:00Z', logId: 'ab12' },
      formats,
    )
    expect(plainSpaces(words.retryWords ?? '')).toBe('Homeroom tries again at 9:41 AM.')
    expect(words.fix).toContain('ab12')
  })
})
