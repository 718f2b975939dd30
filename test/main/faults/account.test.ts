import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { testApplication } from '../../support/application.ts'
import { connectedSchool, hastyDispatcher, pretendZoom, problemOf, school, type PretendZoom } from './support.ts'

/** A school that is set up, on its way to this Zoom, and not connected yet. */
async function unconnected(zoom: PretendZoom, ports: Parameters<typeof testApplication>[0] = {}) {
  const app = await testApplication({ clock: zoom.clock, ...ports, ports: { zoom: zoom.zoom, ...ports?.ports } })
  await app.call('school.setUp', { school })
  return app
}

/** A server that answers everything with one page of HTML, as the sign-in page of a network does. */
async function signInPage(): Promise<string> {
  const server = createServer((_request, response) => {
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<!doctype html><title>Sign in to this network</title>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('the plan is what the account’s licences say, whoever owns the app', async () => {
  const zoom = await pretendZoom()
  await zoom.control('POST /owner', { isLicensed: false })
  const { app } = await connectedSchool(zoom)
  const plan = async () => (await app.call('account.test', {})).plan
  expect(await plan()).toBe('pro')
  expect((await app.call('account.connect', { ...zoom.credentials, plan: 'business' })).plan).toBe('business')
  // It pays for somebody, so it is not the plan that was said.
  expect((await app.call('account.connect', { ...zoom.credentials, plan: 'free' })).plan).toBeNull()

  await zoom.control('POST /plan', { plan: 'free' })
  expect(await plan()).toBe('free')
  // Nobody tells who has a licence.
  await zoom.fault('missingScope', { scopes: ['user:read:list_users:admin'] })
  expect(await plan()).toBeNull()
})

describe('connecting fails', () => {
  test.each(['accountId', 'clientId', 'clientSecret'] as const)(
    'with a wrong %s, and nothing is kept',
    async (field) => {
      const zoom = await pretendZoom()
      const app = await unconnected(zoom)
      const typed = { ...zoom.credentials, [field]: 'mistyped-4711' }
      const problem = problemOf(await app.attempt('account.connect', typed), [...Object.values(typed)])
      expect(problem.kind).toBe('wrongCredentials')
      expect(problem.message).toContain(field === 'accountId' ? 'account ID' : 'client ID or the client secret')
      expect(await app.call('account.get', {})).toMatchObject({ account: null })
      expect(await app.call('app.status', {})).toMatchObject({ isConnected: false })
      expect(problemOf(await app.attempt('account.test', {})).kind).toBe('notConnected')
      expect(await app.call('account.connect', zoom.credentials)).toMatchObject({ missingScopes: [] })
      expect(app.ports.log.lines.join('\n')).not.toContain('mistyped')
    },
  )

  test('when another account was connected before, which stays', async () => {
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom)
    const wrong = { ...zoom.credentials, clientSecret: 'mistyped-4711' }
    expect(problemOf(await app.attempt('account.connect', wrong)).kind).toBe('wrongCredentials')
    expect(await app.call('account.test', {})).toMatchObject({ missingScopes: [] })
  })

  test('while Zoom has disabled the app; connected before, the test says so and the account stays', async () => {
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom)
    await zoom.fault('appDisabled')
    expect(problemOf(await app.attempt('account.test', {})).kind).toBe('appDisabled')
    expect(problemOf(await app.attempt('account.connect', zoom.credentials)).kind).toBe('appDisabled')
    expect((await app.call('account.get', {})).account).toMatchObject({ clientId: zoom.credentials.clientId })
    await zoom.mend()
    expect(await app.call('account.test', {})).toMatchObject({ missingScopes: [] })
  })

  test('without the scope that tells who we are', async () => {
    const zoom = await pretendZoom()
    const app = await unconnected(zoom)
    await zoom.fault('missingScope', { scopes: ['user:read:user:admin', 'user:read:admin', 'user:read'] })
    const problem = problemOf(await app.attempt('account.connect', zoom.credentials))
    expect(problem).toMatchObject({ kind: 'missingScope', message: expect.stringContaining('whom it is connected to') })
    expect(await app.call('account.get', {})).toMatchObject({ account: null })
  })

  test('without a network: refused, and no such name', async () => {
    const zoom = await pretendZoom()
    const app = await unconnected(zoom)
    await zoom.goDown()
    expect(problemOf(await app.attempt('account.connect', zoom.credentials)).kind).toBe('offline')
    expect(await app.call('account.get', {})).toMatchObject({ account: null })

    const nowhere = { apiUrl: 'https://zoom.invalid/v2', oauthUrl: 'https://zoom.invalid/oauth/token' }
    const lost = await unconnected(zoom, { ports: { zoom: nowhere } })
    expect(problemOf(await lost.attempt('account.connect', zoom.credentials)).kind).toBe('offline')
  })

  test('behind the sign-in page of a network', async () => {
    const zoom = await pretendZoom()
    const page = await signInPage()
    const app = await unconnected(zoom, { ports: { zoom: { apiUrl: `${page}/v2`, oauthUrl: `${page}/oauth/token` } } })
    const problem = problemOf(await app.attempt('account.connect', zoom.credentials))
    expect(problem).toMatchObject({ kind: 'offline', fix: expect.stringContaining('sign-in') })
  })

  test.each([
    ['has trouble', 'serverError'],
    ['hangs up', 'dropConnection'],
    ['never answers', 'hang'],
  ] as const)('while Zoom %s, and nothing is kept', async (_what, fault) => {
    const zoom = await pretendZoom()
    const app = await unconnected(zoom, { ports: { dispatcher: hastyDispatcher(), random: () => 0 } })
    await zoom.fault(fault, { call: 'POST /oauth/token' })
    expect(problemOf(await app.attempt('account.connect', zoom.credentials)).kind).toBe('zoomUnavailable')
    expect(await app.call('account.get', {})).toMatchObject({ account: null })
    await zoom.mend()
    expect(await app.call('account.connect', zoom.credentials)).toMatchObject({ missingScopes: [] })
  })
})

test('the test of a connected account tells that Zoom has trouble, and the account stays', async () => {
  const zoom = await pretendZoom()
  const { app } = await connectedSchool(zoom)
  await zoom.fault('serverError', { call: 'GET /users', value: 502 })
  expect(problemOf(await app.attempt('account.test', {})).kind).toBe('zoomUnavailable')
  expect((await app.call('account.get', {})).account).not.toBeNull()
})

test('a missing scope is no reason not to connect: it says which feature it costs', async () => {
  const zoom = await pretendZoom()
  const app = await unconnected(zoom)
  const lacking = ['user:read:list_users:admin', 'report:read:list_meeting_participants:admin']
  await zoom.fault('missingScope', { scopes: lacking })
  const { missingScopes, grantedScopes } = await app.call('account.connect', zoom.credentials)
  expect(missingScopes).toEqual(
    expect.arrayContaining([
      { scope: lacking[0], feature: 'hosts' },
      { scope: lacking[1], feature: 'attendance' },
    ]),
  )
  expect(grantedScopes).not.toContain(lacking[0])
  expect(await app.call('app.status', {})).toMatchObject({ isConnected: true })
  const problem = problemOf(await app.attempt('account.listHosts', { refresh: true }))
  expect(problem).toMatchObject({ kind: 'missingScope', message: expect.stringContaining('list the hosts') })
  await zoom.mend()
  expect(await app.call('account.test', {})).toMatchObject({ missingScopes: [] })
  expect((await app.call('account.listHosts', { refresh: true })).hosts.length).toBeGreaterThan(0)
})

describe('a clock that is wrong', () => {
  test('is shown by the test of a connection that works', async () => {
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom)
    await zoom.fault('clockSkew', { value: 10 })
    const { clockSkewSeconds } = await app.call('account.test', {})
    expect(Math.abs(clockSkewSeconds + 600)).toBeLessThan(3)
  })

  test('is named as the reason where fresh tokens are refused', async () => {
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom)
    await zoom.fault('clockSkew', { value: -90 })
    await zoom.fault('tokenInvalid', { call: 'GET /users' })
    const problem = problemOf(await app.attempt('account.test', {}))
    expect(problem).toMatchObject({ kind: 'clockWrong', message: expect.stringContaining('90 minutes ahead of') })
  })
})
