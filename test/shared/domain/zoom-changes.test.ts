import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, hour } from '../../../src/shared/domain/time.ts'
import {
  changedDates,
  changedFields,
  hasExpired,
  isUrgent,
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
  description: 'Bring your textbook',
  alternativeHosts: 'ana@school.example',
  passcode: 'Ab3_x9K2',
  registrationReach: 'everyOccurrence',
  registrantMail: false,
  severalDevices: true,
  signedInOnly: false,
  hostVideo: true,
  participantVideo: true,
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
    ['of no meaning here', { here: { registrantMail: undefined as never }, atZoom: { registrantMail: true } }, []],
    [
      'with another description and passcode',
      { atZoom: { description: '', passcode: 'x' } },
      ['passcode', 'description'],
    ],
    ['described with other line ends', { atZoom: { description: 'Bring\r\n your textbook ' } }, []],
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
        for (const field of Object.keys(own) as (keyof typeof own)[]) {
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

test('who gets in and whether links work is urgent; where a class stands only in the day before it', () => {
  const nothing = { isGone: false, fields: [], hasChangedDates: false, atZoom: {}, nextStart: noon + 2 * day }
  const urgent = (more: Partial<Parameters<typeof isUrgent>[0]>) => isUrgent({ ...nothing, ...more }, noon)
  expect(urgent({})).toBe(false)
  expect(urgent({ isGone: true })).toBe(true)
  expect(urgent({ fields: ['registration'], atZoom: { registration: 'none' } })).toBe(true)
  expect(urgent({ fields: ['registration'], atZoom: { registration: 'approval' } })).toBe(false)
  expect(urgent({ fields: ['waitingRoom'], atZoom: { waitingRoom: false } })).toBe(true)
  expect(urgent({ fields: ['joinBeforeHost'], atZoom: { joinBeforeHost: true } })).toBe(true)
  expect(urgent({ fields: ['signedInOnly'], atZoom: { signedInOnly: false } })).toBe(true)
  expect(urgent({ fields: ['signedInOnly'], atZoom: { signedInOnly: true } })).toBe(false)
  expect(urgent({ fields: ['passcode'] })).toBe(true)
  expect(urgent({ fields: ['time'] })).toBe(false)
  expect(urgent({ fields: ['time'], nextStart: noon + hour })).toBe(true)
  expect(urgent({ hasChangedDates: true, nextStart: noon + hour })).toBe(true)
  expect(urgent({ fields: ['title'], nextStart: noon + hour })).toBe(false)
})

test('a number expires 30 days after a single date, and a year after the last use of any other', () => {
  expect(hasExpired('scheduled', noon, noon + 30 * day)).toBe(false)
  expect(hasExpired('scheduled', noon, noon + 31 * day)).toBe(true)
  expect(hasExpired('instant', noon, noon + 31 * day)).toBe(true)
  expect(hasExpired('recurringNoFixedTime', noon, noon + 364 * day)).toBe(false)
  expect(hasExpired('recurringFixedTime', noon, noon + 366 * day)).toBe(true)
  // A date to come keeps it.
  expect(hasExpired('recurringFixedTime', noon + day, noon)).toBe(false)
})

test('a pattern keeps what stands around the topic', () => {
  expect(titleFromTopic('Science - Session {n}', 'Science', 'Physics')).toBe('Physics - Session {n}')
  expect(titleFromTopic('Science', 'Science', 'A $& B')).toBe('A $& B')
  expect(titleFromTopic('Typed here', 'Science', 'Physics')).toBe('Physics')
})
