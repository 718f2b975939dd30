import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { Settings } from '../../../../shared/contract/setting.ts'
import { useCommand, useLive } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { TimeField } from '../../../ui/DateField.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { Switch } from '../../../ui/Switch.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { problemWords } from '../../../words/problems.ts'
import { settingsWords } from '../../../words/settings.ts'
import styles from './Form.module.css'

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
  const formats = useFormats()
  const [changes, setChanges] = useState<Partial<Settings['reminders']>>({})
  const draft = { ...reminders, ...changes }
  const { run, isRunning, problem } = useCommand('setting.change')
  const isChanged = JSON.stringify(draft) !== JSON.stringify(reminders)
  const usual = [5, 10, 15, 30]
  // What was set by another door is a choice, too.
  const minutes = [...new Set([...usual, ...(draft.beforeMinutes === null ? [] : [draft.beforeMinutes])])]
  const choices = [
    { id: never, label: words.never },
    ...minutes.toSorted((a, b) => a - b).map((each) => ({ id: String(each), label: words.before(each) })),
  ]
  const save = async () => {
    if (!isChanged || (await run({ reminders: draft })) === null) return
    setChanges({})
    showToast({ title: settingsWords.saved })
  }
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
        <Select
          label={words.classes}
          choices={choices}
          value={draft.beforeMinutes === null ? never : String(draft.beforeMinutes)}
          onChange={(id) => setChanges({ ...changes, beforeMinutes: id === never ? null : Number(id) })}
        />
        <Switch
          isSelected={draft.isAttentionTold}
          onChange={(isOn) => setChanges({ ...changes, isAttentionTold: isOn })}
        >
          {words.attention}
        </Switch>
        <div className={styles.pair}>
          <TimeField
            label={words.quietFrom}
            value={draft.quietFrom}
            // An emptied field is no time: the last one stays.
            onChange={(quietFrom) => quietFrom !== null && setChanges({ ...changes, quietFrom })}
          />
          <TimeField
            label={words.quietTo}
            value={draft.quietTo}
            onChange={(quietTo) => quietTo !== null && setChanges({ ...changes, quietTo })}
          />
        </div>
        <p className={styles.quiet}>{words.where}</p>
        {problem !== null && <ProblemNotice {...problemWords(problem, formats)} />}
        <div className={styles.actions}>
          <Button type="submit" variant="primary" isPending={isRunning} isDisabled={!isChanged}>
            {settingsWords.save}
          </Button>
        </div>
      </Form>
    </Panel>
  )
}
