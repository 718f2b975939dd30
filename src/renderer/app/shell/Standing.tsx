import { CloudAlert, CloudCheck, CloudOff, CloudUpload, Plug, PowerOff, type LucideIcon } from 'lucide-react'
import type { AppStatus } from '../../../shared/contract/app.ts'
import { useDoor, type DoorState } from '../../door.ts'
import { hrefOf, navigate } from '../../router.ts'
import { useFormats } from '../../status.ts'
import { shellWords } from '../../words/shell.ts'
import { openOverlay } from './shortcuts.ts'
import styles from './Standing.module.css'

interface Stand {
  readonly icon: LucideIcon
  readonly words: string
  readonly tone: 'quiet' | 'amber' | 'red'
  readonly onPress?: () => void
}

function standOf(status: AppStatus, door: DoorState, timeOf: (instant: string) => string): Stand {
  const { refusedBySend, waitingToSend, isConnected, isZoomEnabled, lastZoomContactAt } = status
  const showSending = () => openOverlay('sending')
  const showAccount = () => navigate(hrefOf(['settings', 'account']))
  if (door === 'ended') return { icon: CloudOff, words: shellWords.tabEnded, tone: 'red' }
  if (door === 'lost') return { icon: CloudOff, words: shellWords.noAnswer, tone: 'red' }
  if (isConnected && !isZoomEnabled) {
    const waiting = waitingToSend + refusedBySend
    const onPress = waiting > 0 ? showSending : showAccount
    return { icon: PowerOff, words: shellWords.switchedOff(waiting), tone: 'amber', onPress }
  }
  if (refusedBySend > 0) {
    return { icon: CloudAlert, words: shellWords.refused(refusedBySend), tone: 'red', onPress: showSending }
  }
  if (waitingToSend > 0) {
    return { icon: CloudUpload, words: shellWords.waitingToSend(waitingToSend), tone: 'amber', onPress: showSending }
  }
  if (!isConnected) {
    return { icon: Plug, words: shellWords.notConnected, tone: 'amber', onPress: showAccount }
  }
  const at = lastZoomContactAt === null ? null : timeOf(lastZoomContactAt)
  return { icon: CloudCheck, words: shellWords.upToDate(at), tone: 'quiet' }
}

/** One line on how we stand to Zoom; where a person can do something about it, it leads there. */
export function Standing({ status }: { readonly status: AppStatus }) {
  const door = useDoor((store) => store.state)
  const formats = useFormats()
  const { icon: Icon, words, tone, onPress } = standOf(status, door, formats.time)
  const content = (
    <>
      <Icon aria-hidden />
      <span className={styles.words}>{words}</span>
    </>
  )
  // Said by a screen reader when it changes, but never in the middle of a sentence.
  return (
    <div role="status">
      {onPress ? (
        <button type="button" className={styles.standing} data-tone={tone} onClick={onPress}>
          {content}
        </button>
      ) : (
        <p className={styles.standing} data-tone={tone}>
          {content}
        </p>
      )}
    </div>
  )
}
