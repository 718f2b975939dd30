import type { BundlePerson, BundleSection, ReadRoster } from './roster-bundle.ts'

/**
 * Several lists as one: a section or an adviser that stands in two of them is one. The refs of students and of lines
 * begin with their file's name, so none meets another. O(n).
 */
export function mergeLists(lists: readonly ReadRoster[]): ReadRoster {
  const sections = new Map<string, BundleSection>()
  const people = new Map<string, BundlePerson>()
  for (const { bundle } of lists) {
    for (const section of bundle.sections) {
      const there = sections.get(section.ref)
      if (there === undefined || there.adviserRef === null) sections.set(section.ref, section)
    }
    for (const person of bundle.people) if (!people.has(person.ref)) people.set(person.ref, person)
  }
  return {
    bundle: {
      ...lists[0]!.bundle,
      sections: [...sections.values()],
      people: [...people.values()],
      enrollments: lists.flatMap(({ bundle }) => bundle.enrollments),
    },
    issues: lists.flatMap(({ issues }) => issues),
    sourceTitle: lists[0]!.sourceTitle,
    rowCount: lists.reduce((sum, { rowCount }) => sum + rowCount, 0),
  }
}
