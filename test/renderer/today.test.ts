import { expect, test } from 'vitest'
import type { PeriodSummary } from '../../src/shared/contract/attendance.ts'
import type { MeetingSummary } from '../../src/shared/contract/meeting.ts'
import type { OutboxEntry } from '../../src/shared/contract/outbox.ts'
import { actionableOf, isStartable, nextHourEnd, partOf } from '../../src/renderer/app/today/day.ts'
import { asksHeld } from '../../src/renderer/held/held.ts'
import { needsOf } from '../../src/renderer/app/today/needs.ts'

const start = Date.parse('2026-11-23T00:30:00Z')
const minute = 60_000
const end = start + 50 * minute

const period = (more: Partial<PeriodSummary> = {}): PeriodSummary => ({
  id: 'period' as PeriodSummary['id'],
  meetingId: null,
  time: {
    on: '2026-11-23',
    startsAt: '08:30',
    durationMinutes: 50,
    timeZone: 'Asia/Manila',
    startInstant: new Date(start).toISOString(),
    endInstant: new Date(end).toISOString(),
  },
  group: { id: 'group' as PeriodSummary['group']['id'], title: 'Grade 7 Mabini, Science' },
  sections: [],
  subject: 'Science',
  teachers: [],
  substitute: null,
  held: 'held',
  state: 'collecting',
  nextReadAt: null,
  finalAt: null,
  figures: {
    expected: 31,
    came: 30,
    present: 30,
    late: 0,
    leftEarly: 0,
    partial: 0,
    absent: 0,
    notSeenYet: 1,
    excused: 0,
    attendanceRate: null,
    averageSeconds: null,
    totalSeconds: 0,
    unidentified: 0,
  },
  missing: [],
  meetingState: 'scheduled',
  proposedChanges: 0,
  ...more,
})

test('a class is next until it begins, now until it ends, and earlier after that', () => {
  expect([start - 1, start, end - 1, end].map((now) => partOf(period(), now, end))).toEqual([
    'next',
    'now',
    'now',
    'earlier',
  ])
  expect(partOf(period({ proposedChanges: 1 }), end, Infinity)).toBe('attention')
})

test('what begins in the next class hour is next, the rest of the day is later', () => {
  const at = (startMinutes: number, length = 50) => {
    const time = {
      startInstant: new Date(start + startMinutes * minute).toISOString(),
      endInstant: new Date(start + (startMinutes + length) * minute).toISOString(),
    }
    return period({ time: { ...period().time, ...time } })
  }
  const day = [at(0), at(15), at(0, 110), at(60), at(300)]
  const nextEnd = nextHourEnd(day, start - minute)
  expect(day.map((one) => partOf(one, start - minute, nextEnd))).toEqual(['next', 'next', 'next', 'later', 'later'])
  expect(nextHourEnd(day, start + 301 * minute)).toBe(Infinity)
})

test('a teacher with two meetings at once is told, a class of two sections is not', () => {
  const of = (id: string, meetingId: string, more: Partial<PeriodSummary> = {}) =>
    period({
      id: id as PeriodSummary['id'],
      meetingId: meetingId as PeriodSummary['meetingId'],
      teachers: ['Santos, Maria'],
      ...more,
    })
  const facts = { isConnected: true, now: start, strangers: [], outbox: [], changes: [], meetings: [], withoutLink: [] }
  const kindsOf = (periods: readonly PeriodSummary[]) => needsOf({ ...facts, periods }).map(({ kind }) => kind)
  expect(kindsOf([of('a', 'one'), of('b', 'two')])).toEqual(['twice'])
  expect(kindsOf([of('a', 'one'), of('b', 'one')])).toEqual([])
  expect(kindsOf([of('a', 'one'), of('b', 'two', { meetingState: 'cancelled' })])).toEqual([])
  expect(kindsOf([of('a', 'one'), of('b', 'two', { teachers: ['Lim, Grace'] })])).toEqual([])
})

test('nobody is asked whether a class took place before its report can be half an hour late', () => {
  const unknown = period({ held: 'unknown' })
  expect(asksHeld(unknown, end + 29 * minute)).toBe(false)
  expect(asksHeld(unknown, end + 30 * minute)).toBe(true)
  expect(asksHeld(period({ held: 'unknown', meetingState: 'cancelled' }), end + 30 * minute)).toBe(false)
})

test('the same trouble of many classes is one card, and what blocks most comes first', () => {
  const entry = (id: string): OutboxEntry => ({
    id,
    meetingId: id as OutboxEntry['meetingId'],
    meetingTitle: id,
    action: 'create',
    state: 'refused',
    problem: { kind: 'planTooSmall', message: 'The plan is too small.' },
    nextTryAt: null,
    attempts: 1,
    createdAt: '2026-11-23T00:00:00Z',
    isDiscardable: true,
  })
  const meeting = (id: string, section: string): MeetingSummary => ({
    id: id as MeetingSummary['id'],
    occurrenceId: null,
    kind: 'once',
    zoomMeetingId: '1',
    title: id,
    audience: 'class',
    time: period().time,
    series: null,
    state: 'scheduled',
    phase: 'upcoming',
    needs: ['withoutLink'],
    substitute: null,
    teachers: [],
    cameCount: null,
    isAttendanceFinal: false,
    host: { hostId: 'host', name: 'Núñez, Zoë', email: 'zoe@school.example' },
    group: null,
    sections: [{ id: section as MeetingSummary['sections'][number]['id'], name: section, gradeLevel: 'Grade 7' }],
    periodIds: [],
    expectedCount: 31,
    registeredCount: 29,
    refusedCount: 2,
  })
  const needs = needsOf({
    isConnected: false,
    now: end + 60 * minute,
    periods: [period({ held: 'unknown' }), period({ proposedChanges: 2 })],
    strangers: [],
    outbox: [entry('one'), entry('two'), { ...entry('three'), state: 'waiting' }],
    changes: [],
    meetings: [meeting('science', 'mabini'), meeting('english', 'mabini'), meeting('filipino', 'rizal')],
    withoutLink: [{ obstacle: 'noAddress', studentCount: 3, classCount: 42, students: [] }],
  })
  expect(needs.map(({ kind }) => kind)).toEqual([
    'notConnected',
    'refused',
    'held',
    'changed',
    'noLink',
    'noLinkIn',
    'noLinkIn',
  ])
  expect(needs[1]).toMatchObject({ entries: [{ id: 'one' }, { id: 'two' }] })
  expect(needs[4]).toMatchObject({ cause: { studentCount: 3, classCount: 42 } })
  expect(needs[5]).toMatchObject({ meeting: { id: 'science' }, otherClasses: 1 })
})

test('a class is started from its row when that is next, and joined while it is not over', () => {
  const meetingId = 'meeting' as NonNullable<PeriodSummary['meetingId']>
  const phases = [start - 60 * minute, start - 20 * minute, start, end].map((now) => ({
    phase: actionableOf(period({ meetingId }), now).phase,
    isStartable: isStartable(period({ meetingId }), now),
  }))
  expect(phases).toEqual([
    { phase: 'upcoming', isStartable: false },
    { phase: 'upcoming', isStartable: true },
    { phase: 'live', isStartable: true },
    { phase: 'past', isStartable: false },
  ])
  expect(isStartable(period({ meetingId, meetingState: 'creating' }), start)).toBe(false)
  // A class without Zoom has nothing to start.
  expect(isStartable(period({ meetingState: null }), start)).toBe(false)
})
