import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ProblemKind } from '../../../src/shared/problem.ts'
import {
  clientOf,
  credentials,
  keptLog,
  leapClock,
  rejection,
  scriptedZoom,
  tokenAnswer,
  wireUser,
  type ScriptedZoom,
} from './support.ts'

let zoom: ScriptedZoom
beforeEach(async () => {
  zoom = await scriptedZoom()
  zoom.on('GET', /^\/users\/\w+$/, { json: wireUser })
})
afterEach(() => zoom.close())

const minute = 60_000

describe('asking for a token', () => {
  test('puts the account into the form, the credentials into Basic, and nothing into the address', async () => {
    await clientOf(zoom).me()
    const [call] = zoom.tokenCalls
    expect([...call!.query.keys()]).toEqual([])
    expect(call!.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(Object.fromEntries(new URLSearchParams(call!.text))).toEqual({
      grant_type: 'account_credentials',
      account_id: credentials.accountId,
    })
    expect(Buffer.from(call!.headers.authorization!.replace('Basic ', ''), 'base64').toString()).toBe(
      'CLIENTID:CLIENTSECRET',
    )
  })

  test('happens once, however many calls want one at the same moment', async () => {
    zoom.onToken((_call, nth) => ({ json: tokenAnswer(`token-${nth}`), afterMs: 30 }))
    const client = clientOf(zoom)
    await Promise.all(Array.from({ length: 20 }, () => client.getUser('a')))
    expect(zoom.tokenCalls).toHaveLength(1)
    expect(new Set(zoom.calls.map((call) => call.headers.authorization))).toEqual(new Set(['Bearer token-1']))
  })

  test('happens again five minutes before the end, not earlier', async () => {
    const clock = leapClock()
    const client = clientOf(zoom, { clock })
    await client.me()
    clock.present += 54 * minute
    await client.me()
    expect(zoom.tokenCalls).toHaveLength(1)
    clock.present += 2 * minute
    await client.me()
    expect(zoom.tokenCalls).toHaveLength(2)
  })

  test('of a giving-up caller goes on for the others', async () => {
    zoom.onToken((_call, nth) => ({ json: tokenAnswer(`token-${nth}`), afterMs: 50 }))
    const client = clientOf(zoom)
    const giveUp = new AbortController()
    const impatient = rejection(client.me({ signal: giveUp.signal }))
    const patient = client.me()
    giveUp.abort()
    expect(await impatient).toMatchObject({ problem: { kind: 'cancelled' } })
    expect(await patient).toMatchObject({ id: 'hostA' })
    expect(zoom.tokenCalls).toHaveLength(1)
  })

  test('fails over to the token in hand while that lasts', async () => {
    const clock = leapClock()
    const client = clientOf(zoom, { clock })
    await client.me()
    zoom.onToken({ status: 503, json: {} })
    clock.present += 57 * minute
    expect(await client.me()).toMatchObject({ id: 'hostA' })
    clock.present += 10 * minute
    expect(await rejection(client.me())).toMatchObject({ problem: { kind: 'zoomUnavailable' } })
  })

  test('waits out a short 429 and passes on a long one', async () => {
    zoom.onToken((_call, nth) =>
      nth === 1
        ? { status: 429, json: { reason: 'Too many requests', error: 'x' }, headers: { 'retry-after': '2' } }
        : { json: tokenAnswer('token') },
    )
    const clock = leapClock()
    await clientOf(zoom, { clock }).me()
    expect(clock.sleeps.some((ms) => ms >= 2000)).toBe(true)

    zoom.onToken({ status: 429, json: {}, headers: { 'retry-after': '3600' } })
    expect(await rejection(clientOf(zoom).me())).toMatchObject({
      problem: { kind: 'rateLimited', retryAt: expect.stringMatching(/^2026-/) },
    })
  })
})

describe('a token', () => {
  test('that is refused is renewed once and the call made again, by 401 and by code 124 under any status', async () => {
    for (const status of [401, 400]) {
      const client = clientOf(zoom)
      zoom.on('GET', '/users/worn', (call) =>
        call.headers.authorization === `Bearer token-${zoom.tokenCalls.length}` && zoom.tokenCalls.length % 2 === 0
          ? { json: wireUser }
          : { status, json: { code: 124, message: 'Access token is expired.' } },
      )
      expect(await client.getUser('worn')).toMatchObject({ id: 'hostA' })
      expect(zoom.tokenCalls.length % 2).toBe(0)
    }
  })

  test('that twenty calls find refused is renewed by one request', async () => {
    zoom.on('GET', '/users/x', (call) =>
      call.headers.authorization === 'Bearer token-1'
        ? { status: 401, json: { code: 124, message: 'Invalid access token.' }, afterMs: 20 }
        : { json: wireUser },
    )
    const client = clientOf(zoom)
    await Promise.all(Array.from({ length: 20 }, () => client.getUser('x')))
    expect(zoom.tokenCalls).toHaveLength(2)
    expect(zoom.calls).toHaveLength(40)
  })

  test('that is refused again ends in a sentence', async () => {
    zoom.on('GET', '/users/me', { status: 401, json: { code: 124, message: 'Invalid access token.' } })
    expect(await rejection(clientOf(zoom).me())).toMatchObject({
      problem: { kind: 'wrongCredentials' },
      zoom: { code: 124 },
    })
    expect(zoom.tokenCalls).toHaveLength(2)
    expect(zoom.calls).toHaveLength(2)
  })

  test('that is refused while our clock is wrong says so, and the skew is known', async () => {
    const clock = leapClock()
    const date = { date: new Date(clock.present + 7 * minute).toUTCString() }
    zoom.onToken({ json: tokenAnswer('token'), headers: date })
    zoom.on('GET', '/users/me', {
      status: 401,
      json: { code: 124, message: 'Access token is expired.' },
      headers: date,
    })
    const log = keptLog()
    const client = clientOf(zoom, { clock, log })
    const error = await rejection(client.me())
    expect(error).toMatchObject({
      problem: { kind: 'clockWrong', message: expect.stringContaining('7 minutes behind') },
    })
    expect((await client.connect()).clockSkewSeconds).toBeGreaterThanOrEqual(419)
    expect(log.lines.filter(({ event }) => event === 'zoom.clockSkew')).toHaveLength(1)
  })

  test('tells its scopes, and which feature each missing one costs', async () => {
    zoom.onToken({ json: tokenAnswer('token', { scope: 'user:read:admin meeting:write:meeting:admin' }) })
    const client = clientOf(zoom)
    expect((await client.connect()).scopes).toEqual(['user:read:admin', 'meeting:write:meeting:admin'])
    const needs = await client.scopeNeeds()
    const granted = needs.filter(({ isGranted }) => isGranted).map(({ scope }) => scope)
    expect(granted).toEqual([
      'user:read:user:admin',
      'user:read:list_users:admin',
      'user:read:settings:admin',
      'meeting:write:meeting:admin',
    ])
    expect(needs.find(({ scope }) => scope === 'report:read:list_meeting_participants:admin')).toMatchObject({
      feature: 'attendance',
      isGranted: false,
    })
  })

  test('is asked for anew by connect, so that new scopes show', async () => {
    const client = clientOf(zoom)
    await client.me()
    zoom.onToken({ json: tokenAnswer('new', { scope: 'a:b' }) })
    expect((await client.connect()).scopes).toEqual(['a:b'])
  })
})

describe('where the token sends us', () => {
  test('an explicit address wins over api_url', async () => {
    zoom.onToken({ json: tokenAnswer('token', { api_url: 'https://api-eu.zoom.us' }) })
    const client = clientOf(zoom)
    expect((await client.connect()).apiUrl).toBe(`${zoom.apiUrl}/v2`)
  })

  test('api_url counts on Zoom hosts only', async () => {
    const log = keptLog()
    const client = clientOf(zoom, { zoom: { oauthUrl: zoom.oauthUrl }, log })
    zoom.onToken({ json: tokenAnswer('token', { api_url: 'https://api-eu.zoom.us' }) })
    expect((await client.connect()).apiUrl).toBe('https://api-eu.zoom.us/v2')
    zoom.onToken({ json: tokenAnswer('token', { api_url: 'https://api.zoom.us.evil.example' }) })
    expect((await client.connect()).apiUrl).toBe('https://api.zoom.us/v2')
    expect(log.lines.map(({ event }) => event)).toContain('zoom.apiUrlRefused')
    zoom.onToken({ json: tokenAnswer('token', { api_url: undefined }) })
    expect((await client.connect()).apiUrl).toBe('https://api.zoom.us/v2')
  })
})

describe('when Zoom gives no token', () => {
  const refusals: readonly (readonly [string, number, object, ProblemKind, RegExp])[] = [
    [
      'wrong secret',
      400,
      { reason: 'Invalid client_id or client_secret', error: 'invalid_client' },
      'wrongCredentials',
      /client secret/,
    ],
    ['4702', 401, { reason: 'Invalid client: (4,702)', error: 'invalid_request' }, 'wrongCredentials', /client secret/],
    ['4704', 401, { code: 4704, reason: 'x', error: 'x' }, 'wrongCredentials', /client secret/],
    ['wrong account', 400, { reason: 'Bad Request', error: 'invalid_request' }, 'wrongCredentials', /account ID/],
    [
      'other kind of app',
      400,
      { reason: 'unsupported grant type', error: 'unsupported_grant_type' },
      'wrongCredentials',
      /another kind/,
    ],
    ['disabled', 400, { reason: 'The app has been disabled.', error: 'invalid_client' }, 'appDisabled', /disabled/],
    ['4717', 401, { reason: 'The app has been disabled (4717)', error: 'invalid_request' }, 'appDisabled', /disabled/],
    ['4738', 401, { code: 4738, reason: '', error: '' }, 'appDisabled', /administrator/],
    ['4735', 401, { code: 4735, reason: '', error: '' }, 'wrongCredentials', /owned/],
    ['trouble', 502, {}, 'zoomUnavailable', /trouble/],
  ]
  test.each(refusals)('%s', async (_name, status, json, kind, message) => {
    zoom.onToken({ status, json })
    expect(await rejection(clientOf(zoom).me())).toMatchObject({
      problem: { kind, message: expect.stringMatching(message) },
      zoom: { endpoint: 'oauth.token', isAnswerUnknown: false },
    })
    expect(zoom.calls).toHaveLength(0)
  })

  test('a sign-in page of the network is no Zoom', async () => {
    const page = { text: '<html>Welcome to the library</html>', headers: { 'content-type': 'text/html' } }
    zoom.onToken(page)
    expect(await rejection(clientOf(zoom).me())).toMatchObject({ problem: { kind: 'offline' } })
    zoom.onToken({ ...page, status: 403 })
    expect(await rejection(clientOf(zoom).me())).toMatchObject({ problem: { kind: 'offline' } })
  })

  test('a token without its secret is no token', async () => {
    zoom.onToken({ json: { token_type: 'bearer' } })
    expect(await rejection(clientOf(zoom).me())).toMatchObject({ problem: { kind: 'zoomUnavailable' } })
  })

  test('nobody there is offline', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const client = clientOf(zoom, { zoom: { apiUrl: zoom.apiUrl, oauthUrl: `http://127.0.0.1:${port}` } })
    expect(await rejection(client.me())).toMatchObject({ problem: { kind: 'offline' } })
  })
})
