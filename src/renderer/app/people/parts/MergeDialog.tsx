import { useState } from 'react'
import type { Person } from '../../../../shared/contract/person.ts'
import { showDeed } from '../../../deed.ts'
import { useLive } from '../../../live.ts'
import { usePreviewed } from '../../../previewed.ts'
import { useFormats } from '../../../status.ts'
import { Facts } from '../../../ui/Facts.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { RadioCards } from '../../../ui/RadioCards.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { commonWords } from '../../../words/common.ts'
import { enrollmentWords } from '../../../words/enrollment.ts'
import { peopleWords } from '../../../words/people.ts'
import type { Pair } from './DoublesPage.tsx'
import styles from './MergeDialog.module.css'

const words = peopleWords.doublesPage

/** Two entries side by side: which is kept, what becomes of the other, and the button that makes them one. */
export function MergeDialog({ pair, onClose }: { readonly pair: Pair; readonly onClose: () => void }) {
  const [one, other] = pair.people
  const [keepId, setKeepId] = useState(one.id)
  const doubleId = keepId === one.id ? other.id : one.id
  const { preview, run, isRunning, notice } = usePreviewed('person.mergePreview', { keepId, doubleId }, 'person.merge')
  const merge = async () => {
    if (preview === null) return
    const done = await run({ keepId, doubleId, digest: preview.digest })
    if (done === null) return
    showDeed(words.merged, done.deedId)
    onClose()
  }
  return (
    <FormDialog
      words={commonWords}
      title={words.mergeTitle}
      description={words.mergeText}
      size="large"
      cancelLabel={words.notNow}
      submitLabel={words.merge}
      isSubmitDisabled={preview === null}
      onSubmit={() => void merge()}
      onClose={onClose}
      isPending={isRunning}
      problem={notice}
    >
      <div className={styles.form}>
        <p className={styles.reasons}>{pair.reasons.map((reason) => words.reasons[reason]).join(' · ')}</p>
        <RadioCards
          label={words.keep}
          columns={2}
          value={keepId}
          onChange={setKeepId}
          cards={pair.people.map(({ id, listName }) => ({ id, label: listName, detail: <Entry personId={id} /> }))}
        />
        {preview === null ? (
          notice === null && <Skeleton label={words.looking} rows={2} />
        ) : (
          <Notice tone="info" title={words.effect}>
            <ul className={styles.effect}>
              {preview.enrollmentCount > 0 && <li>{words.enrollments(preview.enrollmentCount)}</li>}
              {preview.bothMarkedCount > 0 && <li>{words.bothMarked(preview.bothMarkedCount)}</li>}
              {preview.cancelledLinkCount > 0 && <li>{words.cancelled(preview.cancelledLinkCount)}</li>}
              {preview.differences.length === 0 ? (
                <li>{words.noDifferences}</li>
              ) : (
                <li>
                  {words.differences}
                  <ul className={styles.effect}>
                    {preview.differences.map(({ field, kept, dropped }) => (
                      <li key={field}>{words.difference(fieldName(field), kept, dropped)}</li>
                    ))}
                  </ul>
                </li>
              )}
            </ul>
          </Notice>
        )}
      </div>
    </FormDialog>
  )
}

const fieldName = (field: string): string => (peopleWords.fields as Readonly<Record<string, string>>)[field] ?? field

/** What tells two entries apart. */
function Entry({ personId }: { readonly personId: Person['id'] }) {
  const formats = useFormats()
  const page = useLive('person.get', { personId }).data
  if (page === null) return <Skeleton label={commonWords.loading} rows={3} />
  const { person, enrollments, totals } = page
  const { fields } = peopleWords
  const held = totals.reduce((sum, { heldCount }) => sum + heldCount, 0)
  return (
    <Facts
      facts={[
        { id: 'number', term: fields.studentNumber, value: person.studentNumber ?? '–' },
        {
          id: 'born',
          term: fields.birthOn,
          value: person.birthOn === null ? '–' : formats.date(person.birthOn, 'medium'),
        },
        { id: 'sex', term: fields.sex, value: person.sex === null ? '–' : peopleWords.sexes[person.sex] },
        { id: 'emails', term: fields.emails, value: person.emails.map(({ address }) => address).join(', ') || '–' },
        { id: 'guardians', term: fields.guardians, value: person.guardians.map(({ name }) => name).join(', ') || '–' },
        {
          id: 'stays',
          term: peopleWords.enrollments,
          value:
            enrollments
              .map((stay) => `${(stay.section ?? stay.group)?.title ?? ''}, ${enrollmentWords.days(stay, formats)}`)
              .join('; ') || '–',
        },
        { id: 'held', term: peopleWords.totalColumns.held, value: held },
      ]}
    />
  )
}
