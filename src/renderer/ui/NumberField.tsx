import { Minus, Plus } from 'lucide-react'
import type { Ref } from 'react'
import {
  Button,
  Group,
  Input,
  NumberField as AriaNumberField,
  type NumberFieldProps as AriaNumberFieldProps,
} from 'react-aria-components'
import { FieldHelp, FieldLabel, type FieldProps } from './Field.tsx'
import styles from './Field.module.css'

/** What {@link NumberField} takes. `formatOptions` writes the unit: `{ style: 'unit', unit: 'minute' }`. */
export interface NumberFieldProps
  extends
    Omit<AriaNumberFieldProps, 'className' | 'style' | 'children' | 'isInvalid' | 'validationBehavior'>,
    FieldProps {
  readonly ref?: Ref<HTMLInputElement>
}

/** A number in the person's own way of writing, with steps by arrow keys, buttons and Page keys. */
export function NumberField({ label, isLabelHidden, note, description, error, ref, ...props }: NumberFieldProps) {
  return (
    <AriaNumberField
      {...props}
      className={styles.field ?? ''}
      isInvalid={error !== undefined}
      validationBehavior="aria"
    >
      <FieldLabel label={label} isLabelHidden={isLabelHidden} note={note} />
      <Group className={styles.box ?? ''}>
        <Input ref={ref} className={styles.input ?? ''} />
        <Button slot="decrement" className={styles.step ?? ''}>
          <Minus aria-hidden />
        </Button>
        <Button slot="increment" className={styles.step ?? ''}>
          <Plus aria-hidden />
        </Button>
      </Group>
      <FieldHelp description={description} error={error} />
    </AriaNumberField>
  )
}
