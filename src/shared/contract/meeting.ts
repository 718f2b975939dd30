import { z } from 'zod'
import { ClassPeriodId, MeetingId, OccurrenceId, PersonId, SectionId, TeachingGroupId } from '../ids.ts'
import { Done, Instant, LocalDate, Page, PlannedTime, Text, TimeZone, WallTime } from './common.ts'
import { Problem } from './problem.ts'
import { Registration, RegistrationRefusal } from './registration.ts'
import { command, everyone, officeStaff, query } from './row.ts'

/** Whom a meeting is for. `class` registers the students of its teaching group. */
export const Audience = z.enum(['all', 'students', 'teachers', 'class', 'personal'])

/** When a meeting takes place: at once, on one date, on the dates of a series, or whenever somebody starts it. */
export const MeetingKind = z.enum(['now', 'once', 'series', 'noFixedTime'])
export type MeetingKind = z.infer<typeof MeetingKind>

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
  /** Whether somebody must approve each registration in Zoom. */
  approval: z.enum(['automatic', 'manual']).default('automatic'),
  /** Only people who are signed in to Zoom may join: keeps students without a Zoom account out. */
  signedInOnly: z.boolean().default(false),
})
export type MeetingSettings = z.infer<typeof MeetingSettings>

const WeekDay = z.int().min(1).max(7).describe('ISO day of the week, 1 is Monday')

/** How a series repeats: as Zoom can (at most 50 dates, 99 days, 50 weeks, 10 months), so that one meeting carries it. */
export const Recurrence = z.strictObject({
  every: z.enum(['day', 'week', 'month']),
  interval: z.int().min(1).max(99).default(1),
  /** Of `week`; the day of the first date when left out. */
  weekDays: z.array(WeekDay).min(1).max(7).optional(),
  /** Of `month`: the day of the month, or a week of it with its day; the day of the first date when all are left out. */
  monthDay: z.int().min(1).max(31).optional(),
  monthWeek: z.union([z.literal(-1), z.int().min(1).max(4)]).optional(),
  monthWeekDay: WeekDay.optional(),
  ends: z.union([
    z.strictObject({ afterDates: z.int().min(1).max(50) }),
    z.strictObject({ on: LocalDate.describe('Last date, included') }),
  ]),
})
export type Recurrence = z.infer<typeof Recurrence>

/** When: what a form says before anything is derived. `on` and `startsAt` are needed for `once` and `series`. */
const When = {
  kind: MeetingKind.default('once'),
  on: LocalDate.optional(),
  startsAt: WallTime.optional(),
  durationMinutes: z.int().min(1).max(1440).default(60),
  /** The school's zone when left out. */
  timeZone: TimeZone.optional(),
  /** Needed for `series`. */
  repeat: Recurrence.optional(),
  /** Dates of the rule to leave out, and dates to keep although the calendar says that there are no classes. */
  skipOn: z.array(LocalDate).max(60).default([]),
  keepOn: z.array(LocalDate).max(60).default([]),
}

/** For which class: needed for the audiences `class` and `students`. A section alone stands for all its students. */
const ForWhom = {
  teachingGroupId: TeachingGroupId.optional(),
  sectionId: SectionId.optional(),
}

/** The form of "Schedule class". */
export const ScheduleMeeting = z.strictObject({
  /** May hold `{course}` (what the class is of) and `{n}` (the number of the date): "{course} - Session {n}". */
  title: Text(200),
  description: z.string().trim().max(1800).default(''),
  ...When,
  audience: Audience.default('class'),
  ...ForWhom,
  /** Zoom's id or e-mail of the host; the group's first teacher who is a host when left out. */
  host: Text(200).optional(),
  /** Zoom's ids or e-mails of licensed users who may start it in the host's stead. */
  alternativeHosts: z.array(Text(200)).max(10).default([]),
  settings: MeetingSettings.default(MeetingSettings.parse({})),
})
export type ScheduleMeeting = z.infer<typeof ScheduleMeeting>

/** Where the clock stands against the plan. */
const Phase = z.enum(['upcoming', 'live', 'past'])

/** What makes a meeting stand under "needs attention". `withoutLink` is about the meeting itself, never a {@link LinkObstacle}. */
export const MeetingNeed = z.enum(['refused', 'missing', 'changed', 'withoutLink', 'waitsLong'])
export type MeetingNeed = z.infer<typeof MeetingNeed>

/** What about a student keeps every class from registering them: one trouble, however many classes it is in. */
export const LinkObstacle = RegistrationRefusal.extract([
  'noAddress',
  'sharedAddress',
  'invalidAddress',
  'domainNotAllowed',
  'domainBlocked',
])
export type LinkObstacle = z.infer<typeof LinkObstacle>

