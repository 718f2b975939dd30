import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findDoubles, type Entry } from '../../../src/shared/domain/doubles.ts'

const entry = (key: number, familyName: string, givenName: string, more: Partial<Entry> = {}): Entry => ({
  key,
  kind: 'student',
  familyName,
  givenName,
  birthOn: null,
  studentNumber: null,
  addresses: [],
  ...more,
})
const entries = fc
  .array(
    fc.record({
      familyName: fc.constantFrom('Reyes', 'Reyez', 'Dela Cruz', 'de la Cruz', '陳'),
      givenName: fc.constantFrom('Ana', 'Anna', 'Juan', 'Ma. Ana', '小明'),
      birthOn: fc.option(fc.constantFrom('2013-01-01', '2013-01-02')),
      studentNumber: fc.option(fc.constantFrom('136000000018', '000136000018', '136000018', '136000000026')),
      addresses: fc.array(fc.constantFrom('a@x.example', 'A@x.example', 'b@x.example'), { maxLength: 2 }),
    }),
    { maxLength: 20 },
  )
  .map((list) => list.map((fields, key): Entry => ({ key, kind: 'student', ...fields })))

test('the pairs do not hang on the order of the entries, and none stands twice or with itself', () => {
  fc.assert(
    fc.property(entries, fc.integer(), (list, seed) => {
      const pairs = findDoubles(list, 1000)
      const shuffled = list.toSorted((a, b) => ((a.key * 7919 + seed) % 97) - ((b.key * 7919 + seed) % 97))
      expect(findDoubles(shuffled, 1000)).toEqual(pairs)
      for (const { keys, reasons } of pairs) {
        expect(keys[0]).toBeLessThan(keys[1])
        expect(reasons.length).toBeGreaterThan(0)
      }
      expect(new Set(pairs.map(({ keys }) => keys.join(' '))).size).toBe(pairs.length)
    }),
    { numRuns: 200 },
  )
})

test('an address or a birth date that half the school has brings nobody together', () => {
  const many = Array.from({ length: 3000 }, (_, key) =>
    entry(key, `Family${String.fromCharCode(97 + (key % 26))}${key}`, `Given${key}`, {
      birthOn: '2000-01-01',
      addresses: ['none@school.example'],
    }),
  )
  expect(findDoubles([...many, entry(3000, 'Lim', 'Bo'), entry(3001, 'LIM', 'bo')], 200)).toEqual([
    { keys: [3000, 3001], reasons: ['sameName'] },
  ])
})

test('different numbers tell twins and namesakes apart, unless name and birth date are the same', () => {
  const twin = (key: number, givenName: string, studentNumber: string) =>
    entry(key, 'Garcia', givenName, { birthOn: '2013-04-05', studentNumber })
  expect(findDoubles([twin(1, 'Mark Angelo', '136000000018'), twin(2, 'Mark Anthony', '136000000026')], 9)).toEqual([])
  expect(findDoubles([twin(1, 'Mark', '136000000018'), twin(2, 'Mark', '136000000081')], 9)).toEqual([
    { keys: [1, 2], reasons: ['sameNameAndBirth'] },
  ])
})
