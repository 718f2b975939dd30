import { playRegistrations } from '../support/registration-kill.ts'
import { mulberry32 } from './random.ts'
import type { SoakOptions } from './soak.ts'

/** In the long run. */
const scriptsWanted = 200
/** Scripts at the same time: each is a school of its own, and one waits for processes to start most of the time. */
const atOnce = 2

/**
 * Random scripts of enrolling, leaving, moving back, other addresses, stopping and registering again, while Zoom loses answers
 * and limits are met and senders are killed (SIGKILL) at random calls. A script holds when in the end the counts on screen,
 * in the database and at Zoom agree, and everybody who belongs to a class has one link, with an address of their own.
 */
export async function soak({ seed, isLong, say }: SoakOptions): Promise<number> {
  let begun = 0
  let held = 0
  let kills = 0
  const lane = async () => {
    while (begun < (isLong ? scriptsWanted : 1)) {
      const script = begun++
      const random = mulberry32(seed * 65_537 + script)
      const { faults, killed, deeds } = await playRegistrations(random, isLong ? 10 : 6)
      if (faults.length > 0) throw new Error(`Script ${script}: ${faults.join(' ')}\n${deeds.join('\n')}`)
      kills += killed
      held += 1
      if (isLong && held % 20 === 0) say(`${held} scripts, ${kills} senders killed`)
    }
  }
  await Promise.all(Array.from({ length: isLong ? atOnce : 1 }, lane))
  return held
}
