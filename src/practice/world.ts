import type { FaultBoard } from './faults.ts'
import type { School } from './school.ts'
import type { State } from './state.ts'
import type { PracticeClass } from './practice-class.ts'

/** What every part of the pretend Zoom works on. */
export interface World {
  readonly state: State
  readonly school: School
  readonly faults: FaultBoard
  /** The present instant of the practice clock, epoch ms. */
  now(): number
  /** Where browsers would be sent: the base of join and registration links. */
  readonly webUrl: string
  /** Ids of the meetings that changed since they were last written down. */
  readonly touched: Set<string>
  /** Classes that were derived already, by everything they depend on. */
  readonly classes: Map<string, PracticeClass>
}
