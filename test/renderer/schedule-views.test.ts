import { describe, expect, it } from 'vitest'
import type { DayType } from '../../src/shared/contract/calendar.ts'
import { contract } from '../../src/shared/contract/index.ts'
import type { MeetingSummary } from '../../src/shared/contract/meeting.ts'
import { roles, type Role } from '../../src/shared/contract/row.ts'
import { canChange, isDue, rightsOf } from '../../src/renderer/meeting/actions.ts'
import { closedOn } from '../../src/renderer/app/schedule/closed.ts'
import { faceOf, shortTitle, standOf } from '../../src/renderer/app/schedule/faces.ts'
import { lookOf } from '../../src/renderer/app/schedule/look.ts'
import { hrefOfPlace, isFiltered, placeOf, type Place } from '../../src/renderer/app/schedule/place.ts'
import { clashesOf, clashOf, type Clash } from '../../src/renderer/app/schedule/use-clashes.ts'
import { mayBeOver, mondayOf } from '../../src/renderer/app/schedule/week.ts'
import { choiceIdOf, whoOfChoice } from '../../src/renderer/app/schedule/who.ts'
import { suggestionsOf } from '../../src/renderer/choices.ts'
import { parseRoute } from '../../src/renderer/route.ts'
import { createFormats } from '../../src/renderer/words/format.ts'

const formats = createFormats('en-PH', 'Asia/Manila')
const minute = 60_000
const eight = Date.parse('2026-11-23T00:00:00Z')

/** A class of Grade 7 Mabini so many minutes after 8:00 in Manila, on Monday 23 November 2026. */
function meeting(id: string, startMinutes = 0, more: Partial<MeetingSummary> = {}): MeetingSummary {
  const start = eight + startMinutes * minute
  return {
    id: `meeting ${id}` as MeetingSummary['id'],
    occurrenceId: `date ${id}` as MeetingSummary['occurrenceId'],
    kind: 'once',
    zoomMeetingId: '81234567890',
    title: 'Grade 7 Mabini, Science',
    audience: 'class',
    time: {
      on: '2026-11-23',
      startsAt: formats.wallOf(start).at,
      durationMinutes: 60,
      timeZone: 'Asia/Manila',
      startInstant: new Date(start).toISOString(),
      endInstant: new Date(start + 60 * minute).toISOString(),
    },
    series: null,
    state: 'scheduled',
    phase: 'upcoming',
    needs: [],
    host: { hostId: `host of ${id}`, name: 'Núñez, Zoë', email: 'zoe@school.example' },
    substitute: null,
    group: null,
    sections: [
      { id: `section of ${id}` as MeetingSummary['sections'][number]['id'], name: 'Grade 7 Mabini', gradeLevel: '7' },
    ],
    teachers: [],
    periodIds: [],
    expectedCount: 31,
    registeredCount: 31,
    refusedCount: 0,
    cameCount: null,
    isAttendanceFinal: false,
    ...more,
  }
}

describe('the address', () => {
  it('holds all of a place, and gives it back', () => {
    const place: Place = {
      view: 'list',
      on: '2026-11-23',
      tab: 'attention',
      state: 'refused',
      grade: '7',
      subject: 'Science & Art',
      from: '2026-11-01',
      to: '2026-11-30',
      text: 'Núñez',
      meeting: 'm',
      date: 'd',
      overlay: 'move',
      isNew: false,
    }
    expect(placeOf(parseRoute(hrefOfPlace(place)))).toEqual({
      ...place,
      section: undefined,
      teacher: undefined,
      host: undefined,
    })
  })

  it('leaves out what is no date, no view and no state', () => {
    const place = placeOf(
      parseRoute('#/schedule/yesterday?view=moon&from=2026-13-40&to=2026-02-30&state=gone&do=explode'),
    )
    expect(Object.values(place).filter((value) => value !== undefined && value !== false)).toEqual([])
    expect(isFiltered(place)).toBe(false)
  })

  it('names one of section, grade and teacher, and lets the others go', () => {
    expect(whoOfChoice(choiceIdOf({ grade: 'Kinder: AM' })!)).toEqual({
      section: undefined,
      grade: 'Kinder: AM',
      teacher: undefined,
    })
    expect(whoOfChoice(undefined)).toEqual({ section: undefined, grade: undefined, teacher: undefined })
  })
})

