import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { Agent, ProxyAgent } from 'undici'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLimitMemory } from '../../../src/main/zoom/limit-memory.ts'
import type { MeetingDraft } from '../../../src/main/zoom/model.ts'
import type { ZoomError } from '../../../src/main/zoom/zoom-error.ts'
import {
  clientOf,
  impatient,
  keptLog,
  leapClock,
  meetingPoint,
  realClock,
  rejection,
  scriptedZoom,
  tokenAnswer,
  wireMeeting,
  wireUser,
  type ScriptedAnswer,
  type ScriptedZoom,
} from './support.ts'

let zoom: ScriptedZoom
beforeEach(async () => {
  zoom = await scriptedZoom()
})
afterEach(() => zoom.close())

const draft: MeetingDraft = {
  topic: 'Mathematics 7',
  agenda: 'HR-0123456789',
  type: 'scheduled',
  startsAt: Date.parse('2026-11-23T00:00:00Z'),
  timeZone: 'Asia/Manila',
  durationMinutes: 60,
  settings: { waitingRoom: true },
}
const meeting = { meetingId: '81234567890', hostId: 'hostA' }
const daily = {
  code: 429,
  message:
    'You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.',
}
const perSecond = {
  code: 429,
  message: 'You have reached the maximum per-second rate limit for this API. Try again later.',
}
const trouble: ScriptedAnswer = {
  status: 502,
  text: '<html>Bad gateway</html>',
  headers: { 'content-type': 'text/html' },
}

/** Answers in turn; the last answer stays. */
const inTurn =
  (...answers: ScriptedAnswer[]) =>
  (_call: unknown, nth: number) =>
    answers[Math.min(nth, answers.length) - 1]!

describe('a read', () => {
  test.each<[string, ScriptedAnswer]>([
    ['5xx', trouble],
    ['a dropped connection', 'drop'],
    ['no answer in time', 'hang'],
    ['half an answer', { text: '{"id":', headers: { 'content-length': '500' } }],
  ])('is made again after %s', async (_name, failure) => {
    zoom.on('GET', '/meetings/81234567890', inTurn(failure, failure, { json: wireMeeting }))
    const client = clientOf(zoom, { timeouts: impatient })
    expect(await client.getMeeting('81234567890')).toMatchObject({ id: '81234567890' })
    expect(zoom.calls).toHaveLength(3)
  })

  test('gives up after four tries, backing off longer each time', async () => {
    zoom.on('GET', '/users/me', trouble)
    const clock = leapClock()
    expect(await rejection(clientOf(zoom, { clock }).me())).toMatchObject({
      problem: { kind: 'zoomUnavailable' },
      zoom: { status: 502, isAnswerUnknown: false },
    })
    expect(zoom.calls).toHaveLength(4)
    expect(clock.sleeps.filter((ms) => ms >= 300)).toEqual([375, 750, 1500])
  })

  test('heeds the Retry-After of a 503', async () => {
    zoom.on('GET', '/users/me', inTurn({ status: 503, json: {}, headers: { 'retry-after': '9' } }, { json: wireUser }))
    const clock = leapClock()
    await clientOf(zoom, { clock }).me()
    expect(clock.sleeps).toContain(9000)
  })

  test('that is refused is not made again', async () => {
    zoom.on('GET', '/meetings/1', { status: 404, json: { code: 3001, message: 'Meeting does not exist: 1.' } })
    expect(await rejection(clientOf(zoom).getMeeting('1'))).toMatchObject({
      problem: { kind: 'notFound' },
      zoom: { code: 3001 },
    })
    expect(zoom.calls).toHaveLength(1)
  })

  test('that is called off stops at once, at every stage', async () => {
    zoom.on('GET', '/users/me', 'hang')
    const client = clientOf(zoom)
    const inFlight = new AbortController()
    const pending = rejection(client.me({ signal: inFlight.signal }))
    await expect.poll(() => zoom.calls.length).toBe(1)
    inFlight.abort()
    expect(await pending).toMatchObject({ problem: { kind: 'cancelled' }, zoom: { isAnswerUnknown: false } })
    expect(await rejection(client.me({ signal: AbortSignal.abort() }))).toMatchObject({
      problem: { kind: 'cancelled' },
    })
    expect(zoom.calls).toHaveLength(1)
  })

  test('that is no JSON, or lacks what it must have, names fields and no values', async () => {
    const log = keptLog()
    const client = clientOf(zoom, { log })
    zoom.on('GET', '/users/me', { json: { ...wireUser, id: null, email: 42 } })
    expect(await rejection(client.me())).toMatchObject({ problem: { kind: 'zoomUnavailable' } })
    expect(log.lines).toContainEqual({
      event: 'zoom.strangeAnswer',
      fields: { endpoint: 'users.get', fields: 'id, email' },
    })
    zoom.on('GET', '/users/me', { text: 'OK' })
    expect(await rejection(client.me())).toMatchObject({ problem: { kind: 'zoomUnavailable' } })
    zoom.on('GET', '/users/me', { status: 204 })
    expect(await rejection(client.me())).toMatchObject({ problem: { kind: 'zoomUnavailable' } })
    zoom.on('GET', '/users/me', { text: '<!doctype html><title>Sign in to Library-WiFi</title>' })
    expect(await rejection(client.me())).toMatchObject({ problem: { kind: 'offline' } })
  })
})

