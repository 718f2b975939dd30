import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, hour, minute, toInstant } from '../../../src/shared/domain/time.ts'
import {
  changedDates,
  changedFields,
  isUrgent,
  looksOtherwise,
  nextLookAt,
  pairDates,
  titleFromTopic,
  watchedFields,
  type DateAtZoom,
  type DateHere,
  type WatchedValues,
} from '../../../src/shared/domain/zoom-changes.ts'

const noon = Date.UTC(2026, 8, 7, 4)
const here: WatchedValues = {
  title: 'Science 7',
  time: noon,
  duration: 60,
  timeZone: 'Asia/Manila',
  host: 'host a',
  registration: 'automatic',
  waitingRoom: true,
  joinBeforeHost: false,
  muteOnEntry: true,
  recording: 'none',
}
const changed = (more: {
  here?: Partial<WatchedValues>
  confirmed?: Partial<WatchedValues>
  atZoom?: Partial<WatchedValues>
  refused?: (keyof WatchedValues)[]
}) =>
  changedFields({
    here: { ...here, ...more.here },
    confirmed: { ...here, ...more.confirmed },
    atZoom: { ...here, ...more.atZoom },
    refused: more.refused ?? [],
  })

describe('values', () => {
  test.for<[string, Parameters<typeof changed>[0], string[]]>([
    ['nothing', {}, []],
    ['moved', { atZoom: { time: noon + hour } }, ['time']],
    ['moved to where we are about to move it', { here: { time: noon + hour }, atZoom: { time: noon + hour } }, []],
    [
      'moved while we are about to move it elsewhere',
      { here: { time: noon + hour }, atZoom: { time: noon + day } },
      [],
    ],
    ['as confirmed, and about to be sent', { here: { title: 'Physics' } }, []],
    [
      'locked by the account, as it said',
      { confirmed: { waitingRoom: false }, atZoom: { waitingRoom: false }, refused: ['waitingRoom'] },
      [],
    ],
    [
      'locked, and switched off beyond that',
      { confirmed: { registration: 'approval' }, atZoom: { registration: 'none' }, refused: ['registration'] },
      ['registration'],
    ],
    ['not told by Zoom', { atZoom: { recording: undefined as never } }, []],
    ['another name of the same zone', { atZoom: { timeZone: 'Asia/Singapore' } }, []],
    ['another zone', { atZoom: { timeZone: 'Asia/Tokyo' } }, ['timeZone']],
    ['a zone that nobody knows', { atZoom: { timeZone: 'Mars/Base' } }, []],
  ])('%s', ([, more, fields]) => {
    expect(changed(more)).toEqual(fields)
  })

  test('a value that is as here or as confirmed is never a change, whatever the others are', () => {
    const values = fc.record({
      ...{ title: fc.constantFrom('a', 'b', 'c'), time: fc.constantFrom(noon, noon + hour, noon + day) },
      ...{ duration: fc.constantFrom(30, 60), timeZone: fc.constantFrom('Asia/Manila', 'Asia/Tokyo') },
      ...{ host: fc.constantFrom('a', 'b'), waitingRoom: fc.boolean(), joinBeforeHost: fc.boolean() },
      registration: fc.constantFrom<WatchedValues['registration']>('none', 'automatic', 'approval'),
      muteOnEntry: fc.boolean(),
      recording: fc.constantFrom<WatchedValues['recording']>('none', 'local', 'cloud'),
    })
    fc.assert(
      fc.property(values, values, values, fc.subarray([...watchedFields]), (own, confirmed, atZoom, refused) => {
        const found = changedFields({ here: own, confirmed, atZoom, refused })
        for (const field of watchedFields) {
          const isOurs = atZoom[field] === own[field] || atZoom[field] === confirmed[field]
          if (isOurs) expect(found).not.toContain(field)
          if (!isOurs && own[field] === confirmed[field]) expect(found).toContain(field)
        }
        expect(changedFields({ here: own, confirmed, atZoom: own, refused })).toEqual([])
        expect(changedFields({ here: own, confirmed, atZoom: confirmed, refused })).toEqual([])
      }),
    )
  })
})

const dateAt = (key: number, startInstant = noon + key * day): DateHere => ({
  key,
  startInstant,
  durationMinutes: 60,
  state: 'scheduled',
  zoomOccurrenceId: `id ${key}`,
  confirmed: { startsAt: startInstant, durationMinutes: 60, isDeleted: false },
})
const atZoomOf = ({ key, startInstant }: DateHere): DateAtZoom => ({
  id: `id ${key}`,
  startsAt: startInstant,
  durationMinutes: 60,
  isDeleted: false,
})
const five = [1, 2, 3, 4, 5].map((key) => dateAt(key))

