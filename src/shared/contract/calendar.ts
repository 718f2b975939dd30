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

/** Some days, and what is said of them. */
const SaidDays = {
  fromOn: LocalDate,
  toOn: LocalDate,
  /** Only these days of the week; all when none is named. */
  weekDays: z.array(z.int().min(1).max(7)).max(7).default([]),
  kind: DayKind,
  ...Part,
  fromTime: WallTime.optional(),
}

/** One planned class that a suspension, or another word about its day, meets. */
export const SuspendedClass = z.strictObject({
  meetingId: MeetingId,
  occurrenceId: OccurrenceId,
  title: z.string(),
  host: z.string(),
  sections: z.array(z.string()),
  time: PlannedTime,
  /** Some of its sections have classes all the same. */
  isPartly: z.boolean(),
  /** `ahead`: it can still be called off. The others have begun: they are kept, and count for students, never against. */
  phase: z.enum(['ahead', 'live', 'past']),
  studentCount: z.int(),
})
export type SuspendedClass = z.infer<typeof SuspendedClass>

const Suspended = {
  on: LocalDate,
  /** From what wall time on; the whole day when left out. */
  fromTime: WallTime.optional(),
  /** Both empty: the whole school. */
  gradeLevels: z.array(Text(60)).max(30).default([]),
  sectionIds: z.array(SectionId).max(200).default([]),
}

/** What calling the classes of days off would do. */
export const SuspensionPreview = z.strictObject({
  /** Of what is shown here; who calls the classes off must name it. */
  digest: z.string(),
  classes: z.array(SuspendedClass),
  /** Different people of all these classes. */
  studentCount: z.int(),
  teacherCount: z.int(),
  /** Marks of these classes that are there already and count against somebody: they would not any more. */
  markCount: z.int(),
})
export type SuspensionPreview = z.infer<typeof SuspensionPreview>

/** Classes called off as one action, because they are suspended or because of the kind of day. */
export const Suspension = z.strictObject({
  id: SuspensionId,
  /** Its first day and its last, and how many days it is about. */
  on: LocalDate,
  lastOn: LocalDate,
  dayCount: z.int(),
  kind: DayKind,
  fromTime: WallTime.nullable(),
  /** All empty and null: the whole school. */
  gradeLevels: z.array(z.string()),
  sectionIds: z.array(SectionId),
  shift: z.string().nullable(),
  authority: z.string(),
  orderedBy: z.string(),
  orderedAt: Instant,
  undoneAt: Instant.nullable(),
  cancelledCount: z.int(),
  keptCount: z.int(),
})
export type Suspension = z.infer<typeof Suspension>

/** What undoing a suspension brings back. */
export const SuspensionUndo = z.strictObject({
  /** Classes that take place after all, those made anew among them. */
  restoredCount: z.int(),
  /** Classes that Zoom has deleted already: each is made anew, and its students get a new link. */
  madeAnewCount: z.int(),
  newLinkCount: z.int(),
  /** Classes whose hour is over, or that another suspension still calls off: they stay cancelled. */
  cancelledCount: z.int(),
})
export type SuspensionUndo = z.infer<typeof SuspensionUndo>

const CalendarFile = {
  file: FileHandle,
  kind: DayKind.default('holiday'),
  /** Whether entries with a time of day (meetings, programs) are meant as well. */
  withTimes: z.boolean().default(false),
}

