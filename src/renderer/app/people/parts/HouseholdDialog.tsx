import { useState } from 'react'
import type { PersonPage } from '../../../../shared/contract/person.ts'
import { call } from '../../../api.ts'
import { showDeed } from '../../../deed.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { ComboBox } from '../../../ui/ComboBox.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import type { Choice } from '../../../ui/ListBox.tsx'
import { commonWords } from '../../../words/common.ts'
import { peopleWords as words } from '../../../words/people.ts'
import { problemWords } from '../../../words/problems.ts'

const mostSuggested = 12

/** Says who shares a home with somebody: those who live with them already stay. */
export function HouseholdDialog({
  page: { person, household },
  onClose,
}: {
  readonly page: PersonPage
  readonly onClose: () => void
}) {
  const formats = useFormats()
  const [chosen, setChosen] = useState<Choice | null>(null)
  const { run, isRunning, problem } = useCommand('household.join')
  const known = [person.id, ...household.map(({ personId }) => personId)]
  const suggest = async (text: string) => {
    if (text.trim() === '') return []
    const { people } = await call('person.find', { text, limit: mostSuggested })
    return people
      .filter(({ person: { id } }) => !known.includes(id))
      .map(({ person: { id, listName }, sections }) => ({ id, label: listName, detail: sections.join(', ') }))
  }
  const join = async () => {
    if (chosen === null) return
    const done = await run({ personIds: [...known, chosen.id] })
    if (done === null) return
    showDeed(words.joined, done.deedId)
    onClose()
  }
  return (
    <FormDialog
      words={commonWords}
      title={words.joinTitle(person.listName)}
      description={words.joinText}
      submitLabel={words.join}
      isSubmitDisabled={chosen === null}
      onSubmit={() => void join()}
      onClose={onClose}
      isPending={isRunning}
      problem={problem && problemWords(problem, formats)}
    >
      <ComboBox
        label={words.joinLabel}
        placeholder={words.findPerson}
        suggest={suggest}
        value={chosen}
        onChange={setChosen}
        emptyText={words.noPerson}
        menuTrigger="input"
        autoFocus
      />
    </FormDialog>
  )
}
