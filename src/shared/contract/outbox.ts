import { z } from 'zod'
import { MeetingId } from '../ids.ts'
import { Done, Instant, Nothing } from './common.ts'
import { HostWrites } from './meeting-preview.ts'
import { Problem } from './problem.ts'
import { command, officeStaff, query } from './row.ts'
import { ChangedDate, ChangedField } from './sync.ts'

const Action = z.enum(['create', 'update', 'delete', 'register', 'cancelRegistration'])

/** One change that has not reached Zoom. */
export const OutboxEntry = z.strictObject({
  id: z.string(),
  meetingId: MeetingId,
  meetingTitle: z.string(),
  action: Action,
  state: z.enum(['waiting', 'sending', 'searching', 'refused']),
  problem: Problem.nullable(),
  nextTryAt: Instant.nullable(),
  attempts: z.int(),
  createdAt: Instant,
  /** False while it is on its way, and where its answer was lost, so that Zoom may have it already. */
  isDiscardable: z.boolean(),
})
export type OutboxEntry = z.infer<typeof OutboxEntry>

/** What giving up a change would do. */
export const DiscardPreview = z.strictObject({
  /** Of what is shown here; `outbox.discard` must name it. */
  digest: z.string(),
  action: Action,
  /**
   * `takenBack`: the meeting is cancelled, Zoom never had it. `keptWithoutZoom`: one that Zoom refused stays in Homeroom.
   * `asAtZoom`: the meeting goes back to what Zoom has. `restored`: it takes place after all. `withoutLinks`: students get no
   * link. `linksStay`: those who left keep theirs.
   */
  outcome: z.enum(['takenBack', 'keptWithoutZoom', 'asAtZoom', 'restored', 'withoutLinks', 'linksStay']),
  meetingId: MeetingId,
  meetingTitle: z.string(),
  /** Of `asAtZoom`: what stands here, and what comes back. */
  fields: z.array(ChangedField),
  /** Of `asAtZoom`, of a series: dates that come back to where Zoom has them, or fall away. */
  dates: z.array(ChangedDate),
  /** Dates to come of the meeting. */
  dateCount: z.int(),
  /** Students who get no link, or keep theirs. */
  studentCount: z.int(),
  /** Other changes of the meeting that are given up with it, in their order. */
  also: z.array(z.strictObject({ id: z.string(), action: Action })),
})
export type DiscardPreview = z.infer<typeof DiscardPreview>

/** Operations about "Waiting to send". */
export const outbox = {
  'outbox.list': query(z.strictObject({}), z.strictObject({ entries: z.array(OutboxEntry) }), { roles: officeStaff }),
  /** Tries now: one entry, or all. */
  'outbox.retry': command(z.strictObject({ id: z.string().optional() }), Done, { roles: officeStaff }),
  /** What giving up a change would do. Raises `notFound`, and `conflict` with the reason where Zoom has it or may have it. */
  'outbox.previewDiscard': query(z.strictObject({ id: z.string() }), DiscardPreview, { roles: officeStaff }),
  /**
   * Gives up a change that Zoom does not have, with all that follows from it. Raises what its preview does, and
   * `stalePreview` when something else would follow by now.
   */
  'outbox.discard': command(z.strictObject({ id: z.string(), digest: z.string() }), Done, { roles: officeStaff }),
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
