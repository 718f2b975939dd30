import { Agent } from 'undici'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parseAgenda } from '../../../src/shared/domain/meeting.ts'
import { createMemorySecrets } from '../../../src/main/secrets/memory.ts'
import { testApplication, type TestApplication } from '../../support/application.ts'
import { memoryLog, testFolder } from '../../support/database.ts'
import {
  classTomorrow,
  connectedSchool,
  importRoster,
  pretendZoom,
  problemOf,
  type PretendZoom,
} from '../faults/support.ts'
import { createClock } from '../../../src/main/hosts/shared/clock.ts'
import { createZoomClient } from '../../../src/main/zoom/client.ts'

const create = 'POST /users/{userId}/meetings 201'
const made = async (zoom: PretendZoom) => (await zoom.calls())[create] ?? 0

/** What Zoom itself lists for the account's own user: the truth about what was left there. */
async function atZoom(zoom: PretendZoom) {
  const client = createZoomClient({
    account: zoom.credentials,
    clock: createClock(),
    random: Math.random,
    log: memoryLog(),
    zoom: zoom.zoom,
    plan: 'business',
  })
  try {
    const users = await client.listUsers()
    const lists = await Promise.all(users.map(({ id }) => client.listMeetings(id, 'scheduled')))
    return lists.flat()
  } finally {
    await client.close()
  }
}

/** Takes scopes from the app, and has the token renewed, which then lacks them. */
async function withdraw(zoom: PretendZoom, app: TestApplication, ...scopes: string[]) {
  await zoom.fault('missingScope', { scopes })
  await app.call('account.test', {})
}

/** A line on which every new meeting becomes one of 40 minutes in UTC: Zoom as an account's rules may make it. */
function willfulLine() {
  const agent = new Agent()
  onTestFinished(() => agent.destroy())
  return agent.compose((dispatch) => (options, handler) => {
    if (options.method !== 'POST' || typeof options.body !== 'string') return dispatch(options, handler)
    const body = options.body.replace('"duration":30', '"duration":40').replace('"Asia/Manila"', '"UTC"')
    return dispatch({ ...options, body }, handler)
  })
}

const steps = [
  { step: 'create', problem: null },
  { step: 'readBack', problem: null },
  { step: 'delete', problem: null },
]

describe('a test class', () => {
  test('is made, read back and deleted, and nothing stays at Zoom', async () => {
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom)
    const sent = await app.call('account.sendTestClass', {})
    expect(sent).toMatchObject({
      steps,
      changes: [],
      leftoversDeleted: 0,
      durationMinutes: 30,
      timeZone: 'Asia/Manila',
    })
    expect(sent.zoomMeetingId).toMatch(/^\d{9,}$/)
    const startsAt = Date.parse(sent.startsAt)
    expect(startsAt % 300_000).toBe(0)
    expect(startsAt - app.ports.clock.now()).toBeGreaterThan(3_500_000)
    expect(await made(zoom)).toBe(1)
    expect(await atZoom(zoom)).toEqual([])
    expect(await app.call('account.get', {})).toMatchObject({ leftTestClasses: [] })
    expect(await app.call('meeting.list', {})).toMatchObject({ meetings: [] })
  })

  test('is sent for a chosen host, and never for one who is not in the account', async () => {
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom)
    const { hosts } = await app.call('account.listHosts', {})
    expect(await app.call('account.sendTestClass', { hostId: hosts.at(-1)!.hostId })).toMatchObject({ steps })
    const problem = problemOf(await app.attempt('account.sendTestClass', { hostId: 'nobody' }))
    expect(problem).toMatchObject({ kind: 'notFound', field: 'hostId' })
    expect(await made(zoom)).toBe(1)
  })

  test('tells what Zoom keeps otherwise than it was asked to', async () => {
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom, { ports: { dispatcher: willfulLine() } })
    const { changes, steps: done } = await app.call('account.sendTestClass', {})
    expect(done).toEqual(steps)
    expect(changes).toEqual([
      { field: 'durationMinutes', asked: '30', kept: '40' },
      { field: 'timeZone', asked: 'Asia/Manila', kept: 'UTC' },
    ])
  })

  test('leaves the classes of the school alone', async () => {
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom)
    const meeting = await app.call('meeting.schedule', await classTomorrow(app, await importRoster(app)))
    await app.call('outbox.wait', { meetingIds: [meeting.id], timeoutSeconds: 30 })
    const host = (await atZoom(zoom))[0]!.hostId
    await app.call('account.sendTestClass', { hostId: host })
    expect((await atZoom(zoom)).map(({ topic }) => topic)).toEqual(['Agham 7'])
  })

  test('is refused to everyone but administrators', async () => {
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom)
    expect(problemOf(await app.attempt('account.sendTestClass', {}, { role: 'office' })).kind).toBe('forbidden')
  })
})

