import type { PlannedEnrollments } from './roster-plan-enrollments.ts'
import { isInSection } from './roster-plan-enrollments.ts'
import type { PersonChange, PlannedPerson } from './roster-plan-people.ts'
import type { KnownSchool } from './roster-school.ts'
import type { LocalDate } from './time.ts'

/** Why an import must be told to go on. */
export interface Brake {
  readonly touchedCount: number
  readonly schoolCount: number
  /** Sections of which more than their share is touched. */
  readonly sections: readonly {
    readonly name: string
    readonly gradeLevel: string
    readonly touchedCount: number
    readonly studentCount: number
  }[]
}

/** More than one in so many of the school, or of one section. */
const schoolShare = 10
const sectionShare = 5

/** What says who somebody is: a change of it in many students at once is a file with slipped columns, or another school's. */
const identity: ReadonlySet<PersonChange> = new Set([
  'familyName',
  'givenName',
  'middleName',
  'suffix',
  'sex',
  'birthOn',
  'studentNumber',
])

/**
 * Whether so much would be touched that a person must say so: students of the school who move, end, are no longer named, or
 * get another identity, and students who are new to a section that has some. Who comes into an empty section touches
 * nobody. Null when all is within the shares; `isFirstWeeks` leaves the sections' shares out. O(school).
 */
export function brakeOf(
  school: KnownSchool,
  people: readonly PlannedPerson[],
  enrollments: PlannedEnrollments,
  { today, isFirstWeeks }: { readonly today: LocalDate; readonly isFirstWeeks: boolean },
): Brake | null {
  const homes = new Map<number, number>()
  const sizes = new Map<number, number>()
  for (const stay of school.enrollments) {
    if (!isInSection(stay, today) || homes.has(stay.personKey)) continue
    homes.set(stay.personKey, stay.sectionKey!)
    sizes.set(stay.sectionKey!, (sizes.get(stay.sectionKey!) ?? 0) + 1)
  }
  const touched = new Set<string>()
  const bySection = new Map<number, Set<string>>()
  const touch = (person: string, sectionKey: number | undefined) => {
    if (sectionKey === undefined || !sizes.has(sectionKey)) return
    touched.add(person)
    const there = bySection.get(sectionKey)
    if (there === undefined) bySection.set(sectionKey, new Set([person]))
    else there.add(person)
  }

  for (const { known, changes } of people) {
    if (known !== null && changes.some((change) => identity.has(change))) touch(`k${known.key}`, homes.get(known.key))
  }
  for (const { enrollment } of enrollments.ended) {
    if (enrollment.sectionKey !== null) touch(`k${enrollment.personKey}`, enrollment.sectionKey)
  }
  for (const { enrollment } of enrollments.missing) {
    if ('key' in enrollment && enrollment.sectionKey !== null) touch(`k${enrollment.personKey}`, enrollment.sectionKey)
  }
  for (const { person, place, lastOn, leaves } of enrollments.added) {
    if (place.kind === 'group') continue
    const id = 'key' in person ? `k${person.key}` : `n${person.fresh}`
    if (leaves !== null) touch(id, leaves.enrollment.sectionKey!)
    if (lastOn === null && 'key' in place.target) touch(id, place.target.key)
  }

  const over = school.sections.flatMap(({ key, name, gradeLevel }) => {
    const touchedCount = bySection.get(key)?.size ?? 0
    const studentCount = sizes.get(key) ?? 0
    return touchedCount * sectionShare > studentCount ? { name, gradeLevel, touchedCount, studentCount } : []
  })
  const sections = isFirstWeeks ? [] : over
  const isSchoolOver = touched.size * schoolShare > homes.size
  if (!isSchoolOver && sections.length === 0) return null
  return { touchedCount: touched.size, schoolCount: homes.size, sections }
}
