import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { Attendance } from '../../../../shared/contract/attendance.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Segments } from '../../../ui/Tabs.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { attendanceWords as words } from '../../../words/attendance.ts'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import styles from './RollDialog.module.css'

type Roll = 'present' | 'late' | 'absent'
const choices = [
  { id: 'present', label: words.rollPresent },
  { id: 'late', label: words.late },
  { id: 'absent', label: words.presences.absent },
] as const
const letters: Readonly<Record<string, Roll>> = { p: 'present', l: 'late', a: 'absent' }

/** A roll by hand: everybody is present, and the exceptions are typed: arrows move, a letter marks and goes on. */
export function RollDialog({ attendance, onClose }: { readonly attendance: Attendance; readonly onClose: () => void }) {
  const formats = useFormats()
  const [marks, setMarks] = useState<Readonly<Record<string, Roll>>>({})
  const list = useRef<HTMLDivElement>(null)
  const { run, isRunning, problem } = useCommand('attendance.rollByHand')
  const students = attendance.rows.filter(({ presence }) => presence !== 'notEnrolled')
  const rollOf = (personId: string): Roll => marks[personId] ?? 'present'
  const idsOf = (wanted: Roll) =>
    students.filter(({ personId }) => rollOf(personId) === wanted).map(({ personId }) => personId)

  const focusRow = (index: number) => {
    const row = list.current?.children[Math.max(0, Math.min(students.length - 1, index))]
    const chosen = row?.querySelector<HTMLElement>('[aria-checked="true"], [aria-pressed="true"]')
    chosen?.focus()
    row?.scrollIntoView({ block: 'nearest' })
  }
  useEffect(() => {
    list.current?.querySelector<HTMLElement>('[aria-checked="true"], [aria-pressed="true"]')?.focus()
  }, [])
  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const index = [...(list.current?.children ?? [])].findIndex((row) => row.contains(event.target as Node))
    const student = students[index]
    if (student === undefined) return
    const roll = letters[event.key.toLowerCase()]
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (roll === undefined && step === 0) return
    event.preventDefault()
    event.stopPropagation()
    if (roll !== undefined) setMarks((before) => ({ ...before, [student.personId]: roll }))
    focusRow(index + (roll === undefined ? step : 1))
  }

  const save = async () => {
    const roll = { periodId: attendance.period.id, absentIds: idsOf('absent'), lateIds: idsOf('late') }
    if ((await run(roll)) === null) return
    showToast({ title: words.rollDone })
    onClose()
  }
  return (
    <FormDialog
      words={commonWords}
      title={words.rollTitle}
      description={words.rollText}
      aside={words.rollCount(idsOf('present').length, idsOf('late').length, idsOf('absent').length)}
      submitLabel={words.rollSave}
      onSubmit={() => void save()}
      onClose={onClose}
      isPending={isRunning}
      isDirty={Object.keys(marks).length > 0}
      problem={problem && problemWords(problem, formats)}
    >
      <div
        ref={list}
        role="group"
        aria-label={words.rollTitle}
        className={styles.list}
        onKeyDownCapture={onKeyDownCapture}
      >
        {students.map(({ personId, listName }) => (
          <div key={personId} className={styles.row} data-roll={rollOf(personId)}>
            <span className={styles.name} title={listName}>
              {listName}
            </span>
            <Segments
              label={listName}
              choices={choices}
              value={rollOf(personId)}
              onChange={(roll) => setMarks((before) => ({ ...before, [personId]: roll }))}
            />
          </div>
        ))}
      </div>
    </FormDialog>
  )
}
