import type { PracticeClass, Stay } from './practice-class.ts'

/** How much of a class somebody was in, by the policy "15 minutes". */
export type Presence = 'present' | 'partial' | 'absent' | 'notHeld'

/** What really was with one student. */
export interface StudentTruth {
  readonly studentNumber: string
  readonly email: string
  /** Whether there was a registration to come by; without one a school should ask before it calls anybody absent. */
  readonly hasLink: boolean
  readonly presence: Presence
  readonly isLate: boolean
  readonly hasLeftEarly: boolean
  /** Time in class inside the scheduled window, devices and rejoins united. */
  readonly seconds: number
  /** A wait before the door decided the mark; `presenceIfWaitCounted` is what it would have been. */
  readonly isKeptWaiting: boolean
  readonly presenceIfWaitCounted: Presence
}

/** Who really sat behind one row of the report. */
export interface PersonTruth {
  readonly displayName: string
  readonly joinAt: string
  readonly leaveAt: string
  readonly runUuid: string
  readonly status: 'in_meeting' | 'in_waiting_room'
  readonly registrantId: string
  readonly role: Stay['role']
  /** The students of this class who sat there; empty when it was nobody of them. */
  readonly studentNumbers: readonly string[]
  readonly isKeptWaiting: boolean
}

/** The whole truth about one class. */
export interface ClassTruth {
  readonly meetingId: string
  readonly occurrenceKey: string
  readonly story: PracticeClass['story']
  readonly scheduledStartAt: string
  readonly scheduledEndAt: string
  readonly runs: readonly { readonly uuid: string; readonly startedAt: string; readonly endedAt: string }[]
  readonly wasHeld: boolean
  readonly heldSeconds: number
  readonly students: readonly StudentTruth[]
  readonly people: readonly PersonTruth[]
}

interface Span {
  readonly from: number
  readonly to: number
}

const lateAfterMs = 10 * 60_000
const leftEarlyBeforeMs = 10 * 60_000
const enoughMs = 15 * 60_000

/**
 * The truth about a class, by the practice school's own reading of the rules: present with 15 minutes or half of the
 * time held, whichever is less; partial below; absent with none. Held is the time of the runs inside the scheduled
 * window, without the stretch in which most were thrown out. Late counts from the first knock, more than 10 minutes
 * after the later of the scheduled start and the first run's start; left early is more than 10 minutes before the
 * earlier of the scheduled end and the last run's end. Time outside the window alone is partial.
 */
export function truthOf(made: PracticeClass): ClassTruth {
  const window: Span = { from: made.startAt, to: made.endAt }
  const runSpans = made.runs.map((run) => ({ from: run.startAt, to: run.endAt }))
  const dropMs =
    made.massDrop === null ? 0 : lengthOf(runSpans.map((span) => cut(cut(span, window), made.massDrop ?? window)))
  const heldMs = lengthOf(runSpans.map((span) => cut(span, window))) - dropMs
  const wasHeld = made.isHostSeen && made.stays.some((stay) => stay.role !== 'host')
  const needed = Math.min(enoughMs, heldMs / 2)
  const openAt = Math.max(window.from, runSpans[0]?.from ?? window.from)
  const closeAt = Math.min(window.to, runSpans.at(-1)?.to ?? window.to)
  const students = made.expected.map((each): StudentTruth => {
    const own = made.stays.filter((stay) => stay.studentNumbers.includes(each.number))
    const inside = own.filter((stay) => !stay.isWaiting)
    const presenceBy = (stays: readonly Stay[]): Presence => {
      if (!wasHeld) return 'notHeld'
      const counted = lengthOf(stays.map((stay) => cut(spanOf(stay), window)))
      if (counted >= needed && counted > 0) return 'present'
      return stays.length > 0 ? 'partial' : 'absent'
    }
    const presence = presenceBy(inside)
    const presenceIfWaitCounted = presenceBy(own)
    const isThere = presence === 'present' || presence === 'partial'
    return {
      studentNumber: each.number,
      email: each.email,
      hasLink: each.registrantId !== '',
      presence,
      isLate: isThere && Math.min(...own.map((stay) => stay.joinAt)) > openAt + lateAfterMs,
      hasLeftEarly: isThere && Math.max(...inside.map((stay) => stay.leaveAt)) < closeAt - leftEarlyBeforeMs,
      seconds: Math.round(lengthOf(inside.map((stay) => cut(spanOf(stay), window))) / 1000),
      isKeptWaiting: presence !== presenceIfWaitCounted,
      presenceIfWaitCounted,
    }
  })
  const keptWaiting = new Set(students.filter((each) => each.isKeptWaiting).map((each) => each.studentNumber))
  return {
    meetingId: made.meetingId,
    occurrenceKey: made.key,
    story: made.story,
    scheduledStartAt: iso(made.startAt),
    scheduledEndAt: iso(made.endAt),
    runs: made.runs.map((run) => ({ uuid: run.uuid, startedAt: iso(run.startAt), endedAt: iso(run.endAt) })),
    wasHeld,
    heldSeconds: Math.round(heldMs / 1000),
    students,
    people: made.stays.map((stay) => ({
      displayName: stay.displayName,
      joinAt: iso(stay.joinAt),
      leaveAt: iso(stay.leaveAt),
      runUuid: made.runs[stay.run]?.uuid ?? '',
      status: stay.isWaiting ? 'in_waiting_room' : 'in_meeting',
      registrantId: stay.registrantId,
      role: stay.role,
      studentNumbers: stay.studentNumbers,
      isKeptWaiting: stay.isWaiting && stay.studentNumbers.some((number) => keptWaiting.has(number)),
    })),
  }
}

function iso(instant: number): string {
  return new Date(instant).toISOString()
}

function spanOf(stay: Stay): Span {
  return { from: stay.joinAt, to: stay.leaveAt }
}

function cut(span: Span, by: Span): Span {
  return { from: Math.max(span.from, by.from), to: Math.min(span.to, by.to) }
}

/** The length of the union: what overlaps counts once. */
function lengthOf(spans: readonly Span[]): number {
  let total = 0
  let reached = Number.NEGATIVE_INFINITY
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const from = Math.max(span.from, reached)
    if (span.to > from) total += span.to - from
    reached = Math.max(reached, span.to)
  }
  return total
}
