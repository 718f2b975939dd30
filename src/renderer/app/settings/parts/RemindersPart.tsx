import type { Settings } from '../../../../shared/contract/setting.ts'
import { useLive } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { TimeField } from '../../../ui/DateField.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { Switch } from '../../../ui/Switch.tsx'
import { problemWords } from '../../../words/problems.ts'
import { settingsWords } from '../../../words/settings.ts'
import styles from './Form.module.css'
import { SettingsForm, useSettingsDraft } from './SettingsForm.tsx'

const { reminders: words } = settingsWords
const never = 'never'

/** What this computer tells of by itself, and when it keeps quiet. */
export function RemindersPart() {
  const formats = useFormats()
  const { data, problem, reload } = useLive('setting.get', {})
  if (data !== null) return <RemindersForm reminders={data.reminders} />
  return problem === null ? (
    <Skeleton label={settingsWords.loading} />
  ) : (
    <ProblemNotice {...problemWords(problem, formats)} onRetry={reload} />
  )
}

function RemindersForm({ reminders }: { readonly reminders: Settings['reminders'] }) {
  const form = useSettingsDraft(reminders, 'setting.change', (draft) => ({ reminders: draft }))
  const { draft, change } = form
  const usual = [5, 10, 15, 30]
  // What was set by another door is a choice, too.
  const minutes = [...new Set([...usual, ...(draft.beforeMinutes === null ? [] : [draft.beforeMinutes])])]
  const choices = [
    { id: never, label: words.never },
    ...minutes.toSorted((a, b) => a - b).map((each) => ({ id: String(each), label: words.before(each) })),
  ]
  return (
    <SettingsForm title={words.title} text={words.text} form={form}>
      <Select
        label={words.classes}
        choices={choices}
        value={draft.beforeMinutes === null ? never : String(draft.beforeMinutes)}
        onChange={(id) => change({ beforeMinutes: id === never ? null : Number(id) })}
      />
      <Switch isSelected={draft.isAttentionTold} onChange={(isOn) => change({ isAttentionTold: isOn })}>
        {words.attention}
      </Switch>
      <div className={styles.pair}>
        <TimeField
          label={words.quietFrom}
          value={draft.quietFrom}
          // An emptied field is no time: the last one stays.
          onChange={(quietFrom) => quietFrom !== null && change({ quietFrom })}
        />
        <TimeField
          label={words.quietTo}
          value={draft.quietTo}
          onChange={(quietTo) => quietTo !== null && change({ quietTo })}
        />
      </div>
      <p className={styles.quiet}>{words.where}</p>
    </SettingsForm>
  )
}
