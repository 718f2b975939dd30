import type { RosterBundle } from './roster-bundle.ts'
import type { PlannedGroup, PlannedSection } from './roster-plan-places.ts'
import { targetKey, type KnownSchool, type Target } from './roster-school.ts'

/** A section with the adviser that it gets; null where that stays as it is. */
export interface DutySection extends PlannedSection {
  readonly newAdviser: Target | null
}

/** A group with the teachers that it gets and loses. */
export interface DutyGroup extends PlannedGroup {
  readonly newTeachers: readonly Target[]
  readonly goneTeacherKeys: readonly number[]
}

/**
 * Says who advises and teaches by the file. Who teaches already and is not named ends only where the other system knows them
 * and the file is complete: it cannot have taken away a teacher whom the office added. O(sections + groups).
 */
export function planDuties(
  bundle: RosterBundle,
  school: KnownSchool,
  { sections, groups }: { readonly sections: readonly PlannedSection[]; readonly groups: readonly PlannedGroup[] },
  personOf: (ref: string) => Target | null,
): { readonly sections: readonly DutySection[]; readonly groups: readonly DutyGroup[] } {
  // By the ids of before, and by those that this file brings.
  const sourced = new Set([...school.sourceIds].flatMap(([ref, key]) => (ref.startsWith('person|') ? key : [])))
  for (const { ref } of bundle.source === null ? [] : bundle.people) {
    const target = personOf(ref)
    if (target !== null && 'key' in target) sourced.add(target.key)
  }
  return {
    sections: sections.map((planned) => {
      const { section, known } = planned
      const adviser = section.adviserRef === null || section.isGone ? null : personOf(section.adviserRef)
      const isThere = adviser !== null && 'key' in adviser && adviser.key === known?.adviserKey
      return { ...planned, newAdviser: isThere ? null : adviser }
    }),
    groups: groups.map((planned) => {
      const { group, known } = planned
      const named = new Map(
        group.teacherRefs.flatMap((ref) => {
          const target = personOf(ref)
          return target === null ? [] : [[targetKey(target), target] as const]
        }),
      )
      if (group.isGone || named.size === 0) return { ...planned, newTeachers: [], goneTeacherKeys: [] }
      const before = known?.teacherKeys ?? []
      return {
        ...planned,
        newTeachers: [...named.values()].filter((target) => !('key' in target && before.includes(target.key))),
        goneTeacherKeys: bundle.isDelta
          ? []
          : before.filter((key) => sourced.has(key) && !named.has(targetKey({ key }))),
      }
    }),
  }
}