/** Operations about the school's calendar. */
export const calendar = {
  /** School years, and what was said of the days of a range (at most 800 days). Raises `invalidInput`. */
  'calendar.get': query(
    z.strictObject({ fromOn: LocalDate, toOn: LocalDate }),
    z.strictObject({
      /** By their first day. */
      years: z.array(SchoolYear),
      days: z.array(DayType),
      /** Parts of the school that something can be said of, as its sections name them. */
      gradeLevels: z.array(z.string()),
      shifts: z.array(z.string()),
    }),
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
  /**
   * Which planned classes would not take place any more if this were said of the days, and what calling them off would do
   * (at most 5,000 classes). Raises `invalidInput`, `notFound`.
   */
  'calendar.previewDays': query(z.strictObject(SaidDays), SuspensionPreview, { roles: officeStaff, isLong: true }),
  /**
   * Says what kind of day each day of a range is (at most 400 days). What was said before of the same part and hours is
   * replaced. With `callOff` the classes that the preview shows are called off in the same transaction, unless kept, and all
   * of it can be undone as a suspension. Raises `invalidInput`, `notFound`, and `stalePreview` when the classes changed.
   */
  'calendar.setDays': command(
    z.strictObject({
      ...SaidDays,
      countsAsSchoolDay: z.boolean().optional(),
      authority: z.string().trim().max(200).default(''),
      callOff: z
        .strictObject({
          digest: Text(128),
          keepOccurrenceIds: z.array(OccurrenceId).max(5000).default([]),
        })
        .optional(),
    }),
    z.strictObject({
      days: z.array(DayType),
      /** Classes ahead that would not take place by what was said, and are planned all the same. */
      plannedCount: z.int(),
      cancelledCount: z.int(),
      /** What undoes it; null where no class was to be called off. */
      suspensionId: SuspensionId.nullable(),
    }),
    { roles: officeStaff, isLong: true },
  ),
  /** Takes back what was said of these days. Raises `conflict` for a suspension's: it is undone as a whole. */
  'calendar.revokeDays': command(z.strictObject({ ids: z.array(DayTypeId).min(1).max(400) }), Done, {
    roles: officeStaff,
  }),
  /**
   * What a calendar file (.ics) says of the days from this school year on, and what taking it over would do. Raises
   * `fileUnreadable`.
   */
  'calendar.previewFile': query(
    z.strictObject(CalendarFile),
    z.strictObject({
      digest: z.string(),
      entries: z.array(
        z.strictObject({
          uid: z.string(),
          title: z.string(),
          firstOn: LocalDate,
          lastOn: LocalDate,
          fromTime: WallTime.nullable(),
          action: z.enum(['add', 'change', 'unchanged', 'remove']),
        }),
      ),
      /** Entries with a time of day that are left out. */
      timedCount: z.int(),
      problems: z.array(z.string()),
    }),
    { roles: officeStaff, isLong: true },
  ),
  /** Takes the entries over, all or none; an entry that came before is changed, never doubled. Raises `stalePreview`. */
  'calendar.importFile': command(
    z.strictObject({
      ...CalendarFile,
      digest: Text(128),
      /** Entries to leave out. */
      skipUids: z.array(z.string().max(500)).max(2000).default([]),
    }),
    z.strictObject({
      addedCount: z.int(),
      changedCount: z.int(),
      removedCount: z.int(),
      /** Classes ahead on the days that came in, which would not take place then, and are planned all the same. */
      plannedCount: z.int(),
    }),
    { roles: officeStaff, isLong: true },
  ),
}

/** Operations about suspensions. */
export const suspension = {
  'suspension.list': query(
    z.strictObject({ fromOn: LocalDate, toOn: LocalDate }),
    z.strictObject({ suspensions: z.array(Suspension) }),
    { roles: everyone },
  ),
  /** What a suspension would do at this moment. Raises `notFound` for a section that is gone. */
  'suspension.preview': query(z.strictObject(Suspended), SuspensionPreview, { roles: officeStaff, isLong: true }),
  /**
   * Calls the classes off, before, during or after the day: those ahead are cancelled unless kept, no student's mark of
   * the others can be an absence any more. Raises `stalePreview` when the classes changed since the preview, and `notFound`.
   */
  'suspension.order': command(
    z.strictObject({
      ...Suspended,
      authority: Text(200),
      digest: Text(128),
      keepOccurrenceIds: z.array(OccurrenceId).max(5000).default([]),
    }),
    Suspension,
    { roles: officeStaff, isLong: true },
  ),
  /** What undoing would bring back at this moment. Raises `notFound`, and `conflict` for one that is undone. */
  'suspension.previewUndo': query(z.strictObject({ suspensionId: SuspensionId }), SuspensionUndo, {
    roles: officeStaff,
  }),
  /**
   * Brings back what was called off, as far as it lies ahead, and lets the rules judge the day again. Raises `notFound`, and
   * `conflict` for one that is undone.
   */
  'suspension.undo': command(z.strictObject({ suspensionId: SuspensionId }), SuspensionUndo, {
    roles: officeStaff,
    isLong: true,
  }),
}
