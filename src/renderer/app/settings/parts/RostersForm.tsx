import type { Settings } from '../../../../shared/contract/setting.ts'
import { DatePicker } from '../../../ui/DateField.tsx'
import { settingsWords } from '../../../words/settings.ts'
import { SettingsForm, useSettingsDraft } from './SettingsForm.tsx'

const { rosters: words } = settingsWords

/** The first weeks of school, in which an import may change sections without a question. */
export function RostersForm({ settings: { firstWeeksUntil } }: { readonly settings: Settings }) {
  const form = useSettingsDraft({ firstWeeksUntil }, 'setting.change', (draft) => draft)
  const { draft, change } = form
  return (
    <SettingsForm title={words.title} text={words.text} form={form} shownFields={[]}>
      <DatePicker
        label={words.firstWeeksUntil}
        description={words.firstWeeksDetail}
        value={draft.firstWeeksUntil}
        onChange={(on) => change({ firstWeeksUntil: on })}
      />
    </SettingsForm>
  )
}
