import { CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './Notice.module.css'
import { cx } from './cx.ts'

/** What {@link Notice} takes. */
export interface NoticeProps {
  readonly tone: 'problem' | 'warning' | 'info' | 'good'
  readonly title: string
  readonly children?: ReactNode
  /** The one or two things to do about it. */
  readonly actions?: ReactNode
  /** Said at once by a screen reader: for what just went wrong. What was there from the start needs no voice. */
  readonly isLive?: boolean
}

const icons = { problem: TriangleAlert, warning: TriangleAlert, info: Info, good: CircleCheck } as const

/** What happened, what it means and what to do, in place. */
export function Notice({ tone, title, children, actions, isLive = false }: NoticeProps) {
  const Icon = icons[tone]
  return (
    <div role={isLive ? 'alert' : undefined} className={cx(styles.notice, styles[tone])}>
      <Icon aria-hidden className={styles.icon} />
      <div className={styles.words}>
        <strong className={styles.title}>{title}</strong>
        {children !== undefined && <div className={styles.text}>{children}</div>}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
