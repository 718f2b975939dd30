import { ChevronsUpDown } from 'lucide-react'
import { Button, Select as AriaSelect, SelectValue } from 'react-aria-components'
import { FieldHelp, FieldLabel, type FieldProps } from './Field.tsx'
import fieldStyles from './Field.module.css'
import { ChoiceList, type Choice } from './ListBox.tsx'
import styles from './Select.module.css'
import { cx } from './cx.ts'

/** What {@link Select} takes. `value` is the id of a choice, or null when nothing is chosen yet. */
export interface SelectProps<Id extends string> extends FieldProps {
  readonly choices: readonly (Choice & { readonly id: Id })[]
  readonly value: Id | null
  readonly onChange: (id: Id) => void
  readonly placeholder?: string
  readonly isDisabled?: boolean
  readonly isRequired?: boolean
  readonly autoFocus?: boolean
}

/** One of a few: opens with Space, arrows or the first letters of a name. */
export function Select<Id extends string>(props: SelectProps<Id>) {
  const { label, isLabelHidden, note, description, error, choices, value, onChange, placeholder, ...rest } = props
  return (
    <AriaSelect
      {...rest}
      placeholder={placeholder}
      className={fieldStyles.field ?? ''}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      value={value}
      onChange={(id) => {
        const chosen = choices.find((choice) => choice.id === id)
        if (chosen) onChange(chosen.id)
      }}
    >
      <FieldLabel label={label} isLabelHidden={isLabelHidden} note={note} />
      <Button className={cx(fieldStyles.box, styles.button)} data-invalid={error === undefined ? undefined : true}>
        <SelectValue className={styles.value ?? ''}>
          {({ isPlaceholder, defaultChildren }) =>
            isPlaceholder ? defaultChildren : choices.find((choice) => choice.id === value)?.label
          }
        </SelectValue>
        <ChevronsUpDown aria-hidden />
      </Button>
      <FieldHelp description={description} error={error} />
      <ChoiceList choices={choices} />
    </AriaSelect>
  )
}
