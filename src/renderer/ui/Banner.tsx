import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './Banner.module.css'
import { cx } from './cx.ts'

/** What {@link Banner} takes. */
export interface BannerProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
  readonly tone?: 'practice' | 'problem'
  /** Its name among the page's landmarks. */
  readonly label: string
}

/** One line over the whole page that stays: this is the practice school; this tab has ended. */
export function Banner({ icon: Icon, title, children, actions, tone = 'practice', label }: BannerProps) {
  return (
    <section aria-label={label} className={cx(styles.banner, styles[tone])}>
      <Icon aria-hidden />
      <strong className={styles.title}>{title}</strong>
      {children !== undefined && <span className={styles.text}>{children}</span>}
      {actions !== undefined && <span className={styles.actions}>{actions}</span>}
    </section>
  )
}
