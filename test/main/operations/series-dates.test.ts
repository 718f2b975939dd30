import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compareDates,
  confirmedDates,
  isAligned,
  ruleOf,
  seriesOf,
  type DateRow,
} from '../../../src/main/operations/meeting-series.ts'
import type { MeetingRow } from '../../../src/main/store/outbox-queue.ts'
import type { ZoomOccurrence } from '../../../src/main/zoom/model.ts'
import { hour, minute, toInstant } from '../../../src/shared/domain/time.ts'
import { plannedTime } from '../../support/planned-meeting.ts'

const now = toInstant({ on: '2027-02-01', at: '12:00', timeZone: 'UTC' })

const dateRow = (key: number, startInstant: number, more: Partial<DateRow> = {}): DateRow => ({
  key,
  id: `date ${key}`,
  meetingKey: 1,
  number: key,
  isMoved: false,
  zoomOccurrenceId: null,
  confirmed: null,
  overrides: null,
  state: 'scheduled',
  on: '2027-02-01',
  startsAt: '12:00',
  durationMinutes: 60,
  timeZone: 'UTC',
  startInstant,
  endInstant: startInstant + hour,
  ...more,
})

const occurrence = (id: string, startsAt: number, more: Partial<ZoomOccurrence> = {}): ZoomOccurrence => ({
  id,
  startsAt,
  durationMinutes: 60,
  isDeleted: false,
  ...more,
})

/** Hours from now, some of them past; no two dates of one series begin together. */
const starts = fc.uniqueArray(fc.integer({ min: -20, max: 60 }), { maxLength: 20 })
const rows = fc
  .tuple(
    starts,
    fc.array(fc.record({ isCancelled: fc.boolean(), place: fc.option(fc.nat(25)) }), { minLength: 20, maxLength: 20 }),
  )
  .map(([hours, more]) =>
    hours.map((at, index) =>
      dateRow(index + 1, now + at * hour, {
        state: more[index]!.isCancelled ? 'cancelled' : 'scheduled',
        zoomOccurrenceId: more[index]!.place === null ? null : `o${more[index]!.place}`,
      }),
    ),
  )
  // Zoom's ids stand for one date each.
  .map((list) =>
    list.map((row, index) =>
      list.findIndex((other) => other.zoomOccurrenceId === row.zoomOccurrenceId) === index
        ? row
        : { ...row, zoomOccurrenceId: null },
    ),
  )
const zooms = fc
  .tuple(
    starts,
    fc.array(fc.record({ isDeleted: fc.boolean(), minutes: fc.constantFrom(45, 60) }), {
      minLength: 20,
      maxLength: 20,
    }),
  )
  .map(([hours, more]) =>
    hours.map((at, index) =>
      occurrence(`o${index}`, now + at * hour, {
        isDeleted: more[index]!.isDeleted,
        durationMinutes: more[index]!.minutes,
      }),
    ),
  )

/** What Zoom has after everything that an alignment asks for was done. */
function done(dates: readonly DateRow[], occurrences: readonly ZoomOccurrence[]): ZoomOccurrence[] {
  const { toDelete, toChange } = compareDates(dates, occurrences, now)
  const gone = new Set(toDelete.map(({ id }) => id))
  const moved = new Map(toChange.map(({ date, occurrence: { id } }) => [id, date]))
  return occurrences.map((each) => {
    const date = moved.get(each.id)
    if (gone.has(each.id)) return { ...each, isDeleted: true }
    return date === undefined ? each : { ...each, startsAt: date.startInstant, durationMinutes: date.durationMinutes }
  })
}

