import { describe, expect, test } from 'vitest'
import { portalSchool } from '../../support/portal-school.ts'

const dayMs = 86_400_000
const weekly = { every: 'week' as const, interval: 1, weekDays: [1, 3], ends: { afterDates: 6 } }

describe('given to another host', () => {
  test('is accepted with its host, and keeps its links', async () => {
    const school = await portalSchool()
    const { app, host, otherHost } = school
    const meeting = await school.scheduled()
    await school.portal(meeting, 'give', { host: otherHost.email })
    expect((await school.look()).changes).toMatchObject([
      { putBack: 'anew', fields: [{ field: 'host', here: host.name, atZoom: otherHost.name }] },
    ])
    const accepted = await app.call('sync.accept', { meetingId: meeting.id })
    expect(accepted).toMatchObject({ host: { hostId: otherHost.hostId }, joinUrl: meeting.joinUrl })
    await school.settled()
    // What is sent from here on goes by the other host.
    await app.call('meeting.change', { meetingId: meeting.id, changes: { title: 'With somebody else' } })
    await school.settled()
    expect(await school.atZoom(meeting.zoomMeetingId)).toMatchObject({ topic: 'With somebody else' })
    expect((await school.look()).changes).toEqual([])
  })

  test('is put back as another meeting with new links, and the other is deleted', async () => {
    const school = await portalSchool()
    const { app, host, otherHost } = school
    const meeting = await school.scheduled({ kind: 'series', repeat: weekly })
    await school.portal(meeting, 'give', { host: otherHost.hostId })
    expect((await school.look()).changes).toMatchObject([{ putBack: 'anew', registeredCount: meeting.registeredCount }])
    const made = await app.call('sync.putBack', { meetingId: meeting.id })
    await school.settled()
    const now = await app.call('meeting.get', { meetingId: made.id })
    expect(now).toMatchObject({
      state: 'scheduled',
      host: { hostId: host.hostId },
      registeredCount: meeting.registeredCount,
    })
    expect(now.dates.map(({ occurrenceId }) => occurrenceId)).toEqual(
      meeting.dates.map(({ occurrenceId }) => occurrenceId),
    )
    expect(now.zoomMeetingId).not.toBe(meeting.zoomMeetingId)
    expect(await school.atZoom(meeting.zoomMeetingId)).toMatchObject({ code: 3001 })
    expect((await school.atZoom(now.zoomMeetingId)).occurrences).toHaveLength(6)
    expect(await app.call('meeting.get', { meetingId: meeting.id })).toMatchObject({ state: 'cancelled' })
    expect(await school.look()).toMatchObject({ changes: [], foreign: [] })
  })
})

