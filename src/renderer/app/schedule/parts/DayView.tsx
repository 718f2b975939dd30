import { CalendarDays, CalendarPlus } from 'lucide-react'
import { useMemo } from 'react'
import { addDays } from '../../../../shared/domain/time.ts'
import { inSchoolOrder } from '../../../choices.ts'
import { nowMs, useNow } from '../../../clock.ts'
import { useLive } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { DayTable, type DayBlock, type DayRow } from '../../../ui/calendar/DayTable.tsx'
import { hoursOf, type Hour } from '../../../ui/calendar/layout.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { problemWords } from '../../../words/problems.ts'
import { scheduleWords as words } from '../../../words/schedule.ts'
import { sectionTitle } from '../../../../shared/domain/list-names.ts'
import { faceOf, minutesOf, standOf, wallOf } from '../faces.ts'
import { rowKeyOf } from '../look.ts'
import { clashOf, useClashes } from '../use-clashes.ts'
import { useMeetings } from '../use-meetings.ts'
import type { ViewProps } from '../view.ts'
import { gradeChoices } from '../who.ts'
import { DateNav } from './DateNav.tsx'
import { Toolbar } from '../../../ui/Toolbar.tsx'

/** The line of classes that are of no section. */
const others = 'others'

/** One day of the school: its sections downwards, its class hours across. */
export function DayView({ place, go, role, currentKey, newClassHref, onOpen, onMenu, onMove }: ViewProps) {
  const formats = useFormats()
  const on = place.on ?? formats.dateOf(nowMs())
  const now = formats.wallOf(useNow(60_000))
  const sections = useLive('section.list', {}).data?.sections
  const {
    rows: read,
    isLoading,
    isStale,
    problem,
    reload,
  } = useMeetings({ fromOn: addDays(on, -1), toOn: addDays(on, 1) }, { pageSize: 500, isAll: true })
  const { grade } = place
  const clashes = useClashes(on, on)
  const meetings = useMemo(
    () =>
      read.filter(
        (meeting) =>
          meeting.occurrenceId !== null &&
          standOf(meeting, formats).on === on &&
          (grade === undefined || meeting.sections.some(({ gradeLevel }) => gradeLevel === grade)),
      ),
    [read, formats, on, grade],
  )
  const blocks = useMemo<readonly DayBlock[]>(
    () =>
      meetings.map((meeting) => {
        const { startMinutes, endMinutes } = standOf(meeting, formats)
        const rowIds = meeting.sections.map(({ id }) => id as string)
        return {
          ...faceOf(meeting, { formats, role, clash: clashOf(clashes, meeting), known: 'section' }),
          startMinutes,
          endMinutes,
          rowIds: rowIds.length === 0 ? [others] : rowIds,
        }
      }),
    [meetings, formats, role, clashes],
  )
  const hours = useMemo(() => hoursOf(blocks), [blocks])
  const rows = useMemo<readonly DayRow[]>(() => {
    const shown = (sections ?? []).filter(({ gradeLevel }) => grade === undefined || gradeLevel === grade)
    const lines = inSchoolOrder(shown).map(({ id, gradeLevel, name, adviser }) => ({
      id: id as string,
      label: sectionTitle(gradeLevel, name),
      ...(adviser === null ? {} : { detail: adviser }),
    }))
    return blocks.some(({ rowIds }) => rowIds.includes(others))
      ? [...lines, { id: others, label: words.withoutSection }]
      : lines
  }, [sections, blocks, grade])
  const grades = useMemo(() => gradeChoices(sections ?? []), [sections])
  const byKey = useMemo(() => new Map(meetings.map((meeting) => [rowKeyOf(meeting), meeting])), [meetings])
  const open = (run: (meeting: (typeof meetings)[number]) => void) => (key: string) => {
    const meeting = byKey.get(key)
    if (meeting) run(meeting)
  }
  const hourWords = ({ startMinutes, endMinutes }: Hour) =>
    formats.wallRange(wallOf(startMinutes), endMinutes - startMinutes)
  const minutes = minutesOf(now.at)
  const nowIndex =
    now.on === on
      ? hours.findIndex(({ startMinutes, endMinutes }) => startMinutes <= minutes && minutes < endMinutes)
      : -1
  const isReading = isLoading || isStale || sections === undefined
  return (
    <Panel isFilling isFlush>
      <Toolbar
        end={
          <DateNav
            words={{ before: words.dayBefore, now: words.today, after: words.dayAfter }}
            onStep={(by) => go({ on: addDays(on, by) })}
            onNow={() => go({ on: undefined })}
          />
        }
      >
        <Select
          label={words.filters.section}
          isLabelHidden
          choices={[{ id: '', label: words.allGrades }, ...grades.map(({ id, label }) => ({ id, label }))]}
          value={grade === undefined ? '' : `grade:${grade}`}
          onChange={(id) => go({ grade: id === '' ? undefined : id.slice('grade:'.length) })}
        />
      </Toolbar>
      {problem !== null && read.length === 0 ? (
        <ProblemNotice {...problemWords(problem, formats)} size="page" onRetry={reload} />
      ) : blocks.length === 0 ? (
        isReading ? (
          <Skeleton label={words.loading} />
        ) : (
          <EmptyState
            icon={CalendarDays}
            title={words.dayEmpty}
            actions={
              <LinkButton href={newClassHref} icon={CalendarPlus}>
                {words.newClass}
              </LinkButton>
            }
          >
            {words.dayEmptyText}
          </EmptyState>
        )
      ) : (
        <DayTable
          label={words.dayLabel(formats.date(on, 'long'))}
          rowTitle={words.daySection}
          rows={rows}
          hours={hours}
          blocks={blocks}
          hourWords={hourWords}
          nowIndex={nowIndex === -1 ? null : nowIndex}
          currentKey={currentKey}
          isBusy={isReading}
          onOpen={open(onOpen)}
          onMenu={(key, anchor) => open((meeting) => onMenu(meeting, anchor))(key)}
          onPage={(by) => go({ on: addDays(on, by) })}
          move={{
            words: words.moving,
            onMove: (key, hour) => open((meeting) => onMove(meeting, { on, startsAt: wallOf(hour.startMinutes) }))(key),
          }}
        />
      )}
    </Panel>
  )
}
