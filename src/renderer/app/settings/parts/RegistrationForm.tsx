import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { Settings } from '../../../../shared/contract/setting.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { RadioCards } from '../../../ui/RadioCards.tsx'
import { TextArea, TextField } from '../../../ui/TextField.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { problemWords } from '../../../words/problems.ts'
import { settingsWords } from '../../../words/settings.ts'
import styles from './Form.module.css'

const { registration: words } = settingsWords

type ExactNames = keyof typeof words.exactNamesChoices
const exactNames: Readonly<Record<ExactNames, boolean | null>> = { whereOff: null, always: true, never: false }
const exactNamesCards = (['whereOff', 'always', 'never'] as const).map((id) => ({ id, ...words.exactNamesChoices[id] }))

const linesOf = (text: string) =>
  text
    .split(/[\s,;]+/)
    .map((line) => line.trim().replace(/^@/, ''))
    .filter((line) => line !== '')

interface Draft {
  readonly domains: string
  readonly owned: string
  readonly names: ExactNames
}

const draftOf = ({ allowedDomains, ownedDomain, acceptExactNames }: Settings): Draft => ({
  domains: allowedDomains.join('\n'),
  owned: ownedDomain ?? '',
  names: acceptExactNames === null ? 'whereOff' : acceptExactNames ? 'always' : 'never',
})

/** Allowed domains, the school's own, and whether a name alone counts. */
export function RegistrationForm({ settings }: { readonly settings: Settings }) {
  const formats = useFormats()
  const [changes, setChanges] = useState<Partial<Draft>>({})
  const kept = draftOf(settings)
  const draft = { ...kept, ...changes }
  const { run, isRunning, problem } = useCommand('setting.change')
  const isChanged = JSON.stringify(draft) !== JSON.stringify(kept)
  const save = async () => {
    if (!isChanged) return
    const done = await run({
      allowedDomains: linesOf(draft.domains),
      ownedDomain: draft.owned.trim() === '' ? null : draft.owned,
      acceptExactNames: exactNames[draft.names],
    })
    if (done === null) return
    setChanges({})
    showToast({ title: settingsWords.saved })
  }
  const errorOf = (field: string) =>
    problem?.field === field ? [problem.message, problem.fix].filter(Boolean).join(' ') : undefined
  const isFieldProblem = problem?.field === 'allowedDomains' || problem?.field === 'ownedDomain'
  const hasPreset = linesOf(draft.domains).includes(words.preset.domain)
  return (
    <Panel title={words.title}>
      <p className={styles.text}>{words.text}</p>
      <Form
        validationBehavior="aria"
        className={styles.form ?? ''}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <TextArea
          label={words.domains}
          description={words.domainsDetail}
          value={draft.domains}
          onChange={(domains) => setChanges({ ...changes, domains })}
          error={errorOf('allowedDomains')}
          spellCheck="false"
        />
        {!hasPreset && (
          <div className={styles.actions}>
            <Button
              size="small"
              icon={Plus}
              onPress={() =>
                setChanges({ ...changes, domains: [...linesOf(draft.domains), words.preset.domain].join('\n') })
              }
            >
              {words.preset.label}
            </Button>
          </div>
        )}
        <TextField
          label={words.owned}
          description={words.ownedDetail}
          value={draft.owned}
          onChange={(owned) => setChanges({ ...changes, owned })}
          error={errorOf('ownedDomain')}
          spellCheck="false"
        />
        <RadioCards
          label={words.exactNames}
          cards={exactNamesCards}
          value={draft.names}
          onChange={(names) => setChanges({ ...changes, names })}
        />
        {problem !== null && !isFieldProblem && <ProblemNotice {...problemWords(problem, formats)} />}
        <div className={styles.actions}>
          <Button type="submit" variant="primary" isPending={isRunning} isDisabled={!isChanged}>
            {settingsWords.save}
          </Button>
        </div>
      </Form>
    </Panel>
  )
}
