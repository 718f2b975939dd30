import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { HistoryEntry } from '../../../../shared/contract/person.ts'
import { undoDeed } from '../../../deed.ts'
import { useFormats } from '../../../status.ts'
import { useTask } from '../../../task.ts'
import { Button } from '../../../ui/Button.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { commonWords } from '../../../words/common.ts'
import { historyValue, peopleWords as words } from '../../../words/people.ts'
import styles from './PersonPage.module.css'

const shownAtFirst = 6

/** What was done with somebody's entry, newest first, each with the way back. */
export function PersonHistory({
  history,
  mayUndo,
}: {
  readonly history: readonly HistoryEntry[]
  readonly mayUndo: boolean
}) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? history : history.slice(0, shownAtFirst)
  return (
    <Panel title={words.history} count={history.length} isFlush>
      {history.length === 0 && <p className={styles.empty}>{words.noHistory}</p>}
      <ul className={styles.rows}>
        {shown.map((entry) => (
          <Entry key={entry.deedId} entry={entry} mayUndo={mayUndo} />
        ))}
      </ul>
      {shown.length < history.length && (
        <div className={styles.foot}>
          <Button size="small" variant="quiet" onPress={() => setWhole(true)}>
            {words.moreHistory(history.length - shown.length)}
          </Button>
        </div>
      )}
    </Panel>
  )
}

function Entry({ entry, mayUndo }: { readonly entry: HistoryEntry; readonly mayUndo: boolean }) {
  const formats = useFormats()
  const { deedId, kind, at, actor, fileName, undoneAt, changes } = entry
  const undo = useTask(() => undoDeed(deedId))
  const when = formats.moment(at)
  return (
    <li className={styles.row} data-quiet={undoneAt !== null || undefined}>
      <span className={styles.main}>
        {words.deeds[kind]}
        {fileName !== null && ` · ${fileName}`}
        <span className={styles.detail}>
          {[when, actor, undoneAt === null ? null : words.takenBack(formats.moment(undoneAt))]
            .filter((part) => part !== null)
            .join(' · ')}
        </span>
        {changes.length > 0 && (
          <ul className={styles.changes}>
            {changes.map(({ what, before, after }, index) => (
              <li key={`${what} ${index}`}>
                {words.what[what]}:{' '}
                {before === null || before === after ? '' : `${historyValue(what, before, formats)} → `}
                {historyValue(what, after, formats)}
              </li>
            ))}
          </ul>
        )}
      </span>
      {/* An import concerns the whole school: it is taken back where imports are. */}
      {mayUndo && undoneAt === null && kind !== 'import' && (
        <Button
          size="small"
          variant="quiet"
          icon={Undo2}
          aria-label={words.undoOf(words.deeds[kind], when)}
          onPress={undo.run}
          isPending={undo.isRunning}
        >
          {commonWords.undo}
        </Button>
      )}
    </li>
  )
}
