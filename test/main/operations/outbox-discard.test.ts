import { expect, test } from 'vitest'
import type { DiscardPreview, OutboxEntry } from '../../../src/shared/contract/outbox.ts'
import type { MeetingId } from '../../../src/shared/ids.ts'
import { addDays } from '../../../src/shared/domain/time.ts'
import { testApplication } from '../../support/application.ts'
import { portalSchool, type PortalSchool } from '../../support/portal-school.ts'

const weekly = { every: 'week' as const, interval: 1, weekDays: [1, 3], ends: { afterDates: 6 } }
const conflict = { ok: false, problem: { kind: 'conflict' } }

/** A school whose line to Zoom can be cut, with what stands under "Waiting to send". */
async function cutSchool() {
  const school = await portalSchool()
  const { app } = school
  const waiting = async (meetingId?: MeetingId) =>
    (await app.call('outbox.list', {})).entries.filter(
      (entry) => meetingId === undefined || entry.meetingId === meetingId,
    )
  const entryOf = async (action: OutboxEntry['action'], meetingId?: MeetingId) =>
    (await waiting(meetingId)).find((entry) => entry.action === action)!
  return {
    ...school,
    waiting,
    entryOf,
    cut: () => app.call('account.setEnabled', { isEnabled: false }),
    mend: () => app.call('account.setEnabled', { isEnabled: true }),
    /** Looks what giving up means, then gives up. */
    async discard(action: OutboxEntry['action'], meetingId?: MeetingId): Promise<DiscardPreview> {
      const { id } = await entryOf(action, meetingId)
      const preview = await app.call('outbox.previewDiscard', { id })
      await app.call('outbox.discard', { id, digest: preview.digest })
      return preview
    },
    get: (meetingId: MeetingId) => app.call('meeting.get', { meetingId }),
  }
}

/** What Zoom has of a meeting, as far as a change of ours could alter it. */
const standingAt = async (school: PortalSchool, zoomMeetingId: string | null) => {
  const { topic, start_time, duration, agenda, settings, occurrences } = await school.atZoom(zoomMeetingId)
  return { topic, start_time, duration, agenda, settings, occurrences }
}

test('a plan that Zoom never heard of is taken back, with its registrations, and stays so over a restart', async () => {
  const school = await cutSchool()
  const { app, group, host, monday, practice } = school
  await school.cut()
  const { id } = await app.call('meeting.schedule', {
    ...{ title: 'Agham 7', kind: 'series', repeat: weekly, on: monday, startsAt: '09:00' },
    ...{ teachingGroupId: group.id, host: host.hostId, waitSeconds: 0 },
  })
  const entries = await school.waiting(id)
  expect(entries).toMatchObject([
    { action: 'create', isDiscardable: true },
    { action: 'register', isDiscardable: true },
  ])
  const meeting = await school.get(id)
  const links = meeting.registrations.filter(({ state }) => state === 'waiting').length
  expect(await school.discard('create')).toMatchObject({
    outcome: 'takenBack',
    meetingTitle: 'Agham 7',
    dateCount: 6,
    studentCount: links,
    also: [{ id: entries[1]!.id, action: 'register' }],
  })
  const again = await testApplication({ folder: app.ports.dataFolder, practice: practice.connect })
  expect(await again.call('meeting.get', { meetingId: id })).toMatchObject({ state: 'cancelled', problem: null })
  expect((await again.call('outbox.list', {})).entries).toEqual([])
  const range = { fromOn: monday, toOn: addDays(monday, 60) }
  expect((await again.call('period.list', range)).periods).toEqual([])
  await school.mend()
  await school.settled()
  expect(await school.look()).toMatchObject({ changes: [], foreign: [] })
})

test('a class goes back to what Zoom has: title, time, settings, hosts', async () => {
  const school = await cutSchool()
  const { app, otherHost } = school
  const meeting = await school.scheduled({ description: 'Bring your textbook.' })
  const before = await standingAt(school, meeting.zoomMeetingId)
  await school.cut()
  await app.call('meeting.change', {
    meetingId: meeting.id,
    changes: {
      ...{ title: 'Algebra', startsAt: '13:00', durationMinutes: 90, description: 'Bring nothing.' },
      ...{ settings: { muteOnEntry: false, hostVideo: false, approval: 'manual' } },
      ...{ alternativeHosts: [otherHost.email], on: addDays(school.monday, 1) },
    },
  })
  const preview = await school.discard('update')
  expect(preview).toMatchObject({ outcome: 'asAtZoom', also: [], dates: [] })
  expect(preview.fields).toEqual([
    { field: 'registration', here: 'approval', atZoom: 'automatic' },
    expect.objectContaining({ field: 'time', atZoom: meeting.time.startInstant }),
    { field: 'duration', here: '90', atZoom: '60' },
    { field: 'title', here: 'Algebra', atZoom: 'Mathematics 7' },
    { field: 'description', here: 'Bring nothing.', atZoom: 'Bring your textbook.' },
    { field: 'alternativeHosts', here: otherHost.name, atZoom: '' },
    { field: 'muteOnEntry', here: 'false', atZoom: 'true' },
    { field: 'hostVideo', here: 'false', atZoom: 'true' },
  ])
  const { changedAt: _, ...now } = await school.get(meeting.id)
  const { changedAt: __, ...then } = meeting
  expect(now).toEqual(then)
  expect(
    (await app.call('period.list', { fromOn: school.monday, toOn: addDays(school.monday, 7) })).periods,
  ).toHaveLength(1)
  await school.forgetCalls()
  await school.mend()
  await school.settled()
  expect(await school.calls('PATCH')).toBe(0)
  expect(await standingAt(school, meeting.zoomMeetingId)).toEqual(before)
  expect((await school.look()).changes).toEqual([])
})

