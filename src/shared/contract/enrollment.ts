import { z } from 'zod'
import { ClassPeriodId, DeedId, EnrollmentId, MissingId, PersonId, SectionId, TeachingGroupId } from '../ids.ts'
import { Instant, LocalDate, Text } from './common.ts'
import { command, everyone, officeStaff, query } from './row.ts'

const People = z.array(PersonId).min(1).max(2000)
const Detail = z.string().trim().max(200).default('')
const Deed = z.strictObject({ deedId: DeedId.nullable() })

/** A change of who belongs where, from a day on. First and last days are inclusive. */
export const EnrollmentChange = z.discriminatedUnion('kind', [
  /** Into a section, or into a teaching group beside the section. Null as reason: from the beginning, like everybody. */
  z.strictObject({
    kind: z.literal('enroll'),
    personIds: People,
    sectionId: SectionId.optional(),
    groupId: TeachingGroupId.optional(),
    firstOn: LocalDate,
    reason: z.enum(['late', 'transferredIn']).nullable(),
    detail: Detail,
  }),
  /** No transfer: the days before stay with the old section, and follow the student. */
  z.strictObject({ kind: z.literal('move'), personIds: People, toSectionId: SectionId, firstOn: LocalDate }),
  z.strictObject({
    kind: z.literal('withdraw'),
    personIds: People,
    lastOn: LocalDate,
    reason: z.enum(['transferredOut', 'noLongerInSchool', 'enteredByMistake']),
    detail: Detail,
  }),
  z.strictObject({
    kind: z.literal('correct'),
    enrollmentId: EnrollmentId,
    firstOn: LocalDate,
    lastOn: LocalDate.nullable(),
  }),
])
export type EnrollmentChange = z.infer<typeof EnrollmentChange>

/** What a change would do, before it is done. */
export const EnrollmentPreview = z.strictObject({
  digest: z.string(),
  people: z.array(
    z.strictObject({
      personId: PersonId,
      listName: z.string(),
      /** Where they are from that day on without the change, and with it: "Grade 7 Mabini"; null for nowhere. */
      from: z.string().nullable(),
      to: z.string().nullable(),
      /** One sentence: why this one is left out. */
      objection: z.string().nullable(),
    }),
  ),
  /** Class periods that have begun and whose list of expected students changes. */
  periodCount: z.int(),
  /** Marks of those periods that come, go, or are made anew with it. */
  markCount: z.int(),
  /** Registrations that are made at Zoom for classes to come, and those taken back. */
  registrationCount: z.int(),
  cancellationCount: z.int(),
})
export type EnrollmentPreview = z.infer<typeof EnrollmentPreview>

/** Operations about who belongs where, and when. */
export const enrollment = {
  'enrollment.preview': query(z.strictObject({ change: EnrollmentChange }), EnrollmentPreview, { roles: officeStaff }),
  /**
   * All of it or nothing; those with an objection are left out, as the preview showed. Marks and registrations follow.
   * Raises `stalePreview` when the rosters have changed since.
   */
  'enrollment.change': command(
    z.strictObject({ change: EnrollmentChange, digest: Text(128) }),
    z.strictObject({ ...Deed.shape, changedCount: z.int() }),
    { roles: officeStaff },
  ),
  /** Students whom the last file of their section did not name: they wait for a person's word. */
  'enrollment.missing': query(
    z.strictObject({ sectionId: SectionId.optional() }),
    z.strictObject({
      students: z.array(
        z.strictObject({
          missingId: MissingId,
          personId: PersonId,
          listName: z.string(),
          /** Null where they are missing from one teaching group alone. */
          section: z.strictObject({ id: SectionId, title: z.string() }).nullable(),
          group: z.strictObject({ id: TeachingGroupId, title: z.string() }).nullable(),
          fileName: z.string(),
          foundAt: Instant,
          /** The last day that the file suggests; null where it says nothing. */
          proposedOn: LocalDate.nullable(),
        }),
      ),
    }),
    { roles: everyone },
  ),
  /**
   * Says that they stay, or since when and why they are gone: from the school, or, where they are missing from a teaching
   * group, from that group alone. Raises `conflict` when somebody has said so already.
   */
  'enrollment.settleMissing': command(
    z.strictObject({
      missingIds: z.array(MissingId).min(1).max(2000),
      as: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('stays') }),
        z.strictObject({
          kind: z.literal('left'),
          lastOn: LocalDate,
          reason: z.enum(['movedSection', 'transferredOut', 'noLongerInSchool', 'enteredByMistake']),
          detail: Detail,
        }),
      ]),
    }),
    Deed,
    { roles: officeStaff },
  ),
  /**
   * People who came to class periods of a section in the last 60 days without being on its list, most visits first, at most
   * 200; to enroll one from the first of those days credits them all.
   */
  'enrollment.unlisted': query(
    z.strictObject({ sectionId: SectionId }),
    z.strictObject({
      people: z.array(
        z.strictObject({
          /** Null for somebody whom nobody recognised: see "Who is this?". */
          personId: PersonId.nullable(),
          /** List name, or the display name of somebody unrecognised. */
          name: z.string(),
          /** The section that they are in. */
          elsewhere: z.string().nullable(),
          visits: z.array(z.strictObject({ periodId: ClassPeriodId, title: z.string(), on: LocalDate })),
        }),
      ),
    }),
    { roles: everyone },
  ),
}
