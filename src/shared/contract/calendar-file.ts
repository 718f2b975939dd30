import { z } from 'zod'
import { MeetingId, PersonId, SectionId } from '../ids.ts'
import { Instant, LocalDate, MadeFile, Nothing } from './common.ts'
import { command, everyone, officeStaff, query } from './row.ts'

const RemindMinutes = z.int().min(1).max(1440).nullable().describe('Minutes before each class; null for never')

/** One calendar file that is kept up to date in the data folder's `feeds`. */
export const Feed = z.strictObject({
  of: z.enum(['section', 'teacher']),
  id: z.string(),
  name: z.string(),
  /** In the folder `feeds` of the data folder; stays when the section or teacher is renamed. */
  fileName: z.string(),
})
export type Feed = z.infer<typeof Feed>

const Feeds = z.strictObject({
  feeds: z.array(Feed),
  remindMinutes: RemindMinutes,
  /** When the files were last brought up to date; null until they are. */
  writtenAt: Instant.nullable(),
})

/** Operations about calendar files (.ics): classes as other calendars show them. Never a start link, nor a student's own. */
export const calendarFile = {
  /**
   * A file with one entry for each planned date of a meeting, a section or a teacher; a date keeps its name in every file,
   * and a cancelled one says so. Sections and teachers without days: a month back and a year ahead. Raises `notFound`.
   */
  'calendarFile.export': command(
    z
      .strictObject({
        meetingId: MeetingId.optional(),
        sectionId: SectionId.optional(),
        teacherId: PersonId.optional(),
        fromOn: LocalDate.optional(),
        toOn: LocalDate.optional(),
        remindMinutes: RemindMinutes.default(null),
      })
      .refine(
        ({ meetingId, sectionId, teacherId }) =>
          [meetingId, sectionId, teacherId].filter((id) => id !== undefined).length === 1,
        'Name a meeting, a section or a teacher',
      ),
    z.strictObject({ file: MadeFile, dates: z.int() }),
    { roles: everyone, isLong: true },
  ),
  'feed.get': query(Nothing, Feeds, { roles: officeStaff }),
  /** Says which sections and teachers have a file in the folder; files of others are taken away. Raises `notFound`. */
  'feed.set': command(
    z.strictObject({
      sectionIds: z.array(SectionId).max(200),
      teacherIds: z.array(PersonId).max(500),
      remindMinutes: RemindMinutes,
    }),
    Feeds,
    { roles: officeStaff },
  ),
}
