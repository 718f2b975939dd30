import { DoorOpen, KeyRound } from 'lucide-react'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { Settings } from '../../../../shared/contract/setting.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { NumberField } from '../../../ui/NumberField.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { RadioCards } from '../../../ui/RadioCards.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Switch } from '../../../ui/Switch.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { problemWords } from '../../../words/problems.ts'
import { settingsWords } from '../../../words/settings.ts'
import styles from './Form.module.css'

const { defaults: words } = settingsWords
const admissions = [
  { id: 'waitingRoom', icon: DoorOpen, ...words.admissions.waitingRoom },
  { id: 'registrationLink', icon: KeyRound, ...words.admissions.registrationLink },
] as const
const recordings = (['none', 'local', 'cloud'] as const).map((id) => ({ id, label: words.recordings[id] }))
const switches = ['muteOnEntry', 'hostVideo', 'participantVideo', 'joinBeforeHost'] as const

/** What the form of a new class is filled with. */
export function DefaultsForm({ settings: { defaults } }: { readonly settings: Settings }) {
  const formats = useFormats()
  const [changes, setChanges] = useState<Partial<Settings['defaults']>>({})
  const draft = { ...defaults, ...changes }
  const { run, isRunning, problem } = useCommand('setting.change')
  const isChanged = JSON.stringify(draft) !== JSON.stringify(defaults)
  const save = async () => {
    if (!isChanged || (await run({ defaults: draft })) === null) return
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
        <div className={styles.pair}>
          <NumberField
            label={words.duration}
            value={draft.durationMinutes}
            // An emptied field is no number: the last one stays.
            onChange={(minutes) => Number.isFinite(minutes) && setChanges({ ...changes, durationMinutes: minutes })}
            minValue={1}
            maxValue={1440}
            step={1}
          />
          <Select
            label={words.recording}
            choices={recordings}
            value={draft.recording}
            onChange={(recording) => setChanges({ ...changes, recording })}
          />
        </div>
        <RadioCards
          label={words.admission}
          cards={admissions}
          columns={2}
          value={draft.admission}
          onChange={(admission) => setChanges({ ...changes, admission })}
        />
        <div role="group" aria-label={words.inMeeting} className={styles.switches}>
          {switches.map((name) => (
            <Switch key={name} isSelected={draft[name]} onChange={(isOn) => setChanges({ ...changes, [name]: isOn })}>
              {words[name]}
            </Switch>
          ))}
        </div>
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
