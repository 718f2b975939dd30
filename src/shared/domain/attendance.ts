import type { FinalityFacts, Finality } from './finality.ts'
import type { PeriodFigures } from './figures.ts'
import type { Held, HeldState } from './held.ts'
import type { Interval } from './intervals.ts'
import type { Mark, Override, PeriodExcuse } from './marks.ts'
import type { Hosts, Identification, IdentityDecision, KnownAsName, Stranger } from './matching.ts'
import type { Run } from './participant.ts'
import type { Policy } from './policy.ts'
import type { ExpectedStudent, SchoolIndex } from './roster.ts'
import type { LocalDate } from './time.ts'

/** Every fact that one period's marks follow from. */
export interface PeriodFacts {
  readonly periodId: string
  readonly on: LocalDate
  /** The scheduled window, epoch ms. */
  readonly scheduled: Interval
  /** The real times that somebody accepted for this class. */
  readonly realTimes: Interval | null
  /** A person's answer to "Did this class take place?", or what the calendar says of the day. */
  readonly heldDecision: HeldState | null
  readonly policy: Policy
  /** The runs linked to the period, with the rows of the read that is judged. */
  readonly runs: readonly Run[]
  /** The list of the teaching group; who is not enrolled on `on` gets `notEnrolled`. */
  readonly roster: readonly ExpectedStudent[]
  readonly school: SchoolIndex
  readonly links: ReadonlyMap<string, string>
  readonly hosts: Hosts
  readonly knownAs: readonly KnownAsName[]
  readonly decisions: readonly IdentityDecision[]
  readonly isRegistrationOn: boolean
  readonly acceptsExactNames: boolean
  readonly excuses: readonly PeriodExcuse[]
  readonly overrides: readonly Override[]
  readonly finality: Omit<FinalityFacts, 'endedAt' | 'isHostSeen' | 'headCount'>
}

/** All that follows from {@link PeriodFacts}. */
export interface Judgement {
  readonly periodId: string
  readonly held: Held
  readonly finality: Finality
  /** One per student of the roster, in its order; then visitors of other sections (`notEnrolled`), by person id. */
  readonly marks: readonly Mark[]
  readonly identified: readonly Identification[]
  /** "Who is this?" */
  readonly strangers: readonly Stranger[]
  readonly figures: PeriodFigures
}

/** Judges one class period: rows -> who -> how long -> marks. The same facts always give the same judgement. */
export declare function judgePeriod(facts: PeriodFacts): Judgement
