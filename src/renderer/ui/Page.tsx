import { useId, type ReactNode } from 'react'
import styles from './Page.module.css'
import { cx } from './cx.ts'

/** What {@link Page} takes. */
export interface PageProps {
  readonly title: ReactNode
  /** One line under the title: the date, how many, where it stands. */
  readonly subtitle?: ReactNode
  /** At the end of the header; the primary one last. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** The id of every page's title: where the focus goes when a person moves to another screen. */
export const pageTitleId = 'page-title'

/** One screen: its title, what can be done, and its content. Panels inside scroll; the page does not. */
export function Page({ title, subtitle, actions, children }: PageProps) {
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <div className={styles.titles}>
          <h1 id={pageTitleId} tabIndex={-1} className={styles.title}>
            {title}
          </h1>
          {subtitle !== undefined && <div className={styles.subtitle}>{subtitle}</div>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** What is longer than the page: it scrolls as a whole, each part with its own height. */
export function PageScroll({ children }: { readonly children: ReactNode }) {
  return <div className={styles.scroll}>{children}</div>
}

/** What {@link Panel} takes. */
export interface PanelProps {
  readonly title?: string
  readonly count?: number
  readonly actions?: ReactNode
  readonly children: ReactNode
  /** Fills what is left of the page's height, and scrolls inside. */
  readonly isFilling?: boolean
  /** Without the inner margin: for grids and lists that reach the edge. */
  readonly isFlush?: boolean
}

/** White paper with a hairline border. With a title it is a region of the page. */
export function Panel({ title, count, actions, children, isFilling = false, isFlush = false }: PanelProps) {
  const titleId = useId()
  return (
    <section
      aria-labelledby={title === undefined ? undefined : titleId}
      className={cx(styles.panel, isFilling && styles.filling)}
    >
      {(title !== undefined || actions !== undefined) && (
        <header className={styles.panelHeader}>
          {title !== undefined && (
            <h2 id={titleId} className={styles.panelTitle}>
              {title}
              {count !== undefined && <span className={styles.panelCount}>{count}</span>}
            </h2>
          )}
          {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        </header>
      )}
      <div className={cx(styles.panelBody, isFlush && styles.flush)}>{children}</div>
    </section>
  )
}

/** What {@link Card} takes. */
export interface CardProps {
  readonly icon: ReactNode
  readonly title: string
  readonly children: ReactNode
  readonly actions?: ReactNode
}

/** Something that needs a person: one sentence of what happened, one of what it means, and the button that settles it. */
export function Card({ icon, title, children, actions }: CardProps) {
  return (
    <article className={styles.card}>
      <h3 className={styles.cardTitle}>
        {icon}
        {title}
      </h3>
      <div className={styles.cardText}>{children}</div>
      {actions !== undefined && <div className={styles.cardActions}>{actions}</div>}
    </article>
  )
}
