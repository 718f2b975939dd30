import { foldText } from './names.ts'
import type { BundleEnrollment, BundleGroup, BundleSection, Origin, RosterBundle } from './roster-bundle.ts'
import { readSection } from './roster-cells.ts'
import type { LocalDate } from './time.ts'

/** A class of a set, before it is told whether it becomes a section or a teaching group. */
export interface SetClass {
  readonly ref: string
  readonly title: string
  readonly subject: string
  readonly gradeLevel: string
  readonly isHomeroom: boolean
  readonly isGone: boolean
  /** What tells classes of one title apart, the plainest first: their code, their period, their school. */
  readonly marks: readonly string[]
  /** First and last day of its terms; null where nothing is said. */
  readonly firstOn: LocalDate | null
  readonly lastOn: LocalDate | null
  readonly origin: Origin
}

/** A student in a class. The days are those of the file; null where it gives none. */
export interface SetPlace {
  readonly ref: string
  readonly personRef: string
  readonly classRef: string
  readonly firstOn: LocalDate | null
  readonly lastOn: LocalDate | null
  readonly isGone: boolean
  readonly origin: Origin
}

/** A teacher of a class. */
export interface SetTeacher {
  readonly personRef: string
  readonly classRef: string
  readonly isPrimary: boolean
  readonly firstOn: LocalDate | null
  readonly lastOn: LocalDate | null
}

/** The classes of a set, who is in them and who teaches them. */
export interface SetClasses {
  readonly classes: readonly SetClass[]
  readonly places: readonly SetPlace[]
  readonly teachers: readonly SetTeacher[]
  /** A student's grade, where the files give it to students; '' elsewhere. */
  readonly gradeOf: (personRef: string) => string
  readonly isDelta: boolean
}

const longestTitle = 100
const longestMark = 40

/**
 * Homerooms become sections, all other classes teaching groups. A group whose students are exactly those of whole sections,
 * for the same days, is made of these sections; any other has its students one by one. O(n).
 */
export function bundleClasses(set: SetClasses): Pick<RosterBundle, 'sections' | 'groups' | 'enrollments'> {
  const { classes, places, isDelta } = set
  const placesOf = Map.groupBy(places, ({ classRef }) => classRef)
  const teachersOf = Map.groupBy(set.teachers, ({ classRef }) => classRef)
  const refsOf = (each: SetClass) => teacherRefs(teachersOf.get(each.ref) ?? [])
  const byRef = new Map(classes.map((each) => [each.ref, each]))
  const homerooms = classes.filter(({ isHomeroom }) => isHomeroom)
  const others = classes.filter(({ isHomeroom }) => !isHomeroom)

  const named = homerooms.map((each) => {
    const grade = each.gradeLevel || commonGrade(placesOf.get(each.ref) ?? [], set.gradeOf)
    const { section, gradeLevel } = readSection(each.title, grade)
    return { each, name: section || each.title, gradeLevel }
  })
  const sections = distinct(named, ({ name, gradeLevel }) => `${foldText(gradeLevel)}|${foldText(name)}`).map(
    ({ each, name, gradeLevel }): BundleSection => ({
      ref: each.ref,
      name,
      gradeLevel: gradeLevel.slice(0, 50),
      adviserRef: refsOf(each)[0] ?? null,
      isGone: each.isGone,
      origin: each.origin,
    }),
  )
  const sectionsOf = isDelta ? () => [] : wholeSections(homerooms, placesOf)
  const groups = distinct(
    others.map((each) => ({ each, name: each.title })),
    ({ name }) => foldText(name),
  ).map(({ each, name }): BundleGroup => ({
    ref: each.ref,
    subject: each.subject.slice(0, longestTitle),
    name,
    sectionRefs: sectionsOf(each, placesOf.get(each.ref) ?? []),
    teacherRefs: refsOf(each),
    isGone: each.isGone,
    origin: each.origin,
  }))
  const whole = new Set(groups.filter(({ sectionRefs }) => sectionRefs.length > 0).map(({ ref }) => ref))
  const enrollments = places
    .filter(({ classRef }) => !whole.has(classRef))
    .map((place): BundleEnrollment => {
      const each = byRef.get(place.classRef)
      const isSection = each?.isHomeroom === true
      return {
        ref: place.ref,
        personRef: place.personRef,
        sectionRef: isSection ? place.classRef : null,
        groupRef: isSection ? null : place.classRef,
        ...daysWithin(place, each),
        startReason: null,
        endReason: null,
        remark: '',
        isGone: place.isGone,
        origin: place.origin,
      }
    })
  return { sections, groups, enrollments }
}

