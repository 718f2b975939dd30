import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { scheduleClass, startPractice } from './support.ts'

const inAWeek = { topic: 'T', type: 2, start_time: '2026-11-30T08:00:00', timezone: 'Asia/Manila' }

describe('limits', () => {
  it.each([
    ['free', 'Medium', 2, '/users'],
    ['pro', 'Light', 30, '/users/me'],
    ['pro', 'Medium', 20, '/users'],
    ['business', 'Heavy', 40, '/report/meetings/1/participants'],
  ] as const)('on %s let %s calls pass at %i a second', async (plan, label, perSecond, call) => {
    const practice = await startPractice({ plan })
    await practice.newToken()
    // All in one second, however busy the computer is: the limits count real time.
    const second = vi.spyOn(performance, 'now').mockReturnValue(performance.now())
    const answers = await Promise.all(Array.from({ length: perSecond + 5 }, () => practice.raw(`GET ${call}`)))
    second.mockRestore()
    const refused = answers.filter((answer) => answer.status === 429)
    expect(refused).toHaveLength(5)
    expect(refused[0]?.body).toEqual({
      code: 429,
      message: 'You have reached the maximum per-second rate limit for this API. Try again later.',
    })
    const header = (name: string): string | null | undefined => refused[0]?.headers.get(name)
    expect([header('x-ratelimit-category'), header('x-ratelimit-type'), header('x-ratelimit-limit')]).toEqual([
      label,
      'QPS',
      String(perSecond),
    ])
    expect(header('retry-after')).toBeNull()
    const passed = answers.find((answer) => answer.status !== 429)
    expect(passed?.headers.get('x-ratelimit-category')).toBe(label)
    expect(passed?.headers.get('x-zm-trackingid')).toMatch(/rid=WEB_/)
    const counts = (await practice.server.control('GET /calls')) as Record<string, number>
    expect(Object.entries(counts).find(([name]) => name.endsWith(' 429'))?.[1]).toBe(5)
  })

  it('give 4001 where the newer operations do', async () => {
    const practice = await startPractice({ plan: 'free' })
    await practice.newToken()
    const answers = await Promise.all(Array.from({ length: 3 }, () => practice.raw('GET /past_meetings/1/instances')))
    expect(answers.find((answer) => answer.status === 429)?.body.code).toBe(4001)
  })

  it('allow a host 100 creates and updates a day, until 00:00 UTC of the practice clock', async () => {
    const practice = await startPractice()
    const { body } = await practice.api('POST /users/me/meetings', inAWeek)
    /** The other limit, 80 a second, comes first. */
    const change = async (topic: string) => {
      for (;;) {
        const answer = await practice.raw(`PATCH /meetings/${body.id}`, { topic })
        if (answer.status !== 429 || !answer.text.includes('per-second')) return answer
        await setTimeout(100)
      }
    }
    for (let used = 1; used < 100; used += 1) expect((await change(`T${used}`)).status).toBe(204)
    const refused = await change('One more')
    expect(refused).toMatchObject({ status: 429, body: { code: 429 } })
    expect(refused.body.message).toContain('exceeded the daily rate limit (100) of Meeting Create/Update')
    expect(refused.headers.get('retry-after')).toBeNull()
    await practice.jump('2026-11-23T00:00:01.000Z')
    expect((await change('Next day')).status).toBe(204)
  })

  it('refuse writes of one host that overlap, and let those of two hosts pass', async () => {
    const practice = await startPractice({ latencyMedianMs: 400 })
    await practice.newToken()
    const users = (await practice.raw('GET /users')).body.users.filter((user) => user.type === 2)
    const create = (host: string | undefined): Promise<{ status: number; text: string }> =>
      practice.raw(`POST /users/${host}/meetings`, inAWeek)
    const [first, second, other] = await Promise.all([
      create(users[0]?.id),
      create(users[0]?.email),
      create(users[1]?.id),
    ])
    expect([first.status, second.status].toSorted()).toEqual([201, 429])
    expect(`${first.text} ${second.text}`).toContain('Too many concurrent requests')
    expect(other.status).toBe(201)
  })
})

