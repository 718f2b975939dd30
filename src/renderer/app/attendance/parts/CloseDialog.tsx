import { useState } from 'react'
import type { Attendance } from '../../../../shared/contract/attendance.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { FormDialog } from '../../../ui/FormDialog.tsx'
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
    <FormDialog
      words={commonWords}
      title={words.closeTitle}
      description={words.closeText}
      role="alertdialog"
      size="small"
      submitLabel={words.closeNow}
      onSubmit={() => void close()}
      onClose={onClose}
      isPending={isRunning}
      isDirty={reason !== ''}
      problem={problem && problemWords(problem, formats)}
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
    </FormDialog>
  )
}
