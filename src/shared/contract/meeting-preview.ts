import { z } from 'zod'
import { ClassPeriodId, MeetingId, OccurrenceId } from '../ids.ts'
import { DayKind } from './calendar.ts'
import { Instant, LocalDate, PlannedTime } from './common.ts'
import { MeetingChanges, ScheduleMeeting, WhichDates } from './meeting.ts'
import { everyone, officeStaff, query } from './row.ts'

/** Something that stands in a planned date's way. None of them keeps a person from scheduling it all the same. */
export const Conflict = z.strictObject({
  kind: z.enum(['hostBusy', 'teacherBusy', 'sectionBusy', 'outsideSchoolHours', 'noClassDay']),
  /** The other class; null for the last two. */
  with: z
    .strictObject({
      meetingId: MeetingId.nullable(),
      periodId: ClassPeriodId.nullable(),
      title: z.string(),
      time: PlannedTime,
    })
    .nullable(),
})
export type Conflict = z.infer<typeof Conflict>

/** Zoom's daily quota of creates and updates of one host, and what of it is used and needed. */
export const HostWrites = z.strictObject({
  hostId: z.string(),
  name: z.string(),
  usedToday: z.int(),
  limit: z.int(),
  needed: z.int(),
  /** When what does not fit into today goes on: the next 00:00 UTC; null when it fits. */
  resumesAt: Instant.nullable(),
})
export type HostWrites = z.infer<typeof HostWrites>

/** Hosts who are free at every kept date, licensed ones first; at most 20. */
const FreeHosts = z.array(z.strictObject({ hostId: z.string(), name: z.string(), isLicensed: z.boolean() }))

/** What is wrong with a form (blocking), or worth saying about it, by its fields. */
const FormProblems = z.array(z.strictObject({ field: z.string(), message: z.string(), isBlocking: z.boolean() }))

/** What a form would become: every date, what stands in its way, and who could host it instead. */
export const MeetingPreview = z.strictObject({
  dates: z.array(
    z.strictObject({
      on: LocalDate,
      /** Its number among the kept dates; null for one that is left out. */
      number: z.int().nullable(),
      title: z.string(),
      time: PlannedTime,
      /** Whether the clocks skip this wall time on that date, or show it twice (the first one counts). */
      clock: z.enum(['once', 'skipped', 'twice']),
      /** What the calendar says, where it says something. */
      day: z.strictObject({ kind: DayKind, authority: z.string() }).nullable(),
      /** Whether the calendar lets it take place: unless a person says otherwise, it is kept then. */
      isClassDay: z.boolean(),
      isKept: z.boolean(),
      conflicts: z.array(Conflict),
    }),
  ),
  /** What is wrong with the form, by its fields; with none of them blocking it can be scheduled. */
  problems: FormProblems,
  /** Null while no host is known. */
  writes: HostWrites.nullable(),
  freeHosts: FreeHosts,
})
export type MeetingPreview = z.infer<typeof MeetingPreview>

/** What a change would do. */
export const ChangePreview = z.strictObject({
  dates: z.array(
    z.strictObject({
      /** Null for a date that the new rule adds. */
      occurrenceId: OccurrenceId.nullable(),
      number: z.int(),
      before: PlannedTime.nullable(),
      /** Null for one that falls away. */
      after: PlannedTime.nullable(),
      conflicts: z.array(Conflict),
    }),
  ),
  /** Zoom cannot change these dates within the meeting: a second meeting is made, with new links. */
  isSplit: z.boolean(),
  /** Students who get a new link and need a new link sheet. */
  newLinkCount: z.int(),
  /**
   * Students who are registered because class or audience becomes another, and those whose link works no longer; null where
   * neither does.
   */
  registration: z.strictObject({ added: z.int(), withdrawn: z.int() }).nullable(),
  /** What is worth saying about the form; none of it is blocking. */
  problems: FormProblems,
  writes: HostWrites,
  freeHosts: FreeHosts,
})
export type ChangePreview = z.infer<typeof ChangePreview>

/** Operations that say what a form would become. */
export const meetingPreview = {
  /** What the form would become, said while it is typed. Never raises for what is in the form: `problems` says it. */
  'meeting.preview': query(
    ScheduleMeeting.omit({ description: true, alternativeHosts: true }).extend({
      title: z.string().trim().max(400).default(''),
    }),
    MeetingPreview,
    { roles: officeStaff },
  ),
  /**
   * Which planned dates of a range (at most 14 days, from now on) ask somebody to be in two places at once, each with what
   * stands in its way. Raises `invalidInput` for a longer range.
   */
  'meeting.listClashes': query(
    z.strictObject({ fromOn: LocalDate, toOn: LocalDate }),
    z.strictObject({
      dates: z.array(z.strictObject({ meetingId: MeetingId, startInstant: Instant, conflicts: z.array(Conflict) })),
    }),
    { roles: everyone },
  ),
  /** What a change would do; without any changes, how the dates within reach stand. Raises what the change would raise. */
  'meeting.previewChange': query(z.strictObject({ ...WhichDates, changes: MeetingChanges }), ChangePreview, {
    roles: officeStaff,
  }),
}
