import { Link as AriaLink, type LinkProps as AriaLinkProps } from 'react-aria-components'
import buttonStyles from './Button.module.css'
import styles from './Link.module.css'
import { cx } from './cx.ts'
import type { ReactNode } from 'react'
import type { LucideIcon } from 'lucide-react'
import type { ButtonVariant } from './Button.tsx'

/** What {@link Link} takes. */
export interface LinkProps extends Omit<AriaLinkProps, 'className' | 'style' | 'children'> {
  readonly href: string
  readonly children: ReactNode
}

/** Words that lead somewhere. */
export function Link({ children, ...props }: LinkProps) {
  return (
    <AriaLink {...props} className={styles.link ?? ''}>
      {children}
    </AriaLink>
  )
}

/** What {@link LinkButton} takes. */
export interface LinkButtonProps extends LinkProps {
  readonly variant?: ButtonVariant
  readonly size?: 'medium' | 'small'
  readonly icon?: LucideIcon
}

/** A link with the looks of a button: where the next step is another screen. */
export function LinkButton({ children, variant = 'plain', size = 'medium', icon: Icon, ...props }: LinkButtonProps) {
  return (
    <AriaLink {...props} className={cx(buttonStyles.button, buttonStyles[variant], buttonStyles[size])}>
      {Icon && <Icon aria-hidden />}
      <span className={buttonStyles.words}>{children}</span>
    </AriaLink>
  )
}
