import { ArrowRightLeft, LogOut, PanelRight, Users } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { SectionStudent } from '../../../../shared/contract/section.ts'
import { sectionTitle } from '../../../../shared/domain/list-names.ts'
import { nowMs } from '../../../clock.ts'
import { EnrollmentDialog, type EnrollmentDoing } from '../../../enrollment/EnrollmentDialog.tsx'
import { LinkSheetDialog } from '../../../links/LinkSheetDialog.tsx'
import { hrefOf, navigate } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { RowMenuButton } from '../../../ui/grid/RowMenuButton.tsx'
import { ContextMenu, type MenuAnchor, type MenuGroup } from '../../../ui/Menu.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { plain } from '../../../ui/plain.ts'
import { SelectionBar } from '../../../ui/SelectionBar.tsx'
import { SearchField } from '../../../ui/TextField.tsx'
import { Toolbar } from '../../../ui/Toolbar.tsx'
import { commonWords } from '../../../words/common.ts'
import type { Formats } from '../../../words/format.ts'
import { peopleWords } from '../../../words/people.ts'
import { sectionWords } from '../../../words/sections.ts'
import type { Answer } from './SectionPage.tsx'

const words = sectionWords.studentColumns
const keyOf = ({ person }: SectionStudent) => person.id
const nameOf = ({ person }: SectionStudent) => person.listName
const open = ({ person }: SectionStudent) => navigate(hrefOf(['people', person.id]))
const toStudents = (rows: readonly SectionStudent[]) =>
  rows.map(({ person }) => ({ personId: person.id, listName: person.listName }))
const nobody: ReadonlySet<string> = new Set()

interface Props {
  readonly answer: Answer
  readonly mayChange: boolean
}

/** Everybody of a section and of those who come later: what they register with, and what can be done with several. */
export function StudentsTab({ answer: { section, students: all }, mayChange }: Props) {
  const formats = useFormats()
  const [filter, setFilter] = useState('')
  const [selected, setSelected] = useState(nobody)
  const [doing, setDoing] = useState<EnrollmentDoing | null>(null)
  const [isSheetOpen, setSheetOpen] = useState(false)
  const [menu, setMenu] = useState<{ readonly row: SectionStudent; readonly anchor: MenuAnchor } | null>(null)
  const columns = useMemo(() => columnsOf(formats, (row, anchor) => setMenu({ row, anchor })), [formats])
  const shown = useMemo(() => {
    const wanted = plain(filter.trim())
    return all.filter(({ person }) => plain(`${person.listName} ${person.studentNumber ?? ''}`).includes(wanted))
  }, [all, filter])
  const chosen = all.filter((row) => selected.has(keyOf(row)))
  const title = sectionTitle(section.gradeLevel, section.name)
  return (
    <Panel isFilling isFlush>
      <Toolbar>
        <SearchField label={sectionWords.filter} clearLabel={commonWords.clear} value={filter} onChange={setFilter} />
      </Toolbar>
      <DataGrid
        label={sectionWords.studentsLabel(title)}
        rows={shown}
        keyOf={keyOf}
        columns={columns}
        nameOf={nameOf}
        onOpen={open}
        onMenu={(row, anchor) => setMenu({ row, anchor })}
        {...(mayChange
          ? {
              selection: {
                keys: selected,
                onChange: setSelected,
                allLabel: peopleWords.selectAll,
                labelOf: (row: SectionStudent) => peopleWords.select(nameOf(row)),
              },
            }
          : {})}
        empty={<EmptyState icon={Users} title={filter === '' ? sectionWords.noStudents : sectionWords.nothingFits} />}
      />
      {chosen.length > 0 && (
        <SelectionBar
          label={peopleWords.selected(chosen.length)}
          clearLabel={peopleWords.clearSelection}
          onClear={() => setSelected(nobody)}
        >
          <Button size="small" onPress={() => setDoing({ kind: 'move', students: toStudents(chosen) })}>
            {peopleWords.actions.move}
          </Button>
          <Button size="small" onPress={() => setDoing({ kind: 'withdraw', students: toStudents(chosen) })}>
            {peopleWords.actions.withdraw}
          </Button>
          <Button size="small" onPress={() => setSheetOpen(true)}>
            {peopleWords.actions.sheets}
          </Button>
        </SelectionBar>
      )}
      {menu !== null && (
        <ContextMenu
          label={peopleWords.menuOf(nameOf(menu.row))}
          anchor={menu.anchor}
          onClose={() => setMenu(null)}
          groups={actionsOf(menu.row, mayChange, setDoing)}
        />
      )}
      {doing !== null && (
        <EnrollmentDialog doing={doing} onClose={() => setDoing(null)} onDone={() => setSelected(nobody)} />
      )}
      {isSheetOpen && (
        <LinkSheetDialog
          of={{ sectionId: section.id, personIds: chosen.map(({ person }) => person.id) }}
          title={title}
          onClose={() => setSheetOpen(false)}
        />
      )}
    </Panel>
  )
}

