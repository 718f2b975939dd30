import type { IncomingMessage } from 'node:http'
import { browserWire } from '../../../shared/browser-wire.ts'
import type { Session, Sessions } from './sessions.ts'

/** Tells our own page's requests from everybody else's. A request that is refused gets 403 and no reason. */
export interface Gate {
  /** Whether the request names our very address: another name for it may be somebody's DNS. */
  isForUs(request: IncomingMessage): boolean
  /** A page or file load of our own browser: our cookie, and not asked for by a foreign page. */
  toPage(request: IncomingMessage): Session | null
  /** `POST /tab`: from our own page, with cookie and key. */
  toTab(request: IncomingMessage): Session | null
  /** A call or a file: from our own page, with cookie and tab token. */
  toCall(request: IncomingMessage): Session | null
  /** The upgrade to a socket: Origin, cookie, and the tab token among the subprotocols. */
  toSocket(request: IncomingMessage): Session | null
}

/** The name of the cookie: cookies know no ports, so several Homerooms on one computer need names of their own. */
export const cookieName = (port: number): string => `homeroom-${port}`

/** Guards the host that listens on this port of 127.0.0.1. */
export function createGate(port: number, sessions: Sessions): Gate {
  const host = `127.0.0.1:${port}`
  const origin = `http://${host}`

  const isForUs = ({ headers }: IncomingMessage) => headers.host === host

  /** Browsers leave Origin out of plain loads of one's own; where they say where a request comes from, it must be us. */
  const isFromUs = ({ headers, method }: IncomingMessage) => {
    const isSafe = method === 'GET' && headers.origin === undefined
    const site = headers['sec-fetch-site']
    return (isSafe || headers.origin === origin) && (site === undefined || site === 'same-origin')
  }

  const sessionOf = (request: IncomingMessage) =>
    isForUs(request) ? sessions.find(readCookie(request.headers.cookie, cookieName(port))) : null

  const header = ({ headers }: IncomingMessage, name: string) => {
    const value = headers[name]
    return typeof value === 'string' ? value : ''
  }

  return {
    isForUs,
    toPage(request) {
      const site = request.headers['sec-fetch-site']
      const isTyped = site === 'none' && request.headers['sec-fetch-mode'] === 'navigate'
      return isTyped || isFromUs(request) ? sessionOf(request) : null
    },
    toTab(request) {
      const session = isFromUs(request) ? sessionOf(request) : null
      return session?.key === header(request, browserWire.keyHeader) ? session : null
    },
    toCall(request) {
      const session = isFromUs(request) ? sessionOf(request) : null
      return session?.tabs.has(header(request, browserWire.tabHeader)) === true ? session : null
    },
    toSocket(request) {
      const session = request.headers.origin === origin ? sessionOf(request) : null
      const offered = header(request, 'sec-websocket-protocol').split(',')
      const token = offered.map((protocol) => protocol.trim()).find((p) => p.startsWith(browserWire.socketTabPrefix))
      return session?.tabs.has(token?.slice(browserWire.socketTabPrefix.length) ?? '') === true ? session : null
    },
  }
}

function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name) return value
  }
  return undefined
}
