import { X } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { Dialog as AriaDialog, Form, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { IconButton } from './IconButton.tsx'
import styles from './Overlay.module.css'
import { cx } from './cx.ts'

/** What {@link Dialog} takes. */
export interface DialogProps {
  readonly title: string
  readonly description?: ReactNode
  readonly isOpen: boolean
  /** Called by Escape, the cross and a press outside; never while `isBusy`. */
  readonly onClose: () => void
  readonly children: ReactNode
  /** The buttons, least important first; the last is the one that Enter presses. */
  readonly actions?: ReactNode
  /** Beside the buttons: what they will do, or where the thing stands. */
  readonly aside?: ReactNode
  /** What went wrong with the last try; stands right above the buttons. */
  readonly problem?: ReactNode
  /** Makes the dialog a form: Enter in a field sends it. */
  readonly onSubmit?: (() => void) | undefined
  readonly size?: 'small' | 'medium' | 'large' | 'wide' | undefined
  readonly isBusy?: boolean
  readonly closeLabel: string
  /** `alertdialog` for a question that must be answered. */
  readonly role?: 'dialog' | 'alertdialog' | undefined
  /** Holds something that a press beside it must not lose, though it is no form itself. */
  readonly isHeld?: boolean
  readonly bodyRef?: Ref<HTMLDivElement>
}

/**
 * A window over the page: focus moves in (to the field that asks for it with `autoFocus`, else to the dialog), stays
 * in, and goes back to where it came from. A form's words survive a press beside it: only the cross and Escape close one.
 */
export function Dialog(props: DialogProps) {
  const { title, description, isOpen, onClose, children, actions, aside, problem, onSubmit, closeLabel, role } = props
  const { size = 'medium', isBusy = false, isHeld = false, bodyRef } = props
  const content = (
    <>
      <header className={styles.header}>
        <div className={styles.titles}>
          <Heading slot="title" level={2} className={styles.title ?? ''}>
            {title}
          </Heading>
          {description !== undefined && <div className={styles.description}>{description}</div>}
        </div>
        <IconButton icon={X} label={closeLabel} size="small" isDisabled={isBusy} onPress={onClose} />
      </header>
      <div ref={bodyRef} className={styles.body}>
        {children}
      </div>
      {(actions !== undefined || problem !== undefined) && (
        <footer className={styles.footer}>
          {problem}
          <div className={styles.actions}>
            {aside !== undefined && <div className={styles.aside}>{aside}</div>}
            {actions}
          </div>
        </footer>
      )}
    </>
  )
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(isNowOpen) => !isNowOpen && !isBusy && onClose()}
      isDismissable={onSubmit === undefined && !isHeld && role !== 'alertdialog'}
      isKeyboardDismissDisabled={isBusy}
      className={styles.scrim ?? ''}
    >
      <Modal className={cx(styles.modal, styles[size])}>
        <AriaDialog role={role} className={styles.dialog ?? ''}>
          {onSubmit === undefined ? (
            content
          ) : (
            <Form
              validationBehavior="aria"
              className={styles.form ?? ''}
              onSubmit={(event) => {
                event.preventDefault()
                if (!isBusy) onSubmit()
              }}
            >
              {content}
            </Form>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
