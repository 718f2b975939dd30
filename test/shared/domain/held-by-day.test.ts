import { describe, expect, test } from 'vitest'
import type { DayWord, SchoolPart } from '../../../src/shared/domain/class-days.ts'
import { heldByDay, saidHeld } from '../../../src/shared/domain/held-by-day.ts'

const on = '2026-08-20'
const mabini: SchoolPart = { sectionId: 'mabini', gradeLevel: '7', shift: 'AM' }
const rizal: SchoolPart = { sectionId: 'rizal', gradeLevel: '8', shift: 'PM' }

const word = (kind: DayWord['kind'], of: Partial<DayWord> = {}): DayWord => ({
  on,
  kind,
  gradeLevel: null,
  sectionId: null,
  shift: null,
  fromTime: null,
  countsAsSchoolDay: false,
  authority: 'The mayor',
  ...of,
})
const held = (words: readonly DayWord[], startsAt = '11:30', parts = [mabini]) =>
  heldByDay(words, { on, startsAt, durationMinutes: 60, parts })

describe('what the calendar says about a class', () => {
  test('nothing, where nothing was said of its day', () => {
    expect(held([])).toBeNull()
    expect(held([word('holiday', { on: '2026-08-21' })])).toBeNull()
    expect(held([word('online'), word('makeUp'), word('halfDayMorning')])).toBeNull()
  })

  test('a suspension holds from its hour on, and for a class that it breaks into', () => {
    const noon = [word('suspended', { fromTime: '12:00' })]
    expect(held(noon, '12:00')).toBe('suspended')
    expect(held(noon, '11:30')).toBe('suspended')
    expect(held(noon, '11:00')).toBeNull()
    expect(held(noon, '23:30')).toBe('suspended')
    // A holiday that begins at noon leaves the class before it alone.
    expect(held([word('holiday', { fromTime: '12:00' })], '11:30')).toBeNull()
    expect(held([word('holiday', { fromTime: '12:00' })], '12:00')).toBe('notHeld')
  })

  test('the narrowest part wins, then the latest word', () => {
    expect(held([word('online', { sectionId: 'mabini' }), word('suspended')])).toBeNull()
    expect(held([word('suspended', { gradeLevel: '7' }), word('online')])).toBe('suspended')
    expect(held([word('suspended', { gradeLevel: '8' })])).toBeNull()
    expect(held([word('holiday'), word('asynchronous')])).toBe('asynchronous')
    expect(held([word('suspended', { shift: 'PM' })])).toBeNull()
  })

  test('where only some sections of a class are let off, it counts against nobody and for those who came', () => {
    expect(held([word('holiday', { gradeLevel: '7' })], '08:00', [mabini, rizal])).toBe('suspended')
    expect(held([word('holiday')], '08:00', [mabini, rizal])).toBe('notHeld')
    expect(held([word('holiday')], '08:00', [])).toBe('notHeld')
    expect(held([word('holiday', { gradeLevel: '7' })], '08:00', [])).toBeNull()
  })

  test('a person’s word comes first, but makes no suspended class count against anybody', () => {
    expect(saidHeld(null, null)).toBeNull()
    expect(saidHeld('held', 'notHeld')).toBe('held')
    expect(saidHeld('held', 'suspended')).toBe('suspended')
    expect(saidHeld('moved', 'suspended')).toBe('moved')
    expect(saidHeld(null, 'asynchronous')).toBe('asynchronous')
  })
})
