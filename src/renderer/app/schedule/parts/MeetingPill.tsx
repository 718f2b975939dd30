import type { MeetingSummary } from '../../../../shared/contract/meeting.ts'
import { Pill, type PillState } from '../../../ui/Pill.tsx'
import { scheduleWords } from '../../../words/schedule.ts'

const states = {
  creating: 'waitingToSend',
  cancelling: 'waitingToSend',
  cancelled: 'notHeld',
  refused: 'problem',
  missing: 'problem',
} as const satisfies Record<string, PillState>

/** How a meeting stands with Zoom and with the clock. */
export function MeetingPill({
  meeting: { state, phase },
}: {
  readonly meeting: Pick<MeetingSummary, 'state' | 'phase'>
}) {
  if (state === 'scheduled') {
    const words = scheduleWords.states.scheduled[phase]
    return phase === 'past' ? <span>{words}</span> : <Pill state={phase}>{words}</Pill>
  }
  return <Pill state={states[state]}>{scheduleWords.states[state]}</Pill>
}
