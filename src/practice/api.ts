import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerOfError, ZoomError } from './answer.ts'
import type { Answer, Call } from './answer.ts'
import { advance } from './class-plan.ts'
import { allScopes, routeOf } from './endpoints.ts'
import type { Endpoint } from './endpoints.ts'
import type { FaultScene } from './faults.ts'
import { createRateLimiter } from './limits.ts'
import { issueToken, revokeToken, scopesOfBearer } from './oauth.ts'
import { createRandom } from './random.ts'
import { getUser } from './users.ts'
import type { World } from './world.ts'

/** One HTTP request to the pretend Zoom, as it came. */
export interface ApiRequest {
  readonly method: string
  /** Still encoded, without the query. */
  readonly rawPath: string
  readonly query: URLSearchParams
  readonly text: string
  readonly authorization: string | undefined
  /** For noticing that the client has gone. */
  readonly response: ServerResponse
}

/** What to do about it: an answer, or null to drop the connection. `endpoint` is the counted name. */
export interface ApiOutcome {
  readonly endpoint: string
  readonly answer: Answer | null
}

/** The pretend Zoom's front: faults, half the latency, token, scopes, limits, the endpoint, the disk, the other half. */
export interface Api {
  answer(request: ApiRequest): Promise<ApiOutcome>
  /** Lets every class that is over by now be over. */
  advance(): void
}

/** The front of a world. `save` is awaited before anything that changed the state is answered. */
export function createApi(
  world: World,
  options: {
    readonly latencyMedianMs: number
    readonly apiUrl: string
    readonly save?: (() => Promise<void>) | undefined
  },
): Api {
  const limiter = createRateLimiter(world, () => performance.now())
  const latency = createRandom(world.state.seed, 'latency')
  const busyHosts = new Set<string>()
  let trackingNumber = 0
  const halfLatency = async (): Promise<void> => {
    if (options.latencyMedianMs > 0) await sleep(latency.lognormal(options.latencyMedianMs, 0.5) / 2)
  }

  async function answer(request: ApiRequest): Promise<ApiOutcome> {
    const { method, rawPath } = request
    const isOAuth = rawPath.startsWith('/oauth/')
    const route = rawPath.startsWith('/v2/') ? routeOf(method, rawPath.slice(3)) : undefined
    const endpoint = isOAuth ? rawPath : (route?.endpoint.path ?? 'unknown')
    const scene = { call: `${method} ${isOAuth ? rawPath : rawPath.slice(3)}`, meetingId: route?.params.meetingId }
    if (world.faults.meets('dropConnection', scene)) return { endpoint, answer: null }
    if (world.faults.meets('hang', scene)) {
      await new Promise((resolve) => request.response.once('close', resolve))
      return { endpoint, answer: null }
    }
    const slow = world.faults.use('slow', scene)
    if (slow !== undefined) await sleep(slow.value ?? 2000)
    let result: Answer
    let host: string | undefined
    try {
      host = route === undefined ? undefined : claimHost(route.endpoint, route.params, scene)
      await halfLatency()
      const failing = world.faults.use('serverError', scene)
      if (failing !== undefined)
        throw new ZoomError(failing.value ?? 503, failing.value ?? 503, 'Service is temporarily unavailable.')
      if (isOAuth) result = oauth(request)
      else if (route === undefined) throw new ZoomError(400, 2300, 'This API endpoint is not recognized.')
      else result = run(route.endpoint, route.params, request, scene)
    } catch (error) {
      if (!(error instanceof ZoomError)) throw error
      result = answerOfError(error)
    }
    if (method !== 'GET') await options.save?.()
    await halfLatency()
    if (host !== undefined) busyHosts.delete(host)
    if (isAnswerLost(route?.endpoint, result.status, scene)) return { endpoint, answer: null }
    trackingNumber += 1
    const skew = world.faults.use('clockSkew', scene)?.value ?? 0
    const date = new Date(world.now() + skew * 60_000).toUTCString()
    const headers = {
      date,
      'x-zm-trackingid': `v=2.0;clid=practice;rid=WEB_${trackingNumber.toString(16).padStart(32, '0')}`,
      ...(route === undefined ? {} : limiter.headers(route.endpoint.label)),
      ...result.headers,
    }
    return { endpoint, answer: { ...result, headers } }
  }

  /** Loses the answers to new meetings, or those to the calls that the fault names: what was asked has been done. */
  function isAnswerLost(endpoint: Endpoint | undefined, status: number, scene: FaultScene): boolean {
    const fault = world.faults.find('answerLost', scene)
    if (fault === undefined || status >= 300) return false
    const isCreate = endpoint?.method === 'POST' && endpoint.path === '/users/{userId}/meetings'
    return (fault.call !== null || isCreate) && world.faults.meets('answerLost', scene)
  }

  function oauth(request: ApiRequest): Answer {
    const form = new URLSearchParams([...request.query, ...new URLSearchParams(request.text)])
    const details = { form, authorization: request.authorization }
    const call = `${request.method} ${request.rawPath}`
    if (call === 'POST /oauth/token') return issueToken(world, details, allScopes, options.apiUrl)
    if (call === 'POST /oauth/revoke') return revokeToken(world, details)
    return { status: 404, body: { reason: 'Not found.', error: 'invalid_request' } }
  }

  function run(endpoint: Endpoint, params: Record<string, string>, request: ApiRequest, scene: FaultScene): Answer {
    advance(world)
    if (params.meetingId !== undefined && endpoint.method !== 'GET') world.touched.add(params.meetingId)
    if (world.faults.meets('tokenInvalid', scene)) world.state.tokenGeneration += 1
    const granted = scopesOfBearer(world, request.authorization)
    if (!endpoint.scopes.some((scope) => granted.includes(scope))) {
      throw new ZoomError(400, 4711, `Invalid access token, does not contain scopes:[${endpoint.scopes[1]}].`)
    }
    limiter.admit(endpoint.label, endpoint.rateCode ?? 429, scene)
    const call: Call = { method: endpoint.method, params, query: request.query, body: parsed(request.text) }
    return endpoint.run(world, call)
  }

  /** Writes of one host exclude each other from the moment they come until they are answered. */
  function claimHost(endpoint: Endpoint, params: Record<string, string>, scene: FaultScene): string | undefined {
    const host = endpoint.isHostWrite === true ? hostOf(params) : undefined
    const isBusy = host !== undefined && busyHosts.has(host)
    if (isBusy || (endpoint.method !== 'GET' && world.faults.meets('concurrentRequests', scene))) {
      const message =
        'Too many concurrent requests. A request for this user has already been made. Please try again later.'
      throw new ZoomError(429, 429, message)
    }
    if (host !== undefined) busyHosts.add(host)
    return host
  }

  function hostOf(params: Record<string, string>): string | undefined {
    if (params.userId !== undefined) return getUser(world, params.userId).id
    return world.state.meetings[params.meetingId ?? '']?.hostId
  }

  return { answer, advance: () => advance(world) }
}

function parsed(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new ZoomError(400, 300, 'Request Body should be a valid JSON object.')
  }
}
