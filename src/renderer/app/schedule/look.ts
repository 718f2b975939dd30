import type { MeetingSummary } from '../../../shared/contract/meeting.ts'
import type { PillState } from '../../ui/Pill.tsx'
import { scheduleWords as words } from '../../words/schedule.ts'
import type { Clash } from './use-clashes.ts'

/** How a class stands, in one word with its sign: the same in every view. */
export interface Look {
  readonly pill: PillState
  readonly words: string
  /** A class that takes place as planned: a calendar says nothing more of it. */
  readonly isPlain: boolean
}

const states = {
  creating: 'waitingToSend',
  cancelling: 'waitingToSend',
  cancelled: 'notHeld',
  refused: 'problem',
  missing: 'problem',
} as const satisfies Record<string, PillState>

/** What of a class {@link lookOf} looks at. */
export type Standing = Pick<MeetingSummary, 'state' | 'phase' | 'needs' | 'refusedCount'>

/** How a class stands with Zoom, with other classes and with the clock; what needs a person comes first. */
export function lookOf({ state, phase, needs, refusedCount }: Standing, clash?: Clash): Look {
  if (state !== 'scheduled') return { pill: states[state], words: words.states[state], isPlain: false }
  if (needs.includes('changed')) return { pill: 'problem', words: words.changedInZoom, isPlain: false }
  if (clash !== undefined && phase !== 'past')
    return { pill: 'problem', words: words.clashes[clash.kind], isPlain: false }
  if (phase === 'live') return { pill: 'live', words: words.states.scheduled.live, isPlain: false }
  if (phase === 'upcoming' && needs.includes('withoutLink')) {
    // The class takes place all the same, so a calendar does not dwell on it.
    return { pill: 'unsure', words: words.withoutLink(refusedCount), isPlain: true }
  }
  return { pill: phase === 'past' ? 'final' : 'upcoming', words: words.states.scheduled[phase], isPlain: true }
}

/** A planned date among all others: a series has one row for each. */
export const rowKeyOf = ({ id, occurrenceId }: Pick<MeetingSummary, 'id' | 'occurrenceId'>): string =>
  occurrenceId ?? id
