import { sectionTitle } from './list-names.ts'
import type { BundleEnrollment, BundleIssue, RosterBundle } from './roster-bundle.ts'
import { brakeOf, type Brake } from './roster-brake.ts'
import { planEnrollments, type PlannedEnrollments } from './roster-plan-enrollments.ts'
import { planPeople, type PersonChange, type PlannedPerson } from './roster-plan-people.ts'
import { planDuties, type DutyGroup, type DutySection } from './roster-plan-duties.ts'
import { planGroups, planSections } from './roster-plan-places.ts'
import type { Place } from './roster-plan-stays.ts'
import { sourceKey, targetKey, type KnownSchool, type Target } from './roster-school.ts'
import type { LocalDate } from './time.ts'

/** What is wrong with a line when it is held against the school, and what kind of thing it is about. */
export interface PlanIssue extends BundleIssue {
  readonly kind: 'student' | 'staff' | 'enrollment'
}

/** What an import would do. Nobody is ever withdrawn by it for not being named. */
export interface RosterPlan {
  readonly sections: readonly DutySection[]
  readonly groups: readonly DutyGroup[]
  readonly people: readonly PlannedPerson[]
  readonly enrollments: PlannedEnrollments
  readonly issues: readonly PlanIssue[]
  /** Addresses (folded) that are nobody's own any more. */
  readonly sharedAddresses: readonly string[]
  readonly brake: Brake | null
  /** What a ref of the file stands for; null for one that is refused or unknown. */
  readonly personOf: (ref: string) => Target | null
  readonly sectionOf: (ref: string) => Target | null
  readonly groupOf: (ref: string) => Target | null
}

/** The days that an import goes by. */
export interface PlanDays {
  readonly today: LocalDate
  /** First day of what begins, where the file names none. */
  readonly firstOn: LocalDate
  /** In the first weeks of school sections may change as much as they like. */
  readonly firstWeeksUntil: LocalDate | null
}

/** Holds a file against the school; O(file + school), and the order of the file's lines decides nothing. */
export function planRoster(bundle: RosterBundle, school: KnownSchool, days: PlanDays): RosterPlan {
  const issues: PlanIssue[] = []
  const sourced = (kind: 'person' | 'section' | 'group', ref: string): Target | null => {
    const key = bundle.source === null ? undefined : school.sourceIds.get(sourceKey(kind, ref))
    return key === undefined ? null : { key }
  }
  const { sections, targets: sectionTargets } = planSections(bundle, school)
  const { groups, targets: groupTargets } = planGroups(bundle, school, sectionTargets)
  const sectionOf = (ref: string) => sectionTargets.get(ref) ?? sourced('section', ref)
  const groupOf = (ref: string) => groupTargets.get(ref) ?? sourced('group', ref)
  const placeOf = ({ sectionRef, groupRef }: BundleEnrollment): Place | null => {
    const ref = sectionRef ?? groupRef!
    const group = groupOf(ref)
    if (sectionRef === null && group !== null) return { kind: 'group', target: group }
    // A delta does not repeat its classes: which kind it is we know from before.
    const section = sectionOf(ref)
    if (section !== null) return { kind: 'section', target: section }
    return group === null ? null : { kind: 'group', target: group }
  }

  const found = planPeople(bundle, school, homesOf(bundle, school, placeOf), issues)
  const known = new Map(school.people.map((person) => [person.key, person]))
  const formerly = (ref: string): Target | null => {
    const target = sourced('person', ref)
    if (target === null || !('key' in target)) return target
    return { key: known.get(target.key)?.mergedIntoKey ?? target.key }
  }
  const personOf = (ref: string) =>
    found.targets.get(ref) ?? (found.refused.has(ref) ? ('refused' as const) : formerly(ref))
  const titles = new Map<string, string>([
    ...school.sections.map(
      ({ key, gradeLevel, name }) => [targetKey({ key }), sectionTitle(gradeLevel, name)] as const,
    ),
    ...sections.map(
      (planned, fresh) =>
        [
          targetKey(planned.known === null ? { fresh } : { key: planned.known.key }),
          sectionTitle(planned.gradeLevel, planned.name),
        ] as const,
    ),
  ])
  const titleOf = (section: Target) => titles.get(targetKey(section)) ?? ''
  const enrollments = planEnrollments({ ...days, bundle, school, personOf, placeOf, titleOf }, issues)
  const people = withMoves(found.people, enrollments)
  const isFirstWeeks = days.firstWeeksUntil !== null && days.today <= days.firstWeeksUntil
  const whoIs = (ref: string) => {
    const target = personOf(ref)
    return target === 'refused' ? null : target
  }
  return {
    ...planDuties(bundle, school, { sections, groups }, whoIs),
    people,
    enrollments,
    issues,
    sharedAddresses: found.sharedAddresses,
    brake: brakeOf(school, people, enrollments, { today: days.today, isFirstWeeks }),
    personOf: whoIs,
    sectionOf,
    groupOf,
  }
}

/** In which sections the file puts people, and where students are or were this year: who has a common name is told by it. */
function homesOf(bundle: RosterBundle, school: KnownSchool, placeOf: (enrollment: BundleEnrollment) => Place | null) {
  const inFile = new Map<string, Set<number>>()
  for (const enrollment of bundle.enrollments) {
    const place = placeOf(enrollment)
    if (place?.kind === 'section' && 'key' in place.target) add(inFile, enrollment.personRef, place.target.key)
  }
  const ours = new Map<number, Set<number>>()
  for (const { personKey, sectionKey } of school.enrollments) if (sectionKey !== null) add(ours, personKey, sectionKey)
  return { inFile, ours }
}

/** A student who comes into another section is changed by it. */
function withMoves(people: readonly PlannedPerson[], { added, ended }: PlannedEnrollments): PlannedPerson[] {
  const moved = new Set<number>()
  for (const { person, place } of added) if ('key' in person && place.kind === 'section') moved.add(person.key)
  for (const { enrollment } of ended) if (enrollment.sectionKey !== null) moved.add(enrollment.personKey)
  return people.map((planned) => {
    if (planned.known === null || !moved.has(planned.known.key)) return planned
    const changes: PersonChange[] = [...planned.changes, 'section']
    return { ...planned, changes }
  })
}

function add<K>(map: Map<K, Set<number>>, key: K, value: number): void {
  const there = map.get(key)
  if (there === undefined) map.set(key, new Set([value]))
  else there.add(value)
}