describe('tokens', () => {
  it('need the right id, secret, account and grant', async () => {
    const practice = await startPractice()
    const { oauthUrl, accountId, clientId, clientSecret } = practice.server.address
    const ask = async (id: string, secret: string, form: Record<string, string>): Promise<[number, object]> => {
      const answer = await fetch(oauthUrl, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
        body: new URLSearchParams(form),
      })
      return [answer.status, (await answer.json()) as object]
    }
    const form = { grant_type: 'account_credentials', account_id: accountId }
    const client = { reason: 'Invalid client_id or client_secret', error: 'invalid_client' }
    expect(await ask('x', clientSecret, form)).toEqual([400, client])
    expect(await ask(clientId, 'x', form)).toEqual([400, client])
    expect(await ask(clientId, clientSecret, { ...form, account_id: 'x' })).toEqual([
      400,
      { reason: 'Bad Request', error: 'invalid_request' },
    ])
    expect(await ask(clientId, clientSecret, { ...form, grant_type: 'password' })).toMatchObject([
      400,
      { error: 'unsupported_grant_type' },
    ])
    const [status, body] = await ask(clientId, clientSecret, form)
    expect(status).toBe(200)
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 3600, api_url: practice.server.url })
    await practice.server.control('POST /faults', { name: 'appDisabled' })
    expect(await ask(clientId, clientSecret, form)).toMatchObject([400, { error: 'invalid_client' }])
  })

  it('die after an hour of the practice clock, when revoked, and when lost; several live at once', async () => {
    const practice = await startPractice()
    const first = (await practice.newToken()).body.access_token
    await practice.newToken()
    const call = async (token: string): Promise<[number, string]> => {
      const { status, body } = await practice.raw('GET /users/me', undefined, { authorization: `Bearer ${token}` })
      return [status, body.message]
    }
    expect((await call(first))[0]).toBe(200)
    expect(await call('nonsense')).toEqual([401, 'Invalid access token.'])
    await practice.server.control('POST /jump', { to: '2026-11-23T00:00:05Z' })
    expect(await call(first)).toEqual([401, 'Access token is expired.'])
    const second = (await practice.newToken()).body.access_token
    const { oauthUrl, clientId, clientSecret } = practice.server.address
    const revoked = await fetch(oauthUrl.replace(/token$/, 'revoke'), {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
      body: new URLSearchParams({ token: second }),
    })
    expect(await revoked.json()).toEqual({ status: 'success' })
    expect((await call(second))[0]).toBe(401)
    const third = (await practice.newToken()).body.access_token
    await practice.server.control('POST /faults', { name: 'tokenInvalid', times: 1 })
    expect((await call(third))[0]).toBe(401)
    expect((await call((await practice.newToken()).body.access_token))[0]).toBe(200)
  })

  it('lack the scopes that a fault takes from them', async () => {
    const practice = await startPractice()
    const scope = 'meeting:write:registrant:admin'
    await practice.server.control('POST /faults', { name: 'missingScope', scopes: [scope] })
    expect((await practice.newToken()).body.scope.split(' ')).not.toContain(scope)
    const { id } = await scheduleClass(practice, { registers: false })
    const refused = await practice.raw(`POST /meetings/${id}/registrants`, { email: 'a@b.example', first_name: 'A' })
    expect([refused.status, refused.body]).toEqual([
      400,
      { code: 4711, message: `Invalid access token, does not contain scopes:[${scope}].` },
    ])
  })
})