describe('a create', () => {
  test.each<[string, ScriptedAnswer]>([
    ['a dropped connection', 'drop'],
    ['no answer in time', 'hang'],
    ['5xx', trouble],
    ['half an answer', { status: 201, text: '{"id":', headers: { 'content-length': '500' } }],
    ['an answer nobody can read', { status: 201, json: { id: 81234567890 } }],
    ['an empty answer', { status: 201 }],
  ])('is never made twice after %s: the answer is unknown', async (_name, failure) => {
    zoom.on('POST', '/users/hostA/meetings', inTurn(failure, { status: 201, json: wireMeeting }))
    const client = clientOf(zoom, { timeouts: impatient })
    const error = await rejection(client.createMeeting('hostA', draft))
    expect(client.isAnswerUnknown(error)).toBe(true)
    expect(zoom.calls).toHaveLength(1)
  })

  test('that is called off in flight is unknown, and one called off in the queue is not', async () => {
    zoom.on('POST', '/users/hostA/meetings', 'hang')
    const client = clientOf(zoom)
    const giveUp = new AbortController()
    const first = rejection(client.createMeeting('hostA', draft, { signal: giveUp.signal }))
    const second = rejection(client.createMeeting('hostA', draft, { signal: giveUp.signal }))
    await expect.poll(() => zoom.calls.length).toBe(1)
    giveUp.abort()
    const [inFlight, queued] = [await first, await second]
    expect([inFlight, queued]).toMatchObject([{ problem: { kind: 'cancelled' } }, { problem: { kind: 'cancelled' } }])
    expect([client.isAnswerUnknown(inFlight), client.isAnswerUnknown(queued)]).toEqual([true, false])
    expect(zoom.calls).toHaveLength(1)
  })

  test('that was refused, or never left, is known not to be', async () => {
    zoom.on('POST', '/users/hostA/meetings', {
      status: 400,
      json: { code: 300, message: 'Validation Failed.', errors: [{ field: 'start_time', message: 'Invalid field.' }] },
    })
    const client = clientOf(zoom)
    const refused = await rejection(client.createMeeting('hostA', draft))
    expect(refused).toMatchObject({ problem: { kind: 'zoomRefused', field: 'startsAt' } })
    expect(client.isAnswerUnknown(refused)).toBe(false)

    const gone = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => gone.once('listening', resolve))
    const { port } = gone.address() as AddressInfo
    await new Promise((resolve) => gone.close(resolve))
    const away = clientOf(zoom, { zoom: { apiUrl: `http://127.0.0.1:${port}`, oauthUrl: zoom.oauthUrl } })
    const unreachable = await rejection(away.createMeeting('hostA', draft))
    expect(unreachable).toMatchObject({ problem: { kind: 'offline' } })
    expect(away.isAnswerUnknown(unreachable)).toBe(false)
  })

  test('is made again after a 429 and after a token that was refused, for Zoom has not acted', async () => {
    zoom.on(
      'POST',
      '/users/hostA/meetings',
      inTurn(
        { status: 429, json: perSecond },
        { status: 401, json: { code: 124 } },
        { status: 201, json: wireMeeting },
      ),
    )
    expect(await clientOf(zoom).createMeeting('hostA', draft)).toMatchObject({ id: '81234567890' })
    expect(zoom.calls).toHaveLength(3)
  })
})

