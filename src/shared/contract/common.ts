import { z } from 'zod'
import { FileHandle } from '../ids.ts'

/** An instant, ISO 8601 in UTC with milliseconds or seconds. */
export const Instant = z.iso.datetime().describe('Instant, ISO 8601 in UTC')
/** A date on the school's wall, YYYY-MM-DD. */
export const LocalDate = z.iso.date().describe('Date, YYYY-MM-DD')
/** A wall time, HH:MM on 24 hours; always travels with a zone. */
export const WallTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .describe('Wall time, HH:MM')
/** An IANA time zone, as in `Asia/Manila`. */
export const TimeZone = z.string().min(1).max(64).describe('IANA time zone')
/** Text that a person typed: trimmed, never empty. */
export const Text = (maximum: number) => z.string().trim().min(1).max(maximum)

/** A planned stretch of time: wall time plus zone are the truth, the instants are derived from them. */
export const PlannedTime = z.strictObject({
  on: LocalDate,
  startsAt: WallTime,
  durationMinutes: z.int().min(1).max(1440),
  timeZone: TimeZone,
  startInstant: Instant,
  endInstant: Instant,
})
export type PlannedTime = z.infer<typeof PlannedTime>

/** A page of a list: how many rows at the most, and where the last page ended. */
export const Page = {
  limit: z.int().min(1).max(500).default(200),
  cursor: z.string().max(200).optional(),
}

/** A file that we made, ready to be saved by the door. */
export const MadeFile = z.strictObject({
  handle: FileHandle,
  name: z.string(),
  mediaType: z.string(),
  sizeBytes: z.int(),
})
export type MadeFile = z.infer<typeof MadeFile>

/** An answer with nothing to say. */
export const Done = z.strictObject({ done: z.literal(true) })
/** An input with nothing to ask. */
export const Nothing = z.strictObject({})
