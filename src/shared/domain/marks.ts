import type { MissingForFinal } from './finality.ts'
import type { HeldQuestion, HeldState } from './held.ts'
import type { Evidence, MatchFlag } from './matching.ts'
import type { NeededTime } from './policy.ts'
import type { LinkStatus } from './roster.ts'
import type { Sighting } from './sighting.ts'

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
      readonly by: NeededTime['by']
    }
  | { readonly code: 'noTime' }
  /** Nobody at all was seen in the reports: they cannot show who was absent. */
  | { readonly code: 'noReport' }
  | { readonly code: 'outsideClassTime'; readonly outsideSeconds: number }
  /** In the meeting by a row without any duration. */
  | { readonly code: 'noDuration' }
  | {
      readonly code: 'late'
      /** Epoch ms. */
      readonly arrivedAt: number
      /** The later of the start and the opening, epoch ms. */
      readonly countedFrom: number
      readonly lateSeconds: number
      readonly allowedMinutes: number
      readonly by: 'knock' | 'join'
    }
  | {
      readonly code: 'leftEarly'
      /** Epoch ms. */
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
  | {
      readonly code: 'cameThoughNotHeld' | 'cameThoughNotEnrolled'
      readonly inMeetingSeconds: number
      readonly waitedSeconds: number
    }
  | { readonly code: 'restartIgnored' | 'closedDoorIgnored' | 'massDropIgnored'; readonly seconds: number }
  /** Epoch ms. */
  | { readonly code: 'judgedByRealTimes'; readonly from: number; readonly to: number }
  | { readonly code: 'unconfirmed'; readonly evidence: Evidence }
  /** Worth a second look, although the match stands. */
  | { readonly code: MatchFlag }
  | { readonly code: 'officialActivity' | 'excused'; readonly excuseId: string; readonly reason: string }
  | { readonly code: 'override'; readonly overrideId: string }

/** What needs a person before this mark can stand. */
export const markNeeds = ['keptWaiting', 'noWorkingLink', 'unconfirmed'] as const
/** One need. */
export type MarkNeed = (typeof markNeeds)[number]

/** The mark of one student in one period, with the evidence that it rests on. */
export interface Mark extends Sighting {
  readonly personId: string
  readonly presence: PresenceKind
  /** In the order of {@link markFlags}. */
  readonly flags: readonly MarkFlag[]
  /** Third fact of a mark: the excuse, when one covers it. */
  readonly excuse: PeriodExcuse | null
  /** What it would be without an override: "By the rule: partial". */
  readonly byRule: { readonly presence: PresenceKind; readonly flags: readonly MarkFlag[] }
  /** The override on top, if any. */
  readonly overrideId: string | null
  readonly needs: readonly MarkNeed[]
  /** In the order in which they are told. */
  readonly reasons: readonly MarkReason[]
  /** The mark rests on a match that somebody should accept. */
  readonly isUnconfirmed: boolean
}

/** A mark that other facts would change. */
export interface MarkChange {
  readonly personId: string
  readonly before: Mark | null
  readonly after: Mark | null
}

/** The marks whose presence or flags differ, by person id: "Zoom changed its report: 2 marks would change". */
export function compareMarks(before: readonly Mark[], after: readonly Mark[]): MarkChange[] {
  const changes: MarkChange[] = []
  const earlier = new Map(before.map((mark) => [mark.personId, mark]))
  for (const mark of after) {
    const old = earlier.get(mark.personId)
    earlier.delete(mark.personId)
    if (old === undefined || isDifferent(old, mark)) {
      changes.push({ personId: mark.personId, before: old ?? null, after: mark })
    }
  }
  for (const mark of earlier.values()) changes.push({ personId: mark.personId, before: mark, after: null })
  return changes.sort((a, b) => (a.personId < b.personId ? -1 : 1))
}

function isDifferent(a: Mark, b: Mark): boolean {
  return a.presence !== b.presence || a.flags.join() !== b.flags.join()
}
