import { CircleCheck, CircleX, Send } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { AccountStanding, TestClass } from '../../../../shared/contract/account.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { VisuallyHidden } from '../../../ui/VisuallyHidden.tsx'
import { accountWords } from '../../../words/account.ts'
import type { Formats } from '../../../words/format.ts'
import { problemWords } from '../../../words/problems.ts'
import formStyles from './Form.module.css'
import styles from './TestClassPanel.module.css'

const { testClass: words } = accountWords
type Change = TestClass['changes'][number]

const whenOf = (formats: Formats, instant: string) => formats.moment(instant)

interface TestClassPanelProps {
  readonly isEnabled: boolean
  readonly left: AccountStanding['leftTestClasses']
  /** Asks anew what is left: sending changes it. */
  readonly onSent: () => void
}

/** One class made at Zoom, read back and deleted, step by step; and what an earlier try may have left there. */
export function TestClassPanel({ isEnabled, left, onSent }: TestClassPanelProps) {
  const formats = useFormats()
  const [sent, setSent] = useState<TestClass | null>(null)
  const { run, isRunning, problem } = useCommand('account.sendTestClass')
  // What the steps below say of the class just sent needs no second notice.
  const earlier = left.filter(({ zoomMeetingId }) => zoomMeetingId === null || zoomMeetingId !== sent?.zoomMeetingId)
  const send = async () => {
    setSent(null)
    setSent(await run({}))
    onSent()
  }
  return (
    <Panel title={words.title}>
      <p className={formStyles.text}>{words.text}</p>
      {earlier.length > 0 && !isRunning && (
        <Notice tone="warning" title={words.leftTitle}>
          {earlier.map(({ zoomMeetingId, sentAt }) => (
            <p key={sentAt}>{words.left(zoomMeetingId, whenOf(formats, sentAt))}</p>
          ))}
          <p>{words.leftText}</p>
        </Notice>
      )}
      <div className={formStyles.actions}>
        <Button icon={Send} isPending={isRunning} isDisabled={!isEnabled} onPress={() => void send()}>
          {words.send}
        </Button>
        {!isEnabled && <span className={formStyles.quiet}>{words.off}</span>}
      </div>
      {problem !== null && <ProblemNotice {...problemWords(problem, formats)} />}
      {sent !== null && <Steps sent={sent} />}
    </Panel>
  )
}

function Steps({ sent }: { readonly sent: TestClass }) {
  const formats = useFormats()
  const { zoomMeetingId, startsAt, steps, changes, leftoversDeleted } = sent
  const done = {
    create: words.created(zoomMeetingId, whenOf(formats, startsAt)),
    readBack: changes.length === 0 ? words.readBack : words.readBackChanged,
    delete: words.deleted,
  }
  return (
    <div role="status">
      <ol className={styles.steps}>
        {steps.map(({ step, problem }) => (
          <Step
            key={step}
            isDone={problem === null}
            title={problem === null ? done[step] : words.failed[step]}
            detail={
              problem !== null ? (
                `${problem.message} ${problem.fix ?? ''}`
              ) : step === 'readBack' && changes.length > 0 ? (
                <Changes changes={changes} />
              ) : undefined
            }
          />
        ))}
      </ol>
      {leftoversDeleted > 0 && <p className={formStyles.quiet}>{words.leftovers(leftoversDeleted)}</p>}
    </div>
  )
}

interface StepProps {
  readonly isDone: boolean
  readonly title: string
  readonly detail?: ReactNode
}

function Step({ isDone, title, detail }: StepProps) {
  const Icon = isDone ? CircleCheck : CircleX
  return (
    <li className={styles.step} data-failed={!isDone || undefined}>
      <Icon aria-hidden />
      <div>
        <VisuallyHidden>{isDone ? words.done : words.notDone}: </VisuallyHidden>
        {title}
        {detail !== undefined && <div className={styles.detail}>{detail}</div>}
      </div>
    </li>
  )
}

function Changes({ changes }: { readonly changes: readonly Change[] }) {
  const formats = useFormats()
  const read = (field: Change['field'], value: string | null) => {
    if (value === null) return words.nothingKept
    if (field === 'startsAt') return whenOf(formats, value)
    return field === 'durationMinutes' ? formats.minutes(Number(value) * 60) : value
  }
  return changes.map(({ field, asked, kept }) => (
    <p key={field}>{`${words.fields[field]}: ${words.change(read(field, asked), read(field, kept))}`}</p>
  ))
}
