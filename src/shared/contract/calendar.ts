import { z } from 'zod'
import {
  DayTypeId,
  FileHandle,
  GradingPeriodId,
  MeetingId,
  OccurrenceId,
  SchoolYearId,
  SectionId,
  SuspensionId,
} from '../ids.ts'
import { Done, Instant, LocalDate, PlannedTime, Text, WallTime } from './common.ts'
import { administrators, command, everyone, officeStaff, query } from './row.ts'

/**
 * What kind of day it is. Series do not take place when `suspended` or on a `holiday`; those of classes neither when
 * `asynchronous`, `inPerson` nor in the other half of a half day (domain/class-days.ts).
 */
export const DayKind = z.enum([
  'inPerson',
  'online',
  'asynchronous',
  'halfDayMorning',
  'halfDayAfternoon',
  'suspended',
  'holiday',
  'makeUp',
])
export type DayKind = z.infer<typeof DayKind>

/** Two, three or four a year: data, not code. */
export const GradingPeriod = z.strictObject({
  id: GradingPeriodId,
  title: z.string(),
  firstOn: LocalDate,
  lastOn: LocalDate,
})
export type GradingPeriod = z.infer<typeof GradingPeriod>

/** A school year with its grading periods, in order. */
export const SchoolYear = z.strictObject({
  id: SchoolYearId,
  title: z.string(),
  firstOn: LocalDate,
  lastOn: LocalDate,
  gradingPeriods: z.array(GradingPeriod),
})
export type SchoolYear = z.infer<typeof SchoolYear>

/** What was said of one day, for the whole school or a part of it. The narrowest part wins, then the latest word. */
export const DayType = z.strictObject({
  id: DayTypeId,
  on: LocalDate,
  kind: DayKind,
  /** All three null: the whole school. */
  gradeLevel: z.string().nullable(),
  section: z.strictObject({ id: SectionId, name: z.string() }).nullable(),
  shift: z.string().nullable(),
  /** From what wall time on; null for the whole day. */
  fromTime: WallTime.nullable(),
  countsAsSchoolDay: z.boolean(),
  /** Who ordered it, or what the day is called. */
  authority: z.string(),
  suspensionId: SuspensionId.nullable(),
})
export type DayType = z.infer<typeof DayType>

/** For whom something holds: the whole school when nothing is named. */
const Part = {
  gradeLevel: Text(60).optional(),
  sectionId: SectionId.optional(),
  shift: Text(60).optional(),
}

/** One planned class that a suspension meets. */
export const SuspendedClass = z.strictObject({
  meetingId: MeetingId,
  occurrenceId: OccurrenceId,
  title: z.string(),
  host: z.string(),
  time: PlannedTime,
  /** `ahead`: it can still be called off. The others have begun: they are kept, and count for students, never against. */
  phase: z.enum(['ahead', 'live', 'past']),
  studentCount: z.int(),
})

const Suspended = {
  on: LocalDate,
  /** From what wall time on; the whole day when left out. */
  fromTime: WallTime.optional(),
  /** Both empty: the whole school. */
  gradeLevels: z.array(Text(60)).max(30).default([]),
  sectionIds: z.array(SectionId).max(200).default([]),
}

/** What a suspension would do. */
export const SuspensionPreview = z.strictObject({
  /** Of what is shown here; `suspension.order` must name it. */
  digest: z.string(),
  classes: z.array(SuspendedClass),
  studentCount: z.int(),
  teacherCount: z.int(),
  /** Marks of these classes that are there already, and would stop counting against anybody. */
  markCount: z.int(),
})
export type SuspensionPreview = z.infer<typeof SuspensionPreview>

/** Classes called off as one action. */
export const Suspension = z.strictObject({
  id: SuspensionId,
  on: LocalDate,
  fromTime: WallTime.nullable(),
  gradeLevels: z.array(z.string()),
  sectionIds: z.array(SectionId),
  authority: z.string(),
  orderedBy: z.string(),
  orderedAt: Instant,
  undoneAt: Instant.nullable(),
  cancelledCount: z.int(),
  keptCount: z.int(),
})
export type Suspension = z.infer<typeof Suspension>

