import { Download, Pencil, Printer, Scale } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button } from '../../../src/renderer/ui/Button.tsx'
import { Drawer, DrawerBlock, WithDrawer } from '../../../src/renderer/ui/Drawer.tsx'
import { Facts } from '../../../src/renderer/ui/Facts.tsx'
import type { GridColumn } from '../../../src/renderer/ui/grid/columns.ts'
import { DataGrid } from '../../../src/renderer/ui/grid/DataGrid.tsx'
import { Page, Panel } from '../../../src/renderer/ui/Page.tsx'
import { Pill, type Tone } from '../../../src/renderer/ui/Pill.tsx'
import { StatTiles } from '../../../src/renderer/ui/StatTiles.tsx'
import { Strip } from '../../../src/renderer/ui/Strip.tsx'
import { endAt, startAt, students, type Student } from './people.ts'

const words = { present: 'Present', late: 'Late', partial: 'Partial', absent: 'Absent', notSeenYet: 'Not seen yet' }
const tones: Record<Student['mark'], Tone> = {
  present: 'green',
  late: 'green',
  partial: 'ochre',
  absent: 'red',
  notSeenYet: 'grey',
}
const clock = (instant: number | undefined) =>
  instant === undefined
    ? '–'
    : new Date(instant)
        .toLocaleTimeString('en-PH', { hour: 'numeric', minute: '2-digit', timeZone: 'Asia/Manila' })
        .replace(/ [AP]M/, '')

const columns: readonly GridColumn<Student>[] = [
  {
    id: 'name',
    header: 'Student',
    width: '3fr',
    minimumWidth: 130,
    isRowHeader: true,
    cell: (row) => row.name,
    sortBy: (row) => row.name,
  },
  {
    id: 'mark',
    header: 'Mark',
    width: 132,
    cell: (row) => <Pill state={row.mark}>{words[row.mark]}</Pill>,
    sortBy: (row) => row.mark,
  },
  {
    id: 'time',
    header: 'In class',
    width: 74,
    align: 'end',
    cell: (row) => `${Math.floor(row.seconds / 60)} min`,
    sortBy: (row) => row.seconds,
  },
  {
    id: 'strip',
    header: 'Time in class, 7:30 to 8:30',
    headerContent: '7:30 – 8:30',
    width: '2.4fr',
    dropOrder: 3,
    minimumWidth: 120,
    cell: (row) => (
      <span data-fill>
        <Strip from={startAt} to={endAt} stays={row.stays} tone={tones[row.mark]} text={null} />
      </span>
    ),
  },
  {
    id: 'first',
    header: 'First in',
    width: 66,
    align: 'end',
    dropOrder: 2,
    cell: (row) => clock(row.stays[0]?.from),
    sortBy: (row) => row.stays[0]?.from ?? null,
  },
  {
    id: 'last',
    header: 'Last out',
    width: 70,
    align: 'end',
    dropOrder: 2,
    cell: (row) => clock(row.stays.at(-1)?.to),
    sortBy: (row) => row.stays.at(-1)?.to ?? null,
  },
  {
    id: 'by',
    header: 'Known by',
    width: 96,
    dropOrder: 1,
    cell: (row) => row.by || '–',
    sortBy: (row) => row.by || null,
  },
]

