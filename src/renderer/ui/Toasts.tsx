import { CircleCheck, TriangleAlert, X } from 'lucide-react'
import {
  Button as AriaButton,
  Text,
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components'
import { Button } from './Button.tsx'
import styles from './Toasts.module.css'

/** What a toast says. With a button (to undo it, or to go where it leads) it stays long enough to be read twice. */
export interface Toast {
  readonly tone?: 'good' | 'problem'
  readonly title: string
  readonly detail?: string | undefined
  readonly undo?: { readonly label: string; readonly onUndo: () => void } | undefined
  readonly open?: { readonly label: string; readonly onOpen: () => void } | undefined
}

const queue = new ToastQueue<Toast>({ maxVisibleToasts: 3 })

/** Shows a toast; a good one goes by itself (a pointer or the focus on it holds it), a problem stays until it is closed. */
export function showToast(toast: Toast): void {
  if (toast.tone === 'problem') queue.add(toast)
  else queue.add(toast, { timeout: toast.undo || toast.open ? 10_000 : 6000 })
}

/** Where toasts appear: one a page. A landmark of its own, reached with F6. */
export function Toasts({ label, closeLabel }: { readonly label: string; readonly closeLabel: string }) {
  return (
    <ToastRegion queue={queue} aria-label={label} className={styles.region ?? ''}>
      {({ toast }) => {
        const { tone = 'good', title, detail, undo, open } = toast.content
        const button = undo
          ? { label: undo.label, press: undo.onUndo }
          : open && { label: open.label, press: open.onOpen }
        const Icon = tone === 'good' ? CircleCheck : TriangleAlert
        return (
          <AriaToast toast={toast} className={styles.toast ?? ''}>
            <Icon aria-hidden className={tone === 'good' ? styles.good : styles.problem} />
            <ToastContent className={styles.words}>
              <Text slot="title">{title}</Text>
              {detail !== undefined && (
                <Text slot="description" className={styles.detail ?? ''}>
                  {detail}
                </Text>
              )}
            </ToastContent>
            {button && (
              <Button
                slot={null}
                size="small"
                onPress={() => {
                  queue.close(toast.key)
                  button.press()
                }}
              >
                {button.label}
              </Button>
            )}
            <AriaButton slot="close" aria-label={closeLabel} className={styles.close ?? ''}>
              <X aria-hidden />
            </AriaButton>
          </AriaToast>
        )
      }}
    </ToastRegion>
  )
}
