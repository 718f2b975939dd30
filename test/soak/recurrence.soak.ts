import fc from 'fast-check'
import { anySeries, compareWithRRule } from '../support/rrule.ts'
import type { SoakOptions } from './soak.ts'

/** Plans random series and holds each date and instant against an RRULE library. */
export function soak({ seed, isLong, say }: SoakOptions): Promise<number> {
  const numRuns = isLong ? 50_000 : 200
  fc.assert(fc.property(anySeries, compareWithRRule), { seed, numRuns })
  say(`${numRuns} rules have the dates of the RRULE library`)
  return Promise.resolve(numRuns)
}
