import { CircleCheck } from 'lucide-react'
import { useMemo, useState } from 'react'
import { rosterColumns } from '../../../../shared/domain/roster-columns.ts'
import type { RosterField, RosterPreview } from '../../../../shared/contract/roster.ts'
import { useFormats } from '../../../status.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { Select } from '../../../ui/Select.tsx'
import { StatTiles } from '../../../ui/StatTiles.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { sectionTitle } from '../../../../shared/domain/list-names.ts'
import { sectionWords } from '../../../words/sections.ts'
import styles from './ImportPreview.module.css'

type Row = RosterPreview['rows'][number]
type RowProblem = RosterPreview['problems'][number] & { readonly key: string }
type NamedSection = RosterPreview['sectionRows'][number]
type Tab = 'rows' | 'problems' | 'sections' | 'columns'

const words = sectionWords.previewColumns
const states = { add: 'final', change: 'late', unchanged: 'notHeld' } as const

const rowColumns: readonly GridColumn<Row>[] = [
  { id: 'row', header: words.row, width: 60, align: 'end', cell: ({ row }) => row, sortBy: ({ row }) => row },
  {
    id: 'action',
    header: words.action,
    width: 130,
    cell: ({ action }) => <Pill state={states[action]}>{sectionWords.actions[action]}</Pill>,
    sortBy: ({ action }) => action,
  },
  {
    id: 'name',
    header: words.name,
    width: '3fr',
    minimumWidth: 180,
    isRowHeader: true,
    cell: ({ listName }) => listName,
    sortBy: ({ listName }) => listName,
  },
  { id: 'number', header: words.number, width: 130, cell: ({ studentNumber }) => studentNumber ?? '–', dropOrder: 1 },
  {
    id: 'section',
    header: words.section,
    width: '1fr',
    cell: ({ section }) => section,
    sortBy: ({ section }) => section,
  },
  {
    id: 'changes',
    header: words.changes,
    width: '2fr',
    cell: ({ changes }) => changes.map((change) => sectionWords.changes[change] ?? change).join(', '),
    dropOrder: 0,
  },
]

const problemColumns: readonly GridColumn<RowProblem>[] = [
  {
    id: 'row',
    header: sectionWords.problemColumns.row,
    width: 60,
    align: 'end',
    cell: ({ row }) => row,
    sortBy: ({ row }) => row,
  },
  {
    id: 'column',
    header: sectionWords.problemColumns.column,
    width: 150,
    cell: ({ column }) => column ?? '–',
    sortBy: ({ column }) => column,
  },
  {
    id: 'message',
    header: sectionWords.problemColumns.message,
    width: '1fr',
    isRowHeader: true,
    cell: ({ message }) => message,
  },
  {
    id: 'effect',
    header: sectionWords.problemColumns.effect,
    width: 190,
    cell: ({ isRefused }) => (
      <Pill state={isRefused ? 'absent' : 'late'}>{isRefused ? sectionWords.refusedRow : sectionWords.keptRow}</Pill>
    ),
    sortBy: ({ isRefused }) => (isRefused ? 0 : 1),
  },
]

const sectionColumns: readonly GridColumn<NamedSection>[] = [
  {
    id: 'section',
    header: sectionWords.sectionColumns.section,
    width: '1fr',
    isRowHeader: true,
    cell: ({ gradeLevel, name }) => sectionTitle(gradeLevel, name),
    sortBy: ({ gradeLevel, name }) => sectionTitle(gradeLevel, name),
  },
  {
    id: 'rows',
    header: sectionWords.sectionColumns.rows,
    width: 170,
    align: 'end',
    cell: ({ rowCount }) => rowCount,
    sortBy: ({ rowCount }) => rowCount,
  },
  {
    id: 'state',
    header: sectionWords.sectionColumns.state,
    width: 190,
    cell: ({ isNew }) => (
      <Pill state={isNew ? 'present' : 'notHeld'}>{isNew ? sectionWords.newSection : sectionWords.knownSection}</Pill>
    ),
    sortBy: ({ isNew }) => (isNew ? 0 : 1),
  },
]

const fields = rosterColumns.map((id) => ({ id, label: sectionWords.fields[id] }))

