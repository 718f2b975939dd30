import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge } from '../../../src/main/operations/outbox-failure.ts'
import { problemKinds } from '../../../src/shared/problem.ts'
import { toIso } from '../../../src/shared/domain/time.ts'

const now = Date.UTC(2026, 8, 7)

test('whatever went wrong, the next try is an instant that can be shown, and within the hour but for what Zoom says', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...problemKinds),
      fc.integer({ min: 1, max: 200 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (kind, attempts, jitter) => {
        const failure = judge({ kind, message: 'No.' }, attempts, now, () => jitter)
        if (failure.next === 'person') return
        expect(toIso(now + failure.waitMs)).toMatch(/Z$/)
        expect(failure.waitMs).toBeGreaterThanOrEqual(0)
        expect(failure.waitMs).toBeLessThanOrEqual(3_600_000)
      },
    ),
  )
})
