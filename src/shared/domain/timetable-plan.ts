import { findClashes, type Claim } from './conflicts.ts'
import type { DayWord, SchoolPart } from './class-days.ts'
import { foldText } from './names.ts'
import { foldEmail } from './roster.ts'
import { timeOfDay, weekday, type LocalDate } from './time.ts'
import { termPlanner, type Term, type TermPlan } from './timetable-dates.ts'
import {
  hostFinder,
  sectionFinder,
  subjectFinder,
  subjectKey,
  teachersIn,
  type NamedHost,
  type NamedSection,
  type NamedStaff,
  type Suggestion,
} from './timetable-names.ts'
import type { Lesson } from './timetable-rows.ts'

/** A class that is planned already, not cancelled: the same class at the same hour is not planned twice. */
export interface StandingClass {
  readonly sectionIds: readonly string[]
  readonly subject: string
  /** HH:MM, of the rule and of dates that a person moved. */
  readonly startsAt: string
  /** Days of a weekly rule; null for what only its dates tell. */
  readonly weekDays: readonly number[] | null
  readonly firstOn: LocalDate
  readonly lastOn: LocalDate
  /** Cancelled ones too: what a person cancelled stays so. */
  readonly dates: readonly { readonly on: LocalDate; readonly startsAt: string }[]
}

/** A teaching group that is there, with the first of its teachers who is a host. */
export interface StandingGroup {
  readonly sectionIds: readonly string[]
  readonly subject: string
  readonly hostId: string | null
}

/** The school as a timetable is held against it. */
export interface TimetableSchool {
  readonly sections: readonly (NamedSection & { readonly shift: string })[]
  readonly subjects: readonly string[]
  readonly hosts: readonly NamedHost[]
  readonly staff: readonly NamedStaff[]
  readonly groups: readonly StandingGroup[]
  readonly classes: readonly StandingClass[]
  /** What was said of the days of the term, in the order in which it was said. */
  readonly words: readonly DayWord[]
}

/** What a person said a name of the file stands for, by the name without case and accents. */
export interface NameChoices {
  /** Ids of sections. */
  readonly sections: Readonly<Record<string, string>>
  readonly subjects: Readonly<Record<string, string>>
  /** Zoom's ids. */
  readonly teachers: Readonly<Record<string, string>>
}

/** Why a class of the file cannot be planned. */
export type SeriesProblem = 'unknownSection' | 'unknownTeacher' | 'noTeacher' | 'noLicence' | 'noDates' | 'allPast'

/** One class at one hour on all its days of the week: what the import makes one series of. */
export interface PlannedSeries {
  /** Stable for one reading of one file. */
  readonly id: string
  /** Lines of the file, in order. */
  readonly rows: readonly number[]
  readonly action: 'add' | 'isThere' | 'refuse'
  readonly problem: SeriesProblem | null
  readonly sections: readonly (NamedSection & { readonly shift: string })[]
  /** As typed, where the sections are not known. */
  readonly typedSection: string
  readonly subject: string
  readonly title: string
  readonly typedTeacher: string
  /** The first of the teachers. */
  readonly host: NamedHost | null
  readonly teachers: readonly NamedHost[]
  readonly weekDays: readonly number[]
  readonly startsAt: string
  readonly durationMinutes: number
  readonly plan: TermPlan
}

/** A name of the file that is not exactly one of the school's. */
export interface UnsureName {
  readonly kind: 'section' | 'subject' | 'teacher'
  readonly typed: string
  /** How many rows have it. */
  readonly rowCount: number
  readonly suggestions: readonly Suggestion[]
}

/** What a timetable becomes. */
export interface TimetablePlan {
  readonly series: readonly PlannedSeries[]
  /** A subject among them is made as it is typed; the others need a person. */
  readonly unsure: readonly UnsureName[]
  /** Lines that say once more what another says. */
  readonly repeated: readonly { readonly line: number; readonly otherLine: number }[]
}

