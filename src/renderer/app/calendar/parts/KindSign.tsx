import type { DayKind } from '../../../../shared/contract/calendar.ts'
import { calendarWords as words } from '../../../words/calendar.ts'
import { kindTones } from '../kinds.ts'
import styles from './YearView.module.css'

/** A kind of day by its sign, its colour and its name. */
export function KindSign({ kind }: { readonly kind: DayKind }) {
  return (
    <span className={styles.legendItem}>
      <span aria-hidden className={styles.legendSign} data-tone={kindTones[kind]}>
        {words.signs[kind]}
      </span>
      {words.kinds[kind]}
    </span>
  )
}
