import { Label, ProgressBar as AriaProgressBar } from 'react-aria-components'
import styles from './ProgressBar.module.css'

/** What {@link ProgressBar} takes. Without `total` it only says that something goes on. */
export interface ProgressBarProps {
  readonly label: string
  readonly done?: number
  readonly total?: number
  /** "1,200 of 5,000 rows", at the end of the line. */
  readonly valueText?: string
}

/** How far long work has come. */
export function ProgressBar({ label, done = 0, total, valueText }: ProgressBarProps) {
  return (
    <AriaProgressBar
      value={done}
      maxValue={Math.max(1, total ?? 1)}
      isIndeterminate={total === undefined}
      valueLabel={valueText}
      className={styles.progress ?? ''}
    >
      {({ percentage, isIndeterminate }) => (
        <>
          <span className={styles.words}>
            <Label>{label}</Label>
            {valueText !== undefined && <span className={styles.value}>{valueText}</span>}
          </span>
          <span className={styles.track}>
            <span
              className={styles.fill}
              data-unknown={isIndeterminate || undefined}
              style={isIndeterminate ? undefined : { width: `${percentage ?? 0}%` }}
            />
          </span>
        </>
      )}
    </AriaProgressBar>
  )
}
