import { ProblemError } from '../../shared/problem.ts'

const defaultApi = 'https://api.zoom.us'
const defaultOauth = 'https://zoom.us'

/** Where the REST API is, with `/v2`, when nobody said otherwise. */
export const defaultApiUrl = `${defaultApi}/v2`

/** Where tokens are asked for when nobody said otherwise. */
export const defaultTokenUrl = `${defaultOauth}/oauth/token`

/** An explicit API address, with or without `/v2`, as the base of all calls. Raises `invalidInput`. */
export function explicitApiUrl(address: string): string {
  return `${explicitBase(address, 'zoom.apiUrl').replace(/\/v2$/, '')}/v2`
}

/** An explicit OAuth address, with or without `/oauth/token`, as the token endpoint. Raises `invalidInput`. */
export function explicitTokenUrl(address: string): string {
  return `${explicitBase(address, 'zoom.oauthUrl').replace(/\/oauth(\/token)?$/, '')}/oauth/token`
}

/**
 * The base that an `api_url` out of a token answer names, or null where it is not https on one of Zoom's own hosts:
 * whoever could forge that field must not be able to send the school's token elsewhere.
 */
export function apiUrlOfZoom(named: string): string | null {
  const url = parse(named)
  if (url === null || url.protocol !== 'https:' || url.port !== '') return null
  if (url.hostname !== 'zoom.us' && !url.hostname.endsWith('.zoom.us')) return null
  return `${url.origin}/v2`
}

function explicitBase(address: string, field: string): string {
  const url = parse(address)
  const isSafe = url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))
  if (!isSafe) {
    throw new ProblemError('invalidInput', 'An address for Zoom has to be https, or http on this computer.', {
      field,
      fix: 'Correct the address, or leave it out.',
    })
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

function parse(text: string): URL | null {
  const url = URL.parse(text)
  return url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '' ? null : url
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
