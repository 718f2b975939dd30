import { useState } from 'react'
import type { Meeting, Scope } from '../../../../shared/contract/meeting.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { formWords } from '../../../words/schedule-form.ts'
import { reachOf } from '../reach.ts'
import { ScopeCards } from './ScopeCards.tsx'

const { cancel: words } = formWords

/** Asks once more before classes are cancelled, and says how many of them and whom it concerns. */
export function CancelDialog({ meeting, onClose }: { readonly meeting: Meeting; readonly onClose: () => void }) {
  const formats = useFormats()
  const { run, isRunning, problem } = useCommand('meeting.cancel')
  const [reach] = useState(() => reachOf(meeting))
  const [scope, setScope] = useState<Scope>(reach.scopes[0] ?? 'all')
  const isSeries = reach.scopes.length > 1
  const dates = isSeries ? reach.counts[scope] : 1
  const isWhole = !isSeries || reach.counts[scope] === reach.counts.all
  const cancel = async () => {
    const done = await run({ meetingId: meeting.id, occurrenceId: meeting.occurrenceId ?? undefined, scope })
    if (done === null) return
    showToast({ title: dates === 1 ? words.done : words.doneMany(dates) })
    onClose()
  }
  const when =
    meeting.kind === 'noFixedTime'
      ? meeting.title
      : `${meeting.title} · ${formats.date(meeting.time.on, 'short')}, ${formats.wallTime(meeting.time.startsAt)}`
  return (
    <FormDialog
      words={commonWords}
      role="alertdialog"
      size="small"
      title={isSeries ? words.titleSeries : words.title}
      description={when}
      cancelLabel={words.keep}
      submitLabel={dates === 1 ? words.now : words.nowMany(dates)}
      submitVariant="danger"
      onSubmit={() => void cancel()}
      onClose={onClose}
      isCancelFirst
      isPending={isRunning}
      problem={problem && problemWords(problem, formats)}
    >
      <ScopeCards reach={reach} value={scope} onChange={setScope} isStacked />
      <p>
        {isWhole ? words.text(meeting.registeredCount) : words.textDates(dates)} {words.kept}
      </p>
    </FormDialog>
  )
}
