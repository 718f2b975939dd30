import { CloudSun } from 'lucide-react'
import { useMemo } from 'react'
import type { Suspension } from '../../../../shared/contract/calendar.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { calendarWords } from '../../../words/calendar.ts'
import type { Formats } from '../../../words/format.ts'
import { nameOf, spanOf } from '../say.ts'
import { KindSign } from './KindSign.tsx'

const words = calendarWords.suspensions

/** Everything for which classes were called off in the year, latest first, those that were undone as well: the record stays. */
export function SuspensionsList({
  suspensions,
  isLoading,
  mayChange,
  onUndo,
}: {
  readonly suspensions: readonly Suspension[]
  readonly isLoading: boolean
  readonly mayChange: boolean
  readonly onUndo: (suspension: Suspension) => void
}) {
  const formats = useFormats()
  const columns = useMemo(() => columnsOf(formats, mayChange ? onUndo : null), [formats, mayChange, onUndo])
  return (
    <DataGrid
      label={words.label}
      rows={suspensions}
      columns={columns}
      keyOf={keyOf}
      nameOf={nameOf}
      isQuiet={isUndone}
      isLoading={isLoading}
      loadingLabel={calendarWords.loading}
      empty={
        <EmptyState icon={CloudSun} title={words.empty}>
          {words.emptyText}
        </EmptyState>
      }
    />
  )
}

const keyOf = ({ id }: Suspension) => id
const isUndone = ({ undoneAt }: Suspension) => undoneAt !== null

function whomOf({ gradeLevels, sectionIds, shift }: Suspension): string {
  const parts = [
    ...gradeLevels.map((grade) => calendarWords.parts.grade(grade)),
    ...(shift === null ? [] : [calendarWords.parts.shift(shift)]),
    ...(sectionIds.length === 0 ? [] : [words.sections(sectionIds.length)]),
  ]
  return parts.length === 0 ? calendarWords.parts.school : parts.join(', ')
}

const columnsOf = (
  formats: Formats,
  onUndo: ((suspension: Suspension) => void) | null,
): readonly GridColumn<Suspension>[] => [
  {
    id: 'on',
    header: words.columns.on,
    width: 230,
    cell: (suspension) =>
      [
        spanOf(suspension, formats),
        ...(suspension.fromTime === null ? [] : [calendarWords.from(formats.wallTime(suspension.fromTime))]),
      ].join(', '),
    sortBy: ({ on, fromTime }) => `${on} ${fromTime ?? ''}`,
  },
  {
    id: 'kind',
    header: words.columns.kind,
    width: 170,
    cell: ({ kind }) => <KindSign kind={kind} />,
    sortBy: ({ kind }) => calendarWords.kinds[kind],
    dropOrder: 2,
  },
  { id: 'whom', header: words.columns.whom, width: '1fr', minimumWidth: 120, cell: whomOf, sortBy: whomOf },
  {
    id: 'authority',
    header: words.columns.authority,
    width: '3fr',
    minimumWidth: 150,
    isRowHeader: true,
    cell: nameOf,
    sortBy: nameOf,
  },
  {
    id: 'off',
    header: words.columns.off,
    width: 100,
    align: 'end',
    cell: ({ cancelledCount }) => formats.number(cancelledCount),
    sortBy: ({ cancelledCount }) => cancelledCount,
    dropOrder: 1,
  },
  {
    id: 'kept',
    header: words.columns.kept,
    width: 80,
    align: 'end',
    cell: ({ keptCount }) => formats.number(keptCount),
    sortBy: ({ keptCount }) => keptCount,
    dropOrder: 0,
  },
  {
    id: 'state',
    header: words.columns.state,
    width: 210,
    cell: (suspension) =>
      suspension.undoneAt !== null ? (
        <Pill state="notHeld">{words.undone}</Pill>
      ) : (
        <>
          <Pill state="problem">{words.ordered}</Pill>
          {onUndo !== null && (
            <Button
              size="small"
              variant="quiet"
              aria-label={words.undoLabel(formats.date(suspension.on))}
              onPress={() => onUndo(suspension)}
            >
              {words.undo}
            </Button>
          )}
        </>
      ),
    sortBy: ({ undoneAt }) => (undoneAt === null ? 0 : 1),
  },
]
