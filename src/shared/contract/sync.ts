import { z } from 'zod'
import { MeetingId, TeachingGroupId } from '../ids.ts'
import { Done, Instant, Nothing, PlannedTime, Text } from './common.ts'
import { Meeting } from './meeting.ts'
import { command, officeStaff, query } from './row.ts'

/** One field that Zoom has otherwise than Homeroom. Both values as text for the eye; times as ISO instants. */
export const ChangedField = z.strictObject({
  field: z.enum([
    'title',
    'time',
    'duration',
    'timeZone',
    'host',
    'dates',
    'registration',
    'waitingRoom',
    'joinBeforeHost',
    'muteOnEntry',
    'recording',
  ]),
  here: z.string(),
  atZoom: z.string(),
})
export type ChangedField = z.infer<typeof ChangedField>

/** A meeting that was changed in Zoom's own portal. */
export const MeetingChange = z.strictObject({
  meetingId: MeetingId,
  title: z.string(),
  time: PlannedTime,
  host: z.string(),
  kind: z.enum(['changed', 'gone']),
  /** Empty for `gone`. */
  fields: z.array(ChangedField),
  /** Whether it makes registered students' links useless or lets anybody in: to be settled before class. */
  isUrgent: z.boolean(),
  seenAt: Instant,
})
export type MeetingChange = z.infer<typeof MeetingChange>

/** A meeting of one of the account's hosts that Homeroom did not make. */
export const ForeignMeeting = z.strictObject({
  zoomMeetingId: z.string(),
  topic: z.string(),
  host: z.strictObject({ hostId: z.string(), name: z.string() }),
  startsAt: Instant.nullable(),
  durationMinutes: z.int().nullable(),
  isSeries: z.boolean(),
  seenAt: Instant,
  isIgnored: z.boolean(),
})
export type ForeignMeeting = z.infer<typeof ForeignMeeting>

/** Operations about what was changed in Zoom. */
export const sync = {
  /** Reads the meetings of every host anew, page by page, and compares. */
  'sync.now': command(Nothing, z.strictObject({ readAt: Instant, meetings: z.int(), hosts: z.int(), calls: z.int() }), {
    roles: officeStaff,
  }),
  'sync.list': query(
    Nothing,
    z.strictObject({ changes: z.array(MeetingChange), foreign: z.array(ForeignMeeting), readAt: Instant.nullable() }),
    { roles: officeStaff },
  ),
  /** Takes over what Zoom has; a meeting gone there is cancelled here. Registrants, periods and what was collected stay. */
  'sync.accept': command(z.strictObject({ meetingId: MeetingId }), Meeting, { roles: officeStaff }),
  /** Makes Zoom's meeting as it is here; one that is gone is made anew, its students registered again. */
  'sync.putBack': command(z.strictObject({ meetingId: MeetingId }), Meeting, { roles: officeStaff }),
  /** Takes a meeting that was made elsewhere into Homeroom, with its registrants, for a class or for nobody in particular. */
  'sync.adopt': command(
    z.strictObject({ zoomMeetingId: Text(40), teachingGroupId: TeachingGroupId.optional() }),
    Meeting,
    { roles: officeStaff },
  ),
  'sync.ignore': command(z.strictObject({ zoomMeetingId: Text(40), isIgnored: z.boolean() }), Done, {
    roles: officeStaff,
  }),
}
