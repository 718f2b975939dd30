import type { ReactNode } from 'react'
import styles from './GridFrame.module.css'

/** A frame of a fixed height for a list within a form: the list scrolls, the form stays where it is. */
export function GridFrame({ children }: { readonly children: ReactNode }) {
  return <div className={styles.frame}>{children}</div>
}
