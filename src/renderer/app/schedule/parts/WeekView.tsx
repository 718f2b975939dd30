import { FileUp } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import type { MeetingSummary } from '../../../../shared/contract/meeting.ts'
import { addDays, weekDates } from '../../../../shared/domain/time.ts'
import { inSchoolOrder, suggestionsOf } from '../../../choices.ts'
import { nowMs, useNow } from '../../../clock.ts'
import { useLive } from '../../../live.ts'
import { hrefOf } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { WeekCalendar, type CalendarBlock, type CalendarDay } from '../../../ui/calendar/WeekCalendar.tsx'
import { rangeOf } from '../../../ui/calendar/layout.ts'
import { ComboBox } from '../../../ui/ComboBox.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { problemWords } from '../../../words/problems.ts'
import { scheduleWords as words } from '../../../words/schedule.ts'
import { closedOn } from '../closed.ts'
import { faceOf, minutesOf, standOf, wallOf } from '../faces.ts'
import { rowKeyOf } from '../look.ts'
import { clashOf, useClashes, type Clash } from '../use-clashes.ts'
import { keepWho, lastWho, whoOf, type Who } from '../memory.ts'
import { useMeetings } from '../use-meetings.ts'
import type { ViewProps } from '../view.ts'
import { mayBeOver, mondayOf, queryOf, usualHours, weekPageSize, weekQueryOf } from '../week.ts'
import { choiceIdOf, gradeChoices, sectionChoices, teacherChoices, whoOfChoice } from '../who.ts'
import { DateNav } from './DateNav.tsx'
import { Toolbar } from '../../../ui/Toolbar.tsx'
import { WeekMenu } from './WeekMenu.tsx'

const noChoices: readonly never[] = []
const noDays: readonly never[] = []

/** The week of one section, grade or teacher. */
export function WeekView(props: ViewProps) {
  const { place, go } = props
  const sections = useLive('section.list', {}).data?.sections
  const groups = useLive('group.list', {}).data?.groups
  const named = whoOf(place)
  const isAsked = named === null && place.meeting !== undefined
  const meeting = useLive('meeting.get', isAsked ? { meetingId: place.meeting } : null)
  const [ofMeeting] = meeting.data?.sections ?? []

  // Whose week it is stands in the address: of the class that was opened, of whoever was looked at last, of the first.
  const first = sections && inSchoolOrder(sections)[0]
  const guess: Who | null = ofMeeting
    ? { section: ofMeeting.id }
    : isAsked && meeting.isLoading
      ? null
      : (lastWho() ?? (first ? { section: first.id } : null))
  const guessId = named === null ? choiceIdOf(guess) : null
  useEffect(() => {
    if (guessId !== null) go(whoOfChoice(guessId))
  }, [guessId, go])

  const choices = useMemo(
    () => [
      ...sectionChoices(sections ?? noChoices),
      ...gradeChoices(sections ?? noChoices),
      ...teacherChoices(groups ?? noChoices),
    ],
    [sections, groups],
  )
  const whoId = choiceIdOf(named)
  const who = choices.find(({ id }) => id === whoId) ?? null
  const formats = useFormats()
  const today = formats.dateOf(nowMs())
  const on = place.on ?? today
  const isAsking = useComingWeek(place.on === undefined ? named : null, today, go)
  // The day of the week stays, so that the day view is where the week was.
  const step = (by: -1 | 1) => go({ on: addDays(on, by * 7) })

  if (sections?.length === 0) {
    return (
      <Panel isFilling>
        <EmptyState
          icon={FileUp}
          title={words.noSections}
          actions={<LinkButton href={hrefOf(['sections'])}>{words.toSections}</LinkButton>}
        >
          {words.noSectionsText}
        </EmptyState>
      </Panel>
    )
  }
  return (
    <Panel isFilling isFlush>
      <Toolbar
        end={
          <>
            <DateNav
              words={{ before: words.weekBefore, now: words.thisWeek, after: words.weekAfter }}
              onStep={step}
              onNow={() => go({ on: today })}
            />
            {named !== null && <WeekMenu who={named} role={props.role} onDo={(doing) => go({ doing })} />}
          </>
        }
      >
        <ComboBox
          label={words.who}
          isLabelHidden
          suggest={(text) => Promise.resolve(suggestionsOf(choices, text))}
          value={who}
          onChange={(choice) => {
            if (choice === null) return
            const chosen = whoOfChoice(choice.id)
            const next = whoOf(chosen)
            if (next) keepWho(next)
            go({ ...chosen, meeting: undefined, date: undefined })
          }}
          emptyText={words.whoEmpty}
        />
      </Toolbar>
      {isAsking ? (
        <Skeleton label={words.loading} />
      ) : (
        named !== null && <Week {...props} who={named} whoName={who?.label ?? ''} monday={mondayOf(on)} onStep={step} />
      )}
    </Panel>
  )
}

/**
 * Where no week is named and this one has no more classes, as on a Sunday, goes on to the coming one. True while that is
 * being found out.
 */
