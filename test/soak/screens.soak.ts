import { runTool } from '../../tools/steps.ts'
import type { SoakOptions } from './soak.ts'

/** Each deals the faults of Zoom anew. */
const roundsWanted = 5

/** Every end-to-end spec through every door it can go through, while Zoom stumbles over other calls in each round. */
export async function soak({ seed, say }: SoakOptions): Promise<number> {
  for (let round = 0; round < roundsWanted; round += 1) {
    const faultSeed = String((seed + round) % 2 ** 31)
    const { code } = await runTool('@playwright/test/cli.js', ['test'], {
      isShown: true,
      env: { HOMEROOM_EVERY_DOOR: 'yes', HOMEROOM_FAULT_SEED: faultSeed },
    })
    if (code !== 0) {
      throw new Error(`A spec failed; the same faults again: HOMEROOM_FAULT_SEED=${faultSeed} npx playwright test`)
    }
    say(`round ${round + 1} of ${roundsWanted} held`)
  }
  return roundsWanted
}
