import type { PeriodSummary } from '../../../../shared/contract/attendance.ts'
import { useFormats } from '../../../status.ts'
import { Pill, type PillState } from '../../../ui/Pill.tsx'
import { attendanceWords as words } from '../../../words/attendance.ts'

const states = {
  planned: 'upcoming',
  live: 'live',
  collecting: 'notFinal',
  final: 'final',
  checked: 'checked',
  signed: 'checked',
} as const satisfies Record<PeriodSummary['state'], PillState>

/** Whether a class took place, where its attendance stands, and since when. */
export function PeriodPill({
  period: { state, finalAt, held },
}: {
  readonly period: Pick<PeriodSummary, 'state' | 'finalAt' | 'held'>
}) {
  const formats = useFormats()
  if (held !== 'held' && held !== 'unknown') return <Pill state="notHeld">{words.heldStates[held]}</Pill>
  const text = state === 'final' && finalAt !== null ? words.finalAt(formats.time(finalAt)) : words.states[state]
  return <Pill state={states[state]}>{text}</Pill>
}
