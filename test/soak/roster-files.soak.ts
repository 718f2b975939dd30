import fc from 'fast-check'
import { hostileTable, readAnyTable } from '../support/hostile-tables.ts'
import { anyRosterSet } from '../support/roster-faults.ts'
import { brokenPromises, readAnySet, type Outcome } from '../support/roster-reading.ts'
import type { SoakOptions } from './soak.ts'

/** What one reader of roster files is given, and how it reads it; `null` stands for "none of my formats". */
interface Fuzzed<Input> {
  readonly name: string
  readonly inputs: fc.Arbitrary<Input>
  readonly read: (input: Input) => Outcome | null
  /** Cases in the long run. */
  readonly cases: number
}

/** Lets readers of different inputs stand in one list. */
const fuzzed = <Input>({ name, inputs, read, cases }: Fuzzed<Input>) => ({
  name,
  cases,
  check: (seed: number, numRuns: number) => {
    const property = fc.property(inputs, (input) => {
      const outcome = read(input)
      const again = read(input)
      if (outcome === null || again === null) return outcome === again
      const broken = brokenPromises(outcome, again)
      if (broken.length > 0) throw new Error(broken.join(' '))
      return true
    })
    fc.assert(property, { seed, numRuns })
  },
})

/** Every reader of roster files; a new one is added here. */
const readers = [
  fuzzed({ name: 'sets of CSV files', inputs: anyRosterSet, read: readAnySet, cases: 100_000 }),
  fuzzed({ name: 'tables and School Forms 1', inputs: hostileTable, read: readAnyTable, cases: 100_000 }),
]

/** Reads broken files of every format: a clear refusal or a roster that holds together, never a crash, twice the same. */
export function soak({ seed, isLong, say }: SoakOptions): Promise<number> {
  let read = 0
  for (const { name, cases, check } of readers) {
    const numRuns = isLong ? cases : 150
    check(seed, numRuns)
    read += numRuns
    say(`${numRuns} ${name} read or refused`)
  }
  return Promise.resolve(read)
}
