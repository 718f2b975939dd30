import { useState } from 'react'
import type { Attendance } from '../../../../shared/contract/attendance.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { attendanceWords as words } from '../../../words/attendance.ts'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import styles from './CloseDialog.module.css'

/** Calls an open class final by a person's word, after saying what it still waits for. */
export function CloseDialog({
  attendance,
  onClose,
}: {
  readonly attendance: Attendance
  readonly onClose: () => void
}) {
  const formats = useFormats()
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)
  const { run, isRunning, problem } = useCommand('attendance.close')
  const close = async () => {
    if (reason.trim() === '') return setMissing(true)
    if ((await run({ periodId: attendance.period.id, reason })) !== null) onClose()
  }
  // Where Zoom shows no run at all, everything else is missing with it.
  const waits = attendance.waitsFor.includes('noRun') ? ['noRun'] : attendance.waitsFor
  return (
    <Dialog
      title={words.closeTitle}
      description={words.closeText}
      role="alertdialog"
      isOpen
      size="small"
      onClose={onClose}
      onSubmit={() => void close()}
      isBusy={isRunning}
      closeLabel={commonWords.close}
      problem={problem !== null && <ProblemNotice {...problemWords(problem, formats)} />}
      actions={
        <>
          <Button onPress={onClose}>{commonWords.cancel}</Button>
          <Button type="submit" variant="primary" isPending={isRunning}>
            {words.closeNow}
          </Button>
        </>
      }
    >
      {waits.length > 0 && (
        <>
          <p>{words.waitsFor}</p>
          <ul className={styles.waits}>
            {waits.map((wait) => (
              <li key={wait}>{words.waits[wait] ?? wait}</li>
            ))}
          </ul>
        </>
      )}
      <TextField
        label={words.reason}
        value={reason}
        onChange={setReason}
        maxLength={300}
        error={isMissing && reason.trim() === '' ? words.needReason : undefined}
        autoFocus
      />
    </Dialog>
  )
}
