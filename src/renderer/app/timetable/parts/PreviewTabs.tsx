import { CircleCheck } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import type { TimetablePreview, UnsureName } from '../../../../shared/contract/timetable.ts'
import { timetableColumns } from '../../../../shared/domain/timetable-columns.ts'
import { useFormats } from '../../../status.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Select } from '../../../ui/Select.tsx'
import { StatTiles, type Stat } from '../../../ui/StatTiles.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { timetableWords as words } from '../../../words/timetable.ts'
import type { Asked } from '../asked.ts'
import { kindOf, SeriesGrid, type Kind } from './SeriesGrid.tsx'
import styles from './Timetable.module.css'
import { UnsureNames } from './UnsureNames.tsx'

type RowProblem = TimetablePreview['problems'][number]
type Tab = 'classes' | 'names' | 'problems' | 'columns'

const problemColumns: readonly GridColumn<RowProblem>[] = [
  { id: 'row', header: words.columns.row, width: 70, align: 'end', cell: ({ row }) => row, sortBy: ({ row }) => row },
  { id: 'message', header: words.columns.message, width: '1fr', isRowHeader: true, cell: ({ message }) => message },
]
const fields = timetableColumns.map((id) => ({ id, label: words.fields[id] }))

interface PreviewTabsProps {
  readonly preview: TimetablePreview
  readonly asked: Asked
  readonly onSay: (changes: Partial<Asked>) => void
  readonly leaveOut: ReadonlySet<string>
  readonly onLeaveOut: (ids: ReadonlySet<string>) => void
}

/** What the file would become: figures that filter, the classes, the names to be said, rows left out, and the columns. */
export function PreviewTabs({ preview, asked, onSay, leaveOut, onLeaveOut }: PreviewTabsProps) {
  const formats = useFormats()
  const [tab, setTab] = useState<Tab>('classes')
  const [kind, setKind] = useState<Kind | null>(null)
  const { series, unsure, periodsWithoutTime, problems, remarks, missing } = preview
  const countOf = useMemo(() => {
    const counts = Map.groupBy(series, kindOf)
    return (id: Kind) => counts.get(id)?.length ?? 0
  }, [series])
  const tile = (id: Kind, tone: NonNullable<Stat['tone']>): Stat => ({
    id,
    label: words.counts[id],
    value: formats.number(countOf(id)),
    tone: countOf(id) > 0 ? tone : 'grey',
    ...(id === 'add' ? {} : { definition: words.countHelp[id] }),
    isActive: kind === id,
    onPress: () => {
      setTab('classes')
      setKind(kind === id ? null : id)
    },
  })
  // A subject that is like none is plainly new. What was said stays in sight, to be said otherwise.
  const seen = useRef(new Map<string, UnsureName>())
  const open = unsure.filter(({ kind: of, suggestions }) => of !== 'subject' || suggestions.length > 0)
  for (const name of open) seen.current.set(`${name.kind} ${name.typed}`, name)
  return (
    <>
      {missing !== null && (
        <Notice tone="warning" title={words.missing[missing]} isLive>
          {words.missingText}
        </Notice>
      )}
      {remarks.length > 0 && (
        <Notice tone="info" title={words.remarks}>
          <ul className={styles.remarks}>
            {remarks.map((remark) => (
              <li key={remark}>{remark}</li>
            ))}
          </ul>
        </Notice>
      )}
      <StatTiles
        label={words.previewLabel}
        stats={[
          tile('refuse', 'red'),
          tile('conflict', 'amber'),
          tile('add', 'green'),
          tile('isThere', 'grey'),
          { id: 'dates', label: words.counts.dates, value: formats.number(preview.dateCount) },
          { id: 'meetings', label: words.counts.meetings, value: formats.number(preview.meetingCount) },
        ]}
      />
      <Tabs
        label={words.previewLabel}
        value={missing === null ? tab : 'columns'}
        onChange={setTab}
        tabs={[
          {
            id: 'classes',
            label: words.tabs.classes,
            count: series.length,
            content: (
              <div className={styles.table}>
                <SeriesGrid preview={preview} kind={kind} leaveOut={leaveOut} onLeaveOut={onLeaveOut} />
              </div>
            ),
          },
          {
            id: 'names',
            label: words.tabs.names,
            count: open.filter(({ kind: of }) => of !== 'subject').length + periodsWithoutTime.length,
            content: (
              <UnsureNames
                names={[...seen.current.values()]}
                periods={periodsWithoutTime}
                asked={asked}
                onSay={onSay}
              />
            ),
          },
          {
            id: 'problems',
            label: words.tabs.problems,
            count: problems.length,
            content: (
              <div className={styles.table}>
                <DataGrid
                  label={words.tabs.problems}
                  rows={problems}
                  columns={problemColumns}
                  keyOf={keyOfProblem}
                  nameOf={({ message }) => message}
                  empty={<EmptyState icon={CircleCheck} title={words.noProblems} />}
                />
              </div>
            ),
          },
          {
            id: 'columns',
            label: words.tabs.columns,
            content: (
              <div className={styles.fields}>
                {preview.columns.map(({ header, field, samples }) => (
                  <Select
                    key={header}
                    label={header}
                    description={samples.join(' · ')}
                    choices={fields}
                    value={field}
                    onChange={(chosen) =>
                      onSay({
                        mapping: {
                          ...Object.fromEntries(preview.columns.map((column) => [column.header, column.field])),
                          [header]: chosen,
                        },
                      })
                    }
                  />
                ))}
              </div>
            ),
          },
        ]}
      />
    </>
  )
}

const keyOfProblem = ({ row, message }: RowProblem) => `${row} ${message}`
