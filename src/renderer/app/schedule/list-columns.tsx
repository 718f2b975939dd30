import type { MeetingSummary } from '../../../shared/contract/meeting.ts'
import type { GridColumn } from '../../ui/grid/columns.ts'
import type { MenuAnchor } from '../../ui/Menu.tsx'
import type { Formats } from '../../words/format.ts'
import { scheduleWords as words } from '../../words/schedule.ts'
import { teacherOf } from './faces.ts'
import type { Tab } from './place.ts'
import styles from './parts/ListView.module.css'
import { MeetingPill } from './parts/MeetingPill.tsx'
import { RowActions } from '../../meeting/RowActions.tsx'

const { columns: headers } = words

function whenOf({ time, occurrenceId }: MeetingSummary, formats: Formats): string {
  if (occurrenceId === null) return words.noFixedTime
  const day = formats.date(time.on, 'brief')
  return `${day}, ${formats.wallRange(time.startsAt, time.durationMinutes)}`
}

const sectionsOf = ({ sections }: MeetingSummary) => sections.map(({ name }) => name).join('; ')

function studentsOf(meeting: MeetingSummary): string {
  const { cameCount, isAttendanceFinal, expectedCount, registeredCount, phase } = meeting
  if (cameCount !== null) return (isAttendanceFinal ? words.came : words.cameSoFar)(cameCount, expectedCount)
  return expectedCount === 0 || phase === 'past' ? '–' : words.registered(registeredCount, expectedCount)
}

/** The columns of a tab. None sorts: rows come in the order of time, page by page, and only a part is there. */
export function listColumns(
  tab: Tab,
  formats: Formats,
  onMenu: (meeting: MeetingSummary, anchor: MenuAnchor) => void,
): readonly GridColumn<MeetingSummary>[] {
  // Of what is over, who came says more than that it is over.
  const isPast = tab === 'past'
  return [
    { id: 'when', header: headers.when, width: 206, cell: (meeting) => whenOf(meeting, formats) },
    {
      id: 'length',
      header: headers.length,
      width: 70,
      align: 'end',
      cell: ({ time, occurrenceId }) => (occurrenceId === null ? '–' : formats.minutes(time.durationMinutes * 60)),
      dropOrder: 0,
    },
    {
      id: 'title',
      header: headers.title,
      width: '3fr',
      minimumWidth: 230,
      isRowHeader: true,
      cell: ({ title, series }) => (
        <>
          {title}
          {series !== null && <span className={styles.series}>{words.ofSeries(series.number, series.of)}</span>}
        </>
      ),
    },
    { id: 'section', header: headers.section, width: '2fr', minimumWidth: 120, cell: sectionsOf, dropOrder: 1 },
    { id: 'host', header: headers.host, width: '2fr', minimumWidth: 120, cell: teacherOf, dropOrder: 3 },
    {
      id: 'students',
      header: headers.students,
      width: isPast ? 164 : 152,
      align: 'end',
      cell: studentsOf,
      ...(isPast ? {} : { dropOrder: 2 }),
    },
    {
      id: 'state',
      header: headers.state,
      width: isPast ? 112 : 172,
      cell: (meeting) => <MeetingPill meeting={meeting} />,
    },
    {
      id: 'actions',
      header: headers.actions,
      headerContent: '',
      width: tab === 'live' ? 100 : 44,
      align: 'end',
      cell: (meeting) => (
        <RowActions
          title={meeting.title}
          start={tab === 'live' && meeting.zoomMeetingId !== null ? meeting.id : null}
          onMenu={(button) => onMenu(meeting, button)}
        />
      ),
    },
  ]
}