/** What planning a timetable takes besides the file and the school. */
export interface TimetableTerm {
  readonly term: Term
  readonly choices: NameChoices
  /** Epoch ms. */
  readonly now: number
}

/** A group or a class by its sections and subject. */
export const classKey = (sectionIds: readonly string[], subject: string): string =>
  `${[...new Set(sectionIds)].toSorted().join(' ')}|${subjectKey(subject)}`

/**
 * Makes series of the classes of a file: the rows of one class with one teacher at one hour are one series, on all their
 * days. Names are taken where they are exactly one of the school's, or where a person said what they stand for.
 */
export function planTimetable(
  lessons: readonly Lesson[],
  school: TimetableSchool,
  wanted: TimetableTerm,
): TimetablePlan {
  const names = namesOf(lessons, school, wanted.choices)
  const groups = new Map<
    string,
    { readonly lesson: Lesson; readonly rows: number[]; readonly days: Map<number, number> }
  >()
  const repeated: { line: number; otherLine: number }[] = []
  for (const lesson of lessons) {
    const { section, gradeLevel, title, teacher, startMinutes, durationMinutes } = lesson
    const sections = names.sections(lesson)
    const whose =
      sections === null ? `${foldText(gradeLevel)} ${foldText(section)}` : sections.map(({ id }) => id).join()
    const subject = subjectKey(names.subject(lesson.subject))
    const taughtBy =
      names
        .teachers(teacher)
        ?.map(({ hostId }) => hostId)
        .join() ?? foldText(teacher)
    const key = JSON.stringify([whose, subject, taughtBy, startMinutes, durationMinutes, title])
    const there = groups.get(key)
    if (there === undefined) {
      const days = new Map(lesson.weekDays.map((day) => [day, lesson.line]))
      groups.set(key, { lesson, rows: [lesson.line], days })
      continue
    }
    const again = lesson.weekDays.filter((day) => there.days.has(day))
    if (again.length === lesson.weekDays.length) {
      repeated.push({ line: lesson.line, otherLine: there.days.get(again[0]!)! })
      continue
    }
    for (const day of lesson.weekDays) if (!there.days.has(day)) there.days.set(day, lesson.line)
    if (!there.rows.includes(lesson.line)) there.rows.push(lesson.line)
  }

  const planner = termPlanner({ term: wanted.term, words: school.words, now: wanted.now })
  const standing = Map.groupBy(school.classes, ({ sectionIds, subject }) => classKey(sectionIds, subject))
  const usual = new Map(school.groups.map((group) => [classKey(group.sectionIds, group.subject), group.hostId]))
  const hostOf = new Map(school.hosts.map((host) => [host.hostId, host]))
  const series = [...groups.values()].map(({ lesson, rows, days }, index): PlannedSeries => {
    const sections = names.sections(lesson)
    const subject = names.subject(lesson.subject)
    const key = classKey(
      (sections ?? []).map(({ id }) => id),
      subject,
    )
    const named = lesson.teacher === '' ? hostOf.get(usual.get(key) ?? '') : undefined
    const teachers = lesson.teacher === '' ? (named === undefined ? null : [named]) : names.teachers(lesson.teacher)
    const weekDays = [...days.keys()].toSorted((a, b) => a - b)
    const startsAt = timeOfDay(lesson.startMinutes)
    const parts = (sections ?? []).map(({ id, gradeLevel, shift }): SchoolPart => ({
      sectionId: id,
      gradeLevel,
      shift,
    }))
    const { durationMinutes } = lesson
    const isThere = thereOn(sections === null ? [] : (standing.get(key) ?? []), startsAt)
    const plan = planner({ weekDays, startsAt, durationMinutes, parts }, isThere)
    const host = teachers?.[0] ?? null
    const problem = problemOf({ sections, teachers, lesson, plan })
    return {
      id: `s${index + 1}`,
      rows,
      action: problem !== null ? 'refuse' : plan.dateCount === 0 ? 'isThere' : 'add',
      problem,
      sections: sections ?? [],
      typedSection: lesson.section,
      subject: subject === '' ? lesson.title : subject,
      title: lesson.title,
      typedTeacher: lesson.teacher,
      host,
      teachers: teachers ?? [],
      weekDays,
      startsAt,
      durationMinutes,
      plan,
    }
  })
  return { series, unsure: names.unsure(), repeated }
}

