import { Check, type LucideIcon } from 'lucide-react'
import { ListBox as AriaListBox, ListBoxItem, Popover, Text } from 'react-aria-components'
import type { ReactNode } from 'react'
import styles from './ListBox.module.css'

/** One thing that can be chosen. */
export interface Choice {
  readonly id: string
  readonly label: string
  /** A second, quieter line or figure. */
  readonly detail?: string | undefined
  readonly icon?: LucideIcon | undefined
  readonly isDisabled?: boolean | undefined
}

/** The list below a Select or a ComboBox. `empty` stands in it when there is nothing to choose. */
export function ChoiceList({ choices, empty }: { readonly choices: readonly Choice[]; readonly empty?: ReactNode }) {
  return (
    <Popover offset={4} className={styles.popover ?? ''}>
      <AriaListBox
        items={choices}
        className={styles.list ?? ''}
        renderEmptyState={() => <div className={styles.empty}>{empty}</div>}
      >
        {(choice) => (
          <ListBoxItem
            id={choice.id}
            textValue={choice.label}
            isDisabled={choice.isDisabled ?? false}
            className={styles.item ?? ''}
          >
            {({ isSelected }) => (
              <>
                {choice.icon && <choice.icon aria-hidden className={styles.icon} />}
                <Text slot="label" className={styles.label ?? ''}>
                  {choice.label}
                </Text>
                {choice.detail !== undefined && (
                  <Text slot="description" className={styles.detail ?? ''}>
                    {choice.detail}
                  </Text>
                )}
                <Check aria-hidden className={styles.check} data-selected={isSelected} />
              </>
            )}
          </ListBoxItem>
        )}
      </AriaListBox>
    </Popover>
  )
}
