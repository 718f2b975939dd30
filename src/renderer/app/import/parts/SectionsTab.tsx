import { Users } from 'lucide-react'
import type { RosterPreview } from '../../../../shared/contract/roster.ts'
import { sectionTitle } from '../../../../shared/domain/list-names.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { importWords as words } from '../../../words/import.ts'
import styles from './Import.module.css'

type NamedSection = RosterPreview['sectionRows'][number]

const titleOf = ({ gradeLevel, name }: NamedSection) => sectionTitle(gradeLevel, name)

const columns: readonly GridColumn<NamedSection>[] = [
  {
    id: 'section',
    header: words.sectionColumns.section,
    width: '1fr',
    minimumWidth: 200,
    isRowHeader: true,
    cell: titleOf,
    sortBy: titleOf,
  },
  {
    id: 'rows',
    header: words.sectionColumns.rows,
    width: 190,
    align: 'end',
    cell: ({ rowCount }) => rowCount,
    sortBy: ({ rowCount }) => rowCount,
  },
  {
    id: 'state',
    header: words.sectionColumns.state,
    width: 190,
    cell: ({ isNew }) => (
      <Pill state={isNew ? 'present' : 'notHeld'}>{isNew ? words.newSection : words.knownSection}</Pill>
    ),
    sortBy: ({ isNew }) => (isNew ? 0 : 1),
  },
]

/** The sections that the files name, and which of them are new: a misspelled one shows here. */
export function SectionsTab({ sections }: { readonly sections: RosterPreview['sectionRows'] }) {
  return (
    <div className={styles.table}>
      <DataGrid
        label={words.tabs.sections}
        rows={sections}
        columns={columns}
        keyOf={titleOf}
        nameOf={titleOf}
        empty={<EmptyState icon={Users} title={words.noSections} />}
      />
    </div>
  )
}
