import type { AttendanceRow, PeriodSummary } from '../../../../shared/contract/attendance.ts'
import { useFormats } from '../../../status.ts'
import { pillLooks } from '../../../ui/Pill.tsx'
import { Strip } from '../../../ui/Strip.tsx'
import { attendanceWords as words } from '../../../words/attendance.ts'
import { markState } from '../filter.ts'

interface Props {
  readonly row: AttendanceRow
  readonly period: PeriodSummary
  readonly size: 'row' | 'large'
}

const quarter = 15 * 60_000

/** A student's time in class, drawn; in words for who cannot see it. */
export function MarkStrip({ row, period, size }: Props) {
  const formats = useFormats()
  const from = Date.parse(period.time.startInstant)
  const to = Date.parse(period.time.endInstant)
  const stays = row.intervals.map(({ joinedAt, leftAt, kind }) => ({
    from: Date.parse(joinedAt),
    to: Date.parse(leftAt),
    kind: kind === 'waitingRoom' ? ('waiting' as const) : ('inClass' as const),
  }))
  const step = to - from > 90 * 60_000 ? 2 * quarter : quarter
  const ticks = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step)
  const text = row.intervals
    .map(({ joinedAt, leftAt, kind }) => `${words.kinds[kind]} ${formats.time(joinedAt)} – ${formats.time(leftAt)}`)
    .join(', ')
  return (
    <Strip
      from={from}
      to={to}
      stays={stays}
      text={text === '' ? words.noFacts : text}
      tone={pillLooks[markState(row)].tone}
      size={size}
      ticks={size === 'large' ? ticks.map((at) => ({ at, label: formats.time(at) })) : []}
    />
  )
}
