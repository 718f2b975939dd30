import { z } from 'zod'
import { registrationRefusals } from '../domain/registration.ts'
import { rosterColumns } from '../domain/roster-columns.ts'
import { FileHandle, PersonId, SectionId, TeachingGroupId } from '../ids.ts'
import { Instant, LocalDate, Nothing, Page, Text } from './common.ts'
import { command, everyone, officeStaff, query } from './row.ts'

/** Whose an address or a phone is. A shared one never identifies a child by itself. */
export const Owner = z.enum(['own', 'household', 'guardian'])
export type Owner = z.infer<typeof Owner>

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
})
export type Person = z.infer<typeof Person>

/** A homeroom group. */
export const Section = z.strictObject({
  id: SectionId,
  name: z.string(),
  gradeLevel: z.string(),
  adviser: z.string().nullable(),
  studentCount: z.int(),
  /** Students without an address of their own: they cannot be registered yet. */
  withoutAddressCount: z.int(),
})
export type Section = z.infer<typeof Section>

/** Section(s) x subject x teacher(s): what a class is scheduled for. */
export const TeachingGroup = z.strictObject({
  id: TeachingGroupId,
  /** "Grade 7 Mabini, Mathematics". */
  title: z.string(),
  sections: z.array(z.strictObject({ id: SectionId, name: z.string() })),
  subject: z.string(),
  teachers: z.array(z.strictObject({ id: PersonId, name: z.string(), email: z.string().nullable() })),
  studentCount: z.int(),
})
export type TeachingGroup = z.infer<typeof TeachingGroup>

/** What a column of a roster file can be. */
export const RosterField = z.enum(rosterColumns)
export type RosterField = z.infer<typeof RosterField>

const Mapping = z.record(z.string().max(200), RosterField).describe('Column header to field')

const RowProblem = z.strictObject({
  /** 1-based row in the file, counting the header. */
  row: z.int(),
  column: z.string().nullable(),
  /** One sentence: what is wrong and what to do. */
  message: z.string(),
  isRefused: z.boolean(),
})

/** What an import would do, before it does it. */
export const RosterPreview = z.strictObject({
  /** Of the file's bytes and the mapping; `roster.import` must name it. */
  digest: z.string(),
  fileName: z.string(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
  delimiter: z.string(),
  columns: z.array(z.strictObject({ header: z.string(), field: RosterField, samples: z.array(z.string()) })),
  rowCount: z.int(),
  addedCount: z.int(),
  changedCount: z.int(),
  unchangedCount: z.int(),
  refusedCount: z.int(),
  /** People of the touched sections who are not in this file. They are never withdrawn by an import. */
  notInFileCount: z.int(),
  sections: z.array(
    z.strictObject({ name: z.string(), gradeLevel: z.string(), isNew: z.boolean(), rowCount: z.int() }),
  ),
  /** The first rows as they would stand, at most 50. */
  rows: z.array(
    z.strictObject({
      row: z.int(),
      action: z.enum(['add', 'change', 'unchanged', 'refuse']),
      listName: z.string(),
      studentNumber: z.string().nullable(),
      section: z.string(),
      email: z.string().nullable(),
      changes: z.array(z.string()),
    }),
  ),
  problems: z.array(RowProblem),
})
export type RosterPreview = z.infer<typeof RosterPreview>

const RosterFile = { file: FileHandle, mapping: Mapping.optional() }

/** How a student stands in a section. */
export const SectionStudent = z.strictObject({
  person: Person,
  firstOn: LocalDate,
  lastOn: LocalDate.nullable(),
  /** The address they are registered with, or why they cannot be. */
  registersWith: z.string().nullable(),
  refusal: z.enum(registrationRefusals).nullable(),
})

/** Operations about people, sections and subjects. */
export const roster = {
  'roster.preview': query(z.strictObject(RosterFile), RosterPreview, { roles: officeStaff, isLong: true }),
  /** All rows in one transaction, or none. Raises `stalePreview` when file, mapping or roster changed since the preview. */
  'roster.import': command(
    z.strictObject({
      ...RosterFile,
      digest: Text(128),
      /** The first day of new enrollments; today when left out. */
      firstOn: LocalDate.optional(),
    }),
    z.strictObject({
      addedCount: z.int(),
      changedCount: z.int(),
      unchangedCount: z.int(),
      refusedCount: z.int(),
      importedAt: Instant,
    }),
    { roles: officeStaff, isLong: true },
  ),
  'section.list': query(Nothing, z.strictObject({ sections: z.array(Section) }), { roles: everyone }),
  'section.get': query(
    z.strictObject({ sectionId: SectionId }),
    z.strictObject({ section: Section, students: z.array(SectionStudent), groups: z.array(TeachingGroup) }),
    { roles: everyone },
  ),
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
  'person.change': command(
    z.strictObject({
      personId: PersonId,
      emails: z
        .array(z.strictObject({ address: z.email(), owner: Owner }))
        .max(5)
        .optional(),
      preferredName: z.string().trim().max(100).optional(),
    }),
    Person,
    { roles: officeStaff },
  ),
  'group.list': query(
    z.strictObject({ sectionId: SectionId.optional() }),
    z.strictObject({ groups: z.array(TeachingGroup) }),
    { roles: everyone },
  ),
  /** Makes a teaching group, with its subject and teachers when they are new; returns the one that is there if it is the same. */
  'group.make': command(
    z.strictObject({
      sectionIds: z.array(SectionId).min(1).max(20),
      subject: Text(100),
      teacherEmails: z.array(z.email()).max(10).default([]),
      fromOn: LocalDate.optional(),
    }),
    TeachingGroup,
    { roles: officeStaff },
  ),
}
