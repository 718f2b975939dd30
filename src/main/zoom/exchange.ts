import { Agent, type Dispatcher } from 'undici'
import { product } from '../../shared/product.ts'

/** How long one exchange may take, in milliseconds. `connect` is used for connections that the client opens itself. */
export interface Timeouts {
  readonly connect: number
  readonly headers: number
  readonly body: number
  readonly total: number
}

/** Generous for a school's line, short enough that a form is not left hanging. */
export const defaultTimeouts: Timeouts = { connect: 10_000, headers: 30_000, body: 30_000, total: 60_000 }

/** A page of 300 rows is 150 KB; whatever is longer than this is not an answer of Zoom's API. */
const longestBody = 32 * 1024 * 1024

/** One HTTP request, complete. */
export interface Outgoing {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Told when the request begins to leave this computer, on a connection that stands. */
  readonly onLeft?: (() => void) | undefined
}

/** One HTTP answer, read to its end. */
export interface Incoming {
  readonly status: number
  /** A header's value by its lower-case name. */
  readonly header: (name: string) => string | undefined
  readonly text: string
}

/** Why no answer came. */
export type TransportReason = 'unreachable' | 'untrusted' | 'clockWrong' | 'proxy' | 'broken' | 'timeout' | 'cancelled'

/** No complete answer came. `wasSent` is false only when it is sure that Zoom never saw the request. */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  readonly reason: TransportReason
  readonly wasSent: boolean
  /** The system's or undici's own code, such as ECONNRESET; safe to log. */
  readonly code: string

  constructor(reason: TransportReason, wasSent: boolean, code: string, cause: unknown) {
    super(`No answer: ${reason} (${code}).`, { cause })
    this.reason = reason
    this.wasSent = wasSent
    this.code = code
  }
}

/** Sends one request once. Raises {@link TransportError} and nothing else. */
export type Exchange = (request: Outgoing) => Promise<Incoming>

/** The door to the network, on the host's dispatcher or on connections of our own. */
export function createExchange(
  given: unknown,
  timeouts: Timeouts,
): { readonly exchange: Exchange; readonly close: () => Promise<void> } {
  const own = given === undefined ? new Agent({ connect: { timeout: timeouts.connect } }) : null
  const dispatcher = own ?? asDispatcher(given)
  return {
    exchange: (request) => exchangeOnce(dispatcher, timeouts, request),
    close: async () => own?.close(),
  }
}

async function exchangeOnce(dispatcher: Dispatcher, timeouts: Timeouts, request: Outgoing): Promise<Incoming> {
  let wasSent = false
  const watched = dispatcher.compose((dispatch) => (options, handler) => {
    // Undici starts a request only on an open connection: before this call nothing of it can have reached Zoom.
    const start = handler.onRequestStart?.bind(handler)
    handler.onRequestStart = (controller, context) => {
      wasSent = true
      request.onLeft?.()
      start?.(controller, context)
    }
    return dispatch(options, handler)
  })
  const url = new URL(request.url)
  const total = AbortSignal.timeout(timeouts.total)
  try {
    const answer = await watched.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method,
      headers: { accept: 'application/json', 'user-agent': product.name, ...request.headers },
      body: request.body ?? null,
      headersTimeout: timeouts.headers,
      bodyTimeout: timeouts.body,
      signal: request.signal ? AbortSignal.any([request.signal, total]) : total,
    })
    const text = await readText(answer.body)
    return {
      status: answer.statusCode,
      header: (name) => {
        const value = answer.headers[name]
        return Array.isArray(value) ? value[0] : value
      },
      text,
    }
  } catch (error) {
    const reason = request.signal?.aborted ? 'cancelled' : total.aborted ? 'timeout' : reasonOf(error)
    throw new TransportError(reason, wasSent, codeOf(error), error)
  }
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.byteLength
    if (length > longestBody) throw Object.assign(new Error('The answer is too long.'), { code: 'BODY_TOO_LONG' })
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

const reasons: Readonly<Record<string, TransportReason>> = {
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  ECONNREFUSED: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  UND_ERR_CONNECT_TIMEOUT: 'unreachable',
  ETIMEDOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_PRX_TLS: 'proxy',
  UND_ERR_PRX_CONN: 'proxy',
  // Undici's ProxyAgent says "aborted" when the proxy answered our CONNECT with anything but 200.
  UND_ERR_ABORTED: 'proxy',
  CERT_NOT_YET_VALID: 'clockWrong',
  CERT_HAS_EXPIRED: 'clockWrong',
  SELF_SIGNED_CERT_IN_CHAIN: 'untrusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'untrusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'untrusted',
}

function reasonOf(error: unknown): TransportReason {
  return reasons[codeOf(error)] ?? 'broken'
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  if (!(error instanceof Error)) return 'unknown'
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause === undefined ? error.name : codeOf(error.cause)
}

function asDispatcher(given: unknown): Dispatcher {
  if (isDispatcher(given)) return given
  throw new TypeError('The dispatcher is not an undici Dispatcher.')
}

function isDispatcher(given: unknown): given is Dispatcher {
  return (
    typeof given === 'object' &&
    given !== null &&
    'compose' in given &&
    typeof given.compose === 'function' &&
    'dispatch' in given &&
    typeof given.dispatch === 'function'
  )
}
