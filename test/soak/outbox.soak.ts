import { killSenders, type KillPoint, type Story } from '../support/outbox-kill.ts'
import type { SoakOptions } from './soak.ts'

/** How often each story is told, and how many calls and answers a sender that is left alone has in it, at most. */
const stories: readonly { readonly story: Story; readonly events: number }[] = [
  { story: 'schedule', events: 14 },
  { story: 'cancelLater', events: 14 },
  { story: 'moveLater', events: 14 },
  { story: 'series', events: 60 },
  { story: 'series', events: 60 },
  { story: 'seriesDates', events: 70 },
  { story: 'seriesDates', events: 70 },
  { story: 'seriesAnew', events: 70 },
]
/** In the long run. */
const killsWanted = 500

/**
 * Senders are killed (SIGKILL) at random calls and answers, up to four in a row, while a class or a series is scheduled,
 * moved or cancelled, and while the dates of a series are aligned. A round holds when in the end exactly one meeting (or
 * none) exists, known to both, every student once and every date as it is here.
 */
export async function soak({ seed, isLong, say }: SoakOptions): Promise<number> {
  const random = mulberry32(seed)
  const pick = (bound: number) => Math.floor(random() * bound)
  let kills = 0
  let round = 0
  for (; isLong ? kills < killsWanted : round < 1; round++) {
    const { story, events: most } = stories[pick(stories.length)]!
    const numbers = Array.from({ length: 1 + pick(4) }, () => pick(most))
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
  return round
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
