import { FilterX } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import type { PeriodSummary } from '../../../../shared/contract/attendance.ts'
import type { Role } from '../../../../shared/contract/row.ts'
import { withSubstitute } from '../../../../shared/domain/list-names.ts'
import type { MeetingId } from '../../../../shared/ids.ts'
import { hrefOf, navigate } from '../../../router.ts'
import { useFormats, useStatus } from '../../../status.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { ContextMenu, type MenuAnchor } from '../../../ui/Menu.tsx'
import { scheduleWords } from '../../../words/schedule.ts'
import { todayWords as words } from '../../../words/today.ts'
import { actionsOf } from '../../../meeting/actions.ts'
import { copyLink, openInZoom } from '../../../meeting/open-in-zoom.ts'
import { RowActions } from '../../../meeting/RowActions.tsx'
import { actionableOf, isStartable, nextHourEnd, partOf, type DayPart } from '../day.ts'
import { CameCell, cameText } from './CameCell.tsx'
import { StateCell, stateText } from './StateCell.tsx'

const keyOf = ({ id }: PeriodSummary) => id
const nameOf = ({ group }: PeriodSummary) => group.title
/** So many rows are taken in at a glance: then nothing is folded away. */
const glance = 14

/** Where the plan of a class to come is looked at; null where it has begun, or has no meeting. */
const planOf = ({ meetingId, time }: PeriodSummary, now: number): string | null =>
  meetingId !== null && Date.parse(time.startInstant) > now
    ? hrefOf(['schedule', time.on], { meeting: meetingId })
    : null

/** What can be done with a class from its row; without a meeting only what needs none. */
function actionsFor(period: PeriodSummary, now: number, role: Role | undefined, open: () => void) {
  const { id, meetingId, time } = period
  const withMeeting = (run: (meetingId: MeetingId) => void) => () => meetingId !== null && run(meetingId)
  return actionsOf(actionableOf(period, now), role, {
    open,
    attendance: () => navigate(hrefOf(['attendance', id])),
    start: withMeeting((meeting) => openInZoom('meeting.start', meeting)),
    join: withMeeting((meeting) => openInZoom('meeting.join', meeting)),
    copyLink: withMeeting(copyLink),
    seeDay: () => navigate(hrefOf(['schedule', time.on], { view: 'day' })),
  })
}

/** The classes of the day under now, next and earlier; Enter opens the attendance, or for a class to come its plan. */
export function DayGrid({ periods, now }: { readonly periods: readonly PeriodSummary[]; readonly now: number }) {
  const formats = useFormats()
  const role = useStatus().data?.role
  const [menu, setMenu] = useState<{ readonly period: PeriodSummary; readonly anchor: MenuAnchor } | null>(null)
  const openMenu = useCallback((period: PeriodSummary, anchor: MenuAnchor) => setMenu({ period, anchor }), [])
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
        width: '5fr',
        minimumWidth: 190,
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
        width: '3fr',
        minimumWidth: 140,
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
      {
        id: 'actions',
        header: words.columns.actions,
        headerContent: '',
        width: periods.some((period) => isStartable(period, now)) ? 100 : 44,
        align: 'end',
        cell: (period) => (
          <RowActions
            title={period.group.title}
            start={isStartable(period, now) ? period.meetingId : null}
            onMenu={(button) => openMenu(period, button)}
          />
        ),
      },
    ],
    [formats, now, periods, openMenu],
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
  const open = (period: PeriodSummary) => navigate(planOf(period, now) ?? hrefOf(['attendance', period.id]))
  return (
    <>
      <DataGrid
        label={words.gridLabel}
        rows={periods}
        keyOf={keyOf}
        columns={columns}
        groups={groups}
        nameOf={nameOf}
        rowLabel={rowLabel}
        onOpen={open}
        onMenu={openMenu}
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
      <ContextMenu
        label={menu === null ? '' : scheduleWords.actions.label(menu.period.group.title)}
        groups={menu === null ? [] : actionsFor(menu.period, now, role, () => open(menu.period))}
        anchor={menu?.anchor ?? null}
        onClose={() => setMenu(null)}
      />
    </>
  )
}