describe('deleted in the portal', () => {
  test('is gone only when Zoom says so, urgent, and cancelled here without a word to Zoom', async () => {
    const school = await portalSchool()
    const { app } = school
    const meeting = await school.scheduled()
    await school.portal(meeting, 'delete')
    expect((await school.look()).changes).toMatchObject([
      { kind: 'gone', goneBy: 'deleted', isUrgent: true, putBack: 'anew', fields: [], dates: [] },
    ])
    expect((await app.call('meeting.list', { needsAttention: true })).meetings[0]).toMatchObject({
      state: 'missing',
      needs: expect.arrayContaining(['missing']),
    })
    await school.forgetCalls()
    expect(await app.call('sync.accept', { meetingId: meeting.id })).toMatchObject({
      state: 'cancelled',
      registrations: expect.objectContaining({ length: meeting.registrations.length }),
    })
    await school.settled()
    expect(await school.calls('DELETE')).toBe(0)
    expect((await school.look()).changes).toEqual([])
    const { periods } = await app.call('period.list', { fromOn: meeting.time.on, toOn: meeting.time.on })
    expect(periods).toEqual([])
  })

  test('is made anew with its students registered again', async () => {
    const school = await portalSchool()
    const { app } = school
    const meeting = await school.scheduled()
    await school.portal(meeting, 'delete')
    await school.look()
    const made = await app.call('sync.putBack', { meetingId: meeting.id })
    await school.settled()
    const now = await app.call('meeting.get', { meetingId: made.id })
    expect(now).toMatchObject({
      state: 'scheduled',
      registeredCount: meeting.registeredCount,
      periodIds: meeting.periodIds,
    })
    const links = new Set(meeting.registrations.map(({ joinUrl }) => joinUrl))
    expect(now.registrations.some(({ joinUrl }) => joinUrl !== null && links.has(joinUrl))).toBe(false)
    expect((await school.look()).changes).toEqual([])
  })

  test('in the middle of a series leaves what took place', async () => {
    const school = await portalSchool()
    const { app, practice } = school
    const daily = { every: 'day' as const, interval: 1, ends: { afterDates: 4 } }
    const meeting = await school.scheduled({ kind: 'series', repeat: daily, audience: 'students' })
    await practice.server.control('POST /jump', {
      to: new Date(Date.parse(meeting.dates[1]!.time.startInstant) + dayMs / 2).toISOString(),
    })
    await school.portal(meeting, 'delete')
    expect((await school.look()).changes).toMatchObject([{ kind: 'gone', goneBy: 'deleted', datesToCome: 2 }])
    const made = await app.call('sync.putBack', { meetingId: meeting.id })
    await school.settled([made.id])
    expect(made.dates.map(({ occurrenceId }) => occurrenceId)).toEqual(
      meeting.dates.slice(2).map(({ occurrenceId }) => occurrenceId),
    )
    const before = await app.call('meeting.get', { meetingId: meeting.id })
    expect(before).toMatchObject({ state: 'scheduled', phase: 'past', problem: null })
    expect(before.dates.map(({ state, time }) => [state, time.on])).toEqual(
      meeting.dates.slice(0, 2).map(({ time }) => ['scheduled', time.on]),
    )
    expect((await school.look()).changes).toEqual([])
  })

  test('and recovered there is back here by itself', async () => {
    const school = await portalSchool()
    const meeting = await school.scheduled()
    await school.portal(meeting, 'delete')
    expect((await school.look()).changes).toHaveLength(1)
    await school.zoom('PUT', `/meetings/${meeting.zoomMeetingId}/status`, { action: 'recover' })
    expect((await school.look()).changes).toEqual([])
    expect(await school.app.call('meeting.get', { meetingId: meeting.id })).toMatchObject({
      state: 'scheduled',
      problem: null,
    })
  })
})

describe('registration switched off', () => {
  test('is accepted as a class without links of their own, with who was registered', async () => {
    const school = await portalSchool()
    const { app } = school
    const meeting = await school.scheduled()
    await school.portal(meeting, 'set', { settings: { approval_type: 2 } })
    await school.portal(meeting, 'rename', { text: 'Open class' })
    expect((await school.look()).changes).toMatchObject([
      { isUrgent: true, fields: [{ field: 'registration', here: 'automatic', atZoom: 'none' }, { field: 'title' }] },
    ])
    const accepted = await app.call('sync.accept', { meetingId: meeting.id })
    expect(accepted).toMatchObject({ audience: 'students', title: 'Open class', problem: null })
    expect(accepted.registrations).toHaveLength(meeting.registrations.length)
    await school.settled()
    expect((await school.atZoom(meeting.zoomMeetingId)).settings.approval_type).toBe(2)
    expect((await school.look()).changes).toEqual([])
  })

  test('is found in the day before the class although no list tells it, by one reading', async () => {
    const school = await portalSchool()
    const { app, practice } = school
    const meeting = await school.scheduled()
    await app.call('sync.now', {})
    await school.portal(meeting, 'set', { settings: { approval_type: 2 } })
    expect((await school.look()).changes).toEqual([])
    await school.forgetCalls()
    const before = Date.parse(meeting.time.startInstant) - dayMs / 2
    await practice.server.control('POST /jump', { to: new Date(before).toISOString() })
    // The school is open then, so this happens by itself.
    await expect
      .poll(async () => (await app.call('sync.list', {})).changes)
      .toMatchObject([{ isUrgent: true, fields: [{ field: 'registration' }] }])
    expect(await school.calls('GET /meetings/{meetingId} ')).toBe(1)
  })
})

