import { z } from 'zod'
import { ClassPeriodId, MeetingId, PersonId, SectionId, TeachingGroupId } from '../ids.ts'
import { Done, Instant, LocalDate, Page, PlannedTime, Text, TimeZone, WallTime } from './common.ts'
import { Problem } from './problem.ts'
import { command, everyone, officeStaff, query } from './row.ts'

/** Whom a meeting is for. `class` registers the students of its teaching group. */
export const Audience = z.enum(['all', 'students', 'teachers', 'class', 'personal'])

/** How people get in. Zoom lets people who are not signed in wait until admitted, registered or not. */
export const Admission = z
  .enum(['waitingRoom', 'registrationLink'])
  .describe('waitingRoom: the teacher admits; registrationLink: the personal link is the key, nobody waits')

/** The settings of a meeting that a person chooses. */
export const MeetingSettings = z.strictObject({
  admission: Admission.default('waitingRoom'),
  muteOnEntry: z.boolean().default(true),
  hostVideo: z.boolean().default(true),
  participantVideo: z.boolean().default(true),
  joinBeforeHost: z.boolean().default(false),
  recording: z.enum(['none', 'local', 'cloud']).default('none'),
})
export type MeetingSettings = z.infer<typeof MeetingSettings>

/** The form of "Schedule class". */
export const ScheduleMeeting = z.strictObject({
  title: Text(200),
  description: z.string().trim().max(1800).default(''),
  on: LocalDate,
  startsAt: WallTime,
  durationMinutes: z.int().min(1).max(1440).default(60),
  /** The school's zone when left out. */
  timeZone: TimeZone.optional(),
  audience: Audience.default('class'),
  /** What the class is of: needed for the audiences `class` and `students`. A section alone stands for all its students. */
  teachingGroupId: TeachingGroupId.optional(),
  sectionId: SectionId.optional(),
  /** Zoom's id or e-mail of the host; the group's first teacher who is a host when left out. */
  host: Text(200).optional(),
  settings: MeetingSettings.default(MeetingSettings.parse({})),
})
export type ScheduleMeeting = z.infer<typeof ScheduleMeeting>

/** One student's registration with Zoom for one meeting. */
export const Registration = z.strictObject({
  personId: PersonId,
  listName: z.string(),
  state: z.enum(['waiting', 'registered', 'pending', 'refused', 'cancelled']),
  /** Why there is no working link, in one sentence; null when there is one. */
  reason: z.string().nullable(),
  joinUrl: z.string().nullable(),
})
export type Registration = z.infer<typeof Registration>

/** A meeting as lists show it. */
export const MeetingSummary = z.strictObject({
  id: MeetingId,
  /** Zoom's meeting number as text; null until Zoom knows the meeting. */
  zoomMeetingId: z.string().nullable(),
  title: z.string(),
  audience: Audience,
  time: PlannedTime,
  /** `creating`: waiting to send. `refused`: Zoom said no, a person must act. */
  state: z.enum(['creating', 'scheduled', 'cancelling', 'cancelled', 'refused', 'missing']),
  /** Where the clock stands against the plan. */
  phase: z.enum(['upcoming', 'live', 'past']),
  host: z.strictObject({ hostId: z.string(), name: z.string(), email: z.string() }),
  group: z.strictObject({ id: TeachingGroupId, title: z.string() }).nullable(),
  sections: z.array(z.strictObject({ id: SectionId, name: z.string() })),
  periodIds: z.array(ClassPeriodId),
  expectedCount: z.int(),
  registeredCount: z.int(),
  refusedCount: z.int(),
})
export type MeetingSummary = z.infer<typeof MeetingSummary>

/** A meeting with all that an office needs to know about it. Never holds a start link. */
export const Meeting = MeetingSummary.extend({
  description: z.string(),
  settings: MeetingSettings,
  joinUrl: z.string().nullable(),
  passcode: z.string().nullable(),
  registrations: z.array(Registration),
  /** The latest thing that keeps the meeting or a registration from Zoom. */
  problem: Problem.nullable(),
  createdAt: Instant,
})
export type Meeting = z.infer<typeof Meeting>

/** Operations about meetings. */
export const meeting = {
  /**
   * Writes the meeting and its outbox entry in one transaction, then waits up to `waitSeconds` for Zoom. Offline the
   * answer comes at once, with state `creating`. Raises `invalidInput`, `notFound`, `notConnected`.
   */
  'meeting.schedule': command(ScheduleMeeting.extend({ waitSeconds: z.number().min(0).max(30).default(4) }), Meeting, {
    roles: officeStaff,
  }),
  'meeting.list': query(
    z.strictObject({
      phase: z.enum(['upcoming', 'live', 'past']).optional(),
      fromOn: LocalDate.optional(),
      toOn: LocalDate.optional(),
      sectionId: SectionId.optional(),
      text: z.string().trim().max(100).optional(),
      ...Page,
    }),
    z.strictObject({ meetings: z.array(MeetingSummary), nextCursor: z.string().nullable() }),
    { roles: everyone },
  ),
  'meeting.get': query(z.strictObject({ meetingId: MeetingId }), Meeting, { roles: everyone }),
  /** Moves a meeting that has not begun; sends only what changed. */
  'meeting.reschedule': command(
    z.strictObject({
      meetingId: MeetingId,
      on: LocalDate.optional(),
      startsAt: WallTime.optional(),
      durationMinutes: z.int().min(1).max(1440).optional(),
      title: Text(200).optional(),
    }),
    Meeting,
    { roles: officeStaff },
  ),
  /** Cancels here at once and at Zoom through the outbox; what was collected stays. */
  'meeting.cancel': command(z.strictObject({ meetingId: MeetingId }), Meeting, { roles: officeStaff }),
  /** Registers the students who have no working link yet, after an address or a setting was mended. */
  'meeting.registerAgain': command(z.strictObject({ meetingId: MeetingId }), Meeting, { roles: officeStaff }),
}

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
}
