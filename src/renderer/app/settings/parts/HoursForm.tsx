import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { Settings } from '../../../../shared/contract/setting.ts'
import { addDays } from '../../../../shared/domain/time.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { TimeField } from '../../../ui/DateField.tsx'
import { DayToggles } from '../../../ui/DayToggles.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { problemWords } from '../../../words/problems.ts'
import { settingsWords } from '../../../words/settings.ts'
import styles from './Form.module.css'

const { hours: words } = settingsWords
/** Some Monday, to name the days of a week after. */
const someMonday = '2024-01-01'

/** When the school has classes: others are allowed, and said to be outside. */
export function HoursForm({ settings: { schoolHours } }: { readonly settings: Settings }) {
  const formats = useFormats()
  const [changes, setChanges] = useState<Partial<Settings['schoolHours']>>({})
  const draft = { ...schoolHours, ...changes }
  const { run, isRunning, problem } = useCommand('setting.change')
  const isChanged = JSON.stringify(draft) !== JSON.stringify(schoolHours)
  const days = Array.from({ length: 7 }, (_, index) => {
    const on = addDays(someMonday, index)
    return { short: formats.weekday(on, 'short'), long: formats.weekday(on) }
  })
  const save = async () => {
    if (!isChanged || (await run({ schoolHours: draft })) === null) return
    setChanges({})
    showToast({ title: settingsWords.saved })
  }
  const isEndWrong = problem?.field === 'schoolHours.closesAt'
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
        <div className={styles.pair}>
          <TimeField
            label={words.opensAt}
            value={draft.opensAt}
            // An emptied field is no time: the last one stays.
            onChange={(opensAt) => opensAt !== null && setChanges({ ...changes, opensAt })}
          />
          <TimeField
            label={words.closesAt}
            value={draft.closesAt}
            onChange={(closesAt) => closesAt !== null && setChanges({ ...changes, closesAt })}
            error={isEndWrong ? problem.message : undefined}
          />
        </div>
        <DayToggles
          label={words.weekDays}
          days={days}
          value={draft.weekDays}
          onChange={(weekDays) => setChanges({ ...changes, weekDays: [...weekDays] })}
        />
        {problem !== null && !isEndWrong && <ProblemNotice {...problemWords(problem, formats)} />}
        <div className={styles.actions}>
          <Button type="submit" variant="primary" isPending={isRunning} isDisabled={!isChanged}>
            {settingsWords.save}
          </Button>
        </div>
      </Form>
    </Panel>
  )
}
