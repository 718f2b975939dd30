import { parseDate, startOfWeek } from '@internationalized/date'
import { useId } from 'react'
import { ToggleButton, ToggleButtonGroup, useLocale } from 'react-aria-components'
import fieldStyles from './Field.module.css'
import styles from './DayToggles.module.css'
import { VisuallyHidden } from './VisuallyHidden.tsx'

/** What {@link DayToggles} takes. Days are ISO: 1 is Monday. */
export interface DayTogglesProps {
  readonly label: string
  /** The days' names, from Monday on. */
  readonly days: readonly { readonly short: string; readonly long: string }[]
  readonly value: readonly number[]
  readonly onChange: (days: readonly number[]) => void
  readonly error?: string | undefined
}

// A Monday.
const someWeek = parseDate('2024-01-01')

/** Days of the week, in the order of the person's locale; at least one stays chosen. */
export function DayToggles({ label, days, value, onChange, error }: DayTogglesProps) {
  const { locale } = useLocale()
  const labelId = useId()
  const errorId = useId()
  // How many days before Monday the week begins.
  const lead = someWeek.compare(startOfWeek(someWeek, locale))
  const order = days.map((_, place) => ((place - lead + 7) % 7) + 1)
  return (
    <div className={fieldStyles.field}>
      <span id={labelId} className={fieldStyles.label}>
        {label}
      </span>
      <ToggleButtonGroup
        aria-labelledby={labelId}
        {...(error === undefined ? {} : { 'aria-describedby': errorId })}
        selectionMode="multiple"
        disallowEmptySelection
        selectedKeys={value.map(String)}
        onSelectionChange={(keys) => onChange([...keys].map(Number).toSorted((a, b) => a - b))}
        className={styles.days ?? ''}
      >
        {order.map((day) => (
          <ToggleButton key={day} id={String(day)} className={styles.day ?? ''}>
            <span aria-hidden>{days[day - 1]?.short}</span>
            <VisuallyHidden>{days[day - 1]?.long}</VisuallyHidden>
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {error !== undefined && (
        <span id={errorId} className={fieldStyles.error}>
          {error}
        </span>
      )}
    </div>
  )
}
