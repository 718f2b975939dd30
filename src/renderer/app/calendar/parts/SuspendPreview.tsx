import { CalendarCheck } from 'lucide-react'
import { useMemo } from 'react'
import type { SuspendedClass, SuspensionPreview } from '../../../../shared/contract/calendar.ts'
import type { OccurrenceId } from '../../../../shared/ids.ts'
import { useFormats } from '../../../status.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { GridFrame } from '../../../ui/grid/GridFrame.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { StatTiles } from '../../../ui/StatTiles.tsx'
import { calendarWords } from '../../../words/calendar.ts'
import type { Formats } from '../../../words/format.ts'
import styles from './Dialogs.module.css'

const words = calendarWords.suspending

/** What calling classes off would do: in figures, and class by class with a box to keep one that is still ahead. */
export function SuspendPreview({
  preview,
  hasDays = false,
  off,
  onChange,
}: {
  readonly preview: SuspensionPreview | null
  /** They are of several days. */
  readonly hasDays?: boolean
  readonly off: ReadonlySet<OccurrenceId>
  readonly onChange: (off: ReadonlySet<OccurrenceId>) => void
}) {
  const formats = useFormats()
  const columns = useMemo(() => columnsOf(formats, off, hasDays), [formats, off, hasDays])
  const classes = preview?.classes ?? noClasses
  const ahead = classes.filter(({ phase }) => phase === 'ahead')
  const { figures } = words
  return (
    <>
      {preview !== null && (
        <StatTiles
          label={words.classes}
          stats={[
            { id: 'off', label: figures.off, value: formats.number(off.size), tone: off.size > 0 ? 'red' : 'grey' },
            { id: 'kept', label: figures.kept, value: formats.number(classes.length - off.size) },
            { id: 'students', label: figures.students, value: formats.number(preview.studentCount) },
            { id: 'teachers', label: figures.teachers, value: formats.number(preview.teacherCount) },
            {
              id: 'marks',
              label: figures.marks,
              value: formats.number(preview.markCount),
              tone: preview.markCount > 0 ? 'amber' : 'grey',
              definition: words.marksHelp,
            },
          ]}
        />
      )}
      <GridFrame>
        <DataGrid
          label={words.classes}
          rows={classes}
          columns={columns}
          keyOf={keyOf}
          nameOf={nameOf}
          isLoading={preview === null}
          loadingLabel={words.looking}
          isQuiet={isBegun}
          {...(ahead.length === 0
            ? {}
            : {
                selection: {
                  keys: off,
                  onChange: (keys: ReadonlySet<string>) =>
                    onChange(new Set(ahead.map(keyOf).filter((id) => keys.has(id)))),
                  allLabel: words.all,
                  labelOf: ({ title }: SuspendedClass) => words.callOff(title),
                },
              })}
          empty={
            <EmptyState icon={CalendarCheck} title={words.none}>
              {words.noneText}
            </EmptyState>
          }
        />
      </GridFrame>
      {classes.length > 0 && <p className={styles.help}>{words.keptText}</p>}
    </>
  )
}

const noClasses: readonly SuspendedClass[] = []
const keyOf = ({ occurrenceId }: SuspendedClass) => occurrenceId
const nameOf = ({ title }: SuspendedClass) => title
const isBegun = ({ phase }: SuspendedClass) => phase !== 'ahead'

function columnsOf(
  formats: Formats,
  off: ReadonlySet<OccurrenceId>,
  hasDays: boolean,
): readonly GridColumn<SuspendedClass>[] {
  const { columns } = words
  return [
    {
      id: 'time',
      header: columns.time,
      width: hasDays ? 230 : 150,
      cell: ({ time }) =>
        [
          ...(hasDays ? [`${formats.weekday(time.on, 'short')} ${formats.date(time.on, 'short')}`] : []),
          formats.wallRange(time.startsAt, time.durationMinutes),
        ].join(', '),
      sortBy: ({ time }) => time.startInstant,
    },
    {
      id: 'title',
      header: columns.title,
      width: '2fr',
      minimumWidth: 170,
      isRowHeader: true,
      cell: ({ title, sections, isPartly }) =>
        [
          title,
          ...(sections.every((section) => title.includes(section)) ? [] : [sections.join(' + ')]),
          ...(isPartly ? [words.partly] : []),
        ].join(' · '),
      sortBy: ({ title }) => title,
    },
    { id: 'host', header: columns.host, width: '1fr', minimumWidth: 120, cell: ({ host }) => host, dropOrder: 0 },
    {
      id: 'students',
      header: columns.students,
      width: 90,
      align: 'end',
      cell: ({ studentCount }) => formats.number(studentCount),
      dropOrder: 1,
    },
    {
      id: 'state',
      header: columns.state,
      width: 130,
      cell: ({ phase, occurrenceId }) =>
        phase === 'live' ? (
          <Pill state="live">{words.live}</Pill>
        ) : phase === 'past' ? (
          <Pill state="final">{words.past}</Pill>
        ) : off.has(occurrenceId) ? (
          <Pill state="absent">{words.ahead.off}</Pill>
        ) : (
          <Pill state="present">{words.ahead.kept}</Pill>
        ),
    },
  ]
}
