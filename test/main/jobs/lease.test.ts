import { describe, expect, onTestFinished, test } from 'vitest'
import { startLease } from '../../../src/main/jobs/lease.ts'
import { handClock } from '../../support/clock.ts'
import { memoryLog } from '../../support/database.ts'

/** One row that says who holds the lease until when, and processes that ask for it, each by its own hand. */
function folder() {
  const clocks = new Map<string, ReturnType<typeof handClock>>()
  let holder = { owner: '', expiresAt: 0 }
  return {
    async open(owner: string) {
      const clock = handClock(0)
      clocks.set(owner, clock)
      const lease = await startLease(
        {
          realClock: clock,
          async hold(now, expiresAt) {
            if (holder.owner !== owner && now < holder.expiresAt) return false
            holder = { owner, expiresAt }
            return true
          },
          async release() {
            if (holder.owner === owner) holder = { owner: '', expiresAt: 0 }
          },
          log: memoryLog(),
        },
        (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
      )
      onTestFinished(() => lease.close())
      return lease
    },
    /** Lets a second pass for these; for a killed process time stands still. */
    async second(...owners: readonly string[]) {
      for (const owner of owners) clocks.get(owner)!.advance(1000)
      for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

describe('the lease', () => {
  test('stays with a living holder', async () => {
    const { open, second } = folder()
    const [first, other] = [await open('first'), await open('other')]
    for (let seconds = 0; seconds < 120; seconds += 1) {
      await second('first', 'other')
      expect([first.isHeld(), other.isHeld()]).toEqual([true, false])
    }
  })

  test('of a killed holder goes to another within 15 seconds, at whichever moment it was killed', async () => {
    for (let lived = 0; lived < 12; lived += 1) {
      const { open, second } = folder()
      await open('first')
      const other = await open('other')
      for (let seconds = 0; seconds < lived; seconds += 1) await second('first', 'other')
      let waited = 0
      while (!other.isHeld() && waited < 60) {
        await second('other')
        waited += 1
      }
      expect(waited).toBeLessThanOrEqual(15)
    }
  })

  test('of a holder that closes goes to the next who asks', async () => {
    const { open, second } = folder()
    const first = await open('first')
    const other = await open('other')
    await first.close()
    for (let seconds = 0; seconds < 4; seconds += 1) await second('other')
    expect(other.isHeld()).toBe(true)
  })
})
