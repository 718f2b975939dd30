import { ProblemError } from '../../../shared/problem.ts'
import type { OpenLink } from '../../ports.ts'

/** Zoom's own hosts, where a class is started and an account is set up. */
const zoomHosts = ['zoom.us', 'zoom.com', 'zoomgov.com']

/** A link to a web page that may leave the app at all: https, on its own port, without a name or password in it; else null. */
export function webLink(url: string): URL | null {
  const parsed = URL.parse(url)
  if (!parsed || parsed.protocol !== 'https:' || parsed.username || parsed.password || parsed.port) return null
  return parsed
}

/** Whether a host is Zoom's own, or one below it. */
export const isZoomHost = (hostname: string): boolean =>
  zoomHosts.some((host) => hostname === host || hostname.endsWith(`.${host}`))

/** The port for links, over a host's own way to open one. Nothing but Zoom's own pages reaches it. */
export function createLinkOpener(open: (url: string) => Promise<void>): OpenLink {
  return async (url) => {
    const link = webLink(url)
    if (link === null || !isZoomHost(link.hostname)) {
      throw new ProblemError('forbidden', 'This link does not lead to Zoom, so Homeroom does not open it.', {
        fix: 'Look at the meeting in Zoom, and change its link there.',
      })
    }
    await open(link.href)
  }
}
