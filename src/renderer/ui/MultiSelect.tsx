import { ChevronsUpDown } from 'lucide-react'
import { Button, Select as AriaSelect, SelectValue } from 'react-aria-components'
import { FieldHelp, FieldLabel, type FieldProps } from './Field.tsx'
import fieldStyles from './Field.module.css'
import { ChoiceList, type Choice } from './ListBox.tsx'
import styles from './Select.module.css'
import { cx } from './cx.ts'

/** What {@link MultiSelect} takes. `value` holds ids of choices, in the order of the choices. */
export interface MultiSelectProps extends FieldProps {
  readonly choices: readonly Choice[]
  readonly value: readonly string[]
  readonly onChange: (ids: readonly string[]) => void
  readonly placeholder?: string
  readonly isDisabled?: boolean
  readonly autoFocus?: boolean
}

/** Some of a few: opens like a Select, and stays open while one after the other is chosen. */
export function MultiSelect(props: MultiSelectProps) {
  const { label, isLabelHidden, note, description, error, choices, value, onChange, placeholder, ...rest } = props
  const labels = choices.filter(({ id }) => value.includes(id)).map((choice) => choice.label)
  return (
    <AriaSelect
      {...rest}
      selectionMode="multiple"
      placeholder={placeholder}
      className={fieldStyles.field ?? ''}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      value={value}
      onChange={(ids) => onChange(choices.filter(({ id }) => ids.includes(id)).map(({ id }) => id))}
    >
      <FieldLabel label={label} isLabelHidden={isLabelHidden} note={note} />
      <Button className={cx(fieldStyles.box, styles.button)} data-invalid={error === undefined ? undefined : true}>
        <SelectValue className={styles.value ?? ''}>
          {({ isPlaceholder, defaultChildren }) => (isPlaceholder ? defaultChildren : labels.join(', '))}
        </SelectValue>
        <ChevronsUpDown aria-hidden />
      </Button>
      <FieldHelp description={description} error={error} />
      <ChoiceList choices={choices} />
    </AriaSelect>
  )
}
