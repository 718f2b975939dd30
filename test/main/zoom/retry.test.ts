import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backoffMs, nextUtcMidnight, readLimit, retryAfterMs, utcDay } from '../../../src/main/zoom/retry.ts'

const day = 86_400_000
const instants = fc.integer({ min: Date.parse('2020-01-01T00:00:00Z'), max: Date.parse('2040-01-01T00:00:00Z') })
const seconds = instants.map((ms) => Math.floor(ms / 1000) * 1000)
const waits = fc.integer({ min: 0, max: day / 1000 }).map((s) => s * 1000)
const header = (headers: Record<string, string>) => (name: string) => headers[name]
const random = () => 0.25

describe('Retry-After', () => {
  test('means the same in seconds, as an HTTP date and as ISO with and without a zone', () => {
    fc.assert(
      fc.property(seconds, waits, (now, wait) => {
        const at = new Date(now + wait)
        const iso = at.toISOString()
        for (const text of [
          String(wait / 1000),
          at.toUTCString(),
          iso,
          iso.replace('.000Z', 'Z'),
          iso.replace('.000Z', ''),
        ]) {
          expect(retryAfterMs(text, now), text).toBe(wait)
        }
      }),
    )
  })

  test('never sends us back in time and never away for more than a day', () => {
    fc.assert(
      fc.property(seconds, instants, (now, at) => {
        const wait = retryAfterMs(new Date(at).toUTCString(), now)
        expect(wait).toBeGreaterThanOrEqual(0)
        expect(wait).toBeLessThanOrEqual(day)
      }),
    )
    expect(retryAfterMs('999999999999', 0)).toBe(day)
  })

  test('is null for whatever else it may hold', () => {
    fc.assert(
      fc.property(fc.string(), instants, (text, now) => {
        const wait = retryAfterMs(text, now)
        expect(wait === null || (wait >= 0 && wait <= day)).toBe(true)
      }),
    )
    for (const text of [undefined, '', ' ', 'soon', '-5', '12:00'])
      expect(retryAfterMs(text, 0), String(text)).toBeNull()
  })
})

describe('a 429', () => {
  const now = Date.parse('2026-11-20T22:30:00Z')

  test('per second without a header waits one to two seconds', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (chance) => {
        const text = 'You have reached the maximum per-second rate limit for this API. Try again later.'
        const limit = readLimit(text, header({}), now, () => chance)
        expect(limit.kind).toBe('perSecond')
        expect(limit.waitMs).toBeGreaterThanOrEqual(1000)
        expect(limit.waitMs).toBeLessThanOrEqual(2000)
      }),
    )
  })

  test('of the day without a header waits for midnight UTC', () => {
    const text =
      'You have exceeded the daily rate limit (100) of Meeting Create/Update API requests permitted for this particular user. You may resume these requests at GMT 00:00:00.'
    expect(readLimit(text, header({}), now, random)).toEqual({ kind: 'daily', waitMs: 90 * 60_000, isTold: false })
  })

  test('of the day with a header waits until then', () => {
    const text = 'You have reached the maximum daily rate limit for this API. Refer to the response header for details.'
    const headers = header({ 'retry-after': '2026-11-21T00:00:00Z', 'x-ratelimit-type': 'Daily-limit' })
    expect(readLimit(text, headers, now, random)).toEqual({ kind: 'daily', waitMs: 90 * 60_000, isTold: true })
  })

  test('is known by its header where the text says nothing', () => {
    expect(readLimit('', header({ 'x-ratelimit-type': 'QPS' }), now, random).kind).toBe('perSecond')
    expect(readLimit('', header({ 'x-ratelimit-type': 'Daily-limit' }), now, random).kind).toBe('daily')
    expect(readLimit('Too many concurrent requests. Please try again.', header({}), now, random).kind).toBe(
      'concurrent',
    )
  })
})

test('back-off doubles, stays within its bounds and is never immediate', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, chance) => {
      const pause = backoffMs(attempt, () => chance)
      expect(pause).toBeGreaterThanOrEqual(Math.min(8000, 500 * 2 ** (attempt - 1)) / 2)
      expect(pause).toBeLessThanOrEqual(8000)
    }),
  )
})

test('midnight UTC is after the instant, at most a day away, and the first of its day', () => {
  fc.assert(
    fc.property(instants, (instant) => {
      const midnight = nextUtcMidnight(instant)
      expect(midnight - instant).toBeGreaterThan(0)
      expect(midnight - instant).toBeLessThanOrEqual(day)
      expect(utcDay(midnight - 1)).toBe(utcDay(instant))
      expect(new Date(midnight).toISOString()).toMatch(/T00:00:00\.000Z$/)
    }),
  )
})
