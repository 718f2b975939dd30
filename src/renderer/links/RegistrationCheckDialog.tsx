import { RotateCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { OutputOf } from '../../shared/contract/index.ts'
import type { CheckFinding } from '../../shared/contract/registration.ts'
import type { MeetingId, OccurrenceId } from '../../shared/ids.ts'
import type { Problem } from '../../shared/problem.ts'
import { call, problemOf } from '../api.ts'
import { hrefOf } from '../router.ts'
import { useFormats } from '../status.ts'
import { useTask } from '../task.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Link, LinkButton } from '../ui/Link.tsx'
import { Notice } from '../ui/Notice.tsx'
import { ProblemNotice } from '../ui/ProblemNotice.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { showToast } from '../ui/Toasts.tsx'
import { commonWords } from '../words/common.ts'
import { linkWords as words } from '../words/links.ts'
import { problemWords } from '../words/problems.ts'
import styles from './RegistrationCheckDialog.module.css'

interface Props {
  readonly meetingId: MeetingId
  readonly occurrenceId: OccurrenceId | null
  readonly title: string
  readonly onClose: () => void
}

type Check = OutputOf<'registration.check'>

const tones = { problem: 'problem', warning: 'warning', note: 'info', good: 'good' } as const
const namesShown = 8
const pages: Readonly<Record<NonNullable<CheckFinding['mendIn']>, string | null>> = {
  students: 'people',
  schedule: 'schedule',
  settings: 'settings',
  changes: 'changes',
  // Nothing of Homeroom's own.
  zoom: null,
}

/** The check before a class: what stands between its students and the class, each with what mends it. */
export function RegistrationCheckDialog({ meetingId, occurrenceId, title, onClose }: Props) {
  const formats = useFormats()
  const [check, setCheck] = useState<Check | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const again = useTask(async () => {
    setProblem(null)
    try {
      setCheck(await call('registration.check', { meetingId, ...(occurrenceId === null ? {} : { occurrenceId }) }))
    } catch (error) {
      setProblem(problemOf(error))
    }
  })
  const { run } = again
  useEffect(run, [run])
  const mend = async ({ fix }: CheckFinding) => {
    if (fix === null) return
    await call(fix.operation, fix.input as never)
    await call('outbox.wait', { meetingIds: [meetingId], timeoutSeconds: 20 })
    showToast({ title: words.fixing })
    run()
  }
  return (
    <Dialog
      title={words.checkTitle}
      description={title}
      isOpen
      onClose={onClose}
      closeLabel={commonWords.close}
      aside={
        check !== null &&
        `${words.counts(check.counts.registered + check.counts.already, check.counts.total)} · ${
          check.readAt === null ? words.neverRead : words.readAt(formats.time(check.readAt))
        }`
      }
      actions={
        <Button icon={RotateCw} onPress={run} isPending={again.isRunning}>
          {words.checkAgain}
        </Button>
      }
    >
      {problem !== null && <ProblemNotice {...problemWords(problem, formats)} onRetry={run} />}
      {check === null && problem === null && <Skeleton label={words.checking} rows={4} />}
      {check !== null && (
        <ul className={styles.findings}>
          {check.findings.map((finding) => (
            <li key={finding.code}>
              <Finding finding={finding} onMend={() => mend(finding)} />
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  )
}

function Finding({ finding, onMend }: { readonly finding: CheckFinding; readonly onMend: () => Promise<void> }) {
  const { level, message, advice, people, fix, mendIn } = finding
  const mend = useTask(onMend)
  const page = mendIn === null ? null : pages[mendIn]
  return (
    <Notice
      tone={tones[level]}
      title={message}
      actions={
        fix !== null ? (
          <Button size="small" onPress={mend.run} isPending={mend.isRunning}>
            {words.fixes[fix.operation]}
          </Button>
        ) : (
          mendIn !== null && page !== null && <LinkButton href={hrefOf([page])}>{words.mendIn[mendIn]}</LinkButton>
        )
      }
    >
      {advice}
      {people.length > 0 && (
        <ul className={styles.people}>
          {people.slice(0, namesShown).map(({ personId, listName, reason }) => (
            <li key={personId}>
              <Link href={hrefOf(['people', personId])}>{listName}</Link> {reason}
            </li>
          ))}
          {people.length > namesShown && <li>{words.others(people.length - namesShown)}</li>}
        </ul>
      )}
    </Notice>
  )
}