/** Operations about the school's calendar. */
export const calendar = {
  /** School years, and what was said of the days of a range (at most 400 days). */
  'calendar.get': query(
    z.strictObject({ fromOn: LocalDate, toOn: LocalDate }),
    z.strictObject({ years: z.array(SchoolYear), days: z.array(DayType) }),
    { roles: everyone },
  ),
  /** Makes or changes a school year with its grading periods. Raises `invalidInput` for dates that overlap or lie outside. */
  'calendar.saveYear': command(
    z.strictObject({
      schoolYearId: SchoolYearId.optional(),
      title: Text(60),
      firstOn: LocalDate,
      lastOn: LocalDate,
      gradingPeriods: z
        .array(z.strictObject({ title: Text(60), firstOn: LocalDate, lastOn: LocalDate }))
        .max(12)
        .default([]),
    }),
    SchoolYear,
    { roles: administrators },
  ),
  /** Says what kind of day each day of a range is (only the days of the week named, all when none is). */
  'calendar.setDays': command(
    z.strictObject({
      fromOn: LocalDate,
      toOn: LocalDate,
      weekDays: z.array(z.int().min(1).max(7)).max(7).default([]),
      kind: DayKind,
      ...Part,
      fromTime: WallTime.optional(),
      countsAsSchoolDay: z.boolean().optional(),
      authority: z.string().trim().max(200).default(''),
    }),
    z.strictObject({ days: z.array(DayType) }),
    { roles: officeStaff },
  ),
  /** Takes back what was said of these days; a suspension is undone as a whole instead. */
  'calendar.revokeDays': command(z.strictObject({ ids: z.array(DayTypeId).min(1).max(400) }), Done, {
    roles: officeStaff,
  }),
  /** What a calendar file (.ics) would add: its all-day entries, each with a proposed kind. */
  'calendar.previewFile': query(
    z.strictObject({ file: FileHandle, kind: DayKind.default('holiday') }),
    z.strictObject({
      digest: z.string(),
      entries: z.array(
        z.strictObject({
          uid: z.string(),
          title: z.string(),
          firstOn: LocalDate,
          lastOn: LocalDate,
          kind: DayKind,
          action: z.enum(['add', 'change', 'unchanged']),
        }),
      ),
      problems: z.array(z.string()),
    }),
    { roles: officeStaff },
  ),
  /** Takes the entries over, all or none; an entry that came before is changed, never doubled. Raises `stalePreview`. */
  'calendar.importFile': command(
    z.strictObject({
      file: FileHandle,
      digest: Text(128),
      kind: DayKind.default('holiday'),
      /** Entries to leave out. */
      skipUids: z.array(z.string().max(500)).max(2000).default([]),
    }),
    z.strictObject({ addedCount: z.int(), changedCount: z.int() }),
    { roles: officeStaff },
  ),
}

/** Operations about suspensions. */
export const suspension = {
  'suspension.list': query(
    z.strictObject({ fromOn: LocalDate, toOn: LocalDate }),
    z.strictObject({ suspensions: z.array(Suspension) }),
    { roles: everyone },
  ),
  'suspension.preview': query(z.strictObject(Suspended), SuspensionPreview, { roles: officeStaff }),
  /**
   * Calls the classes off, before, during or after the day: those ahead are cancelled unless kept, no student's mark of
   * the others can be an absence any more. Raises `stalePreview` when the classes changed since the preview.
   */
  'suspension.order': command(
    z.strictObject({
      ...Suspended,
      authority: Text(200),
      digest: Text(128),
      keepOccurrenceIds: z.array(OccurrenceId).max(2000).default([]),
    }),
    Suspension,
    { roles: officeStaff },
  ),
  /** Brings back what was called off, as far as it lies ahead, and lets the rules judge the day again. */
  'suspension.undo': command(z.strictObject({ suspensionId: SuspensionId }), Suspension, { roles: officeStaff }),
}
