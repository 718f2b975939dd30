import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerOfError, ZoomError } from './answer.ts'
import type { Answer } from './answer.ts'
import { createApi } from './api.ts'
import { createClock } from './clock.ts'
import { answerControl } from './control.ts'
import type { CallCounts } from './control.ts'
import { createFaultBoard } from './faults.ts'
import { createStateFile, loadState } from './persistence.ts'
import { createSchool } from './school.ts'
import type { SchoolSize } from './school.ts'
import { createState } from './state.ts'
import type { Plan, State } from './state.ts'
import type { World } from './world.ts'

/** How to set up a pretend Zoom. Everything has a usual value. */
export interface PracticeOptions {
  /** Where its memory lives; without a folder it forgets everything when it closes. */
  readonly folder?: string | undefined
  /** 0 or nothing takes the port of last time, or any. */
  readonly port?: number | undefined
  readonly seed?: number | undefined
  readonly plan?: Plan | undefined
  readonly size?: SchoolSize | undefined
  /** Median of the lognormal answer time in ms; 0 answers at once. */
  readonly latencyMedianMs?: number | undefined
  /** Hands out meeting ids beyond 2^53. */
  readonly areIdsLong?: boolean | undefined
  /** Where the practice clock begins (ISO instant); the computer's time otherwise. For a fresh school only. */
  readonly startAt?: string | undefined
  /** Called at each request; an idle program uses it to know when to end. */
  readonly onRequest?: (() => void) | undefined
  /** Whether the folder is still ours to write; asked before each write. */
  readonly isStillOurs?: (() => boolean) | undefined
}

/** Where the pretend Zoom listens, and what it accepts. The first five fit the application's own idea of it. */
export interface PracticeServerAddress {
  readonly apiUrl: string
  readonly oauthUrl: string
  readonly accountId: string
  readonly clientId: string
  readonly clientSecret: string
  readonly controlUrl: string
  readonly controlToken: string
  readonly pid: number
}

/** A running pretend Zoom. */
export interface PracticeServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string
  readonly address: PracticeServerAddress
  /** Calls the control API and returns its parsed answer; raises an Error when it refuses. */
  control(call: string, body?: unknown): Promise<unknown>
  /** Writes what is not written yet, drops all connections and stops listening. */
  close(): Promise<void>
}

const bodyLimit = 2_000_000