function problemOf(given: {
  readonly sections: readonly NamedSection[] | null
  readonly teachers: readonly NamedHost[] | null
  readonly lesson: Lesson
  readonly plan: TermPlan
}): SeriesProblem | null {
  const { sections, teachers, lesson, plan } = given
  if (sections === null) return 'unknownSection'
  if (teachers === null) return lesson.teacher === '' ? 'noTeacher' : 'unknownTeacher'
  if (teachers[0]?.isLicensed !== true) return 'noLicence'
  if (plan.dateCount > 0 || plan.thereCount > 0) return null
  return plan.pastCount > 0 && plan.noClassCount === 0 ? 'allPast' : 'noDates'
}

/** Whether one of these classes holds the hour on a date: by its rule, or by the dates as they stand. */
function thereOn(classes: readonly StandingClass[], startsAt: string): (on: LocalDate) => boolean {
  if (classes.length === 0) return () => false
  const dates = new Set(
    classes.flatMap((standing) => standing.dates.flatMap((date) => (date.startsAt === startsAt ? [date.on] : []))),
  )
  const weekly = classes.filter((standing) => standing.startsAt === startsAt && standing.weekDays !== null)
  return (on) =>
    dates.has(on) ||
    weekly.some(({ firstOn, lastOn, weekDays }) => firstOn <= on && on <= lastOn && weekDays!.includes(weekday(on)))
}

/** What the names of the file stand for; each is looked for once. */
function namesOf(lessons: readonly Lesson[], school: TimetableSchool, choices: NameChoices) {
  const findSection = sectionFinder(school.sections)
  const findHost = hostFinder(school.hosts, school.staff)
  const findSubject = subjectFinder(school.subjects)
  const sectionOf = new Map(school.sections.map((section) => [section.id, section]))
  const hostOf = new Map(school.hosts.map((host) => [host.hostId, host]))
  const unsure = new Map<string, { name: Omit<UnsureName, 'rowCount'>; rows: Set<number> }>()

  const once = <T>(make: (typed: string, grade: string) => T) => {
    const known = new Map<string, T>()
    return (typed: string, grade = ''): T => {
      const key = `${foldText(grade)}|${typed}`
      if (!known.has(key)) known.set(key, make(typed, grade))
      return known.get(key)!
    }
  }
  const isUnsure = (kind: UnsureName['kind'], typed: string, suggestions: readonly Suggestion[]) =>
    void unsure.set(`${kind} ${foldText(typed)}`, { name: { kind, typed, suggestions }, rows: new Set() })

  const sections = once((typed, grade) => {
    const label = sectionLabel(typed, grade)
    const chosen = sectionOf.get(choices.sections[foldText(label)] ?? '')
    if (chosen !== undefined) return [chosen]
    const found = findSection(typed, grade)
    if (found.found !== null) return found.found.map(({ id }) => sectionOf.get(id)!)
    isUnsure('section', label, found.suggestions)
    return null
  })
  const subject = once((typed) => {
    if (typed === '') return ''
    const chosen = choices.subjects[foldText(typed)]
    if (chosen !== undefined) return chosen
    const found = findSubject(typed)
    if (found.found !== null) return found.found
    isUnsure('subject', typed, found.suggestions)
    return typed
  })
  const teacher = once((typed) => {
    const chosen = hostOf.get(choices.teachers[foldText(typed)] ?? '')
    if (chosen !== undefined) return chosen
    const found = findHost(typed)
    if (found.found === null) isUnsure('teacher', typed, found.suggestions)
    return found.found
  })
  const teachers = once((cell) => {
    const all = teachersIn(cell).map((typed) => teacher(typed))
    return all.length > 0 && all.every((each) => each !== null) ? [...new Set(all)] : null
  })
  for (const { line, section, gradeLevel, subject: taught, teacher: cell } of lessons) {
    sections(section, gradeLevel)
    subject(taught)
    const typed = teachersIn(cell)
    for (const each of typed) teacher(each)
    const keys = [
      `section ${foldText(sectionLabel(section, gradeLevel))}`,
      `subject ${foldText(taught)}`,
      ...typed.map((each) => `teacher ${foldText(each)}`),
    ]
    for (const key of keys) unsure.get(key)?.rows.add(line)
  }
  return {
    sections: ({ section, gradeLevel }: Lesson) => sections(section, gradeLevel),
    subject: (typed: string) => subject(typed),
    teachers: (cell: string) => teachers(cell),
    unsure: (): UnsureName[] => [...unsure.values()].map(({ name, rows }) => ({ ...name, rowCount: rows.size })),
  }
}

