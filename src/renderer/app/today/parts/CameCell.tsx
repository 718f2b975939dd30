import type { PeriodSummary } from '../../../../shared/contract/attendance.ts'
import { ShareBar } from '../../../ui/ShareBar.tsx'
import { todayWords as words } from '../../../words/today.ts'
import styles from './DayGrid.module.css'

/** Nobody has been seen and nobody is missed yet, or the class did not take place. */
function isOpen({ figures, held, time }: PeriodSummary, now: number): boolean {
  const isOver = Date.parse(time.endInstant) <= now
  return figures.came === 0 && (!isOver || held !== 'held')
}

function missingOf({ figures, missing }: PeriodSummary) {
  return { names: missing, more: Math.max(0, figures.expected - figures.came - missing.length) }
}

/** How many came and who is missing, as a screen reader says it. */
export function cameText(period: PeriodSummary, now: number): string {
  const { figures } = period
  if (isOpen(period, now)) return words.expected(figures.expected)
  const { names, more } = missingOf(period)
  return [
    words.cameRow(figures.came, figures.expected),
    ...(figures.unidentified > 0 ? [words.notRecognised(figures.unidentified)] : []),
    ...(names.length > 0 ? [words.missing(names, more)] : []),
  ].join(', ')
}

/** The class as a thin bar, how many came, and the first who did not. */
export function CameCell({ period, now }: { readonly period: PeriodSummary; readonly now: number }) {
  const { figures } = period
  if (isOpen(period, now)) return <span className={styles.expected}>{words.expected(figures.expected)}</span>
  const { names, more } = missingOf(period)
  const onTime = figures.present - Math.min(figures.present, figures.late)
  return (
    <>
      <span className={styles.bar}>
        <ShareBar
          whole={figures.expected}
          parts={[
            { id: 'present', count: onTime, tone: 'green' },
            { id: 'late', count: figures.present - onTime, tone: 'amber' },
            { id: 'partial', count: figures.partial, tone: 'ochre' },
            { id: 'absent', count: figures.absent, tone: 'red' },
          ]}
          text={null}
        />
      </span>
      <span className={styles.figure}>{words.came(figures.came, figures.expected)}</span>
      {names.length > 0 && <span className={styles.quiet}>{` ${words.missingShort(names, more)}`}</span>}
    </>
  )
}
