import type { ReactNode } from 'react'
import { SwitchButton, SwitchField, Text, type SwitchFieldProps } from 'react-aria-components'
import styles from './Toggle.module.css'
import fieldStyles from './Field.module.css'

/** What {@link Switch} takes. */
export interface SwitchProps extends Omit<SwitchFieldProps, 'className' | 'style' | 'children'> {
  readonly children: ReactNode
  readonly description?: string
}

/** On or off, at once or with the form. */
export function Switch({ children, description, ...props }: SwitchProps) {
  return (
    <SwitchField {...props} className={styles.toggle ?? ''}>
      <SwitchButton className={styles.press ?? ''}>
        <span className={styles.track} aria-hidden />
        <span>{children}</span>
      </SwitchButton>
      {description !== undefined && (
        <Text slot="description" className={`${fieldStyles.help} ${styles.belowSwitch}`}>
          {description}
        </Text>
      )}
    </SwitchField>
  )
}
