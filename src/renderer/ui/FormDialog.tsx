import { useEffect, useRef, useState, type ReactNode } from 'react'
import { Button } from './Button.tsx'
import { Dialog, type DialogProps } from './Dialog.tsx'
import { ProblemNotice, type ProblemNoticeProps } from './ProblemNotice.tsx'

/** The words of every {@link FormDialog}. */
export interface FormDialogWords {
  readonly close: string
  readonly cancel: string
  readonly discardTitle: string
  readonly discardText: string
  readonly discard: string
  readonly keepTyping: string
}

/** What {@link FormDialog} takes. It is open as long as it is there. */
export interface FormDialogProps extends Pick<DialogProps, 'title' | 'description' | 'size' | 'role' | 'aside'> {
  readonly words: FormDialogWords
  readonly children?: ReactNode
  /** What the form does, on its button. Without it there is nothing to do yet but to cancel. */
  readonly submitLabel?: string | undefined
  /** `danger` for what cannot be taken back. */
  readonly submitVariant?: 'primary' | 'danger'
  readonly isSubmitDisabled?: boolean
  readonly cancelLabel?: string
  /** Further buttons, before these two. */
  readonly otherActions?: ReactNode
  readonly onSubmit?: (() => void) | undefined
  /** The form is one of the children's, with this id. */
  readonly formId?: string
  readonly onClose: () => void
  /** It is being done: nothing closes the dialog, and nothing can be done twice. */
  readonly isPending: boolean
  /** What went wrong with the last try, where no field says it. */
  readonly problem?: ProblemNoticeProps | null
  /** Something was typed that would be lost: closing asks first. */
  readonly isDirty?: boolean
  /** Begins on the button that changes nothing: for questions without a field. */
  readonly isCancelFirst?: boolean
}

const wrongControl =
  'button[data-invalid], input[aria-invalid="true"], textarea[aria-invalid="true"], [role="spinbutton"][aria-invalid="true"]'

/**
 * A dialog that does one thing: its fields, what went wrong, a button to leave and one to do it. After a try the focus
 * goes to the first field that is wrong; what was typed is thrown away only when a person says so.
 */
export function FormDialog(props: FormDialogProps) {
  const { words, children, submitLabel, onSubmit, formId, onClose, isPending, problem, otherActions, ...rest } = props
  const { submitVariant = 'primary', cancelLabel = words.cancel, isSubmitDisabled = false, isDirty = false } = rest
  const { title, description, size, role, aside, isCancelFirst = false } = rest
  const [isAsking, setAsking] = useState(false)
  const [tries, setTries] = useState(0)
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Only after a try: while a form is filled in, nothing may move the focus.
    if (tries > 0 && !isPending) body.current?.querySelector<HTMLElement>(wrongControl)?.focus()
  }, [tries, isPending])
  const leave = () => (isDirty ? setAsking(true) : onClose())
  const submit = () => {
    if (isSubmitDisabled || submitLabel === undefined) return
    setTries((before) => before + 1)
    onSubmit?.()
  }
  return (
    <Dialog
      title={title}
      description={description}
      size={size}
      role={role}
      aside={aside}
      isOpen
      isHeld
      isBusy={isPending}
      closeLabel={words.close}
      bodyRef={body}
      onClose={leave}
      onSubmit={formId === undefined ? submit : undefined}
      problem={problem && <ProblemNotice {...problem} />}
      actions={
        <>
          {otherActions}
          <Button isDisabled={isPending} onPress={leave} autoFocus={isCancelFirst}>
            {cancelLabel}
          </Button>
          {submitLabel !== undefined && (
            <Button
              type="submit"
              variant={submitVariant}
              isPending={isPending}
              isDisabled={isSubmitDisabled}
              {...(formId === undefined ? {} : { form: formId })}
            >
              {submitLabel}
            </Button>
          )}
        </>
      }
    >
      {children}
      {isAsking && (
        <Dialog
          role="alertdialog"
          size="small"
          title={words.discardTitle}
          isOpen
          onClose={() => setAsking(false)}
          closeLabel={words.close}
          actions={
            <>
              <Button onPress={() => setAsking(false)} autoFocus>
                {words.keepTyping}
              </Button>
              <Button variant="danger" onPress={onClose}>
                {words.discard}
              </Button>
            </>
          }
        >
          <p>{words.discardText}</p>
        </Dialog>
      )}
    </Dialog>
  )
}
