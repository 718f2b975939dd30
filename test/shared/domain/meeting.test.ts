import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  buildAgenda,
  checkDraft,
  expectedEnd,
  firstStart,
  parseAgenda,
  referenceOf,
  timeStatus,
  type MeetingDraft,
} from '../../../src/shared/domain/meeting.ts'
import { fromIso, hour, minute, toInstant, toIso, toWall } from '../../../src/shared/domain/time.ts'
import { product } from '../../../src/shared/product.ts'

// The same samples every time; new ones are for the long runs.
fc.configureGlobal({ seed: 20_260_309 })

const now = fromIso('2026-03-09T01:02:00Z')
const draft = {
  title: 'Grade 7 Mabini, Mathematics',
  description: '',
  start: toWall(firstStart(now), 'Asia/Manila'),
  durationMinutes: 60,
  audience: 'classMembers' as const,
  isRegistrationOn: true,
  isWaitingRoomOn: true,
  isJoinBeforeHostOn: false,
  passcode: null,
  isMutedOnEntry: true,
  isHostVideoOn: true,
  isParticipantVideoOn: true,
} satisfies MeetingDraft
const codes = (more: Partial<MeetingDraft>): string[] =>
  checkDraft({ ...draft, ...more }, now).map(
    ({ field, code, isBlocking }) => `${field} ${code}${isBlocking ? '!' : ''}`,
  )

describe('the reference in an agenda', () => {
  const reference = referenceOf('0195F3A2-7C11-7B2E-9D10-00C04FD430C8')

  it('is the first token, so that lists which cut agendas at 250 characters keep it', () => {
    expect(reference).toBe('00c04fd430c8')
    expect(buildAgenda(reference, 'Bring your ruler.')).toBe(`${product.agendaPrefix}00c04fd430c8 Bring your ruler.`)
    expect(buildAgenda(reference, '  ')).toBe(`${product.agendaPrefix}00c04fd430c8`)
    expect(parseAgenda(buildAgenda(reference, 'x'.repeat(500)).slice(0, 250))?.reference).toBe(reference)
  })

  it('is found again with the description, whatever that is', () => {
    const hex = fc.stringMatching(/^[0-9a-f]{12}$/)
    fc.assert(
      fc.property(hex, fc.string({ unit: 'grapheme', maxLength: 200 }), (some, description) => {
        expect(parseAgenda(buildAgenda(some, description))).toEqual({
          reference: some,
          description: description.trim(),
        })
      }),
    )
  })

  it.each(['', 'Bring your ruler.', 'HR-', 'HR-xyz', 'HR-00c04fd430c8x', 'see HR-00c04fd430c8', 'HR-00c04fd430c'])(
    'is not found in %o',
    (agenda) => {
      expect(parseAgenda(agenda)).toBeNull()
    },
  )

  it('is made of a UUID only', () => {
    expect(() => referenceOf('meeting-1')).toThrow(RangeError)
  })
})

describe('the first draft', () => {
  it.each([
    ['2026-03-09T01:02:00Z', '10:05'],
    ['2026-03-09T01:00:00Z', '10:00'],
    ['2026-03-09T01:00:01Z', '10:05'],
    ['2026-03-09T15:58:00Z', '01:00'],
  ])('at %s starts at %s in Manila', (iso, at) => {
    expect(toWall(firstStart(fromIso(iso)), 'Asia/Manila').at).toBe(at)
  })

  it('has nothing wrong with it but the title, at any time in any zone', () => {
    const zones = fc.constantFrom('Asia/Manila', 'America/New_York', 'Asia/Kathmandu')
    fc.assert(
      fc.property(fc.integer({ min: 1.7e9, max: 2e9 }), zones, (seconds, timeZone) => {
        const then = seconds * 1000
        const first = { ...draft, title: '', start: toWall(firstStart(then), timeZone) }
        expect(checkDraft(first, then).filter(({ isBlocking }) => isBlocking)).toEqual([
          { field: 'title', code: 'empty', isBlocking: true },
        ])
        const ahead = toInstant(first.start) - then
        // An hour earlier in the night in which clocks go back: of two equal wall times the earlier counts.
        expect(ahead > -hour && ahead < hour + 5 * minute).toBe(true)
      }),
    )
  })
})

describe('checking a draft', () => {
  it.each<[Partial<MeetingDraft>, string[]]>([
    [{}, []],
    [{ title: '  ' }, ['title empty!']],
    [{ title: 'x'.repeat(200) }, []],
    [{ title: 'x'.repeat(201) }, ['title tooLong!']],
    [{ description: 'x'.repeat(1984) }, []],
    [{ description: 'x'.repeat(1985) }, ['description tooLong!']],
    [{ durationMinutes: 0 }, ['durationMinutes outOfRange!']],
    [{ durationMinutes: 1441 }, ['durationMinutes outOfRange!']],
    [{ durationMinutes: 45.5 }, ['durationMinutes outOfRange!']],
    [{ durationMinutes: Number.NaN }, ['durationMinutes outOfRange!']],
    [{ start: { ...draft.start, timeZone: 'Manila' } }, ['start notAZone!']],
    [{ start: { ...draft.start, on: '2026-02-30' } }, ['start notATime!']],
    [{ start: { ...draft.start, at: '9:00' } }, ['start notATime!']],
    [{ start: { ...draft.start, at: '09:00' } }, ['start inThePast!']],
    [{ start: { ...draft.start, at: '09:01' } }, []],
    [{ start: { on: '2027-03-14', at: '02:30', timeZone: 'America/New_York' } }, ['start skippedByClockChange']],
    [{ start: { on: '2026-11-01', at: '01:30', timeZone: 'America/New_York' } }, ['start happensTwice']],
    [{ start: null }, []],
    [{ isJoinBeforeHostOn: true }, ['isJoinBeforeHostOn waitingRoomExcludesJoinBeforeHost!']],
    [{ isJoinBeforeHostOn: true, isWaitingRoomOn: false }, []],
    [{ isRegistrationOn: false }, ['isRegistrationOn registrationNeededForAudience']],
    [
      { isRegistrationOn: false, isWaitingRoomOn: false, audience: 'anyoneWithLink' },
      ['isWaitingRoomOn zoomWillTurnWaitingRoomOn'],
    ],
    [{ isRegistrationOn: false, isWaitingRoomOn: false, audience: 'anyoneWithLink', passcode: 'Ab3_x9K2' }, []],
    [{ passcode: 'Ab3_x9K2@*-' }, ['passcode passcodeNotAllowed!']],
    [{ passcode: 'with space' }, ['passcode passcodeNotAllowed!']],
    [{ passcode: '' }, ['passcode passcodeNotAllowed!']],
  ])('%j gives %j', (more, wanted) => {
    expect(codes(more)).toEqual(wanted)
  })
})

describe('by the clock', () => {
  const meeting = { startsAt: now, endsAt: now + hour, isRunning: false }

  it.each([
    [now - 1, false, 'upcoming'],
    [now, false, 'live'],
    [now + hour - 1, false, 'live'],
    [now + hour, false, 'past'],
    [now + 3 * hour, true, 'live'],
    [now - hour, true, 'live'],
  ])('at %i, running %s: %s', (at, isRunning, wanted) => {
    expect(timeStatus({ ...meeting, isRunning }, at)).toBe(wanted)
  })

  it('knows the planned end', () => {
    const start = { on: '2026-03-09', at: '07:30', timeZone: 'Asia/Manila' }
    expect(toIso(expectedEnd(start, 60))).toBe('2026-03-09T00:30:00.000Z')
  })
})
