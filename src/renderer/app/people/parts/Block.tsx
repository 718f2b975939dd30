import type { ReactNode } from 'react'
import styles from './PersonPage.module.css'

interface Props {
  readonly title: string
  /** At the end of the title. */
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** One part of a panel of a person's page: a quiet heading and what stands under it. */
export function Block({ title, action, children }: Props) {
  return (
    <section className={styles.block} aria-label={title}>
      <div className={styles.blockHead}>
        <h3 className={styles.blockTitle}>{title}</h3>
        {action}
      </div>
      {children}
    </section>
  )
}
