import { killSenders, type KillPoint, type Story } from '../support/outbox-kill.ts'
import type { SoakOptions } from './soak.ts'

const stories: readonly Story[] = ['schedule', 'schedule', 'cancelLater', 'moveLater']
/** A sender that is left alone has this many calls and answers, at most. */
const mostEvents = 14

/**
 * Senders are killed (SIGKILL) at random calls and answers, up to four in a row, while a class is scheduled, moved or
 * cancelled. A round holds when in the end exactly one meeting (or none) exists, known to both, every student once.
 */
export async function soak({ seed, isLong, say }: SoakOptions): Promise<number> {
  const random = mulberry32(seed)
  const pick = (bound: number) => Math.floor(random() * bound)
  const rounds = isLong ? 60 : 1
  let kills = 0
  for (let round = 0; round < rounds; round++) {
    const story = stories[pick(stories.length)]!
    const numbers = Array.from({ length: 1 + pick(4) }, () => pick(mostEvents))
    const { faults, killed, events } = await killSenders(numbers.map(nth), story)
    if (faults.length > 0) {
      const calls = events.map(({ when, method, path, body }) => `${when} ${method} ${path} ${JSON.stringify(body)}`)
      throw new Error(
        `Round ${round} (${story}, killed at ${numbers.join(', ')}): ${faults.join(' ')}\n${calls.join('\n')}`,
      )
    }
    kills += killed
    if (isLong && round % 10 === 9) say(`${round + 1} rounds, ${kills} senders killed`)
  }
  return rounds
}

/** The event that has this many before it, counted from when the sender starts. */
function nth(number: number): KillPoint {
  let first: number | null = null
  return ({ index }) => index - (first ??= index) >= number
}

/** A small generator of numbers in [0, 1) that the seed decides (public domain, Tommy Ettinger). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
