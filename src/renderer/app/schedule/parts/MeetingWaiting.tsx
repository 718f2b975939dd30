import { RefreshCw } from 'lucide-react'
import type { OutboxEntry } from '../../../../shared/contract/outbox.ts'
import { call } from '../../../api.ts'
import { useLive } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { useTask } from '../../../task.ts'
import { Button } from '../../../ui/Button.tsx'
import { DrawerBlock } from '../../../ui/Drawer.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { formWords } from '../../../words/schedule-form.ts'
import { commonWords } from '../../../words/common.ts'
import { shellWords } from '../../../words/shell.ts'
import styles from './MeetingDrawer.module.css'

/** What of a meeting has not reached Zoom yet, and when it is tried next. */
export function MeetingWaiting({ meetingId }: { readonly meetingId: string }) {
  const { data } = useLive('outbox.list', {})
  const entries = data?.entries.filter((entry) => entry.meetingId === meetingId) ?? []
  if (entries.length === 0) return null
  return (
    <DrawerBlock title={formWords.drawer.waits}>
      <ul className={styles.waiting}>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ul>
    </DrawerBlock>
  )
}

function Entry({ entry: { id, action, state, problem, nextTryAt } }: { readonly entry: OutboxEntry }) {
  const formats = useFormats()
  const retry = useTask(async () => {
    await call('outbox.retry', { id })
  })
  const isRefused = state === 'refused'
  return (
    <li className={styles.entry}>
      <span>{shellWords.actions[action]}</span>
      <Pill state={isRefused ? 'problem' : 'waitingToSend'}>{shellWords.sendStates[state]}</Pill>
      {problem === null && nextTryAt !== null && (
        <span className={styles.reason}>{shellWords.nextTry(formats.time(nextTryAt))}</span>
      )}
      {problem !== null && (
        <span className={styles.reason}>
          {problem.message} {problem.fix}
        </span>
      )}
      {isRefused && (
        <Button size="small" icon={RefreshCw} onPress={retry.run} isPending={retry.isRunning}>
          {commonWords.tryAgain}
        </Button>
      )}
    </li>
  )
}
