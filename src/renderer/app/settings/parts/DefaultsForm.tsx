import { DoorOpen, KeyRound } from 'lucide-react'
import type { Settings } from '../../../../shared/contract/setting.ts'
import { NumberField } from '../../../ui/NumberField.tsx'
import { RadioCards } from '../../../ui/RadioCards.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Switch } from '../../../ui/Switch.tsx'
import { settingsWords } from '../../../words/settings.ts'
import styles from './Form.module.css'
import { SettingsForm, useSettingsDraft } from './SettingsForm.tsx'

const { defaults: words } = settingsWords
const admissions = [
  { id: 'waitingRoom', icon: DoorOpen, ...words.admissions.waitingRoom },
  { id: 'registrationLink', icon: KeyRound, ...words.admissions.registrationLink },
] as const
const recordings = (['none', 'local', 'cloud'] as const).map((id) => ({ id, label: words.recordings[id] }))
const switches = ['muteOnEntry', 'hostVideo', 'participantVideo', 'joinBeforeHost'] as const

/** What the form of a new class is filled with. */
export function DefaultsForm({ settings: { defaults } }: { readonly settings: Settings }) {
  const form = useSettingsDraft(defaults, 'setting.change', (draft) => ({ defaults: draft }))
  const { draft, change } = form
  return (
    <SettingsForm title={words.title} text={words.text} form={form}>
      <div className={styles.pair}>
        <NumberField
          label={words.duration}
          value={draft.durationMinutes}
          // An emptied field is no number: the last one stays.
          onChange={(minutes) => Number.isFinite(minutes) && change({ durationMinutes: minutes })}
          minValue={1}
          maxValue={1440}
          step={1}
        />
        <Select
          label={words.recording}
          choices={recordings}
          value={draft.recording}
          onChange={(recording) => change({ recording })}
        />
      </div>
      <RadioCards
        label={words.admission}
        cards={admissions}
        columns={2}
        value={draft.admission}
        onChange={(admission) => change({ admission })}
      />
      <div role="group" aria-label={words.inMeeting} className={styles.switches}>
        {switches.map((name) => (
          <Switch key={name} isSelected={draft[name]} onChange={(isOn) => change({ [name]: isOn })}>
            {words[name]}
          </Switch>
        ))}
      </div>
    </SettingsForm>
  )
}
