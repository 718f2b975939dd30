/** One closed limit or one day's count; what the store keeps across restarts. */
export interface LimitNote {
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

/** How many creates and updates of a host were sent today (UTC); Zoom allows {@link HostWrites.limit}. */
export interface HostWrites {
  readonly count: number
  readonly limit: number
  readonly resetsAt: number
  /** Set when Zoom itself refused: nothing goes out for this host before then. */
  readonly closedUntil: number | null
}
