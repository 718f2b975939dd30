import { FilterX } from 'lucide-react'
import { useMemo } from 'react'
import type { PeriodSummary } from '../../../../shared/contract/attendance.ts'
import { withSubstitute } from '../../../../shared/domain/list-names.ts'
import { hrefOf, navigate } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { todayWords as words } from '../../../words/today.ts'
import { nextHourEnd, partOf, type DayPart } from '../day.ts'
import { CameCell, cameText } from './CameCell.tsx'
import { StateCell, stateText } from './StateCell.tsx'

const keyOf = ({ id }: PeriodSummary) => id
const nameOf = ({ group }: PeriodSummary) => group.title
/** So many rows are taken in at a glance: then nothing is folded away. */
const glance = 14

/** The classes of the day under now, next and earlier; Enter opens the attendance, or for a class to come its plan. */
export function DayGrid({ periods, now }: { readonly periods: readonly PeriodSummary[]; readonly now: number }) {
  const formats = useFormats()
  const columns = useMemo<readonly GridColumn<PeriodSummary>[]>(
    () => [
      {
        id: 'time',
        header: words.columns.time,
        width: 78,
        align: 'end',
        cell: ({ time }) => formats.wallTime(time.startsAt),
        sortBy: ({ time }) => time.startInstant,
      },
      {
        id: 'class',
        header: words.columns.class,
        width: '4fr',
        minimumWidth: 180,
        isRowHeader: true,
        cell: nameOf,
        sortBy: nameOf,
      },
      {
        id: 'teacher',
        header: words.columns.teacher,
        width: '2fr',
        minimumWidth: 110,
        cell: ({ teachers, substitute }) => withSubstitute(teachers, substitute),
        sortBy: ({ teachers }) => teachers[0] ?? null,
        dropOrder: 1,
      },
      {
        id: 'came',
        header: words.columns.came,
        width: '4fr',
        minimumWidth: 150,
        cell: (period) => <CameCell period={period} now={now} />,
        sortBy: ({ figures }) => figures.came / Math.max(1, figures.expected),
      },
      {
        id: 'state',
        header: words.columns.state,
        width: 196,
        cell: (period) => <StateCell period={period} now={now} />,
        sortBy: (period) => stateText(period, now, formats),
      },
    ],
    [formats, now],
  )
  const groups = useMemo(() => {
    const nextEnd = nextHourEnd(periods, now)
    const of = (period: PeriodSummary) => partOf(period, now, nextEnd)
    const startOf = (part: DayPart) => periods.find((period) => of(period) === part)?.time.startsAt
    const [next, later] = [startOf('next'), startOf('later')]
    const isOver = periods.every((period) => Date.parse(period.time.endInstant) <= now)
    const isMuch = periods.length > glance
    return {
      of,
      list: [
        { id: 'now', label: words.groups.now },
        { id: 'attention', label: words.groups.attention },
        { id: 'next', label: words.groups.next, ...(next && { detail: words.at(formats.wallTime(next)) }) },
        { id: 'later', label: words.groups.later, ...(later && { detail: words.firstAt(formats.wallTime(later)) }) },
        { id: 'earlier', label: words.groups.earlier, isCollapsedAtFirst: isMuch && !isOver },
      ],
    }
  }, [periods, now, formats])
  const rowLabel = (period: PeriodSummary) =>
    [
      formats.wallRange(period.time.startsAt, period.time.durationMinutes),
      period.group.title,
      withSubstitute(period.teachers, period.substitute),
      cameText(period, now),
      stateText(period, now, formats),
    ].join(', ')
  const open = ({ id, meetingId, time }: PeriodSummary) => {
    const isToCome = Date.parse(time.startInstant) > now
    navigate(
      isToCome && meetingId !== null
        ? hrefOf(['schedule', time.on], { meeting: meetingId })
        : hrefOf(['attendance', id]),
    )
  }
  return (
    <DataGrid
      label={words.gridLabel}
      rows={periods}
      keyOf={keyOf}
      columns={columns}
      groups={groups}
      nameOf={nameOf}
      rowLabel={rowLabel}
      onOpen={open}
      empty={
        <EmptyState
          icon={FilterX}
          title={words.filteredTitle}
          actions={<LinkButton href={hrefOf(['today'])}>{words.clearFilters}</LinkButton>}
        >
          {words.filteredText}
        </EmptyState>
      }
    />
  )
}
