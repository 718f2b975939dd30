import type { PersonPage } from '../../../../shared/contract/person.ts'
import { useFormats } from '../../../status.ts'
import { Panel } from '../../../ui/Page.tsx'
import { excuseReason, peopleWords as words } from '../../../words/people.ts'
import styles from './PersonPage.module.css'

/** The excuses that a student has, and who was called. */
export function PersonRecords({ page: { excuses, contacts } }: { readonly page: PersonPage }) {
  const formats = useFormats()
  return (
    <>
      <Panel title={words.excuses} count={excuses.length} isFlush>
        {excuses.length === 0 ? (
          <p className={styles.empty}>{words.noExcuses}</p>
        ) : (
          <ul className={styles.rows}>
            {excuses.map(({ id, firstOn, lastOn, isWholeDay, reason, proof, receivedBy, isRevoked }) => (
              <li key={id} className={styles.row} data-quiet={isRevoked || undefined}>
                <span className={styles.main}>
                  {excuseReason(reason)}
                  <span className={styles.detail}>
                    {[
                      formats.dateRange(firstOn, lastOn),
                      isWholeDay ? words.wholeDay : words.someClasses,
                      proof,
                      receivedBy === '' ? '' : words.receivedBy(receivedBy),
                      isRevoked ? words.revoked : '',
                    ]
                      .filter((part) => part !== '')
                      .join(' · ')}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel title={words.contacts} count={contacts.length} isFlush>
        {contacts.length === 0 ? (
          <p className={styles.empty}>{words.noContacts}</p>
        ) : (
          <ul className={styles.rows}>
            {contacts.map(({ id, at, means, withWhom, wasReached, note, actor }) => (
              <li key={id} className={styles.row}>
                <span className={styles.main}>
                  {[means, withWhom, wasReached ? words.reached : words.notReached].filter(Boolean).join(' · ')}
                  <span className={styles.detail}>{[formats.moment(at), actor, note].filter(Boolean).join(' · ')}</span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Panel>
    </>
  )
}
