import { z } from 'zod'
import { MeetingId } from '../ids.ts'
import { Done, Instant, MadeFile, Nothing } from './common.ts'
import { School } from './app.ts'
import { administrators, command, everyone, officeStaff, query } from './row.ts'

/** What the practice school is doing. */
export const PracticeState = z.strictObject({
  now: Instant,
  /** The next thing that happens there: a class begins or ends, or Homeroom reads a report. */
  next: z.strictObject({ at: Instant, what: z.enum(['classStarts', 'classEnds', 'read']) }).nullable(),
  /** Suggested classes of the week that are not scheduled yet. */
  unscheduled: z.int(),
})
export type PracticeState = z.infer<typeof PracticeState>

/** Operations of the practice school; all but `practice.start` raise `conflict` in a real one. */
export const practice = {
  /** Makes the practice school (or opens the one that is there) and connects it to the pretend Zoom. */
  'practice.start': command(Nothing, School, { roles: administrators, worksLocked: true }),
  /** Closes the practice school; it stays as it is until it is opened again. A real school that is there is opened. */
  'practice.leave': command(Nothing, Done, { roles: administrators, worksLocked: true }),
  'practice.state': query(Nothing, PracticeState, { roles: everyone }),
  /** Jumps the practice clock forward: to an instant, or to the next thing that happens. */
  'practice.jump': command(z.strictObject({ to: z.union([Instant, z.literal('next')]) }), PracticeState, {
    roles: everyone,
  }),
  /** A roster file of the practice school, to import as one would a real one. */
  'practice.roster': command(
    z.strictObject({ size: z.enum(['small', 'large']).default('small') }),
    z.strictObject({ file: MadeFile }),
    { roles: officeStaff },
  ),
  /** A timetable file of the practice school's week, to import as one would a real one. */
  'practice.timetable': command(Nothing, z.strictObject({ file: MadeFile }), { roles: officeStaff }),
  /** Imports the school's roster when nothing is imported, and schedules the suggested classes of the days to come. */
  'practice.fillWeek': command(
    z.strictObject({ days: z.int().min(1).max(7).default(7) }),
    z.strictObject({ scheduled: z.int(), waiting: z.int() }),
    { roles: officeStaff, isLong: true },
  ),
  /**
   * Has somebody use the pretend Zoom's own portal, past Homeroom: on a class to come (the next one when none is named;
   * `giveAway` gives it to another host), or making a meeting of their own. Raises `conflict` when there is no such class.
   */
  'practice.portal': command(
    z.strictObject({
      deed: z.enum(['move', 'delete', 'giveAway', 'registrationOff', 'waitingRoomOff', 'makeAnother']),
      meetingId: MeetingId.optional(),
    }),
    Done,
    { roles: officeStaff },
  ),
  /**
   * Makes the pretend Zoom misbehave, so many times (a report: for so many runs); `none` ends all faults. `correctedReport`:
   * five hours after a class Zoom changes its report, as the read of six hours after it shows.
   */
  'practice.setFault': command(
    z.strictObject({
      fault: z.enum([
        'none',
        'lateReport',
        'partialReport',
        'emptyReport',
        'correctedReport',
        'rateLimit',
        'tokenLost',
        'serverError',
        'timeout',
        'connectionDropped',
        'answerLost',
      ]),
      times: z.int().min(1).max(1000).default(1),
    }),
    Done,
    { roles: administrators },
  ),
}
