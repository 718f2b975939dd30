import { CalendarPlus, TriangleAlert, UserRoundSearch, Video } from 'lucide-react'
import { Button } from '../../../src/renderer/ui/Button.tsx'
import type { GridColumn } from '../../../src/renderer/ui/grid/columns.ts'
import { DataGrid } from '../../../src/renderer/ui/grid/DataGrid.tsx'
import { Card, Page, Panel } from '../../../src/renderer/ui/Page.tsx'
import { Pill, type PillState } from '../../../src/renderer/ui/Pill.tsx'
import { ShareBar } from '../../../src/renderer/ui/ShareBar.tsx'
import styles from './gallery.module.css'

interface Period {
  readonly id: string
  readonly when: 'now' | 'next' | 'earlier'
  readonly time: string
  readonly title: string
  readonly teacher: string
  readonly state: PillState
  readonly words: string
  readonly came: number
  readonly expected: number
  readonly missing: string
}

const subjects = [
  'Mathematics',
  'Science',
  'Filipino',
  'English',
  'Araling Panlipunan',
  'MAPEH',
  'Edukasyon sa Pagpapakatao',
]
const sections = [
  'Grade 7 Mabini',
  'Grade 7 Rizal',
  'Grade 8 Bonifacio',
  'Grade 9 Luna',
  'Grade 10 Jacinto',
  'Grade 10 Melchora Aquino',
]
const teachers = ['Mr. Santos', 'Ms. Dela Peña', 'Mrs. Núñez', 'Ms. O’Brien', 'Mr. Villanueva', 'Ms. Lim']

const periods: readonly Period[] = Array.from({ length: 120 }, (_, index) => {
  const when = index < 40 ? 'earlier' : index < 58 ? 'now' : 'next'
  const look: readonly [PillState, string] =
    when === 'now'
      ? index === 44
        ? ['problem', 'Teacher not there yet']
        : ['live', `Live, ${28 + (index % 4)} in`]
      : when === 'next'
        ? index % 17 === 0
          ? ['waitingToSend', 'Waiting to send']
          : ['upcoming', 'In 59 min']
        : index % 5 === 0
          ? ['notFinal', 'Not final yet']
          : ['final', 'Final']
  return {
    id: `p${index}`,
    when,
    time: when === 'earlier' ? '7:30 – 8:30' : when === 'now' ? '9:30 – 10:30' : '10:40 – 11:30',
    title: `${sections[index % 6]}, ${subjects[index % 7]}`,
    teacher: teachers[index % 6] ?? '',
    state: look[0],
    words: look[1],
    came: when === 'next' ? 0 : 28 + (index % 4),
    expected: 31,
    missing:
      when === 'next'
        ? ''
        : (['Villanueva, Dakila; Reyes, Juan Miguel', 'Macaraeg-Pangilinan, Maria Concepcion Guadalupe', ''][
            index % 3
          ] ?? ''),
  }
})

const columns: readonly GridColumn<Period>[] = [
  { id: 'time', header: 'Time', width: 104, cell: (row) => <span className={styles.time}>{row.time}</span> },
  {
    id: 'title',
    header: 'Class',
    width: '3fr',
    minimumWidth: 170,
    isRowHeader: true,
    cell: (row) => row.title,
    sortBy: (row) => row.title,
  },
  {
    id: 'teacher',
    header: 'Teacher',
    width: '1.3fr',
    minimumWidth: 90,
    dropOrder: 2,
    cell: (row) => row.teacher,
    sortBy: (row) => row.teacher,
  },
  {
    id: 'came',
    header: 'Came',
    width: 138,
    align: 'end',
    cell: (row) =>
      row.when === 'next' ? (
        `${row.expected} expected`
      ) : (
        <span className={styles.seen}>
          <ShareBar whole={row.expected} parts={[{ id: 'came', count: row.came, tone: 'green' }]} text={null} />
          {row.came}/{row.expected}
        </span>
      ),
  },
  { id: 'missing', header: 'Missing', width: '1.6fr', minimumWidth: 90, dropOrder: 1, cell: (row) => row.missing },
  { id: 'state', header: 'State', width: 172, align: 'end', cell: (row) => <Pill state={row.state}>{row.words}</Pill> },
]

const groups = {
  of: (row: Period) => row.when,
  list: [
    { id: 'now', label: 'Now', detail: '9:30 – 10:30' },
    { id: 'next', label: 'Next', detail: 'from 10:40' },
    { id: 'earlier', label: 'Earlier', isCollapsedAtFirst: true },
  ],
}

const nothing = () => undefined

/** A day of 120 class periods, as its screen will look. */
export function TodayPage() {
  return (
    <Page
      title="Today"
      subtitle="Monday, 9 March 2026 · 120 classes · 40 done"
      actions={
        <Button variant="primary" icon={CalendarPlus}>
          Schedule class
        </Button>
      }
    >
      <div className={styles.split}>
        <Panel isFilling isFlush>
          <DataGrid
            label="Classes of today"
            rows={periods}
            keyOf={keyOf}
            nameOf={nameOf}
            columns={columns}
            groups={groups}
            onOpen={nothing}
          />
        </Panel>
        <aside className={styles.side} aria-label="Needs you">
          <h2 className={styles.sideTitle}>Needs you</h2>
          <Card
            icon={<UserRoundSearch aria-hidden className={styles.amber} />}
            title="3 people not recognised"
            actions={
              <Button size="small" variant="primary">
                Who is this?
              </Button>
            }
          >
            Grade 7 Rizal, Filipino. Best guess for “jm reyes ipad”: Juan Miguel Reyes.
          </Card>
          <Card
            icon={<TriangleAlert aria-hidden className={styles.amber} />}
            title="Did Grade 9 Luna, English take place?"
            actions={
              <>
                <Button size="small">It took place</Button>
                <Button size="small">It did not</Button>
              </>
            }
          >
            Zoom knows of no run at 8:40. Nobody is marked until you say so.
          </Card>
          <Card
            icon={<Video aria-hidden className={styles.amber} />}
            title="Mr. Santos is booked twice at 10:40"
            actions={<Button size="small">Choose a host</Button>}
          >
            Grade 7 Mabini, MAPEH and Grade 9 Luna, English.
          </Card>
        </aside>
      </div>
    </Page>
  )
}

const keyOf = (row: Period) => row.id
const nameOf = (row: Period) => row.title
