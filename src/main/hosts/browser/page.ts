import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { browserWire } from '../../../shared/browser-wire.ts'
import { fileBelow, mediaTypeOf, pageHeaders, withStyleNonce } from '../shared/page.ts'

const newNonce = () => randomBytes(16).toString('base64url')

/** Answers with a file of the built page, or 404. The page itself is `/`. */
export async function sendPage(folder: string, urlPath: string, response: ServerResponse): Promise<void> {
  const isPage = urlPath === '/'
  const path = isPage ? join(folder, 'index.html') : fileBelow(folder, urlPath)
  const mediaType = path === null ? null : mediaTypeOf(path)
  const bytes = path === null || mediaType === null ? null : await readFile(path).catch(() => null)
  if (bytes === null || mediaType === null) {
    response.writeHead(404, noStore).end()
    return
  }
  const nonce = newNonce()
  const body = isPage ? withStyleNonce(bytes.toString(), nonce) : bytes
  response.writeHead(200, { ...noStore, ...pageHeaders(nonce), 'Content-Type': mediaType }).end(body)
}

/** Nothing of a school's stays in a browser's cache. */
export const noStore = { 'Cache-Control': 'no-store' } as const

/**
 * Answers a redeemed one-time link: hands over cookie and key, and goes on to the page. The page goes by itself, for
 * a redirect would still count as coming from the foreign page (the link's file) and lose the SameSite=Strict cookie.
 */
export function sendWelcome(response: ServerResponse, cookie: string, key: string): void {
  const nonce = newNonce()
  const script = `localStorage.setItem('${browserWire.keyItem}', '${key}'); location.replace('/')`
  response
    .writeHead(200, {
      ...noStore,
      ...pageHeaders(nonce),
      'Content-Security-Policy': `default-src 'none'; script-src 'nonce-${nonce}'; frame-ancestors 'none'; base-uri 'none'`,
      'Content-Type': 'text/html; charset=utf-8',
      'Set-Cookie': `${cookie}; HttpOnly; SameSite=Strict; Path=/`,
    })
    .end(`<!doctype html><html lang="en"><title>Homeroom</title><script nonce="${nonce}">${script}</script></html>`)
}
