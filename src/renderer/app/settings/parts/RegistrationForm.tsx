import { Plus } from 'lucide-react'
import type { Settings } from '../../../../shared/contract/setting.ts'
import type { PersonId } from '../../../../shared/ids.ts'
import { useLive } from '../../../live.ts'
import { Button } from '../../../ui/Button.tsx'
import { MultiSelect } from '../../../ui/MultiSelect.tsx'
import { RadioCards } from '../../../ui/RadioCards.tsx'
import { Switch } from '../../../ui/Switch.tsx'
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

const staffCards = (['none', 'teachers', 'teachersAndAdvisers'] as const).map((id) => ({
  id,
  ...words.staffChoices[id],
}))

interface Draft extends Omit<Settings['registration'], 'staffIds'> {
  readonly domains: string
  readonly owned: string
  readonly names: ExactNames
  readonly staffIds: readonly string[]
}

const draftOf = ({ allowedDomains, ownedDomain, acceptExactNames, registration }: Settings): Draft => ({
  ...registration,
  domains: allowedDomains.join('\n'),
  owned: ownedDomain ?? '',
  names: acceptExactNames === null ? 'whereOff' : acceptExactNames ? 'always' : 'never',
})

/** Allowed domains, the school's own, whether a name alone counts, which staff have links, and whether Zoom mails them. */
export function RegistrationForm({ settings }: { readonly settings: Settings }) {
  const form = useSettingsDraft(draftOf(settings), 'setting.change', (draft) => ({
    allowedDomains: linesOf(draft.domains),
    ownedDomain: draft.owned.trim() === '' ? null : draft.owned,
    acceptExactNames: exactNames[draft.names],
    registration: {
      staff: draft.staff,
      staffIds: draft.staffIds.map((id) => id as PersonId),
      zoomMails: draft.zoomMails,
    },
  }))
  const staff = useLive('person.list', { kind: 'staff', limit: 500 }).data?.people ?? []
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
      <RadioCards
        label={words.staff}
        cards={staffCards}
        value={draft.staff}
        onChange={(chosen) => change({ staff: chosen })}
      />
      {(staff.length > 0 || draft.staffIds.length > 0) && (
        <MultiSelect
          label={words.staffOfAll}
          description={words.staffOfAllDetail}
          placeholder={words.nobody}
          choices={staff.map(({ id, listName }) => ({ id, label: listName }))}
          value={draft.staffIds}
          onChange={(staffIds) => change({ staffIds })}
        />
      )}
      <Switch
        isSelected={draft.zoomMails}
        onChange={(zoomMails) => change({ zoomMails })}
        description={words.zoomMailsDetail}
      >
        {words.zoomMails}
      </Switch>
    </SettingsForm>
  )
}
