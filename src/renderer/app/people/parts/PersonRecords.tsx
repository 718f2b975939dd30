import type { PersonPage } from '../../../../shared/contract/person.ts'
import { useFormats } from '../../../status.ts'
import { Panel } from '../../../ui/Page.tsx'
import { excuseReason, peopleWords as words } from '../../../words/people.ts'
import { Block } from './Block.tsx'
import styles from './PersonPage.module.css'

/** The excuses that a student has, and who was called. */
export function PersonRecords({ page: { excuses, contacts } }: { readonly page: PersonPage }) {
  const formats = useFormats()
  return (
    <Panel>
      <div>
        <Block title={words.excuses}>
          {excuses.length === 0 && <p className={styles.nothing}>{words.noExcuses}</p>}
          <ul className={styles.lines}>
            {excuses.map(({ id, firstOn, lastOn, isWholeDay, reason, proof, receivedBy, isRevoked }) => (
              <li key={id} data-quiet={isRevoked || undefined}>
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
              </li>
            ))}
          </ul>
        </Block>
        <Block title={words.contacts}>
          {contacts.length === 0 && <p className={styles.nothing}>{words.noContacts}</p>}
          <ul className={styles.lines}>
            {contacts.map(({ id, at, means, withWhom, wasReached, note, actor }) => (
              <li key={id}>
                {[means, withWhom, wasReached ? words.reached : words.notReached].filter(Boolean).join(' · ')}
                <span className={styles.detail}>{[formats.moment(at), actor, note].filter(Boolean).join(' · ')}</span>
              </li>
            ))}
          </ul>
        </Block>
      </div>
    </Panel>
  )
}