/** The attendance of a class, as its screen will look. */
export function AttendancePage() {
  const rows = useMemo(() => students(31), [])
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [openKey, setOpenKey] = useState<string | null>('s7')
  const [pressed, setPressed] = useState('')
  const open = rows.find((row) => row.id === openKey)
  return (
    <Page
      title="Grade 7 Mabini, Mathematics"
      subtitle={
        <>
          Mon 9 March 2026, 7:30 – 8:30 AM · Mr. Santos <Pill state="final">Final 9:02</Pill>
        </>
      }
      actions={
        <>
          <Button icon={Scale}>Rule: 15 minutes</Button>
          <Button icon={Download}>Export</Button>
        </>
      }
    >
      <StatTiles
        label="Figures"
        stats={[
          { id: 'expected', label: 'Expected', value: 31 },
          {
            id: 'came',
            label: 'Came',
            value: 26,
            unit: 'of 31',
            tone: 'green',
            definition: 'Anyone seen in the class, however briefly.',
          },
          { id: 'late', label: 'Late', value: 3, tone: 'amber', onPress: () => undefined, isActive: true },
          { id: 'partial', label: 'Partial', value: 2, tone: 'ochre', onPress: () => undefined },
          { id: 'absent', label: 'Absent', value: 2, tone: 'red', onPress: () => undefined },
          {
            id: 'rate',
            label: 'Attendance rate',
            value: '93.5 %',
            definition: 'Present, late and left early, of all enrolled that day.',
          },
        ]}
      />
      <WithDrawer
        drawer={
          open && (
            <Drawer
              title={open.name}
              mark={<Pill state={open.mark}>{words[open.mark]}</Pill>}
              subtitle={`LRN ${open.lrn} · ${open.section}`}
              subject={open.id}
              closeLabel="Close"
              onClose={() => setOpenKey(null)}
              actions={
                <>
                  <Button variant="primary" icon={Pencil}>
                    Change mark
                  </Button>
                  <Button icon={Printer}>Proof sheet</Button>
                </>
              }
            >
              <DrawerBlock title="Seen in the class">
                <Strip
                  size="large"
                  from={startAt}
                  to={endAt}
                  stays={open.stays}
                  tone={tones[open.mark]}
                  text="Waiting room 7:29 to 7:38, in class 7:38 to 7:48"
                  ticks={[0, 15, 30, 45, 60].map((minutes) => ({
                    at: startAt + minutes * 60_000,
                    label: clock(startAt + minutes * 60_000),
                  }))}
                />
              </DrawerBlock>
              <DrawerBlock title="Facts">
                <Facts
                  isRuled
                  facts={[
                    { id: '1', term: '7:29:50 – 7:38:20', value: 'Waiting room', source: 'Report' },
                    { id: '2', term: '7:38:20 – 7:48:30', value: 'In class, iPad', source: 'Report' },
                  ]}
                />
              </DrawerBlock>
              <DrawerBlock title="Why this mark">
                <Facts
                  facts={[
                    { id: '1', term: 'Recognised by', value: 'Registered link (certain)' },
                    { id: '2', term: 'Time counted', value: '10 min 10 s of 60 min' },
                    { id: '3', term: 'Rule', value: '15 minutes, from 1 Jan 2026' },
                    { id: '4', term: 'Final', value: '9:02, two equal reads' },
                  ]}
                />
              </DrawerBlock>
              <DrawerBlock title="History">
                <Facts isRuled facts={[{ id: '1', term: '9:02 today', value: 'By the rule: partial' }]} />
              </DrawerBlock>
            </Drawer>
          )
        }
      >
        <Panel isFilling isFlush>
          <DataGrid
            label="Students"
            rows={rows}
            keyOf={keyOf}
            nameOf={nameOf}
            columns={columns}
            currentKey={openKey}
            onOpen={(row) => setOpenKey(row.id)}
            onFocusRow={(row) => openKey !== null && setOpenKey(row.id)}
            onKey={(key, meant) => {
              if (!'pale'.includes(key)) return false
              setPressed(`${key} for ${meant.length}`)
              return true
            }}
            selection={{
              keys: selected,
              onChange: setSelected,
              allLabel: 'Select all',
              labelOf: (row) => `Select ${row.name}`,
            }}
          />
        </Panel>
      </WithDrawer>
      <output hidden data-testid="pressed">
        {pressed}
      </output>
    </Page>
  )
}

const keyOf = (row: Student) => row.id
const nameOf = (row: Student) => row.name