describe('dates', () => {
  const seen = five.map(atZoomOf)
  const but = (place: number, change: Partial<DateAtZoom>) =>
    seen.map((each, at) => (at === place ? { ...each, ...change } : each))
  const shown = (dates: readonly DateHere[], zoom: readonly DateAtZoom[], now = noon) =>
    changedDates(dates, zoom, now).map(({ here: date, atZoom }) => [date?.key ?? null, atZoom?.startsAt ?? null])

  test.for<[string, readonly DateHere[], readonly DateAtZoom[], (number | null)[][]]>([
    ['as they are', five, seen, []],
    ['one moved', five, but(1, { startsAt: noon + 9 * day }), [[2, noon + 9 * day]]],
    ['one longer', five, but(1, { durationMinutes: 90 }), [[2, noon + 2 * day]]],
    ['one deleted, still listed', five, but(2, { isDeleted: true }), [[3, null]]],
    ['one deleted, not listed', five, seen.toSpliced(2, 1), [[3, null]]],
    ['one added', five, [...seen, { ...seen[0]!, id: 'new', startsAt: noon + 30 * day }], [[null, noon + 30 * day]]],
    ['planned anew at the same times', five, seen.map((each) => ({ ...each, id: `${each.id} again` })), []],
    [
      'planned anew an hour later',
      five,
      seen.map((each) => ({ ...each, id: 'new', startsAt: each.startsAt + hour })),
      five.map(({ key, startInstant }) => [key, startInstant + hour]),
    ],
    ['one that waits to be moved by us', five.with(0, { ...five[0]!, startInstant: noon + 1.5 * day }), seen, []],
    ['one that waits to be deleted by us', five.with(0, { ...five[0]!, state: 'cancelled' }), seen, []],
    [
      'one that Zoom never confirmed',
      five.with(0, { ...five[0]!, zoomOccurrenceId: null, confirmed: null }),
      seen.slice(1),
      [],
    ],
    [
      'one that we deleted and somebody brought back',
      five.with(0, {
        ...five[0]!,
        state: 'cancelled',
        confirmed: { startsAt: noon + day, durationMinutes: 60, isDeleted: true },
      }),
      seen,
      [[null, noon + day]],
    ],
  ])('%s', ([, dates, zoom, expected]) => {
    expect(shown(dates, zoom)).toEqual(expected)
  })

  test('what has begun is left alone', () => {
    expect(shown(five, but(0, { startsAt: noon - hour }).slice(2), noon + 2 * day)).toEqual([])
  })

  test('every date to come is in exactly one place, and dates that are alike always meet', () => {
    const zoomDates = fc.array(
      fc.record({
        id: fc.constantFrom('id 1', 'id 2', 'id 3', 'x', 'y', 'z'),
        startsAt: fc.integer({ min: 0, max: 12 }).map((halves) => noon + (halves * day) / 2),
        durationMinutes: fc.constantFrom(60, 90),
        isDeleted: fc.boolean(),
      }),
      { maxLength: 6 },
    )
    fc.assert(
      fc.property(fc.subarray(five), zoomDates, (dates, listed) => {
        const zoom = [...new Map(listed.map((each) => [each.id, each])).values()]
        const { pairs, alone, extra } = pairDates(dates, zoom, noon)
        const open = zoom.filter(({ isDeleted, startsAt }) => !isDeleted && startsAt > noon)
        expect([...pairs.map((pair) => pair.here), ...alone].toSorted((a, b) => a.key - b.key)).toEqual(dates)
        expect(new Set([...pairs.map((pair) => pair.atZoom), ...extra])).toEqual(new Set(open))
        for (const { zoomOccurrenceId } of alone) expect(extra.map(({ id }) => id)).not.toContain(zoomOccurrenceId)
      }),
    )
  })
})

describe('lists', () => {
  const expected = {
    hostId: 'host a',
    topic: 'Science 7',
    timeZone: 'Asia/Manila',
    dates: five.map(({ confirmed }) => confirmed!),
  }
  const rows = five.map(({ startInstant }) => ({ ...expected, startsAt: startInstant, durationMinutes: 60 }))

  test('what a list does not tell, or tells as it was confirmed, is not read', () => {
    expect(looksOtherwise(expected, rows, noon)).toBe(false)
    // Begun meanwhile, or further ahead than lists reach.
    expect(looksOtherwise(expected, rows.slice(1), noon + day)).toBe(false)
    const far = { startsAt: noon + 200 * day, durationMinutes: 60 }
    expect(looksOtherwise({ ...expected, dates: [...expected.dates, far] }, rows, noon)).toBe(false)
    expect(looksOtherwise({ ...expected, dates: null }, [{ ...rows[0]!, startsAt: null }], noon)).toBe(false)
  })

  test('what a list tells otherwise, or not at all, is read', () => {
    expect(looksOtherwise(expected, [], noon)).toBe(true)
    expect(looksOtherwise(expected, rows.slice(1), noon)).toBe(true)
    expect(looksOtherwise(expected, rows.with(0, { ...rows[0]!, durationMinutes: 50 }), noon)).toBe(true)
    for (const other of [{ topic: 'Physics' }, { hostId: 'host b' }, { timeZone: 'Asia/Tokyo' }]) {
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

test('who gets in and whether links work is urgent; where a class stands only in the day before it', () => {
  const nothing = { isGone: false, fields: [], hasChangedDates: false, atZoom: {}, nextStart: noon + 2 * day }
  const urgent = (more: Partial<Parameters<typeof isUrgent>[0]>) => isUrgent({ ...nothing, ...more }, noon)
  expect(urgent({})).toBe(false)
  expect(urgent({ isGone: true })).toBe(true)
  expect(urgent({ fields: ['registration'], atZoom: { registration: 'none' } })).toBe(true)
  expect(urgent({ fields: ['registration'], atZoom: { registration: 'approval' } })).toBe(false)
  expect(urgent({ fields: ['waitingRoom'], atZoom: { waitingRoom: false } })).toBe(true)
  expect(urgent({ fields: ['joinBeforeHost'], atZoom: { joinBeforeHost: true } })).toBe(true)
  expect(urgent({ fields: ['time'] })).toBe(false)
  expect(urgent({ fields: ['time'], nextStart: noon + hour })).toBe(true)
  expect(urgent({ hasChangedDates: true, nextStart: noon + hour })).toBe(true)
  expect(urgent({ fields: ['title'], nextStart: noon + hour })).toBe(false)
})

test('a pattern keeps what stands around the topic', () => {
  expect(titleFromTopic('Science - Session {n}', 'Science', 'Physics')).toBe('Physics - Session {n}')
  expect(titleFromTopic('Science', 'Science', 'A $& B')).toBe('A $& B')
  expect(titleFromTopic('Typed here', 'Science', 'Physics')).toBe('Physics')
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
