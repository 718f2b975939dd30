import { z } from 'zod'
import { registrationRefusals, zoomRefusals } from '../domain/registration.ts'
import { MeetingId, OccurrenceId, PersonId, SectionId } from '../ids.ts'
import { Instant } from './common.ts'
import { Problem } from './problem.ts'
import { command, everyone, officeStaff, query } from './row.ts'

/** Why somebody has no working link: our rules' reasons, then Zoom's. `other` is a refusal that we have no word for. */
export const RegistrationRefusal = z.enum([...registrationRefusals, ...zoomRefusals])
export type RegistrationRefusal = z.infer<typeof RegistrationRefusal>

/** One person's registration with Zoom for one meeting. */
export const Registration = z.strictObject({
  personId: PersonId,
  listName: z.string(),
  kind: z.enum(['student', 'staff']),
  state: z.enum(['waiting', 'registered', 'pending', 'refused', 'cancelled']),
  /** The address that they are registered with, or are to be. */
  address: z.string().nullable(),
  /** Of the state `refused`. */
  refusal: RegistrationRefusal.nullable(),
  /** Why there is no working link, in one sentence; null when there is one. */
  reason: z.string().nullable(),
  /** What can be done about it, in one sentence; null where nothing need be done. */
  fix: z.string().nullable(),
  joinUrl: z.string().nullable(),
})
export type Registration = z.infer<typeof Registration>

/** A registration beside others of other meetings. */
export const MeetingRegistration = z.strictObject({
  ...Registration.shape,
  meetingId: MeetingId,
  /** Without the number of the date. */
  meetingTitle: z.string(),
  /** The next date to come, else the last; null without a fixed time. */
  startsAt: Instant.nullable(),
})
export type MeetingRegistration = z.infer<typeof MeetingRegistration>

/** How many stand where. `already`: Zoom had them before we asked it to. */
export const RegistrationCounts = z.strictObject({
  total: z.int(),
  registered: z.int(),
  already: z.int(),
  pending: z.int(),
  waiting: z.int(),
  refused: z.int(),
})
export type RegistrationCounts = z.infer<typeof RegistrationCounts>

/** How far the registration of a meeting is. */
export const RegistrationProgress = z.strictObject({
  meetingId: MeetingId,
  title: z.string(),
  /** `stopped`: by a person, `meeting.registerAgain` goes on. `held`: Zoom refused it as a whole, see `problem`. */
  state: z.enum(['waiting', 'running', 'putOff', 'held', 'stopped', 'done']),
  counts: RegistrationCounts,
  /** Why it was put off or is held. */
  problem: Problem.nullable(),
  /** Of `putOff`. */
  resumesAt: Instant.nullable(),
})
export type RegistrationProgress = z.infer<typeof RegistrationProgress>

/** How one student stands in one upcoming meeting after they were registered. */
export const StudentOutcome = z.strictObject({
  ...MeetingRegistration.shape,
  /** `already`: there was a working link before. `waiting`: Zoom has not answered yet. */
  outcome: z.enum(['registered', 'already', 'pending', 'waiting', 'refused']),
})

/** What the check found, one thing each. */
export const checkCodes = [
  'notAtZoom',
  'isOver',
  'registrationOff',
  'hostNotLicensed',
  'linkGone',
  'refused',
  'pending',
  'waiting',
  'stopped',
  'notPlanned',
  'triesSpent',
  'hostQuota',
  'waitingRoom',
  'linkIsTheKey',
  'signInNeeded',
  'notRead',
  'allWell',
] as const

/** What mends a finding: an operation that the screen calls as it stands here. */
export const CheckFix = z.discriminatedUnion('operation', [
  z.strictObject({ operation: z.literal('meeting.registerAgain'), input: z.strictObject({ meetingId: MeetingId }) }),
  z.strictObject({ operation: z.literal('outbox.retry'), input: z.strictObject({ id: z.string() }) }),
  z.strictObject({
    operation: z.literal('meeting.change'),
    input: z.strictObject({
      meetingId: MeetingId,
      scope: z.literal('all'),
      changes: z.strictObject({
        settings: z
          .strictObject({
            admission: z.literal('registrationLink'),
            approval: z.literal('automatic'),
            signedInOnly: z.literal(false),
          })
          .partial(),
      }),
    }),
  }),
])

/** One finding of the check before a class. */
export const CheckFinding = z.strictObject({
  code: z.enum(checkCodes),
  /** `problem`: somebody does not get in. `warning`: look at it. `note`: good to know. `good`: as it should be. */
  level: z.enum(['problem', 'warning', 'note', 'good']),
  /** One sentence. */
  message: z.string(),
  /** What to do, in one sentence. */
  advice: z.string().nullable(),
  /** Whom it is about, by list name; empty where it is about the meeting. */
  people: z.array(
    z.strictObject({
      personId: PersonId,
      listName: z.string(),
      reason: z.string().nullable(),
      fix: z.string().nullable(),
    }),
  ),
  fix: CheckFix.nullable(),
  /** Where a person mends what no operation can: a page of Homeroom, or Zoom's own. */
  mendIn: z.enum(['students', 'schedule', 'settings', 'changes', 'zoom']).nullable(),
})
export type CheckFinding = z.infer<typeof CheckFinding>

/** Operations about registering students, and staff, with Zoom. */
export const registration = {
  /**
   * Registrations of a meeting, or of the upcoming class meetings of a section's students or of one person; by list name,
   * then by start. With `isWithoutLink` only those who have no working link. Raises `notFound`, and `invalidInput` unless
   * exactly one is named.
   */
  'registration.list': query(
    z.strictObject({
      meetingId: MeetingId.optional(),
      sectionId: SectionId.optional(),
      personId: PersonId.optional(),
      isWithoutLink: z.boolean().default(false),
    }),
    z.strictObject({ registrations: z.array(MeetingRegistration), counts: RegistrationCounts }),
    { roles: everyone },
  ),
  /** Every meeting whose people are being registered, or the named one whatever its state. Raises `notFound`. */
  'registration.progress': query(
    z.strictObject({ meetingId: MeetingId.optional() }),
    z.strictObject({ meetings: z.array(RegistrationProgress) }),
    { roles: everyone },
  ),
  /** Stops registering for a meeting; who has a link keeps it. `meeting.registerAgain` goes on. Raises `notFound`. */
  'registration.stop': command(z.strictObject({ meetingId: MeetingId }), RegistrationProgress, { roles: officeStaff }),
  /**
   * Registers one student for every upcoming class meeting of theirs, and waits up to `waitSeconds` for Zoom. Raises
   * `notFound`, and `conflict` for somebody who is no student or has no class to come.
   */
  'registration.registerStudent': command(
    z.strictObject({ personId: PersonId, waitSeconds: z.number().min(0).max(30).default(4) }),
    z.strictObject({ meetings: z.array(StudentOutcome), registeredCount: z.int() }),
    { roles: officeStaff },
  ),
  /**
   * What stands between the students of a class and their class, worst first; Zoom is read where it is in reach. Raises
   * `notFound`, and `conflict` for a meeting that registers nobody.
   */
  'registration.check': query(
    z.strictObject({ meetingId: MeetingId, occurrenceId: OccurrenceId.optional() }),
    z.strictObject({
      /** Nothing of level `problem` was found. */
      isReady: z.boolean(),
      /** When the meeting was last read at Zoom; null for never. */
      readAt: Instant.nullable(),
      counts: RegistrationCounts,
      findings: z.array(CheckFinding),
    }),
    { roles: everyone },
  ),
}
