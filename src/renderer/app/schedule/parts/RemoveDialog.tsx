import type { Meeting } from '../../../../shared/contract/meeting.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { formWords } from '../../../words/schedule-form.ts'

const { remove: words } = formWords

interface Props {
  readonly meeting: Meeting
  readonly onClose: () => void
  /** After it was taken off: there is nothing to show any more. */
  readonly onRemoved: () => void
}

/** Asks before a cancelled class leaves the lists. */
export function RemoveDialog({ meeting, onClose, onRemoved }: Props) {
  const formats = useFormats()
  const { run, isRunning, problem } = useCommand('meeting.remove')
  const remove = async () => {
    if ((await run({ meetingId: meeting.id })) === null) return
    showToast({ title: words.done })
    onRemoved()
  }
  return (
    <FormDialog
      words={commonWords}
      role="alertdialog"
      size="small"
      title={words.title}
      description={meeting.title}
      submitLabel={words.now}
      onSubmit={() => void remove()}
      onClose={onClose}
      isCancelFirst
      isPending={isRunning}
      problem={problem && problemWords(problem, formats)}
    >
      <p>{words.text}</p>
    </FormDialog>
  )
}
