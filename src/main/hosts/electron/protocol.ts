import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import type { Session } from 'electron'
import { fileBelow, mediaTypeOf, pageHeaders, withStyleNonce } from '../shared/page.ts'

/** The only origin of ours that a window may show. */
export const appOrigin = 'app://main'
/** The page that the window opens. */
export const appPage = `${appOrigin}/index.html`

/** The origin of a URL of any scheme, as `scheme://host`; null when it is no URL. `URL.origin` is "null" for ours. */
export function originOf(url: string): string | null {
  const parsed = URL.parse(url)
  return parsed && `${parsed.protocol}//${parsed.host}`
}

/**
 * Makes `app:` a standard, secure scheme; must run before the app is ready. No `corsEnabled`: it would let other
 * origins read ours without asking (electron#52498).
 */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Answers `app://main/...` in this session with the files below `folder`; a protocol is per session. */
export function serveApp(session: Session, folder: string): void {
  session.protocol.handle('app', (request) => answerFrom(folder, request))
}

/** The answer to one request: a file of a known kind below `folder` by GET or HEAD from our own host, or a bare 4xx. */
export async function answerFrom(folder: string, request: Request): Promise<Response> {
  const styleNonce = randomBytes(16).toString('base64url')
  const headers = pageHeaders(styleNonce)
  const refuse = (status: number) => new Response(null, { status, headers })

  if (originOf(request.url) !== appOrigin) return refuse(404)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
  const path = new URL(request.url).pathname
  const file = fileBelow(folder, path === '/' ? '/index.html' : path)
  const mediaType = file && mediaTypeOf(file)
  if (!file || !mediaType) return refuse(404)
  let bytes: Buffer
  try {
    bytes = await readFile(file)
  } catch {
    return refuse(404)
  }
  const isPage = mediaType.startsWith('text/html')
  const body = isPage ? withStyleNonce(bytes.toString('utf8'), styleNonce) : new Uint8Array(bytes)
  return new Response(request.method === 'HEAD' ? null : body, { headers: { ...headers, 'Content-Type': mediaType } })
}
