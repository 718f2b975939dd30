import { describe, expect, test } from 'vitest'
import type { MeetingId } from '../../../src/shared/ids.ts'
import type { TestApplication } from '../../support/application.ts'
import {
  classTomorrow,
  connectedSchool,
  hastyDispatcher,
  importRoster,
  mustBeClear,
  pretendZoom,
  students,
  type PretendZoom,
} from './support.ts'

/** What the office sees of a meeting and of what waits to be sent, with every problem in it looked at. */
async function standingOf(app: TestApplication, meetingId: MeetingId) {
  const meeting = await app.call('meeting.get', { meetingId })
  const { entries } = await app.call('outbox.list', {})
  for (const { problem } of [meeting, ...entries]) if (problem !== null) mustBeClear(problem)
  return { meeting, entries }
}

/** Schedules while something is wrong, and waits until that has shown. */
async function scheduleInto(app: TestApplication, kind: string) {
  const meeting = await app.call('meeting.schedule', {
    ...(await classTomorrow(app, (await app.call('section.list', {})).sections[0]!.id)),
    waitSeconds: 2,
  })
  const wrong = async () => (await standingOf(app, meeting.id)).entries.map(({ problem }) => problem?.kind)
  await expect.poll(wrong).toContain(kind)
  return meeting.id
}

/** Fails unless Zoom has one meeting more than `before`, Homeroom knows it, and every student is registered. */
async function mustHaveGoneOut(zoom: PretendZoom, app: TestApplication, meetingId: MeetingId) {
  expect(await app.call('outbox.wait', { timeoutSeconds: 60 })).toEqual({ waiting: 0, refused: 0 })
  const { meeting, entries } = await standingOf(app, meetingId)
  expect(entries).toEqual([])
  expect(meeting).toMatchObject({ state: 'scheduled', problem: null, registeredCount: students.length })
  expect(new Set(meeting.registrations.map(({ joinUrl }) => joinUrl)).size).toBe(students.length)
  expect((await zoom.calls())['POST /users/{userId}/meetings 201']).toBe(1)
}

async function schoolWithRoster(ports: { dispatcher?: unknown } = {}) {
  const zoom = await pretendZoom()
  const { app } = await connectedSchool(zoom, { ports })
  await importRoster(app)
  return { zoom, app }
}

describe('a class is scheduled', () => {
  test('without a network: it waits to be sent, and goes out when the network is back', async () => {
    const { zoom, app } = await schoolWithRoster()
    await zoom.goDown()
    const meetingId = await scheduleInto(app, 'offline')
    expect((await standingOf(app, meetingId)).meeting).toMatchObject({ state: 'creating', zoomMeetingId: null })
    expect(await app.call('app.status', {})).toMatchObject({ refusedBySend: 0 })
    expect((await app.call('app.status', {})).waitingToSend).toBeGreaterThan(0)
    await zoom.comeBack()
    await app.call('outbox.retry', {})
    await mustHaveGoneOut(zoom, app, meetingId)
  })

  test('while the token cannot be had for a while', async () => {
    const { zoom, app } = await schoolWithRoster()
    await zoom.fault('serverError', { call: 'POST /oauth/token' })
    await zoom.jump(app.ports.clock.now() + 3_600_000)
    const meetingId = await scheduleInto(app, 'zoomUnavailable')
    expect((await standingOf(app, meetingId)).meeting.state).toBe('creating')
    await zoom.mend()
    await app.call('outbox.retry', {})
    await mustHaveGoneOut(zoom, app, meetingId)
  })

  test.each([
    ['answers with 503', 'serverError', 503],
    ['does not answer', 'hang', null],
  ] as const)('while Zoom %s: it is looked for twice before it is sent again', async (_what, fault, value) => {
    const { zoom, app } = await schoolWithRoster({ dispatcher: hastyDispatcher() })
    await zoom.fault(fault, { call: 'POST /users', times: 1, value })
    const meetingId = await scheduleInto(app, 'zoomUnavailable')
    await expect
      .poll(async () => {
        await zoom.jump(app.ports.clock.now() + 31_000)
        return (await app.call('meeting.get', { meetingId })).state
      })
      .toBe('scheduled')
    await zoom.jump(app.ports.clock.now() + 31_000)
    await mustHaveGoneOut(zoom, app, meetingId)
  })

  test('while the app is disabled: a person is asked, and the test of the mended account sends it', async () => {
    const { zoom, app } = await schoolWithRoster()
    await zoom.fault('appDisabled')
    const meetingId = await scheduleInto(app, 'appDisabled')
    expect((await standingOf(app, meetingId)).meeting.state).toBe('refused')
    expect(await app.call('app.status', {})).toMatchObject({ refusedBySend: expect.any(Number) })
    await zoom.mend()
    await app.call('account.test', {})
    await mustHaveGoneOut(zoom, app, meetingId)
  })

  test('while Zoom refuses the token that it has just given', async () => {
    const { zoom, app } = await schoolWithRoster()
    await zoom.fault('tokenInvalid', { call: 'POST /users' })
    const meetingId = await scheduleInto(app, 'wrongCredentials')
    expect((await standingOf(app, meetingId)).meeting.state).toBe('refused')
    await zoom.mend()
    await app.call('account.connect', zoom.credentials)
    await mustHaveGoneOut(zoom, app, meetingId)
  })

  test('while this computer has the wrong time', async () => {
    const { zoom, app } = await schoolWithRoster()
    await zoom.fault('clockSkew', { value: 45 })
    await zoom.fault('tokenInvalid', { call: 'POST /users' })
    const meetingId = await scheduleInto(app, 'clockWrong')
    expect((await standingOf(app, meetingId)).meeting.problem?.message).toContain('45 minutes behind')
    await zoom.mend()
    await app.call('account.test', {})
    await mustHaveGoneOut(zoom, app, meetingId)
  })

  test.each([
    ['schedule class meetings', ['meeting:write:meeting:admin', 'meeting:write:admin'], 'refused'],
    ['register students', ['meeting:write:registrant:admin', 'meeting:write:batch_registrants:admin'], 'scheduled'],
  ])('without the scope to %s', async (cost, scopes, state) => {
    const { zoom, app } = await schoolWithRoster()
    await zoom.fault('missingScope', { scopes })
    expect((await app.call('account.test', {})).missingScopes.length).toBeGreaterThan(0)
    const meetingId = await scheduleInto(app, 'missingScope')
    const { meeting, entries } = await standingOf(app, meetingId)
    expect(meeting.state).toBe(state)
    expect(entries.map(({ problem }) => problem?.message).join()).toContain(`cannot ${cost}`)
    await zoom.mend()
    await app.call('account.test', {})
    await mustHaveGoneOut(zoom, app, meetingId)
  })
})