/** Starts a pretend Zoom on this computer's loopback address. */
export async function createPracticeServer(options: PracticeOptions = {}): Promise<PracticeServer> {
  const loaded = options.folder === undefined ? undefined : loadState(options.folder)
  const state = loaded ?? freshState(options)
  if (options.plan !== undefined) state.plan = options.plan
  const clock = createClock(state)
  const faults = createFaultBoard(state, clock.now)
  const school = createSchool(state.seed, state.size)
  const touched = new Set<string>()
  const isStillOurs = options.isStillOurs ?? ((): boolean => true)
  const file = options.folder === undefined ? undefined : createStateFile(options.folder, state, touched, isStillOurs)
  const counts: CallCounts = new Map()
  const server = createServer()
  // Longer than any client keeps an idle connection, so that none is cut at the moment it is used again.
  server.keepAliveTimeout = 65_000
  await listen(server, options.port ?? state.port)
  const { port } = server.address() as AddressInfo
  state.port = port
  const url = `http://127.0.0.1:${port}`
  const world: World = { state, school, faults, now: clock.now, webUrl: url, touched, classes: new Map() }
  const api = createApi(world, { latencyMedianMs: options.latencyMedianMs ?? 0, apiUrl: url, save: file?.save })
  const controls = { world, clock, counts }
  server.on('request', (request, response) => {
    options.onRequest?.()
    void serve(request, response)
  })

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.url ?? '/'
    const [rawPath = '/', search = ''] = target.split(/\?(?<search>.*)/su)
    const query = new URLSearchParams(search)
    const method = request.method ?? 'GET'
    try {
      const host = request.headers.host?.replace(/:\d+$/u, '')
      if (host !== '127.0.0.1' && host !== 'localhost') {
        send(response, { status: 403, body: { error: 'Only this computer is served.' } })
        return
      }
      const text = await readBody(request)
      if (/^\/(?:j|w|s|meeting\/register)\//u.test(rawPath)) {
        send(response, meetingPage(school.name))
        return
      }
      if (rawPath.startsWith('/practice/')) {
        send(response, await control(request, method, rawPath, query, text))
        return
      }
      const outcome = await api.answer({
        method,
        rawPath,
        query,
        text,
        authorization: request.headers.authorization,
        response,
      })
      const name = `${method} ${outcome.endpoint}`
      counts.set(
        `${name} ${outcome.answer?.status ?? 'none'}`,
        (counts.get(`${name} ${outcome.answer?.status ?? 'none'}`) ?? 0) + 1,
      )
      if (outcome.answer === null) request.socket.destroy()
      else send(response, outcome.answer)
    } catch (error) {
      if (error instanceof ZoomError) send(response, answerOfError(error))
      else {
        process.stderr.write(`practice: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
        send(response, { status: 500, body: { code: 500, message: 'The practice school has a fault of its own.' } })
      }
    }
  }

  async function control(
    request: IncomingMessage,
    method: string,
    path: string,
    query: URLSearchParams,
    text: string,
  ): Promise<Answer> {
    if (path === '/practice/health') return { status: 200, body: { pid: process.pid } }
    if (request.headers['x-homeroom-practice'] !== state.credentials.controlToken) {
      return { status: 403, body: { error: 'The control token is missing or wrong.' } }
    }
    let body: unknown
    try {
      body = text === '' ? undefined : JSON.parse(text)
    } catch {
      return { status: 400, body: { error: 'The body is no JSON.' } }
    }
    api.advance()
    const answer = await answerControl(controls, method, path, query, body)
    if (method !== 'GET') {
      world.classes.clear()
      await file?.save()
    }
    return answer
  }

  await file?.save()
  const { accountId, clientId, clientSecret, controlToken } = state.credentials
  return {
    url,
    address: {
      apiUrl: `${url}/v2`,
      oauthUrl: `${url}/oauth/token`,
      accountId,
      clientId,
      clientSecret,
      controlUrl: `${url}/practice`,
      controlToken,
      pid: process.pid,
    },
    async control(call, body) {
      const [method = 'GET', path = '/'] = call.split(' ')
      const answer = await fetch(`${url}/practice${path}`, {
        method,
        headers: { 'x-homeroom-practice': controlToken },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${call}: ${answer.status} ${text}`)
      return answer.headers.get('content-type')?.startsWith('application/json') === true
        ? (JSON.parse(text) as unknown)
        : text
    },
    async close() {
      clock.close()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      await file?.save()
    },
  }
}

function freshState(options: PracticeOptions): State {
  const now = Date.now()
  const startAt = options.startAt === undefined ? now : Date.parse(options.startAt)
  if (Number.isNaN(startAt)) throw new RangeError('startAt is no ISO instant.')
  return createState({
    seed: options.seed ?? 1,
    size: options.size ?? 'usual',
    plan: options.plan ?? 'pro',
    areIdsLong: options.areIdsLong ?? false,
    now,
    offsetMs: startAt - now,
  })
}

/** Takes the wanted port, or any when somebody else has it. */
function listen(server: ReturnType<typeof createServer>, wanted: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' || wanted === 0) reject(error)
      else server.listen(0, '127.0.0.1', resolve).once('error', reject)
    })
    server.listen(wanted, '127.0.0.1', resolve)
  })
}

/** Where join, start and registration links lead: nobody has to sit in a practice class. */
function meetingPage(school: string): Answer {
  const title = 'A class of the practice school'
  const text = 'Nobody joins here. The class takes place by itself when the practice clock passes it.'
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${school}</p><p>${text}</p></html>`
  return { status: 200, body, headers: { 'content-type': 'text/html; charset=utf-8' } }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > bodyLimit) throw new ZoomError(413, 300, 'Request body is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function send(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return
  const isText = typeof answer.body === 'string'
  const text = answer.body === undefined ? '' : isText ? answer.body : JSON.stringify(answer.body)
  response.writeHead(answer.status, {
    ...(text === '' ? {} : { 'content-type': 'application/json;charset=UTF-8' }),
    ...(answer.status === 204 ? {} : { 'content-length': Buffer.byteLength(text) }),
    'cache-control': 'no-store',
    ...answer.headers,
  })
  response.end(text)
}
