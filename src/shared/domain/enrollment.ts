import { assertNever } from '../problem.ts'
import { addDays, type LocalDate } from './time.ts'

/** Why an enrollment began otherwise than at the beginning of the year. */
export type StartReason = 'late' | 'transferredIn' | 'movedSection'
/** Why an enrollment ended. What was entered by mistake never counted, on any day. */
export type EndReason = 'movedSection' | 'transferredOut' | 'noLongerInSchool' | 'enteredByMistake'

/** Where somebody is enrolled: a homeroom section, or a teaching group beside it. */
export interface Place {
  readonly kind: 'section' | 'group'
  readonly id: string
}

/** One person's stay in one place, first and last day inclusive; no last day while it lasts. */
export interface Stay {
  /** Null for one that is not kept yet. */
  readonly id: string | null
  readonly place: Place
  readonly firstOn: LocalDate
  readonly lastOn: LocalDate | null
  readonly startReason: StartReason | null
  readonly startDetail: string | null
  readonly endReason: EndReason | null
  readonly endDetail: string | null
}

/** What is to be done with one person's stays. */
export type StayChange =
  | {
      readonly kind: 'enroll'
      readonly place: Place
      readonly firstOn: LocalDate
      readonly reason: 'late' | 'transferredIn' | null
      readonly detail: string
    }
  | { readonly kind: 'move'; readonly toSectionId: string; readonly toTitle: string; readonly firstOn: LocalDate }
  | {
      readonly kind: 'withdraw'
      /** One stay alone; null for every one that goes on after the day. */
      readonly enrollmentId: string | null
      readonly lastOn: LocalDate
      readonly reason: EndReason
      readonly detail: string
    }
  | {
      readonly kind: 'correct'
      readonly enrollmentId: string
      readonly firstOn: LocalDate
      readonly lastOn: LocalDate | null
    }

/** Why a change cannot be made for one person. */
export type Objection =
  | { readonly why: 'alreadyThere' | 'laterThere' | 'nowhere' | 'beginsLater' }
  | { readonly why: 'elsewhere' | 'elsewhereLater' | 'overlaps'; readonly place: Place }
  | { readonly why: 'enteredByMistake' | 'endsBeforeStart' | 'reasonMissing' | 'unchanged' }

/** One person's stays after a change, or why it cannot be made. */
export type Changed =
  | { readonly stays: readonly Stay[]; readonly objection: null }
  | { readonly stays: null; readonly objection: Objection }

/** Whether a stay counts on a date. */
export const countsOn = ({ firstOn, lastOn, endReason }: Stay, on: LocalDate): boolean =>
  endReason !== 'enteredByMistake' && firstOn <= on && (lastOn === null || on <= lastOn)

/** Days in one place, both inclusive; no last day where they go on. */
export interface PlaceDays {
  readonly place: Place
  readonly fromOn: LocalDate
  readonly toOn: LocalDate | null
}

/** The days on which a person belongs to a place by one list of stays and not by the other. */
export function daysThatDiffer(before: readonly Stay[], after: readonly Stay[]): PlaceDays[] {
  const places = Map.groupBy([...before, ...after], ({ place }) => `${place.kind} ${place.id}`)
  return [...places.values()].flatMap((stays) => {
    const { place } = stays[0]!
    const isIn = (list: readonly Stay[], on: LocalDate) =>
      list.some((stay) => isSame(stay.place, place) && countsOn(stay, on))
    // Between two of these days nothing changes.
    const cuts = [
      ...new Set(stays.flatMap(({ firstOn, lastOn }) => (lastOn === null ? [firstOn] : [firstOn, addDays(lastOn, 1)]))),
    ].toSorted()
    return cuts.flatMap((fromOn, index) => {
      if (isIn(before, fromOn) === isIn(after, fromOn)) return []
      const next = cuts[index + 1]
      return [{ place, fromOn, toOn: next === undefined ? null : addDays(next, -1) }]
    })
  })
}

