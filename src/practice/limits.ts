import { ZoomError } from './answer.ts'
import type { FaultScene } from './faults.ts'
import type { Meeting, Plan, Quota } from './state.ts'
import type { World } from './world.ts'
import { utcDay } from './zone.ts'

/** Zoom's label of a call. */
export type RateLabel = 'Light' | 'Medium' | 'Heavy'

interface Rates {
  readonly perSecond: number
  readonly perDay: number
}

/** Zoom's published numbers (rate limits page): per second and per day, for all apps of the account together. */
export const rates: Readonly<Record<Plan, Readonly<Record<RateLabel, Rates>>>> = {
  free: {
    Light: { perSecond: 4, perDay: 6000 },
    Medium: { perSecond: 2, perDay: 2000 },
    Heavy: { perSecond: 1, perDay: 1000 },
  },
  pro: {
    Light: { perSecond: 30, perDay: Infinity },
    Medium: { perSecond: 20, perDay: Infinity },
    Heavy: { perSecond: 10, perDay: 30_000 },
  },
  business: {
    Light: { perSecond: 80, perDay: Infinity },
    Medium: { perSecond: 60, perDay: Infinity },
    Heavy: { perSecond: 40, perDay: 60_000 },
  },
}

const perHostAndDay = 100

/** Counts calls in real time and refuses those above the plan's rate. */
export interface RateLimiter {
  /** Counts one call. Raises 429 with Zoom's headers; `code` is 4001 for the newer operations. */
  admit(label: RateLabel, code: 429 | 4001, scene: FaultScene): void
  /** The headers that every answer carries. */
  headers(label: RateLabel): Readonly<Record<string, string>>
}

/** A limiter over the last 1000 ms: whoever passes here passes any way in which Zoom may cut its seconds. */
export function createRateLimiter(world: World, realNow: () => number): RateLimiter {
  const recent: Record<RateLabel, number[]> = { Light: [], Medium: [], Heavy: [] }
  return {
    headers: (label) => ({ 'x-ratelimit-category': label }),
    admit(label, code, scene) {
      const { perSecond, perDay } = rates[world.state.plan][label]
      const now = realNow()
      const times = recent[label]
      while (times.length > 0 && (times[0] ?? 0) <= now - 1000) times.shift()
      const headers = { 'x-ratelimit-category': label, 'x-ratelimit-remaining': '0' }
      if (times.length >= perSecond || world.faults.meets('rateLimitPerSecond', scene)) {
        throw new ZoomError(
          429,
          code,
          'You have reached the maximum per-second rate limit for this API. Try again later.',
          {
            headers: { ...headers, 'x-ratelimit-type': 'QPS', 'x-ratelimit-limit': String(perSecond) },
          },
        )
      }
      const isSpent = perDay !== Infinity && countOf(world.state.quota, `calls ${label}`, world.now()) >= perDay
      if (isSpent || world.faults.meets('rateLimitDaily', scene)) {
        const message =
          'You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.'
        throw new ZoomError(429, 429, message, {
          headers: {
            ...headers,
            'x-ratelimit-type': 'Daily-limit',
            'x-ratelimit-limit': String(perDay === Infinity ? 30_000 : perDay),
            'retry-after': nextUtcDay(world.now()),
          },
        })
      }
      times.push(now)
      if (perDay !== Infinity) count(world.state.quota, `calls ${label}`, world.now())
    },
  }
}

function nextUtcDay(now: number): string {
  return `${utcDay(now + 86_400_000)}T00:00:00Z`
}

function countOf(quota: Quota, what: string, now: number): number {
  const day = utcDay(now)
  if (quota.day !== day) {
    quota.day = day
    quota.counts = {}
  }
  return quota.counts[what] ?? 0
}

function count(quota: Quota, what: string, now: number): void {
  // Read first: a new day begins with counts of its own.
  const before = countOf(quota, what, now)
  quota.counts[what] = before + 1
}

/** Counts one create or update for the host: 100 a day, until 00:00 UTC of the practice clock. Raises 429. */
export function countHostWrite(world: World, hostId: string): void {
  const what = `writes ${hostId}`
  if (countOf(world.state.quota, what, world.now()) >= perHostAndDay) {
    const message =
      `You have exceeded the daily rate limit (${perHostAndDay}) of Meeting Create/Update API requests permitted ` +
      'for this particular user. You may resume these requests at GMT 00:00:00.'
    throw new ZoomError(429, 429, message, {
      headers: { 'x-ratelimit-limit': String(perHostAndDay), 'x-ratelimit-remaining': '0' },
    })
  }
  count(world.state.quota, what, world.now())
}

/** Uses up so many creates and updates of a host's day, as another app of the school might have; returns the day's count. */
export function spendHostWrites(world: World, hostId: string, times: number): number {
  for (let i = 0; i < times; i += 1) count(world.state.quota, `writes ${hostId}`, world.now())
  return countOf(world.state.quota, `writes ${hostId}`, world.now())
}

/** Counts one request about a registrant: 3 adds and 10 status changes a day. Raises 429. */
export function countRegistrantCall(world: World, kind: 'add' | 'status', meeting: Meeting, email: string): void {
  const most = kind === 'add' ? 3 : 10
  const what = `${kind} ${email.toLowerCase()}`
  if (countOf(meeting.quota, what, world.now()) >= most) {
    const name = kind === 'add' ? 'Add meeting registrant' : 'Update meeting registrant status'
    const message =
      `You have exceeded the daily rate limit of (${most}) for ${name} API requests for the registrant (${email}). ` +
      'You can resume these API requests at GMT 00:00:00.'
    throw new ZoomError(429, 429, message, {
      headers: { 'x-ratelimit-limit': String(most), 'x-ratelimit-remaining': '0' },
    })
  }
  count(meeting.quota, what, world.now())
}
