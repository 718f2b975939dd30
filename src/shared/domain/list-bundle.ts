import type {
  BundleEnrollment,
  BundleIssue,
  BundlePerson,
  BundleSection,
  Origin,
  RosterBundle,
  RosterFormat,
} from './roster-bundle.ts'
import { readSection } from './roster-cells.ts'
import { sectionKey } from './roster-school.ts'

/** A section as a list names it. */
export interface ListedSection {
  readonly name: string
  readonly gradeLevel: string
  readonly origin: Origin
}

const longestSection = 100
const longestGrade = 40

/** The section that the cells name; null, with an issue that refuses, where they name none or what is too long for one. */
export function listedSection(
  section: string,
  grade: string,
  origin: Origin,
  column: string | null,
  issues: BundleIssue[],
): ListedSection | null {
  const { section: name, gradeLevel } = readSection(section, grade)
  const isTooLong = name.length > longestSection || gradeLevel.length > longestGrade
  if (name !== '' && !isTooLong) return { name, gradeLevel, origin }
  issues.push({ ...origin, column, code: isTooLong ? 'tooLong' : 'noSection', isRefused: true })
  return null
}

/** A student of a list, with the section that they stand in and what is said of their stay there. */
export interface ListedStudent {
  readonly person: BundlePerson
  readonly section: ListedSection
  readonly adviser: BundlePerson | null
  readonly stay: ListedStay
}

/** The days and reasons that a list gives. */
export type ListedStay = Pick<BundleEnrollment, 'firstOn' | 'lastOn' | 'startReason' | 'endReason' | 'remark'>

/** A stay of which the list says nothing. */
export const plainStay: ListedStay = { firstOn: null, lastOn: null, startReason: null, endReason: null, remark: '' }

/**
 * What a list of students says, in the shape of any roster: each student in one section. Sections and advisers stand once,
 * where they are first named. The refs are made up, and mean nothing to the next file. O(n).
 */
export function listBundle(format: RosterFormat, students: readonly ListedStudent[]): RosterBundle {
  const sections = new Map<string, BundleSection>()
  const advisers = new Map<string, BundlePerson>()
  const enrollments = students.map(({ person, section, adviser, stay }): BundleEnrollment => {
    if (adviser !== null && !advisers.has(adviser.ref)) advisers.set(adviser.ref, adviser)
    const sectionRef = sectionKey(section.gradeLevel, section.name)
    const there = sections.get(sectionRef)
    if (there === undefined) {
      sections.set(sectionRef, { ...section, ref: sectionRef, adviserRef: adviser?.ref ?? null, isGone: false })
    } else if (there.adviserRef === null && adviser !== null) {
      sections.set(sectionRef, { ...there, adviserRef: adviser.ref })
    }
    const { ref, origin } = person
    return { ref, personRef: ref, sectionRef, groupRef: null, ...stay, isGone: false, origin }
  })
  return {
    format,
    source: null,
    isDelta: false,
    sections: [...sections.values()],
    groups: [],
    people: [...advisers.values(), ...students.map(({ person }) => person)],
    enrollments,
  }
}
