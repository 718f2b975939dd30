import type { Interval } from './intervals.ts'
import type { Identification } from './matching.ts'
import type { Run } from './participant.ts'

/** Whether a class period took place. Only `held` can make anyone absent. */
export const heldStates = ['held', 'notHeld', 'suspended', 'moved', 'asynchronous', 'unknown'] as const
/** One answer to "Did this class take place?". */
export type HeldState = (typeof heldStates)[number]

/** Why a person is asked "Did this class take place?". */
export type HeldQuestion = 'noRun' | 'emptyReport' | 'noHost' | 'noStudents'

/** The class kept times of its own: a proposal to judge all of it by the real times. */
export interface OffSchedule {
  /** The real class: from its opening to when most students had left. */
  readonly realWindow: Interval
  /** Negative when early. */
  readonly offsetMinutes: number
}

/** What the reports say about the class itself. */
export interface Held {
  readonly state: HeldState
  /** Set while a person has to say whether the class took place. */
  readonly question: HeldQuestion | null
  /** The window that minutes count in: the scheduled one, or the real times that somebody accepted. */
  readonly window: Interval
  /** The time held inside the window, without restart gaps and mass drops. */
  readonly heldTime: readonly Interval[]
  readonly heldSeconds: number
  /** When students could first be in; null when nobody ever was. */
  readonly openedAt: number | null
  /** When the last run ended; null without a run. */
  readonly endedAt: number | null
  readonly isHostSeen: boolean
  /** Between one run's end and the next one's opening, inside the window. */
  readonly restartGaps: readonly Interval[]
  /** While most of the class was thrown out at once, inside the window. */
  readonly massDrops: readonly Interval[]
  readonly offSchedule: OffSchedule | null
}

/** What {@link judgeHeld} looks at. */
export interface HeldFacts {
  readonly scheduled: Interval
  /** The real times that somebody accepted for this class. */
  readonly realTimes: Interval | null
  /** A person's answer; null while nobody was asked or the day decides. */
  readonly decided: HeldState | null
  readonly runs: readonly Run[]
  /** Per run, in the order of `runs`. */
  readonly identified: readonly Identification[]
}

/** Was the class held, when was it open, and for how long (domain sections 2 and 5). */
export declare function judgeHeld(facts: HeldFacts): Held
/** The candidate whose window (from 30 min before its start to 120 min after its end) the run overlaps most; null for an unplanned class. */
export declare function assignRun<T extends { readonly window: Interval }>(
  run: Interval,
  candidates: readonly T[],
): T | null
/** Stretches in which most of those present were thrown out within two minutes. */
export declare function findMassDrops(stays: readonly (readonly Interval[])[], during: readonly Interval[]): Interval[]
