import type { BundleEnrollment } from './roster-bundle.ts'
import type { PlanIssue } from './roster-plan.ts'
import { targetKey, type KnownEnrollment, type KnownSchool, type Target } from './roster-school.ts'
import { addDays, type LocalDate } from './time.ts'

/** Where somebody is or comes: a section or a teaching group. */
export interface Place {
  readonly kind: 'section' | 'group'
  readonly target: Target
}

/** A new enrollment, and the one that it takes the place of. */
export interface NewEnrollment {
  readonly person: Target
  readonly place: Place
  readonly firstOn: LocalDate
  readonly lastOn: LocalDate | null
  readonly startReason: 'late' | 'transferredIn' | 'movedSection' | null
  readonly startDetail: string | null
  readonly endReason: 'transferredOut' | 'noLongerInSchool' | null
  readonly endDetail: string | null
  /** The enrollment in another section that ends with it. */
  readonly leaves: Ending | null
}

/** The end of an enrollment that is there. */
export interface Ending {
  readonly enrollment: KnownEnrollment
  readonly lastOn: LocalDate
  readonly endReason: 'movedSection' | 'transferredOut' | 'noLongerInSchool' | 'enteredByMistake' | null
  readonly endDetail: string | null
}

/** What decides about everybody's enrollments alike. */
export interface StayRules {
  readonly school: KnownSchool
  readonly today: LocalDate
  /** First day of what begins, where the file names none. */
  readonly firstOn: LocalDate
  /** How a section is called. */
  readonly titleOf: (section: Target) => string
}

/** One line of the file about one person, with the place that it names. */
export interface NamedStay {
  readonly enrollment: BundleEnrollment
  readonly place: Place
}

/** What the file does to one person's enrollments. */
export interface PlannedStays {
  readonly added: readonly NewEnrollment[]
  readonly ended: readonly Ending[]
  /** Those that the file names as they are, or says the end of, or that are left for others. */
  readonly settled: readonly KnownEnrollment[]
  /** Those that the file takes back, or says to have ended without a day: a person is asked. */
  readonly gone: readonly {
    readonly enrollment: KnownEnrollment | NewEnrollment
    readonly proposedOn: LocalDate | null
  }[]
  readonly unchangedCount: number
  readonly issues: readonly PlanIssue[]
}

/** Holds what a file says of one person against where they are; O(lines x stays) of that person. */
export function planStays(
  rules: StayRules,
  person: Target,
  stays: readonly KnownEnrollment[],
  named: readonly NamedStay[],
): PlannedStays {
  const { today } = rules
  const added: NewEnrollment[] = []
  const ended: Ending[] = []
  const settled: KnownEnrollment[] = []
  const gone: PlannedStays['gone'][number][] = []
  const issues: PlanIssue[] = []
  /** What turned out to have been entered by mistake, and so takes no day. */
  const never = new Set<KnownEnrollment>()
  let unchangedCount = 0

  const lasting = stays.filter((stay) => isLasting(stay, today))
  const entries = [...Map.groupBy(named, ({ place }) => placeKey(place)).values()].map((alike) => lastOf(alike, today))
  const home = homeOf(entries, lasting, rules)

  const keep = (stay: KnownEnrollment, { endReason }: BundleEnrollment) => {
    unchangedCount += 1
    settled.push(stay)
    if (endReason !== null) gone.push({ enrollment: stay, proposedOn: null })
  }
  const takeBack = (stay: KnownEnrollment | undefined, { enrollment }: NamedStay) => {
    unchangedCount += 1
    if (stay === undefined || settled.includes(stay)) return
    settled.push(stay)
    gone.push({ enrollment: stay, proposedOn: enrollment.lastOn })
  }
  const end = (stay: KnownEnrollment | undefined, entry: NamedStay) => {
    if (stay !== undefined && !settled.includes(stay)) {
      settled.push(stay)
      if (stay.lastOn === entry.enrollment.lastOn) {
        // Why they leave on that day has been said.
        unchangedCount += 1
        return
      }
      const ending = endingOf(stay, entry.enrollment)
      ended.push(ending)
      if (ending.endReason === 'enteredByMistake') never.add(stay)
    }
    if (stay !== undefined && !never.has(stay)) return
    const past = pastStay(rules, person, entry)
    // What had ended before anybody told us of it belongs to the record, once.
    const isTaken = (one: { readonly firstOn: LocalDate }) => past !== null && one.firstOn <= past.lastOn!
    const isSection = entry.place.kind === 'section'
    const isBusy =
      stays.some((one) => !never.has(one) && excludes(one, entry.place) && isTaken(one)) ||
      added.some((one) => isSection && one.place.kind === 'section' && isTaken(one))
    if (past === null || isBusy) {
      unchangedCount += 1
    } else {
      added.push(past)
    }
  }
  const add = (entry: NamedStay) => {
    const left =
      entry.place.kind === 'section' ? lasting.filter(({ sectionKey }) => sectionKey !== null).at(-1) : undefined
    if (left === undefined && wasWithdrawn(stays, entry)) {
      // The same enrollment, which a person has ended since: their word stands.
      issues.push(issueOf(entry.enrollment, 'endedHere', false))
      unchangedCount += 1
      return
    }
    const said = entries.flatMap(({ enrollment, place }) =>
      place.kind === 'section' && hasEnded(enrollment, today) ? enrollment.lastOn! : [],
    )
    const fresh =
      left === undefined ? arrival(rules, person, stays, said, entry) : move(rules, person, left, said, entry)
    if (left !== undefined) settled.push(left)
    if (left !== undefined && fresh.leaves?.endReason === 'enteredByMistake') never.add(left)
    if (entry.enrollment.endReason !== null) gone.push({ enrollment: fresh, proposedOn: null })
    added.push(fresh)
  }

  // The section that they are in comes first: what they leave for it needs no other word. What is over comes last.
  const turn = (entry: NamedStay) =>
    `${entry === home ? 0 : lasting.some((one) => isOf(one, entry.place)) ? 1 : 2}${entry.enrollment.ref}`
  for (const entry of entries.toSorted((a, b) => compare(turn(a), turn(b)))) {
    const { enrollment, place } = entry
    const stay = lasting.find((one) => isOf(one, place))
    if (enrollment.isGone) takeBack(stay, entry)
    else if (hasEnded(enrollment, today)) end(stay, entry)
    else if (place.kind === 'section' && entry !== home) issues.push(issueOf(enrollment, 'secondSection', true))
    else if (stay !== undefined) keep(stay, enrollment)
    else add(entry)
  }
  return { added, ended, settled, gone, unchangedCount, issues }
}

