/** A command line that cannot be obeyed: `message` is one sentence for the person who typed it. Ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/**
 * An address of Zoom as somebody typed it: https anywhere, or http on this computer only (tokens and children's names
 * travel there). Without a trailing slash. Raises {@link UsageError} naming `flag`.
 */
export function parseZoomUrl(text: string, flag: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
  if (!url || !isSafe || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new UsageError(
      `${flag} needs an https address, or an http address on this computer (127.0.0.1 or localhost).`,
    )
  }
  return url.href.replace(/\/+$/, '')
}

/** Whether a URL's host name can only be this computer. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