describe('our dates and those of Zoom', () => {
  test('are the same after one alignment, but for those that Zoom has too few of', () => {
    fc.assert(
      fc.property(rows, zooms, (dates, occurrences) => {
        const before = compareDates(dates, occurrences, now)
        const after = compareDates(dates, done(dates, occurrences), now)
        expect(after.missing.map(({ key }) => key)).toEqual(before.missing.map(({ key }) => key))
        expect(isAligned({ ...after, missing: [] })).toBe(true)
      }),
    )
  })

  test('are paired one to one, and every one of them is accounted for', () => {
    fc.assert(
      fc.property(rows, zooms, (dates, occurrences) => {
        const { pairs, missing, toDelete } = compareDates(dates, occurrences, now)
        const paired = pairs.map(({ date }) => date.key)
        expect(new Set(paired).size).toBe(paired.length)
        expect(new Set(pairs.map(({ occurrence: { id } }) => id)).size).toBe(pairs.length)
        const ahead = dates.filter(({ state, startInstant }) => state === 'scheduled' && startInstant > now)
        expect(new Set([...paired, ...missing.map(({ key }) => key)])).toEqual(
          new Set([...ahead.map(({ key }) => key), ...paired]),
        )
        // Nothing that has begun is touched.
        expect(toDelete.every(({ startsAt, isDeleted }) => startsAt > now && !isDeleted)).toBe(true)
        expect(missing.every(({ startInstant }) => startInstant > now)).toBe(true)
      }),
    )
  })

  test('are found again when it broke off anywhere, with nothing left to do twice', () => {
    fc.assert(
      fc.property(rows, zooms, fc.nat(), (dates, occurrences, seed) => {
        const whole = done(dates, occurrences)
        const partly = occurrences.map((each, index) => ((seed >> (index % 30)) & 1 ? whole[index]! : each))
        const first = compareDates(dates, occurrences, now)
        const again = compareDates(dates, partly, now)
        expect(again.missing.length).toBe(first.missing.length)
        expect(again.toDelete.length + again.toChange.length).toBeLessThanOrEqual(
          first.toDelete.length + first.toChange.length,
        )
        expect(isAligned({ ...compareDates(dates, done(dates, partly), now), missing: [] })).toBe(true)
      }),
    )
  })

  test('a known id wins over the instant, and the instant over what is near', () => {
    const [a, b, c] = [1, 2, 3].map((days) => now + days * 24 * hour)
    const dates = [dateRow(1, a!, { zoomOccurrenceId: 'z' }), dateRow(2, b!), dateRow(3, c!)]
    const { pairs } = compareDates(dates, [occurrence('x', a!), occurrence('y', b!), occurrence('z', c!)], now)
    expect(pairs.map(({ date, occurrence: { id } }) => `${date.key}${id}`).toSorted()).toEqual(['1z', '2y', '3x'])
  })

  test('what is kept of them: those that are gone as deleted, those that Zoom lacks as nothing, past ones as they were', () => {
    const dates = [
      dateRow(1, now - 5 * hour),
      dateRow(2, now + 5 * hour, { state: 'cancelled', zoomOccurrenceId: 'a' }),
      dateRow(3, now + 10 * hour, { state: 'cancelled', zoomOccurrenceId: 'b' }),
      dateRow(4, now + 15 * hour),
      dateRow(5, now + 500 * hour),
    ]
    const occurrences = [occurrence('b', now + 10 * hour), occurrence('c', now + 15 * hour)]
    // One occurrence too few: the nearest date gets it.
    const kept = confirmedDates(compareDates(dates.slice(0, 4), occurrences, now), dates.slice(0, 4), now)
    expect(kept.map(({ key, confirmed }) => [key, confirmed?.isDeleted])).toEqual([
      [4, false],
      [2, true],
    ])
    const lacking = confirmedDates(compareDates(dates, [occurrence('c', now + 15 * hour)], now), dates, now)
    expect(lacking.find(({ key }) => key === 5)).toEqual({ key: 5, zoomOccurrenceId: null, confirmed: null })
  })
})

describe('the part of a series that is to come', () => {
  const meeting = {
    ...plannedTime('2027-01-25', '09:00', 60, 'Asia/Manila'),
    type: 'recurringFixedTime',
    recurrence: { every: 'week', interval: 1, weekDays: [7, 1, 3], ends: { afterDates: 9 } },
  } as unknown as MeetingRow
  const dates = ['2027-01-27', '2027-01-31', '2027-02-01', '2027-02-03', '2027-02-07', '2027-02-08', '2027-02-10'].map(
    (on, index) => dateRow(index + 1, 0, plannedTime(on, '09:00', 60, 'Asia/Manila')),
  )

  test("counts days from Sunday, begins with the first date to come and ends with the last one's day in the zone", () => {
    const series = seriesOf({ meeting, dates }, now)!
    expect(series.startsAt).toBe(toInstant({ on: '2027-02-03', at: '09:00', timeZone: 'Asia/Manila' }))
    expect(series.recurrence).toMatchObject({ every: 'week', interval: 1, weekDays: [1, 2, 4] })
    expect(new Date(series.recurrence.endsAt!).toISOString()).toBe('2027-02-10T15:59:00.000Z')
  })

  test('goes by the rule, not by what was moved, and on until there is a date to move for each', () => {
    const moved = [
      ...dates.slice(0, -1),
      dateRow(7, 0, { ...plannedTime('2027-02-20', '15:00', 60, 'Asia/Manila'), isMoved: true }),
      dateRow(8, 0, { ...plannedTime('2027-03-01', '15:00', 60, 'Asia/Manila'), isMoved: true }),
    ]
    const { startsAt, recurrence } = seriesOf({ meeting, dates: moved }, now)!
    expect(startsAt).toBe(toInstant({ on: '2027-02-03', at: '09:00', timeZone: 'Asia/Manila' }))
    // Three by the rule are left and two moved ones: five dates from Wednesday the third on.
    expect(new Date(recurrence.endsAt! + minute).toISOString()).toBe('2027-02-14T16:00:00.000Z')
  })

  test('is nothing when all is over or cancelled', () => {
    expect(seriesOf({ meeting, dates: dates.slice(0, 2) }, now)).toBeNull()
    expect(
      seriesOf({ meeting, dates: dates.map((date) => ({ ...date, state: 'cancelled' as const })) }, now),
    ).toBeNull()
  })

  test('has one rule however it is written', () => {
    const other = {
      ...meeting,
      recurrence: { ...meeting.recurrence!, weekDays: [3, 1, 7, 1], ends: { on: '2028-01-01' } },
    }
    expect(ruleOf(other)).toBe(ruleOf(meeting))
    expect(ruleOf({ ...meeting, startsAt: '09:15' })).not.toBe(ruleOf(meeting))
    expect(ruleOf({ ...meeting, recurrence: { ...meeting.recurrence!, interval: 2 } })).not.toBe(ruleOf(meeting))
  })
})