describe('writes that may be repeated', () => {
  test('are, and a delete that had worked the first time is no error', async () => {
    zoom.on(
      'DELETE',
      '/meetings/81234567890',
      inTurn('drop', { status: 404, json: { code: 3001, message: 'Meeting does not exist: 81234567890.' } }),
    )
    expect(await clientOf(zoom).deleteMeeting(meeting)).toBe('alreadyGone')
    zoom.on('PATCH', '/meetings/81234567890', inTurn(trouble, { status: 204 }))
    await clientOf(zoom).updateMeeting(meeting, { topic: 'Mathematics 8' })
    zoom.on('PUT', '/meetings/81234567890/status', inTurn('drop', { status: 204 }))
    expect(await clientOf(zoom).endMeeting(meeting)).toBe('ended')
    zoom.on('PUT', '/meetings/81234567890/status', { status: 404, json: { code: 3001, message: '' } })
    expect(await clientOf(zoom).endMeeting(meeting)).toBe('notRunning')
  })

  test('that never get an answer say that it is unknown', async () => {
    zoom.on('DELETE', '/meetings/81234567890', 'drop')
    const client = clientOf(zoom)
    const error = await rejection(client.deleteMeeting(meeting))
    expect(client.isAnswerUnknown(error)).toBe(true)
    expect(zoom.calls).toHaveLength(3)
  })

  test('of one host go one after the other, those of another beside them', async () => {
    let running = 0
    let most = 0
    const slow = async (): Promise<ScriptedAnswer> => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 20))
      running--
      return { status: 201, json: wireMeeting }
    }
    zoom.on('POST', '/users/hostA/meetings', slow)
    const client = clientOf(zoom, { clock: realClock })
    await Promise.all(Array.from({ length: 4 }, () => client.createMeeting('hostA', draft)))
    expect(most).toBe(1)
    // Each is answered only when the other has come.
    const both = meetingPoint(2)
    for (const host of ['hostC', 'hostD']) {
      zoom.on('POST', `/users/${host}/meetings`, async () => {
        await both()
        return { status: 201, json: wireMeeting }
      })
    }
    await Promise.all([client.createMeeting('hostC', draft), client.createMeeting('hostD', draft)])
  })

  test('go on after one of them failed', async () => {
    zoom.on('POST', '/users/hostA/meetings', inTurn('drop', { status: 201, json: wireMeeting }))
    const client = clientOf(zoom)
    const [first, second] = await Promise.allSettled([
      client.createMeeting('hostA', draft),
      client.createMeeting('hostA', draft),
    ])
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled'])
  })
})

