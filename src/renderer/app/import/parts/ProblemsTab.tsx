import { CircleCheck, Download } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { RosterPreview } from '../../../../shared/contract/roster.ts'
import type { BundleIssueCode } from '../../../../shared/domain/roster-bundle.ts'
import { call, saveFile } from '../../../api.ts'
import { useTask } from '../../../task.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { Select } from '../../../ui/Select.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { importWords as words } from '../../../words/import.ts'
import { inputOf, type Asked } from '../asked.ts'
import styles from './Import.module.css'

/** Which problems are shown: all, those of rows that are left out, or one kind. */
export type ProblemFilter = 'all' | 'refused' | BundleIssueCode

interface Row {
  readonly key: string
  readonly problem: RosterPreview['problems'][number]
}

const { problemColumns: titles } = words

const columns: readonly GridColumn<Row>[] = [
  {
    id: 'effect',
    header: titles.effect,
    width: 124,
    cell: ({ problem: { isRefused } }) => (
      <Pill state={isRefused ? 'absent' : 'late'}>{isRefused ? words.refusedRow : words.keptRow}</Pill>
    ),
    sortBy: ({ problem: { isRefused } }) => (isRefused ? 0 : 1),
  },
  {
    id: 'file',
    header: titles.file,
    width: 170,
    cell: ({ problem: { file } }) => file,
    sortBy: ({ problem: { file } }) => file,
    dropOrder: 0,
  },
  {
    id: 'row',
    header: titles.row,
    width: 64,
    align: 'end',
    cell: ({ problem: { row } }) => row,
    sortBy: ({ problem: { row } }) => row,
  },
  {
    id: 'column',
    header: titles.column,
    width: 150,
    cell: ({ problem: { column } }) => column ?? '–',
    sortBy: ({ problem: { column } }) => column,
  },
  {
    id: 'kind',
    header: titles.kind,
    width: 200,
    isRowHeader: true,
    cell: ({ problem: { code } }) => words.problemKinds[code],
    sortBy: ({ problem: { code } }) => words.problemKinds[code],
  },
  {
    id: 'message',
    header: titles.message,
    width: '1fr',
    minimumWidth: 200,
    cell: ({ problem: { message } }) => message,
  },
]

interface Props {
  readonly preview: RosterPreview
  readonly asked: Asked
  readonly filter: ProblemFilter
  readonly onFilter: (filter: ProblemFilter) => void
}

/** What is wrong, row by row, and what to do; as a file for whoever made the files. */
export function ProblemsTab({ preview, asked, filter, onFilter }: Props) {
  const { problems, problemCount, problemKinds } = preview
  const [told, setTold] = useState<Row['problem'] | null>(null)
  const rows = useMemo(() => problems.map((problem, at) => ({ problem, key: String(at) })), [problems])
  const shown = useMemo(
    () =>
      rows.filter(
        ({ problem: { code, isRefused } }) => filter === 'all' || (filter === 'refused' ? isRefused : code === filter),
      ),
    [rows, filter],
  )
  const shownColumns = useMemo(() => {
    const isOneFile = new Set(problems.map(({ file }) => file)).size < 2
    return columns.filter(({ id }) => id !== 'file' || !isOneFile)
  }, [problems])
  const choices = useMemo(() => {
    const refused = problemKinds.reduce((sum, { refusedCount }) => sum + refusedCount, 0)
    return [
      { id: 'all' as const, label: words.allProblems(problemCount) },
      ...(refused > 0 ? [{ id: 'refused' as const, label: words.refusedProblems(refused) }] : []),
      ...problemKinds.map(({ code, count }) => ({ id: code, label: words.ofKind(words.problemKinds[code], count) })),
    ]
  }, [problemKinds, problemCount])
  const { run: save, isRunning: isSaving } = useTask(async () => {
    const { file } = await call('roster.exportProblems', inputOf(asked))
    if (await saveFile(file.handle)) showToast({ title: file.name, detail: words.problemsSaved })
  })
  if (problemCount === 0) {
    return (
      <div className={styles.table}>
        <EmptyState icon={CircleCheck} title={words.noProblems} />
      </div>
    )
  }
  return (
    <div className={styles.table}>
      <div className={styles.bar}>
        <Select
          label={words.kindOfProblem}
          isLabelHidden
          choices={choices}
          // A kind that another mapping has settled is no choice any more.
          value={choices.some(({ id }) => id === filter) ? filter : null}
          placeholder={words.kindOfProblem}
          onChange={onFilter}
        />
        <Button icon={Download} isPending={isSaving} onPress={save}>
          {words.exportProblems}
        </Button>
      </div>
      <DataGrid
        label={words.problemsLabel}
        rows={shown}
        columns={shownColumns}
        keyOf={keyOf}
        nameOf={nameOf}
        subject={filter}
        onFocusRow={({ problem }) => setTold(problem)}
        onOpen={({ problem }) => setTold(problem)}
        empty={<EmptyState icon={CircleCheck} title={words.noneOfKind} />}
      />
      <p className={`${styles.line} ${styles.told}`}>
        {told === null ? (
          words.pressRow
        ) : (
          <>
            <strong>{words.at(told.row, told.column)}:</strong> {told.message}
          </>
        )}
      </p>
      {problems.length < problemCount && (
        <p className={styles.line}>{words.firstProblems(problems.length, problemCount)}</p>
      )}
    </div>
  )
}

const keyOf = ({ key }: Row) => key
const nameOf = ({ problem: { code } }: Row) => words.problemKinds[code]
