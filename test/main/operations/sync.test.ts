import { describe, expect, test } from 'vitest'
import { portalSchool } from '../../support/portal-school.ts'

const iso = (instant: string | number) => new Date(instant).toISOString()
const hourMs = 3_600_000
const weekly = { every: 'week' as const, interval: 1, weekDays: [1, 3], ends: { afterDates: 6 } }

describe('a class that takes place once', () => {
  test('moved and renamed in the portal is shown side by side, and accepted with its class period', async () => {
    const school = await portalSchool()
    const { app } = school
    const meeting = await school.scheduled()
    expect(await school.look()).toMatchObject({ changes: [], foreign: [] })

    await school.portal(meeting, 'move', { minutes: 90 })
    await school.portal(meeting, 'rename', { text: 'Algebra' })
    await school.portal(meeting, 'lengthen', { minutes: 45 })
    const { changes, readAt } = await school.look()
    const later = iso(Date.parse(meeting.time.startInstant) + 1.5 * hourMs)
    expect(changes).toMatchObject([
      {
        meetingId: meeting.id,
        kind: 'changed',
        putBack: 'update',
        isUrgent: false,
        fields: [
          { field: 'time', here: meeting.time.startInstant, atZoom: later },
          { field: 'duration', here: '60', atZoom: '45' },
          { field: 'title', here: 'Mathematics 7', atZoom: 'Algebra' },
        ],
      },
    ])
    expect(readAt).not.toBeNull()
    expect((await app.call('meeting.list', { needsAttention: true })).meetings).toMatchObject([
      { id: meeting.id, needs: expect.arrayContaining(['changed']) },
    ])

    await school.forgetCalls()
    const accepted = await app.call('sync.accept', { meetingId: meeting.id })
    expect(accepted).toMatchObject({
      title: 'Algebra',
      time: { startsAt: '10:30', startInstant: later, durationMinutes: 45 },
      periodIds: meeting.periodIds,
      registeredCount: meeting.registeredCount,
      joinUrl: meeting.joinUrl,
    })
    const { periods } = await app.call('period.list', { fromOn: meeting.time.on, toOn: meeting.time.on })
    expect(periods).toMatchObject([{ id: meeting.periodIds[0], time: { startsAt: '10:30', durationMinutes: 45 } }])
    await school.settled()
    expect(await school.calls('PATCH')).toBe(0)
    expect((await school.look()).changes).toEqual([])
    expect((await app.call('meeting.get', { meetingId: meeting.id })).needs).not.toContain('changed')
  })

  test('put back is as it was at Zoom, with every setting and the mark by which it is found', async () => {
    const school = await portalSchool()
    const { app } = school
    const meeting = await school.scheduled()
    const before = await school.atZoom(meeting.zoomMeetingId)
    await school.portal(meeting, 'move', { minutes: -120 })
    await school.portal(meeting, 'rename', { text: 'Somebody else’s meeting' })
    await school.portal(meeting, 'set', {
      settings: { waiting_room: false, join_before_host: true, mute_upon_entry: false },
    })
    await school.portal(meeting, 'set', { settings: { auto_recording: 'cloud', approval_type: 2 } })
    const { changes } = await school.look()
    expect(changes.map(({ isUrgent, fields }) => [isUrgent, fields.map(({ field }) => field)])).toEqual([
      [true, ['registration', 'waitingRoom', 'joinBeforeHost', 'time', 'title', 'muteOnEntry', 'recording']],
    ])
    await app.call('sync.putBack', { meetingId: meeting.id })
    await school.settled()
    const after = await school.atZoom(meeting.zoomMeetingId)
    expect(after).toMatchObject({
      topic: before.topic,
      start_time: before.start_time,
      agenda: before.agenda,
      settings: {
        waiting_room: true,
        join_before_host: false,
        mute_upon_entry: true,
        auto_recording: 'none',
        approval_type: 0,
      },
    })
    const now = await app.call('meeting.get', { meetingId: meeting.id })
    expect(now).toMatchObject({ state: 'scheduled', needs: meeting.needs, registeredCount: meeting.registeredCount })
    expect(now.registrations.map(({ joinUrl }) => joinUrl)).toEqual(meeting.registrations.map(({ joinUrl }) => joinUrl))
    expect((await school.look()).changes).toEqual([])
  })
})