/**
 * Changes one person's stays. Nobody is ever in two sections on one day, nor twice in one group; what does not fit is an
 * objection, never a repair by guess.
 */
export function changeStays(stays: readonly Stay[], change: StayChange): Changed {
  switch (change.kind) {
    case 'enroll':
      return enroll(stays, change)
    case 'move':
      return move(stays, change)
    case 'withdraw':
      return withdraw(stays, change)
    case 'correct':
      return correct(stays, change)
    default:
      return assertNever(change)
  }
}

/** The objection as one sentence; `titleOf` says how a place is called. */
export function formatObjection(objection: Objection, titleOf: (place: Place) => string): string {
  switch (objection.why) {
    case 'alreadyThere':
      return 'Is enrolled there on that day already.'
    case 'laterThere':
      return 'Is enrolled there from a later day on: correct the first day of that enrollment instead.'
    case 'elsewhere':
      return `Is in ${titleOf(objection.place)} on that day: move them instead.`
    case 'elsewhereLater':
      return `Is in ${titleOf(objection.place)} from a later day on: correct that enrollment first.`
    case 'overlaps':
      return `Is in ${titleOf(objection.place)} on some of these days: choose other days.`
    case 'nowhere':
      return 'Is in no section on that day.'
    case 'beginsLater':
      return 'Came after that day: choose a later last day, or say that they were entered by mistake.'
    case 'enteredByMistake':
      return 'Was entered by mistake, so its days do not count: enroll them again instead.'
    case 'endsBeforeStart':
      return 'The last day is before the first: choose a later last day.'
    case 'reasonMissing':
      return 'Has no reason for leaving: withdraw them instead, with the reason.'
    case 'unchanged':
      return 'Has these days already.'
    default:
      return assertNever(objection)
  }
}

const refuse = (objection: Objection): Changed => ({ stays: null, objection })
const done = (stays: readonly Stay[]): Changed => ({ stays, objection: null })

const isSame = (a: Place, b: Place): boolean => a.kind === b.kind && a.id === b.id
/** Whether being in one place keeps somebody from the other at the same time. */
const excludes = (a: Place, b: Place): boolean => isSame(a, b) || (a.kind === 'section' && b.kind === 'section')
const counts = ({ endReason }: Stay): boolean => endReason !== 'enteredByMistake'
const overlap = (a: Stay, b: Stay): boolean =>
  (a.lastOn === null || b.firstOn <= a.lastOn) && (b.lastOn === null || a.firstOn <= b.lastOn)

function enroll(
  stays: readonly Stay[],
  { place, firstOn, reason, detail }: Extract<StayChange, { kind: 'enroll' }>,
): Changed {
  const fresh: Stay = {
    id: null,
    place,
    firstOn,
    lastOn: null,
    startReason: reason,
    startDetail: detail === '' ? null : detail,
    endReason: null,
    endDetail: null,
  }
  const others = stays.filter((stay) => counts(stay) && excludes(stay.place, place) && overlap(stay, fresh))
  // What they are in on that day says more than what comes later.
  const other = others.find((stay) => countsOn(stay, firstOn)) ?? others[0]
  if (other === undefined) return done([...stays, fresh])
  const isNow = countsOn(other, firstOn)
  if (isSame(other.place, place)) return refuse({ why: isNow ? 'alreadyThere' : 'laterThere' })
  return refuse({ why: isNow ? 'elsewhere' : 'elsewhereLater', place: other.place })
}

