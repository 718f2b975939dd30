import { describe, expect, test } from 'vitest'
import type { MeetingId } from '../../../src/shared/ids.ts'
import type { TestApplication } from '../../support/application.ts'
import {
  connectedSchool,
  hastyDispatcher,
  pretendZoom,
  problemOf,
  scheduledClass,
  students,
  type PretendZoom,
} from './support.ts'

/** A class that took place while Zoom answered nothing, so that nothing of it could be read. */
async function unreadClass(ports: { dispatcher?: unknown } = {}) {
  const zoom = await pretendZoom()
  const { app } = await connectedSchool(zoom, { ports })
  const meetingId = await scheduledClass(app)
  const { time } = await app.call('meeting.get', { meetingId })
  await zoom.fault('serverError')
  await zoom.jump(Date.parse(time.endInstant) + 40 * 60_000)
  return { zoom, app, meetingId }
}

/** Nobody is called absent and no read is there because of what went wrong. */
async function mustBeUntouched(app: TestApplication, meetingId: MeetingId) {
  const { rows, reads, period } = await app.call('attendance.get', { meetingId })
  expect(reads).toEqual([])
  expect(rows.map(({ presence }) => presence)).toEqual(students.map(() => 'notSeenYet'))
  expect(period.state).toBe('collecting')
}

async function mustRead(zoom: PretendZoom, app: TestApplication, meetingId: MeetingId) {
  await zoom.mend()
  const { reads, rows } = await app.call('attendance.collect', { meetingId })
  expect(reads.length).toBeGreaterThan(0)
  expect(rows).toHaveLength(students.length)
}

describe('a report is collected', () => {
  test.each([
    ['Zoom has trouble', 'serverError', {}, 'zoomUnavailable'],
    ['the connection breaks off', 'dropConnection', {}, 'zoomUnavailable'],
    ['the app is disabled', 'appDisabled', {}, 'appDisabled'],
    ['Zoom refuses our token', 'tokenInvalid', {}, 'wrongCredentials'],
    ['Zoom has no more requests for us today', 'rateLimitDaily', {}, 'rateLimited'],
  ] as const)('while %s, and again when that is over', async (_what, fault, more, kind) => {
    const { zoom, app, meetingId } = await unreadClass()
    await zoom.mend()
    await zoom.fault(fault, more)
    const problem = problemOf(await app.attempt('attendance.collect', { meetingId }))
    expect(problem.kind).toBe(kind)
    await mustBeUntouched(app, meetingId)
    await zoom.mend()
    if (kind === 'rateLimited') {
      expect(Date.parse(problem.retryAt ?? '')).toBeGreaterThan(app.ports.clock.now())
      // Zoom's Date header, by which midnight is reckoned for each kind of call, is cut to the second.
      await zoom.jump(Date.parse(problem.retryAt!) + 2000)
    }
    await mustRead(zoom, app, meetingId)
  })

  test('while Zoom does not answer', async () => {
    const { zoom, app, meetingId } = await unreadClass({ dispatcher: hastyDispatcher() })
    await zoom.mend()
    await zoom.fault('hang')
    expect(problemOf(await app.attempt('attendance.collect', { meetingId })).kind).toBe('zoomUnavailable')
    await mustBeUntouched(app, meetingId)
    await mustRead(zoom, app, meetingId)
  })

  test('without a network', async () => {
    const { zoom, app, meetingId } = await unreadClass()
    await zoom.goDown()
    expect(problemOf(await app.attempt('attendance.collect', { meetingId })).kind).toBe('offline')
    await mustBeUntouched(app, meetingId)
    await zoom.comeBack()
    await mustRead(zoom, app, meetingId)
  })

  test('with the wrong time on this computer', async () => {
    const { zoom, app, meetingId } = await unreadClass()
    await zoom.mend()
    await zoom.fault('clockSkew', { value: -30 })
    await zoom.fault('tokenInvalid')
    expect(problemOf(await app.attempt('attendance.collect', { meetingId })).kind).toBe('clockWrong')
    await mustBeUntouched(app, meetingId)
    await mustRead(zoom, app, meetingId)
  })

  test('without the scope for it, which is named with what it costs', async () => {
    const { zoom, app, meetingId } = await unreadClass()
    await zoom.fault('missingScope', {
      scopes: [
        'report:read:list_meeting_participants:admin',
        'report:read:admin',
        'meeting:read:list_past_participants:admin',
        'meeting:read:list_past_instances:admin',
        'meeting:read:past_meeting:admin',
      ],
    })
    await zoom.jump(app.ports.clock.now() + 3_600_000)
    await zoom.mend()
    await zoom.fault('missingScope', { scopes: ['report:read:list_meeting_participants:admin'] })
    const problem = problemOf(await app.attempt('attendance.collect', { meetingId }))
    expect(problem).toMatchObject({ kind: 'missingScope', message: expect.stringContaining('collect who was present') })
    await mustBeUntouched(app, meetingId)
    await zoom.mend()
    await app.call('account.test', {})
    await mustRead(zoom, app, meetingId)
  })
})
