import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import { CheckboxButton, CheckboxField, Text, type CheckboxFieldProps } from 'react-aria-components'
import styles from './Toggle.module.css'
import fieldStyles from './Field.module.css'

/** What {@link Checkbox} takes. Without words beside it, give it an `aria-label`. */
export interface CheckboxProps extends Omit<CheckboxFieldProps, 'className' | 'style' | 'children'> {
  readonly children?: ReactNode
  readonly description?: string
}

/** Yes or no, sent with the form; `isIndeterminate` stands for some of many. */
export function Checkbox({ children, description, ...props }: CheckboxProps) {
  return (
    <CheckboxField {...props} className={styles.toggle ?? ''}>
      <CheckboxButton className={styles.press ?? ''}>
        {({ isSelected, isIndeterminate }) => (
          <>
            <span className={styles.check} aria-hidden>
              {isIndeterminate ? <Minus /> : isSelected && <Check />}
            </span>
            {children !== undefined && <span>{children}</span>}
          </>
        )}
      </CheckboxButton>
      {description !== undefined && (
        <Text slot="description" className={`${fieldStyles.help} ${styles.below}`}>
          {description}
        </Text>
      )}
    </CheckboxField>
  )
}
