import { z } from 'zod'
import { MeetingId, OccurrenceId, PersonId, SubstitutionId } from '../ids.ts'
import { Instant, LocalDate, PlannedTime, Text } from './common.ts'
import { Conflict } from './meeting-preview.ts'
import { command, everyone, officeStaff, query } from './row.ts'

const Who = z.strictObject({ id: PersonId, name: z.string() })

/** One class that a substitute holds, and how: `alternativeHost` keeps every student's link, `newMeeting` cannot. */
export const SubstitutedClass = z.strictObject({
  meetingId: MeetingId,
  occurrenceId: OccurrenceId,
  title: z.string(),
  sections: z.array(z.string()),
  time: PlannedTime,
  state: z.enum(['scheduled', 'cancelled']),
  way: z.enum(['alternativeHost', 'newMeeting']),
  /** List name of who holds it as things stand, in the teacher's stead. */
  heldBy: z.string().nullable(),
  /** The meeting that stands in, where the link could not be kept. */
  newMeetingId: MeetingId.nullable(),
  studentCount: z.int(),
  /** Zoom refused the substitute as an alternative host: only a new meeting helps. */
  isRefused: z.boolean(),
  /** Of a preview: what else the substitute has at that hour. */
  conflicts: z.array(Conflict),
})

export type SubstitutedClass = z.infer<typeof SubstitutedClass>

/** A teacher's classes of some days, held by somebody else. Both names stay on the record. */
export const Substitution = z.strictObject({
  id: SubstitutionId,
  teacher: Who,
  substitute: Who,
  firstOn: LocalDate,
  lastOn: LocalDate,
  reason: z.string(),
  arrangedBy: z.string(),
  arrangedAt: Instant,
  undoneAt: Instant.nullable(),
  classes: z.array(SubstitutedClass),
})
export type Substitution = z.infer<typeof Substitution>

const Wanted = {
  teacherId: PersonId,
  substituteId: PersonId,
  firstOn: LocalDate,
  lastOn: LocalDate,
}

/** Operations about substitutes. */
export const substitution = {
  /**
   * The classes it would touch, in order, each with how it is held and what else the substitute has at that hour. Raises
   * `notFound`, `invalidInput`, and `conflict` for a substitute who is no user of the Zoom account.
   */
  'substitution.preview': query(
    z.strictObject(Wanted),
    z.strictObject({ digest: z.string(), classes: z.array(SubstitutedClass), newLinkCount: z.int() }),
    { roles: officeStaff },
  ),
  /** Arranges it as one action. Raises `stalePreview` when the classes changed since the preview. */
  'substitution.arrange': command(
    z.strictObject({
      ...Wanted,
      reason: Text(300),
      digest: Text(128),
      /** Classes that stay with the teacher. */
      skipOccurrenceIds: z.array(OccurrenceId).max(500).default([]),
    }),
    Substitution,
    { roles: officeStaff },
  ),
  /**
   * Gives the classes ahead a meeting of the substitute's own, with new links, where Zoom does not take the substitute as an
   * alternative host.
   */
  'substitution.makeNewMeetings': command(z.strictObject({ substitutionId: SubstitutionId }), Substitution, {
    roles: officeStaff,
  }),
  /** Gives back the classes that lie ahead; what has begun stays on the record with both names. */
  'substitution.undo': command(z.strictObject({ substitutionId: SubstitutionId }), Substitution, {
    roles: officeStaff,
  }),
  'substitution.list': query(
    z.strictObject({ fromOn: LocalDate, toOn: LocalDate }),
    z.strictObject({ substitutions: z.array(Substitution) }),
    { roles: everyone },
  ),
}
