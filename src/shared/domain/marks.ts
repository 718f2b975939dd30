import type { HeldQuestion, HeldState } from './held.ts'
import type { Interval } from './intervals.ts'
import type { MissingForFinal } from './finality.ts'
import type { Evidence } from './matching.ts'
import type { LinkStatus } from './roster.ts'

/** First fact of a mark. */
export const presenceKinds = ['present', 'partial', 'absent', 'notSeenYet', 'notHeld', 'notEnrolled'] as const
/** One kind of presence. */
export type PresenceKind = (typeof presenceKinds)[number]

/** Second fact of a mark: both can be true, and both count as present. */
export const markFlags = ['late', 'leftEarly'] as const
/** One flag. */
export type MarkFlag = (typeof markFlags)[number]

/** What a person may set by hand. */
export const overridePresences = ['present', 'partial', 'absent'] as const
/** One presence that a person may set. */
export type OverridePresence = (typeof overridePresences)[number]

/** A person's word on a mark; the latest one wins over every computation. */
export interface Override {
  readonly overrideId: string
  readonly personId: string
  /** Null takes earlier overrides back. */
  readonly presence: OverridePresence | null
  readonly flags: readonly MarkFlag[]
  /** Epoch ms. */
  readonly decidedAt: number
}

/** An excuse that covers this student in this period. */
export interface PeriodExcuse {
  readonly excuseId: string
  readonly personId: string
  /** The school's code of the reason. */
  readonly reason: string
  /** "Official school activity": counts as present, with a note. */
  readonly isOfficialActivity: boolean
}

/** Why the mark is what it is: a code and its numbers, never a sentence. */
export type MarkReason =
  | {
      readonly code: 'timeReached' | 'timeShort'
      readonly presentSeconds: number
      readonly neededSeconds: number
      readonly heldSeconds: number
      /** Which part of the policy set the need. */
      readonly by: 'minutes' | 'halfOfTimeHeld' | 'percent'
    }
  | { readonly code: 'noTime' }
  | { readonly code: 'outsideClassTime'; readonly outsideSeconds: number }
  | {
      readonly code: 'late'
      readonly arrivedAt: number
      /** The later of the start and the opening, epoch ms. */
      readonly countedFrom: number
      readonly lateSeconds: number
      readonly allowedMinutes: number
      readonly by: 'knock' | 'join'
    }
  | {
      readonly code: 'leftEarly'
      readonly lastOutAt: number
      /** The end that counts, epoch ms. */
      readonly countedTo: number
      readonly earlySeconds: number
      readonly allowedMinutes: number
    }
  | { readonly code: 'keptWaiting'; readonly waitedSeconds: number; readonly wouldBe: PresenceKind }
  | { readonly code: 'noWorkingLink'; readonly link: LinkStatus }
  | { readonly code: 'notFinal'; readonly missing: readonly MissingForFinal[] }
  | { readonly code: 'unidentifiedPeople'; readonly count: number }
  | { readonly code: 'notEnrolled'; readonly firstOn: string | null; readonly lastOn: string | null }
  | { readonly code: 'held'; readonly state: HeldState; readonly question: HeldQuestion | null }
  | { readonly code: 'cameThoughNotHeld'; readonly presentSeconds: number; readonly waitedSeconds: number }
  | { readonly code: 'restartIgnored' | 'massDropIgnored'; readonly seconds: number }
  | { readonly code: 'judgedByRealTimes'; readonly from: number; readonly to: number }
  | { readonly code: 'unconfirmed'; readonly evidence: Evidence }
  | { readonly code: 'officialActivity' | 'excused'; readonly excuseId: string; readonly reason: string }
  | { readonly code: 'override'; readonly overrideId: string }

/** What needs a person before this mark can stand. */
export type MarkNeed = 'keptWaiting' | 'noWorkingLink' | 'unconfirmed'

/** The mark of one student in one period, with the evidence it rests on. */
export interface Mark {
  readonly personId: string
  readonly presence: PresenceKind
  /** In the order of {@link markFlags}. */
  readonly flags: readonly MarkFlag[]
  /** Third fact of a mark: the excuse, when one covers it. */
  readonly excuse: PeriodExcuse | null
  /** What it would be without override: "By the rule: partial". */
  readonly byRule: { readonly presence: PresenceKind; readonly flags: readonly MarkFlag[] }
  /** The override on top, if any. */
  readonly overrideId: string | null
  /** Seen at all, in the meeting or knocking: counts in "Came". */
  readonly isSeen: boolean
  readonly needs: readonly MarkNeed[]
  readonly reasons: readonly MarkReason[]
  /** The strongest evidence that it was this student; null when not seen. */
  readonly evidence: Evidence | null
  readonly isUnconfirmed: boolean
  /** In the meeting inside the window, each moment once. Unrounded. */
  readonly presentSeconds: number
  readonly waitedSeconds: number
  /** In the meeting outside the window. */
  readonly outsideSeconds: number
  /** First and last moment in the meeting, epoch ms. */
  readonly firstInAt: number | null
  readonly lastOutAt: number | null
  /** First knock or join, from which lateness runs, epoch ms. */
  readonly arrivedAt: number | null
  /** All time in the meeting, united, not clipped. */
  readonly stays: readonly Interval[]
  readonly waits: readonly Interval[]
}

/** A mark that another state of the facts would change. */
export interface MarkChange {
  readonly personId: string
  readonly before: Mark | null
  readonly after: Mark | null
}

/** The marks whose presence or flags differ, by person id: "Zoom changed its report: 2 marks would change". */
export declare function compareMarks(before: readonly Mark[], after: readonly Mark[]): MarkChange[]
