import { FileSpreadsheet } from 'lucide-react'
import { useState } from 'react'
import type { Timetable } from '../../../../shared/contract/timetable.ts'
import { useCommand, useLive } from '../../../live.ts'
import { hrefOf } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Link } from '../../../ui/Link.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { ProgressBar } from '../../../ui/ProgressBar.tsx'
import { RecordItem, Records } from '../../../ui/Records.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { timetableWords as words } from '../../../words/timetable.ts'
import styles from './Timetable.module.css'

const pills = { sending: 'waitingToSend', stopped: 'notHeld', done: 'final', undone: 'notHeld' } as const

/** Every import, how far Zoom has got with it, and what can be done about it. */
export function ImportsPanel() {
  const formats = useFormats()
  const { data, problem, isLoading, reload } = useLive('timetable.list', {})
  const [undoing, setUndoing] = useState<Timetable | null>(null)
  const timetables = data?.timetables ?? []
  return (
    <Panel title={words.earlier} count={timetables.length}>
      {problem !== null && <ProblemNotice {...problemWords(problem, formats)} onRetry={reload} />}
      {isLoading && <Skeleton label={commonWords.loading} />}
      {data !== null && timetables.length === 0 && (
        <EmptyState icon={FileSpreadsheet} title={words.nothingYet}>
          {words.nothingYetText}
        </EmptyState>
      )}
      {timetables.length > 0 && (
        <Records>
          {timetables.map((timetable) => (
            <ImportItem key={timetable.id} timetable={timetable} onUndo={() => setUndoing(timetable)} />
          ))}
        </Records>
      )}
      {undoing !== null && <UndoDialog timetable={undoing} onClose={() => setUndoing(null)} />}
    </Panel>
  )
}

function ImportItem({ timetable, onUndo }: { readonly timetable: Timetable; readonly onUndo: () => void }) {
  const formats = useFormats()
  const stop = useCommand('timetable.stop')
  const resume = useCommand('timetable.resume')
  const { id, fileName, firstOn, lastOn, importedAt, importedBy, state } = timetable
  const { meetingCount, doneCount, refusedCount, cancelledCount, doneBy } = timetable
  const problem = stop.problem ?? resume.problem
  const when = formats.moment(importedAt)
  const isOpen = state === 'sending' || state === 'stopped'
  return (
    <RecordItem
      title={fileName}
      mark={<Pill state={pills[state]}>{words.states[state]}</Pill>}
      actions={
        <>
          {state === 'sending' && (
            <Button isPending={stop.isRunning} onPress={() => void stop.run({ timetableId: id })}>
              {words.stop}
            </Button>
          )}
          {state === 'stopped' && (
            <Button variant="primary" isPending={resume.isRunning} onPress={() => void resume.run({ timetableId: id })}>
              {words.resume}
            </Button>
          )}
          {state !== 'undone' && <Button onPress={onUndo}>{words.undo}</Button>}
        </>
      }
      facts={
        <>
          {formats.dateRange(firstOn, lastOn)} · {words.importedAt(when, importedBy)}
          {refusedCount > 0 && (
            <>
              {' · '}
              {words.refused(refusedCount)}{' '}
              <Link href={hrefOf(['schedule'], { view: 'list', tab: 'attention' })}>{words.toRefused}</Link>
            </>
          )}
          {cancelledCount > 0 && ` · ${words.cancelled(cancelledCount)}`}
        </>
      }
    >
      {isOpen && (
        <>
          <ProgressBar
            label={words.states[state]}
            done={doneCount}
            total={meetingCount - cancelledCount}
            valueText={words.progress(doneCount, meetingCount - cancelledCount)}
          />
          {state === 'stopped' && <p className={styles.note}>{words.stoppedText}</p>}
          {doneBy !== null && <p className={styles.note}>{words.doneBy(formats.moment(doneBy))}</p>}
        </>
      )}
      {problem !== null && <ProblemNotice {...problemWords(problem, formats)} />}
    </RecordItem>
  )
}

function UndoDialog({ timetable, onClose }: { readonly timetable: Timetable; readonly onClose: () => void }) {
  const formats = useFormats()
  const { run, isRunning, problem } = useCommand('timetable.undo')
  const undo = async () => {
    if ((await run({ timetableId: timetable.id })) === null) return
    showToast({ title: words.undone })
    onClose()
  }
  return (
    <FormDialog
      words={commonWords}
      title={words.undoTitle}
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
      <p>{words.undoText(timetable.fileName)}</p>
    </FormDialog>
  )
}
