import type { Meeting } from '../../../../shared/contract/meeting.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { scheduleWords as words } from '../../../words/schedule.ts'

/** Asks once more before a class is cancelled. */
export function CancelDialog({ meeting, onClose }: { readonly meeting: Meeting; readonly onClose: () => void }) {
  const formats = useFormats()
  const { run, isRunning, problem } = useCommand('meeting.cancel')
  const cancel = async () => {
    if ((await run({ meetingId: meeting.id })) === null) return
    showToast({ title: words.cancelled })
    onClose()
  }
  return (
    <Dialog
      title={words.cancelTitle}
      description={`${meeting.title} · ${formats.date(meeting.time.on, 'short')}, ${formats.wallTime(meeting.time.startsAt)}`}
      role="alertdialog"
      isOpen
      size="small"
      onClose={onClose}
      onSubmit={() => void cancel()}
      isBusy={isRunning}
      closeLabel={commonWords.close}
      problem={problem !== null && <ProblemNotice {...problemWords(problem, formats)} />}
      actions={
        <>
          <Button onPress={onClose}>{words.keep}</Button>
          <Button type="submit" variant="danger" isPending={isRunning}>
            {words.cancelNow}
          </Button>
        </>
      }
    >
      <p>{words.cancelText}</p>
    </Dialog>
  )
}
