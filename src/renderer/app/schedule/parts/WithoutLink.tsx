import { useState } from 'react'
import type { StudentsWithoutLink } from '../../../../shared/contract/meeting.ts'
import { useLive } from '../../../live.ts'
import { hrefOf } from '../../../router.ts'
import { Button } from '../../../ui/Button.tsx'
import { Link } from '../../../ui/Link.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { scheduleWords } from '../../../words/schedule.ts'
import styles from './ListView.module.css'

const { unlinked: words } = scheduleWords

/** Students who have no working link for a reason of their own: one notice for each reason, whatever the number of classes. */
export function WithoutLink() {
  const causes = useLive('meeting.listWithoutLink', {}).data?.causes ?? []
  return causes.map((cause) => <Cause key={cause.obstacle} {...cause} />)
}

const namedAtFirst = 8

function Cause({ obstacle, studentCount, classCount, students }: StudentsWithoutLink) {
  const [isAll, setAll] = useState(false)
  const named = isAll ? students : students.slice(0, namedAtFirst)
  const more = studentCount - named.length
  return (
    <div className={styles.notice}>
      <Notice tone="warning" title={words.title(obstacle, studentCount, classCount)}>
        {words.fix[obstacle]}
        <ul className={styles.names}>
          {named.map(({ personId, listName }) => (
            <li key={personId}>
              <Link href={hrefOf(['people', personId])}>{listName}</Link>
            </li>
          ))}
          {more > 0 && (
            <li>
              {named.length < students.length ? (
                <Button size="small" variant="quiet" onPress={() => setAll(true)}>
                  {words.more(more)}
                </Button>
              ) : (
                words.more(more)
              )}
            </li>
          )}
        </ul>
      </Notice>
    </div>
  )
}