/** The days of the file, else those of the class's terms, where these do not contradict. */
function daysWithin({ firstOn, lastOn }: SetPlace, each: SetClass | undefined): Pick<SetPlace, 'firstOn' | 'lastOn'> {
  const first = firstOn ?? each?.firstOn ?? null
  const last = lastOn ?? each?.lastOn ?? null
  if (first === null || last === null || first <= last) return { firstOn: first, lastOn: last }
  return { firstOn, lastOn }
}

/** The main teacher first, then as the file has them; without those who had handed over before another began. */
function teacherRefs(teachers: readonly SetTeacher[]): string[] {
  let latestStart = ''
  for (const { firstOn } of teachers) if (firstOn !== null && firstOn > latestStart) latestStart = firstOn
  const now = teachers.filter(({ lastOn }) => lastOn === null || lastOn >= latestStart)
  const ordered = [...now.filter(({ isPrimary }) => isPrimary), ...now.filter(({ isPrimary }) => !isPrimary)]
  return [...new Set(ordered.map(({ personRef }) => personRef))]
}

function commonGrade(places: readonly SetPlace[], gradeOf: (personRef: string) => string): string {
  const grades = new Set(places.filter(({ isGone }) => !isGone).map(({ personRef }) => gradeOf(personRef)))
  grades.delete('')
  return grades.size === 1 ? [...grades][0]! : ''
}

/** Finds the sections that a class is exactly made of; none where it is not. */
function wholeSections(homerooms: readonly SetClass[], placesOf: ReadonlyMap<string, readonly SetPlace[]>) {
  const homeOf = new Map<string, { readonly ref: string; readonly days: string } | null>()
  const sizes = new Map<string, number>()
  for (const home of homerooms) {
    const places = (placesOf.get(home.ref) ?? []).filter(({ isGone }) => !isGone)
    sizes.set(home.ref, places.length)
    for (const place of places) {
      // Who is in two homerooms, or twice in one, belongs to neither as a whole.
      homeOf.set(place.personRef, homeOf.has(place.personRef) ? null : { ref: home.ref, days: ownDays(place, home) })
    }
  }
  return (each: SetClass, places: readonly SetPlace[]): string[] => {
    const counts = new Map<string, number>()
    const seen = new Set<string>()
    for (const place of places) {
      if (place.isGone) continue
      const home = homeOf.get(place.personRef)
      if (home == null || home.days !== ownDays(place, each) || seen.has(place.personRef)) return []
      seen.add(place.personRef)
      counts.set(home.ref, (counts.get(home.ref) ?? 0) + 1)
    }
    return [...counts].every(([ref, count]) => sizes.get(ref) === count) ? [...counts.keys()] : []
  }
}

/** The days that are the student's own, not those of the class. */
const ownDays = ({ firstOn, lastOn }: SetPlace, each: SetClass): string =>
  `${firstOn === each.firstOn ? '' : (firstOn ?? '')}/${lastOn === each.lastOn ? '' : (lastOn ?? '')}`

/** Each with a name of its own: those that share one get what tells all of them apart, at worst the other system's id. */
function distinct<T extends { readonly each: SetClass; readonly name: string }>(
  items: readonly T[],
  keyOf: (item: T) => string,
): T[] {
  const inUse = items.filter(({ each }) => !each.isGone)
  const markOf = new Map([...Map.groupBy(inUse, keyOf)].map(([key, alike]) => [key, tellingMark(alike)]))
  return items.map((item) => {
    const mark = item.each.isGone ? '' : markOf.get(keyOf(item))!(item.each).slice(0, longestMark)
    return {
      ...item,
      name:
        mark === ''
          ? item.name.slice(0, longestTitle)
          : `${item.name.slice(0, longestTitle - longestMark - 3)} (${mark})`,
    }
  })
}

function tellingMark(alike: readonly { readonly each: SetClass }[]): (each: SetClass) => string {
  const [first] = alike
  if (first === undefined || alike.length === 1) return () => ''
  const index = first.each.marks.findIndex((_, place) => {
    const marks = new Set(alike.map(({ each }) => each.marks[place] ?? ''))
    return marks.size === alike.length && !marks.has('')
  })
  return (each) => each.marks[index] ?? each.ref
}

/** A grade as a school writes it, out of the code of a format (CEDS entry grade level): 07 is 7, KG is Kinder. */
function gradeOfCode(code: string): string {
  if (/^(?:k|kg|kindergarten)$/i.test(code)) return 'Kinder'
  return /^\d{1,2}$/.test(code) ? String(Number(code)) : code
}

/** The one grade of a list of codes; '' where there are several or none. */
export function oneGrade(codes: readonly string[]): string {
  const grades = new Set(codes.map(gradeOfCode))
  return grades.size === 1 ? [...grades][0]! : ''
}

/** Whether a class is a homeroom by what it is called, where a format has no type of classes ("Homeroom/advisory" is Clever's subject). */
export const isHomeroomTitle = (title: string): boolean => /\b(?:home ?room|advisory)\b/i.test(title)