/** What an import would do: counts, the rows, what is wrong with some, and which column is which. */
export function ImportPreview({
  preview,
  onMap,
}: {
  readonly preview: RosterPreview
  readonly onMap: (mapping: Record<string, RosterField>) => void
}) {
  const [tab, setTab] = useState<Tab>(
    preview.missingColumn !== null ? 'columns' : preview.students.refusedCount > 0 ? 'problems' : 'rows',
  )
  const problems = useMemo(
    () => preview.problems.map((problem, index) => ({ ...problem, key: `${problem.file} ${problem.row} ${index}` })),
    [preview],
  )
  const readable = preview.rowCount - preview.students.refusedCount
  const hasChanges = preview.rows.some(({ changes }) => changes.length > 0)
  const columns = useMemo(() => rowColumns.filter(({ id }) => id !== 'changes' || hasChanges), [hasChanges])
  const mapping = Object.fromEntries(preview.columns.map(({ header, field }) => [header, field]))
  const { counts, countHelp } = sectionWords
  const formats = useFormats()
  return (
    <div className={styles.preview}>
      <StatTiles
        label={sectionWords.importTitle}
        stats={[
          {
            id: 'added',
            label: counts.added,
            value: formats.number(preview.students.addedCount),
            tone: preview.students.addedCount > 0 ? 'green' : 'grey',
          },
          {
            id: 'changed',
            label: counts.changed,
            value: formats.number(preview.students.changedCount),
            tone: preview.students.changedCount > 0 ? 'amber' : 'grey',
          },
          { id: 'unchanged', label: counts.unchanged, value: formats.number(preview.students.unchangedCount) },
          {
            id: 'refused',
            label: counts.refused,
            value: formats.number(preview.students.refusedCount),
            tone: preview.students.refusedCount > 0 ? 'red' : 'grey',
            definition: countHelp.refused,
          },
          {
            id: 'notInFile',
            label: counts.notInFile,
            value: formats.number(preview.notInFileCount),
            definition: countHelp.notInFile,
          },
        ]}
      />
      <Tabs
        label={sectionWords.importTitle}
        value={tab}
        onChange={setTab}
        tabs={[
          {
            id: 'rows',
            label: sectionWords.previewTabs.rows,
            count: readable,
            content: (
              <div className={styles.table}>
                <DataGrid
                  label={sectionWords.shownRows(preview.rows.length, readable)}
                  rows={preview.rows}
                  columns={columns}
                  keyOf={({ file, row }) => `${file} ${row}`}
                  nameOf={({ listName }) => listName}
                />
                {preview.rows.length < readable && (
                  <p className={styles.shown}>{sectionWords.shownRows(preview.rows.length, readable)}</p>
                )}
              </div>
            ),
          },
          {
            id: 'problems',
            label: sectionWords.previewTabs.problems,
            count: problems.length,
            content: (
              <div className={styles.table}>
                <DataGrid
                  label={sectionWords.previewTabs.problems}
                  rows={problems}
                  columns={problemColumns}
                  keyOf={({ key }) => key}
                  nameOf={({ message }) => message}
                  empty={<EmptyState icon={CircleCheck} title={sectionWords.noProblems} />}
                />
              </div>
            ),
          },
          {
            id: 'sections',
            label: sectionWords.previewTabs.sections,
            count: preview.sectionRows.length,
            content: (
              <div className={styles.table}>
                <DataGrid
                  label={sectionWords.previewTabs.sections}
                  rows={preview.sectionRows}
                  columns={sectionColumns}
                  keyOf={({ gradeLevel, name }) => `${gradeLevel} ${name}`}
                  nameOf={({ name }) => name}
                />
              </div>
            ),
          },
          {
            id: 'columns',
            label: sectionWords.previewTabs.columns,
            content: (
              <div className={styles.mapping}>
                {preview.columns.map(({ header, field, samples }) => (
                  <Select
                    key={header}
                    label={header}
                    description={[...new Set(samples)].filter((sample) => sample !== '').join(' · ')}
                    choices={fields}
                    value={field}
                    onChange={(chosen) => onMap({ ...mapping, [header]: chosen })}
                  />
                ))}
              </div>
            ),
          },
        ]}
      />
    </div>
  )
}
