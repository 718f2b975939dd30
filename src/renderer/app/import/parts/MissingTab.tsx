import { useMemo } from 'react'
import type { RosterPreview } from '../../../../shared/contract/roster.ts'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { importWords as words } from '../../../words/import.ts'
import styles from './Import.module.css'

type Absent = RosterPreview['notInFile'][number] & { readonly key: string }

const { absentColumns: titles } = words

const columns: readonly GridColumn<Absent>[] = [
  {
    id: 'state',
    header: titles.state,
    width: 190,
    cell: ({ isNoted }) => (
      <Pill state={isNoted ? 'notHeld' : 'unsure'}>{isNoted ? words.isNoted : words.beginsToWait}</Pill>
    ),
    sortBy: ({ isNoted }) => (isNoted ? 1 : 0),
  },
  {
    id: 'name',
    header: titles.name,
    width: '2fr',
    minimumWidth: 200,
    isRowHeader: true,
    cell: ({ listName }) => listName,
    sortBy: ({ listName }) => listName,
  },
  {
    id: 'number',
    header: titles.number,
    width: 140,
    cell: ({ studentNumber }) => studentNumber ?? '–',
    sortBy: ({ studentNumber }) => studentNumber,
  },
  {
    id: 'section',
    header: titles.section,
    width: '1fr',
    minimumWidth: 150,
    cell: ({ section }) => section,
    sortBy: ({ section }) => section,
  },
]

/** Students of the files' sections whom the files do not name: nobody is withdrawn by that. */
export function MissingTab({ preview: { notInFile, notInFileCount } }: { readonly preview: RosterPreview }) {
  // Two of one name, without numbers, may be missing from one section.
  const rows = useMemo(() => notInFile.map((absent, at) => ({ ...absent, key: String(at) })), [notInFile])
  return (
    <div className={styles.table}>
      <DataGrid
        label={words.missingLabel}
        rows={rows}
        columns={columns}
        keyOf={keyOf}
        nameOf={nameOf}
        isQuiet={isKnown}
      />
      <p className={styles.line}>
        {words.countHelp.notInFile}
        {notInFile.length < notInFileCount && ` ${words.firstMissing(notInFile.length, notInFileCount)}`}
      </p>
    </div>
  )
}

const keyOf = ({ key }: Absent) => key
const nameOf = ({ listName }: Absent) => listName
const isKnown = ({ isNoted }: Absent) => isNoted
