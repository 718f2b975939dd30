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

/** So many places are led to; the others have their lists as well. */
const namedPlaces = 9

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

/** Where students were not in the files; a section leads to the list in which they wait. */
function Missing({ count }: { readonly count: number }) {
  const { data } = useLive('enrollment.missing', {})
  const places = useMemo(
    () =>
      Array.from(
        Map.groupBy(data?.students ?? [], ({ section, group }) => section?.id ?? group?.id),
        ([id, found]) => ({ ...found[0]!, id: id ?? '', count: found.length }),
      ),
    [data],
  )
  return (
    <>
      <p>{words.doneMissing(count)}</p>
      <ul className={styles.sections}>
        {places.slice(0, namedPlaces).map(({ id, section, group, count: number }) => {
          const title = words.missingIn(section?.title ?? group?.title ?? '', number)
          return (
            <li key={id}>
              {section === null ? title : <Link href={hrefOf(['sections', id], { tab: 'missing' })}>{title}</Link>}
            </li>
          )
        })}
        {places.length > namedPlaces && <li>{words.morePlaces(places.length - namedPlaces)}</li>}
      </ul>
    </>
  )
}