/** What a person is asked about: the grade as well where another column has it. */
const sectionLabel = (section: string, gradeLevel: string): string =>
  gradeLevel === '' || foldText(section).includes(foldText(gradeLevel)) ? section : `${gradeLevel} ${section}`

/** A date of a series of the file, as it stands in somebody's way. */
export interface SeriesClaim extends Claim {
  readonly series: PlannedSeries
  readonly on: LocalDate
}

/** Somebody who would have to be in two places at once: on how many dates, and which is the first. */
export interface SeriesClash<Standing extends Claim> {
  readonly kind: 'hostBusy' | 'teacherBusy' | 'sectionBusy'
  readonly with: SeriesClaim | Standing
  readonly first: SeriesClaim
  readonly dateCount: number
}

/** The dates of the series that would be added, as they keep hosts, teachers and sections busy. */
export function claimsOf(
  series: readonly PlannedSeries[],
  staff: readonly NamedStaff[],
  hosts: readonly NamedHost[],
): SeriesClaim[] {
  const addressOf = new Map(staff.flatMap(({ id, addresses }) => addresses.map((address) => [address, id] as const)))
  const personOf = new Map(hosts.map(({ hostId, email }) => [hostId, addressOf.get(foldEmail(email))]))
  return series
    .filter(({ action }) => action === 'add')
    .flatMap((each) => {
      const busy = {
        owner: each.id,
        hostIds: each.host === null ? [] : [each.host.hostId],
        teacherIds: each.teachers.flatMap(({ hostId }) => personOf.get(hostId) ?? []),
        sectionIds: each.sections.map(({ id }) => id),
        series: each,
      }
      return each.plan.meetings.flatMap(({ dates }) => dates.map(({ on, from, to }) => ({ ...busy, on, from, to })))
    })
}

/**
 * What stands in the way of each series by its id: other series of the file, and what is planned already. Each other class
 * once: whose section or host is busy says more than that their teacher is.
 */
export function clashesOf<Standing extends Claim>(
  claims: readonly SeriesClaim[],
  standing: readonly Standing[],
): Map<string, SeriesClash<Standing>[]> {
  const found = new Map<string, Map<string, SeriesClash<Standing>>>()
  for (const [claim, clashes] of findClashes(claims, standing)) {
    const own = found.get(claim.owner) ?? new Map<string, SeriesClash<Standing>>()
    found.set(claim.owner, own)
    for (const { kind, with: other } of clashes) {
      if (kind === 'teacherBusy' && clashes.some((each) => each.kind === 'hostBusy' && each.with === other)) continue
      const key = `${kind} ${other.owner}`
      const there = own.get(key)
      own.set(
        key,
        there === undefined
          ? { kind, with: other, first: claim, dateCount: 1 }
          : { ...there, dateCount: there.dateCount + 1 },
      )
    }
  }
  return new Map([...found].map(([id, clashes]) => [id, [...clashes.values()]]))
}
