import { expect, test } from 'vitest'
import { createMemorySecrets } from '../../../src/main/secrets/memory.ts'
import { testApplication } from '../../support/application.ts'
import { testFolder } from '../../support/database.ts'
import {
  classTomorrow,
  connectedSchool,
  importRoster,
  pretendZoom,
  problemOf,
  students,
  type PretendZoom,
} from './support.ts'

/** How many calls Zoom has answered, of whatever kind. */
const answered = async (zoom: PretendZoom) => Object.values(await zoom.calls()).reduce((sum, count) => sum + count, 0)

test('switched off, nothing reaches Zoom and nothing fails; switched on, it goes on by itself', async () => {
  const zoom = await pretendZoom()
  const { app } = await connectedSchool(zoom)
  const sectionId = await importRoster(app)
  const planned = await classTomorrow(app, sectionId)
  await app.call('account.setEnabled', { isEnabled: false })
  expect(await app.call('account.get', {})).toMatchObject({ isEnabled: false, account: { kind: 'serverToServer' } })
  expect(await app.call('app.status', {})).toMatchObject({ isZoomEnabled: false, isConnected: true })
  const before = await answered(zoom)

  // Everything local goes on: a class is planned, and waits. Nobody is kept waiting for an answer that cannot come.
  const meeting = await app.call('meeting.schedule', { ...planned, waitSeconds: 30 })
  expect(meeting.state).toBe('creating')
  expect(await app.call('outbox.wait', { timeoutSeconds: 30 })).toMatchObject({ refused: 0 })
  await app.call('outbox.retry', {})
  const { entries } = await app.call('outbox.list', {})
  expect(entries.length).toBeGreaterThan(0)
  for (const entry of entries) expect(entry).toMatchObject({ state: 'waiting', attempts: 0, problem: null })
  expect(await app.call('app.status', {})).toMatchObject({ waitingToSend: entries.length, refusedBySend: 0 })
  expect((await app.call('account.listHosts', {})).hosts.length).toBeGreaterThan(0)

  // What would reach Zoom says what to do.
  for (const [name, input] of [
    ['account.listHosts', { refresh: true }],
    ['account.sendTestClass', {}],
  ] as const) {
    const problem = problemOf(await app.attempt(name, input))
    expect(problem).toMatchObject({ kind: 'notEnabled', message: expect.stringContaining('switched off') })
  }
  expect(await answered(zoom)).toBe(before)

  // Credentials can be tested and replaced beforehand, and that switches nothing on.
  expect(await app.call('account.test', {})).toMatchObject({ missingScopes: [] })
  expect(await app.call('account.connect', zoom.credentials)).toMatchObject({ missingScopes: [] })
  expect((await app.call('outbox.list', {})).entries).toHaveLength(entries.length)
  expect(await app.call('account.get', {})).toMatchObject({ isEnabled: false })

  await app.call('account.setEnabled', { isEnabled: true })
  expect(await app.call('outbox.wait', { timeoutSeconds: 30 })).toEqual({ waiting: 0, refused: 0 })
  expect(await app.call('meeting.get', { meetingId: meeting.id })).toMatchObject({
    state: 'scheduled',
    registeredCount: students.length,
  })
  expect((await zoom.calls())['POST /users/{userId}/meetings 201']).toBe(1)
})

test('reports are not read while it is off, and are read when it is on again', async () => {
  const zoom = await pretendZoom()
  const { app } = await connectedSchool(zoom)
  const meeting = await app.call('meeting.schedule', await classTomorrow(app, await importRoster(app)))
  await app.call('outbox.wait', { meetingIds: [meeting.id], timeoutSeconds: 30 })
  await app.call('account.setEnabled', { isEnabled: false })
  const before = await answered(zoom)
  await zoom.jump(Date.parse(meeting.time.endInstant) + 3 * 3_600_000)
  const onDay = { fromOn: meeting.time.on, toOn: meeting.time.on }
  const [period] = (await app.call('period.list', onDay)).periods
  expect(problemOf(await app.attempt('attendance.collect', { periodId: period!.id })).kind).toBe('notEnabled')
  // The office can still answer for the class by hand, which the poller hears of as of any change.
  await app.call('school.change', { name: 'Rizal High School' })
  expect(app.ports.log.lines.filter((line) => /poller\.(paused|failed)|readFailed/.test(line))).toEqual([])
  expect(await answered(zoom)).toBe(before)

  await app.call('account.setEnabled', { isEnabled: true })
  const isRead = async () =>
    Object.keys(await zoom.calls()).some((call) => /participants|instances|past_meetings/.test(call))
  await expect.poll(isRead).toBe(true)
})

test('another process on the same data folder is switched off and on with it', async () => {
  const zoom = await pretendZoom()
  const folder = testFolder()
  const memory = createMemorySecrets()
  const { app } = await connectedSchool(zoom, { folder, secrets: () => memory })
  const sectionId = await importRoster(app)
  const other = await testApplication({ folder, secrets: () => memory, clock: zoom.clock, ports: { zoom: zoom.zoom } })
  await other.call('account.setEnabled', { isEnabled: false })
  const meeting = await app.call('meeting.schedule', { ...(await classTomorrow(app, sectionId)), waitSeconds: 30 })
  expect(meeting.state).toBe('creating')
  await other.call('account.setEnabled', { isEnabled: true })
  // The first one holds the lease, and hears of the switch as of any change by another process.
  await expect.poll(async () => (await other.call('meeting.get', { meetingId: meeting.id })).state).toBe('scheduled')
})

test('only an administrator switches it', async () => {
  const zoom = await pretendZoom()
  const { app } = await connectedSchool(zoom)
  expect(problemOf(await app.attempt('account.setEnabled', { isEnabled: false }, { role: 'office' })).kind).toBe(
    'forbidden',
  )
  expect(await app.call('account.get', {})).toMatchObject({ isEnabled: true })
})