describe('a test class that goes wrong', () => {
  test('whose create is refused leaves nothing, and names the scope', async () => {
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom)
    await withdraw(zoom, app, 'meeting:write:meeting:admin', 'meeting:write:admin')
    const problem = problemOf(await app.attempt('account.sendTestClass', {}))
    expect(problem).toMatchObject({ kind: 'missingScope', message: expect.stringContaining('meeting:write:meeting') })
    expect(await app.call('account.get', {})).toMatchObject({ leftTestClasses: [] })
    await zoom.mend()
    await app.call('account.test', {})
    expect(await app.call('account.sendTestClass', {})).toMatchObject({ steps, leftoversDeleted: 0 })
  })

  test('for a host whose hundred changes of the day are used up', async () => {
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom)
    await zoom.fault('rateLimitDaily', { call: 'POST /users' })
    const problem = problemOf(await app.attempt('account.sendTestClass', {}))
    expect(problem.kind).toBe('rateLimited')
    expect(Date.parse(problem.retryAt ?? '')).toBeGreaterThan(app.ports.clock.now())
    expect(await app.call('account.get', {})).toMatchObject({ leftTestClasses: [] })
  })

  test('without a network', async () => {
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom)
    await zoom.goDown()
    expect(problemOf(await app.attempt('account.sendTestClass', {})).kind).toBe('offline')
    expect(await app.call('account.get', {})).toMatchObject({ leftTestClasses: [] })
  })

  test('whose answer is lost is found again at once, read back and deleted', async () => {
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom)
    await zoom.fault('answerLost', { times: 1 })
    expect(await app.call('account.sendTestClass', {})).toMatchObject({ steps, changes: [] })
    expect(await atZoom(zoom)).toEqual([])
  })

  test('whose answer is lost while Zoom shows no list: the next one looks for it first', async () => {
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom)
    await withdraw(zoom, app, 'meeting:read:list_meetings:admin', 'meeting:read:admin')
    await zoom.fault('answerLost', { times: 1 })
    const problem = problemOf(await app.attempt('account.sendTestClass', {}))
    expect(problem).toMatchObject({ kind: 'zoomUnavailable', message: expect.stringContaining('does not know yet') })
    expect((await app.call('account.get', {})).leftTestClasses).toMatchObject([{ zoomMeetingId: null }])
    await zoom.mend()
    await app.call('account.test', {})
    expect(await atZoom(zoom)).toHaveLength(1)
    expect(await app.call('account.sendTestClass', {})).toMatchObject({ steps, leftoversDeleted: 1 })
    expect(await atZoom(zoom)).toEqual([])
    expect(await app.call('account.get', {})).toMatchObject({ leftTestClasses: [] })
  })

  test('that Zoom never made is looked for twice, half a minute apart, before it is forgotten', async () => {
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom)
    await zoom.fault('dropConnection', { call: 'POST /users', times: 1 })
    expect(problemOf(await app.attempt('account.sendTestClass', {})).kind).toBe('zoomUnavailable')
    expect(await app.call('account.sendTestClass', {})).toMatchObject({ steps, leftoversDeleted: 0 })
    expect((await app.call('account.get', {})).leftTestClasses).toMatchObject([{ zoomMeetingId: null }])
    await zoom.jump(app.ports.clock.now() + 31_000)
    expect(await app.call('account.sendTestClass', {})).toMatchObject({ steps, leftoversDeleted: 0 })
    expect(await app.call('account.get', {})).toMatchObject({ leftTestClasses: [] })
    expect(await made(zoom)).toBe(2)
  })

  test('that cannot be read back is deleted all the same', async () => {
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom)
    await withdraw(zoom, app, 'meeting:read:meeting:admin', 'meeting:read:admin')
    const sent = await app.call('account.sendTestClass', {})
    expect(sent.steps).toMatchObject([
      { step: 'create', problem: null },
      { step: 'readBack', problem: { kind: 'missingScope' } },
      { step: 'delete', problem: null },
    ])
    expect(sent.changes).toEqual([])
    await zoom.mend()
    expect(await atZoom(zoom)).toEqual([])
  })

  test('that cannot be deleted says which meeting is left, and the next one deletes it first', async () => {
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom)
    await withdraw(zoom, app, 'meeting:delete:meeting:admin', 'meeting:write:admin')
    const { zoomMeetingId, steps: gone } = await app.call('account.sendTestClass', {})
    expect(gone.at(-1)).toMatchObject({
      step: 'delete',
      problem: {
        kind: 'missingScope',
        message: expect.stringMatching(new RegExp(`Meeting ${zoomMeetingId}.*meeting:delete:meeting`)),
        fix: expect.stringContaining(`delete meeting ${zoomMeetingId} in Zoom's portal`),
      },
    })
    expect((await app.call('account.get', {})).leftTestClasses).toMatchObject([{ zoomMeetingId }])
    const again = problemOf(await app.attempt('account.sendTestClass', {}))
    expect(again).toMatchObject({ kind: 'missingScope', message: expect.stringContaining(zoomMeetingId) })
    expect(await made(zoom)).toBe(1)
    await zoom.mend()
    await app.call('account.test', {})
    expect(await app.call('account.sendTestClass', {})).toMatchObject({ steps, leftoversDeleted: 1 })
    expect(await atZoom(zoom)).toEqual([])
  })

  test('is sent although Zoom asks to go slower', async () => {
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom)
    await zoom.fault('rateLimitPerSecond', { call: 'POST /users', times: 1 })
    expect(await app.call('account.sendTestClass', {})).toMatchObject({ steps })
    expect(await atZoom(zoom)).toEqual([])
  })

  test('of a process that died in the middle is found and deleted by the next one', async () => {
    const zoom = await pretendZoom()
    const folder = testFolder()
    const line = new Agent()
    const memory = createMemorySecrets()
    const { app } = await connectedSchool(zoom, { folder, secrets: () => memory, ports: { dispatcher: line } })
    onTestFinished(() => line.destroy())
    // As good as killed: Zoom has made the class, and nothing of this process goes on from here.
    await zoom.fault('hang', { call: 'GET /meetings', times: 1 })
    void app.attempt('account.sendTestClass', {})
    await expect.poll(() => made(zoom)).toBe(1)
    await expect.poll(async () => (await atZoom(zoom)).length).toBe(1)
    expect(parseAgenda((await atZoom(zoom))[0]!.agenda)).not.toBeNull()

    const next = await testApplication({
      folder,
      secrets: () => memory,
      clock: zoom.clock,
      ports: { zoom: zoom.zoom },
    })
    expect(problemOf(await next.attempt('account.sendTestClass', {})).kind).toBe('inUse')
    expect((await next.call('account.get', {})).leftTestClasses).toHaveLength(1)
    await zoom.jump(zoom.clock.now() + 61_000)
    expect(await next.call('account.sendTestClass', {})).toMatchObject({ steps, leftoversDeleted: 1 })
    expect(await atZoom(zoom)).toEqual([])
  })
})
