import { useState } from 'react'
import type { Settings } from '../../../../shared/contract/setting.ts'
import { nowMs } from '../../../clock.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { DatePicker } from '../../../ui/DateField.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { NumberField } from '../../../ui/NumberField.tsx'
import { RadioCards } from '../../../ui/RadioCards.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { settingsWords } from '../../../words/settings.ts'
import styles from './Form.module.css'

type Rule = Settings['policies'][number]

const { rules: words } = settingsWords
const presets = (['minutes', 'percent'] as const).map((id) => ({ id, ...words.presets[id] }))
const first: Omit<Rule, 'fromOn'> = {
  preset: 'minutes',
  presentMinutes: 15,
  presentPercent: 80,
  lateAfterMinutes: 10,
  leftEarlyMinutes: 10,
}

/** A rule of marking from a day on; it begins as the one that stands. */
export function RuleDialog({ standing, onClose }: { readonly standing?: Rule; readonly onClose: () => void }) {
  const formats = useFormats()
  const [rule, setRule] = useState<Omit<Rule, 'fromOn'>>({ ...first, ...standing })
  const [fromOn, setFromOn] = useState<string | null>(() => formats.dateOf(nowMs()))
  const [isChecked, setChecked] = useState(false)
  const { run, isRunning, problem } = useCommand('setting.addPolicy')
  const save = async () => {
    setChecked(true)
    if (fromOn === null || (await run({ ...rule, fromOn })) === null) return
    showToast({ title: words.added })
    onClose()
  }
  const number = (name: 'presentMinutes' | 'presentPercent' | 'lateAfterMinutes' | 'leftEarlyMinutes') => ({
    value: rule[name],
    onChange: (value: number) => Number.isFinite(value) && setRule({ ...rule, [name]: value }),
  })
  return (
    <FormDialog
      words={commonWords}
      title={words.dialogTitle}
      description={words.dialogText}
      submitLabel={words.addNow}
      onSubmit={() => void save()}
      onClose={onClose}
      isPending={isRunning}
      problem={problem && problemWords(problem, formats)}
    >
      <div className={styles.form}>
        <div className={styles.pair}>
          <DatePicker
            label={words.fromOn}
            value={fromOn}
            onChange={setFromOn}
            error={isChecked && fromOn === null ? words.fromMissing : undefined}
            autoFocus
          />
        </div>
        <RadioCards
          label={words.preset}
          cards={presets}
          columns={2}
          value={rule.preset}
          onChange={(preset) => setRule({ ...rule, preset })}
        />
        <div className={styles.pair}>
          {rule.preset === 'minutes' ? (
            <NumberField
              key="minutes"
              label={words.presentMinutes}
              {...number('presentMinutes')}
              minValue={1}
              maxValue={600}
            />
          ) : (
            <NumberField
              key="percent"
              label={words.presentPercent}
              {...number('presentPercent')}
              minValue={1}
              maxValue={100}
            />
          )}
        </div>
        <div className={styles.pair}>
          <NumberField label={words.late} {...number('lateAfterMinutes')} minValue={0} maxValue={240} />
          <NumberField label={words.leftEarly} {...number('leftEarlyMinutes')} minValue={0} maxValue={240} />
        </div>
      </div>
    </FormDialog>
  )
}
