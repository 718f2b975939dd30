import { memo } from 'react'
import type { DayType, GradingPeriod } from '../../../../shared/contract/calendar.ts'
import { weekDates } from '../../../../shared/domain/time.ts'
import { useFormats } from '../../../status.ts'
import { cx } from '../../../ui/cx.ts'
import { calendarWords as words } from '../../../words/calendar.ts'
import { kindTones } from '../kinds.ts'
import { wordLine } from '../say.ts'
import { faceOf, periodOf, type DayRange, type MonthGrid } from '../year.ts'
import styles from './YearView.module.css'

/** What {@link Month} takes. */
export interface MonthProps {
  readonly grid: MonthGrid
  readonly words: ReadonlyMap<string, readonly DayType[]>
  readonly periods: readonly GradingPeriod[]
  /** Days before and after it are dimmed. */
  readonly year: { readonly firstOn: string; readonly lastOn: string }
  /** Null unless it is in this month. */
  readonly today: string | null
  /** Within this month only, so that the others need not be drawn again. */
  readonly selected: DayRange | null
  /** The day that Tab goes to; null when it is in another month. */
  readonly focusOn: string | null
}

/** One month: a grid of its own, whose days can be walked through together with the other months'. */
export const Month = memo(function Month(props: MonthProps) {
  const { grid, words: said, periods, year, today, selected, focusOn } = props
  const formats = useFormats()
  const periodNames = periods
    .filter(({ firstOn, lastOn }) => firstOn <= grid.lastOn && grid.firstOn <= lastOn)
    .map(({ title }) => title)
  const name = formats.month(grid.firstOn)
  return (
    <section className={styles.month}>
      <header className={styles.monthHead}>
        <h2 className={styles.monthName}>{name}</h2>
        {periodNames.length > 0 && (
          <span title={periodNames.join(' · ')} className={styles.periods}>
            {periodNames.join(' · ')}
          </span>
        )}
      </header>
      <div role="grid" aria-multiselectable aria-label={words.month(name, periodNames)}>
        <div role="row" className={styles.week}>
          {weekDates(grid.firstOn).map((on) => (
            <span key={on} role="columnheader" aria-label={formats.weekday(on)} className={styles.weekday}>
              {formats.weekday(on, 'short').slice(0, 2)}
            </span>
          ))}
        </div>
        {grid.weeks.map((week) => {
          const days = week.filter((on) => on !== null)
          return (
            <div key={days[0]} role="row" className={styles.week}>
              {days.map((on) => (
                <Day
                  key={on}
                  on={on}
                  column={week.indexOf(on) + 1}
                  words={said.get(on)}
                  period={periodOf(on, periods)}
                  isOutside={on < year.firstOn || on > year.lastOn}
                  isToday={on === today}
                  isSelected={selected !== null && selected.from <= on && on <= selected.to}
                  isFocusable={on === focusOn}
                />
              ))}
            </div>
          )
        })}
      </div>
    </section>
  )
})

interface DayProps {
  readonly on: string
  /** 1 is Monday. */
  readonly column: number
  readonly words: readonly DayType[] | undefined
  readonly period: ReturnType<typeof periodOf>
  readonly isOutside: boolean
  readonly isToday: boolean
  readonly isSelected: boolean
  readonly isFocusable: boolean
}

function Day({ on, column, words: said, period, isOutside, isToday, isSelected, isFocusable }: DayProps) {
  const formats = useFormats()
  const face = faceOf(said)
  const spoken = [
    ...(face === null ? [] : [wordLine(face.word, formats)]),
    ...(face !== null && face.moreCount > 0 ? [words.more(face.moreCount)] : []),
    ...(period === null ? [] : [period.period.title]),
    ...(isOutside ? [words.outside] : []),
    ...(isToday ? [words.today] : []),
  ]
  return (
    <div
      role="gridcell"
      data-on={on}
      aria-selected={isSelected}
      aria-current={isToday ? 'date' : undefined}
      tabIndex={isFocusable ? 0 : -1}
      title={face === null ? undefined : spoken[0]}
      className={cx(styles.day, isOutside && styles.outside, column > 5 && styles.weekend)}
      style={{ gridColumnStart: column }}
    >
      <span className={styles.spoken}>{words.dayName(formats.date(on), spoken)}</span>
      <span
        aria-hidden
        data-tone={face === null ? undefined : kindTones[face.word.kind]}
        data-part={face?.isPart || undefined}
        data-period={period === null ? undefined : period.index % 2}
        className={styles.face}
      >
        <span className={styles.number}>{Number(on.slice(8))}</span>
        {face !== null && (
          <span className={styles.sign}>
            {words.signs[face.word.kind]}
            {face.moreCount > 0 && <sup className={styles.moreMark}>+</sup>}
          </span>
        )}
      </span>
    </div>
  )
}
