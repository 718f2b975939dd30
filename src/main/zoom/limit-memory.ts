/** One closed limit or one day's count; what the store keeps across restarts. */
export interface LimitNote {
  /** Epoch ms until which Zoom said to stay away, or null. */
  readonly closedUntil: number | null
  /** UTC day (YYYY-MM-DD) that `count` is of. */
  readonly day: string
  readonly count: number
}

/** Where limits are remembered, per account. Keys hold labels and host ids, never an address. */
export interface LimitMemory {
  read(key: string): Promise<LimitNote | null>
  write(key: string, note: LimitNote): Promise<void>
}

/** A memory that lasts as long as the process. */
export function createLimitMemory(): LimitMemory {
  const notes = new Map<string, LimitNote>()
  return {
    async read(key) {
      return notes.get(key) ?? null
    },
    async write(key, note) {
      notes.set(key, note)
    },
  }
}
