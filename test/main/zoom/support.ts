import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createZoomClient, type ZoomClient, type ZoomClientConfig } from '../../../src/main/zoom/client.ts'
import type { Clock, Log, LogFields } from '../../../src/main/ports.ts'

const startsAt = Date.parse('2026-11-20T04:00:00Z')

/** One request as the scripted Zoom saw it. */
export interface SeenCall {
  readonly method: string
  /** Undecoded, without `/v2` and without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly text: string
  readonly body: unknown
  readonly at: number
}

/** What the scripted Zoom answers; `drop` closes the connection instead, `hang` never answers. */
export type ScriptedAnswer =
  | {
      readonly status?: number
      readonly json?: unknown
      readonly text?: string
      readonly headers?: Readonly<Record<string, string>>
      readonly afterMs?: number
    }
  | 'drop'
  | 'hang'

type Handler = (call: SeenCall, nth: number) => ScriptedAnswer | Promise<ScriptedAnswer>

/** A tiny HTTP server that answers as a test tells it and remembers what it was asked. */
export interface ScriptedZoom {
  readonly apiUrl: string
  readonly oauthUrl: string
  /** Calls to the API, in the order of their arrival; the token endpoint's are in `tokenCalls`. */
  readonly calls: SeenCall[]
  readonly tokenCalls: SeenCall[]
  /** Answers a method and a path (exact or by pattern); a later rule wins. `nth` counts from 1 per rule. */
  on(method: string, path: string | RegExp, handler: Handler | ScriptedAnswer): void
  onToken(handler: Handler | ScriptedAnswer): void
  /** The instant of its Date headers; that at which a leaping clock starts, unless a test says otherwise. */
  now: number
  close(): Promise<void>
}

/** Starts one on a free port of the loopback. */
export async function scriptedZoom(): Promise<ScriptedZoom> {
  const calls: SeenCall[] = []
  const tokenCalls: SeenCall[] = []
  const rules: { method: string; path: string | RegExp; handler: Handler; count: number }[] = []
  let tokenHandler: Handler = (_call, nth) => ({ json: tokenAnswer(`token-${nth}`) })

  const answerOf = async (call: SeenCall): Promise<ScriptedAnswer> => {
    if (call.path === '/oauth/token') return tokenHandler(call, tokenCalls.push(call))
    calls.push(call)
    const rule = rules.findLast(
      ({ method, path }) =>
        method === call.method && (typeof path === 'string' ? path === call.path : path.test(call.path)),
    )
    if (!rule) return { status: 404, json: { code: 2300, message: 'This API endpoint is not recognized.' } }
    rule.count++
    return rule.handler(call, rule.count)
  }

  const server = createServer((request, response) => {
    void serve(request, response)
  })
  async function serve(request: IncomingMessage, response: ServerResponse) {
    let text = ''
    for await (const chunk of request.setEncoding('utf8')) text += chunk
    const [path = '', query = ''] = (request.url ?? '').split('?')
    const answer = await answerOf({
      method: request.method ?? '',
      path: path.replace(/^\/v2/, ''),
      query: new URLSearchParams(query),
      headers: request.headers,
      text,
      body: text.startsWith('{') ? JSON.parse(text) : undefined,
      at: performance.now(),
    })
    if (answer === 'hang') return
    if (answer === 'drop') return void request.socket.destroy()
    if (answer.afterMs) await new Promise((resolve) => setTimeout(resolve, answer.afterMs))
    const body = answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json))
    response.writeHead(answer.status ?? 200, {
      'content-type': 'application/json;charset=UTF-8',
      date: new Date(scripted.now).toUTCString(),
      ...answer.headers,
    })
    response.end(body)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const asHandler = (handler: Handler | ScriptedAnswer): Handler =>
    typeof handler === 'function' ? handler : () => handler
  const scripted: ScriptedZoom = {
    now: startsAt,
    apiUrl: base,
    oauthUrl: base,
    calls,
    tokenCalls,
    on: (method, path, handler) => void rules.push({ method, path, handler: asHandler(handler), count: 0 }),
    onToken: (handler) => {
      tokenHandler = asHandler(handler)
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return scripted
}

/** What Zoom's token endpoint answers. */
export function tokenAnswer(secret: string, more: object = {}): object {
  return {
    access_token: secret,
    token_type: 'bearer',
    expires_in: 3600,
    scope: 'meeting:read:meeting:admin user:read:user:admin',
    api_url: 'https://api-us.zoom.us',
    ...more,
  }
}

/** Where `count` callers wait for each other: all go on when the last of them has come, and so does whoever comes later. */
export function meetingPoint(count: number): () => Promise<void> {
  let come = 0
  const all = Promise.withResolvers<void>()
  return () => {
    come += 1
    if (come >= count) all.resolve()
    return all.promise
  }
}

/** A clock on which waiting takes no time: each sleep moves it forward to where the sleeper wants to be. */
export function leapClock(start = startsAt): Clock & { present: number; readonly sleeps: number[] } {
  const clock = {
    present: start,
    sleeps: [] as number[],
    now: () => clock.present,
    async sleepUntil(instant: number, signal?: AbortSignal) {
      signal?.throwIfAborted()
      clock.sleeps.push(Math.max(0, instant - clock.present))
      // Whoever can still run at this instant does so before it is over.
      await new Promise((resolve) => setImmediate(resolve))
      signal?.throwIfAborted()
      clock.present = Math.max(clock.present, instant)
    },
    onJump: () => () => {},
  }
  return clock
}

/** The computer's own clock. */
export const realClock: Clock = {
  now: () => Date.now(),
  sleepUntil: (instant, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', abort)
          resolve()
        },
        Math.max(0, instant - Date.now()),
      )
      const abort = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', abort, { once: true })
    }),
  onJump: () => () => {},
}

