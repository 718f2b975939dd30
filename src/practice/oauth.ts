import { createHmac, randomUUID } from 'node:crypto'
import { ZoomError } from './answer.ts'
import type { Answer } from './answer.ts'
import type { World } from './world.ts'

const lifeSeconds = 3600

/** What a request to the token endpoint brings: its form (from body or query) and its Basic credentials. */
export interface OAuthRequest {
  readonly form: URLSearchParams
  readonly authorization: string | undefined
}

const refusal = (status: number, error: string, reason: string): Answer => ({ status, body: { reason, error } })

function clientRefusal(world: World, request: OAuthRequest): Answer | undefined {
  const { clientId, clientSecret } = world.state.credentials
  const [scheme = '', encoded = ''] = (request.authorization ?? '').split(' ')
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':')
  if (scheme.toLowerCase() !== 'basic' || id === '') {
    return refusal(400, 'invalid_request', 'The client_id or client_secret is missing.')
  }
  if (id !== clientId || rest.join(':') !== clientSecret) {
    return refusal(400, 'invalid_client', 'Invalid client_id or client_secret')
  }
  if (world.faults.meets('appDisabled')) return refusal(400, 'invalid_client', 'The app has been disabled.')
  return undefined
}

/**
 * `POST /oauth/token`: `account_credentials` as Server-to-Server apps use it, and `client_credentials`, which Zoom's
 * page on WebSockets asks for. Wrong id, secret or account are refused with Zoom's `{reason, error}`.
 */
export function issueToken(world: World, request: OAuthRequest, allScopes: readonly string[], apiUrl: string): Answer {
  const refused = clientRefusal(world, request)
  if (refused !== undefined) return refused
  const grant = request.form.get('grant_type')
  if (grant !== 'account_credentials' && grant !== 'client_credentials') {
    return refusal(400, 'unsupported_grant_type', 'unsupported grant type')
  }
  if (grant === 'account_credentials' && request.form.get('account_id') !== world.state.credentials.accountId) {
    return refusal(400, 'invalid_request', 'Bad Request')
  }
  const missing = new Set(world.faults.use('missingScope')?.scopes)
  const scopes = grant === 'client_credentials' ? ['marketplace:write:websocket_connection'] : allScopes
  const granted = scopes.filter((scope) => !missing.has(scope))
  const issuedAt = Math.floor(world.now() / 1000)
  const claims = {
    aud: 'https://oauth.zoom.us',
    ver: 10,
    aid: world.state.credentials.accountId,
    iat: issuedAt,
    exp: issuedAt + lifeSeconds,
    jti: randomUUID(),
    gen: world.state.tokenGeneration,
    scp: granted,
  }
  return {
    status: 200,
    body: {
      access_token: signed(world, claims),
      token_type: 'bearer',
      expires_in: lifeSeconds,
      scope: granted.join(' '),
      api_url: apiUrl,
    },
  }
}

/** `POST /oauth/revoke`: the token in the form is dead from now on. */
export function revokeToken(world: World, request: OAuthRequest): Answer {
  const refused = clientRefusal(world, request)
  if (refused !== undefined) return refused
  const claims = claimsOf(world, request.form.get('token') ?? '')
  if (claims === undefined) return refusal(400, 'invalid_request', 'Invalid Token!')
  world.state.revokedTokens.push(claims.jti)
  return { status: 200, body: { status: 'success' } }
}

/**
 * The scopes of the bearer token. Raises 401/124 for a token that is missing, wrong, expired (3600 s of the practice
 * clock), revoked or of a former generation.
 */
export function scopesOfBearer(world: World, authorization: string | undefined): readonly string[] {
  const token = /^bearer (?<token>\S+)$/iu.exec(authorization ?? '')?.groups?.token
  const claims = token === undefined ? undefined : claimsOf(world, token)
  if (
    claims === undefined ||
    claims.gen !== world.state.tokenGeneration ||
    world.state.revokedTokens.includes(claims.jti) ||
    world.faults.find('appDisabled') !== undefined
  ) {
    throw new ZoomError(401, 124, 'Invalid access token.')
  }
  if (world.now() / 1000 >= claims.exp) throw new ZoomError(401, 124, 'Access token is expired.')
  return claims.scp
}

interface Claims {
  readonly jti: string
  readonly gen: number
  readonly exp: number
  readonly scp: readonly string[]
}

function signed(world: World, claims: object): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const head = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
  return `${head}.${createHmac('sha256', world.state.credentials.signingKey).update(head).digest('base64url')}`
}

function claimsOf(world: World, token: string): Claims | undefined {
  const [head = '', payload = '', signature = ''] = token.split('.')
  const expected = createHmac('sha256', world.state.credentials.signingKey)
    .update(`${head}.${payload}`)
    .digest('base64url')
  if (signature !== expected) return undefined
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims
}