describe('limits', () => {
  test('that lift soon are waited out', async () => {
    zoom.on(
      'GET',
      '/users/me',
      inTurn(
        { status: 429, json: perSecond },
        { status: 429, json: { ...perSecond, code: 4001 }, headers: { 'retry-after': '20' } },
        { json: wireUser },
      ),
    )
    const clock = leapClock()
    const before = clock.present
    await clientOf(zoom, { clock }).me()
    expect(clock.present - before).toBeGreaterThanOrEqual(21_000)
  })

  test('that do not lift come out with the moment at which they do', async () => {
    zoom.on('GET', '/users/me', { status: 429, json: perSecond, headers: { 'retry-after': '45' } })
    const clock = leapClock()
    expect(await rejection(clientOf(zoom, { clock }).me())).toMatchObject({
      problem: { kind: 'rateLimited', retryAt: new Date(clock.present + 45_000).toISOString() },
    })
    zoom.on('GET', '/users/me', { status: 429, json: perSecond })
    expect(await rejection(clientOf(zoom).me())).toMatchObject({ problem: { kind: 'rateLimited' } })
  })

  test("are counted by Zoom's clock where ours is wrong", async () => {
    const clock = leapClock()
    const zoomsNow = clock.present - 3 * 3_600_000
    zoom.on('GET', '/users/me', {
      status: 429,
      json: daily,
      headers: { date: new Date(zoomsNow).toUTCString(), 'retry-after': new Date(zoomsNow + 3_600_000).toISOString() },
    })
    expect(await rejection(clientOf(zoom, { clock }).me())).toMatchObject({
      problem: { retryAt: new Date(clock.present + 3_600_000).toISOString() },
    })
  })

  test('of the day shut the label for the account, across restarts, until they lift', async () => {
    zoom.on(
      'GET',
      '/users/me',
      inTurn({ status: 429, json: daily, headers: { 'retry-after': '2026-11-21T00:00:00Z' } }, { json: wireUser }),
    )
    zoom.on('GET', '/users/hostA/meetings', { json: { meetings: [], next_page_token: '' } })
    const clock = leapClock()
    const limitMemory = createLimitMemory()
    expect(await rejection(clientOf(zoom, { clock, limitMemory }).me())).toMatchObject({
      zoom: { limitOwner: 'account' },
    })
    const restarted = clientOf(zoom, { clock, limitMemory })
    expect(await rejection(restarted.me())).toMatchObject({
      problem: { kind: 'rateLimited' },
      zoom: { status: null, isAnswerUnknown: false },
    })
    expect(zoom.calls).toHaveLength(1)
    expect(await restarted.listMeetings('hostA', 'upcoming')).toEqual([])
    clock.present = Date.parse('2026-11-21T00:00:01Z')
    expect(await restarted.me()).toMatchObject({ id: 'hostA' })
  })

  test('of one host shut that host alone, and its writes are counted for forecasts', async () => {
    const used = {
      code: 429,
      message:
        'You have exceeded the daily rate limit (100) of Meeting Create/Update API requests permitted for this particular user. You may resume these requests at GMT 00:00:00.',
    }
    zoom.on('POST', '/users/hostA/meetings', inTurn({ status: 201, json: wireMeeting }, { status: 429, json: used }))
    zoom.on('POST', '/users/hostB/meetings', { status: 201, json: wireMeeting })
    zoom.on('DELETE', '/meetings/81234567890', { status: 204 })
    const clock = leapClock()
    const client = clientOf(zoom, { clock })
    await client.createMeeting('hostA', draft)
    const midnight = Date.parse('2026-11-21T00:00:00Z')
    const error = (await rejection(client.createMeeting('hostA', draft))) as ZoomError
    expect(error.zoom.limitOwner).toBe('host')
    expect(Math.abs(Date.parse(error.problem.retryAt!) - midnight)).toBeLessThan(60_000)
    expect(await client.hostWrites('hostA')).toMatchObject({ count: 2, limit: 100, resetsAt: midnight })
    expect(await rejection(client.updateMeeting(meeting, { topic: 'x' }))).toMatchObject({
      problem: { kind: 'rateLimited' },
    })
    expect(await client.deleteMeeting(meeting)).toBe('deleted')
    await client.createMeeting('hostB', draft)
    expect(await client.hostWrites('hostB')).toMatchObject({ count: 1, closedUntil: null })
    clock.present = midnight + 60_001
    expect(await client.hostWrites('hostA')).toMatchObject({ count: 0, closedUntil: null })
  })

  test('are kept in mind even where they cannot be written down', async () => {
    zoom.on('GET', '/users/me', { json: wireUser })
    const log = keptLog()
    const full = { read: () => Promise.reject(new Error('disk')), write: () => Promise.reject(new Error('disk')) }
    expect(await clientOf(zoom, { limitMemory: full, log }).me()).toMatchObject({ id: 'hostA' })
    expect(log.lines.map(({ event }) => event)).toContain('zoom.limitMemory')
  })
})

describe('what Zoom refuses becomes a Problem', () => {
  test.each<[string, number, object, object]>([
    [
      'a missing scope, by name and by what it costs',
      400,
      { code: 4711, message: 'Invalid access token, does not contain scopes:[user:read:user:admin, user:read:user].' },
      {
        kind: 'missingScope',
        message: expect.stringMatching(/user:read:user:admin or user:read:user;.*cannot tell whom/),
      },
    ],
    [
      'a missing scope without a list',
      401,
      { code: 4711, message: 'no <script>' },
      { kind: 'missingScope', message: expect.stringContaining('user:read:user:admin') },
    ],
    ['a plan', 400, { code: 200, message: 'Only available for paid account: abc' }, { kind: 'planTooSmall' }],
    [
      "a host's licence",
      400,
      { code: 200, message: 'Only available for paid users: x1yCzABCDEfg23HiJKl4mN.' },
      { kind: 'planTooSmall', message: expect.stringContaining('This host') },
    ],
    ['a role', 400, { code: 200, message: 'No permission.' }, { kind: 'zoomRefused' }],
    ['nobody', 404, { code: 1001, message: 'User does not exist: maria@paaralan.example.' }, { kind: 'notFound' }],
    ['a host without licence', 400, { code: 3161, message: 'x' }, { kind: 'planTooSmall' }],
    [
      'a code that nobody knows',
      400,
      { code: 99_999, message: 'maria@paaralan.example' },
      { kind: 'zoomRefused', message: 'Zoom refused this (code 99999).' },
    ],
    ['403 without a code', 403, { message: 'Access to the Zoom REST API has been denied' }, { kind: 'zoomRefused' }],
    ['407 of a proxy', 407, {}, { kind: 'offline' }],
    ['302', 302, {}, { kind: 'offline' }],
  ])('%s', async (_name, status, json, problem) => {
    zoom.on('GET', '/users/me', { status, json })
    expect(await rejection(clientOf(zoom).me())).toMatchObject({ problem })
  })
})

