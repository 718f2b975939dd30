import { z } from 'zod'
import { MeetingId } from '../ids.ts'
import { Done, Instant, Nothing } from './common.ts'
import { HostWrites } from './meeting-preview.ts'
import { Problem } from './problem.ts'
import { command, officeStaff, query } from './row.ts'

/** One change that has not reached Zoom. */
export const OutboxEntry = z.strictObject({
  id: z.string(),
  meetingId: MeetingId,
  meetingTitle: z.string(),
  action: z.enum(['create', 'update', 'delete', 'register', 'cancelRegistration']),
  state: z.enum(['waiting', 'sending', 'searching', 'refused']),
  problem: Problem.nullable(),
  nextTryAt: Instant.nullable(),
  attempts: z.int(),
  createdAt: Instant,
})
export type OutboxEntry = z.infer<typeof OutboxEntry>

/** Operations about "Waiting to send". */
export const outbox = {
  'outbox.list': query(z.strictObject({}), z.strictObject({ entries: z.array(OutboxEntry) }), { roles: officeStaff }),
  /** Tries now: one entry, or all. */
  'outbox.retry': command(z.strictObject({ id: z.string().optional() }), Done, { roles: officeStaff }),
  /** Gives up a refused change; the meeting shows what that means. */
  'outbox.discard': command(z.strictObject({ id: z.string() }), Done, { roles: officeStaff }),
  /** Waits until nothing of these meetings (or nothing at all) waits to be sent, or a person must act, or time is up. */
  'outbox.wait': query(
    z.strictObject({ meetingIds: z.array(MeetingId).max(500).optional(), timeoutSeconds: z.number().min(0).max(120) }),
    z.strictObject({ waiting: z.int(), refused: z.int() }),
    { roles: officeStaff },
  ),
  /** How much of Zoom's daily quota of creates and updates each host has used and will need; hosts with nothing waiting are left out. */
  'outbox.forecast': query(Nothing, z.strictObject({ hosts: z.array(HostWrites), resumesAt: Instant.nullable() }), {
    roles: officeStaff,
  }),
}
