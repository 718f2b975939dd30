import { useState } from 'react'
import type { PersonRow } from '../../../../shared/contract/person.ts'
import type { SectionId } from '../../../../shared/ids.ts'
import type { EnrollmentDoing } from '../../../enrollment/EnrollmentDialog.tsx'
import { LinkSheetDialog } from '../../../links/LinkSheetDialog.tsx'
import { useTask } from '../../../task.ts'
import { Button } from '../../../ui/Button.tsx'
import { SelectionBar } from '../../../ui/SelectionBar.tsx'
import { peopleWords as words } from '../../../words/people.ts'
import { archive, studentsOf } from '../actions.ts'
import { areStudents, type PeopleQuery } from '../place.ts'
import { readAll } from '../use-people.ts'

interface Props {
  readonly rows: readonly PersonRow[]
  /** What the list shows, and how many fit it in all. */
  readonly query: PeopleQuery
  readonly totalCount: number
  /** All that has been read of it is selected. */
  readonly isWholeShown: boolean
  readonly onSelect: (rows: readonly PersonRow[]) => void
  readonly onDo: (doing: EnrollmentDoing) => void
  readonly onClear: () => void
}

const mostArchived = 500

/** The section that all of some people are in; null where there is no such one. */
function sectionOf(rows: readonly PersonRow[]): PersonRow['sections'][number] | null {
  const [first] = rows
  return first?.sections.find(({ id }) => rows.every(({ sections }) => sections.some((each) => each.id === id))) ?? null
}

/** What can be done with everybody who is selected. */
export function PeopleBar({ rows, query, totalCount, isWholeShown, onSelect, onDo, onClear }: Props) {
  const [sheetOf, setSheetOf] = useState<{ readonly id: SectionId; readonly title: string } | null>(null)
  const all = useTask(async () => onSelect(await readAll(query)))
  const isBack = rows.every(({ isArchived }) => isArchived)
  const archiving = useTask(async () => {
    const isDone = await archive(
      rows.map(({ id }) => id),
      isBack,
    )
    if (isDone) onClear()
  })
  const students = studentsOf(rows)
  const section = sectionOf(rows)
  return (
    <SelectionBar label={words.selected(rows.length)} clearLabel={words.clearSelection} onClear={onClear}>
      {isWholeShown && rows.length < totalCount && (
        <Button size="small" variant="quiet" onPress={all.run} isPending={all.isRunning}>
          {words.selectEverybody(totalCount)}
        </Button>
      )}
      {areStudents(rows) && (
        <>
          <Button size="small" onPress={() => onDo({ kind: 'move', students })}>
            {words.actions.move}
          </Button>
          <Button size="small" onPress={() => onDo({ kind: 'enroll', students })}>
            {words.actions.enroll}
          </Button>
          <Button size="small" onPress={() => onDo({ kind: 'withdraw', students })}>
            {words.actions.withdraw}
          </Button>
          {section !== null && (
            <Button size="small" onPress={() => setSheetOf(section)}>
              {words.actions.sheets}
            </Button>
          )}
        </>
      )}
      <Button
        size="small"
        isDisabled={rows.length > mostArchived}
        onPress={archiving.run}
        isPending={archiving.isRunning}
      >
        {isBack ? words.actions.restore : words.actions.archive}
      </Button>
      {sheetOf !== null && (
        <LinkSheetDialog
          of={{ sectionId: sheetOf.id, personIds: rows.map(({ id }) => id) }}
          title={sheetOf.title}
          onClose={() => setSheetOf(null)}
        />
      )}
    </SelectionBar>
  )
}