function useComingWeek(who: Who | null, today: string, go: ViewProps['go']): boolean {
  const { schoolHours } = useLive('setting.get', {}).data ?? {}
  const isEnd = who !== null && mayBeOver(today, (schoolHours ?? usualHours).weekDays)
  const monday = mondayOf(today)
  const { data } = useLive('meeting.list', isEnd ? { ...queryOf(who, today, addDays(monday, 6)), limit: 1 } : null)
  const isOver = isEnd && data?.meetings.length === 0
  useEffect(() => {
    if (isOver) go({ on: addDays(monday, 7) })
  }, [isOver, monday, go])
  return isEnd && (data === null || isOver)
}

interface WeekProps extends ViewProps {
  readonly who: Who
  readonly whoName: string
  readonly monday: string
  readonly onStep: (by: -1 | 1) => void
}

function Week({ role, currentKey, who, whoName, monday, onStep, onOpen, onMenu, onMove }: WeekProps) {
  const formats = useFormats()
  const sunday = addDays(monday, 6)
  const minute = useNow(60_000)
  const today = formats.dateOf(minute)
  const { schoolHours = usualHours } = useLive('setting.get', {}).data ?? {}
  const sections = useLive('section.list', {}).data?.sections
  const { rows, isLoading, isStale, problem, reload } = useMeetings(weekQueryOf(who, monday), {
    pageSize: weekPageSize,
    isAll: true,
  })
  const clashes = useClashes(monday, sunday)
  const grade = 'grade' in who ? who.grade : null
  const byKey = useMemo(() => new Map(rows.map((meeting) => [rowKeyOf(meeting), meeting])), [rows])
  const known = 'teacher' in who ? 'teacher' : 'section'
  // Clashes come after the classes and are few: only the blocks that have one are drawn again then.
  const drawn = useMemo(() => {
    const blockOf = (meeting: MeetingSummary, clash: Clash | undefined): CalendarBlock => {
      const { on, startMinutes, endMinutes } = standOf(meeting, formats)
      const face = faceOf(meeting, { formats, role, clash, known })
      return { ...face, dayId: on, startMinutes, endMinutes, laneIds: meeting.sections.map(({ id }) => id) }
    }
    const dated = rows.filter(({ occurrenceId }) => occurrenceId !== null)
    return { blockOf, dated, plain: dated.map((meeting) => blockOf(meeting, undefined)) }
  }, [rows, formats, role, known])
  const blocks = useMemo<readonly CalendarBlock[]>(() => {
    if (clashes.size === 0) return drawn.plain
    return drawn.dated.map((meeting, index) => {
      const clash = clashOf(clashes, meeting)
      return clash === undefined ? drawn.plain[index]! : drawn.blockOf(meeting, clash)
    })
  }, [drawn, clashes])
  const lanes = useMemo(
    () =>
      grade === null
        ? []
        : inSchoolOrder((sections ?? []).filter(({ gradeLevel }) => gradeLevel === grade)).map(({ id, name }) => ({
            id,
            label: name,
          })),
    [sections, grade],
  )
  const calendar = useLive('calendar.get', { fromOn: monday, toOn: sunday }).data?.days
  const sectionId = 'section' in who ? who.section : null
  const part = useMemo(() => {
    const section = sections?.find(({ id }) => id === sectionId)
    const gradeLevel = grade ?? section?.gradeLevel
    return gradeLevel === undefined ? null : { sectionId: sectionId ?? '', gradeLevel, shift: '' }
  }, [sections, sectionId, grade])
  const days = useMemo<readonly CalendarDay[]>(() => {
    const used = new Set(blocks.map(({ dayId }) => dayId))
    return weekDates(monday)
      .filter((on, index) => schoolHours.weekDays.includes(index + 1) || used.has(on))
      .map((on) => ({
        id: on,
        label: formats.weekday(on, 'short'),
        detail: formats.date(on, 'short'),
        spoken: formats.date(on, 'long'),
        isToday: on === today,
        closed: closedOn(calendar ?? noDays, on, part),
      }))
  }, [monday, blocks, schoolHours, formats, today, calendar, part])
  const range = useMemo(
    () =>
      rangeOf(blocks, {
        startMinutes: minutesOf(schoolHours.opensAt),
        endMinutes: minutesOf(schoolHours.closesAt),
      }),
    [blocks, schoolHours],
  )
  const timeWords = (minutes: number) => formats.wallTime(wallOf(minutes))
  const open = (run: (meeting: (typeof rows)[number]) => void) => (key: string) => {
    const meeting = byKey.get(key)
    if (meeting) run(meeting)
  }

  if (problem !== null && rows.length === 0) {
    return <ProblemNotice {...problemWords(problem, formats)} size="page" onRetry={reload} />
  }
  return (
    <WeekCalendar
      label={words.weekLabel(whoName)}
      days={days}
      lanes={lanes}
      blocks={blocks}
      range={range}
      hourWords={timeWords}
      timeWords={timeWords}
      now={{ dayId: today, minutes: minutesOf(formats.wallOf(minute).at) }}
      currentKey={currentKey}
      isBusy={isLoading || isStale}
      loadingLabel={words.loading}
      onOpen={open(onOpen)}
      onMenu={(key, anchor) => open((meeting) => onMenu(meeting, anchor))(key)}
      onPage={onStep}
      move={{
        words: words.moving,
        onMove: (key, { dayId, startMinutes }) =>
          open((meeting) => onMove(meeting, { on: dayId, startsAt: wallOf(startMinutes) }))(key),
      }}
      emptyText={isLoading || isStale ? undefined : words.weekEmpty}
    />
  )
}
