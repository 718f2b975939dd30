import type { ReactNode } from 'react'
import styles from './Facts.module.css'

/** One fact: what it is, and what it is. */
export interface Fact {
  readonly id: string
  readonly term: ReactNode
  readonly value: ReactNode
  /** Where it comes from, quietly at the end of the line. */
  readonly source?: ReactNode
}

/** Facts under each other: terms in one column, values in the next. `isRuled` draws them like a record. */
export function Facts({ facts, isRuled = false }: { readonly facts: readonly Fact[]; readonly isRuled?: boolean }) {
  return (
    <dl className={styles.facts} data-ruled={isRuled || undefined}>
      {facts.map(({ id, term, value, source }) => (
        <div key={id} className={styles.fact}>
          <dt>{term}</dt>
          <dd className={styles.value}>{value}</dd>
          {source !== undefined && <dd className={styles.source}>{source}</dd>}
        </div>
      ))}
    </dl>
  )
}
