import { Plus } from 'lucide-react'
import type { PersonPage } from '../../../../shared/contract/person.ts'
import { call } from '../../../api.ts'
import { showDeed } from '../../../deed.ts'
import { hrefOf } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { useTask } from '../../../task.ts'
import { Button } from '../../../ui/Button.tsx'
import { Facts } from '../../../ui/Facts.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Link } from '../../../ui/Link.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { peopleWords as words } from '../../../words/people.ts'
import { Address } from './Address.tsx'
import { Block } from './Block.tsx'
import styles from './PersonPage.module.css'

interface Props {
  readonly page: PersonPage
  readonly mayChange: boolean
  readonly onJoin: () => void
}

/** Who somebody is: names, number, addresses and phones with whose they are, guardians, household, other names. */
export function PersonFacts({ page, mayChange, onJoin }: Props) {
  const formats = useFormats()
  const { person, household, knownAs } = page
  const { fields } = words
  const facts = [
    { id: 'family', term: fields.familyName, value: person.familyName },
    { id: 'given', term: fields.givenName, value: person.givenName },
    { id: 'middle', term: fields.middleName, value: person.middleName },
    { id: 'suffix', term: fields.suffix, value: person.suffix },
    { id: 'preferred', term: fields.preferredName, value: person.preferredName },
    { id: 'number', term: fields.studentNumber, value: person.studentNumber ?? '' },
    { id: 'sex', term: fields.sex, value: person.sex === null ? '' : words.sexes[person.sex] },
    { id: 'born', term: fields.birthOn, value: person.birthOn === null ? '' : formats.date(person.birthOn, 'medium') },
  ]
  return (
    <Panel title={words.who}>
      <div>
        <div className={styles.block}>
          <Facts
            facts={facts
              .filter(({ id, value }) => value !== '' || id === 'number')
              .map((fact) => (fact.value === '' ? { ...fact, value: '–' } : fact))}
          />
        </div>
        <Block title={words.addresses}>
          {person.emails.length + person.phones.length === 0 && <p className={styles.nothing}>{words.noAddresses}</p>}
          <ul className={styles.lines}>
            {person.emails.map(({ address, owner }) => (
              <li key={address} className={styles.line}>
                <Address>{address}</Address>
                <span className={styles.quiet}>{words.owners[owner]}</span>
              </li>
            ))}
            {person.phones.map(({ number, owner }) => (
              <li key={number} className={styles.line}>
                {number}
                <span className={styles.quiet}>{words.owners[owner]}</span>
              </li>
            ))}
          </ul>
        </Block>
        {person.guardians.length > 0 && (
          <Block title={words.guardians}>
            <ul className={styles.lines}>
              {person.guardians.map(({ name, relation }) => (
                <li key={`${relation} ${name}`} className={styles.line}>
                  {name}
                  <span className={styles.quiet}>{words.relations[relation]}</span>
                </li>
              ))}
            </ul>
          </Block>
        )}
        <Block
          title={words.household}
          action={mayChange && <IconButton icon={Plus} size="small" label={words.actions.household} onPress={onJoin} />}
        >
          {household.length === 0 && <p className={styles.nothing}>{words.noHousehold}</p>}
          <ul className={styles.lines}>
            {household.map(({ personId, listName, sections }) => (
              <li key={personId} className={styles.line}>
                <Link href={hrefOf(['people', personId])}>{listName}</Link>
                <span className={styles.quiet}>{sections.join(', ')}</span>
              </li>
            ))}
          </ul>
          {mayChange && household.length > 0 && <LeaveButton page={page} />}
        </Block>
        {knownAs.length > 0 && (
          <Block title={words.knownAs}>
            <ul className={styles.lines}>
              {knownAs.map(({ name, isFormerName, group, since }) => (
                <li key={`${name} ${group ?? ''}`} className={styles.line}>
                  {name}
                  <span className={styles.quiet}>
                    {[
                      isFormerName ? words.formerName : null,
                      group === null ? null : words.knownIn(group),
                      formats.date(formats.dateOf(since), 'medium'),
                    ]
                      .filter((part) => part !== null)
                      .join(', ')}
                  </span>
                </li>
              ))}
            </ul>
          </Block>
        )}
      </div>
    </Panel>
  )
}

function LeaveButton({ page: { person } }: { readonly page: PersonPage }) {
  const leave = useTask(async () => {
    const { deedId } = await call('household.leave', { personId: person.id })
    showDeed(words.left, deedId)
  })
  return (
    <div>
      <Button size="small" variant="quiet" onPress={leave.run} isPending={leave.isRunning}>
        {words.leave}
      </Button>
    </div>
  )
}
