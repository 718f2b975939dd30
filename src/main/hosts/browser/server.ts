import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { browserWire } from '../../../shared/browser-wire.ts'
import type { ApplicationHandle, Caller } from '../../../shared/handle.ts'
import { ProblemError, type Result } from '../../../shared/problem.ts'
import type { Files } from '../../ports.ts'
import { largestFileBytes } from '../shared/files.ts'
import { readBody } from './body.ts'
import { cookieName, createGate } from './gate.ts'
import { noStore, sendPage, sendWelcome } from './page.ts'
import { createSessions, type Sessions } from './sessions.ts'

/** The browser host's server. */
export interface BrowserServer {
  /** Our own origin, `http://127.0.0.1:PORT`. */
  readonly origin: string
  /** A fresh address that opens Homeroom once, within a minute; an earlier one stops working. */
  newLink(): string
  close(): Promise<void>
}

interface Options {
  readonly application: ApplicationHandle
  readonly files: Files
  /** The folder of the built page. */
  readonly pageFolder: string
  /** 0 for any free one. */
  readonly port: number
  readonly sessions?: Sessions
}

/** Until people can sign in, whoever may read the link's file acts as the administrator. */
export const caller: Caller = { role: 'administrator', door: 'browser' }
const largestCallBytes = 2 ** 20
/** A page that does not read its events is cut off rather than fed into memory; it reads everything anew. */
const mostBufferedBytes = 2 ** 20
const housekeepingMs = 60_000

/** Listens on 127.0.0.1 only. Whoever is not let in gets 403 and nothing else. Rejects when the port is taken. */
export async function startBrowserServer(options: Options): Promise<BrowserServer> {
  const { application, files, pageFolder, sessions = createSessions() } = options
  const server = createServer({ requestTimeout: 60_000 })
  server.listen(options.port, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const gate = createGate(port, sessions)
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: 1024,
    handleProtocols: () => browserWire.socketProtocol,
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    const [, first, rest] = /^\/([^/]*)\/?(.*)$/.exec(path) ?? []
    switch (`${request.method} /${first}`) {
      case 'GET /enter':
        return enter(request, response, rest ?? '')
      case 'POST /tab': {
        const session = gate.toTab(request)
        if (!session) return refuse(response)
        sessions.touch(session)
        return sendJson(response, 200, { token: sessions.newTab(session) })
      }
      case 'POST /call':
        return call(request, response)
      case 'POST /file':
        return takeFile(request, response)
      case 'GET /file':
        return giveFile(request, response, rest ?? '')
      default:
        if (request.method !== 'GET' || !gate.toPage(request)) return refuse(response)
        return sendPage(pageFolder, path, response)
    }
  }

  function enter(request: IncomingMessage, response: ServerResponse, ticket: string): void {
    const destination = request.headers['sec-fetch-dest']
    const isPage = destination === undefined || destination === 'document'
    const session = gate.isForUs(request) && isPage ? sessions.redeem(ticket) : null
    if (!session) return refuse(response)
    sendWelcome(response, `${cookieName(port)}=${session.cookie}`, session.key)
  }

  async function call(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const session = gate.toCall(request)
    if (!session) return refuse(response)
    sessions.touch(session)
    const body = await readBody(request, largestCallBytes)
    if (body === null) return sendProblem(response, 413, 'This is more than one call can carry.')
    const message = parseCall(body)
    if (message === null) return sendProblem(response, 400, 'A call is a JSON object with name and input.')
    const result = await application.call(message.name, message.input, caller)
    sessions.touch(session)
    sendJson(response, 200, result)
  }

  async function takeFile(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const session = gate.toCall(request)
    if (!session) return refuse(response)
    sessions.touch(session)
    const name = decodeName(request.headers[browserWire.nameHeader])
    if (name === null) return sendProblem(response, 400, 'The file has no name.')
    const bytes = await readBody(request, largestFileBytes)
    if (bytes === null) return sendProblem(response, 413, 'This file is larger than 64 MB, more than Homeroom takes.')
    const mediaType = request.headers['content-type'] ?? 'application/octet-stream'
    sendJson(response, 200, { handle: await files.write({ name, mediaType, bytes }) })
  }

  async function giveFile(request: IncomingMessage, response: ServerResponse, handle: string): Promise<void> {
    const session = gate.toCall(request)
    if (!session) return refuse(response)
    sessions.touch(session)
    const file = await files.read(handle)
    response
      .writeHead(200, {
        ...noStore,
        'Content-Type': file.mediaType,
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeName(file.name)}`,
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'X-Content-Type-Options': 'nosniff',
      })
      .end(file.bytes)
  }

  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (error instanceof ProblemError) return sendJson(response, 400, { ok: false, problem: error.problem })
      // The connection broke, or there is nothing that the page could do: our own errors end in `application.call`.
      if (response.headersSent) response.destroy()
      else sendProblem(response, 400, 'This request could not be read.')
    })
  })

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const session = request.method === 'GET' && request.url === '/events' ? gate.toSocket(request) : null
    if (!session) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      session.sockets.add(opened)
      opened.on('error', () => opened.terminate())
      opened.on('close', () => {
        session.sockets.delete(opened)
        sessions.touch(session)
      })
    })
  })

  const stopListening = application.on((event) => {
    const text = JSON.stringify(event)
    for (const socket of sockets.clients) {
      if (socket.bufferedAmount > mostBufferedBytes) socket.terminate()
      else if (socket.readyState === socket.OPEN) socket.send(text)
    }
  })
  const housekeeping = setInterval(sessions.endIdle, housekeepingMs)

  const origin = `http://127.0.0.1:${port}`
  return {
    origin,
    newLink: () => `${origin}/enter/${sessions.newTicket()}`,
    async close() {
      clearInterval(housekeeping)
      stopListening()
      for (const socket of sockets.clients) socket.close(1001)
      const hasClosed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await hasClosed
    },
  }
}

function parseCall(body: Buffer): { readonly name: string; readonly input: unknown } | null {
  try {
    const message = JSON.parse(body.toString()) as { name?: unknown; input?: unknown } | null
    return typeof message?.name === 'string' ? { name: message.name, input: message.input } : null
  } catch {
    return null
  }
}

function decodeName(header: string | string[] | undefined): string | null {
  if (typeof header !== 'string' || header === '') return null
  try {
    return decodeURIComponent(header)
  } catch {
    return null
  }
}

/** RFC 8187: what `encodeURIComponent` leaves alone but a header may not hold. */
function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function refuse(response: ServerResponse): void {
  response.writeHead(403, { ...noStore, 'Content-Type': 'text/plain', Connection: 'close' }).end('Forbidden')
}

function sendProblem(response: ServerResponse, status: number, message: string): void {
  sendJson(response, status, { ok: false, problem: { kind: 'invalidInput', message } } satisfies Result<never>)
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response
    .writeHead(status, { ...noStore, 'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff' })
    .end(JSON.stringify(value))
}
