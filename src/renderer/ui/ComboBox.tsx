import { ChevronsUpDown, LoaderCircle } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button, ComboBox as AriaComboBox, Group, Input } from 'react-aria-components'
import buttonStyles from './Button.module.css'
import { FieldHelp, FieldLabel, type FieldProps } from './Field.tsx'
import styles from './Field.module.css'
import { ChoiceList, type Choice } from './ListBox.tsx'

/** What {@link ComboBox} takes. */
export interface ComboBoxProps extends FieldProps {
  /** Suggestions for what is typed so far, best first. Called again, with the last call aborted, as typing goes on. */
  readonly suggest: (text: string, signal: AbortSignal) => Promise<readonly Choice[]>
  /** What suggestions depend on beside the text: they are asked for anew when it changes. */
  readonly suggestsBy?: string
  /** What is chosen; its label stands in the box. */
  readonly value: Choice | null
  readonly onChange: (choice: Choice | null) => void
  readonly placeholder?: string
  /** Said in the list when nothing fits. */
  readonly emptyText: string
  readonly isDisabled?: boolean
  readonly isRequired?: boolean
  readonly autoFocus?: boolean
  /** `input` where the list would cover what a form says below the field: then typing, arrows and the button open it. */
  readonly menuTrigger?: 'focus' | 'input'
}

/** Suggestions, and the text that they were found for. */
interface Found {
  readonly asked: string | null
  readonly choices: readonly Choice[]
}

const nobody: readonly string[] = []
const has = (name: string, letters: string) => name.toLocaleLowerCase().includes(letters.trim().toLocaleLowerCase())

/** Long enough that a typist's letters go out together, short enough to feel at once. */
const typingPause = 120

/** One of many, found by typing: people, teaching groups. What is typed but not chosen is put back on leaving. */
export function ComboBox(props: ComboBoxProps) {
  const { label, isLabelHidden, note, description, error, suggest, value, onChange, placeholder, emptyText } = props
  const { isDisabled, isRequired, autoFocus, menuTrigger = 'focus', suggestsBy = '' } = props
  const valueId = value?.id
  const valueLabel = value?.label ?? ''
  // What was typed counts for the value that it was typed over: a value set from outside shows its own name.
  const [typed, setTyped] = useState({ over: valueId, text: valueLabel })
  const text = typed.over === valueId ? typed.text : valueLabel
  const setText = (typedText: string) => setTyped({ over: valueId, text: typedText })
  const [found, setFound] = useState<Found>({ asked: null, choices: value ? [value] : [] })
  const [isLoading, setLoading] = useState(false)
  const latestSuggest = useRef(suggest)
  latestSuggest.current = suggest

  const asked = text === valueLabel ? '' : text
  useEffect(() => {
    const ending = new AbortController()
    const timer = setTimeout(async () => {
      setLoading(true)
      try {
        const choices = await latestSuggest.current(asked, ending.signal)
        if (!ending.signal.aborted) setFound({ asked, choices })
      } catch {
        // A suggestion that could not be had is no news: the list says that nothing fits, the form says the rest.
        if (!ending.signal.aborted) setFound({ asked, choices: [] })
      } finally {
        if (!ending.signal.aborted) setLoading(false)
      }
    }, typingPause)
    return () => {
      clearTimeout(timer)
      ending.abort()
    }
  }, [asked, suggestsBy])

  // Whoever is chosen stays in the list, whatever is suggested next: one that left it would be let go on leaving the box.
  const { choices } = found
  const listed = value && choices.every(({ id }) => id !== value.id) ? [...choices, value] : choices
  // Of a list that was found for other letters only what has these may be chosen: the first of it may be anybody.
  const behind =
    found.asked === asked ? nobody : listed.filter(({ label: name }) => !has(name, asked)).map(({ id }) => id)

  return (
    <AriaComboBox
      isDisabled={isDisabled}
      isRequired={isRequired}
      autoFocus={autoFocus}
      menuTrigger={menuTrigger}
      className={styles.field ?? ''}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      allowsEmptyCollection
      items={listed}
      disabledKeys={behind}
      inputValue={text}
      onInputChange={setText}
      value={valueId ?? null}
      onChange={(id) => {
        const chosen = listed.find((choice) => choice.id === id) ?? null
        setText(chosen?.label ?? '')
        onChange(chosen)
      }}
    >
      <FieldLabel label={label} isLabelHidden={isLabelHidden} note={note} />
      <Group className={styles.box ?? ''}>
        <Input placeholder={placeholder} className={styles.input ?? ''} />
        <Button className={styles.step ?? ''}>
          {isLoading ? <LoaderCircle aria-hidden className={buttonStyles.spinner} /> : <ChevronsUpDown aria-hidden />}
        </Button>
      </Group>
      <FieldHelp description={description} error={error} />
      <ChoiceList choices={listed} empty={isLoading ? '…' : emptyText} />
    </AriaComboBox>
  )
}
