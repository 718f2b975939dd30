import type { Suspension } from '../../../../shared/contract/calendar.ts'
import type { SuspensionId } from '../../../../shared/ids.ts'
import { useCommand, useLive } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { calendarWords } from '../../../words/calendar.ts'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { nameOf, spanOf } from '../say.ts'
import styles from './Dialogs.module.css'

const words = calendarWords.undoing

/** Says what undoing brings back, and asks once more. */
export function UndoDialog({
  suspensionId,
  suspension,
  onClose,
}: {
  readonly suspensionId: SuspensionId
  /** What is known of it, if it is of the year in sight. */
  readonly suspension: Suspension | undefined
  readonly onClose: () => void
}) {
  const formats = useFormats()
  const { data, problem: lookProblem } = useLive('suspension.previewUndo', { suspensionId })
  const { run, isRunning, problem } = useCommand('suspension.undo')
  const shown = problem ?? lookProblem
  const undo = async () => {
    const done = await run({ suspensionId })
    if (done === null) return
    showToast({ title: words.done, detail: done.newLinkCount > 0 ? words.doneLinks(done.newLinkCount) : undefined })
    onClose()
  }
  return (
    <FormDialog
      words={commonWords}
      title={words.title}
      description={suspension && [spanOf(suspension, formats), nameOf(suspension)].join(' · ')}
      role="alertdialog"
      size="small"
      cancelLabel={words.keep}
      submitLabel={words.now}
      isSubmitDisabled={data === null}
      isCancelFirst
      onSubmit={() => void undo()}
      onClose={onClose}
      isPending={isRunning}
      problem={shown && problemWords(shown, formats)}
    >
      {data === null ? (
        <Skeleton label={commonWords.loading} />
      ) : (
        <ul className={styles.list}>
          <li>{words.back(data.restoredCount)}</li>
          {data.madeAnewCount > 0 && <li>{words.anew(data.madeAnewCount, data.newLinkCount)}</li>}
          {data.cancelledCount > 0 && <li>{words.stays(data.cancelledCount)}</li>}
          <li>{words.marks}</li>
        </ul>
      )}
    </FormDialog>
  )
}
