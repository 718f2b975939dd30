import type { Held } from './held.ts'
import type { Mark } from './marks.ts'

/** The figures of one period, as every screen and export shows them. */
export interface PeriodFigures {
  /** Enrolled that day. */
  readonly expected: number
  /** Anyone seen, of those expected, unless a person's override says otherwise: "Came 30 of 31". */
  readonly came: number
  /** Late and left early ones included. */
  readonly present: number
  readonly partial: number
  readonly absent: number
  readonly notSeenYet: number
  readonly notHeld: number
  /** Of those present. */
  readonly late: number
  /** Of those present. */
  readonly leftEarly: number
  /** Covered by an excuse, whatever the mark: an official activity counts as present. */
  readonly excused: number
  readonly unconfirmed: number
  /** People who wait in "Who is this?". */
  readonly unidentified: number
  /** (present + late + left early) / enrolled that day, 0 to 1; null when nobody is expected or the class was not held. */
  readonly attendanceRate: number | null
  /** Mean time in class, inside its window, of the expected who were seen; null when nobody was. Unrounded seconds. */
  readonly averageSeconds: number | null
  /** Time in class of all the expected together. Unrounded seconds. */
  readonly totalSeconds: number
}

/** Adds up one period. Students who are not enrolled that day count nowhere. */
export function figuresOf(marks: readonly Mark[], held: Held, unidentified: number): PeriodFigures {
  const count = { present: 0, partial: 0, absent: 0, notSeenYet: 0, notHeld: 0, notEnrolled: 0 }
  const flagged = { late: 0, leftEarly: 0 }
  let [came, seen, seenSeconds, excused, unconfirmed] = [0, 0, 0, 0, 0]
  for (const mark of marks) {
    count[mark.presence] += 1
    if (mark.presence === 'notEnrolled') continue
    if (mark.presence === 'present') for (const flag of mark.flags) flagged[flag] += 1
    if (mark.overrideId === null ? mark.isSeen : mark.presence !== 'absent') came += 1
    if (mark.excuse !== null) excused += 1
    if (mark.isUnconfirmed) unconfirmed += 1
    if (!mark.isSeen) continue
    seen += 1
    seenSeconds += mark.presentSeconds
  }
  const { notEnrolled, ...counted } = count
  const expected = marks.length - notEnrolled
  return {
    expected,
    came,
    ...counted,
    ...flagged,
    excused,
    unconfirmed,
    unidentified,
    attendanceRate: held.state === 'held' && expected > 0 ? count.present / expected : null,
    averageSeconds: seen === 0 ? null : seenSeconds / seen,
    totalSeconds: seenSeconds,
  }
}
