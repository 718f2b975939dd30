import { call } from '../api.ts'
import { ComboBox } from '../ui/ComboBox.tsx'
import type { Choice } from '../ui/ListBox.tsx'

interface Props {
  readonly label: string
  readonly isLabelHidden?: boolean
  readonly placeholder: string
  readonly emptyText: string
  readonly value: Choice | null
  readonly onChange: (choice: Choice | null) => void
  readonly error?: string | undefined
  readonly isDisabled?: boolean
  readonly autoFocus?: boolean
}

const mostSuggested = 30

/** One of the school's staff, found by typing. */
export function StaffField(props: Props) {
  return <ComboBox {...props} suggest={suggest} menuTrigger="input" />
}

async function suggest(text: string): Promise<readonly Choice[]> {
  const { people } = await call('person.list', { kind: 'staff', text, limit: mostSuggested })
  return people.map(({ id, listName, email }) => ({ id, label: listName, detail: email ?? undefined }))
}
