import styles from './Skeleton.module.css'
import { VisuallyHidden } from './VisuallyHidden.tsx'

/** What {@link Skeleton} takes: what is being fetched, and how many rows it usually has. */
export interface SkeletonProps {
  readonly label: string
  readonly rows?: number
}

const widths = ['62%', '48%', '71%', '55%', '66%', '44%', '58%', '50%'] as const

/** Rows-to-be of the height that rows have, so that nothing jumps. Shown after a breath only: most answers are sooner. */
export function Skeleton({ label, rows = 8 }: SkeletonProps) {
  return (
    <div role="status" className={styles.skeleton}>
      <VisuallyHidden>{label}</VisuallyHidden>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={styles.row} aria-hidden>
          <span className={styles.bone} style={{ width: widths[index % widths.length] }} />
          <span className={styles.bone} />
          <span className={styles.bone} />
        </div>
      ))}
    </div>
  )
}