test('another time zone is taken over with every date at its instant', async () => {
  const school = await portalSchool()
  const { app } = school
  const meeting = await school.scheduled({ kind: 'series', repeat: weekly, audience: 'all' })
  await school.portal(meeting, 'rezone', { text: 'Asia/Tokyo' })
  expect((await school.look()).changes).toMatchObject([
    { fields: [{ field: 'timeZone', here: 'Asia/Manila', atZoom: 'Asia/Tokyo' }], dates: [] },
  ])
  await school.forgetCalls()
  const accepted = await app.call('sync.accept', { meetingId: meeting.id })
  await school.settled()
  expect(await school.calls('PATCH')).toBe(0)
  expect(accepted.dates.map(({ time, isMoved }) => [time.startInstant, time.startsAt, isMoved])).toEqual(
    meeting.dates.map(({ time }) => [time.startInstant, '10:00', false]),
  )
  expect((await school.look()).changes).toEqual([])
})

test('what the account had locked is asked for again after somebody switched it off', async () => {
  const school = await portalSchool()
  const { app, practice } = school
  await practice.server.control('POST /locked', { approval_type: 1 })
  const { id } = await app.call('meeting.schedule', {
    title: 'Mathematics 7',
    on: school.monday,
    startsAt: '09:00',
    teachingGroupId: school.group.id,
    host: school.host.hostId,
    waitSeconds: 0,
  })
  await school.settled()
  const meeting = await app.call('meeting.get', { meetingId: id })
  expect(await school.look()).toMatchObject({ changes: [] })
  await school.portal(meeting, 'set', { settings: { approval_type: 2 } })
  await school.portal(meeting, 'rename', { text: 'Open' })
  expect((await school.look()).changes).toMatchObject([{ fields: [{ field: 'registration' }, { field: 'title' }] }])
  await app.call('sync.putBack', { meetingId: id })
  await school.settled()
  expect((await school.atZoom(meeting.zoomMeetingId)).settings.approval_type).toBe(1)
  expect((await school.look()).changes).toEqual([])
})

test('what has begun is left alone, and what waits to be sent is ours', async () => {
  const school = await portalSchool()
  const { app, practice } = school
  const begun = await school.scheduled({ startsAt: '07:00', audience: 'all' })
  const pending = await school.scheduled({ startsAt: '11:00', audience: 'all' })
  await practice.server.control('POST /jump', {
    to: new Date(Date.parse(begun.time.startInstant) + 600_000).toISOString(),
  })
  await school.portal(begun, 'rename', { text: 'Begun' })
  await school.portal(pending, 'rename', { text: 'Renamed there' })
  await practice.server.control('POST /faults', { name: 'serverError', call: 'PATCH ' })
  await app.call('meeting.change', { meetingId: pending.id, changes: { title: 'Renamed here' } })
  expect((await school.look()).changes).toEqual([])
  await practice.server.control('DELETE /faults')
  await app.call('outbox.retry', {})
  await school.settled()
  expect((await school.look()).changes).toEqual([])
  expect(await school.atZoom(pending.zoomMeetingId)).toMatchObject({ topic: 'Renamed here' })
})

test('nothing is settled twice, and nothing that is not there', async () => {
  const school = await portalSchool()
  const { app } = school
  const meeting = await school.scheduled()
  const conflict = { ok: false, problem: { kind: 'conflict' } }
  expect(await app.attempt('sync.accept', { meetingId: meeting.id })).toMatchObject(conflict)
  await school.portal(meeting, 'rename', { text: 'Other' })
  await school.look()
  const both = await Promise.all([
    app.attempt('sync.accept', { meetingId: meeting.id }),
    app.attempt('sync.putBack', { meetingId: meeting.id }),
  ])
  expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await app.attempt('sync.putBack', { meetingId: meeting.id })).toMatchObject(conflict)
  expect(await app.attempt('sync.ignore', { zoomMeetingId: '81234567890', isIgnored: true })).toMatchObject({
    ok: false,
    problem: { kind: 'notFound' },
  })
  expect(await app.attempt('sync.adopt', { zoomMeetingId: '81234567890' })).toMatchObject({
    ok: false,
    problem: { kind: 'notFound' },
  })
})
