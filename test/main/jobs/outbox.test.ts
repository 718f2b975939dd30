import { expect, onTestFinished, test } from 'vitest'
import { runOutbox, type OutboxJobDeps } from '../../../src/main/jobs/outbox.ts'
import { handClock } from '../../support/clock.ts'
import { memoryLog } from '../../support/database.ts'

/** A desk with numbered letters: what is put on it is claimed, and a letter is sent when the test lets it go. */
function desk() {
  const clock = handClock('2026-11-20T00:00:00Z')
  const realClock = handClock('2026-11-20T00:00:00Z')
  const log = memoryLog()
  const waiting: { letter: number; at: number }[] = []
  const sent: number[] = []
  const onTheWay = new Map<number, { signal: AbortSignal; arrive: (error?: Error) => void }>()
  const lost = new Set<number>()
  const listeners = new Set<() => void>()
  let claims = 0
  let failures = 0
  const deps: OutboxJobDeps<number> = {
    async claim(limit, held) {
      claims += 1
      if (failures > 0) {
        failures -= 1
        throw new Error('The database is busy.')
      }
      const due = waiting.filter(({ at, letter }) => at <= clock.now() && !held.includes(letter)).slice(0, limit)
      for (const item of due) waiting.splice(waiting.indexOf(item), 1)
      return due.map(({ letter }) => letter)
    },
    renew: async (letter) => !lost.has(letter),
    send: (letter, signal) =>
      new Promise((resolve, reject) => {
        onTheWay.set(letter, {
          signal,
          arrive(error) {
            onTheWay.delete(letter)
            if (error) return reject(error)
            sent.push(letter)
            resolve()
          },
        })
        signal.addEventListener('abort', () => {
          onTheWay.delete(letter)
          resolve()
        })
      }),
    nextDue: async () => ({
      dueAt: waiting.length === 0 ? null : Math.min(...waiting.map(({ at }) => at)),
      takeOverAt: null,
    }),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    clock,
    realClock,
    log,
  }
  const stop = new AbortController()
  const ended = runOutbox(deps, stop.signal)
  onTestFinished(async () => {
    stop.abort()
    for (const { arrive } of onTheWay.values()) arrive()
    realClock.advance(60_000)
    await ended
  })
  return {
    clock,
    realClock,
    log,
    sent,
    onTheWay,
    listeners,
    stop,
    ended,
    lose: (letter: number) => lost.add(letter),
    fail: (times: number) => {
      failures = times
    },
    claims: () => claims,
    put(letter: number, at = clock.now()) {
      waiting.push({ letter, at })
      for (const listener of listeners) listener()
    },
  }
}

/** Lets everything that can happen now happen: nothing in the job waits for real time. */
const now = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

test('sends what is put on the desk at once, and what is due later when it is due', async () => {
  const { put, onTheWay, clock, sent } = desk()
  put(1)
  put(2, clock.now() + 60_000)
  await now()
  expect([...onTheWay.keys()]).toEqual([1])
  onTheWay.get(1)!.arrive()
  clock.advance(59_000)
  await now()
  expect([...onTheWay.keys()]).toEqual([])
  clock.advance(1000)
  await now()
  onTheWay.get(2)!.arrive()
  await now()
  expect(sent).toEqual([1, 2])
})

test('has eight on their way at most, and takes the next as soon as one has arrived', async () => {
  const { put, onTheWay } = desk()
  for (let letter = 1; letter <= 12; letter += 1) put(letter)
  await now()
  expect(onTheWay.size).toBe(8)
  onTheWay.get(3)!.arrive()
  await now()
  expect([...onTheWay.keys()]).toEqual([1, 2, 4, 5, 6, 7, 8, 9])
})

test('with nothing to do it does nothing, however much time passes', async () => {
  const { clock, realClock, claims } = desk()
  await now()
  const before = claims()
  for (let hour = 0; hour < 24; hour += 1) {
    clock.advance(3_600_000)
    realClock.advance(3_600_000)
    await now()
  }
  expect(claims()).toBe(before)
})

test('a claim that was lost to another sender stops the sending', async () => {
  const { put, onTheWay, realClock, lose } = desk()
  put(1)
  put(2)
  await now()
  const { signal } = onTheWay.get(1)!
  realClock.advance(10_000)
  await now()
  expect(signal.aborted).toBe(false)
  lose(1)
  realClock.advance(10_000)
  await now()
  expect(signal.aborted).toBe(true)
  expect(onTheWay.get(2)!.signal.aborted).toBe(false)
})

test('told to stop, it takes nothing more, lets what is on its way arrive, and then breaks it off', async () => {
  const { put, onTheWay, realClock, stop, ended, sent, listeners } = desk()
  put(1)
  put(2)
  await now()
  const { signal } = onTheWay.get(2)!
  stop.abort()
  put(3)
  await now()
  onTheWay.get(1)!.arrive()
  await now()
  expect([sent, [...onTheWay.keys()], signal.aborted]).toEqual([[1], [2], false])
  realClock.advance(3000)
  await ended
  expect(signal.aborted).toBe(true)
  expect(listeners.size).toBe(0)
})

test('goes on after the database failed, and after a sending that broke', async () => {
  const { put, onTheWay, realClock, log, fail, sent } = desk()
  await now()
  fail(2)
  put(1)
  await now()
  expect(onTheWay.size).toBe(0)
  for (let step = 0; step < 3; step += 1) {
    realClock.advance(1000)
    await now()
  }
  onTheWay.get(1)!.arrive(new Error('The disk is full.'))
  put(2)
  await now()
  onTheWay.get(2)!.arrive()
  await now()
  expect(sent).toEqual([2])
  expect(log.lines.filter((line) => line.includes('outbox.jobFailed'))).toHaveLength(2)
  expect(log.lines.some((line) => line.includes('outbox.sendFailed'))).toBe(true)
})
