import { CalendarDays, CalendarPlus } from 'lucide-react'
import { useMemo } from 'react'
import type { MeetingSummary } from '../../../../shared/contract/meeting.ts'
import { useFormats } from '../../../status.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { MeetingPill } from './MeetingPill.tsx'
import { scheduleWords as words } from '../../../words/schedule.ts'

interface Props {
  readonly meetings: readonly MeetingSummary[]
  readonly isLoading: boolean
  /** Where a new class is scheduled: the next step of an empty week. */
  readonly newClassHref: string
  readonly currentId: string | null
  readonly onOpen: (id: string) => void
}

const keyOf = ({ id }: MeetingSummary) => id
const nameOf = ({ title }: MeetingSummary) => title
const dayOf = ({ time }: MeetingSummary) => time.on
const isQuiet = ({ phase, state }: MeetingSummary) => phase === 'past' || state === 'cancelled'

/** The week's classes, a heading for each day. */
export function MeetingGrid({ meetings, isLoading, newClassHref, currentId, onOpen }: Props) {
  const formats = useFormats()
  const columns = useMemo<readonly GridColumn<MeetingSummary>[]>(
    () => [
      {
        id: 'time',
        header: words.columns.time,
        width: 138,
        align: 'end',
        cell: ({ time }) => formats.wallRange(time.startsAt, time.durationMinutes),
        sortBy: ({ time }) => time.startsAt,
      },
      {
        id: 'title',
        header: words.columns.title,
        width: '3fr',
        minimumWidth: 200,
        isRowHeader: true,
        cell: nameOf,
        sortBy: nameOf,
      },
      {
        id: 'host',
        header: words.columns.host,
        width: '2fr',
        minimumWidth: 130,
        cell: ({ host }) => host.name,
        sortBy: ({ host }) => host.name,
        dropOrder: 1,
      },
      {
        id: 'students',
        header: words.columns.students,
        width: 110,
        align: 'end',
        cell: ({ registeredCount, expectedCount }) => words.registered(registeredCount, expectedCount),
        sortBy: ({ registeredCount }) => registeredCount,
        dropOrder: 2,
      },
      {
        id: 'state',
        header: words.columns.state,
        width: 150,
        dropOrder: 3,
        cell: (meeting) => <MeetingPill meeting={meeting} />,
        sortBy: ({ state, phase }) => state + phase,
      },
    ],
    [formats],
  )
  const groups = useMemo(
    () => ({
      of: dayOf,
      list: [...new Set(meetings.map(dayOf))]
        .toSorted()
        .map((on) => ({ id: on, label: formats.weekday(on), detail: formats.date(on, 'short') })),
    }),
    [meetings, formats],
  )
  return (
    <DataGrid
      label={words.gridLabel}
      rows={meetings}
      keyOf={keyOf}
      columns={columns}
      groups={groups}
      nameOf={nameOf}
      onOpen={({ id }) => onOpen(id)}
      currentKey={currentId}
      isQuiet={isQuiet}
      isLoading={isLoading}
      loadingLabel={words.loading}
      empty={
        <EmptyState
          icon={CalendarDays}
          title={words.emptyTitle}
          actions={
            <LinkButton href={newClassHref} icon={CalendarPlus}>
              {words.firstClass}
            </LinkButton>
          }
        >
          {words.emptyText}
        </EmptyState>
      }
    />
  )
}
