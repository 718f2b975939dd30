import type { Held } from './held.ts'
import { total } from './intervals.ts'
import type { Mark } from './marks.ts'
import type { Participant } from './participant.ts'

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
  readonly excused: number
  readonly unconfirmed: number
  /** People who wait in "Who is this?". */
  readonly unidentified: number
  /** (present + late + left early) / enrolled that day, 0 to 1; null when nobody is expected or the class was not held. */
  readonly attendanceRate: number | null
  /** Mean time in class, inside its window, of the expected who were seen; null when nobody was. Unrounded seconds. */
  readonly averageSeconds: number | null
  /** How long anybody at all was in the meeting, each moment once. Unrounded seconds. */
  readonly totalSeconds: number
}

/** Adds up one period. Students who are not enrolled that day count nowhere. */
export function figuresOf(
  marks: readonly Mark[],
  held: Held,
  participants: readonly Participant[],
  unidentified: number,
): PeriodFigures {
  const expected = marks.filter(({ presence }) => presence !== 'notEnrolled')
  const count = (test: (mark: Mark) => boolean): number => expected.filter(test).length
  const seen = expected.filter(({ isSeen }) => isSeen)
  const present = count((mark) => mark.presence === 'present')
  return {
    expected: expected.length,
    came: count((mark) => (mark.overrideId === null ? mark.isSeen : mark.presence !== 'absent')),
    present,
    partial: count((mark) => mark.presence === 'partial'),
    absent: count((mark) => mark.presence === 'absent'),
    notSeenYet: count((mark) => mark.presence === 'notSeenYet'),
    notHeld: count((mark) => mark.presence === 'notHeld'),
    late: count((mark) => mark.presence === 'present' && mark.flags.includes('late')),
    leftEarly: count((mark) => mark.presence === 'present' && mark.flags.includes('leftEarly')),
    excused: count((mark) => mark.excuse !== null),
    unconfirmed: count((mark) => mark.isUnconfirmed),
    unidentified,
    attendanceRate: held.state === 'held' && expected.length > 0 ? present / expected.length : null,
    averageSeconds:
      seen.length === 0 ? null : seen.reduce((sum, { presentSeconds }) => sum + presentSeconds, 0) / seen.length,
    totalSeconds: total(participants.flatMap(({ stays }) => stays)) / 1000,
  }
}
