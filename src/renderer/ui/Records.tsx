import type { ReactNode } from 'react'
import styles from './Records.module.css'

/** Things that were done, one under the other, each with what can still be done about it. */
export function Records({ children }: { readonly children: ReactNode }) {
  return <ul className={styles.records}>{children}</ul>
}

/** What {@link RecordItem} takes. */
export interface RecordItemProps {
  readonly title: string
  /** Its state, beside the title. */
  readonly mark?: ReactNode
  readonly actions?: ReactNode
  /** When, by whom, how many: one quiet line. */
  readonly facts: ReactNode
  /** Below, over the whole width: how far it has come, what went wrong. */
  readonly children?: ReactNode
}

/** One of {@link Records}. */
export function RecordItem({ title, mark, actions, facts, children }: RecordItemProps) {
  return (
    <li aria-label={title} className={styles.record}>
      <div className={styles.title}>
        {title}
        {mark}
      </div>
      <div className={styles.actions}>{actions}</div>
      <div className={styles.facts}>{facts}</div>
      <div className={styles.below}>{children}</div>
    </li>
  )
}