test('nothing of tokens, names, addresses or start links gets into an error, a log line or a value', async () => {
  const log = keptLog()
  const client = clientOf(zoom, { log })
  const secret = 'TOKENSECRET'
  const person = 'maria.clara@paaralan.example'
  zoom.onToken({ json: tokenAnswer(secret) })
  const texts: string[] = []
  const answers: ScriptedAnswer[] = [
    { status: 400, json: { code: 3000, message: `${person} ${secret} CLIENTSECRET` } },
    { status: 400, json: { code: 300, message: person, errors: [{ field: person, message: person }] } },
    {
      status: 429,
      json: { code: 429, message: `exceeded the daily rate limit of (3) for the registrant (${person})` },
    },
    { status: 500, text: `<html>${person}</html>` },
    { status: 201, json: { registrant_id: { [person]: person }, join_url: 7, start_url: 'STARTURLSECRET' } },
    'drop',
  ]
  for (const answer of answers) {
    zoom.on('POST', '/meetings/7/registrants', answer)
    const outcome = await client
      .addRegistrant('7', { key: 'k', email: person, firstName: 'Maria', lastName: 'Clara' })
      .catch((error: unknown) => error)
    texts.push(inspect(outcome, { depth: 20 }))
  }
  zoom.on('GET', '/meetings/81234567890', { json: wireMeeting })
  texts.push(JSON.stringify(await client.getMeeting('81234567890')), inspect(log.lines, { depth: 20 }))
  zoom.onToken({ status: 400, json: { reason: `Invalid ${secret} CLIENTSECRET`, error: 'invalid_client' } })
  texts.push(inspect(await rejection(client.connect()), { depth: 20 }))
  for (const text of texts) expect(text).not.toMatch(/TOKENSECRET|CLIENTSECRET|STARTURLSECRET|start_url|maria|clara/i)
})

test("the host's dispatcher carries everything, tokens included, and is not closed with the client", async () => {
  zoom.on('GET', '/users/me', { json: wireUser })
  let connects = 0
  const { port } = new URL(zoom.apiUrl)
  const proxy = createServer().on('connect', (_request, socket, head) => {
    connects++
    void import('node:net').then(({ connect }) => {
      const upstream = connect(Number(port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
        upstream.write(head)
        upstream.pipe(socket).pipe(upstream)
      })
      socket.on('error', () => upstream.destroy())
      upstream.on('error', () => socket.destroy())
    })
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const dispatcher = new ProxyAgent({
    uri: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    proxyTunnel: true,
  })
  const client = clientOf(zoom, { dispatcher })
  await client.me()
  expect(connects).toBeGreaterThan(0)
  await client.close()
  expect(await dispatcher.request({ origin: zoom.apiUrl, path: '/v2/users/me', method: 'GET' })).toMatchObject({
    statusCode: 200,
  })
  await dispatcher.destroy()
  proxy.closeAllConnections()
  proxy.close()
  expect(() => clientOf(zoom, { dispatcher: {} })).toThrow(TypeError)
})

test('a proxy that refuses is named as the reason, and nothing was sent', async () => {
  const proxy = createServer().on('connect', (_request, socket) => {
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const dispatcher = new ProxyAgent({
    uri: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    proxyTunnel: true,
  })
  expect(await rejection(clientOf(zoom, { dispatcher }).me())).toMatchObject({
    problem: { kind: 'offline', message: expect.stringContaining('proxy') },
  })
  await dispatcher.destroy()
  proxy.close()
})

test('a connection that this computer does not trust is named as such', async () => {
  const dispatcher = new Agent({
    connect: (_options, callback) =>
      callback(
        Object.assign(new Error('self-signed certificate in certificate chain'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
        null,
      ),
  })
  expect(await rejection(clientOf(zoom, { dispatcher }).me())).toMatchObject({
    problem: {
      kind: 'offline',
      message: expect.stringContaining('trust'),
      fix: expect.stringContaining('certificate'),
    },
  })
})
