import type { z } from 'zod'
import { ProblemError } from '../../shared/problem.ts'
import type { Clock, Log } from '../ports.ts'
import { isHtml, refusalOf, tryParse, zoomsNow } from './answer.ts'
import type { SkewWatch } from './clock-skew.ts'
import type { Closed, DailyLimits, LimitKey } from './daily-limits.ts'
import type { Endpoint } from './endpoint.ts'
import { TransportError, type Exchange, type Incoming } from './exchange.ts'
import { createLanes } from './lanes.ts'
import type { Limiter, Turn } from './limiter.ts'
import type { CallOptions } from './model.ts'
import { fillPath, queryString } from './path.ts'
import {
  clockProblem,
  limitProblem,
  problemOfRefusal,
  problemOfTransport,
  stopped,
  strangeAnswer,
  tokenRefused,
  type Refusal,
  type Told,
} from './problems.ts'
import { backoffMs, longestWaitMs, readLimit, retryAfterMs } from './retry.ts'
import type { AccessToken, TokenSource } from './token-source.ts'
import { ZoomError, type LimitOwner } from './zoom-error.ts'

/** One call of the API. */
export interface Call<T> {
  readonly endpoint: Endpoint
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly body?: unknown
  /** What the answer has to look like, and what becomes of it. */
  readonly answer: z.ZodType<T>
  readonly options?: CallOptions | undefined
  /** The host whose meetings this writes: such calls go one after the other, and creates and updates are counted. */
  readonly writesFor?: string | undefined
  /** The meeting whose registrants this touches: in parallel until Zoom says "too many concurrent", then in turn. */
  readonly registrantsOf?: string | undefined
}

/**
 * Makes one call: paced, with a fresh token, repeated where repeating is safe, short limits waited out. Raises
 * {@link ZoomError} only, and `isAnswerUnknown` on it where Zoom may have acted.
 */
export type Send = <T>(call: Call<T>) => Promise<T>

/** What the requester needs of its client. */
export interface RequestDeps {
  readonly tokens: TokenSource
  readonly exchange: Exchange
  readonly limiter: Limiter
  readonly daily: DailyLimits
  readonly skew: SkewWatch
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
}

/** How often a call is tried: reads, writes that may be repeated, and calls that Zoom never saw. */
const attemptsOf = { read: 4, repeatable: 3, unreachable: 2 } as const
/** After "too many concurrent requests" a meeting's registrants go in turn for this long. */
const crowdedMs = 60_000

/** What one try brought: the value, another try after a pause, or the end. */
type Step<T> = { readonly value: T } | { readonly waitMs: number } | { readonly error: ZoomError }

/** The running account of one call's tries. */
interface Tries {
  failed: number
  waitedMs: number
  isRenewed: boolean
  /** One try may have been carried out without our knowing. */
  isMaybeDone: boolean
}

