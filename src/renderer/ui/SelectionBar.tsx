import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import styles from './SelectionBar.module.css'

/** What {@link SelectionBar} takes. */
export interface SelectionBarProps {
  /** "3 students selected". */
  readonly label: string
  /** What can be done with them. */
  readonly children: ReactNode
  readonly clearLabel: string
  readonly onClear: () => void
}

/** Under a list: how many of it are selected, and what can be done with them. */
export function SelectionBar({ label, children, clearLabel, onClear }: SelectionBarProps) {
  return (
    <div role="group" aria-label={label} className={styles.bar}>
      <span role="status" className={styles.count}>
        {label}
      </span>
      {children}
      <Button size="small" variant="quiet" onPress={onClear}>
        {clearLabel}
      </Button>
    </div>
  )
}
