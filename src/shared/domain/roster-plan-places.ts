import { foldText } from './names.ts'
import type { BundleGroup, BundleSection, RosterBundle } from './roster-bundle.ts'
import {
  sectionKey,
  sourceKey,
  targetKey,
  type KnownGroup,
  type KnownSchool,
  type KnownSection,
  type Target,
} from './roster-school.ts'

/** What becomes of one section of the file. */
export interface PlannedSection {
  readonly section: BundleSection
  readonly known: KnownSection | null
  readonly name: string
  readonly gradeLevel: string
  readonly isRenamed: boolean
  readonly isRestored: boolean
}

/** What becomes of one teaching group of the file. */
export interface PlannedGroup {
  readonly group: BundleGroup
  readonly known: KnownGroup | null
  readonly subject: string
  readonly name: string
  readonly sections: readonly Target[]
  /** Its name or its sections are otherwise than they were. */
  readonly isChanged: boolean
  readonly isRestored: boolean
}

/** The sections of a file, and what each of its refs stands for. */
export interface PlannedSections {
  readonly sections: readonly PlannedSection[]
  readonly targets: ReadonlyMap<string, Target>
}

/** The groups of a file, and what each of its refs stands for. */
export interface PlannedGroups {
  readonly groups: readonly PlannedGroup[]
  readonly targets: ReadonlyMap<string, Target>
}

/**
 * Says which section each of the file's is: by the other system's id, then by grade and name within the school year, then by
 * the name alone where only one of both says a grade. Two of the file can be one. O(sections).
 */
export function planSections(bundle: RosterBundle, school: KnownSchool): PlannedSections {
  const ofYear = school.sections.filter(({ isOfYear }) => isOfYear)
  const byKey = new Map(ofYear.map((section) => [section.key, section]))
  const byTitle = new Map(ofYear.map((section) => [sectionKey(section.gradeLevel, section.name), section]))
  const byName = Map.groupBy(ofYear, ({ name }) => foldText(name))
  const sections: PlannedSection[] = []
  const targets = new Map<string, Target>()
  const made = new Map<string, Target>()

  const find = (section: BundleSection): KnownSection | null => {
    const sourced = bundle.source === null ? undefined : school.sourceIds.get(sourceKey('section', section.ref))
    const known = byKey.get(sourced ?? -1) ?? byTitle.get(sectionKey(section.gradeLevel, section.name))
    if (known !== undefined) return known
    const namesakes = byName.get(foldText(section.name)) ?? []
    const [only, ...others] = namesakes.filter(
      ({ gradeLevel }) => foldText(gradeLevel) === '' || foldText(section.gradeLevel) === '',
    )
    return only !== undefined && others.length === 0 && namesakes.length === 1 ? only : null
  }

  for (const section of bundle.sections) {
    const known = find(section)
    const title = sectionKey(section.gradeLevel, section.name)
    const there = made.get(known === null ? title : targetKey({ key: known.key }))
    if (there !== undefined) {
      targets.set(section.ref, there)
      continue
    }
    if (known === null && section.isGone) continue
    const target = known === null ? { fresh: sections.length } : { key: known.key }
    made.set(known === null ? title : targetKey(target), target)
    targets.set(section.ref, target)
    // A name that another section of the year has cannot be taken over.
    const isFree = known !== null && (byTitle.get(title) ?? known) === known && !section.isGone
    const name = known === null || (isFree && section.name !== '') ? section.name : known.name
    const gradeLevel = known === null || (isFree && section.gradeLevel !== '') ? section.gradeLevel : known.gradeLevel
    sections.push({
      section,
      known,
      name,
      gradeLevel,
      isRenamed: known !== null && (known.name !== name || known.gradeLevel !== gradeLevel),
      isRestored: known !== null && known.isArchived && !section.isGone,
    })
  }
  return { sections, targets }
}

/**
 * Says which teaching group each of the file's is: by the other system's id, then by subject and sections, and by its name
 * where there are several or no sections. O(groups).
 */
export function planGroups(
  bundle: RosterBundle,
  school: KnownSchool,
  sectionTargets: ReadonlyMap<string, Target>,
): PlannedGroups {
  const byKey = new Map(school.groups.map((group) => [group.key, group]))
  const alike = Map.groupBy(school.groups, ({ subject, sectionKeys }) =>
    alikeKey(
      subject,
      sectionKeys.map((key) => ({ key })),
    ),
  )
  const bySource = (group: BundleGroup) =>
    bundle.source === null ? undefined : byKey.get(school.sourceIds.get(sourceKey('group', group.ref)) ?? -1)
  // Those with an id are known before any is looked for by what it is called.
  const taken = new Set(bundle.groups.flatMap((group) => bySource(group)?.key ?? []))
  const planned = new Set<number>()
  const groups: PlannedGroup[] = []
  const targets = new Map<string, Target>()

  const find = (group: BundleGroup, sections: readonly Target[]): KnownGroup | null => {
    const sourced = bySource(group)
    if (sourced !== undefined) return sourced
    const candidates = (alike.get(alikeKey(group.subject, sections)) ?? []).filter(({ key }) => !taken.has(key))
    const named = candidates.find(({ name }) => foldText(name) === foldText(group.name))
    if (named !== undefined || sections.length === 0) return named ?? null
    // One that nobody named, or whose name this file does not say, is the same class of the same sections.
    return candidates.find(({ name }) => name === '' || group.name === '') ?? null
  }

  for (const group of bundle.groups) {
    const sections = unique(group.sectionRefs.flatMap((ref) => sectionTargets.get(ref) ?? []))
    const known = find(group, sections)
    if (known === null && group.isGone) continue
    const target = known === null ? { fresh: groups.length } : { key: known.key }
    targets.set(group.ref, target)
    if (known !== null) {
      if (planned.has(known.key)) continue
      planned.add(known.key)
      taken.add(known.key)
    }
    const name = group.name === '' || group.isGone ? (known?.name ?? '') : group.name
    // A class of whole sections that the file gives no sections keeps those that it has.
    const isMoved = known !== null && sections.length > 0 && !isSameSet(sections, known.sectionKeys)
    groups.push({
      group,
      known,
      subject: known?.subject ?? group.subject,
      name,
      sections: known !== null && !isMoved ? known.sectionKeys.map((key) => ({ key })) : sections,
      isChanged: known !== null && !group.isGone && (isMoved || known.name !== name),
      isRestored: known !== null && known.isArchived && !group.isGone,
    })
  }
  return { groups, targets }
}

const alikeKey = (subject: string, sections: readonly Target[]): string =>
  `${foldText(subject)}|${sections.map(targetKey).toSorted().join(',')}`

const unique = (targets: readonly Target[]): Target[] => [
  ...new Map(targets.map((target) => [targetKey(target), target])).values(),
]

const isSameSet = (targets: readonly Target[], keys: readonly number[]): boolean =>
  targets.length === keys.length && targets.every((target) => 'key' in target && keys.includes(target.key))
