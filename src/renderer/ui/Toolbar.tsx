import type { ReactNode } from 'react'
import styles from './Toolbar.module.css'

/** Above a view, in its panel: whose it is and what it is narrowed to; at the end, which days. */
export function Toolbar({ children, end }: { readonly children: ReactNode; readonly end?: ReactNode }) {
  return (
    <div className={styles.bar}>
      <div className={styles.start}>{children}</div>
      {end !== undefined && <div className={styles.end}>{end}</div>}
    </div>
  )
}
