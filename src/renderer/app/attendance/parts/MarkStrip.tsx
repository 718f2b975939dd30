import type { AttendanceRow, PeriodSummary } from '../../../../shared/contract/attendance.ts'
import { useFormats } from '../../../status.ts'
import { pillLooks } from '../../../ui/Pill.tsx'
import { Strip, type StripProps } from '../../../ui/Strip.tsx'
import { attendanceWords as words } from '../../../words/attendance.ts'
import { rowState } from '../filter.ts'

interface Props {
  readonly row: AttendanceRow
  readonly period: PeriodSummary
  readonly size: 'row' | 'large'
}

const quarter = 15 * 60_000
/** Changing a room takes seconds: drawn as gaps they would look like absences. */
const seamMs = 15_000

type Stay = StripProps['stays'][number]

/** Stays without the seams between rooms and devices: what stands in the facts, second by second, is drawn as one. */
function joined(stays: readonly Stay[]): readonly Stay[] {
  const drawn: Stay[] = []
  for (const stay of stays.toSorted((a, b) => a.from - b.from)) {
    const last = drawn.findLast(({ kind }) => kind === stay.kind)
    if (last === undefined || stay.from > last.to + seamMs) drawn.push(stay)
    else drawn[drawn.indexOf(last)] = { ...last, to: Math.max(last.to, stay.to) }
  }
  return drawn
}

/** Every quarter of an hour, every half in long classes, and the end in place of one that is too near to it. */
function ticksOf(from: number, to: number): readonly number[] {
  const step = to - from > 90 * 60_000 ? 2 * quarter : quarter
  const inside = Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step)
  return [...inside.filter((at) => to - at > step * 0.7), to]
}

/** A student's time in class, drawn; in words for who cannot see it. */
export function MarkStrip({ row, period, size }: Props) {
  const formats = useFormats()
  const from = Date.parse(period.time.startInstant)
  const to = Date.parse(period.time.endInstant)
  const stays = joined(
    row.intervals.map(({ joinedAt, leftAt, kind }) => ({
      from: Date.parse(joinedAt),
      to: Date.parse(leftAt),
      kind: kind === 'waitingRoom' ? ('waiting' as const) : ('inClass' as const),
    })),
  )
  const text = row.intervals
    .map(({ joinedAt, leftAt, kind }) => `${words.kinds[kind]} ${formats.time(joinedAt)} – ${formats.time(leftAt)}`)
    .join(', ')
  return (
    <Strip
      from={from}
      to={to}
      stays={stays}
      text={text === '' ? words.noFacts : text}
      tone={pillLooks[rowState(row)].tone}
      size={size}
      ticks={size === 'large' ? ticksOf(from, to).map((at) => ({ at, label: formats.time(at) })) : []}
    />
  )
}
