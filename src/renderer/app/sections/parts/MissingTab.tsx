import { FileCheck } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { OutputOf } from '../../../../shared/contract/index.ts'
import type { Section } from '../../../../shared/contract/section.ts'
import type { MissingId } from '../../../../shared/ids.ts'
import { nowMs } from '../../../clock.ts'
import { showDeed } from '../../../deed.ts'
import { call } from '../../../api.ts'
import { useCommand, useLive } from '../../../live.ts'
import { hrefOf, navigate } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { useTask } from '../../../task.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DateField.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Fields } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Select } from '../../../ui/Select.tsx'
import { SelectionBar } from '../../../ui/SelectionBar.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { commonWords } from '../../../words/common.ts'
import { enrollmentWords } from '../../../words/enrollment.ts'
import { peopleWords } from '../../../words/people.ts'
import { problemWords } from '../../../words/problems.ts'
import { sectionWords as words } from '../../../words/sections.ts'
import styles from './Tabs.module.css'

type Missing = OutputOf<'enrollment.missing'>['students'][number]

const keyOf = ({ missingId }: Missing) => missingId
const nameOf = ({ listName }: Missing) => listName
const open = ({ personId }: Missing) => navigate(hrefOf(['people', personId]))
const nobody: ReadonlySet<string> = new Set()
const nothing: readonly Missing[] = []

/** Students whom the last file did not name: they stay, or left on a day and for a reason. */
export function MissingTab({ section, mayChange }: { readonly section: Section; readonly mayChange: boolean }) {
  const formats = useFormats()
  const { data, problem, isLoading, reload } = useLive('enrollment.missing', { sectionId: section.id })
  const [selected, setSelected] = useState(nobody)
  const [isLeaving, setLeaving] = useState(false)
  const students = data?.students ?? nothing
  const chosen = students.filter((row) => selected.has(keyOf(row)))
  const ids = chosen.map(keyOf)
  const stay = useTask(async () => {
    const { deedId } = await call('enrollment.settleMissing', { missingIds: ids, as: { kind: 'stays' } })
    showDeed(words.stay(ids.length), deedId)
    setSelected(nobody)
  })
  const columns = useMemo<readonly GridColumn<Missing>[]>(
    () => [
      {
        id: 'name',
        header: words.studentColumns.name,
        width: '3fr',
        minimumWidth: 200,
        isRowHeader: true,
        cell: nameOf,
        sortBy: nameOf,
      },
      {
        id: 'file',
        header: words.studentColumns.file,
        width: '3fr',
        minimumWidth: 160,
        cell: ({ fileName }) => fileName,
        sortBy: ({ fileName }) => fileName,
      },
      {
        id: 'found',
        header: words.studentColumns.found,
        width: 210,
        cell: ({ foundAt }) => formats.moment(foundAt),
        sortBy: ({ foundAt }) => foundAt,
      },
    ],
    [formats],
  )
  if (problem !== null && data === null) {
    return <ProblemNotice {...problemWords(problem, formats)} size="page" onRetry={reload} />
  }
  return (
    <Panel isFilling isFlush>
      {students.length > 0 && <p className={styles.about}>{words.missingText}</p>}
      <DataGrid
        label={words.missingLabel}
        rows={students}
        keyOf={keyOf}
        columns={columns}
        nameOf={nameOf}
        onOpen={open}
        isLoading={isLoading}
        {...(mayChange
          ? {
              selection: {
                keys: selected,
                onChange: setSelected,
                allLabel: peopleWords.selectAll,
                labelOf: (row: Missing) => peopleWords.select(nameOf(row)),
              },
            }
          : {})}
        empty={
          <EmptyState icon={FileCheck} title={words.noMissing}>
            {words.noMissingText}
          </EmptyState>
        }
      />
      {chosen.length > 0 && (
        <SelectionBar
          label={peopleWords.selected(chosen.length)}
          clearLabel={peopleWords.clearSelection}
          onClear={() => setSelected(nobody)}
        >
          <Button size="small" onPress={stay.run} isPending={stay.isRunning}>
            {words.stays}
          </Button>
          <Button size="small" onPress={() => setLeaving(true)}>
            {words.gone}
          </Button>
        </SelectionBar>
      )}
      {isLeaving && (
        <GoneDialog
          missingIds={ids}
          onClose={() => setLeaving(false)}
          onDone={() => {
            setSelected(nobody)
            setLeaving(false)
          }}
        />
      )}
    </Panel>
  )
}

const reasons = (['transferredOut', 'noLongerInSchool', 'movedSection', 'enteredByMistake'] as const).map((id) => ({
  id,
  label: enrollmentWords.endReasons[id],
}))

interface GoneProps {
  readonly missingIds: MissingId[]
  readonly onClose: () => void
  readonly onDone: () => void
}

function GoneDialog({ missingIds, onClose, onDone }: GoneProps) {
  const formats = useFormats()
  const [lastOn, setLastOn] = useState<string | null>(() => formats.dateOf(nowMs()))
  const [reason, setReason] = useState<(typeof reasons)[number]['id']>('transferredOut')
  const [detail, setDetail] = useState('')
  const [isChecked, setChecked] = useState(false)
  const { run, isRunning, problem } = useCommand('enrollment.settleMissing')
  const settle = async () => {
    setChecked(true)
    if (lastOn === null) return
    const done = await run({ missingIds, as: { kind: 'left', lastOn, reason, detail } })
    if (done === null) return
    showDeed(words.left(missingIds.length), done.deedId)
    onDone()
  }
  return (
    <FormDialog
      words={commonWords}
      title={words.goneTitle}
      submitLabel={words.goneSubmit(missingIds.length)}
      onSubmit={() => void settle()}
      onClose={onClose}
      isPending={isRunning}
      problem={problem && problemWords(problem, formats)}
    >
      <Fields columns={2}>
        <DatePicker
          label={enrollmentWords.lastOn}
          value={lastOn}
          onChange={setLastOn}
          description={enrollmentWords.withdraw.lastHelp}
          error={isChecked && lastOn === null ? enrollmentWords.needDay : undefined}
          autoFocus
        />
        <Select label={enrollmentWords.reason} choices={reasons} value={reason} onChange={setReason} />
      </Fields>
      <TextField
        label={enrollmentWords.detail}
        note={commonWords.optional}
        maxLength={200}
        value={detail}
        onChange={setDetail}
      />
    </FormDialog>
  )
}
