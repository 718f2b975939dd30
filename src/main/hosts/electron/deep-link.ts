import { product } from '../../../shared/product.ts'

const longest = 512
const screens = ['today', 'sections', 'schedule', 'attendance', 'people', 'settings'] as const
const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Where a link into the app leads: a screen, and one thing on it. */
export interface DeepLink {
  readonly screen: (typeof screens)[number]
  readonly id: string | null
}

/**
 * Reads `homeroom://SCREEN` or `homeroom://SCREEN/ID`. Anybody can make a link, so it only ever leads to a screen;
 * a query, a fragment, credentials, anything unknown or long makes it no link (null).
 */
export function parseDeepLink(text: string): DeepLink | null {
  if (text.length > longest) return null
  const url = URL.parse(text)
  if (!url || url.protocol !== `${product.linkScheme}:`) return null
  if (url.username || url.password || url.port || url.search || url.hash) return null
  const screen = screens.find((name) => name === url.hostname)
  if (!screen) return null
  const rest = url.pathname.replace(/^\//, '')
  if (rest === '') return { screen, id: null }
  return id.test(rest) ? { screen, id: rest } : null
}

/** The first deep link among the arguments with which the app was started. */
export function deepLinkIn(argv: readonly string[]): DeepLink | null {
  for (const argument of argv) {
    const link = parseDeepLink(argument)
    if (link) return link
  }
  return null
}
