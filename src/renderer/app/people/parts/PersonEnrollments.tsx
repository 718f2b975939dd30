import { Pencil } from 'lucide-react'
import type { Enrollment, PersonPage } from '../../../../shared/contract/person.ts'
import { nowMs } from '../../../clock.ts'
import { hrefOf } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Link } from '../../../ui/Link.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { enrollmentWords, reasonText } from '../../../words/enrollment.ts'
import { peopleWords as words } from '../../../words/people.ts'
import styles from './PersonPage.module.css'

interface Props {
  readonly page: PersonPage
  /** Left out for those who may not. */
  readonly onCorrect: ((enrollment: Enrollment) => void) | undefined
}

/** Where a student belongs and belonged, from when to when and why; of staff what they advise and teach. */
export function PersonEnrollments({ page: { person, enrollments, duties }, onCorrect }: Props) {
  const formats = useFormats()
  const today = formats.dateOf(nowMs())
  if (person.kind === 'staff') {
    return (
      <Panel title={words.duties} count={duties.length} isFlush>
        {duties.length === 0 ? (
          <p className={styles.empty}>{words.noDuties}</p>
        ) : (
          <ul className={styles.rows}>
            {duties.map((duty) => (
              <li key={`${duty.kind} ${duty.title} ${duty.firstOn}`} className={styles.row}>
                <span className={styles.main}>
                  {duty.title}
                  <span className={styles.detail}>{enrollmentWords.days(duty, formats)}</span>
                </span>
                <span className={styles.quiet}>{words.dutyKinds[duty.kind]}</span>
              </li>
            ))}
          </ul>
        )}
      </Panel>
    )
  }
  const isPast = ({ lastOn, endReason }: Enrollment) =>
    endReason === 'enteredByMistake' || (lastOn !== null && lastOn < today)
  return (
    <Panel title={words.enrollments} count={enrollments.length} isFlush>
      {enrollments.length === 0 ? (
        <p className={styles.empty}>{words.noEnrollments}</p>
      ) : (
        <ul className={styles.rows}>
          {enrollments.map((stay) => {
            const { id, section, group, startReason, startDetail, endReason, endDetail } = stay
            const title = (section ?? group)?.title ?? ''
            const reasons = [
              reasonText(startReason && enrollmentWords.startReasons[startReason], startDetail),
              reasonText(endReason && enrollmentWords.endReasons[endReason], endDetail),
            ].filter((reason) => reason !== null && reason !== '')
            return (
              <li key={id} className={styles.row} data-quiet={isPast(stay) || undefined}>
                <span className={styles.main}>
                  {section === null ? title : <Link href={hrefOf(['sections', section.id])}>{title}</Link>}
                  <span className={styles.detail}>{[enrollmentWords.days(stay, formats), ...reasons].join(' · ')}</span>
                </span>
                {onCorrect !== undefined && endReason !== 'enteredByMistake' && (
                  <IconButton
                    icon={Pencil}
                    size="small"
                    label={words.correctOf(title)}
                    onPress={() => onCorrect(stay)}
                  />
                )}
              </li>
            )
          })}
        </ul>
      )}
    </Panel>
  )
}
