import type { Settings } from '../../../../shared/contract/setting.ts'
import { useFormats } from '../../../status.ts'
import { TimeField } from '../../../ui/DateField.tsx'
import { DayToggles } from '../../../ui/DayToggles.tsx'
import { weekdayNames } from '../../../words/format.ts'
import { settingsWords } from '../../../words/settings.ts'
import styles from './Form.module.css'
import { SettingsForm, useSettingsDraft } from './SettingsForm.tsx'

const { hours: words } = settingsWords

/** When the school has classes: others are allowed, and said to be outside. */
export function HoursForm({ settings: { schoolHours } }: { readonly settings: Settings }) {
  const formats = useFormats()
  const form = useSettingsDraft(schoolHours, 'setting.change', (draft) => ({ schoolHours: draft }))
  const { draft, change, problem } = form
  const days = weekdayNames(formats)
  const isEndWrong = problem?.field === 'schoolHours.closesAt'
  return (
    <SettingsForm title={words.title} text={words.text} form={form} shownFields={['schoolHours.closesAt']}>
      <div className={styles.pair}>
        <TimeField
          label={words.opensAt}
          value={draft.opensAt}
          // An emptied field is no time: the last one stays.
          onChange={(opensAt) => opensAt !== null && change({ opensAt })}
        />
        <TimeField
          label={words.closesAt}
          value={draft.closesAt}
          onChange={(closesAt) => closesAt !== null && change({ closesAt })}
          error={isEndWrong ? problem.message : undefined}
        />
      </div>
      <DayToggles
        label={words.weekDays}
        days={days}
        value={draft.weekDays}
        onChange={(weekDays) => change({ weekDays: [...weekDays] })}
      />
    </SettingsForm>
  )
}
