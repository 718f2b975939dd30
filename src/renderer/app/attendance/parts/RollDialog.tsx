import { useState } from 'react'
import type { Attendance } from '../../../../shared/contract/attendance.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
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

/** A roll by hand: everybody is present, and the exceptions are marked; arrows and Tab are enough. */
export function RollDialog({ attendance, onClose }: { readonly attendance: Attendance; readonly onClose: () => void }) {
  const formats = useFormats()
  const [marks, setMarks] = useState<Readonly<Record<string, Roll>>>({})
  const { run, isRunning, problem } = useCommand('attendance.rollByHand')
  const students = attendance.rows.filter(({ presence }) => presence !== 'notEnrolled')
  const of = (wanted: Roll) =>
    students.filter(({ personId }) => marks[personId] === wanted).map(({ personId }) => personId)
  const save = async () => {
    if ((await run({ periodId: attendance.period.id, absentIds: of('absent'), lateIds: of('late') })) === null) return
    showToast({ title: words.rollDone })
    onClose()
  }
  return (
    <Dialog
      title={words.rollTitle}
      description={words.rollText}
      isOpen
      size="medium"
      onClose={onClose}
      onSubmit={() => void save()}
      isBusy={isRunning}
      closeLabel={commonWords.close}
      problem={problem !== null && <ProblemNotice {...problemWords(problem, formats)} />}
      actions={
        <>
          <Button onPress={onClose}>{commonWords.cancel}</Button>
          <Button type="submit" variant="primary" isPending={isRunning}>
            {words.rollSave}
          </Button>
        </>
      }
    >
      <div className={styles.list}>
        {students.map(({ personId, listName }) => (
          <div key={personId} className={styles.row}>
            <span className={styles.name}>{listName}</span>
            <Segments
              label={listName}
              choices={choices}
              value={marks[personId] ?? 'present'}
              onChange={(roll) => setMarks({ ...marks, [personId]: roll })}
            />
          </div>
        ))}
      </div>
    </Dialog>
  )
}
