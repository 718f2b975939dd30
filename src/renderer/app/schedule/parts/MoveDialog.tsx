import { useState } from 'react'
import type { Meeting } from '../../../../shared/contract/meeting.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker, TimeField } from '../../../ui/DateField.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { NumberField } from '../../../ui/NumberField.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { scheduleWords as words } from '../../../words/schedule.ts'
import styles from './Form.module.css'

/** Another date, time or length for a class that has not begun. */
export function MoveDialog({
  meeting,
  initial,
  onClose,
}: {
  readonly meeting: Meeting
  /** Where it was dragged to. */
  readonly initial?: { readonly on: string; readonly startsAt: string } | undefined
  readonly onClose: () => void
}) {
  const formats = useFormats()
  const { time } = meeting
  const [on, setOn] = useState<string | null>(initial?.on ?? time.on)
  const [startsAt, setStartsAt] = useState<string | null>(initial?.startsAt ?? time.startsAt)
  const [durationMinutes, setDuration] = useState(time.durationMinutes)
  const { run, isRunning, problem } = useCommand('meeting.change')
  const move = async () => {
    if (on === null || startsAt === null) return
    if ((await run({ meetingId: meeting.id, changes: { on, startsAt, durationMinutes } })) === null) return
    showToast({ title: words.moved })
    onClose()
  }
  const errorOf = (field: string) =>
    problem?.field === field ? [problem.message, problem.fix].filter((part) => part !== undefined).join(' ') : undefined
  return (
    <Dialog
      title={words.moveTitle}
      description={meeting.title}
      isOpen
      size="small"
      onClose={onClose}
      onSubmit={() => void move()}
      isBusy={isRunning}
      closeLabel={commonWords.close}
      problem={
        problem !== null &&
        errorOf('on') === errorOf('startsAt') && <ProblemNotice {...problemWords(problem, formats)} />
      }
      actions={
        <>
          <Button onPress={onClose}>{commonWords.cancel}</Button>
          <Button type="submit" variant="primary" isPending={isRunning} isDisabled={on === null || startsAt === null}>
            {words.moveNow}
          </Button>
        </>
      }
    >
      <div className={styles.when}>
        <DatePicker label={words.fields.on} value={on} onChange={setOn} error={errorOf('on')} autoFocus />
        <TimeField label={words.fields.startsAt} value={startsAt} onChange={setStartsAt} error={errorOf('startsAt')} />
        <NumberField
          label={words.fields.duration}
          value={durationMinutes}
          onChange={setDuration}
          minValue={5}
          maxValue={1440}
          step={5}
        />
      </div>
    </Dialog>
  )
}
