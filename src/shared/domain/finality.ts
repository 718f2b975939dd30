/** How far a period's attendance has come. */
export const periodStates = ['collecting', 'final', 'checked', 'signed'] as const
/** One state of a period's attendance. */
export type PeriodState = (typeof periodStates)[number]

/** What still keeps a report from being final. */
export const missingForFinalKinds = [
  'thirtyMinutesAfterEnd',
  'twoEqualReads',
  'rows',
  'durations',
  'allPages',
  'host',
  'headCount',
] as const
/** One thing that is missing. */
export type MissingForFinal = (typeof missingForFinalKinds)[number]

/** One complete or failed attempt to read all reports of a period: all its runs together. */
export interface ReadSummary {
  readonly readId: string
  /** Epoch ms. */
  readonly readAt: number
  /** Same digest, same content: over all rows of all runs, sorted. */
  readonly digest: string
  readonly rowCount: number
  /** Each run of the period was read to its last page. */
  readonly isComplete: boolean
  /** A row whose join and leave are the same: Zoom is still at work (zoom-facts section 4). */
  readonly hasZeroDuration: boolean
}

/** What finality depends on. */
export interface FinalityFacts {
  /** The present instant, epoch ms. */
  readonly asOf: number
  /** The later of the scheduled end and the last run's end, epoch ms. */
  readonly endedAt: number
  /** In any order. */
  readonly reads: readonly ReadSummary[]
  /** A host, alternative host or teacher was in the meeting, by the latest read. */
  readonly isHostSeen: boolean
  /** Distinct participants by the latest read. */
  readonly headCount: number
  /** Distinct participants by live events; null when none were heard. */
  readonly liveHeadCount: number | null
  /** The read that the final marks rest on; null while collecting. */
  readonly finalReadId: string | null
  /** A person closed the period, with a reason. */
  readonly closedAt: number | null
  readonly checkedAt: number | null
  readonly signedAt: number | null
}

/** Where a period stands. */
export interface Finality {
  readonly state: PeriodState
  readonly isClosedByPerson: boolean
  /** Empty when final by the reports themselves. */
  readonly missing: readonly MissingForFinal[]
  /** When Zoom should be asked again, epoch ms (in the past: now); null when no more reads are planned. */
  readonly nextReadAt: number | null
  /** The sound read that the marks shall be judged by; null before the first complete one. */
  readonly judgedReadId: string | null
  /** A later sound read that differs from the final one, to be accepted or not. */
  readonly changedReadId: string | null
}

/** Judges how final a period's attendance is (domain section 3). */
export declare function judgeFinality(facts: FinalityFacts): Finality
/** When the first read of a period is due: 2 minutes after its end. Epoch ms. */
export declare function firstReadAt(endedAt: number): number
