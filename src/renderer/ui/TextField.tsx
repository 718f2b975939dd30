import { Eye, EyeOff, Search, X, type LucideIcon } from 'lucide-react'
import { useState, type Ref } from 'react'
import {
  Button,
  Group,
  Input,
  SearchField as AriaSearchField,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  type SearchFieldProps as AriaSearchFieldProps,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components'
import { FieldHelp, FieldLabel, type FieldProps } from './Field.tsx'
import styles from './Field.module.css'
import { cx } from './cx.ts'

type Text = Omit<AriaTextFieldProps, 'className' | 'style' | 'children' | 'isInvalid' | 'validationBehavior'>

/** What {@link TextField} takes. */
export interface TextFieldProps extends Text, FieldProps {
  readonly icon?: LucideIcon
  readonly placeholder?: string
  /** Ids, keys and addresses: every character told apart. */
  readonly isCode?: boolean
  readonly ref?: Ref<HTMLInputElement>
}

/** One line of text. */
export function TextField({ label, isLabelHidden, note, description, error, ...props }: TextFieldProps) {
  const { icon: Icon, placeholder, isCode = false, ref, ...rest } = props
  return (
    <AriaTextField {...rest} className={styles.field ?? ''} isInvalid={error !== undefined} validationBehavior="aria">
      <FieldLabel label={label} isLabelHidden={isLabelHidden} note={note} />
      <Group className={styles.box ?? ''}>
        {Icon && <Icon aria-hidden className={styles.lead} />}
        <Input ref={ref} placeholder={placeholder} className={cx(styles.input, isCode && styles.code)} />
      </Group>
      <FieldHelp description={description} error={error} />
    </AriaTextField>
  )
}

/** What {@link SecretField} takes: the words of its two states come from the caller. */
export interface SecretFieldProps extends Omit<TextFieldProps, 'icon' | 'isCode' | 'type'> {
  readonly showLabel: string
  readonly hideLabel: string
}

/** A secret being typed or pasted: covered until its owner asks to see it. */
export function SecretField(props: SecretFieldProps) {
  const { label, isLabelHidden, note, description, error, placeholder, showLabel, hideLabel, ref, ...rest } = props
  const [isShown, setShown] = useState(false)
  const Icon = isShown ? EyeOff : Eye
  return (
    <AriaTextField
      autoComplete="off"
      spellCheck="false"
      {...rest}
      type={isShown ? 'text' : 'password'}
      className={styles.field ?? ''}
      isInvalid={error !== undefined}
      validationBehavior="aria"
    >
      <FieldLabel label={label} isLabelHidden={isLabelHidden} note={note} />
      <Group className={styles.box ?? ''}>
        <Input ref={ref} placeholder={placeholder} className={cx(styles.input, styles.code)} />
        <Button
          slot={null}
          className={styles.step ?? ''}
          aria-label={isShown ? hideLabel : showLabel}
          onPress={() => setShown(!isShown)}
        >
          <Icon aria-hidden />
        </Button>
      </Group>
      <FieldHelp description={description} error={error} />
    </AriaTextField>
  )
}

/** What {@link TextArea} takes. */
export interface TextAreaProps extends Text, FieldProps {
  readonly placeholder?: string
  readonly rows?: number
  readonly ref?: Ref<HTMLTextAreaElement>
}

/** Several lines of text. */
export function TextArea({ label, isLabelHidden, note, description, error, ...props }: TextAreaProps) {
  const { placeholder, rows = 3, ref, ...rest } = props
  return (
    <AriaTextField {...rest} className={styles.field ?? ''} isInvalid={error !== undefined} validationBehavior="aria">
      <FieldLabel label={label} isLabelHidden={isLabelHidden} note={note} />
      <AriaTextArea ref={ref} placeholder={placeholder} rows={rows} className={cx(styles.box, styles.area)} />
      <FieldHelp description={description} error={error} />
    </AriaTextField>
  )
}

/** What {@link SearchField} takes. */
export interface SearchFieldProps extends Omit<AriaSearchFieldProps, 'className' | 'style' | 'children'> {
  readonly label: string
  readonly placeholder?: string
  readonly clearLabel: string
  readonly ref?: Ref<HTMLInputElement>
}

/** Narrows what stands below it, letter by letter; Escape empties it. */
export function SearchField({ label, placeholder, clearLabel, ref, ...props }: SearchFieldProps) {
  return (
    <AriaSearchField {...props} aria-label={label} className={styles.field ?? ''}>
      {({ isEmpty }) => (
        <Group className={styles.box ?? ''}>
          <Search aria-hidden className={styles.lead} />
          <Input ref={ref} placeholder={placeholder ?? label} className={styles.input ?? ''} />
          {!isEmpty && (
            <Button className={styles.step ?? ''} aria-label={clearLabel}>
              <X aria-hidden />
            </Button>
          )}
        </Group>
      )}
    </AriaSearchField>
  )
}
