import type { Interval } from './intervals.ts'

/** Where somebody was during one stay, as Zoom reports it. */
export type Place = 'meeting' | 'breakout' | 'waitingRoom'

/** One row of a participant report: one join-leave stay of one connection. Absent values are null, never ''. */
export interface ParticipantRow {
  readonly name: string
  readonly email: string | null
  readonly registrantId: string | null
  readonly customerKey: string | null
  /** Zoom's id of a signed-in user of our account; null for guests. */
  readonly zoomUserId: string | null
  readonly place: Place
  /** Epoch ms. */
  readonly joinedAt: number
  /** Epoch ms; for somebody who is still in, the instant of judgement. */
  readonly leftAt: number
}

/** One actual run of a meeting (Zoom's instance), with the rows of its latest complete read. */
export interface Run {
  readonly runId: string
  /** Zoom's start and end, epoch ms; null when Zoom did not say (then the rows tell). */
  readonly startedAt: number | null
  readonly endedAt: number | null
  readonly rows: readonly ParticipantRow[]
}

/** Everything that looks alike in every way Zoom tells us: the rows that can only be judged together. */
export interface Participant {
  /** Same for the same evidence in every read; what decisions refer to. Personal text: never log it. */
  readonly identityKey: string
  readonly name: string
  readonly email: string | null
  readonly registrantId: string | null
  readonly customerKey: string | null
  readonly zoomUserId: string | null
  /** Time in the meeting or its breakout rooms, united. */
  readonly stays: readonly Interval[]
  /** Time in the waiting room, united. */
  readonly waits: readonly Interval[]
  /** How many rows of the report stand behind it. */
  readonly rowCount: number
}

/** Groups rows by all their evidence together; sorted by identity key, so the order of rows never matters. */
export declare function groupParticipants(rows: readonly ParticipantRow[]): Participant[]