/** Students who have no working link in classes to come for one reason of their own. */
export const StudentsWithoutLink = z.strictObject({
  obstacle: LinkObstacle,
  studentCount: z.int(),
  /** Of meetings to come: a series counts once. */
  classCount: z.int(),
  /** By list name, the first 50. */
  students: z.array(z.strictObject({ personId: PersonId, listName: z.string() })).max(50),
})
export type StudentsWithoutLink = z.infer<typeof StudentsWithoutLink>

/** One planned date of a meeting, as lists show it; a meeting without a fixed time has one row and no date. */
export const MeetingSummary = z.strictObject({
  id: MeetingId,
  /** Null without a fixed time. */
  occurrenceId: OccurrenceId.nullable(),
  kind: MeetingKind.exclude(['now']),
  /** Zoom's meeting number as text; null until Zoom knows the meeting. */
  zoomMeetingId: z.string().nullable(),
  /** Of this date, pattern filled in. */
  title: z.string(),
  audience: Audience,
  /** Of this date. Without a fixed time: when it was made. */
  time: PlannedTime,
  /** Which date of how many; null unless it is a series. */
  series: z.strictObject({ number: z.int(), of: z.int() }).nullable(),
  /** `creating`: waiting to send. `refused`: Zoom said no, a person must act. `cancelled`: this date, or all of it. */
  state: z.enum(['creating', 'scheduled', 'cancelling', 'cancelled', 'refused', 'missing']),
  phase: Phase,
  needs: z.array(MeetingNeed),
  host: z.strictObject({ hostId: z.string(), name: z.string(), email: z.string() }),
  /** Who holds this date in the teacher's stead. */
  substitute: z.string().nullable(),
  group: z.strictObject({ id: TeachingGroupId, title: z.string(), subject: z.string() }).nullable(),
  sections: z.array(z.strictObject({ id: SectionId, name: z.string(), gradeLevel: z.string() })),
  teachers: z.array(z.strictObject({ id: PersonId, name: z.string() })),
  /** Of this date. */
  periodIds: z.array(ClassPeriodId),
  expectedCount: z.int(),
  registeredCount: z.int(),
  refusedCount: z.int(),
  /** How many students were seen on this date so far; null while nothing is known. */
  cameCount: z.int().nullable(),
  /** Whether the attendance of this date is final: until then `cameCount` may still grow. */
  isAttendanceFinal: z.boolean(),
})
export type MeetingSummary = z.infer<typeof MeetingSummary>

/** One planned date of a series, beside the others. */
export const MeetingDate = z.strictObject({
  occurrenceId: OccurrenceId,
  number: z.int(),
  title: z.string(),
  time: PlannedTime,
  state: z.enum(['scheduled', 'cancelled']),
  phase: Phase,
  /** Whether a person moved it away from the rule. */
  isMoved: z.boolean(),
  /** Whether Zoom has confirmed it as it stands here. */
  isAtZoom: z.boolean(),
})
export type MeetingDate = z.infer<typeof MeetingDate>

/** A meeting with all that an office needs to know about it. Never holds a start link. */
export const Meeting = MeetingSummary.extend({
  /** With `{n}` where the number of the date goes; `{course}` was filled in when it was typed. */
  titlePattern: z.string(),
  description: z.string(),
  settings: MeetingSettings,
  alternativeHosts: z.array(z.strictObject({ hostId: z.string(), name: z.string(), email: z.string() })),
  recurrence: Recurrence.nullable(),
  dates: z.array(MeetingDate),
  joinUrl: z.string().nullable(),
  passcode: z.string().nullable(),
  registrations: z.array(Registration),
  /** The latest thing that keeps the meeting or a registration from Zoom. */
  problem: Problem.nullable(),
  createdAt: Instant,
  /** When it was last changed here: a change names it, so that two windows cannot overwrite each other. */
  changedAt: Instant,
})
export type Meeting = z.infer<typeof Meeting>

/** How far a change reaches: one date, that one and those after it, or every date to come. */
export const Scope = z.enum(['this', 'following', 'all'])
export type Scope = z.infer<typeof Scope>

/** Which dates of which meeting; the next date to come when none is named. */
export const WhichDates = {
  meetingId: MeetingId,
  occurrenceId: OccurrenceId.optional(),
  scope: Scope.default('all'),
}

