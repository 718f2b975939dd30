import { expect, test } from 'vitest'
import { addDays } from '../../../src/shared/domain/time.ts'
import { portalSchool, type PortalSchool } from '../../support/portal-school.ts'

const dayMs = 86_400_000

const jumpTo = (school: PortalSchool, instant: number) =>
  school.practice.server.control('POST /jump', { to: new Date(instant).toISOString() })

test('a number that Zoom let die is told apart from a deleted one, and its class made again with everybody registered', async () => {
  const school = await portalSchool()
  const { app } = school
  const meeting = await school.scheduled()
  const start = Date.parse(meeting.time.startInstant)
  // Moved two months ahead while nothing reaches Zoom: there the old date passes, and the number dies.
  await app.call('account.setEnabled', { isEnabled: false })
  await app.call('meeting.change', { meetingId: meeting.id, changes: { on: addDays(meeting.time.on, 70) } })
  await jumpTo(school, start + 31 * dayMs)
  expect(await school.atZoom(meeting.zoomMeetingId)).toMatchObject({ code: 3001 })
  await app.call('account.setEnabled', { isEnabled: true })
  expect(await app.call('outbox.wait', { meetingIds: [meeting.id], timeoutSeconds: 60 })).toEqual({
    waiting: 0,
    refused: 1,
  })
  expect((await app.call('sync.list', {})).changes).toMatchObject([
    {
      meetingId: meeting.id,
      kind: 'gone',
      goneBy: 'expired',
      registeredCount: meeting.registeredCount,
      putBack: 'anew',
    },
  ])

  const made = await app.call('sync.putBack', { meetingId: meeting.id })
  await school.settled()
  const now = await app.call('meeting.get', { meetingId: made.id })
  expect(now).toMatchObject({
    state: 'scheduled',
    problem: null,
    periodIds: meeting.periodIds,
    registeredCount: meeting.registeredCount,
  })
  expect(now.registrations.map(({ personId }) => personId)).toEqual(
    meeting.registrations.map(({ personId }) => personId),
  )
  const before = new Set(meeting.registrations.flatMap(({ joinUrl }) => joinUrl ?? []))
  expect(now.registrations.filter(({ joinUrl }) => joinUrl !== null && before.has(joinUrl))).toEqual([])
  expect((await app.call('outbox.list', {})).entries).toEqual([])
  expect((await school.look()).changes).toEqual([])
})

test('with a date to come at Zoom nothing expires: what is gone was deleted', async () => {
  const school = await portalSchool()
  const daily = { every: 'day' as const, interval: 40, ends: { afterDates: 3 } }
  const meeting = await school.scheduled({ kind: 'series', repeat: daily, audience: 'all' })
  await jumpTo(school, Date.parse(meeting.dates[1]!.time.startInstant) + dayMs)
  await school.portal(meeting, 'delete')
  expect((await school.look()).changes).toMatchObject([{ meetingId: meeting.id, goneBy: 'deleted' }])
})

test('a meeting that nobody used for a year is expired, and made again', async () => {
  const school = await portalSchool()
  const { app } = school
  const meeting = await school.scheduled({ kind: 'noFixedTime', on: undefined, startsAt: undefined, audience: 'all' })
  await jumpTo(school, Date.now() + 367 * dayMs)
  expect((await school.look()).changes).toMatchObject([{ meetingId: meeting.id, kind: 'gone', goneBy: 'expired' }])
  const made = await app.call('sync.putBack', { meetingId: meeting.id })
  await school.settled()
  const now = await app.call('meeting.get', { meetingId: made.id })
  expect(now).toMatchObject({ state: 'scheduled', problem: null, title: meeting.title })
  expect(now.joinUrl).not.toBe(meeting.joinUrl)
  expect(await app.call('meeting.get', { meetingId: meeting.id })).toMatchObject({ state: 'cancelled' })
  expect((await school.look()).changes).toEqual([])
})
