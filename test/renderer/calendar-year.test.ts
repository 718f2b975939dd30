import { describe, expect, test } from 'vitest'
import { addDays } from '../../src/shared/domain/time.ts'
import type { DayType } from '../../src/shared/contract/calendar.ts'
import {
  dayByKey,
  faceOf,
  groupWords,
  lengthOf,
  monthsOf,
  periodOf,
  rangeOf,
  shownYear,
  standingWords,
} from '../../src/renderer/app/calendar/year.ts'

const word = (kind: DayType['kind'], of: Partial<DayType> = {}): DayType => ({
  id: '0190b7d0-0000-7000-8000-000000000001' as DayType['id'],
  on: '2026-08-21',
  kind,
  gradeLevel: null,
  section: null,
  shift: null,
  fromTime: null,
  countsAsSchoolDay: true,
  authority: '',
  suspensionId: null,
  ...of,
})

test('a year has each of its days once, in months of whole weeks', () => {
  const months = monthsOf({ firstOn: '2026-06-15', lastOn: '2027-05-03' })
  expect(months).toHaveLength(12)
  expect(months.every(({ weeks }) => weeks.every((week) => week.length === 7))).toBe(true)
  const days = months.flatMap(({ weeks }) => weeks.flat()).filter((on) => on !== null)
  expect(days[0]).toBe('2026-06-01')
  expect(days.at(-1)).toBe('2027-05-31')
  expect(days.every((on, at) => at === 0 || on === addDays(days[at - 1]!, 1))).toBe(true)
  // 1 June 2026 is a Monday, 1 August a Saturday.
  expect(months[0]!.weeks[0]![0]).toBe('2026-06-01')
  expect(months[2]!.weeks[0]).toEqual([null, null, null, null, null, '2026-08-01', '2026-08-02'])
})

test('without a year of its own a school sees the usual one', () => {
  expect(shownYear([], undefined, '2026-08-03')).toMatchObject({
    id: null,
    firstOn: '2026-06-01',
    lastOn: '2027-05-31',
  })
})

describe('what a day shows', () => {
  test('the school’s word before a part’s, the latest of those, and that there is more', () => {
    const words = standingWords([
      word('holiday', { authority: 'From the file' }),
      word('asynchronous', { gradeLevel: '7' }),
      word('online', { authority: 'Moved by law' }),
      word('holiday', { on: '2026-08-22', gradeLevel: '8' }),
    ])
    expect(faceOf(words.get('2026-08-21'))).toMatchObject({
      word: { authority: 'Moved by law' },
      isPart: false,
      moreCount: 1,
    })
    expect(faceOf(words.get('2026-08-22'))).toMatchObject({ isPart: true, moreCount: 0 })
    expect(faceOf(words.get('2026-08-23'))).toBeNull()
  })

  test('its grading period', () => {
    const period = (title: string, firstOn: string, lastOn: string) => ({ id: title as never, title, firstOn, lastOn })
    const periods = [period('Q1', '2026-06-15', '2026-08-21'), period('Q2', '2026-08-24', '2026-10-30')]
    expect(periodOf('2026-08-21', periods)).toMatchObject({ index: 0, period: { title: 'Q1' } })
    expect(periodOf('2026-08-22', periods)).toBeNull()
  })
})

test.each([
  ['ArrowUp', '2026-03-24'],
  ['ArrowDown', '2026-04-07'],
  ['ArrowLeft', '2026-03-30'],
  ['ArrowRight', '2026-04-01'],
  ['Home', '2026-03-30'],
  ['End', '2026-04-05'],
  ['PageUp', '2026-02-28'],
  ['PageDown', '2026-04-30'],
  ['x', null],
])('%s leads from 31 March to %s', (key, to) => {
  expect(dayByKey('2026-03-31', key)).toBe(to)
})

test('a range is in order whichever end was chosen first', () => {
  expect(rangeOf('2026-08-25', '2026-08-21')).toEqual({ from: '2026-08-21', to: '2026-08-25' })
  expect(lengthOf(rangeOf('2026-08-25', '2026-08-21'))).toBe(5)
})

test('what was called off in one action stands as one, whatever else says the same of the days', () => {
  const of = (on: string, suspensionId: string | null) =>
    word('holiday', { on, authority: 'Founding days', suspensionId: suspensionId as DayType['suspensionId'] })
  const days = [of('2026-08-20', 'a'), of('2026-08-21', 'a'), of('2026-08-22', 'b'), of('2026-08-23', null)]
  const groups = groupWords(standingWords(days), { from: '2026-08-20', to: '2026-08-23' })
  expect(groups.map((group) => group.days.map(({ on }) => on.slice(8)))).toEqual([['20', '21'], ['22'], ['23']])
})