/** What is to be otherwise; what is left out stays. A moved date of a series moves the later ones by as many days. */
export const MeetingChanges = z.strictObject({
  title: Text(200).optional(),
  description: z.string().trim().max(1800).optional(),
  on: LocalDate.optional(),
  startsAt: WallTime.optional(),
  durationMinutes: z.int().min(1).max(1440).optional(),
  /** Wall times stay, and are read on this zone's clocks. */
  timeZone: TimeZone.optional(),
  audience: Audience.optional(),
  /** Another class than before, whose students are registered instead; null for none. Or all students of a section. */
  teachingGroupId: TeachingGroupId.nullable().optional(),
  sectionId: SectionId.optional(),
  host: Text(200).optional(),
  alternativeHosts: z.array(Text(200)).max(10).optional(),
  settings: z
    .strictObject({
      admission: Admission.optional(),
      muteOnEntry: z.boolean().optional(),
      hostVideo: z.boolean().optional(),
      participantVideo: z.boolean().optional(),
      joinBeforeHost: z.boolean().optional(),
      recording: z.enum(['none', 'local', 'cloud']).optional(),
      approval: z.enum(['automatic', 'manual']).optional(),
      signedInOnly: z.boolean().optional(),
    })
    .optional(),
  /** A new rule from the date on; with the scopes `following` and `all`. */
  repeat: Recurrence.optional(),
})
export type MeetingChanges = z.infer<typeof MeetingChanges>

/** Operations about meetings. */
export const meeting = {
  /**
   * Writes the meeting and its outbox entry in one transaction, then waits up to `waitSeconds` for Zoom. Offline the
   * answer comes at once, with state `creating`. Raises `invalidInput`, `notFound`, `notConnected`.
   */
  'meeting.schedule': command(ScheduleMeeting.extend({ waitSeconds: z.number().min(0).max(30).default(4) }), Meeting, {
    roles: officeStaff,
  }),
  /** Planned dates by their start: past ones latest first, all others earliest first. */
  'meeting.list': query(
    z.strictObject({
      phase: Phase.optional(),
      /** Only what a person must look at, whatever its date. */
      needsAttention: z.boolean().default(false),
      fromOn: LocalDate.optional(),
      toOn: LocalDate.optional(),
      states: z.array(MeetingSummary.shape.state).max(6).optional(),
      sectionId: SectionId.optional(),
      gradeLevel: z.string().max(60).optional(),
      subject: z.string().max(100).optional(),
      hostId: z.string().max(200).optional(),
      teacherId: PersonId.optional(),
      text: z.string().trim().max(100).optional(),
      ...Page,
    }),
    z.strictObject({ meetings: z.array(MeetingSummary), nextCursor: z.string().nullable() }),
    { roles: everyone },
  ),
  /** How many planned dates are on at this moment, and how many meetings a person must look at; at most 101: no more are counted. */
  'meeting.count': query(z.strictObject({}), z.strictObject({ live: z.int(), attention: z.int() }), {
    roles: everyone,
  }),
  /** Who has no working link in classes to come for a reason of their own, by the reason, the one of most students first. */
  'meeting.listWithoutLink': query(z.strictObject({}), z.strictObject({ causes: z.array(StudentsWithoutLink) }), {
    roles: everyone,
  }),
  /** A meeting, seen from one of its dates: the one named, else the next to come, else the last. */
  'meeting.get': query(z.strictObject({ meetingId: MeetingId, occurrenceId: OccurrenceId.optional() }), Meeting, {
    roles: everyone,
  }),
  /**
   * Changes dates that have not begun; only what changed is sent. Dates that took place stay with the class that they were
   * of. Raises `conflict` when somebody else changed the meeting after `unlessChangedSince`.
   */
  'meeting.change': command(
    z.strictObject({ ...WhichDates, changes: MeetingChanges, unlessChangedSince: Instant.optional() }),
    Meeting,
    { roles: officeStaff },
  ),
  /**
   * Opens the meeting in Zoom on this computer, as its host: with a link that Zoom gives for this moment and that is kept
   * nowhere. Raises `conflict` in the practice school, for a cancelled meeting and for one that Zoom does not know yet.
   */
  'meeting.start': command(z.strictObject({ meetingId: MeetingId }), Done, { roles: everyone }),
  /** Opens the meeting in Zoom on this computer, as somebody who comes in. Raises `conflict` as `meeting.start` does. */
  'meeting.join': command(z.strictObject({ meetingId: MeetingId }), Done, { roles: everyone }),
  /** Cancels here at once and at Zoom through the outbox; what was collected stays. */
  'meeting.cancel': command(z.strictObject(WhichDates), Meeting, { roles: officeStaff }),
  /** Takes a cancelled meeting out of every list; what was collected stays. Raises `conflict` for one that is not cancelled. */
  'meeting.remove': command(z.strictObject({ meetingId: MeetingId }), Done, { roles: officeStaff }),
  /** Registers the students who have no working link yet, after an address or a setting was mended. */
  'meeting.registerAgain': command(z.strictObject({ meetingId: MeetingId }), Meeting, { roles: officeStaff }),
}
