import { Ellipsis } from 'lucide-react'
import styles from './DataGrid.module.css'

/** What {@link RowMenuButton} takes. */
export interface RowMenuButtonProps {
  readonly label: string
  readonly onPress: (button: Element) => void
}

/**
 * The three points at the end of a row. A bare button: a list of 20,000 rows draws dozens of them in every frame of
 * scrolling, and one menu serves them all.
 */
export function RowMenuButton({ label, onPress }: RowMenuButtonProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-haspopup="menu"
      aria-label={label}
      data-row-menu
      className={styles.rowMenu}
      onClick={(event) => onPress(event.currentTarget)}
    >
      <Ellipsis aria-hidden />
    </button>
  )
}

/** What {@link RowButton} takes. */
export interface RowButtonProps {
  /** In sight, and the whole for screen readers: it begins with what is seen. */
  readonly words: string
  readonly label: string
  readonly onPress: () => void
}

/** The one thing that is next for a row, as bare as {@link RowMenuButton}. */
export function RowButton({ words, label, onPress }: RowButtonProps) {
  return (
    <button type="button" tabIndex={-1} aria-label={label} className={styles.rowButton} onClick={onPress}>
      {words}
    </button>
  )
}
