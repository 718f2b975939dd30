import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { DateField, DatePicker } from '../../../ui/DateField.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { calendarWords } from '../../../words/calendar.ts'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import type { ShownYear } from '../year.ts'
import styles from './Dialogs.module.css'

const words = calendarWords.yearDialog

interface Typed {
  readonly key: number
  readonly title: string
  readonly firstOn: string | null
  readonly lastOn: string | null
}

/** The dates of a school year and of its grading periods, of which there are as many as the school has. */
export function YearDialog({
  year,
  onSaved,
  onClose,
}: {
  readonly year: ShownYear
  readonly onSaved: (id: string) => void
  readonly onClose: () => void
}) {
  const formats = useFormats()
  const [title, setTitle] = useState(year.title)
  const [firstOn, setFirstOn] = useState<string | null>(year.firstOn)
  const [lastOn, setLastOn] = useState<string | null>(year.lastOn)
  const [periods, setPeriods] = useState<readonly Typed[]>(() =>
    year.gradingPeriods.map((period, key) => ({ key, ...period })),
  )
  const [isChecked, setChecked] = useState(false)
  const { run, isRunning, problem } = useCommand('calendar.saveYear')
  const missing = (on: string | null) => (isChecked && on === null ? words.missing : undefined)
  const unnamed = (name: string) => (isChecked && name.trim() === '' ? words.nameMissing : undefined)
  const change = (key: number, changes: Partial<Typed>) =>
    setPeriods(periods.map((period) => (period.key === key ? { ...period, ...changes } : period)))

  const save = async () => {
    setChecked(true)
    const whole = periods.flatMap((period) =>
      period.firstOn === null || period.lastOn === null || period.title.trim() === ''
        ? []
        : [{ title: period.title, firstOn: period.firstOn, lastOn: period.lastOn }],
    )
    if (title.trim() === '' || firstOn === null || lastOn === null || whole.length < periods.length) return
    const saved = await run({
      ...(year.id === null ? {} : { schoolYearId: year.id }),
      ...{ title, firstOn, lastOn },
      gradingPeriods: whole,
    })
    if (saved === null) return
    showToast({ title: words.saved })
    onSaved(saved.id)
    onClose()
  }

  return (
    <FormDialog
      words={commonWords}
      title={words.title}
      size="large"
      submitLabel={words.save}
      onSubmit={() => void save()}
      onClose={onClose}
      isPending={isRunning}
      problem={problem && problemWords(problem, formats)}
    >
      <div className={styles.form}>
        <TextField
          label={words.name}
          value={title}
          onChange={setTitle}
          maxLength={60}
          error={unnamed(title)}
          autoFocus
        />
        <div className={styles.pair}>
          <DatePicker label={words.firstOn} value={firstOn} onChange={setFirstOn} error={missing(firstOn)} />
          <DatePicker label={words.lastOn} value={lastOn} onChange={setLastOn} error={missing(lastOn)} />
        </div>
        <fieldset className={styles.group}>
          <legend className={styles.legend}>{words.periods}</legend>
          <div className={styles.periods}>
            {periods.map((period, index) => (
              <div key={period.key} role="group" aria-label={words.period(index + 1)} className={styles.period}>
                <TextField
                  label={words.periodName}
                  isLabelHidden={index > 0}
                  value={period.title}
                  maxLength={60}
                  onChange={(name) => change(period.key, { title: name })}
                  error={unnamed(period.title)}
                />
                <DateField
                  label={words.firstOn}
                  isLabelHidden={index > 0}
                  value={period.firstOn}
                  onChange={(on) => change(period.key, { firstOn: on })}
                  error={missing(period.firstOn)}
                />
                <DateField
                  label={words.lastOn}
                  isLabelHidden={index > 0}
                  value={period.lastOn}
                  onChange={(on) => change(period.key, { lastOn: on })}
                  error={missing(period.lastOn)}
                />
                <IconButton
                  icon={Trash2}
                  label={words.remove(period.title)}
                  onPress={() => setPeriods(periods.filter(({ key }) => key !== period.key))}
                />
              </div>
            ))}
            {periods.length < 12 && (
              <div>
                <Button
                  icon={Plus}
                  size="small"
                  onPress={() =>
                    setPeriods([
                      ...periods,
                      {
                        key: Math.max(0, ...periods.map(({ key }) => key + 1)),
                        title: words.quarter(periods.length + 1),
                        firstOn: null,
                        lastOn: null,
                      },
                    ])
                  }
                >
                  {words.add}
                </Button>
              </div>
            )}
          </div>
        </fieldset>
      </div>
    </FormDialog>
  )
}