function move(
  stays: readonly Stay[],
  { toSectionId, toTitle, firstOn }: Extract<StayChange, { kind: 'move' }>,
): Changed {
  const place: Place = { kind: 'section', id: toSectionId }
  const present = stays.find((stay) => stay.place.kind === 'section' && countsOn(stay, firstOn))
  if (present === undefined) return refuse({ why: 'nowhere' })
  if (isSame(present.place, place)) return refuse({ why: 'alreadyThere' })
  // One that would not keep a single day was never right.
  const wasNever = present.firstOn === firstOn
  const left: Stay = wasNever
    ? { ...present, lastOn: firstOn, endReason: 'enteredByMistake', endDetail: toTitle }
    : { ...present, lastOn: addDays(firstOn, -1), endReason: 'movedSection', endDetail: toTitle }
  const fresh: Stay = {
    ...present,
    id: null,
    place,
    firstOn,
    startReason: wasNever ? present.startReason : 'movedSection',
    startDetail: wasNever ? present.startDetail : null,
  }
  return done([...stays.map((stay) => (stay === present ? left : stay)), fresh])
}

function withdraw(
  stays: readonly Stay[],
  { enrollmentId, lastOn, reason, detail }: Extract<StayChange, { kind: 'withdraw' }>,
): Changed {
  const going = stays.filter(
    (stay) =>
      counts(stay) &&
      (stay.lastOn === null || stay.lastOn > lastOn) &&
      (enrollmentId === null || stay.id === enrollmentId),
  )
  if (going.length === 0) return refuse({ why: 'nowhere' })
  if (reason !== 'enteredByMistake' && going.every(({ firstOn }) => firstOn > lastOn)) {
    return refuse({ why: 'beginsLater' })
  }
  const endDetail = detail === '' ? null : detail
  return done(
    stays.map((stay): Stay => {
      if (!going.includes(stay)) return stay
      if (stay.firstOn <= lastOn) return { ...stay, lastOn, endReason: reason, endDetail }
      // They had gone before it began.
      return { ...stay, lastOn: stay.firstOn, endReason: 'enteredByMistake', endDetail }
    }),
  )
}

function correct(
  stays: readonly Stay[],
  { enrollmentId, firstOn, lastOn }: Extract<StayChange, { kind: 'correct' }>,
): Changed {
  const wrong = stays.find(({ id }) => id === enrollmentId)
  if (wrong === undefined) return refuse({ why: 'nowhere' })
  if (!counts(wrong)) return refuse({ why: 'enteredByMistake' })
  if (lastOn !== null && lastOn < firstOn) return refuse({ why: 'endsBeforeStart' })
  if (wrong.firstOn === firstOn && wrong.lastOn === lastOn) return refuse({ why: 'unchanged' })
  if (lastOn !== null && wrong.endReason === null) return refuse({ why: 'reasonMissing' })
  const right: Stay = {
    ...wrong,
    firstOn,
    lastOn,
    ...(lastOn === null ? { endReason: null, endDetail: null } : {}),
  }
  // Where somebody moved from one section to the next, the day of the move is one day: both sides of it go along.
  const beside = stays.map((stay): Stay => {
    if (stay === wrong || !counts(stay) || stay.place.kind !== 'section' || wrong.place.kind !== 'section') return stay
    const isBefore = stay.endReason === 'movedSection' && stay.lastOn === addDays(wrong.firstOn, -1)
    if (isBefore && stay.firstOn < firstOn) return { ...stay, lastOn: addDays(firstOn, -1) }
    const isAfter =
      wrong.endReason === 'movedSection' && wrong.lastOn !== null && stay.firstOn === addDays(wrong.lastOn, 1)
    const begins = lastOn === null ? null : addDays(lastOn, 1)
    if (isAfter && begins !== null && (stay.lastOn === null || begins <= stay.lastOn))
      return { ...stay, firstOn: begins }
    return stay
  })
  const other = beside.find(
    (stay) => stay.id !== enrollmentId && counts(stay) && excludes(stay.place, right.place) && overlap(stay, right),
  )
  if (other !== undefined) return refuse({ why: 'overlaps', place: other.place })
  return done(beside.map((stay) => (stay.id === enrollmentId ? right : stay)))
}
