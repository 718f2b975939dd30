import { z } from 'zod'
import { doubleReasons } from '../domain/doubles.ts'
import { historyWords } from '../domain/person-history.ts'
import {
  ClassPeriodId,
  DeedId,
  EnrollmentId,
  HouseholdId,
  MeetingId,
  PersonId,
  SectionId,
  TeachingGroupId,
} from '../ids.ts'
import { Done, Instant, LocalDate, Page, PlannedTime, Text } from './common.ts'
import { Mark } from './attendance.ts'
import { command, everyone, officeStaff, query } from './row.ts'

/** Whose an address or a phone is. A shared one never identifies a child by itself. */
export const Owner = z.enum(['own', 'household', 'guardian'])
export type Owner = z.infer<typeof Owner>

/** Who answers for a student at home. */
export const Guardian = z.strictObject({ name: z.string(), relation: z.enum(['mother', 'father', 'guardian']) })

/** A person: student or staff. */
export const Person = z.strictObject({
  id: PersonId,
  kind: z.enum(['student', 'staff']),
  familyName: z.string(),
  givenName: z.string(),
  middleName: z.string(),
  suffix: z.string(),
  preferredName: z.string(),
  /** "Family, Given Middle Suffix": how lists are sorted and printed. */
  listName: z.string(),
  sex: z.enum(['male', 'female']).nullable(),
  birthOn: LocalDate.nullable(),
  /** LRN or the school's own number, as text: leading zeros count. */
  studentNumber: z.string().nullable(),
  emails: z.array(z.strictObject({ address: z.string(), owner: Owner })),
  phones: z.array(z.strictObject({ number: z.string(), owner: Owner })),
  guardians: z.array(Guardian),
  householdId: HouseholdId.nullable(),
  isArchived: z.boolean(),
})
export type Person = z.infer<typeof Person>

/** What a person may be given; names are trimmed, an address stands once. */
export const PersonFields = z.strictObject({
  familyName: Text(100),
  givenName: z.string().trim().max(100),
  middleName: z.string().trim().max(100),
  suffix: z.string().trim().max(20),
  preferredName: z.string().trim().max(100),
  sex: z.enum(['male', 'female']).nullable(),
  birthOn: LocalDate.nullable(),
  studentNumber: Text(40).nullable(),
  emails: z.array(z.strictObject({ address: z.email(), owner: Owner })).max(5),
  phones: z.array(z.strictObject({ number: Text(30), owner: Owner })).max(8),
  guardians: z.array(z.strictObject({ ...Guardian.shape, name: Text(200) })).max(4),
})

/** What makes a person stand out in a list. */
export const personIssues = ['withoutAddress', 'sharedAddress', 'withoutNumber', 'withoutSection'] as const

/** A person as the grid of people shows them. */
export const PersonRow = z.strictObject({
  id: PersonId,
  kind: Person.shape.kind,
  listName: z.string(),
  preferredName: z.string(),
  studentNumber: z.string().nullable(),
  /** The sections of today. */
  sections: z.array(z.strictObject({ id: SectionId, title: z.string() })),
  /** The first own address; null when there is none. */
  email: z.string().nullable(),
  issues: z.array(z.enum(personIssues)),
  isArchived: z.boolean(),
})
export type PersonRow = z.infer<typeof PersonRow>

export const startReasons = ['late', 'transferredIn', 'movedSection'] as const
export const endReasons = ['movedSection', 'transferredOut', 'noLongerInSchool', 'enteredByMistake'] as const

/** One enrollment with its dates, both inclusive. */
export const Enrollment = z.strictObject({
  id: EnrollmentId,
  section: z.strictObject({ id: SectionId, title: z.string() }).nullable(),
  group: z.strictObject({ id: TeachingGroupId, title: z.string() }).nullable(),
  firstOn: LocalDate,
  lastOn: LocalDate.nullable(),
  startReason: z.enum(startReasons).nullable(),
  startDetail: z.string().nullable(),
  endReason: z.enum(endReasons).nullable(),
  endDetail: z.string().nullable(),
})
export type Enrollment = z.infer<typeof Enrollment>

