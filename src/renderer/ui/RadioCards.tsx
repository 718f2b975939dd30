import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { RadioButton, RadioField, RadioGroup, Text } from 'react-aria-components'
import { FieldHelp, FieldLabel, type FieldProps } from './Field.tsx'
import fieldStyles from './Field.module.css'
import styles from './RadioCards.module.css'
import { cx } from './cx.ts'

/** One card: a choice that needs a sentence to be understood. */
export interface RadioCard<Id extends string> {
  readonly id: Id
  readonly label: string
  readonly detail?: ReactNode
  readonly icon?: LucideIcon
  readonly isDisabled?: boolean
}

/** What {@link RadioCards} takes. */
export interface RadioCardsProps<Id extends string> extends FieldProps {
  readonly cards: readonly RadioCard<Id>[]
  readonly value: Id | null
  readonly onChange: (id: Id) => void
  readonly columns?: 1 | 2 | 3
  readonly isDisabled?: boolean
}

/** One of a few, each explained: arrows move and choose. */
export function RadioCards<Id extends string>(props: RadioCardsProps<Id>) {
  const { label, isLabelHidden, note, description, error, cards, value, onChange, columns = 1, isDisabled } = props
  return (
    <RadioGroup
      className={fieldStyles.field ?? ''}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      isDisabled={isDisabled ?? false}
      value={value}
      onChange={(id) => {
        const chosen = cards.find((card) => card.id === id)
        if (chosen) onChange(chosen.id)
      }}
    >
      <FieldLabel label={label} isLabelHidden={isLabelHidden} note={note} />
      <div className={cx(styles.cards, styles[`columns${columns}`])}>
        {cards.map((card) => (
          <RadioField
            key={card.id}
            value={card.id}
            isDisabled={card.isDisabled ?? false}
            className={styles.field ?? ''}
          >
            <RadioButton className={styles.card ?? ''}>
              <span className={styles.dot} aria-hidden />
              {card.icon && <card.icon aria-hidden className={styles.icon} />}
              <span className={styles.words}>
                <span className={styles.label}>{card.label}</span>
                {card.detail !== undefined && (
                  <Text slot="description" className={styles.detail ?? ''}>
                    {card.detail}
                  </Text>
                )}
              </span>
            </RadioButton>
          </RadioField>
        ))}
      </div>
      <FieldHelp description={description} error={error} />
    </RadioGroup>
  )
}