/** Whether an enrollment goes on, today or from a later day. */
export const isLasting = ({ lastOn }: Pick<KnownEnrollment, 'lastOn'>, today: LocalDate): boolean =>
  lastOn === null || lastOn >= today

/** A word for a place, for maps. */
export const placeKey = ({ kind, target }: Place): string => `${kind}|${targetKey(target)}`

/** Where an enrollment is. */
export const placeOfStay = ({ sectionKey, groupKey }: KnownEnrollment): Place =>
  sectionKey === null ? { kind: 'group', target: { key: groupKey! } } : { kind: 'section', target: { key: sectionKey } }

/** What is wrong with a line about an enrollment. */
export const issueOf = ({ origin }: BundleEnrollment, code: PlanIssue['code'], isRefused: boolean): PlanIssue => ({
  ...origin,
  kind: 'enrollment',
  column: null,
  code,
  isRefused,
})

/** A last day that lies ahead is the term's end to nearly every system: it is believed when it has passed, or with a reason. */
const hasEnded = ({ lastOn, endReason }: BundleEnrollment, today: LocalDate): boolean =>
  lastOn !== null && (lastOn < today || endReason !== null)

/** One person named twice in one place: what lasts says more than what ended, and the later more than the earlier. */
function lastOf(alike: readonly NamedStay[], today: LocalDate): NamedStay {
  const rank = ({ enrollment }: NamedStay) => {
    const { ref, isGone, firstOn, lastOn, endReason } = enrollment
    const state = isGone ? 0 : hasEnded(enrollment, today) ? 1 : endReason !== null ? 2 : 3
    return `${state}${lastOn ?? '9'}${firstOn ?? ''} ${ref}`
  }
  return alike.toSorted((a, b) => compare(rank(b), rank(a)))[0]!
}

/** The one section that a student is in by the file: where they are already, else the one that they came to last. */
function homeOf(
  entries: readonly NamedStay[],
  lasting: readonly KnownEnrollment[],
  { today, titleOf }: StayRules,
): NamedStay | null {
  const open = entries.filter(
    ({ enrollment, place }) => place.kind === 'section' && !enrollment.isGone && !hasEnded(enrollment, today),
  )
  const rank = ({ enrollment, place }: NamedStay) =>
    `${lasting.some((one) => isOf(one, place)) ? 1 : 0}${enrollment.firstOn ?? '0'}${titleOf(place.target)}`
  return open.toSorted((a, b) => compare(rank(b), rank(a)))[0] ?? null
}

