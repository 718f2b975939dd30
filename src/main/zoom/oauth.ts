import { z } from 'zod'
import type { Clock, Log } from '../ports.ts'
import { apiUrlOfZoom, defaultApiUrl } from './addresses.ts'
import { isHtml, tryParse, zoomsNow } from './answer.ts'
import type { ServerToServerCredentials } from './client.ts'
import type { SkewWatch } from './clock-skew.ts'
import { TransportError, type Exchange, type Incoming } from './exchange.ts'
import { untilAborted } from './lanes.ts'
import { problemOfTokenRefusal, problemOfTransport, strangeAnswer, type Told } from './problems.ts'
import { backoffMs, longestWaitMs, readLimit } from './retry.ts'
import type { AccessToken, TokenSource } from './token-source.ts'
import { ZoomError } from './zoom-error.ts'

/** What the token source needs of its client. */
export interface TokenDeps {
  readonly exchange: Exchange
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  readonly skew: SkewWatch
  readonly tokenUrl: string
  /** An explicit API base that wins over the `api_url` of the token, or null. */
  readonly apiUrl: string | null
}

/** Renewed this long before its end. */
const earlyMs = 300_000
const attempts = 3
const endpoint = 'oauth.token'

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  scope: z.string().optional(),
  api_url: z.string().optional(),
})

const TokenError = z.object({
  error: z.string().catch(''),
  reason: z.string().catch(''),
  code: z.number().nullable().catch(null),
})

/**
 * Tokens of a Server-to-Server app: one at a time, however many ask at once; renewed five minutes before it ends. A
 * renewal that fails for want of a network leaves the old token in use while it lasts.
 */
export function createServerToServerSource(credentials: ServerToServerCredentials, deps: TokenDeps): TokenSource {
  const { clock, log } = deps
  let token: (AccessToken & { readonly renewAt: number }) | null = null
  let pending: Promise<AccessToken> | null = null

  const fetchOnce = (): Promise<AccessToken> => {
    pending ??= requestToken(credentials, deps)
      .then((answer) => {
        const named = answer.api_url === undefined ? null : apiUrlOfZoom(answer.api_url)
        if (deps.apiUrl === null && answer.api_url !== undefined && named === null) log.warn('zoom.apiUrlRefused')
        const lifeMs = answer.expires_in * 1000
        const now = clock.now()
        token = {
          secret: answer.access_token,
          apiUrl: deps.apiUrl ?? named ?? defaultApiUrl,
          scopes: (answer.scope ?? '').split(' ').filter((scope) => scope !== ''),
          expiresAt: now + lifeMs,
          renewAt: now + lifeMs - Math.min(earlyMs, lifeMs / 2),
        }
        return token
      })
      .finally(() => {
        pending = null
      })
    return pending
  }

  return {
    kind: 'serverToServer',
    async current(signal) {
      const held = token
      const now = clock.now()
      if (held !== null && now < held.renewAt) return held
      try {
        return await untilAborted(fetchOnce(), signal)
      } catch (error) {
        const isPassing =
          error instanceof ZoomError && (error.problem.kind === 'offline' || error.problem.kind === 'zoomUnavailable')
        if (held !== null && token === held && isPassing && now < held.expiresAt) return held
        throw error
      }
    },
    async renew(rejected, signal) {
      if (token !== null && rejected !== null && token.secret !== rejected.secret) return token
      token = null
      return untilAborted(fetchOnce(), signal)
    },
  }
}

async function requestToken(credentials: ServerToServerCredentials, deps: TokenDeps) {
  const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`, 'utf8').toString('base64')
  const form = new URLSearchParams({ grant_type: 'account_credentials', account_id: credentials.accountId })
  for (let attempt = 1; ; attempt++) {
    const outcome = await askOnce(basic, form.toString(), deps)
    if ('token' in outcome) return outcome.token
    const waitMs = outcome.waitMs ?? (outcome.mayPass ? backoffMs(attempt, deps.random) : null)
    if (waitMs === null || waitMs > longestWaitMs || attempt === attempts) throw outcome.error
    await deps.clock.sleepUntil(deps.clock.now() + waitMs)
  }
}

type Outcome =
  | { readonly token: z.infer<typeof TokenAnswer> }
  | { readonly error: ZoomError; readonly mayPass: boolean; readonly waitMs?: number }

async function askOnce(basic: string, body: string, { exchange, clock, random, skew, tokenUrl }: TokenDeps) {
  const sentAt = clock.now()
  try {
    const answer = await exchange({
      method: 'POST',
      url: tokenUrl,
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
      body,
    })
    skew.note(answer.header('date'), sentAt)
    return outcomeOf(answer, clock, random)
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    return { error: tokenError(problemOfTransport(error), null, error), mayPass: error.reason !== 'untrusted' }
  }
}

function outcomeOf(answer: Incoming, clock: Clock, random: () => number): Outcome {
  const body = tryParse(answer.text)
  if (answer.status === 200) {
    const token = TokenAnswer.safeParse(body)
    if (token.success) return { token: token.data }
    return { error: tokenError(strangeAnswer(isHtml(answer)), answer), mayPass: false }
  }
  const { error, reason, code } = TokenError.parse(typeof body === 'object' && body !== null ? body : {})
  if (answer.status === 429) {
    const { waitMs } = readLimit(reason, answer.header, zoomsNow(answer, clock), random)
    const retryAt = new Date(clock.now() + waitMs).toISOString()
    const told: Told = {
      kind: 'rateLimited',
      message: 'Zoom asks us to wait before signing in again.',
      fix: 'Try again in a minute.',
    }
    return { error: tokenError(told, answer, undefined, retryAt), mayPass: true, waitMs }
  }
  if (answer.status < 500 && isHtml(answer)) return { error: tokenError(strangeAnswer(true), answer), mayPass: false }
  const told = problemOfTokenRefusal(answer.status, error, reason, code)
  return { error: tokenError(told, answer), mayPass: answer.status >= 500 }
}

function tokenError(told: Told, answer: Incoming | null, cause?: unknown, retryAt?: string): ZoomError {
  const { kind, message, ...extra } = told
  const trackingId = answer?.header('x-zm-trackingid') ?? null
  return new ZoomError(
    kind,
    message,
    { endpoint, status: answer?.status ?? null, code: null, trackingId, isAnswerUnknown: false, limitOwner: null },
    { ...extra, retryAt },
    { cause },
  )
}
