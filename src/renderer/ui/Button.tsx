import { LoaderCircle, type LucideIcon } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import styles from './Button.module.css'
import { cx } from './cx.ts'

/** How loud a button is: one `primary` a view, `plain` for the rest, `quiet` in rows and bars, `danger` for what cannot be taken back. */
export type ButtonVariant = 'primary' | 'plain' | 'quiet' | 'danger'

/** What {@link Button} takes beside React Aria's own press, form and focus properties. */
export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  readonly children: ReactNode
  readonly variant?: ButtonVariant
  readonly size?: 'medium' | 'small'
  readonly icon?: LucideIcon
  readonly ref?: Ref<HTMLButtonElement>
}

/** A button with words. While `isPending` it keeps its width and focus, says that it is busy and ignores presses. */
export function Button({ children, variant = 'plain', size = 'medium', icon: Icon, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={cx(styles.button, styles[variant], styles[size])}>
      {({ isPending }) => (
        <>
          {isPending ? <LoaderCircle aria-hidden className={styles.spinner} /> : Icon && <Icon aria-hidden />}
          <span className={styles.words}>{children}</span>
        </>
      )}
    </AriaButton>
  )
}
