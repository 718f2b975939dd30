import { useState } from 'react'
import type { DayKind } from '../../../../shared/contract/calendar.ts'
import { weekDates } from '../../../../shared/domain/time.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { DatePicker, TimeField } from '../../../ui/DateField.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Switch } from '../../../ui/Switch.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { calendarWords } from '../../../words/calendar.ts'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { countsUsually, kindChoices } from '../kinds.ts'
import { usePartChoices } from '../use-parts.ts'
import { lengthOf, type DayRange } from '../year.ts'
import styles from './Dialogs.module.css'

const words = calendarWords.dialog
const weekDays = [1, 2, 3, 4, 5, 6, 7] as const

/** Says what kind of day each day of a range is, for the school or a part of it, and by whose order. */
export function DayDialog({
  range,
  gradeLevels,
  shifts,
  onClose,
}: {
  readonly range: DayRange
  readonly gradeLevels: readonly string[]
  readonly shifts: readonly string[]
  readonly onClose: () => void
}) {
  const formats = useFormats()
  const parts = usePartChoices(gradeLevels, shifts)
  const [fromOn, setFromOn] = useState<string | null>(range.from)
  const [toOn, setToOn] = useState<string | null>(range.to)
  const [kind, setKind] = useState<DayKind>('holiday')
  const [partId, setPartId] = useState('school')
  const [days, setDays] = useState<ReadonlySet<number>>(new Set())
  const [fromTime, setFromTime] = useState<string | null>(null)
  const [authority, setAuthority] = useState('')
  const [counts, setCounts] = useState(countsUsually('holiday'))
  const [isChecked, setChecked] = useState(false)
  const { run, isRunning, problem } = useCommand('calendar.setDays')
  const isOrdered = fromOn === null || toOn === null || fromOn <= toOn
  const isLong = fromOn !== null && toOn !== null && isOrdered && lengthOf({ from: fromOn, to: toOn }) > 1

  const save = async () => {
    setChecked(true)
    if (fromOn === null || toOn === null || !isOrdered) return
    const said = await run({
      fromOn,
      toOn,
      weekDays: isLong ? [...days] : [],
      kind,
      ...parts.find(({ id }) => id === partId)?.part,
      ...(fromTime === null ? {} : { fromTime }),
      countsAsSchoolDay: counts,
      authority,
    })
    if (said === null) return
    showToast({
      title: words.saved(said.days.length),
      detail: said.plannedCount > 0 && !countsUsually(kind) ? words.planned(said.plannedCount) : undefined,
    })
    onClose()
  }

  return (
    <FormDialog
      words={commonWords}
      title={words.title}
      submitLabel={words.save}
      onSubmit={() => void save()}
      onClose={onClose}
      isPending={isRunning}
      isDirty={authority !== ''}
      problem={problem && problemWords(problem, formats)}
    >
      <div className={styles.form}>
        <div className={styles.pair}>
          <Select
            label={words.kind}
            choices={kindChoices}
            value={kind}
            description={calendarWords.kindHelp[kind]}
            onChange={(chosen) => {
              setKind(chosen)
              setCounts(countsUsually(chosen))
            }}
            autoFocus
          />
          <Select label={calendarWords.parts.label} choices={parts} value={partId} onChange={setPartId} />
        </div>
        <div className={styles.pair}>
          <DatePicker
            label={words.from}
            value={fromOn}
            onChange={setFromOn}
            error={isChecked && fromOn === null ? words.needDays : undefined}
          />
          <DatePicker
            label={words.to}
            value={toOn}
            onChange={setToOn}
            error={isChecked && toOn === null ? words.needDays : isOrdered ? undefined : words.needOrder}
          />
        </div>
        {isLong && (
          <fieldset className={styles.group}>
            <legend className={styles.legend}>{words.only}</legend>
            <div className={styles.checks}>
              {weekDays.map((day) => (
                <Checkbox
                  key={day}
                  isSelected={days.has(day)}
                  onChange={(isOn) =>
                    setDays(new Set(isOn ? [...days, day] : [...days].filter((other) => other !== day)))
                  }
                >
                  {formats.weekday(weekDates(range.from)[day - 1]!, 'short')}
                </Checkbox>
              ))}
            </div>
            <p className={styles.help}>{words.onlyHelp}</p>
          </fieldset>
        )}
        <TextField
          label={words.authority}
          placeholder={words.authorityHint}
          maxLength={200}
          value={authority}
          onChange={setAuthority}
        />
        <div className={styles.pair}>
          <TimeField
            label={words.fromTime}
            note={commonWords.optional}
            description={words.fromTimeHelp}
            value={fromTime}
            onChange={setFromTime}
          />
          <div className={styles.beside}>
            <Switch isSelected={counts} onChange={setCounts}>
              {words.counts}
            </Switch>
          </div>
        </div>
      </div>
    </FormDialog>
  )
}