function actionsOf(
  row: SectionStudent,
  mayChange: boolean,
  onDo: (doing: EnrollmentDoing) => void,
): readonly MenuGroup[] {
  const students = toStudents([row])
  const see: MenuGroup = {
    id: 'see',
    actions: [
      { id: 'open', label: sectionWords.menu.open, icon: PanelRight, keys: 'Enter', onAction: () => open(row) },
    ],
  }
  if (!mayChange) return [see]
  const { actions } = peopleWords
  return [
    see,
    {
      id: 'change',
      actions: [
        { id: 'move', label: actions.move, icon: ArrowRightLeft, onAction: () => onDo({ kind: 'move', students }) },
        { id: 'withdraw', label: actions.withdraw, icon: LogOut, onAction: () => onDo({ kind: 'withdraw', students }) },
      ],
    },
  ]
}

function columnsOf(
  formats: Formats,
  onMenu: (row: SectionStudent, anchor: MenuAnchor) => void,
): readonly GridColumn<SectionStudent>[] {
  const today = formats.dateOf(nowMs())
  return [
    {
      id: 'name',
      header: words.name,
      width: '3fr',
      minimumWidth: 200,
      isRowHeader: true,
      cell: nameOf,
      sortBy: nameOf,
    },
    {
      id: 'number',
      header: words.number,
      width: 132,
      cell: ({ person }) => person.studentNumber ?? '–',
      sortBy: ({ person }) => person.studentNumber,
      dropOrder: 2,
    },
    {
      id: 'sex',
      header: words.sex,
      width: 56,
      cell: ({ person }) => (person.sex === null ? '–' : sectionWords.sexes[person.sex]),
      sortBy: ({ person }) => person.sex,
      dropOrder: 1,
    },
    {
      id: 'email',
      header: words.email,
      width: '3fr',
      minimumWidth: 180,
      dropOrder: 3,
      cell: ({ registersWith, refusal }) => registersWith ?? (refusal === null ? '–' : sectionWords.refusals[refusal]),
      sortBy: ({ registersWith }) => registersWith,
    },
    {
      id: 'link',
      header: words.link,
      width: 124,
      cell: ({ refusal }) => (
        <Pill state={refusal === null ? 'present' : 'problem'}>
          {refusal === null ? sectionWords.canRegister : sectionWords.cannotRegister}
        </Pill>
      ),
      sortBy: ({ refusal }) => (refusal === null ? 1 : 0),
    },
    {
      id: 'since',
      header: words.since,
      width: 110,
      align: 'end',
      cell: ({ enrollment: { firstOn, lastOn } }) =>
        firstOn > today
          ? sectionWords.startsLater(formats.date(firstOn, 'short'))
          : lastOn === null
            ? formats.date(firstOn, 'short')
            : sectionWords.lastDay(formats.date(lastOn, 'short')),
      sortBy: ({ enrollment }) => enrollment.firstOn,
      dropOrder: 0,
    },
    {
      id: 'menu',
      header: commonWords.more,
      headerContent: null,
      width: 44,
      align: 'end',
      cell: (row) => (
        <RowMenuButton label={peopleWords.menuOf(nameOf(row))} onPress={(button) => onMenu(row, button)} />
      ),
    },
  ]
}