/** The requester of one account. */
export function createSend(deps: RequestDeps): Send {
  const { tokens, exchange, limiter, daily, skew, clock, random, log } = deps
  const lanes = createLanes()
  const crowdedUntil = new Map<string, number>()

  return async (call) => {
    const { endpoint, writesFor } = call
    const signal = call.options?.signal
    if (!endpoint.kinds.includes(tokens.kind)) {
      throw new ProblemError('forbidden', 'This needs the Zoom account of the whole school.', {
        fix: 'Ask the administrator of Homeroom to connect it.',
      })
    }
    const tries: Tries = { failed: 0, waitedMs: 0, isRenewed: false, isMaybeDone: false }
    try {
      const work = () => tryUntilDone(call, tries)
      return await (writesFor === undefined ? work() : lanes.run(`host:${writesFor}`, work, signal))
    } catch (error) {
      if (error instanceof ProblemError || !signal?.aborted) throw error
      throw failure(call, tries, stopped())
    }
  }

  async function tryUntilDone<T>(call: Call<T>, tries: Tries): Promise<T> {
    const signal = call.options?.signal
    const keys = limitKeysOf(call)
    for (;;) {
      const closed = await daily.closed(keys)
      if (closed !== null) throw shut(call, tries, closed)
      const token = await tokens.current(signal)
      const step = await tryOnce(call, token, tries)
      if ('value' in step) return step.value
      if ('error' in step) {
        const { kind } = step.error.problem
        if (kind !== 'cancelled') log.warn('zoom.failed', { ...step.error.zoom, kind })
        throw step.error
      }
      tries.waitedMs += step.waitMs
      if (step.waitMs > 0) await clock.sleepUntil(clock.now() + step.waitMs, signal)
    }
  }

  async function tryOnce<T>(call: Call<T>, token: AccessToken, tries: Tries): Promise<Step<T>> {
    const { endpoint, registrantsOf } = call
    const signal = call.options?.signal
    const isCrowded = () => registrantsOf !== undefined && (crowdedUntil.get(registrantsOf) ?? 0) > clock.now()
    let sentAt = 0
    const speak = async (turn: Turn) => {
      try {
        sentAt = clock.now()
        if (isCounted(call)) await daily.countHostWrite(call.writesFor)
        return await exchange({ ...outgoing(call, token), onLeft: turn.left })
      } finally {
        turn.over()
      }
    }
    const inTurn = () =>
      lanes.run(`registrants:${registrantsOf}`, async () => speak(await limiter.enter(endpoint.label, signal)), signal)
    const together = async () => {
      const turn = await limiter.enter(endpoint.label, signal)
      if (!isCrowded()) return speak(turn)
      // Zoom complained while this call waited for the limiter.
      turn.over()
      return inTurn()
    }
    try {
      const answer = await (isCrowded() ? inTurn() : together())
      skew.note(answer.header('date'), sentAt)
      return await stepOfAnswer(call, token, tries, answer)
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      return stepOfSilence(call, tries, error)
    }
  }

  function stepOfSilence<T>(call: Call<T>, tries: Tries, error: TransportError): Step<T> {
    const { method } = call.endpoint
    tries.failed++
    if (error.wasSent && method !== 'GET') tries.isMaybeDone = true
    const mayRepeat =
      (!error.wasSent || method !== 'POST') && ['unreachable', 'broken', 'timeout'].includes(error.reason)
    const attempts = error.wasSent ? attemptsFor(method) : attemptsOf.unreachable
    if (mayRepeat && tries.failed < attempts) return { waitMs: backoffMs(tries.failed, random) }
    return { error: failure(call, tries, problemOfTransport(error), { cause: error }) }
  }

  async function stepOfAnswer<T>(call: Call<T>, token: AccessToken, tries: Tries, answer: Incoming): Promise<Step<T>> {
    const { method } = call.endpoint
    if (answer.status >= 200 && answer.status < 300) return stepOfSuccess(call, tries, answer)
    const refusal = refusalOf(answer)
    if (answer.status === 429) return stepOfLimit(call, tries, answer, refusal)
    if (isTokenRefused(refusal)) {
      if (!tries.isRenewed) {
        tries.isRenewed = true
        await tokens.renew(token, call.options?.signal)
        return { waitMs: 0 }
      }
      const told = skew.isWrong() ? clockProblem(skew.seconds() ?? 0) : tokenRefused()
      return { error: failure(call, tries, told, { answer, refusal }) }
    }
    if (answer.status >= 500 || answer.status === 408) {
      tries.failed++
      if (method !== 'GET') tries.isMaybeDone = true
      const told = retryAfterMs(answer.header('retry-after'), zoomsNow(answer, clock)) ?? 0
      const waitMs = Math.max(told, backoffMs(tries.failed, random))
      const mayRepeat = method !== 'POST' && tries.failed < attemptsFor(method)
      if (mayRepeat && tries.waitedMs + waitMs <= longestWaitMs) return { waitMs }
    }
    if (refusal.code === null && isHtml(answer)) {
      if (method !== 'GET') tries.isMaybeDone = true
      return { error: failure(call, tries, strangeAnswer(answer.status < 500), { answer, refusal }) }
    }
    return { error: failure(call, tries, problemOfRefusal(call.endpoint, tokens.kind, refusal), { answer, refusal }) }
  }

  function stepOfSuccess<T>(call: Call<T>, tries: Tries, answer: Incoming): Step<T> {
    const parsed = call.answer.safeParse(tryParse(answer.text))
    if (parsed.success) return { value: parsed.data }
    if (call.endpoint.method !== 'GET') tries.isMaybeDone = true
    const wrong = [
      ...new Set(parsed.error.issues.map(({ path }) => path.filter((key) => typeof key === 'string').join('.'))),
    ]
    log.warn('zoom.strangeAnswer', { endpoint: call.endpoint.name, fields: wrong.slice(0, 20).join(', ') })
    return { error: failure(call, tries, strangeAnswer(isHtml(answer)), { answer }) }
  }

  async function stepOfLimit<T>(call: Call<T>, tries: Tries, answer: Incoming, refusal: Refusal): Promise<Step<T>> {
    const limit = readLimit(refusal.message, answer.header, zoomsNow(answer, clock), random)
    const until = clock.now() + limit.waitMs
    const { label, name } = call.endpoint
    const owner = limit.kind === 'daily' ? ownerOf(call, refusal.message) : 'account'
    if (limit.kind === 'perSecond') limiter.refused(label, limit.isTold ? until : null)
    if (limit.kind === 'concurrent' && call.registrantsOf !== undefined) {
      crowdedUntil.set(call.registrantsOf, clock.now() + crowdedMs)
    }
    log.info('zoom.limited', { endpoint: name, label, kind: limit.kind, waitMs: Math.round(limit.waitMs) })
    if (tries.waitedMs + limit.waitMs <= longestWaitMs) return { waitMs: limit.waitMs }
    if (limit.kind === 'daily') await remember(call, owner, until)
    const retryAt = new Date(until).toISOString()
    return { error: failure(call, tries, { ...limitProblem(limit.kind, owner), retryAt }, { answer, refusal, owner }) }
  }

  async function remember(call: Call<unknown>, owner: LimitOwner, until: number): Promise<void> {
    if (owner === 'account') await daily.close(`label:${call.endpoint.label}`, until)
    if (owner === 'host' && call.writesFor !== undefined) await daily.close(`host:${call.writesFor}`, until)
  }

  function shut(call: Call<unknown>, tries: Tries, { key, until }: Closed): ZoomError {
    const owner = key.startsWith('host:') ? 'host' : 'account'
    const retryAt = new Date(until).toISOString()
    return failure(call, tries, { ...limitProblem('daily', owner), retryAt }, { owner })
  }
}

