import { z } from 'zod'
import { timetableColumns } from '../domain/timetable-columns.ts'
import { FileHandle, MeetingId, SectionId, TimetableId } from '../ids.ts'
import { Instant, LocalDate, Nothing, PlannedTime, Text, WallTime } from './common.ts'
import { HostWrites } from './meeting-preview.ts'
import { command, officeStaff, query } from './row.ts'

/** What a column of a timetable file can be. */
export const TimetableField = z.enum(timetableColumns)
export type TimetableField = z.infer<typeof TimetableField>

/** Something that stands in the way of a series, on how many of its dates. It keeps nobody from importing it. */
export const TimetableConflict = z.strictObject({
  kind: z.enum(['hostBusy', 'teacherBusy', 'sectionBusy', 'outsideSchoolHours']),
  /** The other class: of this file, by its series, or one that is planned already. Null for the school's hours. */
  with: z
    .strictObject({ seriesId: z.string().nullable(), meetingId: MeetingId.nullable(), title: z.string() })
    .nullable(),
  /** The first date of the series that it is about. */
  first: PlannedTime,
  dateCount: z.int(),
})
export type TimetableConflict = z.infer<typeof TimetableConflict>

/** One series that the import would make: the rows of one class at one hour, on all its days of the week. */
export const TimetableSeries = z.strictObject({
  /** Names it in `leaveOut`, for as long as the digest is the same. */
  id: z.string(),
  /** The rows of the file that it is made of, 1-based, counting the header. */
  rows: z.array(z.int()),
  title: z.string(),
  /** As the file has it where it is not known. */
  sections: z.array(z.string()),
  subject: z.string(),
  /** As the file has it; empty when it names none. */
  teacher: z.string(),
  host: z.strictObject({ hostId: z.string(), name: z.string() }).nullable(),
  /** ISO: 1 is Monday. */
  weekDays: z.array(z.int()),
  startsAt: WallTime,
  durationMinutes: z.int(),
  firstOn: LocalDate.nullable(),
  lastOn: LocalDate.nullable(),
  /** Planned dates in the term that are to come, are class days, and are not planned already. */
  dateCount: z.int(),
  noClassCount: z.int(),
  thereCount: z.int(),
  /** More than one where the term has more dates than Zoom keeps in one meeting: each has links of its own. */
  meetingCount: z.int(),
  /** `isThere`: an earlier import or a person has scheduled the same already; it is left out. */
  action: z.enum(['add', 'isThere', 'refuse']),
  /** One sentence: what is wrong and what to do; null when nothing is. */
  problem: z.string().nullable(),
  /** At most 10. */
  conflicts: z.array(TimetableConflict),
  conflictCount: z.int(),
})
export type TimetableSeries = z.infer<typeof TimetableSeries>

/** A name of the file that is not exactly one of the school's. A guess at it is never taken without a person's word. */
export const UnsureName = z.strictObject({
  kind: z.enum(['section', 'subject', 'teacher']),
  typed: z.string(),
  rowCount: z.int(),
  /** Best first; ids of sections, Zoom's ids of hosts, subjects by name. */
  suggestions: z.array(z.strictObject({ id: z.string(), name: z.string() })),
})
export type UnsureName = z.infer<typeof UnsureName>

