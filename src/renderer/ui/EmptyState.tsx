import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './EmptyState.module.css'
import { cx } from './cx.ts'

/** What {@link EmptyState} takes. */
export interface EmptyStateProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
  readonly isProblem?: boolean
}

/** Where nothing stands yet: why, and the one thing that changes it. */
export function EmptyState({ icon: Icon, title, children, actions, isProblem = false }: EmptyStateProps) {
  return (
    <div role={isProblem ? 'alert' : undefined} className={styles.empty}>
      <span className={cx(styles.mark, isProblem && styles.problem)}>
        <Icon aria-hidden />
      </span>
      <h2 className={styles.title}>{title}</h2>
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