describe('faults', () => {
  it('fail, drop and slow down as many calls as wished', async () => {
    const practice = await startPractice()
    await practice.newToken()
    const fault = (body: object): Promise<unknown> => practice.server.control('POST /faults', body)
    await fault({ name: 'serverError', value: 502, times: 2 })
    const statuses = [1, 2, 3].map(() => practice.raw('GET /users/me'))
    expect((await Promise.all(statuses)).map((answer) => answer.status).toSorted()).toEqual([200, 502, 502])
    await fault({ name: 'dropConnection', call: 'GET /users/me', times: 1 })
    expect((await practice.raw('GET /users')).status).toBe(200)
    await expect(practice.raw('GET /users/me')).rejects.toThrow('fetch failed')
    await fault({ name: 'slow', value: 80, times: 1 })
    const began = performance.now()
    await practice.raw('GET /users/me')
    expect(performance.now() - began).toBeGreaterThan(75)
    await fault({ name: 'rateLimitDaily', times: 1 })
    const daily = await practice.raw('GET /users/me')
    expect(daily.headers.get('retry-after')).toBe('2026-11-23T00:00:00Z')
    expect(daily.headers.get('x-ratelimit-type')).toBe('Daily-limit')
    await fault({ name: 'rateLimitPerSecond', times: 1 })
    expect((await practice.raw('GET /users/me')).status).toBe(429)
    await fault({ name: 'concurrentRequests', times: 1 })
    expect((await practice.raw('POST /users/me/meetings', inAWeek)).body.message).toContain('concurrent')
    await fault({ name: 'clockSkew', value: 7, times: 1 })
    const skewed = Date.parse((await practice.raw('GET /users/me')).headers.get('date') ?? '')
    const straight = Date.parse((await practice.raw('GET /users/me')).headers.get('date') ?? '')
    expect(Math.round((skewed - straight) / 60_000)).toBe(7)
    await fault({ name: 'hang' })
    await expect(
      fetch(`${practice.server.address.apiUrl}/users`, { signal: AbortSignal.timeout(60) }),
    ).rejects.toThrow()
    await practice.server.control('DELETE /faults')
    expect((await practice.raw('GET /users/me')).status).toBe(200)
  })

  it('lose the answer to a create that was done', async () => {
    const practice = await startPractice()
    await practice.newToken()
    await practice.server.control('POST /faults', { name: 'answerLost', times: 1 })
    await expect(practice.raw('POST /users/me/meetings', inAWeek)).rejects.toThrow('fetch failed')
    expect((await practice.api('GET /users/me/meetings')).body.meetings.map((each) => each.topic)).toEqual(['T'])
  })

  it('lose the answer to any other call that was done, where it is named', async () => {
    const practice = await startPractice()
    const { body } = await practice.api('POST /users/me/meetings', inAWeek)
    const standing = () => practice.server.control('GET /meetings')
    expect(await standing()).toEqual({
      meetings: [
        {
          id: String(body.id),
          topic: 'T',
          hostEmail: expect.stringContaining('@'),
          alternativeHosts: [],
          dates: [{ startAt: '2026-11-30T00:00:00.000Z', minutes: 60 }],
          registrants: [],
        },
      ],
    })
    const path = `/meetings/${body.id}`
    for (const [call, input] of [
      [`PATCH ${path}`, { topic: 'U', duration: 45 }],
      [`DELETE ${path}`, undefined],
    ] as const) {
      await practice.server.control('POST /faults', { name: 'answerLost', times: 1, call: call.split('/')[0]! })
      // What the fault does not name is answered.
      expect((await practice.raw(`GET ${path}`)).status).toBe(200)
      await expect(practice.raw(call, input)).rejects.toThrow('fetch failed')
      expect(await standing()).toMatchObject({
        meetings: input === undefined ? [] : [{ topic: 'U', dates: [{ minutes: 45 }] }],
      })
    }
  })

  it('let page tokens expire: by the practice clock, by the fault, and for any other list', async () => {
    const practice = await startPractice()
    const page = async (token: string): Promise<[number, string]> => {
      const { status, body } = await practice.api(`GET /users?page_size=2&next_page_token=${token}`)
      return [status, status === 200 ? body.next_page_token : body.message]
    }
    const refused = [400, 'The next page token is invalid or expired.']
    const [, token] = await page('')
    expect((await page(token))[0]).toBe(200)
    expect(await page('nonsense')).toEqual(refused)
    expect((await practice.api(`GET /users/me/meetings?next_page_token=${token}`)).status).toBe(400)
    await practice.server.control('POST /faults', { name: 'pageTokenExpired', times: 1 })
    expect(await page(token)).toEqual(refused)
    expect((await page(token))[0]).toBe(200)
    await practice.jump('2026-11-22T23:16:00Z')
    expect(await page(token)).toEqual(refused)
  })

  it('are refused when nobody knows them', async () => {
    const practice = await startPractice()
    await expect(practice.server.control('POST /faults', { name: 'gremlin' })).rejects.toThrow('name must be one of')
    await expect(practice.server.control('GET /nothing')).rejects.toThrow('404')
  })
})

describe('unknown calls', () => {
  it('are not recognized, and wrong JSON is told', async () => {
    const practice = await startPractice()
    expect((await practice.raw('GET /webinars/1')).body).toEqual({
      code: 2300,
      message: 'This API endpoint is not recognized.',
    })
    expect((await practice.raw('GET /meetings/abc')).body.code).toBe(300)
    const answer = await fetch(`${practice.server.address.apiUrl}/users/me/meetings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${(await practice.newToken()).body.access_token}` },
      body: '{',
    })
    expect(((await answer.json()) as { code: number }).code).toBe(300)
  })
})