describe('a series', () => {
  test('with single dates moved, deleted and made longer is accepted date by date', async () => {
    const school = await portalSchool()
    const { app } = school
    const meeting = await school.scheduled({
      kind: 'series',
      repeat: weekly,
      title: '{course} - Session {n}',
      audience: 'students',
    })
    expect((await school.look()).changes).toEqual([])
    const { occurrences = [] } = await school.atZoom(meeting.zoomMeetingId)
    const idOf = (place: number) => occurrences[place]!.occurrence_id
    await school.portal(meeting, 'move', { occurrence: idOf(1), minutes: 60 })
    await school.portal(meeting, 'delete', { occurrence: idOf(2) })
    await school.portal(meeting, 'lengthen', { occurrence: idOf(4), minutes: 90 })
    const { changes } = await school.look()
    const start = (place: number) => meeting.dates[place]!.time.startInstant
    expect(changes).toMatchObject([
      {
        fields: [],
        datesToCome: 6,
        dates: [
          { here: { startInstant: start(1) }, atZoom: { startInstant: iso(Date.parse(start(1)) + hourMs) } },
          { occurrenceId: meeting.dates[2]!.occurrenceId, here: { startInstant: start(2) }, atZoom: null },
          { here: { durationMinutes: 60 }, atZoom: { durationMinutes: 90 } },
        ],
      },
    ])
    await school.forgetCalls()
    const accepted = await app.call('sync.accept', { meetingId: meeting.id })
    await school.settled()
    expect(
      accepted.dates.map(({ state, isMoved, time }) => [state, isMoved, time.startsAt, time.durationMinutes]),
    ).toEqual([
      ['scheduled', false, '09:00', 60],
      ['scheduled', true, '10:00', 60],
      ['cancelled', false, '09:00', 60],
      ['scheduled', false, '09:00', 60],
      ['scheduled', false, '09:00', 90],
      ['scheduled', false, '09:00', 60],
    ])
    expect(await school.calls('PATCH')).toBe(0)
    expect(await school.calls('DELETE')).toBe(0)
    expect((await school.look()).changes).toEqual([])
    const { periods } = await app.call('period.list', { fromOn: school.monday, toOn: meeting.dates.at(-1)!.time.on })
    expect(periods.map(({ time }) => `${time.startsAt} ${time.durationMinutes}`)).toEqual([
      '09:00 60',
      '10:00 60',
      '09:00 60',
      '09:00 90',
      '09:00 60',
    ])
  })

  test('with single dates changed is put back date by date', async () => {
    const school = await portalSchool()
    const meeting = await school.scheduled({ kind: 'series', repeat: weekly, audience: 'students' })
    const { occurrences = [] } = await school.atZoom(meeting.zoomMeetingId)
    await school.portal(meeting, 'move', { occurrence: occurrences[1]!.occurrence_id, minutes: 60 })
    await school.portal(meeting, 'delete', { occurrence: occurrences[2]!.occurrence_id })
    expect((await school.look()).changes).toHaveLength(1)
    await school.app.call('sync.putBack', { meetingId: meeting.id })
    await school.settled()
    const after = await school.atZoom(meeting.zoomMeetingId)
    expect(after.occurrences!.filter(({ status }) => status === 'available').map((each) => each.start_time)).toEqual(
      occurrences.map((each) => each.start_time),
    )
    expect((await school.look()).changes).toEqual([])
  })

  test.for(['accept', 'putBack'] as const)('moved as a whole: %s', async (answer) => {
    const school = await portalSchool()
    const { app } = school
    const meeting = await school.scheduled({ kind: 'series', repeat: weekly, title: '{course} - Session {n}' })
    await school.portal(meeting, 'move', { minutes: 120 })
    const { changes } = await school.look()
    expect(changes[0]!.dates).toHaveLength(6)
    await school.forgetCalls()
    const settled = await app.call(`sync.${answer}`, { meetingId: meeting.id })
    await school.settled()
    const at = answer === 'accept' ? '11:00' : '09:00'
    expect(settled.dates.map(({ time, isMoved }) => `${time.startsAt} ${isMoved}`)).toEqual(
      Array(6).fill(`${at} false`),
    )
    // One call for all of it, and none where there is nothing to tell.
    expect(await school.calls('PATCH')).toBe(answer === 'accept' ? 0 : 1)
    expect((await school.look()).changes).toEqual([])
    const now = await app.call('meeting.get', { meetingId: meeting.id })
    expect(now.dates.every(({ isAtZoom }) => isAtZoom)).toBe(true)
    expect(now.registrations.map(({ joinUrl }) => joinUrl)).toEqual(meeting.registrations.map(({ joinUrl }) => joinUrl))
  })
})
