import { ListFilter } from 'lucide-react'
import { useMemo } from 'react'
import type { TimetablePreview, TimetableSeries } from '../../../../shared/contract/timetable.ts'
import { useFormats } from '../../../status.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import type { Formats } from '../../../words/format.ts'
import { timetableWords as words } from '../../../words/timetable.ts'

/** What becomes of a series, as the preview groups them: problems first, then conflicts, then what is plainly new. */
export type Kind = 'refuse' | 'conflict' | 'add' | 'isThere'

/** The kind of a series. */
export const kindOf = ({ action, conflictCount }: TimetableSeries): Kind =>
  action === 'add' && conflictCount > 0 ? 'conflict' : action

const pills = { refuse: 'problem', conflict: 'late', add: 'final', isThere: 'notHeld' } as const
const groups = (['refuse', 'conflict', 'add', 'isThere'] as const).map((id) => ({ id, label: words.groups[id] }))

const weekday = (formats: Formats, day: number) => formats.weekdayName(day, 'short')

/** "Mon Wed Fri, 7:30 – 8:30 AM". */
const whenOf = (formats: Formats, { weekDays, startsAt, durationMinutes }: TimetableSeries) =>
  `${weekDays.map((day) => weekday(formats, day)).join(' ')}, ${formats.wallRange(startsAt, durationMinutes)}`

/** What is wrong, or in the way, or left out: one line; the first conflict is the one of most dates. */
function noteOf(formats: Formats, series: TimetableSeries): string {
  if (series.problem !== null) return series.problem
  const [first] = series.conflicts
  const parts = [
    first === undefined
      ? null
      : `${words.conflicts[first.kind](first.with?.title || words.otherClass, first.dateCount)}, ${words.firstOf(formats.date(first.first.on, 'short'))}`,
    series.conflictCount > 1 ? words.andMore(series.conflictCount - 1) : null,
    series.meetingCount > 1 ? words.inMeetings(series.meetingCount) : null,
    words.leftOut(series.noClassCount, series.thereCount),
  ]
  return parts.filter((part) => part !== null && part !== '').join(' · ')
}

interface SeriesGridProps {
  readonly preview: TimetablePreview
  /** Null: all of them. */
  readonly kind: Kind | null
  readonly leaveOut: ReadonlySet<string>
  readonly onLeaveOut: (ids: ReadonlySet<string>) => void
}

const grouping = { of: kindOf, list: groups } as const

/** Every class of the file with a tick for what is imported. */
export function SeriesGrid({ preview, kind, leaveOut, onLeaveOut }: SeriesGridProps) {
  const formats = useFormats()
  const { series } = preview
  const rows = useMemo(() => (kind === null ? series : series.filter((each) => kindOf(each) === kind)), [series, kind])
  const columns = useMemo((): readonly GridColumn<TimetableSeries>[] => {
    return [
      {
        id: 'title',
        header: words.columns.title,
        width: '3fr',
        minimumWidth: 190,
        isRowHeader: true,
        cell: ({ title }) => title,
        sortBy: ({ title }) => title,
      },
      {
        id: 'when',
        header: words.columns.when,
        width: '2fr',
        minimumWidth: 210,
        cell: (each) => whenOf(formats, each),
        sortBy: ({ startsAt, weekDays }) => `${startsAt} ${weekDays.join('')}`,
      },
      {
        id: 'teacher',
        header: words.columns.teacher,
        width: '1fr',
        minimumWidth: 120,
        cell: ({ host, teacher }) => host?.name ?? (teacher || words.noTeacher),
        sortBy: ({ host, teacher }) => host?.name ?? teacher,
        dropOrder: 1,
      },
      {
        id: 'dates',
        header: words.columns.dates,
        width: 190,
        cell: ({ dateCount, firstOn, lastOn }) =>
          firstOn === null || lastOn === null
            ? words.noDates
            : words.dateRange(dateCount, `${formats.date(firstOn, 'short')} – ${formats.date(lastOn, 'short')}`),
        sortBy: ({ dateCount }) => dateCount,
        dropOrder: 0,
      },
      {
        id: 'state',
        header: words.columns.state,
        width: 120,
        cell: (each) => <Pill state={pills[kindOf(each)]}>{words.actions[kindOf(each)]}</Pill>,
      },
      {
        id: 'note',
        header: words.columns.note,
        width: '3fr',
        minimumWidth: 160,
        cell: (each) => noteOf(formats, each),
      },
    ]
  }, [formats])
  const addable = useMemo(() => series.filter(({ action }) => action === 'add').map(({ id }) => id), [series])
  const chosen = useMemo(() => new Set(addable.filter((id) => !leaveOut.has(id))), [addable, leaveOut])
  return (
    <DataGrid
      label={words.tabs.classes}
      rows={rows}
      columns={columns}
      keyOf={keyOf}
      nameOf={nameOf}
      groups={grouping}
      subject={kind ?? 'all'}
      isQuiet={({ id }) => !chosen.has(id)}
      selection={{
        keys: chosen,
        // What cannot be imported takes no tick.
        onChange: (keys) => onLeaveOut(new Set(addable.filter((id) => !keys.has(id)))),
        allLabel: words.selectAll,
        labelOf: ({ title }) => words.select(title),
      }}
      empty={<EmptyState icon={ListFilter} title={words.nothingFits} />}
    />
  )
}

const keyOf = ({ id }: TimetableSeries) => id
const nameOf = ({ title }: TimetableSeries) => title
