import type { Person, PersonRow } from '../../../shared/contract/person.ts'
import type { GridColumn } from '../../ui/grid/columns.ts'
import { RowMenuButton } from '../../ui/grid/RowMenuButton.tsx'
import type { MenuAnchor } from '../../ui/Menu.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { peopleWords as words } from '../../words/people.ts'
import styles from './parts/PeopleList.module.css'

const { columns } = words

/** The columns of the grid of people. Pages come by list name, so no column sorts what is read only in part. */
export function peopleColumns(
  kind: Person['kind'],
  onMenu: (row: PersonRow, anchor: MenuAnchor) => void,
): readonly GridColumn<PersonRow>[] {
  const all: readonly GridColumn<PersonRow>[] = [
    {
      id: 'name',
      header: columns.name,
      width: '3fr',
      minimumWidth: 190,
      isRowHeader: true,
      cell: ({ listName, preferredName }) =>
        preferredName === '' ? (
          listName
        ) : (
          <>
            {listName}
            <span className={styles.preferred}>{preferredName}</span>
          </>
        ),
    },
    {
      id: 'number',
      header: columns.number,
      width: 128,
      dropOrder: 1,
      cell: ({ studentNumber }) => studentNumber ?? '–',
    },
    {
      id: 'section',
      header: columns.section,
      width: '2fr',
      minimumWidth: 130,
      cell: ({ sections }) => (sections.length === 0 ? '–' : sections.map(({ title }) => title).join(', ')),
    },
    {
      id: 'email',
      header: columns.email,
      width: '3fr',
      minimumWidth: 170,
      dropOrder: 0,
      cell: ({ email }) => email ?? '–',
    },
    {
      id: 'issues',
      header: columns.issues,
      width: '2fr',
      minimumWidth: 150,
      cell: ({ issues }) =>
        issues.length === 0 ? (
          '–'
        ) : (
          <Pill state="unsure" isBare>
            {issues.map((issue) => words.issues[issue]).join(', ')}
          </Pill>
        ),
    },
    {
      id: 'menu',
      header: words.actions.open,
      headerContent: null,
      width: 44,
      align: 'end',
      cell: (row) => <RowMenuButton label={words.menuOf(row.listName)} onPress={(button) => onMenu(row, button)} />,
    },
  ]
  return kind === 'student' ? all : all.filter(({ id }) => id !== 'section' && id !== 'issues')
}
