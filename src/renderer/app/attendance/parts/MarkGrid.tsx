import { useMemo, useState } from 'react'
import { Users } from 'lucide-react'
import type { Attendance, AttendanceRow } from '../../../../shared/contract/attendance.ts'
import { useFormats } from '../../../status.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { attendanceWords as words, markWords } from '../../../words/attendance.ts'
import { doubtOf, markLetters, rowState, urgency } from '../filter.ts'
import { MarkStrip } from './MarkStrip.tsx'
import type { Wanted } from './OverrideDialog.tsx'

interface Props {
  readonly attendance: Attendance
  readonly rows: readonly AttendanceRow[]
  readonly selected: ReadonlySet<string>
  readonly onSelect: (keys: ReadonlySet<string>) => void
  readonly currentId: string | null
  readonly onOpen: (row: AttendanceRow) => void
  readonly onMark: (rows: readonly AttendanceRow[], wanted: Wanted) => void
}

const keyOf = ({ personId }: AttendanceRow) => personId
const nameOf = ({ listName }: AttendanceRow) => listName

/**
 * Exceptions first, as they stood when the class was opened or last read: whoever is marked by hand stays where the eye
 * and the focus are, until there is something new from Zoom.
 */
function useSettledOrder(attendance: Attendance, rows: readonly AttendanceRow[]): readonly AttendanceRow[] {
  const basis = `${attendance.period.id} ${attendance.period.state} ${attendance.reads.length}`
  const [order, setOrder] = useState(() => ({ basis, ranks: ranksOf(attendance) }))
  const { ranks } = order.basis === basis ? order : { ranks: ranksOf(attendance) }
  if (order.basis !== basis) setOrder({ basis, ranks })
  return useMemo(
    () => rows.toSorted((a, b) => (ranks.get(a.personId) ?? 0) - (ranks.get(b.personId) ?? 0)),
    [rows, ranks],
  )
}

const ranksOf = ({ rows }: Attendance): ReadonlyMap<string, number> =>
  new Map(rows.toSorted((a, b) => urgency(a) - urgency(b)).map(({ personId }, index) => [personId, index]))

/** Everybody of the class, exceptions first: mark, time as figure and strip, and how they were recognised. */
export function MarkGrid({ attendance, rows, selected, onSelect, currentId, onOpen, onMark }: Props) {
  const formats = useFormats()
  const { period } = attendance
  const range = formats.wallRange(period.time.startsAt, period.time.durationMinutes)
  const sorted = useSettledOrder(attendance, rows)
  const columns = useMemo<readonly GridColumn<AttendanceRow>[]>(() => {
    const time = (instant: string | null) => (instant === null ? '–' : formats.time(instant))
    return [
      {
        id: 'student',
        header: words.columns.student,
        width: '3fr',
        minimumWidth: 140,
        isRowHeader: true,
        cell: nameOf,
        sortBy: nameOf,
      },
      {
        id: 'mark',
        header: words.columns.mark,
        width: '2fr',
        minimumWidth: 128,
        cell: (row) => (
          <Pill state={rowState(row)}>
            {row.excuse !== null && row.presence !== 'present' ? words.excused : markWords(row)}
          </Pill>
        ),
        sortBy: urgency,
      },
      {
        id: 'time',
        header: words.columns.time,
        width: 78,
        align: 'end',
        cell: ({ seconds }) => formats.minutes(seconds),
        sortBy: ({ seconds }) => seconds,
      },
      {
        id: 'strip',
        header: range,
        width: '2fr',
        minimumWidth: 120,
        dropOrder: 3,
        cell: (row) => <MarkStrip row={row} period={period} size="row" />,
      },
      {
        id: 'firstIn',
        header: words.columns.firstIn,
        width: 84,
        align: 'end',
        cell: ({ firstInAt }) => time(firstInAt),
        sortBy: ({ firstInAt }) => firstInAt,
        dropOrder: 2,
      },
      {
        id: 'lastOut',
        header: words.columns.lastOut,
        width: 84,
        align: 'end',
        cell: ({ lastOutAt }) => time(lastOutAt),
        sortBy: ({ lastOutAt }) => lastOutAt,
        dropOrder: 1,
      },
      {
        id: 'recognised',
        header: words.columns.recognised,
        width: 124,
        cell: ({ recognisedBy, isUnconfirmed, reasons }) => {
          if (recognisedBy === null) return '–'
          const doubt = doubtOf(reasons)
          return isUnconfirmed
            ? words.nameOnly
            : doubt === null
              ? words.recognisedBy[recognisedBy]
              : words.doubts[doubt]
        },
        sortBy: ({ recognisedBy }) => recognisedBy,
        dropOrder: 0,
      },
    ]
  }, [formats, period, range])
  return (
    <DataGrid
      label={words.gridLabel(period.group.title)}
      rows={sorted}
      keyOf={keyOf}
      columns={columns}
      nameOf={nameOf}
      selection={{ keys: selected, onChange: onSelect, allLabel: words.selectAll, labelOf: nameOf }}
      currentKey={currentId}
      onOpen={onOpen}
      onKey={(key, chosen) => {
        const [, wanted] = markLetters.find(([letter]) => letter === key.toUpperCase()) ?? []
        if (wanted === undefined) return false
        onMark(chosen, wanted)
        return true
      }}
      empty={<EmptyState icon={Users} title={words.empty} />}
    />
  )
}