function endingOf(stay: KnownEnrollment, { lastOn, endReason, remark }: BundleEnrollment): Ending {
  // Gone before they came: it was never right.
  const wasNever = lastOn! < stay.firstOn
  return {
    enrollment: stay,
    lastOn: wasNever ? stay.firstOn : lastOn!,
    endReason: wasNever ? 'enteredByMistake' : endReason,
    endDetail: remark === '' ? null : remark,
  }
}

function pastStay({ school }: StayRules, person: Target, { enrollment, place }: NamedStay): NewEnrollment | null {
  const { lastOn, startReason, endReason, remark } = enrollment
  const firstOn = enrollment.firstOn ?? school.yearFirstOn
  if (firstOn > lastOn!) return null
  const detail = remark === '' ? null : remark
  const startDetail = startReason === null ? null : detail
  return { person, place, firstOn, lastOn, startReason, startDetail, endReason, endDetail: detail, leaves: null }
}

const wasWithdrawn = (stays: readonly KnownEnrollment[], { enrollment, place }: NamedStay): boolean =>
  stays.some(
    (one) =>
      isOf(one, place) &&
      one.endReason !== null &&
      one.endReason !== 'movedSection' &&
      enrollment.firstOn !== null &&
      enrollment.firstOn <= one.lastOn!,
  )

/** Somebody comes who was in no section (or not in this group): never on a day on which they were elsewhere. */
function arrival(
  rules: StayRules,
  person: Target,
  stays: readonly KnownEnrollment[],
  said: readonly LocalDate[],
  { enrollment, place }: NamedStay,
): NewEnrollment {
  const busy = [
    ...stays.filter((one) => excludes(one, place)).flatMap(({ lastOn }) => lastOn ?? []),
    ...(enrollment.firstOn === null && place.kind === 'section' ? said : []),
  ]
  const days = [enrollment.firstOn ?? rules.firstOn, ...busy.map((lastOn) => addDays(lastOn, 1))]
  return {
    person,
    place,
    firstOn: days.toSorted(compare).at(-1)!,
    lastOn: null,
    startReason: enrollment.startReason,
    startDetail: enrollment.startReason === null || enrollment.remark === '' ? null : enrollment.remark,
    endReason: null,
    endDetail: null,
    leaves: null,
  }
}

/** A move is no transfer: the days before it stay with the old section. Into a new school year it is no move at all. */
function move(
  rules: StayRules,
  person: Target,
  left: KnownEnrollment,
  said: readonly LocalDate[],
  { enrollment, place }: NamedStay,
): NewEnrollment {
  const old = rules.school.sections.find(({ key }) => key === left.sectionKey)!
  const endOfOld = said.toSorted(compare).at(-1)
  const start = enrollment.firstOn ?? (endOfOld === undefined ? rules.firstOn : addDays(endOfOld, 1))
  // A first day before they came to the old section is the year's, not the move's.
  const from = start > left.firstOn ? start : rules.firstOn
  const base = { person, place, lastOn: null, endReason: null, endDetail: null }
  if (from <= left.firstOn) {
    // One that would not keep a single day was never right.
    const ending = {
      lastOn: left.firstOn,
      endReason: 'enteredByMistake',
      endDetail: rules.titleOf(place.target),
    } as const
    const { startReason } = left
    return { ...base, firstOn: left.firstOn, startReason, startDetail: null, leaves: { enrollment: left, ...ending } }
  }
  const dayBefore = addDays(from, -1)
  if (!old.isOfYear) {
    const lastOn = [dayBefore, old.yearLastOn].toSorted(compare)[0]!
    const ending = { lastOn: lastOn < left.firstOn ? dayBefore : lastOn, endReason: null, endDetail: null }
    return { ...base, firstOn: from, startReason: null, startDetail: null, leaves: { enrollment: left, ...ending } }
  }
  const ending = { lastOn: dayBefore, endReason: 'movedSection', endDetail: rules.titleOf(place.target) } as const
  return {
    ...base,
    firstOn: from,
    startReason: 'movedSection',
    startDetail: null,
    leaves: { enrollment: left, ...ending },
  }
}

const isOf = (stay: KnownEnrollment, place: Place): boolean =>
  'key' in place.target && place.target.key === (place.kind === 'section' ? stay.sectionKey : stay.groupKey)

/** Nobody is in two sections on one day, nor twice in one group. */
const excludes = (stay: KnownEnrollment, place: Place): boolean =>
  place.kind === 'section' ? stay.sectionKey !== null : isOf(stay, place)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
