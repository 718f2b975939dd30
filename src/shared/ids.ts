import { z } from 'zod'

const id = <Brand extends string>(brand: Brand) => z.uuid().describe(`UUIDv7 of a ${brand}`).brand<Brand>()

export const PersonId = id('person')
export type PersonId = z.infer<typeof PersonId>
export const HouseholdId = id('household')
export type HouseholdId = z.infer<typeof HouseholdId>
export const SectionId = id('section')
export type SectionId = z.infer<typeof SectionId>
export const SubjectId = id('subject')
export type SubjectId = z.infer<typeof SubjectId>
export const TeachingGroupId = id('teaching group')
export type TeachingGroupId = z.infer<typeof TeachingGroupId>
export const SchoolYearId = id('school year')
export type SchoolYearId = z.infer<typeof SchoolYearId>
export const ClassPeriodId = id('class period')
export type ClassPeriodId = z.infer<typeof ClassPeriodId>
/** Our id of a meeting; Zoom's is text of its own (`zoomMeetingId`). */
export const MeetingId = id('meeting')
export type MeetingId = z.infer<typeof MeetingId>
/** One planned date of a meeting; Zoom's id of an occurrence is text of its own. */
export const OccurrenceId = id('planned date')
export type OccurrenceId = z.infer<typeof OccurrenceId>
export const GradingPeriodId = id('grading period')
export type GradingPeriodId = z.infer<typeof GradingPeriodId>
export const DayTypeId = id('day type')
export type DayTypeId = z.infer<typeof DayTypeId>
export const SuspensionId = id('suspension')
export type SuspensionId = z.infer<typeof SuspensionId>
export const TimetableId = id('timetable import')
export type TimetableId = z.infer<typeof TimetableId>
export const SubstitutionId = id('substitution')
export type SubstitutionId = z.infer<typeof SubstitutionId>
export const ReadId = id('read')
export type ReadId = z.infer<typeof ReadId>
export const OutboxEntryId = id('outbox entry')
export type OutboxEntryId = z.infer<typeof OutboxEntryId>
export const EnrollmentId = id('enrollment')
export type EnrollmentId = z.infer<typeof EnrollmentId>
/** One deed of a person that changed rosters, which undo takes back as a whole. */
export const DeedId = id('deed')
export type DeedId = z.infer<typeof DeedId>
export const ImportId = id('import')
export type ImportId = z.infer<typeof ImportId>
/** One student whom a file no longer names, until a person says what that means. */
export const MissingId = id('missing student')
export type MissingId = z.infer<typeof MissingId>
export const DecisionId = id('decision')
export type DecisionId = z.infer<typeof DecisionId>

/** A file in transit: made by the host from a dialog, an upload or `--file`; never a path. */
export const FileHandle = z.string().min(8).max(80).describe('Handle of a file').brand<'file'>()
export type FileHandle = z.infer<typeof FileHandle>