function outgoing(call: Call<unknown>, token: AccessToken) {
  const { endpoint, path = {}, query = {}, body, options } = call
  return {
    method: endpoint.method,
    url: `${token.apiUrl}${fillPath(endpoint.path, path)}${queryString(query)}`,
    headers: {
      authorization: `Bearer ${token.secret}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: options?.signal,
  }
}

function failure(
  call: Call<unknown>,
  tries: Tries,
  told: Told & { readonly retryAt?: string },
  about: {
    readonly answer?: Incoming
    readonly refusal?: Refusal
    readonly owner?: LimitOwner
    readonly cause?: unknown
  } = {},
): ZoomError {
  const { kind, message, ...extra } = told
  const facts = {
    endpoint: call.endpoint.name,
    status: about.answer?.status ?? null,
    code: about.refusal?.code ?? null,
    trackingId: about.answer?.header('x-zm-trackingid') ?? null,
    isAnswerUnknown: tries.isMaybeDone,
    limitOwner: about.owner ?? null,
  }
  return new ZoomError(kind, message, facts, extra, { cause: about.cause })
}

function attemptsFor(method: Endpoint['method']): number {
  return method === 'GET' ? attemptsOf.read : attemptsOf.repeatable
}

/** 124 is an expired or invalid token, 4700 a bad one, 4741 a revoked one. */
function isTokenRefused({ status, code }: Refusal): boolean {
  return code === 124 || code === 4741 || (status === 401 && (code === null || code === 4700))
}

/** Creates and updates count against the host's day; deletes and ends do not. */
function isCounted<T>(call: Call<T>): call is Call<T> & { readonly writesFor: string } {
  return call.writesFor !== undefined && ['meetings.create', 'meetings.update'].includes(call.endpoint.name)
}

function limitKeysOf(call: Call<unknown>): readonly LimitKey[] {
  const label: LimitKey = `label:${call.endpoint.label}`
  return isCounted(call) ? [label, `host:${call.writesFor}`] : [label]
}

/** Whose day is used up, by the words of Zoom's three texts. */
function ownerOf(call: Call<unknown>, message: string): LimitOwner {
  if (/reached the maximum daily/i.test(message)) return 'account'
  if (isCounted(call)) return 'host'
  return call.registrantsOf !== undefined && /registrant/i.test(message) ? 'registrant' : 'account'
}
