import { X } from 'lucide-react'
import { useEffect, useId, useRef, type ReactNode } from 'react'
import styles from './Drawer.module.css'
import { IconButton } from './IconButton.tsx'

/** What {@link Drawer} takes. */
export interface DrawerProps {
  readonly title: string
  /** Beside the title, a pill for one. */
  readonly mark?: ReactNode
  readonly subtitle?: ReactNode
  readonly children: ReactNode
  readonly actions?: ReactNode
  readonly onClose: () => void
  readonly closeLabel: string
  /** Changes when the drawer shows something else: it scrolls back to its top. */
  readonly subject: string
}

/**
 * The evidence beside a list, not over it: the list keeps the focus and stays usable, so that arrows leaf through
 * people while the drawer follows. Escape inside it closes it; whoever opened it takes the focus back.
 */
export function Drawer({ title, mark, subtitle, children, actions, onClose, closeLabel, subject }: DrawerProps) {
  const titleId = useId()
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // In a block: `scrollTo` answers with a promise nowadays, and an effect must not.
    void body.current?.scrollTo({ top: 0 })
  }, [subject])
  // One that scrolls may hold nothing that takes the focus: then it takes it itself, so that arrows reach the rest.
  useEffect(() => {
    const root = body.current
    if (!root) return undefined
    const look = () => root.toggleAttribute('tabindex', root.scrollHeight > root.clientHeight) && (root.tabIndex = 0)
    const observer = new ResizeObserver(look)
    observer.observe(root)
    for (const child of root.children) observer.observe(child)
    return () => observer.disconnect()
  })
  return (
    <aside
      aria-labelledby={titleId}
      className={styles.drawer}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.stopPropagation()
        onClose()
      }}
    >
      <header className={styles.header}>
        <div className={styles.titleLine}>
          <h2 id={titleId} className={styles.title}>
            {title}
          </h2>
          {mark}
          <IconButton icon={X} label={closeLabel} keys="Esc" size="small" onPress={onClose} />
        </div>
        {subtitle !== undefined && <div className={styles.subtitle}>{subtitle}</div>}
      </header>
      <div ref={body} role="group" aria-labelledby={titleId} className={styles.body}>
        {children}
      </div>
      {actions !== undefined && <footer className={styles.footer}>{actions}</footer>}
    </aside>
  )
}

/** One block of a drawer: a quiet heading and what stands under it. */
export function DrawerBlock({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const titleId = useId()
  return (
    <section aria-labelledby={titleId} className={styles.block}>
      <h3 id={titleId} className={styles.blockTitle}>
        {title}
      </h3>
      {children}
    </section>
  )
}

/** A list, and the drawer beside it while there is one. On a narrow window the drawer lies over the list's end. */
export function WithDrawer({ children, drawer }: { readonly children: ReactNode; readonly drawer?: ReactNode }) {
  return (
    <div className={styles.split} data-open={drawer ? true : undefined}>
      <div className={styles.main}>{children}</div>
      {drawer}
    </div>
  )
}
