import type { BundleEnrollment, RosterBundle } from './roster-bundle.ts'
import type { PlanIssue } from './roster-plan.ts'
import {
  isLasting,
  issueOf,
  placeKey,
  placeOfStay,
  planStays,
  type Ending,
  type NamedStay,
  type NewEnrollment,
  type Place,
  type StayRules,
} from './roster-plan-stays.ts'
import { targetKey, type KnownEnrollment, type Target } from './roster-school.ts'
import type { LocalDate } from './time.ts'

/** What becomes of who belongs where. */
export interface PlannedEnrollments {
  readonly added: readonly NewEnrollment[]
  /** By the file's own word: it gives the last day. */
  readonly ended: readonly Ending[]
  readonly unchangedCount: number
  readonly refusedCount: number
  /** Enrollments of the file's sections and groups that the file does not name any more, those that wait already included. */
  readonly notInFile: readonly KnownEnrollment[]
  /** Those that begin to wait for a person's word, with the last day that the file suggests. */
  readonly missing: readonly MissingEnrollment[]
  /** Keys of what waited for a person's word and is named again. */
  readonly back: readonly number[]
}

/** An enrollment that begins to wait for a person's word: one that is there, or a new one of the plan. */
export interface MissingEnrollment {
  readonly enrollment: KnownEnrollment | NewEnrollment
  readonly proposedOn: LocalDate | null
}

/** How the refs of the file are to be read. */
export interface EnrollmentRules extends StayRules {
  readonly bundle: RosterBundle
  /** Null for a ref that nobody has. */
  readonly personOf: (ref: string) => Target | 'refused' | null
  readonly placeOf: (enrollment: BundleEnrollment) => Place | null
}

/** Says who comes, moves and ends, person by person; O(enrollments). Nobody is withdrawn for not being named. */
export function planEnrollments(rules: EnrollmentRules, issues: PlanIssue[]): PlannedEnrollments {
  const { bundle, school, today } = rules
  const { byPerson, touched, refusedCount } = readLines(rules, issues)
  const stays = Map.groupBy(school.enrollments, ({ personKey }) => personKey)
  const plans = [...byPerson.values()].map(({ person, named }) =>
    planStays(rules, person, 'key' in person ? (stays.get(person.key) ?? []) : [], named),
  )
  const settled = new Set(plans.flatMap((plan) => plan.settled.map(({ key }) => key)))
  const gone = plans.flatMap((plan) => plan.gone)
  const isNamedElsewhere = ({ personKey }: KnownEnrollment) => byPerson.has(targetKey({ key: personKey }))
  // What has an end, or is still to come for somebody who is there, needs nobody's word.
  const unnamed = school.enrollments.filter(
    (stay) =>
      !bundle.isDelta &&
      stay.lastOn === null &&
      !settled.has(stay.key) &&
      touched.has(placeKey(placeOfStay(stay))) &&
      (stay.firstOn <= today || !isNamedElsewhere(stay)),
  )
  const said = new Map(school.missing.map((missing) => [missing.enrollmentKey, missing]))
  const isWaiting = (stay: KnownEnrollment | NewEnrollment) => {
    const last = 'key' in stay ? said.get(stay.key) : undefined
    // Who stays by a person's word is not asked about again.
    return last !== undefined && (last.settledAs === null || last.settledAs === 'stays')
  }
  const isGone = new Set(gone.flatMap(({ enrollment }) => ('key' in enrollment ? enrollment.key : [])))
  const planIssues = plans.flatMap((plan) => plan.issues)
  issues.push(...planIssues)
  return {
    added: plans.flatMap((plan) => plan.added),
    ended: plans.flatMap((plan) => plan.ended),
    unchangedCount: plans.reduce((sum, plan) => sum + plan.unchangedCount, 0),
    refusedCount: refusedCount + planIssues.filter(({ isRefused }) => isRefused).length,
    notInFile: [...unnamed, ...gone.flatMap(({ enrollment }) => ('key' in enrollment ? enrollment : []))],
    missing: [...gone, ...unnamed.map((enrollment) => ({ enrollment, proposedOn: null }))].filter(
      ({ enrollment }) => !isWaiting(enrollment),
    ),
    back: [...settled].flatMap((key) => {
      const last = said.get(key)
      return last?.settledAs === null && !isGone.has(key) ? last.key : []
    }),
  }
}

/** The lines of the file by person, and which places it speaks of at all. */
function readLines({ bundle, personOf, placeOf }: EnrollmentRules, issues: PlanIssue[]) {
  const byPerson = new Map<string, { readonly person: Target; readonly named: NamedStay[] }>()
  const touched = new Set<string>()
  let refusedCount = 0
  for (const enrollment of bundle.enrollments) {
    const person = personOf(enrollment.personRef)
    const place = placeOf(enrollment)
    if (place !== null) touched.add(placeKey(place))
    if (person === null || person === 'refused' || place === null) {
      refusedCount += 1
      // A refused person has been told of already.
      if (person !== 'refused') {
        issues.push(issueOf(enrollment, person === null ? 'orphanPerson' : 'orphanClass', true))
      }
      continue
    }
    const there = byPerson.get(targetKey(person))
    if (there === undefined) byPerson.set(targetKey(person), { person, named: [{ enrollment, place }] })
    else there.named.push({ enrollment, place })
  }
  return { byPerson, touched, refusedCount }
}

/** Whether somebody belongs to a section now, or will. */
export const isInSection = (stay: KnownEnrollment, today: LocalDate): boolean =>
  stay.sectionKey !== null && isLasting(stay, today)
