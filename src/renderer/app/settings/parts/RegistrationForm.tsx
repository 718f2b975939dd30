import { Plus } from 'lucide-react'
import type { Settings } from '../../../../shared/contract/setting.ts'
import { Button } from '../../../ui/Button.tsx'
import { RadioCards } from '../../../ui/RadioCards.tsx'
import { TextArea, TextField } from '../../../ui/TextField.tsx'
import { settingsWords } from '../../../words/settings.ts'
import styles from './Form.module.css'
import { SettingsForm, useSettingsDraft } from './SettingsForm.tsx'

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
  const form = useSettingsDraft(draftOf(settings), 'setting.change', (draft) => ({
    allowedDomains: linesOf(draft.domains),
    ownedDomain: draft.owned.trim() === '' ? null : draft.owned,
    acceptExactNames: exactNames[draft.names],
  }))
  const { draft, change, problem } = form
  const errorOf = (field: string) =>
    problem?.field === field ? [problem.message, problem.fix].filter(Boolean).join(' ') : undefined
  const hasPreset = linesOf(draft.domains).includes(words.preset.domain)
  return (
    <SettingsForm title={words.title} text={words.text} form={form} shownFields={['allowedDomains', 'ownedDomain']}>
      <TextArea
        label={words.domains}
        description={words.domainsDetail}
        value={draft.domains}
        onChange={(domains) => change({ domains })}
        error={errorOf('allowedDomains')}
        spellCheck="false"
      />
      {!hasPreset && (
        <div className={styles.actions}>
          <Button
            size="small"
            icon={Plus}
            onPress={() => change({ domains: [...linesOf(draft.domains), words.preset.domain].join('\n') })}
          >
            {words.preset.label}
          </Button>
        </div>
      )}
      <TextField
        label={words.owned}
        description={words.ownedDetail}
        value={draft.owned}
        onChange={(owned) => change({ owned })}
        error={errorOf('ownedDomain')}
        spellCheck="false"
      />
      <RadioCards
        label={words.exactNames}
        cards={exactNamesCards}
        value={draft.names}
        onChange={(names) => change({ names })}
      />
    </SettingsForm>
  )
}
