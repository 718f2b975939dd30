import type { Mark } from '../../../../shared/contract/attendance.ts'
import type { PersonPage } from '../../../../shared/contract/person.ts'
import { markState } from '../../../marks.ts'
import { hrefOf } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { Link } from '../../../ui/Link.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { markWords } from '../../../words/attendance.ts'
import { peopleWords as words } from '../../../words/people.ts'
import styles from './PersonPage.module.css'

const columns = ['held', 'present', 'late', 'leftEarly', 'partial', 'absent', 'excused', 'pending'] as const

/** Today's classes of a student, and how they attended in the grading period. */
export function PersonClasses({ page: { person, today, totals, term } }: { readonly page: PersonPage }) {
  const formats = useFormats()
  const sums = (column: (typeof columns)[number]) => totals.reduce((sum, row) => sum + row[`${column}Count`], 0)
  return (
    <>
      <Panel title={words.today} count={today.length} isFlush>
        {today.length === 0 ? (
          <p className={styles.empty}>{words.noToday}</p>
        ) : (
          <ul className={styles.rows}>
            {today.map(({ periodId, title, time, mark }) => (
              <li key={periodId} className={styles.row}>
                <span className={styles.time}>{formats.wallRange(time.startsAt, time.durationMinutes)}</span>
                <span className={styles.main}>
                  <Link href={hrefOf(['attendance', periodId], { person: person.id })}>{title}</Link>
                </span>
                <MarkPill mark={mark} />
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel
        title={
          term === null
            ? words.totals
            : `${words.totals}, ${term.title} (${formats.dateRange(term.firstOn, term.lastOn)})`
        }
        isFlush
      >
        {totals.length === 0 ? (
          <p className={styles.empty}>{words.noTotals}</p>
        ) : (
          <div className={styles.wide}>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">{words.totalColumns.subject}</th>
                  {columns.map((column) => (
                    <th key={column} scope="col">
                      {words.totalColumns[column]}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {totals.map((row) => (
                  <tr key={row.subject}>
                    <th scope="row">{row.subject}</th>
                    {columns.map((column) => (
                      <Figure key={column} value={row[`${column}Count`]} />
                    ))}
                  </tr>
                ))}
                {totals.length > 1 && (
                  <tr>
                    <th scope="row">{words.allSubjects}</th>
                    {columns.map((column) => (
                      <Figure key={column} value={sums(column)} />
                    ))}
                  </tr>
                )}
              </tbody>
            </table>
          </div>
        )}
      </Panel>
    </>
  )
}

const Figure = ({ value }: { readonly value: number }) => <td data-zero={value === 0 || undefined}>{value}</td>

function MarkPill({ mark }: { readonly mark: Mark | null }) {
  return mark === null ? (
    <Pill state="upcoming">{words.notJudged}</Pill>
  ) : (
    <Pill state={markState(mark)}>{markWords(mark)}</Pill>
  )
}
