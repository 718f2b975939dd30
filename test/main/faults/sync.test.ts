import { expect, test } from 'vitest'
import { createZoomClient } from '../../../src/main/zoom/client.ts'
import { createClock } from '../../../src/main/hosts/shared/clock.ts'
import { testApplication } from '../../support/application.ts'
import { memoryLog } from '../../support/database.ts'
import { portalSchool, type PortalSchool } from '../../support/portal-school.ts'
import { problemOf } from './support.ts'

const dayMs = 86_400_000

const fault = (school: PortalSchool, name: string, more: object = {}) =>
  school.practice.server.control('POST /faults', { name, ...more })

test('301 meetings of one host are read to the last page, past every fault on the way', async () => {
  const school = await portalSchool()
  const { app, host } = school
  const start = new Date(Date.now() + 30 * dayMs).toISOString().replace(/\.\d+/, '')
  await school.portal(null, 'create', {
    host: host.email,
    count: 300,
    fields: { topic: 'Consultation', type: 2, start_time: start },
  })
  const meeting = await school.scheduled({ audience: 'all' })
  const { hosts } = await app.call('account.listHosts', {})
  const looked = await app.call('sync.now', {})
  // A page for each host and one more for this one; the list of users is the first call.
  expect(looked).toMatchObject({ hosts: hosts.length, unreadHosts: 0, meetings: 301, calls: hosts.length + 2 })
  expect((await app.call('sync.list', {})).foreign).toHaveLength(300)

  await school.portal(meeting, 'rename', { text: 'Renamed' })
  // The token of the second page has expired, the access token is lost, Zoom says "too many", fails and drops the line.
  await fault(school, 'pageTokenExpired', { times: 1 })
  await fault(school, 'tokenInvalid', { times: 1, call: 'GET /users' })
  await fault(school, 'rateLimitPerSecond', { times: 3, call: 'GET /users' })
  await fault(school, 'serverError', { times: 1, call: 'GET /users' })
  await fault(school, 'dropConnection', { times: 1, call: 'GET /meetings' })
  const { changes, foreign } = await school.look()
  expect(changes).toMatchObject([{ meetingId: meeting.id, fields: [{ field: 'title', atZoom: 'Renamed' }] }])
  expect(foreign).toHaveLength(300)
})

test('what cannot be read proves nothing, and what was found before stays', async () => {
  const school = await portalSchool()
  const { app } = school
  const renamed = await school.scheduled({ audience: 'all' })
  const other = await school.scheduled({ startsAt: '13:00', audience: 'all' })
  await school.portal(renamed, 'rename', { text: 'Renamed' })
  await school.look()
  await school.portal(other, 'rename', { text: 'Renamed too' })
  await fault(school, 'rateLimitDaily', { call: 'GET /users/' })
  problemOf(await app.attempt('sync.now', {}))
  const kept = await app.call('sync.list', {})
  expect(kept.changes).toMatchObject([{ meetingId: renamed.id }])
  await school.practice.server.control('DELETE /faults')
  // Zoom's daily limits end at midnight UTC.
  await school.practice.server.control('POST /jump', { to: new Date(Date.now() + dayMs).toISOString() })
  expect((await school.look()).changes.map(({ meetingId }) => meetingId).toSorted()).toEqual(
    [renamed.id, other.id].toSorted(),
  )
})

test('a look that is stopped in the middle keeps whole hosts, and goes on where it was', async () => {
  const school = await portalSchool()
  const { app, practice, host, otherHost } = school
  const one = await school.scheduled({ audience: 'all' })
  const two = await school.scheduled({ host: otherHost.hostId, startsAt: '13:00', audience: 'all' })
  await app.call('sync.now', {})
  for (const meeting of [one, two]) await school.portal(meeting, 'rename', { text: 'Renamed' })
  await app.call('account.setEnabled', { isEnabled: false })
  problemOf(await app.attempt('sync.now', {}))
  // Switched off, an open school looks at nothing, however long it is overdue.
  await school.forgetCalls()
  const open = Date.parse(one.time.startInstant) - 5 * dayMs
  await practice.server.control('POST /jump', { to: new Date(open).toISOString() })
  expect((await app.call('sync.list', {})).changes).toEqual([])
  expect(await school.calls('GET /users/{userId}/meetings')).toBe(0)
  // On again: one host's list cannot be read at first.
  await fault(school, 'serverError', { call: `GET /users/${otherHost.hostId}/meetings`, times: 4 })
  await app.call('account.setEnabled', { isEnabled: true })
  await expect
    .poll(async () => (await app.call('sync.list', {})).changes.map(({ host: name }) => name).toSorted())
    .toEqual([host.name, otherHost.name].toSorted())
})

test('two processes look at once, and each hears what the other found', async () => {
  const school = await portalSchool()
  const { app, practice } = school
  const second = await testApplication({ folder: app.ports.dataFolder, practice: practice.connect })
  const meeting = await school.scheduled({ audience: 'all' })
  await school.portal(meeting, 'delete')
  await Promise.all([app.call('sync.now', {}), second.call('sync.now', {})])
  expect((await second.call('sync.list', {})).changes).toMatchObject([{ meetingId: meeting.id, kind: 'gone' }])
  const settled = await Promise.all([
    app.attempt('sync.putBack', { meetingId: meeting.id }),
    second.attempt('sync.putBack', { meetingId: meeting.id }),
  ])
  expect(settled.filter(({ ok }) => ok)).toHaveLength(1)
  await school.settled()
  const { apiUrl, oauthUrl, ...account } = practice.server.address
  const client = createZoomClient({
    account,
    clock: createClock(),
    random: Math.random,
    log: memoryLog(),
    zoom: { apiUrl, oauthUrl },
  })
  expect(await client.listMeetings(school.host.hostId, 'scheduled')).toHaveLength(1)
  await client.close()
})
