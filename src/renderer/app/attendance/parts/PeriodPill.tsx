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

/** Where a period's attendance stands, and since or until when. */
export function PeriodPill({
  period: { state, finalAt },
}: {
  readonly period: Pick<PeriodSummary, 'state' | 'finalAt'>
}) {
  const formats = useFormats()
  const text = state === 'final' && finalAt !== null ? words.finalAt(formats.time(finalAt)) : words.states[state]
  return <Pill state={states[state]}>{text}</Pill>
}