test('a series goes back date by date: moved, cancelled, lengthened, planned anew', async () => {
  const school = await cutSchool()
  const { app } = school
  const meeting = await school.scheduled({ kind: 'series', repeat: weekly, title: '{course} - Session {n}' })
  const before = await standingAt(school, meeting.zoomMeetingId)
  const date = (place: number) => ({
    meetingId: meeting.id,
    occurrenceId: meeting.dates[place]!.occurrenceId,
    scope: 'this' as const,
  })
  const periods = async () => {
    const found = await app.call('period.list', { fromOn: school.monday, toOn: addDays(school.monday, 30) })
    return found.periods.map(({ id, time }) => [id, time])
  }
  const periodsBefore = await periods()
  await school.cut()
  await app.call('meeting.change', { ...date(1), changes: { startsAt: '14:00', durationMinutes: 45 } })
  await app.call('meeting.change', { ...date(2), changes: { settings: { muteOnEntry: false } } })
  await app.call('meeting.cancel', date(3))
  const preview = await school.discard('update')
  expect(preview.fields).toEqual([])
  expect(preview.dates.map(({ occurrenceId, here }) => [occurrenceId, here === null])).toEqual([
    [date(1).occurrenceId, false],
    [date(2).occurrenceId, false],
    [date(3).occurrenceId, true],
  ])
  const same = async () => {
    const { changedAt: _, ...now } = await school.get(meeting.id)
    const { changedAt: __, ...then } = meeting
    expect(now).toEqual(then)
    expect(await periods()).toEqual(periodsBefore)
  }
  await same()

  // All of it an hour later, on other days, twice as often.
  const repeat = { every: 'week' as const, interval: 1, weekDays: [2, 4], ends: { afterDates: 8 } }
  const scope = { meetingId: meeting.id, occurrenceId: date(0).occurrenceId, scope: 'all' as const }
  await app.call('meeting.change', { ...scope, changes: { repeat, on: addDays(school.monday, 1), startsAt: '10:00' } })
  expect((await school.get(meeting.id)).dates.filter(({ state }) => state === 'scheduled')).toHaveLength(8)
  await school.discard('update')
  const after = await school.get(meeting.id)
  const planned = after.dates.filter(({ state }) => state === 'scheduled')
  expect(planned.map(({ time, isMoved }) => [time.startInstant, isMoved])).toEqual(
    meeting.dates.map(({ time }) => [time.startInstant, false]),
  )
  expect(after.recurrence).toMatchObject({ every: 'week', weekDays: [1, 3] })
  await school.forgetCalls()
  await school.mend()
  await school.settled()
  expect(await standingAt(school, meeting.zoomMeetingId)).toEqual(before)
  // The next change is one of a single date: the rule is the one that Zoom knows.
  await app.call('meeting.change', { ...scope, changes: { title: 'Algebra - Session {n}' } })
  await school.settled()
  expect(await school.calls('PATCH')).toBe(1)
  expect((await school.atZoom(meeting.zoomMeetingId)).occurrences).toEqual(before.occurrences)
  expect((await school.look()).changes).toEqual([])
})

test('a cancelling that was not sent is taken back, with every change and registration that it had dropped', async () => {
  const school = await cutSchool()
  const { app } = school
  const meeting = await school.scheduled()
  await school.cut()
  await app.call('meeting.change', { meetingId: meeting.id, changes: { startsAt: '11:00' } })
  await app.call('meeting.cancel', { meetingId: meeting.id })
  expect(await school.waiting()).toMatchObject([{ action: 'delete' }])
  expect(await school.discard('delete')).toMatchObject({ outcome: 'restored', dateCount: 1 })
  expect(await school.get(meeting.id)).toMatchObject({
    state: 'scheduled',
    problem: null,
    time: { startsAt: '11:00' },
    periodIds: meeting.periodIds,
    registeredCount: meeting.registeredCount,
  })
  expect(await school.waiting()).toMatchObject([{ action: 'update', state: 'waiting' }])
  await school.mend()
  await school.settled()
  const start = new Date(Date.parse(meeting.time.startInstant) + 2 * 3_600_000).toISOString().replace('.000', '')
  expect(await school.atZoom(meeting.zoomMeetingId)).toMatchObject({ start_time: start })
  expect((await school.look()).changes).toEqual([])
})

