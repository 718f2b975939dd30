import { UserRoundCheck, UserRoundPlus } from 'lucide-react'
import type { Substitution } from '../../../../shared/contract/substitution.ts'
import { addDays } from '../../../../shared/domain/time.ts'
import { call } from '../../../api.ts'
import { nowMs } from '../../../clock.ts'
import { useLive } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { useTask } from '../../../task.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { substitutionWords as words } from '../../../words/substitution.ts'
import styles from './SubstituteDialog.module.css'

const daysBack = 31
const daysAhead = 180

/** Who holds whose classes: lately, now and in the months to come. */
export function SubstitutionsDialog({
  onFind,
  onClose,
}: {
  readonly onFind: () => void
  readonly onClose: () => void
}) {
  const formats = useFormats()
  const today = formats.dateOf(nowMs())
  const range = { fromOn: addDays(today, -daysBack), toOn: addDays(today, daysAhead) }
  const { data, problem, reload } = useLive('substitution.list', range)
  return (
    <Dialog
      title={words.listTitle}
      description={words.listText}
      size="large"
      isOpen
      onClose={onClose}
      closeLabel={commonWords.close}
      actions={
        <>
          <Button onPress={onClose}>{commonWords.close}</Button>
          <Button variant="primary" icon={UserRoundPlus} onPress={onFind}>
            {words.find}
          </Button>
        </>
      }
    >
      {data === null ? (
        problem === null ? (
          <Skeleton label={commonWords.loading} />
        ) : (
          <ProblemNotice {...problemWords(problem, formats)} onRetry={reload} />
        )
      ) : data.substitutions.length === 0 ? (
        <EmptyState icon={UserRoundCheck} title={words.empty}>
          {words.emptyText}
        </EmptyState>
      ) : (
        <ul className={styles.list}>
          {data.substitutions.map((each) => (
            <Item key={each.id} substitution={each} />
          ))}
        </ul>
      )}
    </Dialog>
  )
}

function Item({ substitution }: { readonly substitution: Substitution }) {
  const formats = useFormats()
  const { id, teacher, substitute, firstOn, lastOn, reason, undoneAt, classes } = substitution
  const undo = useTask(async () => {
    await call('substitution.undo', { substitutionId: id })
    showToast({ title: words.undoneDone })
  })
  const makeNew = useTask(async () => {
    await call('substitution.makeNewMeetings', { substitutionId: id })
    showToast({ title: words.madeNew, detail: words.madeNewDetail })
  })
  const isAhead = classes.some(({ time }) => Date.parse(time.startInstant) > nowMs())
  const days = firstOn === lastOn ? formats.date(firstOn, 'medium') : formats.dateRange(firstOn, lastOn)
  const hasNewLinks = classes.some(({ way }) => way === 'newMeeting')
  return (
    <li className={styles.item}>
      <div>
        <div className={styles.who}>{words.names(substitute.name, teacher.name)}</div>
        <div className={styles.when}>
          {[days, words.held(classes.length), ...(hasNewLinks ? [words.newMeeting] : []), reason].join(' · ')}
        </div>
      </div>
      {undoneAt !== null ? (
        <Pill state="notHeld">{words.undone}</Pill>
      ) : (
        isAhead && (
          <Button
            size="small"
            aria-label={words.undoLabel(substitute.name, teacher.name)}
            onPress={undo.run}
            isPending={undo.isRunning}
          >
            {words.undo}
          </Button>
        )
      )}
      {undoneAt === null && classes.some(({ isRefused }) => isRefused) && (
        <div className={styles.wide}>
          <Notice
            tone="problem"
            title={words.refused}
            actions={
              <Button size="small" onPress={makeNew.run} isPending={makeNew.isRunning}>
                {words.makeNew}
              </Button>
            }
          >
            {words.refusedText}
          </Notice>
        </div>
      )}
    </li>
  )
}
