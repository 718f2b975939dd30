import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startBrowserServer, type BrowserServer } from '../../../../src/main/hosts/browser/server.ts'
import { createSessions, idleMs, ticketLifeMs } from '../../../../src/main/hosts/browser/sessions.ts'
import { createFiles } from '../../../../src/main/hosts/shared/files.ts'
import type { ApplicationEvent, ApplicationHandle } from '../../../../src/shared/handle.ts'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

interface Ask {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string | Uint8Array
}

/** A browser's cookie, key and tab token after one link. */
interface Entered {
  readonly cookie: string
  readonly key: string
  readonly tab: string
}

let folder: string
let server: BrowserServer
let now: number
let tell: (event: ApplicationEvent) => void
let called: unknown[]

/** An application that answers what it was asked. */
function createEcho(): ApplicationHandle {
  const listeners = new Set<(event: ApplicationEvent) => void>()
  tell = (event) => listeners.forEach((listener) => listener(event))
  return {
    async call(name, input, caller) {
      called.push([name, input])
      return { ok: true, value: { name, input, caller } }
    },
    on(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => undefined,
  }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeroom-page-'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><html><head><title>x</title></head></html>')
  await writeFile(join(folder, 'app.js'), 'export {}')
  await writeFile(join(folder, 'notes.secret'), 'no')
  now = Date.now()
  called = []
  server = await startBrowserServer({
    application: createEcho(),
    files: createFiles(),
    pageFolder: folder,
    port: 0,
    sessions: createSessions(() => now),
  })
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const port = () => new URL(server.origin).port

/** Plain HTTP, because a browser's fetch would not let us forge what an attacker can. */
async function ask(path: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> {
  const outgoing = httpRequest({ host: '127.0.0.1', port: port(), path, method, headers })
  outgoing.end(body)
  const [incoming] = (await once(outgoing, 'response')) as [import('node:http').IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk)
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, text: Buffer.concat(chunks).toString() }
}

async function enter(): Promise<Entered> {
  const welcome = await ask(new URL(server.newLink()).pathname)
  expect(welcome.status).toBe(200)
  const cookie = welcome.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  const key = /'homeroom.key', '([\w-]+)'/.exec(welcome.text)?.[1] ?? ''
  return { cookie, key, tab: await newTab({ cookie, key }) }
}

async function newTab({ cookie, key }: Pick<Entered, 'cookie' | 'key'>): Promise<string> {
  const headers = { cookie, origin: server.origin, 'x-homeroom-key': key }
  const { status, text } = await ask('/tab', { method: 'POST', headers })
  expect(status).toBe(200)
  return (JSON.parse(text) as { token: string }).token
}

const callHeaders = ({ cookie, tab }: Entered) => ({ cookie, origin: server.origin, 'x-homeroom-tab': tab })
const call = (headers: Record<string, string>, body = '{"name":"app.status","input":{}}') =>
  ask('/call', { method: 'POST', headers, body })

describe('the one-time link', () => {
  it('becomes a cookie named by the port, HttpOnly and SameSite=Strict, once', async () => {
    const link = new URL(server.newLink())
    expect(link.origin).toBe(server.origin)
    const welcome = await ask(link.pathname)
    expect(welcome.status).toBe(200)
    expect(welcome.headers['set-cookie']).toEqual([
      expect.stringMatching(new RegExp(`^homeroom-${port()}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`)),
    ])
    expect(welcome.headers['cache-control']).toBe('no-store')
    expect(await ask(link.pathname)).toMatchObject({ status: 403, text: 'Forbidden' })
  })

  it('works for a minute', async () => {
    const link = new URL(server.newLink())
    now += ticketLifeMs
    expect((await ask(link.pathname)).status).toBe(403)
    const another = new URL(server.newLink())
    now += ticketLifeMs - 1
    expect((await ask(another.pathname)).status).toBe(200)
  })

  it('is not spent by guesses, by another address of ours, or by a page that embeds it', async () => {
    const link = new URL(server.newLink())
    const refused = [
      ask('/enter/'),
      ask('/enter/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'),
      ask(link.pathname, { headers: { host: `localhost:${port()}` } }),
      ask(link.pathname, { headers: { 'sec-fetch-dest': 'iframe' } }),
      ask(link.pathname, { headers: { 'sec-fetch-dest': 'image' } }),
      ask(link.pathname, { method: 'POST' }),
      ask(link.pathname, { method: 'HEAD' }),
    ]
    for (const answer of await Promise.all(refused)) expect(answer.status).toBe(403)
    expect((await ask(link.pathname, { headers: { 'sec-fetch-dest': 'document' } })).status).toBe(200)
  })

  it('ends an older one that was not used', async () => {
    const [older, newer] = [new URL(server.newLink()), new URL(server.newLink())]
    expect((await ask(older.pathname)).status).toBe(403)
    expect((await ask(newer.pathname)).status).toBe(200)
  })
})

describe('the page', () => {
  it('comes with the strict policy and a nonce of its own each time', async () => {
    const { cookie } = await enter()
    const navigation = { cookie, 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }
    const [first, second] = [await ask('/', { headers: navigation }), await ask('/', { headers: { cookie } })]
    const nonceOf = (answer: Answer) => /<meta property="csp-nonce" nonce="([\w-]+)">/.exec(answer.text)?.[1] ?? 'none'
    expect(first.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonceOf(first)}'`)
    expect(first.headers['content-security-policy']).toContain("require-trusted-types-for 'script'")
    expect(first.headers['content-security-policy']).not.toContain('unsafe')
    expect(first.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    expect(nonceOf(first)).not.toBe(nonceOf(second))
    expect(await ask('/app.js', { headers: { cookie } })).toMatchObject({ status: 200, text: 'export {}' })
  })

  it('is not given away, and nothing beside it', async () => {
    const { cookie } = await enter()
    for (const path of [
      '/notes.secret',
      '/..%2f..%2fetc/passwd',
      '/../package.json',
      '/%00',
      '/nothing.js',
      '//app.js/..',
    ]) {
      expect((await ask(path, { headers: { cookie } })).status).toBe(404)
    }
    expect((await ask('/')).status).toBe(403)
    expect((await ask('/app.js')).status).toBe(403)
    const foreign = { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    expect((await ask('/', { headers: foreign })).status).toBe(403)
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'POST']) {
      expect((await ask('/', { method, headers: { cookie, origin: server.origin } })).status).toBe(403)
    }
  })
})

describe('a call', () => {
  it('needs all of cookie, Host, Origin and tab token', async () => {
    const me = await enter()
    const headers = callHeaders(me)
    expect(JSON.parse((await call(headers, '{"name":"meeting.list","input":{"limit":5}}')).text)).toEqual({
      ok: true,
      value: { name: 'meeting.list', input: { limit: 5 }, caller: { role: 'administrator', door: 'browser' } },
    })
    expect((await call(headers)).headers['cache-control']).toBe('no-store')
    const before = called.length
    const { cookie: _cookie, ...noCookie } = headers
    const { origin: _origin, ...noOrigin } = headers
    const { 'x-homeroom-tab': _tab, ...noTab } = headers
    const forged: Record<string, string>[] = [
      noCookie,
      noOrigin,
      noTab,
      { ...headers, cookie: `homeroom-${port()}=${'A'.repeat(43)}` },
      { ...headers, cookie: me.cookie.replace('homeroom-', 'other-') },
      { ...headers, origin: 'null' },
      { ...headers, origin: 'https://example.com' },
      { ...headers, origin: `http://localhost:${port()}` },
      { ...headers, origin: `http://127.0.0.1:${Number(port()) + 1}` },
      { ...headers, 'x-homeroom-tab': 'A'.repeat(43) },
      { ...headers, 'x-homeroom-tab': '' },
      { ...headers, 'x-homeroom-tab': me.key },
      { ...headers, 'sec-fetch-site': 'cross-site' },
      { ...headers, 'sec-fetch-site': 'same-site' },
    ]
    for (const attempt of forged) expect(await call(attempt)).toMatchObject({ status: 403, text: 'Forbidden' })
    expect(called.length).toBe(before)
  })

  it('is refused under a name that somebody else made point here (DNS rebinding)', async () => {
    const headers = callHeaders(await enter())
    for (const host of [
      `evil.example:${port()}`,
      'evil.example',
      `localhost:${port()}`,
      '127.0.0.1',
      `127.0.0.1:${port()}.evil.example`,
    ]) {
      const origin = `http://${host}`
      expect((await call({ ...headers, host })).status).toBe(403)
      expect((await call({ ...headers, host, origin })).status).toBe(403)
      expect((await ask('/', { headers: { host, cookie: headers.cookie } })).status).toBe(403)
    }
    expect(called).toEqual([])
  })

  it('cannot be made with the cookie alone, which every port of this computer gets to see', async () => {
    const { cookie, tab } = await enter()
    const origin = server.origin
    for (const key of ['', 'A'.repeat(43), tab, cookie.split('=')[1] ?? '']) {
      const headers = { cookie, origin, 'x-homeroom-key': key }
      expect((await ask('/tab', { method: 'POST', headers })).status).toBe(403)
    }
    expect((await ask('/tab', { method: 'POST', headers: { cookie, origin } })).status).toBe(403)
  })

  it('cannot be made with the tab token of another browser', async () => {
    const [me, other] = [await enter(), await enter()]
    expect((await call(callHeaders({ ...me, tab: other.tab }))).status).toBe(403)
    expect((await call(callHeaders({ ...other, tab: me.tab }))).status).toBe(403)
    const headers = { cookie: me.cookie, origin: server.origin, 'x-homeroom-key': other.key }
    expect((await ask('/tab', { method: 'POST', headers })).status).toBe(403)
    const second = await newTab(me)
    expect(second).not.toBe(me.tab)
    expect((await call(callHeaders({ ...me, tab: second }))).status).toBe(200)
    expect((await call(callHeaders(me))).status).toBe(200)
  })

  it('is told apart from nonsense and from too much', async () => {
    const headers = callHeaders(await enter())
    for (const body of ['', 'null', '[]', '{"input":{}}', '{"name":7}', '{"name":"x"']) {
      expect(await call(headers, body)).toMatchObject({ status: 400 })
    }
    const large = await call(headers, `{"name":"x","input":"${'a'.repeat(2 ** 20)}"}`)
    expect(large.status).toBe(413)
    expect(JSON.parse(large.text)).toMatchObject({ ok: false, problem: { kind: 'invalidInput' } })
    expect(called).toEqual([])
  })

  it('is no longer let in after half an hour without one', async () => {
    const me = await enter()
    now += idleMs - 1
    expect((await call(callHeaders(me))).status).toBe(200)
    now += idleMs - 1
    expect((await call(callHeaders(me))).status).toBe(200)
    now += idleMs
    expect((await call(callHeaders(me))).status).toBe(403)
    expect((await ask('/', { headers: { cookie: me.cookie } })).status).toBe(403)
  })
})

describe('a file', () => {
  it('goes in under its name and comes out as an attachment', async () => {
    const headers = callHeaders(await enter())
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0, 255, 10])
    const name = encodeURIComponent("Peña's «list» (7) 学校.csv")
    const put = await ask('/file', {
      method: 'POST',
      headers: { ...headers, 'x-homeroom-name': name, 'content-type': 'text/csv' },
      body: bytes,
    })
    const { handle } = JSON.parse(put.text) as { handle: string }
    const { cookie, 'x-homeroom-tab': tab } = headers
    const got = await ask(`/file/${handle}`, { headers: { cookie, 'x-homeroom-tab': tab } })
    expect(got.status).toBe(200)
    expect(got.headers).toMatchObject({
      'content-type': 'text/csv',
      'content-disposition': expect.stringMatching(/^attachment; filename\*=UTF-8''Pe%C3%B1a%27s%20/),
      'content-security-policy': expect.stringContaining('sandbox'),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    expect(Buffer.from(got.text)).toEqual(Buffer.from(bytes.toString()))
    expect((await ask(`/file/${handle}`, { headers: { cookie } })).status).toBe(403)
    expect(
      (await ask(`/file/${handle}`, { headers: { cookie, 'x-homeroom-tab': tab, origin: 'https://example.com' } }))
        .status,
    ).toBe(403)
    expect(JSON.parse((await ask('/file/unknown', { headers: { cookie, 'x-homeroom-tab': tab } })).text)).toMatchObject(
      {
        problem: { kind: 'notFound' },
      },
    )
  })

  it('needs a name, a token, and no more than 64 MB', async () => {
    const headers = callHeaders(await enter())
    const put = (extra: Record<string, string>, body: Uint8Array) =>
      ask('/file', { method: 'POST', headers: { ...headers, ...extra }, body })
    const small = Buffer.from('x')
    expect((await put({}, small)).status).toBe(400)
    expect((await put({ 'x-homeroom-name': '%E0%A4%A' }, small)).status).toBe(400)
    expect((await put({ 'x-homeroom-name': 'a', 'x-homeroom-tab': '' }, small)).status).toBe(403)
    expect((await put({ 'x-homeroom-name': 'a' }, new Uint8Array(64 * 2 ** 20 + 1))).status).toBe(413)
  })
})

describe('the socket', () => {
  function open(
    { cookie, tab }: Pick<Entered, 'cookie' | 'tab'>,
    more: { origin?: string; host?: string; path?: string } = {},
  ) {
    const { origin = server.origin, path = '/events', ...headers } = more
    const protocols = ['homeroom', ...(tab === '' ? [] : [`tab.${tab}`])]
    return new WebSocket(`ws://127.0.0.1:${port()}${path}`, protocols, { origin, headers: { cookie, ...headers } })
  }
  const refusal = async (socket: WebSocket) => {
    const [error] = (await once(socket, 'error')) as [Error]
    return error.message
  }

  it('carries events to every open tab', async () => {
    const me = await enter()
    const sockets = [open(me), open({ ...me, tab: await newTab(me) })]
    await Promise.all(sockets.map((socket) => once(socket, 'open')))
    expect(sockets.map(({ protocol }) => protocol)).toEqual(['homeroom', 'homeroom'])
    const heard = Promise.all(sockets.map((socket) => once(socket, 'message')))
    tell({ type: 'changed', nouns: ['meetings'] })
    for (const [data] of await heard) expect(JSON.parse(String(data))).toEqual({ type: 'changed', nouns: ['meetings'] })
    sockets.forEach((socket) => socket.terminate())
  })

  it('is refused without cookie, Origin, Host or token of our own', async () => {
    const [me, other] = [await enter(), await enter()]
    const attempts = [
      open({ ...me, cookie: '' }),
      open({ ...me, tab: '' }),
      open({ ...me, tab: other.tab }),
      open({ ...me, tab: me.key }),
      open(me, { origin: 'https://example.com' }),
      open(me, { origin: `http://localhost:${port()}` }),
      open(me, { host: `evil.example:${port()}` }),
      open(me, { path: '/' }),
      open(me, { path: `/events?tab=${me.tab}` }),
    ]
    for (const attempt of await Promise.all(attempts.map(refusal))) expect(attempt).toContain('403')
  })

  it('keeps its session alive while it is open, and not beyond', async () => {
    const me = await enter()
    const socket = open(me)
    await once(socket, 'open')
    now += 5 * idleMs
    expect((await call(callHeaders(me))).status).toBe(200)
    socket.close()
    await once(socket, 'close')
    await expect.poll(async () => (await call(callHeaders(me))).status).toBe(200)
    now += idleMs
    expect((await call(callHeaders(me))).status).toBe(403)
  })

  it('ends with the host', async () => {
    const socket = open(await enter())
    await once(socket, 'open')
    const [[code]] = await Promise.all([once(socket, 'close') as Promise<[number]>, server.close()])
    expect([1001, 1006]).toContain(code)
    server = await startBrowserServer({ application: createEcho(), files: createFiles(), pageFolder: folder, port: 0 })
  })
})
