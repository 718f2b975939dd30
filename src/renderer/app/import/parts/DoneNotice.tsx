import { useMemo, useState } from 'react'
import type { OutputOf } from '../../../../shared/contract/index.ts'
import type { DeedId } from '../../../../shared/ids.ts'
import { useLive } from '../../../live.ts'
import { hrefOf } from '../../../router.ts'
import { Button } from '../../../ui/Button.tsx'
import { Link, LinkButton } from '../../../ui/Link.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { importWords as words } from '../../../words/import.ts'
import { alsoOf } from '../asked.ts'
import styles from './Import.module.css'
import { UndoDialog } from './UndoDialog.tsx'

/** So many sections are led to; the others have their lists as well. */
const namedSections = 9

/** An import that was done a moment ago. */
export interface Done extends OutputOf<'roster.import'> {
  readonly fileName: string
}

interface Props {
  readonly done: Done
  readonly onUndone: (deedId: DeedId) => void
}

/** What an import did, the way back, and who waits for a word. */
export function DoneNotice({ done, onUndone }: Props) {
  const [isUndoing, setUndoing] = useState(false)
  const { students, deedId, fileName, notInFileCount } = done
  const also = alsoOf(done)
  return (
    <Notice
      tone="good"
      title={words.done(students.addedCount, students.changedCount)}
      actions={
        <>
          {deedId !== null && <Button onPress={() => setUndoing(true)}>{words.undo}</Button>}
          <LinkButton href={hrefOf(['sections'])} variant="primary">
            {words.seeSections}
          </LinkButton>
        </>
      }
    >
      {also.length > 0 && <p>{also.join(' · ')}</p>}
      {students.refusedCount > 0 && <p>{words.doneRefused(students.refusedCount)}</p>}
      {notInFileCount > 0 && <Missing count={notInFileCount} />}
      {isUndoing && deedId !== null && (
        <UndoDialog deedId={deedId} fileName={fileName} onUndone={onUndone} onClose={() => setUndoing(false)} />
      )}
    </Notice>
  )
}

/** The sections whose students were not in the file, each with the list where they wait. */
function Missing({ count }: { readonly count: number }) {
  const { data } = useLive('enrollment.missing', {})
  const bySection = useMemo(
    () => [...Map.groupBy(data?.students ?? [], ({ section }) => section.id)].map(([id, found]) => ({ id, found })),
    [data],
  )
  return (
    <>
      <p>{words.doneMissing(count)}</p>
      <ul className={styles.sections}>
        {bySection.slice(0, namedSections).map(({ id, found }) => (
          <li key={id}>
            <Link href={hrefOf(['sections', id], { tab: 'missing' })}>
              {words.missingIn(found[0]!.section.title, found.length)}
            </Link>
          </li>
        ))}
        {bySection.length > namedSections && <li>{words.moreSections(bySection.length - namedSections)}</li>}
      </ul>
    </>
  )
}
