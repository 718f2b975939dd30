import { calendarWords as words } from '../../../words/calendar.ts'
import { kinds } from '../kinds.ts'
import { KindSign } from './KindSign.tsx'
import styles from './YearView.module.css'

/** What the signs, the dashes and the lines of the year view mean. */
export function Legend({ hasPeriods }: { readonly hasPeriods: boolean }) {
  return (
    <footer className={styles.legend}>
      <ul aria-label={words.legend} className={styles.legendList}>
        {kinds.map((kind) => (
          <li key={kind}>
            <KindSign kind={kind} />
          </li>
        ))}
        <li className={styles.legendItem}>
          <span aria-hidden className={styles.legendSign} data-tone="grey" data-part />
          {words.legendPart}
        </li>
        {hasPeriods && (
          <li className={styles.legendItem}>
            <span aria-hidden className={styles.legendLine} />
            {words.legendPeriods}
          </li>
        )}
      </ul>
      <p id="calendar-keys" className={styles.keys}>
        {words.keys}
      </p>
    </footer>
  )
}
