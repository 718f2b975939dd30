import { Pill } from '../../../ui/Pill.tsx'
import { lookOf, type Clash, type Standing } from '../look.ts'

/** How a meeting stands with Zoom and with the clock; one that is over and well says so without a sign. */
export function MeetingPill({ meeting, clash }: { readonly meeting: Standing; readonly clash?: Clash | undefined }) {
  const { pill, words, isPlain } = lookOf(meeting, clash)
  if (isPlain && meeting.phase === 'past') return <span>{words}</span>
  return (
    <Pill state={pill} isBare={isPlain}>
      {words}
    </Pill>
  )
}
