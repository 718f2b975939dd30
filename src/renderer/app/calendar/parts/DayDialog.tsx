import { useRef, useState } from 'react'
import type { DayKind, SuspensionPreview } from '../../../../shared/contract/calendar.ts'
import type { InputOf } from '../../../../shared/contract/index.ts'
import type { SuspensionId } from '../../../../shared/ids.ts'
import type { Problem } from '../../../../shared/problem.ts'
import { weekDates } from '../../../../shared/domain/time.ts'
import { usePreviewed } from '../../../previewed.ts'
import { useFormats } from '../../../status.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { DatePicker, TimeField } from '../../../ui/DateField.tsx'
import { cx } from '../../../ui/cx.ts'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Switch } from '../../../ui/Switch.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { calendarWords } from '../../../words/calendar.ts'
import { commonWords } from '../../../words/common.ts'
import { countsUsually, kindChoices, mayLetOff } from '../kinds.ts'
import { useChosen } from '../use-chosen.ts'
import { usePartChoices } from '../use-parts.ts'
import { lengthOf, type DayRange } from '../year.ts'
import styles from './Dialogs.module.css'
import { SuspendPreview } from './SuspendPreview.tsx'

const words = calendarWords.dialog
const weekDays = [1, 2, 3, 4, 5, 6, 7] as const

/** Classes that were called off because of the kind of day. */
export interface DaysCalledOff {
  readonly id: SuspensionId
  readonly on: string
  readonly title: string
  readonly cancelledCount: number
}

const sentenceOf = (problem: Problem | null): string | undefined =>
  problem === null ? undefined : [problem.message, problem.fix].join(' ')

/**
 * Says what kind of day each day of a range is, for the school or a part of it, and by whose order; the classes that do not
 * take place for it are called off with it, unless they are kept.
 */
export function DayDialog({
  range,
  gradeLevels,
  shifts,
  onCalledOff,
  onClose,
}: {
  readonly range: DayRange
  readonly gradeLevels: readonly string[]
  readonly shifts: readonly string[]
  /** Classes were called off with it, which can be undone. */
  readonly onCalledOff: (done: DaysCalledOff) => void
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
  const isOrdered = fromOn === null || toOn === null || fromOn <= toOn
  const isLong = fromOn !== null && toOn !== null && isOrdered && lengthOf({ from: fromOn, to: toOn }) > 1
  const said: InputOf<'calendar.previewDays'> | null =
    fromOn === null || toOn === null || !isOrdered
      ? null
      : {
          ...{ fromOn, toOn, kind },
          weekDays: isLong ? [...days].toSorted((a, b) => a - b) : [],
          ...parts.find(({ id }) => id === partId)?.part,
          ...(fromTime === null ? {} : { fromTime }),
        }
  const asked = mayLetOff(kind) ? said : null
  const { preview, lookProblem, run, isRunning, problemAt, notice } = usePreviewed(
    'calendar.previewDays',
    asked,
    'calendar.setDays',
    ['toOn'],
  )
  const { off, kept, choose } = useChosen(asked === null ? undefined : preview?.classes)
  // What was shown stays while the next is on its way, so that the dialog keeps its height.
  const last = useRef<SuspensionPreview | null>(null)
  if (asked === null || preview !== null) last.current = asked === null ? null : preview
  const hasClasses = last.current !== null && last.current.classes.length > 0
  const isLooking = asked !== null && preview === null && lookProblem === null

  const save = async () => {
    setChecked(true)
    if (said === null) return
    const callOff =
      preview === null || off.size === 0 ? {} : { callOff: { digest: preview.digest, keepOccurrenceIds: kept } }
    const done = await run({ ...said, countsAsSchoolDay: counts, authority, ...callOff })
    if (done === null) return
    const { suspensionId, cancelledCount } = done
    const title = words.saved(done.days.length)
    if (suspensionId === null) {
      showToast({ title, detail: done.plannedCount === 0 ? undefined : words.planned(done.plannedCount) })
    } else onCalledOff({ id: suspensionId, on: said.fromOn, title, cancelledCount })
    onClose()
  }

  return (
    <FormDialog
      words={commonWords}
      title={words.title}
      size={hasClasses ? 'wide' : 'medium'}
      submitLabel={off.size === 0 ? words.save : words.saveAndCallOff(off.size)}
      submitVariant={off.size === 0 ? 'primary' : 'danger'}
      isSubmitDisabled={isLooking}
      onSubmit={() => void save()}
      onClose={onClose}
      isPending={isRunning}
      isDirty={authority !== ''}
      problem={notice}
    >
      <div className={cx(styles.form, hasClasses && styles.wide)}>
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
            error={
              isChecked && toOn === null ? words.needDays : isOrdered ? sentenceOf(problemAt('toOn')) : words.needOrder
            }
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
        {hasClasses && (
          <div className={styles.whole}>
            <p className={styles.text}>{words.letOff}</p>
            <SuspendPreview preview={last.current} hasDays={isLong} off={off} onChange={choose} />
          </div>
        )}
      </div>
    </FormDialog>
  )
}
