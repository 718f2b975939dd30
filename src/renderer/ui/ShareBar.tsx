import type { Tone } from './Pill.tsx'
import styles from './ShareBar.module.css'
import stripStyles from './Strip.module.css'
import { cx } from './cx.ts'

/** What {@link ShareBar} takes. */
export interface ShareBarProps {
  /** Parts in the order in which they are drawn; what is missing to `whole` stays empty. */
  readonly parts: readonly { readonly id: string; readonly count: number; readonly tone: Tone }[]
  readonly whole: number
  /** The same in words, or null where they stand beside it. */
  readonly text: string | null
}

/** How a whole falls into states: a class of 31 as a thin bar. */
export function ShareBar({ parts, whole, text }: ShareBarProps) {
  return (
    <span className={styles.bar} {...(text === null ? { 'aria-hidden': true } : { role: 'img', 'aria-label': text })}>
      {parts
        .filter((part) => part.count > 0)
        .map((part) => (
          <span
            key={part.id}
            className={cx(styles.part, stripStyles[part.tone])}
            style={{ width: `${(part.count / Math.max(1, whole)) * 100}%` }}
          />
        ))}
    </span>
  )
}
