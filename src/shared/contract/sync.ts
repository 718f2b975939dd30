import { z } from 'zod'
import { watchedFields } from '../domain/zoom-changes.ts'
import { MeetingId, OccurrenceId, TeachingGroupId } from '../ids.ts'
import { Done, Instant, Nothing, PlannedTime, Text } from './common.ts'
import { Meeting } from './meeting.ts'
import { command, officeStaff, query } from './row.ts'

/**
 * One value that Zoom has otherwise than Homeroom, both as text: times as ISO instants, lengths in minutes, hosts by name,
 * zones by their IANA name, settings by their word in the contract (`true`, `automatic`, `cloud`), empty for nothing.
 */
export const ChangedField = z.strictObject({
  field: z.enum(watchedFields),
  here: z.string(),
  atZoom: z.string(),
})
export type ChangedField = z.infer<typeof ChangedField>

const DateOfSeries = z.strictObject({ startInstant: Instant, durationMinutes: z.int() })

/** One date of a series that Zoom has otherwise: moved or made longer where both are there, else deleted or added. */
export const ChangedDate = z.strictObject({
  occurrenceId: OccurrenceId.nullable(),
  here: DateOfSeries.nullable(),
  atZoom: DateOfSeries.nullable(),
})
export type ChangedDate = z.infer<typeof ChangedDate>

/** A meeting that was changed in Zoom's own portal. */
export const MeetingChange = z.strictObject({
  meetingId: MeetingId,
  title: z.string(),
  /** The next date to come, as it is here. */
  time: PlannedTime,
  /** By name. */
  host: z.string(),
  kind: z.enum(['changed', 'gone']),
  /** Of `gone`: whether somebody deleted it, or Zoom let its number die by itself. Null for `changed`. */
  goneBy: z.enum(['deleted', 'expired']).nullable(),
  /** Empty for `gone`. */
  fields: z.array(ChangedField),
  /** Of a series; empty for `gone`. */
  dates: z.array(ChangedDate),
  /** Of a series, how many are still to come here. */
  datesToCome: z.int(),
  /** Whether it makes students' links useless, lets anybody in, or moves a class of the next day: to be settled first. */
  isUrgent: z.boolean(),
  /**
   * How it is put back: `update` changes Zoom's meeting; `anew` makes another one, with new links for the students, since
   * Zoom gives no meeting to another host and brings none back.
   */
  putBack: z.enum(['update', 'anew']),
  /** Students whose link stops working when it is made anew. */
  registeredCount: z.int(),
  /** When Zoom was seen to have it so. */
  seenAt: Instant,
})
export type MeetingChange = z.infer<typeof MeetingChange>

/** A meeting to come of one of the account's hosts that Homeroom did not make. */
export const ForeignMeeting = z.strictObject({
  zoomMeetingId: z.string(),
  topic: z.string(),
  host: z.strictObject({ hostId: z.string(), name: z.string() }),
  /** The next date; null without a fixed time. */
  startsAt: Instant.nullable(),
  durationMinutes: z.int().nullable(),
  isSeries: z.boolean(),
  seenAt: Instant,
  isIgnored: z.boolean(),
})
export type ForeignMeeting = z.infer<typeof ForeignMeeting>

/** Operations about what was changed in Zoom. */
export const sync = {
  /**
   * Reads the meetings of every host anew, page by page, and compares. `unreadHosts` counts those whose list Zoom does not
   * give; `calls` counts pages of lists and meetings read. Raises `offline`, `notConnected` and the like.
   */
  'sync.now': command(
    Nothing,
    z.strictObject({
      readAt: Instant,
      meetings: z.int(),
      hosts: z.int(),
      unreadHosts: z.int(),
      calls: z.int(),
    }),
    { roles: officeStaff },
  ),
  /** What waits for a person, urgent first, then by time. `readAt`: since when nothing older is shown; null for never. */
  'sync.list': query(
    Nothing,
    z.strictObject({ changes: z.array(MeetingChange), foreign: z.array(ForeignMeeting), readAt: Instant.nullable() }),
    { roles: officeStaff },
  ),
  /**
   * Takes over what Zoom has; a meeting gone there is cancelled here. Registrants, periods and what was collected stay.
   * Raises `conflict` when there is nothing to accept any more.
   */
  'sync.accept': command(z.strictObject({ meetingId: MeetingId }), Meeting, { roles: officeStaff }),
  /**
   * Makes Zoom's meeting as it is here. One that is gone or has another host is made anew, its students registered again:
   * the answer is then the new meeting. Raises `conflict` when there is nothing to put back any more.
   */
  'sync.putBack': command(z.strictObject({ meetingId: MeetingId }), Meeting, { roles: officeStaff }),
  /**
   * Takes a meeting that was made elsewhere into Homeroom, with its registrants, for a class or for nobody in particular.
   * Raises `notFound` and `conflict`.
   */
  'sync.adopt': command(
    z.strictObject({ zoomMeetingId: Text(40), teachingGroupId: TeachingGroupId.optional() }),
    Meeting,
    { roles: officeStaff },
  ),
  'sync.ignore': command(z.strictObject({ zoomMeetingId: Text(40), isIgnored: z.boolean() }), Done, {
    roles: officeStaff,
  }),
}
