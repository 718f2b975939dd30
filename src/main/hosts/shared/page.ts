import { extname, isAbsolute, relative, resolve } from 'node:path'

/**
 * The headers that every answer of ours carries, whichever door serves the page. Nothing comes from elsewhere, nothing
 * runs that is not a file of ours; `styleNonce` lets react-aria's two small style elements in, and no others.
 */
export function pageHeaders(styleNonce: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${styleNonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
  ]
  return {
    'Content-Security-Policy': policy.join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  }
}

/** The page with the meta tag through which react-aria finds the nonce of this answer. */
export function withStyleNonce(html: string, styleNonce: string): string {
  return html.replace(/<head>/i, `<head><meta property="csp-nonce" nonce="${styleNonce}">`)
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
}

/** The media type of a file that we serve, or null: a kind that is not in the table is not served. */
export function mediaTypeOf(path: string): string | null {
  return mediaTypes[extname(path).toLowerCase()] ?? null
}

/**
 * The file below `folder` that a URL's path names; null when the path leaves the folder or hides something by an
 * encoded separator, a NUL or a broken escape.
 */
export function fileBelow(folder: string, urlPath: string): string | null {
  if (/%2f|%5c|%00|\\/i.test(urlPath)) return null
  let path: string
  try {
    path = decodeURIComponent(urlPath)
  } catch {
    return null
  }
  const file = resolve(folder, `.${path.startsWith('/') ? path : `/${path}`}`)
  const inside = relative(folder, file)
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? null : file
}
