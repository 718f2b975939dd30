import { createServer, request as send, type OutgoingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One call on its way: before it reaches Zoom, or after Zoom answered and before anybody hears of it. */
export interface TollEvent {
  readonly when: 'request' | 'answer'
  readonly method: string
  /** Undecoded, without `/v2` and the query. */
  readonly path: string
  readonly body: unknown
  /** How many events came before this one. */
  readonly index: number
}

/** A gate on the way to Zoom, at which a test can look at every call and hold one up. */
export interface Toll {
  readonly url: string
  readonly events: readonly TollEvent[]
  /** What was asked of Zoom, in order. */
  calls(): TollEvent[]
  /**
   * Holds the next event that fits: it goes on when it is let go, or never. Resolves when it is held; an aborted hold
   * holds nothing any more.
   */
  hold(fits: (event: TollEvent) => boolean, signal?: AbortSignal): Promise<TollEvent>
  /** Lets everything go on that is held. */
  letGo(): void
  close(): Promise<void>
}

/** Opens a gate in front of a server. */
export async function openToll(target: string): Promise<Toll> {
  const events: TollEvent[] = []
  const holds: { fits: (event: TollEvent) => boolean; held: (event: TollEvent) => void }[] = []

  const waiting = new Set<() => void>()

  /** Resolves when the event may go on. */
  const pass = async (event: Omit<TollEvent, 'index'>): Promise<void> => {
    const noted = { ...event, index: events.length }
    events.push(noted)
    const at = holds.findIndex(({ fits }) => fits(noted))
    if (at < 0) return
    const isLetGo = new Promise<void>((resolve) => waiting.add(resolve))
    holds.splice(at, 1)[0]!.held(noted)
    await isLetGo
  }

  const server = createServer((request, response) => {
    void (async () => {
      let text = ''
      for await (const chunk of request.setEncoding('utf8')) text += String(chunk)
      const call = {
        method: request.method ?? '',
        path: (request.url ?? '').split('?')[0]!.replace(/^\/v2/, ''),
        body: text.startsWith('{') ? (JSON.parse(text) as unknown) : undefined,
      }
      await pass({ when: 'request', ...call })
      const { authorization, 'content-type': contentType = 'application/json' } = request.headers
      const answer = await forward(`${target}${request.url}`, call.method, text, {
        'content-type': contentType,
        ...(authorization === undefined ? {} : { authorization }),
      })
      await pass({ when: 'answer', ...call })
      response.writeHead(answer.status, answer.headers)
      response.end(answer.text)
    })().catch(() => request.socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    events,
    calls: () => events.filter(({ when, path }) => when === 'request' && !path.startsWith('/oauth')),
    hold: (fits, signal) =>
      new Promise((held) => holds.push({ fits: (event) => !signal?.aborted && fits(event), held })),
    letGo() {
      for (const go of waiting) go()
      waiting.clear()
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const hopByHop = new Set(['connection', 'keep-alive', 'content-length', 'transfer-encoding'])

/** A connection for each call: one that is kept open could break between two, and look like a lost answer. */
function forward(url: string, method: string, text: string, headers: OutgoingHttpHeaders) {
  return new Promise<{ status: number; headers: OutgoingHttpHeaders; text: string }>((resolve, reject) => {
    const outgoing = send(url, {
      method,
      headers: { ...headers, 'content-length': Buffer.byteLength(text) },
      agent: false,
    })
    outgoing.on('error', reject)
    outgoing.on('response', (answer) => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => {
        body += part
      })
      answer.on('error', reject)
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 500,
          headers: Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !hopByHop.has(name))),
          text: body,
        }),
      )
      // A drop in mid-answer ends in "close" without "end".
      answer.on('close', () => reject(new Error('The answer broke off.')))
    })
    outgoing.end(text)
  })
}
