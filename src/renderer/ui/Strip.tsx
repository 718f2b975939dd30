import styles from './Strip.module.css'
import type { Tone } from './Pill.tsx'
import { cx } from './cx.ts'

/** One stay: epoch milliseconds. Waiting in the waiting room is drawn hatched and counts no minutes. */
export interface Stay {
  readonly from: number
  readonly to: number
  readonly kind: 'inClass' | 'waiting'
}

/** What {@link Strip} takes. */
export interface StripProps {
  /** The class window, epoch milliseconds; what lies outside of it is cut at its edges. */
  readonly from: number
  readonly to: number
  readonly stays: readonly Stay[]
  /** The same in words: "In class 7:38–7:48, waiting room 7:29–7:38". Null where the row says it already. */
  readonly text: string | null
  readonly tone?: Tone
  /** Names under a large strip; a row's strip stands under a column header that says them once. */
  readonly ticks?: readonly { readonly at: number; readonly label: string }[]
  readonly size?: 'row' | 'large'
}

const clamp = (share: number) => Math.min(1, Math.max(0, share))
const percent = (share: number) => `${(share * 100).toFixed(3)}%`

/** A person's time in class as bars over the class window. */
export function Strip({ from, to, stays, text, tone = 'green', ticks = [], size = 'row' }: StripProps) {
  const shareOf = (instant: number) => clamp((instant - from) / Math.max(1, to - from))
  return (
    <span
      data-fill
      className={cx(styles.strip, styles[size])}
      {...(text === null ? { 'aria-hidden': true } : { role: 'img', 'aria-label': text })}
    >
      <span className={styles.track}>
        {stays
          .filter((stay) => stay.to > from && stay.from < to)
          .map((stay) => (
            <span
              key={`${stay.kind}-${stay.from}`}
              className={cx(styles.stay, stay.kind === 'waiting' ? styles.waiting : styles[tone])}
              style={{ left: percent(shareOf(stay.from)), width: percent(shareOf(stay.to) - shareOf(stay.from)) }}
            />
          ))}
        {size === 'large' &&
          ticks
            .filter((tick) => tick.at > from && tick.at < to)
            .map((tick) => <span key={tick.at} className={styles.rule} style={{ left: percent(shareOf(tick.at)) }} />)}
      </span>
      {size === 'large' && ticks.length > 0 && (
        <span className={styles.ticks} aria-hidden>
          {ticks.map((tick) => (
            <span key={tick.at} className={styles.tick} style={{ left: percent(shareOf(tick.at)) }}>
              {tick.label}
            </span>
          ))}
        </span>
      )}
    </span>
  )
}
