import type { Clock } from '../ports.ts'
import type { RegistrantResult, RegistrantRow, RegistrantsStore } from '../store/registrants.ts'
import type { RegistrantOutcome } from '../zoom/model.ts'
import { resultOf } from './registration-outcome.ts'

/** What writing along needs. */
interface WritingDeps {
  readonly registrants: RegistrantsStore
  readonly clock: Clock
}

/** Rows that leave one by one are counted against the three a day at most this far ahead: what a crash may count too much. */
const countedAhead = 15

/** Writes answers down as they come: those that come while a write is under way go with the next one. */
export function createKeeper({ registrants, clock }: WritingDeps, rows: readonly RegistrantRow[]) {
  const rowOf = new Map(rows.map((row) => [String(row.key), row]))
  const kept = new Set<string>()
  let waiting: RegistrantResult[] = []
  let isWriting = false
  let written = Promise.resolve()
  let failure: { readonly error: unknown } | null = null
  const write = async () => {
    try {
      while (waiting.length > 0) {
        const results = waiting
        waiting = []
        await registrants.keepResults(results, clock.now())
      }
    } catch (error) {
      failure ??= { error }
    }
    isWriting = false
  }
  return {
    note(outcome: RegistrantOutcome): void {
      if (kept.has(outcome.key)) return
      const result = resultOf(rowOf.get(outcome.key)!, outcome)
      if (result === null) return
      kept.add(outcome.key)
      waiting.push(result)
      if (isWriting) return
      isWriting = true
      written = write()
    },
    /** Waits until everything is written. Raises what kept it from being written. */
    async end(): Promise<void> {
      await written
      if (failure !== null) throw failure.error
    },
  }
}

/** Counts requests before they leave, a few rows ahead where rows leave one by one: each count is a write. */
export function createTries({ registrants }: WritingDeps, rows: readonly RegistrantRow[], today: string) {
  const unsent = new Set(rows.map(({ key }) => key))
  const counted = new Map<number, Promise<void>>()
  return {
    async count(keys: readonly number[]): Promise<void> {
      const uncounted = keys.filter((key) => !counted.has(key))
      for (const key of keys) unsent.delete(key)
      if (uncounted.length > 0) {
        const ahead = keys.length > 1 ? [] : [...unsent].filter((key) => !counted.has(key)).slice(0, countedAhead)
        const write = registrants.countTries([...uncounted, ...ahead], today)
        for (const key of [...uncounted, ...ahead]) counted.set(key, write)
      }
      const writes = keys.flatMap((key) => counted.get(key) ?? [])
      // Whoever is sent a second time is counted a second time.
      for (const key of keys) counted.delete(key)
      await Promise.all(writes)
    },
  }
}
