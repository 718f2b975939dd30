import type { Held } from './held.ts'
import type { Interval } from './intervals.ts'
import type { Mark } from './marks.ts'

/** The figures of one period, as every screen and export shows them. */
export interface PeriodFigures {
  /** Enrolled that day. */
  readonly expected: number
  /** Anyone seen, of those expected: "Came 30 of 31". */
  readonly came: number
  readonly present: number
  readonly partial: number
  readonly absent: number
  readonly notSeenYet: number
  readonly notHeld: number
  readonly late: number
  readonly leftEarly: number
  readonly excused: number
  readonly unconfirmed: number
  /** People who wait in "Who is this?". */
  readonly unidentified: number
  /** (present + late + left early) / enrolled that day, 0 to 1; null when nobody is expected or the class was not held. */
  readonly attendanceRate: number | null
  /** Mean time in class of those who came, seconds; null when nobody came. */
  readonly averageSeconds: number | null
  /** How long anybody was in the meeting, each moment once, seconds. */
  readonly totalSeconds: number
}

/** Adds up one period. */
export declare function figuresOf(
  marks: readonly Mark[],
  held: Held,
  everybody: readonly Interval[],
  unidentified: number,
): PeriodFigures
