const dayMs = 86_400_000

/** The longest that a call waits inside the client for a limit to lift; beyond that `rateLimited` says when. */
export const longestWaitMs = 30_000

/** Which of Zoom's limits a 429 speaks of (https://developers.zoom.us/docs/api/rate-limits/). */
export type LimitKind = 'perSecond' | 'daily' | 'concurrent'

/** What a 429 means for us. */
export interface Limit {
  readonly kind: LimitKind
  /** How long to wait from now, in milliseconds. */
  readonly waitMs: number
  /** Zoom itself said how long. */
  readonly isTold: boolean
}

/**
 * How long a Retry-After tells us to wait, in milliseconds, by Zoom's own clock; null where there is none that can be
 * read. Takes seconds, an HTTP date and (as Zoom's older documents have it) an ISO date-time; never negative and never
 * more than a day, since all of Zoom's limits lift by the next 00:00 UTC.
 */
export function retryAfterMs(value: string | undefined, zoomsNow: number): number | null {
  const text = value?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(text)) return bounded(Number(text) * 1000)
  // A date without a zone is UTC: Zoom has no other.
  const isBareIso = /^\d{4}-\d\d-\d\dT[\d:.]+$/.test(text)
  const instant = /[a-z]/i.test(text) ? Date.parse(isBareIso ? `${text}Z` : text) : Number.NaN
  return Number.isNaN(instant) ? null : bounded(instant - zoomsNow)
}

/** What a 429 says: by its headers first, then by its text; without either it is the per-second limit, 1 to 1.5 s. */
export function readLimit(
  message: string,
  header: (name: string) => string | undefined,
  zoomsNow: number,
  random: () => number,
): Limit {
  const type = header('x-ratelimit-type') ?? ''
  const kind: LimitKind = /concurrent/i.test(message)
    ? 'concurrent'
    : /daily/i.test(type) || (!/qps/i.test(type) && /\bdaily\b|\bGMT 00:00/i.test(message))
      ? 'daily'
      : 'perSecond'
  const told = retryAfterMs(header('retry-after'), zoomsNow)
  if (kind === 'daily') return { kind, waitMs: told ?? nextUtcMidnight(zoomsNow) - zoomsNow, isTold: told !== null }
  return { kind, waitMs: Math.max(told ?? 0, 1000 + 500 * random()), isTold: told !== null }
}

/** The first 00:00 UTC after an instant, epoch ms. */
export function nextUtcMidnight(instant: number): number {
  return (Math.floor(instant / dayMs) + 1) * dayMs
}

/** The UTC day of an instant, YYYY-MM-DD. */
export function utcDay(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10)
}

/** The pause after the given failed attempt (the first is 1): doubling from half a second, jittered, at most 8 s. */
export function backoffMs(attempt: number, random: () => number): number {
  return Math.min(8000, 500 * 2 ** (attempt - 1)) * (0.5 + random() / 2)
}

function bounded(ms: number): number {
  return Math.min(Math.max(0, ms), dayMs)
}
