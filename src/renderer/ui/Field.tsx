import type { ReactNode } from 'react'
import { FieldError, Label, Text } from 'react-aria-components'
import styles from './Field.module.css'
import { cx } from './cx.ts'

/** What every field has: its name, a word of help, and what is wrong with it. */
export interface FieldProps {
  readonly label: string
  /** Keeps the name for screen readers only: for fields whose place says what they are. */
  readonly isLabelHidden?: boolean
  /** A short word after the name, such as "optional". */
  readonly note?: string | undefined
  readonly description?: ReactNode
  /** What is wrong and what to do, in one sentence; makes the field invalid. */
  readonly error?: string | undefined
}

/** The name above a field. */
export function FieldLabel({ label, isLabelHidden, note }: Pick<FieldProps, 'label' | 'isLabelHidden' | 'note'>) {
  return (
    <Label className={cx(styles.label, isLabelHidden && styles.hidden)}>
      {label}
      {note !== undefined && <span className={styles.note}>{note}</span>}
    </Label>
  )
}

/** The help below a field; what is wrong takes its place. */
export function FieldHelp({ description, error }: Pick<FieldProps, 'description' | 'error'>) {
  return (
    <>
      {description !== undefined && error === undefined && (
        <Text slot="description" className={styles.help ?? ''}>
          {description}
        </Text>
      )}
      <FieldError className={styles.error ?? ''}>{error}</FieldError>
    </>
  )
}

/** Puts fields under each other, or side by side where they fit. */
export function Fields({ children, columns = 1 }: { readonly children: ReactNode; readonly columns?: 1 | 2 | 3 }) {
  return <div className={cx(styles.fields, styles[`columns${columns}`])}>{children}</div>
}
