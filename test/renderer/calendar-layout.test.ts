import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hoursOf, rangeOf, spanOf, tracksOf, type Stretch } from '../../src/renderer/ui/calendar/layout.ts'

const stretch = (start: string, end: string): Stretch => ({ startMinutes: minutes(start), endMinutes: minutes(end) })
const minutes = (at: string) => {
  const [hour = 0, minute = 0] = at.split(':').map(Number)
  return hour * 60 + minute
}
const someStretch = fc
  .tuple(fc.integer({ min: 0, max: 1380 }), fc.integer({ min: 1, max: 300 }))
  .map(([startMinutes, length]) => ({ startMinutes, endMinutes: Math.min(1440, startMinutes + length) }))

test('classes one after the other have the whole width, two at once share it', () => {
  expect(tracksOf([stretch('7:30', '8:30'), stretch('8:30', '9:30')])).toEqual([
    { track: 0, tracks: 1 },
    { track: 0, tracks: 1 },
  ])
  expect(tracksOf([stretch('8:00', '9:00'), stretch('7:30', '8:30'), stretch('8:30', '9:30')])).toEqual([
    { track: 1, tracks: 2 },
    { track: 0, tracks: 2 },
    { track: 0, tracks: 2 },
  ])
})

test('no two blocks that overlap ever share a track', () => {
  fc.assert(
    fc.property(fc.array(someStretch, { maxLength: 40 }), (stretches) => {
      const tracks = tracksOf(stretches)
      for (const [one, a] of stretches.entries()) {
        expect(tracks[one]!.track).toBeLessThan(tracks[one]!.tracks)
        for (const [other, b] of stretches.entries()) {
          if (one === other || a.startMinutes >= b.endMinutes || b.startMinutes >= a.endMinutes) continue
          expect(tracks[one]!.tracks).toBe(tracks[other]!.tracks)
          expect(tracks[one]!.track).not.toBe(tracks[other]!.track)
        }
      }
    }),
  )
})

test('grades that begin a little apart share an hour, and a double class takes two', () => {
  const day = [
    stretch('7:30', '8:30'),
    stretch('7:45', '8:45'),
    stretch('7:30', '9:30'),
    stretch('8:30', '9:30'),
    stretch('8:45', '9:45'),
    stretch('13:00', '14:00'),
  ]
  const hours = hoursOf(day)
  expect(hours.map(({ startMinutes }) => startMinutes)).toEqual([450, 510, 780])
  expect(day.map((one) => spanOf(hours, one))).toEqual([
    { first: 0, count: 1 },
    { first: 0, count: 1 },
    { first: 0, count: 2 },
    { first: 1, count: 1 },
    { first: 1, count: 1 },
    { first: 2, count: 1 },
  ])
})

test('every class begins in the hour that it is drawn in', () => {
  fc.assert(
    fc.property(fc.array(someStretch, { minLength: 1, maxLength: 60 }), (stretches) => {
      const hours = hoursOf(stretches)
      for (const one of stretches) {
        const { first, count } = spanOf(hours, one)
        expect(hours[first]!.startMinutes).toBeLessThanOrEqual(one.startMinutes)
        expect(first + count).toBeLessThanOrEqual(hours.length)
        expect(hours[first + 1]?.startMinutes ?? Infinity).toBeGreaterThan(one.startMinutes)
      }
    }),
  )
})

test('the hours shown hold the school’s and every class', () => {
  expect(rangeOf([], stretch('7:00', '17:00'))).toEqual(stretch('7:00', '17:00'))
  expect(rangeOf([stretch('6:30', '7:10'), stretch('18:00', '18:50')], stretch('7:00', '17:00'))).toEqual(
    stretch('6:00', '19:00'),
  )
})