/** One thing that a deed changed of a person, in words of a closed list; values as they were written, never a link. */
export const HistoryChange = z.strictObject({
  what: z.enum(historyWords),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type HistoryChange = z.infer<typeof HistoryChange>

/** One deed in a person's history. */
export const HistoryEntry = z.strictObject({
  deedId: DeedId,
  kind: z.enum([
    'import',
    'enroll',
    'move',
    'withdraw',
    'correct',
    'merge',
    'archive',
    'change',
    'add',
    'settleMissing',
  ]),
  at: Instant,
  actor: z.string(),
  /** Name of the file of an import. */
  fileName: z.string().nullable(),
  undoneAt: Instant.nullable(),
  changes: z.array(HistoryChange),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

/** Counts of a student's class periods of one subject, in the grading period (or the school year) that the page shows. */
export const SubjectTotals = z.strictObject({
  subject: z.string(),
  heldCount: z.int(),
  presentCount: z.int(),
  lateCount: z.int(),
  leftEarlyCount: z.int(),
  partialCount: z.int(),
  absentCount: z.int(),
  excusedCount: z.int(),
  /** Held, and not final yet. */
  pendingCount: z.int(),
})

/** Everything that the school has of one person, on one page. */
export const PersonPage = z.strictObject({
  person: Person,
  /** Who this person was all along, where the entry was merged into another. */
  mergedInto: z.strictObject({ personId: PersonId, listName: z.string() }).nullable(),
  household: z.array(z.strictObject({ personId: PersonId, listName: z.string(), sections: z.array(z.string()) })),
  knownAs: z.array(
    z.strictObject({ name: z.string(), isFormerName: z.boolean(), group: z.string().nullable(), since: Instant }),
  ),
  enrollments: z.array(Enrollment),
  /** Sections advised and groups taught, of staff. */
  duties: z.array(
    z.strictObject({
      kind: z.enum(['adviser', 'teacher']),
      title: z.string(),
      firstOn: LocalDate,
      lastOn: LocalDate.nullable(),
    }),
  ),
  /** Today's class periods of a student. */
  today: z.array(
    z.strictObject({
      periodId: ClassPeriodId,
      meetingId: MeetingId.nullable(),
      title: z.string(),
      subject: z.string(),
      time: PlannedTime,
      /** Null while the class is not judged: before its end, mostly. */
      mark: Mark.nullable(),
    }),
  ),
  term: z.strictObject({ title: z.string(), firstOn: LocalDate, lastOn: LocalDate }).nullable(),
  totals: z.array(SubjectTotals),
  excuses: z.array(
    z.strictObject({
      id: z.uuid(),
      firstOn: LocalDate,
      lastOn: LocalDate,
      isWholeDay: z.boolean(),
      reason: z.string(),
      proof: z.string(),
      receivedBy: z.string(),
      isRevoked: z.boolean(),
    }),
  ),
  contacts: z.array(
    z.strictObject({
      id: z.uuid(),
      at: Instant,
      means: z.string(),
      withWhom: z.string(),
      wasReached: z.boolean(),
      note: z.string(),
      actor: z.string(),
    }),
  ),
  /** Registrations for meetings that are still to come; the links themselves are `link.*`'s. */
  registrations: z.array(
    z.strictObject({
      meetingId: MeetingId,
      title: z.string(),
      next: PlannedTime.nullable(),
      state: z.enum(['waiting', 'registered', 'pending', 'refused', 'cancelled']),
      address: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
  history: z.array(HistoryEntry),
})
export type PersonPage = z.infer<typeof PersonPage>

const Deed = z.strictObject({ deedId: DeedId.nullable() })

/** Operations about people. */
export const person = {
  /** Finds people by any part of a name or number, names that begin so first; with `personId` that one person alone. */
  'person.find': query(
    z.strictObject({
      text: z.string().trim().max(100),
      sectionId: SectionId.optional(),
      personId: PersonId.optional(),
      limit: Page.limit,
    }),
    z.strictObject({
      people: z.array(
        z.strictObject({
          person: Person,
          sections: z.array(z.string()),
          /** The sections of today, in the order of their names. */
          sectionIds: z.array(SectionId),
        }),
      ),
    }),
    { roles: everyone },
  ),
  /** People by list name: students or staff, of a section or grade, with something missing; searched as typed. */
  'person.list': query(
    z.strictObject({
      kind: Person.shape.kind.default('student'),
      text: z.string().trim().max(100).default(''),
      sectionId: SectionId.optional(),
      gradeLevel: z.string().max(50).optional(),
      issue: z.enum(personIssues).optional(),
      standing: z.enum(['present', 'archived']).default('present'),
      ...Page,
    }),
    z.strictObject({ people: z.array(PersonRow), nextCursor: z.string().nullable(), totalCount: z.int() }),
    { roles: everyone },
  ),
  'person.get': query(z.strictObject({ personId: PersonId }), PersonPage, { roles: everyone }),
  /** Adds a student or a member of the staff. Raises `conflict` at `studentNumber` when somebody has that number. */
  'person.add': command(
    z.strictObject({
      kind: Person.shape.kind,
      fields: PersonFields.partial().required({ familyName: true }),
      /** Enrolls a new student at once. */
      enroll: z
        .strictObject({
          sectionId: SectionId,
          firstOn: LocalDate,
          reason: z.enum(['late', 'transferredIn']).nullable(),
          detail: z.string().trim().max(200).default(''),
        })
        .optional(),
    }),
    Person,
    { roles: officeStaff },
  ),
  /** Changes what is given. An old name stays known; a new address registers the student anew for what is to come. */
  'person.change': command(z.strictObject({ personId: PersonId, changes: PersonFields.partial() }), Person, {
    roles: officeStaff,
  }),
  /** Pairs that may be one person, likeliest first, at most 200. */
  'person.doubles': query(
    z.strictObject({}),
    z.strictObject({
      pairs: z.array(
        z.strictObject({ people: z.tuple([PersonRow, PersonRow]), reasons: z.array(z.enum(doubleReasons)).min(1) }),
      ),
    }),
    { roles: officeStaff, isLong: true },
  ),
  /** What merging would do; the kept entry's own words win where both say something. */
  'person.mergePreview': query(
    z.strictObject({ keepId: PersonId, doubleId: PersonId }),
    z.strictObject({
      digest: z.string(),
      kept: Person,
      /** Fields in which both say something else: the kept one's stands. */
      differences: z.array(z.strictObject({ field: z.string(), kept: z.string(), dropped: z.string() })),
      enrollmentCount: z.int(),
      /** Class periods in which both have a mark: their times are united. */
      bothMarkedCount: z.int(),
      cancelledLinkCount: z.int(),
    }),
    { roles: officeStaff },
  ),
  'person.merge': command(z.strictObject({ keepId: PersonId, doubleId: PersonId, digest: z.string().max(128) }), Deed, {
    roles: officeStaff,
  }),
  /** Takes people out of lists; their records stay. Raises `conflict` for one who is enrolled. */
  'person.archive': command(z.strictObject({ personIds: z.array(PersonId).min(1).max(500) }), Deed, {
    roles: officeStaff,
  }),
  'person.restore': command(z.strictObject({ personIds: z.array(PersonId).min(1).max(500) }), Deed, {
    roles: officeStaff,
  }),
  /** Says that these share a home; those who were in another household leave it. */
  'household.join': command(z.strictObject({ personIds: z.array(PersonId).min(2).max(20) }), Deed, {
    roles: officeStaff,
  }),
  'household.leave': command(z.strictObject({ personId: PersonId }), Deed, { roles: officeStaff }),
  /** Takes a deed on people or rosters back. Raises `conflict` when something that it wrote was changed since. */
  'person.undo': command(z.strictObject({ deedId: DeedId }), Done, { roles: officeStaff }),
}
