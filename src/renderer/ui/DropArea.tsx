import { Upload } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import { useDrop } from 'react-aria-components'
import styles from './DropArea.module.css'
import { filesOf } from './dropped-files.ts'

/** What {@link DropArea} takes. */
export interface DropAreaProps {
  /** What happens to files that are let go here; in sight while some are held over it. */
  readonly label: string
  readonly onFiles: (files: readonly File[]) => void
  readonly isDisabled?: boolean
  readonly children: ReactNode
}

/**
 * Makes all that it holds a place to drop files and folders on. A short way for the mouse alone: what it leads to has a
 * button as well.
 */
export function DropArea({ label, onFiles, isDisabled = false, children }: DropAreaProps) {
  const ref = useRef<HTMLDivElement>(null)
  const { dropProps, isDropTarget } = useDrop({
    ref,
    isDisabled,
    getDropOperation: () => 'copy',
    onDrop: ({ items }) => {
      void filesOf(items).then((files) => files.length > 0 && onFiles(files))
    },
  })
  return (
    <div {...dropProps} ref={ref} className={styles.area}>
      {children}
      {isDropTarget && (
        <div className={styles.cover}>
          <span className={styles.words}>
            <Upload aria-hidden />
            {label}
          </span>
        </div>
      )}
    </div>
  )
}