describe('a week', () => {
  it('begins on Monday, over the ends of months and years', () => {
    expect(mondayOf('2027-01-03')).toBe('2026-12-28')
    expect(mondayOf('2026-12-28')).toBe('2026-12-28')
  })

  it('may be over after the last day of classes, and on Saturday and Sunday in any school', () => {
    const days = ['2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30']
    const over = (classDays: readonly number[]) =>
      days.filter((on) => mayBeOver(on, classDays)).map((on) => on.slice(8))
    expect(over([1, 2, 3, 4, 5])).toEqual(['28', '29'])
    expect(over([1, 2, 3, 4, 5, 6])).toEqual(['28', '29'])
    expect(over([3, 1, 2])).toEqual(['26', '27', '28', '29'])
    expect(over([])).toEqual(['28', '29'])
  })
})

describe('two classes at once', () => {
  it('tells the gravest clash of a date, and the class that it is with', () => {
    const { id, time } = meeting('a')
    const other = { meetingId: null, periodId: null, title: 'Grade 9 Luna, English', time }
    const conflicts = [
      { kind: 'sectionBusy' as const, with: { ...other, title: 'Art' } },
      { kind: 'hostBusy' as const, with: other },
    ]
    const clashes = clashesOf([{ meetingId: id, startInstant: time.startInstant, conflicts }])
    expect(clashOf(clashes, meeting('a'))).toEqual({ kind: 'hostBusy', with: 'Grade 9 Luna, English' })
    expect(clashOf(clashes, meeting('a', 60))).toBeUndefined()
    expect(clashOf(clashes, meeting('b'))).toBeUndefined()
  })
})

describe('how a class stands', () => {
  it('says first what needs a person, and nothing of a plan that goes its way', () => {
    const busy: Clash = { kind: 'hostBusy', with: 'Grade 9 Luna, English' }
    const words = (more: Partial<MeetingSummary>, clash?: Clash) => lookOf(meeting('a', 0, more), clash).words
    expect(words({ state: 'refused', needs: ['refused'] }, busy)).toBe('Zoom refused')
    expect(words({ needs: ['changed'] }, busy)).toBe('Changed in Zoom')
    expect(words({}, busy)).toBe('Host has two classes')
    expect(words({ phase: 'past' }, busy)).toBe('Past')
    expect(words({ phase: 'live', refusedCount: 2 })).toBe('Live')
    expect(words({ refusedCount: 2, needs: ['withoutLink'] })).toBe('2 without a link')
    // Who has no address anywhere is told once, not at each class.
    expect(words({ refusedCount: 2 })).toBe('Scheduled')
    expect(lookOf(meeting('a')).isPlain).toBe(true)
  })

  it('says of a section its subject and teacher, of a teacher the section and subject, and to the ear the whole', () => {
    const face = (known: 'section' | 'teacher') =>
      faceOf(meeting('a', 0, { series: { number: 3, of: 12 } }), { formats, role: 'office', clash: undefined, known })
    expect(face('section')).toMatchObject({
      title: 'Science',
      detail: 'Núñez, Zoë',
      tone: 'accent',
      spoken: `${formats.wallRange('08:00', 60)}, Grade 7 Mabini, date 3 of 12, Scheduled`,
    })
    expect(face('teacher')).toMatchObject({ title: 'Grade 7 Mabini', detail: 'Science' })
    expect(shortTitle({ ...meeting('a'), title: 'Visit of the mayor' })).toBe('Visit of the mayor')
  })

  it('stands where the school’s wall has it, wherever it was planned, and ends at midnight', () => {
    expect(standOf(meeting('a'), formats)).toEqual({ on: '2026-11-23', startMinutes: 480, endMinutes: 540 })
    const { time } = meeting('a')
    const elsewhere = { ...time, timeZone: 'America/New_York', on: '2026-11-22', startsAt: '19:00' }
    expect(standOf(meeting('a', 0, { time: elsewhere }), formats)).toEqual({
      on: '2026-11-23',
      startMinutes: 480,
      endMinutes: 540,
    })
    const late = { ...time, startsAt: '23:30' }
    expect(standOf(meeting('a', 0, { time: late }), formats).endMinutes).toBe(1440)
  })

  it('is changed by those who schedule, as long as it lies ahead', () => {
    expect(canChange(meeting('a'), 'registrar')).toBe(true)
    expect(canChange(meeting('a'), 'teacher')).toBe(false)
    expect(canChange(meeting('a', 0, { phase: 'live' }), 'administrator')).toBe(false)
    expect(canChange(meeting('a', 0, { state: 'cancelled' }), 'administrator')).toBe(false)
  })

  it('offers in its drawer what the contract allows the role: a registrar schedules, a teacher starts', () => {
    const one = { ...meeting('a'), dates: [] }
    const mayChange = (role: Role) => rightsOf(one, role).canChange
    expect(roles.filter(mayChange)).toEqual(contract['meeting.change'].roles)
    const cancelled = { ...one, state: 'cancelled' as const }
    expect(roles.filter((role) => rightsOf(cancelled, role).canRemove)).toEqual(contract['meeting.remove'].roles)
    expect(rightsOf(one, 'teacher').canOpen).toBe(true)
    expect(rightsOf({ ...one, zoomMeetingId: null }, 'teacher').canOpen).toBe(false)
  })

  it('is started next when it is on, and from half an hour before', () => {
    const at = (minutes: number) => eight + minutes * minute
    expect(isDue(meeting('a', 60), at(29))).toBe(false)
    expect(isDue(meeting('a', 60), at(31))).toBe(true)
    expect(isDue(meeting('a', 60, { phase: 'live' }), at(90))).toBe(true)
    expect(isDue(meeting('a', 60, { phase: 'past' }), at(130))).toBe(false)
  })
})