test('registrations that were not sent leave their students without a link, and say so', async () => {
  const school = await cutSchool()
  const { app, practice } = school
  await practice.server.control('POST /faults', { name: 'serverError', call: 'POST /meetings/' })
  const { id } = await app.call('meeting.schedule', {
    ...{ title: 'Mathematics 7', on: school.monday, startsAt: '09:00' },
    ...{ teachingGroupId: school.group.id, host: school.host.hostId, waitSeconds: 0 },
  })
  await expect.poll(() => school.entryOf('register')).toMatchObject({ problem: { kind: 'zoomUnavailable' } })
  // Zoom was asked for them already: who knows what it has of them.
  const { id: entry } = await school.entryOf('register')
  expect(await app.attempt('outbox.previewDiscard', { id: entry })).toMatchObject(conflict)
  await practice.server.control('DELETE /faults')
  await app.call('outbox.retry', { id: entry })
  await school.settled()

  await school.cut()
  const { id: second } = await app.call('meeting.schedule', {
    ...{ title: 'Science 7', on: school.monday, startsAt: '13:00' },
    ...{ teachingGroupId: school.group.id, host: school.host.hostId, waitSeconds: 0 },
  })
  const { outcome, studentCount } = await school.discard('register', second)
  expect(outcome).toBe('withoutLinks')
  expect(studentCount).toBe((await school.get(id)).registeredCount)
  await school.mend()
  await school.settled()
  const meeting = await school.get(second)
  expect(meeting).toMatchObject({ state: 'scheduled', registeredCount: 0 })
  expect(meeting.registrations.filter(({ state }) => state === 'refused').length).toBeGreaterThanOrEqual(studentCount)
})

test('what is on its way, or whose answer was lost, is never given up: it says why', async () => {
  const school = await cutSchool()
  const { app, practice } = school
  const meeting = await school.scheduled({ audience: 'all' })
  // Zoom takes the change, and the answer never comes.
  await practice.server.control('POST /faults', { name: 'dropConnection', call: 'PATCH /meetings/' })
  await app.call('meeting.change', { meetingId: meeting.id, changes: { title: 'Algebra' } })
  await expect.poll(() => school.entryOf('update')).toMatchObject({ state: 'waiting', isDiscardable: false })
  const { id } = await school.entryOf('update')
  const refused = await app.attempt('outbox.previewDiscard', { id })
  expect(refused).toMatchObject({
    ok: false,
    problem: { kind: 'conflict', message: expect.stringContaining('lost') as string },
  })
  expect(await app.attempt('outbox.discard', { id, digest: 'any' })).toEqual(refused)
  expect(await app.call('meeting.get', { meetingId: meeting.id })).toMatchObject({ title: 'Algebra' })
  await practice.server.control('DELETE /faults')
  await app.call('outbox.retry', { id })
  await school.settled()
  expect(await school.atZoom(meeting.zoomMeetingId)).toMatchObject({ topic: 'Algebra' })
  expect(await app.attempt('outbox.previewDiscard', { id })).toMatchObject({ ok: false, problem: { kind: 'notFound' } })
})

test('a preview that is not true any more gives nothing up', async () => {
  const school = await cutSchool()
  const { app } = school
  const meeting = await school.scheduled({ audience: 'all' })
  await school.cut()
  await app.call('meeting.change', { meetingId: meeting.id, changes: { title: 'Algebra' } })
  const { id } = await school.entryOf('update')
  const { digest } = await app.call('outbox.previewDiscard', { id })
  await app.call('meeting.change', { meetingId: meeting.id, changes: { startsAt: '11:00' } })
  expect(await app.attempt('outbox.discard', { id, digest })).toMatchObject({
    ok: false,
    problem: { kind: 'stalePreview' },
  })
  expect(await school.get(meeting.id)).toMatchObject({ title: 'Algebra', time: { startsAt: '11:00' } })
})

test('what came with a suspension, a substitute or a split is not torn out of it', async () => {
  const school = await cutSchool()
  const { app, otherHost, monday } = school
  const meeting = await school.scheduled({ kind: 'series', repeat: weekly })
  await school.cut()
  const { digest } = await app.call('suspension.preview', { on: monday })
  await app.call('suspension.order', { on: monday, digest, authority: 'Mayor' })
  const { id } = await school.entryOf('update', meeting.id)
  expect(await app.attempt('outbox.previewDiscard', { id })).toMatchObject({
    ok: false,
    problem: { kind: 'conflict', fix: expect.stringContaining('suspension') as string },
  })
  await school.mend()
  await school.settled()
  await school.cut()
  // From the third date on another host: a second meeting takes the dates over.
  const scope = { meetingId: meeting.id, occurrenceId: meeting.dates[2]!.occurrenceId, scope: 'following' as const }
  const second = await app.call('meeting.change', { ...scope, changes: { host: otherHost.hostId } })
  for (const entry of [await school.entryOf('create', second.id), await school.entryOf('update', meeting.id)]) {
    expect(await app.attempt('outbox.previewDiscard', { id: entry.id })).toMatchObject(conflict)
  }
  await school.mend()
  await school.settled()
  expect((await school.look()).changes).toEqual([])
})
