import type { Person } from '../../shared/contract/person.ts'
import type { Section, TeachingGroup } from '../../shared/contract/section.ts'
import type { SectionRow } from '../store/sections.ts'
import type { GroupRow } from '../store/teaching-groups.ts'

/** A section as the contract has it. */
export function toSection(row: SectionRow): Section {
  const {
    name,
    gradeLevel,
    shift,
    adviser,
    adviserSince,
    isArchived,
    studentCount,
    withoutAddressCount,
    missingCount,
  } = row
  return {
    id: row.id as Section['id'],
    name,
    gradeLevel,
    shift,
    adviser,
    adviserId: row.adviserId as Section['adviserId'],
    adviserSince,
    isArchived,
    studentCount,
    withoutAddressCount,
    missingCount,
    allowedDomains: row.allowedDomains === null ? null : [...row.allowedDomains],
    linkKind: row.linkKind,
  }
}

/** A teaching group as the contract has it. */
export const toGroup = ({ id, title, name, subject, sections, teachers, studentCount }: GroupRow): TeachingGroup => ({
  id: id as TeachingGroup['id'],
  title,
  name,
  sections: sections.map((section) => ({ ...section, id: section.id as Section['id'] })),
  subject,
  teachers: teachers.map((teacher) => ({ ...teacher, id: teacher.id as Person['id'] })),
  studentCount,
})
