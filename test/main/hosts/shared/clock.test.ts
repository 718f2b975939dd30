import { afterEach, describe, expect, it, vi } from 'vitest'
import { createClock } from '../../../../src/main/hosts/shared/clock.ts'

const day = 86_400_000

describe('the clock', () => {
  afterEach(() => void vi.useRealTimers())

  it('wakes at or after the instant, and at once for one that has passed', async () => {
    const clock = createClock()
    const instant = clock.now() + 30
    await clock.sleepUntil(instant)
    expect(clock.now()).toBeGreaterThanOrEqual(instant)
    await clock.sleepUntil(clock.now() - day)
  })

  it('sleeps beyond what one timer can hold', async () => {
    vi.useFakeTimers()
    const clock = createClock()
    const start = clock.now()
    let woke = 0
    void clock.sleepUntil(start + 60 * day).then(() => (woke = clock.now()))
    await vi.advanceTimersByTimeAsync(59 * day)
    expect(woke).toBe(0)
    await vi.advanceTimersByTimeAsync(day + 1)
    expect(woke - start).toBeGreaterThanOrEqual(60 * day)
    expect(woke - start).toBeLessThan(60 * day + 50)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('notices within half a minute that the computer slept, wakes who is due and tells', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    const wall = vi.spyOn(Date, 'now')
    let offset = 0
    const begin = 1_800_000_000_000
    wall.mockImplementation(() => begin + performance.now() + offset)
    const clock = createClock()
    let jumps = 0
    clock.onJump(() => (jumps += 1))
    let hasWoken = false
    void clock.sleepUntil(clock.now() + day).then(() => (hasWoken = true))
    await vi.advanceTimersByTimeAsync(90_000)
    expect([hasWoken, jumps]).toEqual([false, 0])
    offset = 2 * day
    await vi.advanceTimersByTimeAsync(30_000)
    expect([hasWoken, jumps]).toEqual([true, 1])
    wall.mockRestore()
  })

  it('jumps: wakes those whose instant is reached, in order, and leaves the others asleep', async () => {
    const clock = createClock()
    const woken: string[] = []
    const start = clock.now()
    let jumps = 0
    const stop = clock.onJump(() => (jumps += 1))
    const sleeping = new AbortController()
    const late = clock.sleepUntil(start + 10 * day, sleeping.signal).then(
      () => woken.push('late'),
      () => woken.push('aborted'),
    )
    const first = clock.sleepUntil(start + day).then(() => woken.push('first'))
    const second = clock.sleepUntil(start + 2 * day).then(() => woken.push('second'))
    clock.adjust(3 * day)
    await Promise.all([first, second])
    expect(woken).toEqual(['first', 'second'])
    expect(clock.now() - start).toBeGreaterThanOrEqual(3 * day)
    stop()
    clock.adjust(4 * day)
    expect(jumps).toBe(1)
    sleeping.abort()
    await late
    expect(woken.at(-1)).toBe('aborted')
  })

  it('rejects with the reason of the signal, before and during the sleep', async () => {
    const clock = createClock()
    const reason = new Error('closing')
    await expect(clock.sleepUntil(clock.now() + day, AbortSignal.abort(reason))).rejects.toBe(reason)
    const abort = new AbortController()
    const asleep = clock.sleepUntil(clock.now() + day, abort.signal)
    abort.abort(reason)
    await expect(asleep).rejects.toBe(reason)
  })
})
