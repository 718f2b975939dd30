import { z } from 'zod'
import { timetableColumns } from '../domain/timetable-columns.ts'
import { FileHandle, TimetableId } from '../ids.ts'
import { Instant, LocalDate, Nothing, Text, WallTime } from './common.ts'
import { Conflict, HostWrites } from './meeting-preview.ts'
import { command, officeStaff, query } from './row.ts'

/** What a column of a timetable file can be. */
export const TimetableField = z.enum(timetableColumns)
export type TimetableField = z.infer<typeof TimetableField>

/** One series that the import would make: the rows of one class at one hour, on all its days of the week. */
export const TimetableSeries = z.strictObject({
  /** The rows of the file that it is made of, 1-based, counting the header. */
  rows: z.array(z.int()),
  title: z.string(),
  sections: z.array(z.string()),
  subject: z.string(),
  host: z.strictObject({ hostId: z.string(), name: z.string() }).nullable(),
  /** ISO: 1 is Monday. */
  weekDays: z.array(z.int()),
  startsAt: WallTime,
  durationMinutes: z.int(),
  /** Planned dates in the term, without the days that are no class days. */
  dateCount: z.int(),
  skippedCount: z.int(),
  /** `isThere`: an earlier import or a person has scheduled the same already; it is left out. */
  action: z.enum(['add', 'isThere', 'refuse']),
  /** One sentence: what is wrong and what to do; null when nothing is. */
  problem: z.string().nullable(),
  conflicts: z.array(Conflict),
})
export type TimetableSeries = z.infer<typeof TimetableSeries>

/** What an import would do, before it does it. */
export const TimetablePreview = z.strictObject({
  /** Of the file's bytes, the mapping and the term; `timetable.import` must name it. */
  digest: z.string(),
  fileName: z.string(),
  columns: z.array(z.strictObject({ header: z.string(), field: TimetableField, samples: z.array(z.string()) })),
  series: z.array(TimetableSeries),
  meetingCount: z.int(),
  dateCount: z.int(),
  refusedCount: z.int(),
  conflictCount: z.int(),
  /** How much of Zoom's daily quota of each host it takes, those who need most first. */
  hosts: z.array(HostWrites),
  /** On how many UTC days it is sent at the most: 1 is today alone. */
  quotaDays: z.int(),
  /** Rows that belong to no series, each with one sentence. */
  problems: z.array(z.strictObject({ row: z.int(), message: z.string() })),
})
export type TimetablePreview = z.infer<typeof TimetablePreview>

const TimetableFile = {
  file: FileHandle,
  mapping: z.record(z.string().max(200), TimetableField).describe('Column header to field').optional(),
  firstOn: LocalDate,
  lastOn: LocalDate,
}

/** One import, and how far Zoom has got with it. */
export const Timetable = z.strictObject({
  id: TimetableId,
  fileName: z.string(),
  firstOn: LocalDate,
  lastOn: LocalDate,
  importedAt: Instant,
  importedBy: z.string(),
  state: z.enum(['sending', 'stopped', 'done', 'undone']),
  meetingCount: z.int(),
  /** Meetings that Zoom has made and whose students are registered. */
  doneCount: z.int(),
  refusedCount: z.int(),
  /** When the last of it can be sent, by the quotas known now; null when nothing waits. */
  doneBy: Instant.nullable(),
})
export type Timetable = z.infer<typeof Timetable>

/** Operations about timetables. */
export const timetable = {
  'timetable.preview': query(z.strictObject(TimetableFile), TimetablePreview, { roles: officeStaff, isLong: true }),
  /** Writes every series that is not refused in one transaction; Zoom hears of them through the outbox. Raises `stalePreview`. */
  'timetable.import': command(
    z.strictObject({
      ...TimetableFile,
      digest: Text(128),
      /** Rows of series to leave out. */
      skipRows: z.array(z.int()).max(5000).default([]),
    }),
    Timetable,
    { roles: officeStaff, isLong: true },
  ),
  'timetable.list': query(Nothing, z.strictObject({ timetables: z.array(Timetable) }), { roles: officeStaff }),
  /** Sends nothing more of it until it is resumed. */
  'timetable.stop': command(z.strictObject({ timetableId: TimetableId }), Timetable, { roles: officeStaff }),
  'timetable.resume': command(z.strictObject({ timetableId: TimetableId }), Timetable, { roles: officeStaff }),
  /** Cancels every meeting of it that has not taken place; what was collected stays. */
  'timetable.undo': command(z.strictObject({ timetableId: TimetableId }), Timetable, { roles: officeStaff }),
}
