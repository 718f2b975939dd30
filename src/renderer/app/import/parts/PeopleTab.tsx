import { Users } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { RosterPreview } from '../../../../shared/contract/roster.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { plain } from '../../../ui/plain.ts'
import { SearchField } from '../../../ui/TextField.tsx'
import { commonWords } from '../../../words/common.ts'
import { importWords as words } from '../../../words/import.ts'
import styles from './Import.module.css'

/** What becomes of people, as figures narrow the list to it. */
export type PersonAction = RosterPreview['rows'][number]['action']

interface Row {
  readonly key: string
  readonly person: RosterPreview['rows'][number]
  /** What a search looks in. */
  readonly text: string
}

const looks = { add: 'final', change: 'late', unchanged: 'notHeld' } as const
const { peopleColumns: titles } = words

const sectionOf = ({ kind, section, movesFrom }: Row['person']) =>
  [kind === 'staff' ? words.isStaff : section, ...(movesFrom === null ? [] : [words.movesFrom(movesFrom)])]
    .filter((part) => part !== '')
    .join(', ')

const columns: readonly GridColumn<Row>[] = [
  {
    id: 'action',
    header: titles.action,
    width: 124,
    cell: ({ person: { action } }) => <Pill state={looks[action]}>{words.actions[action]}</Pill>,
    sortBy: ({ person: { action } }) => action,
  },
  {
    id: 'name',
    header: titles.name,
    width: '3fr',
    minimumWidth: 180,
    isRowHeader: true,
    cell: ({ person: { listName } }) => listName,
    sortBy: ({ person: { listName } }) => listName,
  },
  {
    id: 'number',
    header: titles.number,
    width: 130,
    cell: ({ person: { studentNumber } }) => studentNumber ?? '–',
    sortBy: ({ person: { studentNumber } }) => studentNumber,
    dropOrder: 2,
  },
  {
    id: 'section',
    header: titles.section,
    width: '2fr',
    minimumWidth: 130,
    cell: ({ person }) => sectionOf(person),
    sortBy: ({ person }) => sectionOf(person),
  },
  {
    id: 'changes',
    header: titles.changes,
    width: '2fr',
    minimumWidth: 120,
    cell: ({ person: { changes } }) => changes.map((change) => words.changes[change] ?? change).join(', '),
  },
  {
    id: 'file',
    header: titles.file,
    width: 150,
    cell: ({ person: { file } }) => file,
    sortBy: ({ person: { file } }) => file,
    dropOrder: 0,
  },
  {
    id: 'row',
    header: titles.row,
    width: 64,
    align: 'end',
    cell: ({ person: { row } }) => row,
    sortBy: ({ person: { row } }) => row,
    dropOrder: 1,
  },
]

interface Props {
  readonly preview: RosterPreview
  readonly action: PersonAction | null
  readonly onShowAll: () => void
}

/** Everybody in the files as they would stand, those who change first. */
export function PeopleTab({ preview, action, onShowAll }: Props) {
  const [find, setFind] = useState('')
  const { rows: people } = preview
  const rows = useMemo(
    () =>
      people.map((person, at) => ({
        ...{ person, key: String(at) },
        text: plain(`${person.listName} ${person.studentNumber ?? ''} ${sectionOf(person)} ${person.email ?? ''}`),
      })),
    [people],
  )
  const shownColumns = useMemo(() => {
    const isOneFile = new Set(people.map(({ file }) => file)).size < 2
    const hasChanges = people.some(({ changes }) => changes.length > 0)
    return columns.filter(({ id }) => (id === 'file' ? !isOneFile : id === 'changes' ? hasChanges : true))
  }, [people])
  const shown = useMemo(() => {
    const wanted = plain(find.trim())
    return rows.filter(({ person, text }) => (action === null || person.action === action) && text.includes(wanted))
  }, [rows, action, find])
  const { students, staff } = preview
  const all = [students, staff].reduce(
    (sum, { addedCount, changedCount, unchangedCount }) => sum + addedCount + changedCount + unchangedCount,
    0,
  )
  const showAll = () => {
    setFind('')
    onShowAll()
  }
  return (
    <div className={styles.table}>
      <div className={styles.bar}>
        <SearchField label={words.find} clearLabel={commonWords.clear} value={find} onChange={setFind} />
        {action !== null && (
          <Button size="small" variant="quiet" onPress={showAll}>
            {words.showAll}
          </Button>
        )}
      </div>
      <DataGrid
        label={words.peopleLabel}
        rows={shown}
        columns={shownColumns}
        keyOf={keyOf}
        nameOf={nameOf}
        subject={`${action} ${find}`}
        isQuiet={isUnchanged}
        empty={
          <EmptyState icon={Users} title={words.noPeople} actions={<Button onPress={showAll}>{words.showAll}</Button>}>
            {words.noPeopleText}
          </EmptyState>
        }
      />
      {people.length < all && <p className={styles.line}>{words.firstPeople(people.length)}</p>}
    </div>
  )
}

const keyOf = ({ key }: Row) => key
const nameOf = ({ person: { listName } }: Row) => listName
const isUnchanged = ({ person: { action } }: Row) => action === 'unchanged'
