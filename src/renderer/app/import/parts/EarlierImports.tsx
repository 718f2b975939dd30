import { FileSpreadsheet } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { RosterImported } from '../../../../shared/contract/roster.ts'
import type { DeedId } from '../../../../shared/ids.ts'
import { useLive } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { pageTitleId, Panel } from '../../../ui/Page.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { RecordItem, Records } from '../../../ui/Records.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { commonWords } from '../../../words/common.ts'
import { importWords as words } from '../../../words/import.ts'
import { problemWords } from '../../../words/problems.ts'
import { shellWords } from '../../../words/shell.ts'
import { UndoDialog } from './UndoDialog.tsx'

const roles: Readonly<Record<string, string>> = shellWords.roles

interface Props {
  /** One of them was undone. */
  readonly onUndone: (deedId: DeedId) => void
}

/** Every import, the last first: what it was, and the way back. */
export function EarlierImports({ onUndone }: Props) {
  const formats = useFormats()
  const { data, problem, isLoading, reload } = useLive('roster.imports', {})
  const [undoing, setUndoing] = useState<{ readonly deedId: DeedId; readonly fileName: string } | null>(null)
  const imports = data?.imports ?? []
  return (
    <Panel title={words.earlier} {...(data === null ? {} : { count: imports.length })}>
      {problem !== null && <ProblemNotice {...problemWords(problem, formats)} onRetry={reload} />}
      {isLoading && <Skeleton label={commonWords.loading} />}
      {data !== null && imports.length === 0 && (
        <EmptyState icon={FileSpreadsheet} title={words.noneYet}>
          {words.noneYetText}
        </EmptyState>
      )}
      {imports.length > 0 && (
        <Records>
          {imports.map((each) => (
            <Import
              key={each.importId}
              imported={each}
              onUndo={(deedId) => setUndoing({ deedId, fileName: each.fileName })}
            />
          ))}
        </Records>
      )}
      {undoing !== null && <UndoDialog {...undoing} onUndone={onUndone} onClose={() => setUndoing(null)} />}
    </Panel>
  )
}

interface ImportProps {
  readonly imported: RosterImported
  readonly onUndo: (deedId: DeedId) => void
}

function Import({ imported, onUndo }: ImportProps) {
  const formats = useFormats()
  const { fileName, format, importedAt, actor, students, deedId, undoneAt } = imported
  const { addedCount, changedCount, unchangedCount, refusedCount } = students
  const before = useRef(undoneAt)
  useEffect(() => {
    const isJustUndone = before.current === null && undoneAt !== null
    before.current = undoneAt
    // The button that had the focus is gone with it.
    if (isJustUndone && document.activeElement === document.body) document.getElementById(pageTitleId)?.focus()
  }, [undoneAt])
  return (
    <RecordItem
      title={fileName}
      mark={undoneAt !== null && <Pill state="notHeld">{words.isUndone}</Pill>}
      actions={
        deedId !== null &&
        undoneAt === null && (
          <Button aria-label={words.undoLabel(fileName)} onPress={() => onUndo(deedId)}>
            {words.undo}
          </Button>
        )
      }
      facts={[
        words.importedAt(formats.moment(importedAt), roles[actor] ?? actor),
        words.formats[format],
        words.importCounts(addedCount, changedCount, unchangedCount, refusedCount),
        ...(undoneAt === null ? [] : [words.undoneAt(formats.moment(undoneAt))]),
        ...(deedId === null ? [words.changedNothing] : []),
      ].join(' · ')}
    />
  )
}
