import { useFormats } from '../../../status.ts'
import { DatePicker } from '../../../ui/DateField.tsx'
import { DayToggles } from '../../../ui/DayToggles.tsx'
import { NumberField } from '../../../ui/NumberField.tsx'
import { Select } from '../../../ui/Select.tsx'
import { weekdayNames } from '../../../words/format.ts'
import { formWords as words } from '../../../words/schedule-form.ts'
import { monthByOf, weekDaysOf, weekOfMonth, type RepeatDraft } from '../draft.ts'
import type { FormFields } from '../form-fields.ts'
import styles from './Form.module.css'

/** A grading period that a series may end with. */
export interface Ending {
  readonly id: string
  readonly title: string
  readonly lastOn: string
}

const longest = { day: 99, week: 50, month: 10 } as const

/** How a series repeats and when it ends. */
export function RepeatFields({ form, endings }: { readonly form: FormFields; readonly endings: readonly Ending[] }) {
  const formats = useFormats()
  const { draft, set, errorAt, remarkAt } = form
  const { repeat, on } = draft
  const change = (more: Partial<RepeatDraft>) => set({ repeat: { ...repeat, ...more }, skipOn: [], keepOn: [] })
  const units = (['day', 'week', 'month'] as const).map((id) => ({
    id,
    label: words.every.units[id][repeat.interval === 1 ? 0 : 1],
  }))
  const days = weekdayNames(formats)
  const period = endings.find(({ lastOn }) => repeat.ends === 'on' && lastOn === repeat.endsOn)
  return (
    <>
      <div className={styles.rhythm}>
        <NumberField
          label={words.every.label}
          value={repeat.interval}
          onChange={(interval) => Number.isFinite(interval) && change({ interval })}
          minValue={1}
          maxValue={longest[repeat.every]}
          error={errorAt('repeat.interval')}
        />
        <Select
          label={words.every.unit}
          isLabelHidden
          choices={units}
          value={repeat.every}
          onChange={(every) => change({ every })}
        />
        <Select
          label={words.ends}
          choices={[
            { id: 'after', label: words.endsAfter },
            { id: 'on', label: words.endsOn },
            ...endings.map(({ id, title, lastOn }) => ({
              id,
              label: words.endsWith(title, formats.date(lastOn, 'short')),
            })),
          ]}
          value={period?.id ?? repeat.ends}
          onChange={(id) => {
            const ending = endings.find((one) => one.id === id)
            if (ending !== undefined) change({ ends: 'on', endsOn: ending.lastOn })
            else change({ ends: id === 'after' ? 'after' : 'on' })
          }}
        />
      </div>
      <div className={styles.ending}>
        {repeat.every === 'week' && (
          <DayToggles
            label={words.weekDays}
            days={days}
            value={weekDaysOf(repeat, on)}
            onChange={(weekDays) => change({ weekDays })}
            error={errorAt('repeat.weekDays')}
          />
        )}
        {repeat.every === 'month' && (
          <Select
            label={words.monthBy}
            choices={monthChoices(on, formats.weekday)}
            value={on === null ? repeat.monthBy : monthByOf(repeat, on)}
            onChange={(monthBy) => change({ monthBy })}
            error={errorAt('repeat.monthDay', 'repeat.monthWeek', 'repeat.monthWeekDay')}
            description={remarkAt('repeat.monthDay')}
          />
        )}
        {repeat.ends === 'after' ? (
          <NumberField
            label={words.afterDates}
            value={repeat.afterDates}
            onChange={(afterDates) => Number.isFinite(afterDates) && change({ afterDates })}
            minValue={1}
            maxValue={50}
            error={errorAt('repeat.ends')}
          />
        ) : (
          <DatePicker
            label={words.lastOn}
            value={repeat.endsOn}
            onChange={(endsOn) => change({ endsOn })}
            error={errorAt('repeat.ends')}
          />
        )}
      </div>
    </>
  )
}

function monthChoices(on: string | null, weekday: (on: string) => string) {
  const day = on ?? '2024-01-01'
  const { week, isLast } = weekOfMonth(day)
  return [
    { id: 'date', label: words.monthDay(Number(day.slice(8))) },
    ...(week <= 4 ? [{ id: 'week', label: words.monthWeek(week, weekday(day)) } as const] : []),
    ...(isLast ? [{ id: 'lastWeek', label: words.monthLast(weekday(day)) } as const] : []),
  ] as const satisfies readonly { readonly id: RepeatDraft['monthBy']; readonly label: string }[]
}
