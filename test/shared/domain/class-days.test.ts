import { describe, expect, it } from 'vitest'
import { classDay, dayAt, takesPlaceOn, type DayWord } from '../../../src/shared/domain/class-days.ts'

const on = '2026-03-09'
const mabini = { sectionId: 'mabini', gradeLevel: '7', shift: 'morning' }
const rizal = { sectionId: 'rizal', gradeLevel: '8', shift: 'afternoon' }

const word = (kind: DayWord['kind'], of: Partial<DayWord> = {}): DayWord => ({
  on,
  kind,
  gradeLevel: null,
  sectionId: null,
  shift: null,
  fromTime: null,
  countsAsSchoolDay: true,
  authority: '',
  ...of,
})
const kindAt = (words: readonly DayWord[], at = '07:30', part: typeof mabini | null = mabini) =>
  dayAt(words, { on, at, part })?.kind ?? null

describe('what kind of day it is', () => {
  it('is said by the narrowest part, whatever the order', () => {
    const narrowing = [
      word('holiday'),
      word('online', { shift: 'morning' }),
      word('inPerson', { gradeLevel: '7' }),
      word('asynchronous', { gradeLevel: '7', shift: 'morning' }),
      word('makeUp', { sectionId: 'mabini' }),
    ]
    narrowing.forEach(({ kind }, index) => {
      const said = narrowing.slice(0, index + 1)
      expect(kindAt(said)).toBe(kind)
      expect(kindAt(said.toReversed())).toBe(kind)
    })
  })

  it('is the latest word of one part', () => {
    expect(kindAt([word('holiday'), word('online')])).toBe('online')
    expect(kindAt([word('online', { gradeLevel: '7' }), word('inPerson', { gradeLevel: '7' })])).toBe('inPerson')
  })

  it('is not said by words for others, or for other days', () => {
    const others = [
      word('holiday', { on: '2026-03-10' }),
      word('holiday', { sectionId: 'rizal' }),
      word('holiday', { gradeLevel: '8' }),
      word('holiday', { gradeLevel: '7', shift: 'afternoon' }),
      word('holiday', { shift: 'afternoon' }),
    ]
    expect(kindAt(others)).toBeNull()
    expect(kindAt([...others, word('holiday')], '07:30', null)).toBe('holiday')
    expect(kindAt(others.slice(1), '07:30', null)).toBeNull()
  })

  it('holds from its hour on, and before it the word before it does', () => {
    const words = [word('online'), word('suspended', { fromTime: '12:00' })]
    expect(kindAt(words, '11:59')).toBe('online')
    expect(kindAt(words, '12:00')).toBe('suspended')
    expect(kindAt(words.slice(1), '11:59')).toBeNull()
  })
})

it.each([
  ['suspended', '07:30', false, false],
  ['holiday', '07:30', false, false],
  ['asynchronous', '07:30', false, true],
  ['inPerson', '07:30', false, true],
  ['halfDayMorning', '11:59', true, true],
  ['halfDayMorning', '12:00', false, true],
  ['halfDayAfternoon', '11:59', false, true],
  ['halfDayAfternoon', '12:00', true, true],
  ['online', '07:30', true, true],
  ['makeUp', '07:30', true, true],
] as const)(
  'on a day "%s" at %s a class takes place: %s, a meeting of teachers: %s',
  (kind, at, ofClass, ofTeachers) => {
    expect(takesPlaceOn(kind, at, true)).toBe(ofClass)
    expect(takesPlaceOn(kind, at, false)).toBe(ofTeachers)
  },
)

describe('a class', () => {
  const startsAt = '07:30'

  it('takes place where nothing is said', () => {
    expect(classDay([], { on, startsAt, parts: [mabini] })).toEqual({ takesPlace: true, word: null })
  })

  it('of several sections takes place when it does for one of them', () => {
    const words = [word('suspended', { gradeLevel: '7' })]
    expect(classDay(words, { on, startsAt, parts: [mabini] })).toMatchObject({
      takesPlace: false,
      word: { kind: 'suspended' },
    })
    expect(classDay(words, { on, startsAt, parts: [mabini, rizal] })).toEqual({ takesPlace: true, word: null })
    const both = [...words, word('holiday', { gradeLevel: '8' })]
    expect(classDay(both, { on, startsAt, parts: [mabini, rizal] })).toMatchObject({
      takesPlace: false,
      word: { kind: 'suspended' },
    })
  })

  it('of no section hears the whole school’s words only', () => {
    expect(classDay([word('holiday')], { on, startsAt, parts: [] }).takesPlace).toBe(false)
    expect(classDay([word('holiday', { gradeLevel: '7' })], { on, startsAt, parts: [] }).takesPlace).toBe(true)
  })
})
