import { killSenders, type KillPoint, type Story } from '../support/outbox-kill.ts'
import { mulberry32 } from './random.ts'
import type { SoakOptions } from './soak.ts'

/** How often each story is told, and how many calls and answers a sender that is left alone has in it, at most. */
const stories: readonly { readonly story: Story; readonly events: number }[] = [
  { story: 'schedule', events: 10 },
  { story: 'cancelLater', events: 10 },
  { story: 'moveLater', events: 10 },
  { story: 'discardLater', events: 10 },
  { story: 'series', events: 50 },
  { story: 'series', events: 50 },
  { story: 'seriesDates', events: 52 },
  { story: 'seriesDates', events: 52 },
  { story: 'seriesDiscard', events: 52 },
  { story: 'seriesAnew', events: 52 },
]
/** In the long run. */
const killsWanted = 500

/** Rounds at the same time: each is a school of its own, and one waits for processes to start most of the time. */
const atOnce = 2

/**
 * Senders are killed (SIGKILL) at random calls and answers, up to four in a row, while a class or a series is scheduled,
 * moved, cancelled or given up, and while the dates of a series are aligned. A round holds when in the end exactly one meeting (or
 * none) exists, known to both, every student once and every date as it is here.
 */
export async function soak({ seed, isLong, say }: SoakOptions): Promise<number> {
  let begun = 0
  let held = 0
  let kills = 0
  const isOver = () => (isLong ? kills >= killsWanted : begun >= 1)
  const lane = async () => {
    while (!isOver()) {
      const killed = await playRound(seed, begun++)
      kills += killed
      held += 1
      if (isLong && held % 20 === 0) say(`${held} rounds, ${kills} senders killed`)
    }
  }
  await Promise.all(Array.from({ length: isLong ? atOnce : 1 }, lane))
  return held
}

/** Plays one round, which its number and the seed decide; returns how many senders were killed. */
async function playRound(seed: number, round: number): Promise<number> {
  const random = mulberry32(seed * 65_537 + round)
  const pick = (bound: number) => Math.floor(random() * bound)
  const { story, events: most } = stories[pick(stories.length)]!
  const points = Array.from({ length: 1 + pick(4) }, () => somewhere(most, pick))
  const where = () => points.map(({ after }) => after()).join(', ')
  const told = await killSenders(
    points.map(({ fits }) => fits),
    story,
  ).catch((error: unknown) => {
    throw new Error(`Round ${round} (${story}, killed after ${where()}) broke off.`, { cause: error })
  })
  const { faults, killed, events } = told
  if (faults.length === 0) return killed
  const calls = events.map(({ when, method, path, body }) => `${when} ${method} ${path} ${JSON.stringify(body)}`)
  throw new Error(`Round ${round} (${story}, killed after ${where()}): ${faults.join(' ')}\n${calls.join('\n')}`)
}

/** A random event out of those that are likely to be left when the sender starts. */
function somewhere(most: number, pick: (bound: number) => number) {
  let first: number | null = null
  let wait = 0
  const fits: KillPoint = ({ index }) => {
    if (first === null) {
      first = index
      wait = pick(Math.max(6, most - index))
    }
    return index - first >= wait
  }
  return { fits, after: () => (first === null ? 'no event' : `${wait} events`) }
}
