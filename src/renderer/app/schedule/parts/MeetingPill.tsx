import { Pill } from '../../../ui/Pill.tsx'
import { lookOf, type Standing } from '../look.ts'

/** How a meeting stands with Zoom and with the clock; one that is over and well says so without a sign. */
export function MeetingPill({ meeting }: { readonly meeting: Standing }) {
  const { pill, words, isPlain } = lookOf(meeting)
  if (isPlain && meeting.phase === 'past') return <span>{words}</span>
  return (
    <Pill state={pill} isBare={isPlain}>
      {words}
    </Pill>
  )
}
