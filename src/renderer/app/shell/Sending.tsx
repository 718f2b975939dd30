import { CloudCheck, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import type { OutboxEntry } from '../../../shared/contract/outbox.ts'
import { call } from '../../api.ts'
import { useLive } from '../../live.ts'
import { hrefOf } from '../../router.ts'
import { useFormats, useStatus } from '../../status.ts'
import { useTask } from '../../task.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { LinkButton } from '../../ui/Link.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { commonWords } from '../../words/common.ts'
import { shellWords } from '../../words/shell.ts'
import { DiscardDialog } from './DiscardDialog.tsx'
import styles from './Sending.module.css'
import { openOverlay, useOverlay } from './shortcuts.ts'

/** What has not reached Zoom yet, why, and what can be done about each. */
export function Sending() {
  const isOpen = useOverlay((overlay) => overlay.open === 'sending')
  const { data } = useLive('outbox.list', isOpen ? {} : null)
  const sendAll = useTask(async () => {
    await call('outbox.retry', {})
  })
  const [discarding, setDiscarding] = useState<OutboxEntry | null>(null)
  const entries = data?.entries ?? []
  const isZoomEnabled = useStatus().data?.isZoomEnabled ?? true
  return (
    <Dialog
      title={shellWords.sending}
      isOpen={isOpen}
      onClose={() => openOverlay('none')}
      closeLabel={commonWords.close}
      size="large"
      actions={
        entries.length > 0 && isZoomEnabled ? (
          <Button variant="primary" icon={RefreshCw} isPending={sendAll.isRunning} onPress={sendAll.run}>
            {shellWords.sendNow}
          </Button>
        ) : undefined
      }
    >
      {!isZoomEnabled && (
        <Notice
          tone="warning"
          title={shellWords.switchedOff(0)}
          actions={
            <LinkButton size="small" href={hrefOf(['settings', 'account'])} onPress={() => openOverlay('none')}>
              {shellWords.toSwitch}
            </LinkButton>
          }
        >
          {shellWords.switchedOffText}
        </Notice>
      )}
      {data === null ? (
        <Skeleton label={commonWords.loading} rows={3} />
      ) : entries.length === 0 ? (
        <EmptyState icon={CloudCheck} title={shellWords.sendingEmpty} />
      ) : (
        <ul className={styles.list}>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} onDiscard={() => setDiscarding(entry)} />
          ))}
        </ul>
      )}
      {discarding !== null && <DiscardDialog entry={discarding} onClose={() => setDiscarding(null)} />}
    </Dialog>
  )
}

function Entry({ entry, onDiscard }: { readonly entry: OutboxEntry; readonly onDiscard: () => void }) {
  const { id, meetingTitle, action, state, problem, nextTryAt, isDiscardable } = entry
  const isZoomEnabled = useStatus().data?.isZoomEnabled ?? true
  const formats = useFormats()
  const retry = useTask(async () => {
    await call('outbox.retry', { id })
  })
  const isRefused = state === 'refused'
  return (
    <li className={styles.entry}>
      <div className={styles.words}>
        <span className={styles.title}>{meetingTitle}</span>
        <span className={styles.detail}>
          {shellWords.actions[action]}
          {nextTryAt !== null && !isRefused && isZoomEnabled && ` · ${shellWords.nextTry(formats.time(nextTryAt))}`}
        </span>
        {problem && (
          <span className={styles.problem}>
            {problem.message} {problem.fix}
          </span>
        )}
        {!isDiscardable && state !== 'sending' && <span className={styles.detail}>{shellWords.notDiscardable}</span>}
      </div>
      <Pill state={isRefused ? 'problem' : 'waitingToSend'}>{shellWords.sendStates[state]}</Pill>
      {isRefused && (
        <Button size="small" isPending={retry.isRunning} onPress={retry.run}>
          {commonWords.tryAgain}
        </Button>
      )}
      {isDiscardable && (
        <Button
          size="small"
          variant="quiet"
          aria-label={shellWords.discardLabel(shellWords.actions[action], meetingTitle)}
          onPress={onDiscard}
        >
          {shellWords.discard}
        </Button>
      )}
    </li>
  )
}
