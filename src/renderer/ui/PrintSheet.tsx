import { useEffect, useRef, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import styles from './PrintSheet.module.css'

/** Prints its children alone, as soon as it is there, and shows nothing on the screen. `onDone` once the printing has ended. */
export function PrintSheet({ children, onDone }: { readonly children: ReactNode; readonly onDone: () => void }) {
  const done = useRef(onDone)
  done.current = onDone
  useEffect(() => {
    document.body.dataset['printSheet'] = ''
    const end = () => done.current()
    window.addEventListener('afterprint', end)
    // The sheet has its place by the next frame.
    const frame = requestAnimationFrame(() => window.print())
    return () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('afterprint', end)
      delete document.body.dataset['printSheet']
    }
  }, [])
  return createPortal(
    <div data-sheet="" className={styles.sheet}>
      {children}
    </div>,
    document.body,
  )
}