describe('a day without classes', () => {
  const day = (more: Partial<DayType>): DayType => ({
    id: 'day' as DayType['id'],
    on: '2026-11-23',
    kind: 'holiday',
    gradeLevel: null,
    section: null,
    shift: null,
    fromTime: null,
    countsAsSchoolDay: false,
    authority: 'Founding Day',
    suspensionId: null,
    ...more,
  })
  const part = { sectionId: 'section', gradeLevel: '7', shift: '' }

  it('is called by its name, for the whole day', () => {
    expect(closedOn([day({})], '2026-11-23', part)).toEqual({ words: 'Founding Day', fromMinutes: 0, toMinutes: 1440 })
    expect(closedOn([day({})], '2026-11-24', part)).toBeUndefined()
    expect(closedOn([day({})], '2026-11-23', null)).toMatchObject({ words: 'Founding Day' })
  })

  it('is closed from the hour of a suspension, and for half of a half day', () => {
    const suspended = day({ kind: 'suspended', fromTime: '12:30', authority: 'Mayor' })
    expect(closedOn([suspended], '2026-11-23', part)).toEqual({
      words: 'Suspended',
      fromMinutes: 750,
      toMinutes: 1440,
    })
    expect(closedOn([day({ kind: 'halfDayAfternoon' })], '2026-11-23', part)).toMatchObject({
      fromMinutes: 0,
      toMinutes: 720,
    })
    expect(closedOn([day({ kind: 'online' })], '2026-11-23', part)).toBeUndefined()
  })

  it('is of one grade alone where that was said', () => {
    expect(closedOn([day({ gradeLevel: '8' })], '2026-11-23', part)).toBeUndefined()
    expect(closedOn([day({ gradeLevel: '7' })], '2026-11-23', part)).toBeDefined()
  })
})

it('finds a name by any part of it, without accents, those that begin with it first', () => {
  const choices = ['Grade 7 Peña', 'Peña, Ana', 'Lim, Grace'].map((label) => ({ id: label, label }))
  expect(suggestionsOf(choices, ' pena ').map(({ label }) => label)).toEqual(['Peña, Ana', 'Grade 7 Peña'])
  expect(suggestionsOf(choices, '')).toHaveLength(3)
})