/** What an import would do, before it does it. */
export const TimetablePreview = z.strictObject({
  /** Of everything that the import would write; `timetable.import` must name it. */
  digest: z.string(),
  fileName: z.string(),
  columns: z.array(z.strictObject({ header: z.string(), field: TimetableField, samples: z.array(z.string()) })),
  /** What no column holds yet: nothing can be imported before a person has said which one does. */
  missing: z.enum(['section', 'subject', 'days', 'time']).nullable(),
  rowCount: z.int(),
  series: z.array(TimetableSeries),
  /** A subject among them is made as it is typed; the others refuse their rows. */
  unsure: z.array(UnsureName),
  /** Periods that the file names without saying when they are. */
  periodsWithoutTime: z.array(z.string()),
  /** What was concluded rather than read, and what was left unread: one sentence each. */
  remarks: z.array(z.string()),
  addCount: z.int(),
  thereCount: z.int(),
  refusedCount: z.int(),
  /** Series with a conflict. */
  conflictCount: z.int(),
  meetingCount: z.int(),
  dateCount: z.int(),
  newGroupCount: z.int(),
  newSubjects: z.array(z.string()),
  /** How much of Zoom's daily quota of each host it takes, with what waits already; those who need most first. */
  hosts: z.array(HostWrites),
  /** On how many UTC days it is sent at the most: 1 is today alone. */
  quotaDays: z.int(),
  /** All of it in days of one host's quota: 300 meetings are 3. */
  hostDays: z.number(),
  /** Rows that belong to no series, each with one sentence. */
  problems: z.array(z.strictObject({ row: z.int(), message: z.string() })),
  /** When this very file was imported before, and not undone. */
  importedBeforeAt: Instant.nullable(),
})
export type TimetablePreview = z.infer<typeof TimetablePreview>

const Choices = <Value extends z.ZodType>(value: Value) => z.record(z.string().max(400), value)

const TimetableFile = {
  file: FileHandle,
  mapping: z.record(z.string().max(400), TimetableField).describe('Column header to field').optional(),
  firstOn: LocalDate,
  lastOn: LocalDate,
  /** What names of the file stand for, by `typed` of an unsure name: sections, subjects by name, hosts by Zoom's id. */
  choices: z
    .strictObject({
      sections: Choices(SectionId).default({}),
      subjects: Choices(Text(100)).default({}),
      teachers: Choices(Text(200)).default({}),
    })
    .prefault({}),
  periodTimes: z
    .array(z.strictObject({ period: z.string().max(200), startsAt: WallTime, endsAt: WallTime }))
    .max(60)
    .default([]),
  /** May hold `{course}` and `{n}`; of rows that have no title of their own. */
  titlePattern: Text(200).default('{course}'),
}

/** One import, and how far Zoom has got with it. */
export const Timetable = z.strictObject({
  id: TimetableId,
  fileName: z.string(),
  firstOn: LocalDate,
  lastOn: LocalDate,
  importedAt: Instant,
  importedBy: z.string(),
  /** `done`: nothing is on its way any more; what Zoom refused waits for a person. */
  state: z.enum(['sending', 'stopped', 'done', 'undone']),
  meetingCount: z.int(),
  dateCount: z.int(),
  /** Meetings that Zoom has as they are to be, with their students registered. */
  doneCount: z.int(),
  refusedCount: z.int(),
  /** Meetings that a person cancelled since, or the undoing. */
  cancelledCount: z.int(),
  /** When the last of it can be sent, where today's quota is too small for all that waits; else null. */
  doneBy: Instant.nullable(),
})
export type Timetable = z.infer<typeof Timetable>

const Which = z.strictObject({ timetableId: TimetableId })

/** Operations about timetables. */
export const timetable = {
  /** Raises `fileUnreadable`, and `invalidInput` with the field for a term or a mapping that cannot be. */
  'timetable.preview': query(z.strictObject(TimetableFile), TimetablePreview, { roles: officeStaff, isLong: true }),
  /** Writes every series that is to be added in one transaction; Zoom hears of them through the outbox. Raises `stalePreview`, and `conflict` when nothing is left to add. */
  'timetable.import': command(
    z.strictObject({
      ...TimetableFile,
      digest: Text(128),
      /** Ids of series to leave out. */
      leaveOut: z.array(z.string().max(20)).max(20_000).default([]),
    }),
    Timetable,
    { roles: officeStaff, isLong: true },
  ),
  /** Latest first. */
  'timetable.list': query(Nothing, z.strictObject({ timetables: z.array(Timetable) }), { roles: officeStaff }),
  /** Sends nothing more of it until it is resumed. Raises `conflict` for one that was undone. */
  'timetable.stop': command(Which, Timetable, { roles: officeStaff }),
  'timetable.resume': command(Which, Timetable, { roles: officeStaff }),
  /** Cancels every date of it that has not begun; what was collected stays. */
  'timetable.undo': command(Which, Timetable, { roles: officeStaff, isLong: true }),
}
