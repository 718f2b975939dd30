import { memo, type CSSProperties } from 'react'
import { cx } from '../cx.ts'
import type { BlockFace } from './blocks.ts'
import styles from './Block.module.css'

/** What {@link Block} takes. `id` tells it apart where the same block is drawn more than once. */
export interface BlockProps {
  readonly id: string
  readonly face: BlockFace
  readonly isStop: boolean
  readonly isCurrent: boolean
  /** It is being moved: only its shadow stays here. */
  readonly isHeld: boolean
  /** There is room for one line only. */
  readonly isLow?: boolean
  readonly style: CSSProperties
  readonly className?: string | undefined
  readonly columnIndex?: number | undefined
  readonly columnSpan?: number | undefined
}

/** One class on a calendar: what, who, and where it stands, as colour, sign and word. A cell of a grid. */
export const Block = memo(function Block(props: BlockProps) {
  const { id, face, isStop, isCurrent, isHeld, isLow = false, style, className, columnIndex, columnSpan } = props
  const { title, detail, state, note, tone, isDashed, isQuiet, isStruck, spoken, canMove } = face
  const Icon = state?.icon
  return (
    <div
      role="gridcell"
      tabIndex={isStop ? 0 : -1}
      data-block={id}
      data-dashed={isDashed || undefined}
      data-quiet={isQuiet || undefined}
      data-struck={isStruck || undefined}
      data-current={isCurrent || undefined}
      data-low={isLow || undefined}
      data-held={isHeld || undefined}
      data-movable={canMove || undefined}
      aria-current={isCurrent || undefined}
      aria-colindex={columnIndex}
      aria-colspan={columnSpan}
      className={cx(styles.block, styles[tone], className)}
      style={style}
    >
      <span className={styles.spoken}>{`${spoken}, `}</span>
      <span data-cut className={styles.title}>
        {title}
      </span>
      {state !== undefined && (
        <span data-cut className={styles.state}>
          {Icon && <Icon aria-hidden />}
          {state.words}
        </span>
      )}
      <span data-cut className={styles.detail}>
        {detail}
      </span>
      {note !== undefined && <span className={styles.spoken}>{`, ${note}`}</span>}
    </div>
  )
})
