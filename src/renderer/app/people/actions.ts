import { Archive, ArchiveRestore, ArrowRightLeft, LogOut, PanelRight, UserRoundPlus } from 'lucide-react'
import type { PersonRow } from '../../../shared/contract/person.ts'
import type { PersonId } from '../../../shared/ids.ts'
import { call } from '../../api.ts'
import { showDeed } from '../../deed.ts'
import type { EnrollmentDoing, Student } from '../../enrollment/EnrollmentDialog.tsx'
import { showProblem } from '../../task.ts'
import type { MenuGroup } from '../../ui/Menu.tsx'
import { peopleWords as words } from '../../words/people.ts'
import { areStudents } from './place.ts'

/** Rows as the dialogs of enrollments name them. */
export const studentsOf = (rows: readonly PersonRow[]): readonly Student[] =>
  rows.map(({ id, listName }) => ({ personId: id, listName }))

/** Takes people out of lists, or puts them back; says so with the way back, or why it could not. */
export async function archive(personIds: readonly PersonId[], isBack: boolean): Promise<boolean> {
  try {
    const { deedId } = await call(isBack ? 'person.restore' : 'person.archive', { personIds: [...personIds] })
    showDeed((isBack ? words.restored : words.archived)(personIds.length), deedId)
    return true
  } catch (error) {
    showProblem(error)
    return false
  }
}

interface Handlers {
  readonly open: (row: PersonRow) => void
  readonly doing: (doing: EnrollmentDoing) => void
}

/** What can be done with one person of the grid. What may not be done is left out. */
export function peopleActions(row: PersonRow, mayChange: boolean, on: Handlers): readonly MenuGroup[] {
  const students = studentsOf([row])
  const open = [
    { id: 'open', label: words.actions.open, icon: PanelRight, keys: 'Enter', onAction: () => on.open(row) },
  ]
  if (!mayChange) return [{ id: 'see', actions: open }]
  const isEnrolled = row.sections.length > 0
  const change = areStudents([row])
    ? [
        {
          id: 'enroll',
          label: words.actions.enroll,
          icon: UserRoundPlus,
          onAction: () => on.doing({ kind: 'enroll', students }),
        },
        {
          id: 'move',
          label: words.actions.move,
          icon: ArrowRightLeft,
          isDisabled: !isEnrolled,
          onAction: () => on.doing({ kind: 'move', students }),
        },
        {
          id: 'withdraw',
          label: words.actions.withdraw,
          icon: LogOut,
          isDisabled: !isEnrolled,
          onAction: () => on.doing({ kind: 'withdraw', students }),
        },
      ]
    : []
  return [
    { id: 'see', actions: open },
    ...(change.length === 0 ? [] : [{ id: 'change', actions: change }]),
    {
      id: 'archive',
      actions: [
        row.isArchived
          ? {
              id: 'restore',
              label: words.actions.restore,
              icon: ArchiveRestore,
              onAction: () => void archive([row.id], true),
            }
          : {
              id: 'archive',
              label: words.actions.archive,
              icon: Archive,
              onAction: () => void archive([row.id], false),
            },
      ],
    },
  ]
}
