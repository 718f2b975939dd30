import type { Scope } from '../../../../shared/contract/meeting.ts'
import { useFormats } from '../../../status.ts'
import { RadioCards } from '../../../ui/RadioCards.tsx'
import { formWords as words } from '../../../words/schedule-form.ts'
import type { Reach } from '../reach.ts'

interface Props {
  readonly reach: Reach
  readonly value: Scope
  readonly onChange: (scope: Scope) => void
  readonly isStacked?: boolean
}

/** One date, that one and those after it, or all to come; nothing where there is no choice. */
export function ScopeCards({ reach, value, onChange, isStacked = false }: Props) {
  const formats = useFormats()
  const { scopes, counts, target } = reach
  if (scopes.length < 2) return null
  const labels = {
    this: words.edit.this(target === null ? '' : formats.date(target.time.on, 'medium')),
    following: words.edit.following(counts.following),
    all: words.edit.all(counts.all),
  }
  return (
    <RadioCards
      label={words.edit.scope}
      cards={scopes.map((id) => ({ id, label: labels[id] }))}
      columns={isStacked ? 1 : scopes.length === 2 ? 2 : 3}
      value={value}
      onChange={onChange}
    />
  )
}
