import { Select } from '../../../ui/Select.tsx'
import { DatePicker } from '../../../ui/DateField.tsx'
import { timetableWords as words } from '../../../words/timetable.ts'
import type { TermChoice } from '../term.ts'

interface TermFieldsProps {
  readonly choices: readonly TermChoice[]
  readonly firstOn: string
  readonly lastOn: string
  readonly onChange: (term: { readonly firstOn: string; readonly lastOn: string }) => void
  readonly error?: string | undefined
}

/** From when to when: a term of the calendar, or days of one's own. The fields stand beside each other in whatever holds them. */
export function TermFields({ choices, firstOn, lastOn, onChange, error }: TermFieldsProps) {
  const chosen = choices.find((choice) => choice.firstOn === firstOn && choice.lastOn === lastOn)
  return (
    <>
      {choices.length > 0 && (
        <Select
          label={words.termPreset}
          choices={[...choices, { id: 'own', label: words.ownDates }]}
          value={chosen?.id ?? 'own'}
          onChange={(id) => {
            const term = choices.find((choice) => choice.id === id)
            if (term) onChange(term)
          }}
        />
      )}
      <DatePicker
        label={words.firstOn}
        value={firstOn}
        onChange={(on) => on !== null && onChange({ firstOn: on, lastOn })}
      />
      <DatePicker
        label={words.lastOn}
        value={lastOn}
        onChange={(on) => on !== null && onChange({ firstOn, lastOn: on })}
        error={error}
      />
    </>
  )
}
