import { useFormats } from '../../../status.ts'
import { DatePicker, TimeField } from '../../../ui/DateField.tsx'
import { NumberField } from '../../../ui/NumberField.tsx'
import { formWords as words } from '../../../words/schedule-form.ts'
import { hasTime } from '../draft.ts'
import type { FormFields } from '../form-fields.ts'
import styles from './Form.module.css'

interface Props {
  readonly form: FormFields
  /** When the first date begins, as an instant: said where the zone is not the school's. */
  readonly startInstant?: string | undefined
  readonly autoFocus?: boolean
  /** It is the first date of many. */
  readonly isFirst?: boolean
}

/** When and how long. The zone is said where it is not the school's, with the time at the school. */
export function WhenFields({ form, startInstant, autoFocus = false, isFirst = false }: Props) {
  const formats = useFormats()
  const { draft, set, errorAt, remarkAt, schoolZone } = form
  const { fields } = words
  const isElsewhere = draft.timeZone !== schoolZone
  const zone = isElsewhere
    ? startInstant === undefined
      ? words.zone(draft.timeZone)
      : words.atSchool(draft.timeZone, formats.time(startInstant))
    : undefined
  return (
    <div className={styles.when}>
      {hasTime(draft.kind) && (
        <>
          <DatePicker
            label={isFirst ? fields.firstOn : fields.on}
            value={draft.on}
            onChange={(on) => set({ on })}
            error={errorAt('on')}
            autoFocus={autoFocus}
          />
          <TimeField
            label={fields.startsAt}
            value={draft.startsAt}
            onChange={(startsAt) => set({ startsAt })}
            error={errorAt('startsAt')}
            description={remarkAt('startsAt', 'on') ?? zone}
          />
        </>
      )}
      <NumberField
        label={fields.duration}
        value={draft.durationMinutes}
        onChange={(minutes) => Number.isFinite(minutes) && set({ durationMinutes: minutes })}
        minValue={draft.durationMinutes % 5 === 0 ? 5 : 1}
        maxValue={1440}
        step={draft.durationMinutes % 5 === 0 ? 5 : 1}
        error={errorAt('durationMinutes')}
      />
    </div>
  )
}
