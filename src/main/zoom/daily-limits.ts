import type { Clock, Log } from '../ports.ts'
import type { LimitMemory, LimitNote } from './limit-memory.ts'
import type { RateLabel } from './limiter.ts'
import { nextUtcMidnight, utcDay } from './retry.ts'

/** Creates and updates together, per host and UTC day (https://developers.zoom.us/docs/api/rate-limits/). */
const hostWritesPerDay = 100

/** How many creates and updates of a host were sent today (UTC), and how many Zoom allows. */
export interface HostWrites {
  readonly count: number
  readonly limit: number
  readonly resetsAt: number
  /** Set when Zoom itself refused: nothing goes out for this host before then. */
  readonly closedUntil: number | null
}

/** What a daily limit belongs to: one label of the whole account, or one host's creates and updates. */
export type LimitKey = `label:${RateLabel}` | `host:${string}`

/** A limit that is used up, and when it lifts (epoch ms). */
export interface Closed {
  readonly key: LimitKey
  readonly until: number
}

/** Remembers the limits that lift at midnight UTC, so that nothing knocks at a door that is known to be shut. */
export interface DailyLimits {
  /** The one of these limits that is used up for longest, or null when all are open. */
  closed(keys: readonly LimitKey[]): Promise<Closed | null>
  /** Zoom said so. */
  close(key: LimitKey, until: number): Promise<void>
  /** One more create or update of this host was sent. */
  countHostWrite(hostId: string): Promise<void>
  /** For forecasts. Calls of other apps for the same host are not known here. */
  hostWrites(hostId: string): Promise<HostWrites>
}

/** Daily limits of one account, kept in `memory`. A memory that fails costs knowledge, never a call. */
export function createDailyLimits(memory: LimitMemory, clock: Clock, log: Log): DailyLimits {
  const forget = (error: unknown) => {
    log.error('zoom.limitMemory', error)
    return null
  }
  const write = async (key: LimitKey, note: LimitNote) => {
    await memory.write(key, note).catch(forget)
  }
  const noteOf = async (key: LimitKey): Promise<LimitNote> => {
    const note = await memory.read(key).catch(forget)
    const day = utcDay(clock.now())
    const closedUntil = note?.closedUntil ?? null
    return {
      closedUntil: closedUntil !== null && closedUntil > clock.now() ? closedUntil : null,
      day,
      count: note?.day === day ? note.count : 0,
    }
  }
  return {
    async closed(keys) {
      const notes = await Promise.all(keys.map(async (key) => ({ key, until: (await noteOf(key)).closedUntil ?? 0 })))
      const longest = notes.toSorted((a, b) => b.until - a.until)[0]
      return longest && longest.until > 0 ? longest : null
    },
    async close(key, until) {
      await write(key, { ...(await noteOf(key)), closedUntil: until })
    },
    async countHostWrite(hostId) {
      const note = await noteOf(`host:${hostId}`)
      await write(`host:${hostId}`, { ...note, count: note.count + 1 })
    },
    async hostWrites(hostId) {
      const { count, closedUntil } = await noteOf(`host:${hostId}`)
      return { count, limit: hostWritesPerDay, resetsAt: nextUtcMidnight(clock.now()), closedUntil }
    },
  }
}