/** A log that keeps its lines. */
export function keptLog(): Log & { readonly lines: { event: string; fields: LogFields | undefined }[] } {
  const lines: { event: string; fields: LogFields | undefined }[] = []
  const keep = (event: string, fields?: LogFields) => void lines.push({ event, fields })
  return {
    lines,
    info: keep,
    warn: keep,
    error: (event, error, fields) => {
      keep(event, { ...fields, error: String(error) })
      return 'log-1'
    },
  }
}

/** Credentials whose every part can be found again, should one leak. */
export const credentials = { accountId: 'ACCOUNTID', clientId: 'CLIENTID', clientSecret: 'CLIENTSECRET' }

/** For tests in which no answer comes; long enough for a busy computer to give one where one does. */
export const impatient = { connect: 1000, headers: 500, body: 500, total: 1000 }

/** A client of the scripted Zoom: leaping clock, no jitter. */
export function clientOf(zoom: ScriptedZoom, config: Partial<ZoomClientConfig> = {}): ZoomClient {
  return createZoomClient({
    account: credentials,
    clock: leapClock(),
    random: () => 0.5,
    log: keptLog(),
    zoom: { apiUrl: zoom.apiUrl, oauthUrl: zoom.oauthUrl },
    ...config,
  })
}

/** What a promise was rejected with; a promise that resolves fails the test. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  const value = await promise.then(
    (resolved) => ({ resolved }),
    (error: unknown) => ({ error }),
  )
  if ('error' in value) return value.error
  throw new Error(`Resolved with ${JSON.stringify(value.resolved)}.`)
}

/** A user as Zoom prints one. */
export const wireUser = {
  id: 'hostA',
  email: 'guro@paaralan.example',
  type: 2,
  first_name: 'Maria Clara',
  last_name: 'de los Santos y Alba',
  display_name: 'Ma. Clara de los Santos',
  timezone: 'Asia/Manila',
  status: 'active',
}

/** A meeting as Zoom prints one, with the link that must not get out. */
export const wireMeeting = {
  id: 81234567890,
  uuid: 'aDYlohsHRtCd4ii1uC2+hA==',
  host_id: 'hostA',
  host_email: 'guro@paaralan.example',
  topic: 'Mathematics 7',
  agenda: 'HR-0123456789',
  type: 2,
  status: 'waiting',
  start_time: '2026-11-23T00:00:00Z',
  timezone: 'Asia/Manila',
  duration: 60,
  created_at: '2026-11-20T03:00:00Z',
  start_url: 'https://zoom.us/s/81234567890?zak=STARTURLSECRET',
  join_url: 'https://zoom.us/j/81234567890?pwd=x',
  password: 'Ab3_x9K2',
  registration_url: 'https://zoom.us/meeting/register/x',
  settings: { waiting_room: true, approval_type: 0, host_video: true, alternative_hosts: '' },
}
