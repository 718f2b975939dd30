import { parseDate, parseTime, type CalendarDate, type DateValue, type Time } from '@internationalized/date'
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarHeading,
  DateField as AriaDateField,
  DateInput,
  DatePicker as AriaDatePicker,
  DateSegment,
  Dialog,
  Group,
  Popover,
  TimeField as AriaTimeField,
} from 'react-aria-components'
import { FieldHelp, FieldLabel, type FieldProps } from './Field.tsx'
import fieldStyles from './Field.module.css'
import styles from './DateField.module.css'
import { cx } from './cx.ts'

interface Common extends FieldProps {
  readonly isDisabled?: boolean
  readonly isRequired?: boolean
  readonly autoFocus?: boolean
}

/** What {@link DateField} and {@link DatePicker} take: dates are `YYYY-MM-DD`, null while incomplete. */
export interface DateFieldProps extends Common {
  readonly value: string | null
  readonly onChange: (on: string | null) => void
  readonly minimum?: string
  readonly maximum?: string
}

/** What {@link TimeField} takes: wall times are `HH:MM` on 24 hours, shown the person's own way. */
export interface TimeFieldProps extends Common {
  readonly value: string | null
  readonly onChange: (at: string | null) => void
}

const dateOf = (on: string | null): CalendarDate | null => (on === null ? null : parseDate(on))
const boundOf = (on: string | undefined): CalendarDate | undefined => (on === undefined ? undefined : parseDate(on))
const timeOf = (at: string | null): Time | null => (at === null ? null : parseTime(at))

function Segments({ className }: { readonly className?: string }) {
  return (
    <DateInput className={cx(styles.segments, className)}>
      {(segment) => <DateSegment segment={segment} className={styles.segment ?? ''} />}
    </DateInput>
  )
}

/** A date typed part by part; arrows step each part. */
export function DateField({ label, isLabelHidden, note, description, error, ...props }: DateFieldProps) {
  const { value, onChange, minimum, maximum, ...rest } = props
  return (
    <AriaDateField
      {...rest}
      className={fieldStyles.field ?? ''}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      granularity="day"
      minValue={boundOf(minimum)}
      maxValue={boundOf(maximum)}
      value={dateOf(value)}
      onChange={(date: DateValue | null) => onChange(date?.toString() ?? null)}
    >
      <FieldLabel label={label} isLabelHidden={isLabelHidden} note={note} />
      <Segments className={cx(fieldStyles.box, styles.alone)} />
      <FieldHelp description={description} error={error} />
    </AriaDateField>
  )
}

/** A date typed part by part, or picked from a month. */
export function DatePicker({ label, isLabelHidden, note, description, error, ...props }: DateFieldProps) {
  const { value, onChange, minimum, maximum, ...rest } = props
  return (
    <AriaDatePicker
      {...rest}
      className={fieldStyles.field ?? ''}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      granularity="day"
      minValue={boundOf(minimum)}
      maxValue={boundOf(maximum)}
      value={dateOf(value)}
      onChange={(date: DateValue | null) => onChange(date?.toString() ?? null)}
    >
      <FieldLabel label={label} isLabelHidden={isLabelHidden} note={note} />
      <Group className={fieldStyles.box ?? ''}>
        <Segments />
        <Button className={fieldStyles.step ?? ''}>
          <CalendarDays aria-hidden />
        </Button>
      </Group>
      <FieldHelp description={description} error={error} />
      <Popover offset={4} className={styles.popover ?? ''}>
        <Dialog className={styles.dialog ?? ''}>
          <Month />
        </Dialog>
      </Popover>
    </AriaDatePicker>
  )
}

/** The month of a {@link DatePicker}; the field around it says which days can be chosen. */
function Month() {
  return (
    <Calendar>
      <header className={styles.header}>
        <Button slot="previous" className={fieldStyles.step ?? ''}>
          <ChevronLeft aria-hidden />
        </Button>
        <CalendarHeading className={styles.heading ?? ''} />
        <Button slot="next" className={fieldStyles.step ?? ''}>
          <ChevronRight aria-hidden />
        </Button>
      </header>
      <CalendarGrid className={styles.grid ?? ''}>
        <CalendarGridHeader>
          {(day) => <CalendarHeaderCell className={styles.weekday ?? ''}>{day}</CalendarHeaderCell>}
        </CalendarGridHeader>
        <CalendarGridBody>{(date) => <CalendarCell date={date} className={styles.day ?? ''} />}</CalendarGridBody>
      </CalendarGrid>
    </Calendar>
  )
}

/** A time of day typed part by part, on 12 or 24 hours as the person's locale has it. */
export function TimeField({ label, isLabelHidden, note, description, error, ...props }: TimeFieldProps) {
  const { value, onChange, ...rest } = props
  return (
    <AriaTimeField
      {...rest}
      className={fieldStyles.field ?? ''}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      granularity="minute"
      value={timeOf(value)}
      onChange={(time) => onChange(time === null ? null : time.toString().slice(0, 5))}
    >
      <FieldLabel label={label} isLabelHidden={isLabelHidden} note={note} />
      <Segments className={cx(fieldStyles.box, styles.alone)} />
      <FieldHelp description={description} error={error} />
    </AriaTimeField>
  )
}
