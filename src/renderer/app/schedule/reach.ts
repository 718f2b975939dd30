import type { Meeting, MeetingDate, Scope } from '../../../shared/contract/meeting.ts'

/** How far a change of a meeting can reach, seen from one of its dates. */
export interface Reach {
  /** The date that it is seen from; null without a fixed time. */
  readonly target: MeetingDate | null
  /** How many dates each scope reaches: only those to come. */
  readonly counts: Readonly<Record<Scope, number>>
  /** The scopes that differ; one where there is nothing to choose. */
  readonly scopes: readonly Scope[]
}

/** What a change of this meeting can reach. */
export function reachOf({ dates, occurrenceId, kind }: Pick<Meeting, 'dates' | 'occurrenceId' | 'kind'>): Reach {
  const target = dates.find((date) => date.occurrenceId === occurrenceId) ?? null
  const ahead = dates.filter(({ state, phase }) => state === 'scheduled' && phase === 'upcoming')
  const from = target?.time.startInstant ?? ''
  const following = ahead.filter(({ time }) => time.startInstant >= from).length
  const counts = { this: 1, following, all: ahead.length }
  const isOne = kind !== 'series' || ahead.length <= 1
  const isInMiddle = following > 1 && following < ahead.length
  return {
    target,
    counts,
    scopes: isOne ? ['all'] : isInMiddle ? ['this', 'following', 'all'] : ['this', 'all'],
  }
}
