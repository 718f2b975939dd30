import type { DeedId } from '../../../../shared/ids.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import { importWords as words } from '../../../words/import.ts'
import { problemWords } from '../../../words/problems.ts'

interface Props {
  readonly deedId: DeedId
  readonly fileName: string
  readonly onUndone: (deedId: DeedId) => void
  readonly onClose: () => void
}

/** Asks before a whole import is taken back; why it cannot be is said in place. */
export function UndoDialog({ deedId, fileName, onUndone, onClose }: Props) {
  const formats = useFormats()
  const { run, isRunning, problem } = useCommand('roster.undo')
  const undo = async () => {
    if ((await run({ deedId })) === null) return
    showToast({ title: words.undone })
    onUndone(deedId)
    onClose()
  }
  return (
    <FormDialog
      words={commonWords}
      title={words.undoTitle}
      description={fileName}
      role="alertdialog"
      size="small"
      cancelLabel={words.keep}
      submitLabel={words.undoNow}
      submitVariant="danger"
      isCancelFirst
      onSubmit={() => void undo()}
      onClose={onClose}
      isPending={isRunning}
      problem={problem && problemWords(problem, formats)}
    >
      <p>{words.undoText}</p>
      <p>{words.undoLimits}</p>
    </FormDialog>
  )
}
