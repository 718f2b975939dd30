import { performance } from 'node:perf_hooks'

const rounds = 5

/**
 * How fast this computer is right now: the best of a few runs of one fixed loop (arithmetic, short strings, a map), in
 * milliseconds. About 20 on the computer that the targets were set on; run it just before what it is the baseline of.
 */
export function calibrate(): number {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now()
    turn()
    best = Math.min(best, performance.now() - startedAt)
  }
  return best
}

function turn(): number {
  const counts = new Map<string, number>()
  let state = 1
  for (let step = 0; step < 400_000; step++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const key = `k${state % 1_000}`
    counts.set(key, (counts.get(key) ?? 0) + (state & 7))
  }
  let sum = 0
  for (const count of counts.values()) sum += count
  return sum
}

/** The middle one of the values; of an even number, the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
}
