import { CalendarCheck } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ForeignMeeting } from '../../../../shared/contract/sync.ts'
import { call } from '../../../api.ts'
import { useFormats } from '../../../status.ts'
import { showProblem } from '../../../task.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { Switch } from '../../../ui/Switch.tsx'
import { changesWords as words, momentWords } from '../../../words/changes.ts'
import type { Formats } from '../../../words/format.ts'
import { AdoptDialog } from './AdoptDialog.tsx'
import styles from './Changes.module.css'

const keyOf = ({ zoomMeetingId }: ForeignMeeting) => zoomMeetingId
const nameOf = ({ topic }: ForeignMeeting) => topic
const isQuiet = ({ isIgnored }: ForeignMeeting) => isIgnored

/** Meetings that somebody made in Zoom itself: each can be adopted, or ignored from then on. */
export function ForeignList({ foreign }: { readonly foreign: readonly ForeignMeeting[] }) {
  const formats = useFormats()
  const [isAll, setAll] = useState(false)
  const [adopting, setAdopting] = useState<ForeignMeeting | null>(null)
  const shown = useMemo(() => (isAll ? foreign : foreign.filter(({ isIgnored }) => !isIgnored)), [foreign, isAll])
  const columns = useMemo(() => columnsOf(formats, setAdopting), [formats])
  return (
    <Panel isFilling isFlush>
      {foreign.some(isQuiet) && (
        <div className={styles.bar}>
          <Switch isSelected={isAll} onChange={setAll}>
            {words.showIgnored}
          </Switch>
        </div>
      )}
      <DataGrid
        label={words.foreignLabel}
        rows={shown}
        keyOf={keyOf}
        columns={columns}
        nameOf={nameOf}
        onOpen={setAdopting}
        isQuiet={isQuiet}
        isLoading={false}
        loadingLabel={words.loading}
        empty={
          <EmptyState icon={CalendarCheck} title={words.noForeignTitle}>
            {words.noForeignText}
          </EmptyState>
        }
      />
      {adopting && <AdoptDialog meeting={adopting} onClose={() => setAdopting(null)} />}
    </Panel>
  )
}

const whenOf = ({ startsAt, durationMinutes, isSeries }: ForeignMeeting, formats: Formats): string =>
  startsAt === null
    ? words.anyTime
    : [
        momentWords(startsAt, formats),
        ...(durationMinutes === null ? [] : [formats.minutes(durationMinutes * 60)]),
        ...(isSeries ? [words.repeats] : []),
      ].join(', ')

function ignore({ zoomMeetingId, isIgnored }: ForeignMeeting): void {
  call('sync.ignore', { zoomMeetingId, isIgnored: !isIgnored }).catch(showProblem)
}

const columnsOf = (
  formats: Formats,
  onAdopt: (meeting: ForeignMeeting) => void,
): readonly GridColumn<ForeignMeeting>[] => [
  {
    id: 'when',
    header: words.foreignColumns.when,
    width: 300,
    cell: (meeting) => whenOf(meeting, formats),
    sortBy: ({ startsAt }) => startsAt,
  },
  {
    id: 'topic',
    header: words.foreignColumns.topic,
    width: '2fr',
    minimumWidth: 160,
    isRowHeader: true,
    cell: nameOf,
    sortBy: nameOf,
  },
  {
    id: 'host',
    header: words.foreignColumns.host,
    width: '1fr',
    minimumWidth: 130,
    cell: ({ host }) => host.name,
    sortBy: ({ host }) => host.name,
    dropOrder: 0,
  },
  {
    id: 'actions',
    header: words.foreignColumns.actions,
    width: 210,
    cell: (meeting) => (
      <span className={styles.rowActions}>
        <Button size="small" aria-label={words.adoptLabel(meeting.topic)} onPress={() => onAdopt(meeting)}>
          {words.adopt}
        </Button>
        <Button
          size="small"
          variant="quiet"
          aria-label={meeting.isIgnored ? words.unignoreLabel(meeting.topic) : words.ignoreLabel(meeting.topic)}
          onPress={() => ignore(meeting)}
        >
          {meeting.isIgnored ? words.unignore : words.ignore}
        </Button>
      </span>
    ),
  },
]
