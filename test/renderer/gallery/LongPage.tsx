import { useMemo, useState } from 'react'
import { Button } from '../../../src/renderer/ui/Button.tsx'
import type { GridColumn } from '../../../src/renderer/ui/grid/columns.ts'
import { DataGrid } from '../../../src/renderer/ui/grid/DataGrid.tsx'
import { Page, Panel } from '../../../src/renderer/ui/Page.tsx'
import { Pill } from '../../../src/renderer/ui/Pill.tsx'
import { students, type Student } from './people.ts'

const columnsOf = (takeAway: (id: string) => void): readonly GridColumn<Student>[] => [
  { id: 'lrn', header: 'LRN', width: 130, cell: (row) => row.lrn, sortBy: (row) => row.lrn },
  {
    id: 'name',
    header: 'Student',
    width: '1fr',
    isRowHeader: true,
    cell: (row) => row.name,
    sortBy: (row) => row.name,
  },
  { id: 'section', header: 'Section', width: 150, cell: (row) => row.section },
  { id: 'mark', header: 'Mark', width: 120, cell: (row) => <Pill state={row.mark}>{row.mark}</Pill> },
  {
    id: 'do',
    header: 'Take away',
    width: 110,
    cell: (row) => (
      <Button size="small" variant="quiet" onPress={() => takeAway(row.id)}>
        Take away
      </Button>
    ),
  },
]

/** A grid of 20,000 rows with a button in each. */
export function LongPage() {
  const rows = useMemo(() => students(20_000), [])
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set())
  const columns = useMemo(() => columnsOf((id) => setGone((before) => new Set([...before, id]))), [])
  const left = useMemo(() => rows.filter((row) => !gone.has(row.id)), [rows, gone])
  return (
    <Page title="20,000 rows" actions={<Button>After</Button>}>
      <Panel isFilling isFlush>
        <DataGrid label="Everybody" rows={left} keyOf={keyOf} nameOf={nameOf} columns={columns} />
      </Panel>
    </Page>
  )
}

const keyOf = (row: Student) => row.id
const nameOf = (row: Student) => row.name
