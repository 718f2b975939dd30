import { z } from 'zod'
import { registrationRefusals } from '../domain/registration.ts'
import { DeedId, PersonId, SectionId, TeachingGroupId } from '../ids.ts'
import { LocalDate, Text } from './common.ts'
import { Enrollment, Person } from './person.ts'
import { command, everyone, officeStaff, query } from './row.ts'

/** A homeroom group. */
export const Section = z.strictObject({
  id: SectionId,
  name: z.string(),
  gradeLevel: z.string(),
  /** "Morning", as the school calls it; empty where there is one only. */
  shift: z.string(),
  /** List name of who advises it today. */
  adviser: z.string().nullable(),
  adviserId: PersonId.nullable(),
  /** Since when; null where nobody advises it. */
  adviserSince: LocalDate.nullable(),
  isArchived: z.boolean(),
  studentCount: z.int(),
  /** Students without an address of their own: they cannot be registered yet. */
  withoutAddressCount: z.int(),
  /** Students whom the last file of this section did not name, and about whom nobody has said anything yet. */
  missingCount: z.int(),
  /** Domains that its students may be registered with; null takes the school's rule, an empty list allows all. */
  allowedDomains: z.array(z.string()).nullable(),
  /** Whether each student has a link of their own, or the class has one that everybody may know. */
  linkKind: z.enum(['personal', 'class']),
})
export type Section = z.infer<typeof Section>

/** Section(s) x subject x teacher(s): what a class is scheduled for. */
export const TeachingGroup = z.strictObject({
  id: TeachingGroupId,
  /** "Grade 7 Mabini, Mathematics". */
  title: z.string(),
  /** As another system, or somebody of the school, calls it; empty where the title says it all. */
  name: z.string(),
  sections: z.array(z.strictObject({ id: SectionId, name: z.string() })),
  subject: z.string(),
  /** Who teaches it today or later; both days inclusive, no last day while it lasts. */
  teachers: z.array(
    z.strictObject({
      id: PersonId,
      name: z.string(),
      email: z.string().nullable(),
      firstOn: LocalDate,
      lastOn: LocalDate.nullable(),
    }),
  ),
  studentCount: z.int(),
})
export type TeachingGroup = z.infer<typeof TeachingGroup>

/** How a student stands in a section. */
export const SectionStudent = z.strictObject({
  person: Person,
  enrollment: Enrollment,
  /** The address they are registered with, or why they cannot be. */
  registersWith: z.string().nullable(),
  refusal: z.enum(registrationRefusals).nullable(),
})
export type SectionStudent = z.infer<typeof SectionStudent>

const Deed = z.strictObject({ deedId: DeedId.nullable() })

/** Operations about sections, subjects and teaching groups. */
export const section = {
  'section.list': query(
    z.strictObject({ isArchived: z.boolean().default(false) }),
    z.strictObject({ sections: z.array(Section) }),
    { roles: everyone },
  ),
  /** A section on a date (today when left out): its students, those who come later among them, and those who left before. */
  'section.get': query(
    z.strictObject({ sectionId: SectionId, on: LocalDate.optional() }),
    z.strictObject({
      section: Section,
      students: z.array(SectionStudent),
      left: z.array(z.strictObject({ personId: PersonId, listName: z.string(), enrollment: Enrollment })),
      groups: z.array(TeachingGroup),
    }),
    { roles: everyone },
  ),
  /** Makes a section of the present school year. Raises `conflict` at `name` when the grade has one of that name. */
  'section.make': command(
    z.strictObject({
      name: Text(100),
      gradeLevel: z.string().trim().max(50),
      shift: z.string().trim().max(30).default(''),
    }),
    Section,
    { roles: officeStaff },
  ),
  /** Changes what is given. Raises `conflict` at `changes.name` when the grade has another of that name. */
  'section.change': command(
    z.strictObject({
      sectionId: SectionId,
      changes: z
        .strictObject({
          name: Text(100),
          gradeLevel: z.string().trim().max(50),
          shift: z.string().trim().max(30),
          /** From a date on; the one before ends the day before. Null for nobody. */
          adviser: z.strictObject({ personId: PersonId.nullable(), fromOn: LocalDate }),
          /** `school.edu.ph` or `*.deped.gov.ph`; null takes the school's rule, an empty list allows all. */
          allowedDomains: z.array(z.string().trim().max(110)).max(20).nullable(),
          linkKind: Section.shape.linkKind,
        })
        .partial(),
    }),
    Section,
    { roles: officeStaff },
  ),
  /** Takes a section out of lists; its records stay. Raises `conflict` while students are in it. */
  'section.archive': command(z.strictObject({ sectionId: SectionId }), Deed, { roles: officeStaff }),
  'section.restore': command(z.strictObject({ sectionId: SectionId }), Deed, { roles: officeStaff }),
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
  /** Changes the name, or says who teaches from when to when; whoever is left out of the list taught until yesterday. */
  'group.change': command(
    z.strictObject({
      groupId: TeachingGroupId,
      changes: z
        .strictObject({
          name: z.string().trim().max(100),
          teachers: z
            .array(z.strictObject({ personId: PersonId, firstOn: LocalDate, lastOn: LocalDate.nullable() }))
            .max(20),
        })
        .partial(),
    }),
    TeachingGroup,
    { roles: officeStaff },
  ),
  /** Takes a group out of lists. Raises `conflict` while a class of it is still to come. */
  'group.archive': command(z.strictObject({ groupId: TeachingGroupId }), Deed, { roles: officeStaff }),
}
