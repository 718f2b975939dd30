import { CalendarDays, CalendarPlus, CalendarRange, FileUp, List } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { MeetingSummary } from '../../../shared/contract/meeting.ts'
import { addDays } from '../../../shared/domain/time.ts'
import { nowMs } from '../../clock.ts'
import { useLive } from '../../live.ts'
import { addressedRoute, hrefOf, navigate, useDocumentTitle, useRoute } from '../../router.ts'
import type { Route } from '../../route.ts'
import { useFormats, useStatus } from '../../status.ts'
import { WithDrawer } from '../../ui/Drawer.tsx'
import { LinkButton } from '../../ui/Link.tsx'
import { ContextMenu, type MenuAnchor } from '../../ui/Menu.tsx'
import { Page } from '../../ui/Page.tsx'
import { Segments } from '../../ui/Tabs.tsx'
import type { Formats } from '../../words/format.ts'
import { scheduleWords as words } from '../../words/schedule.ts'
import { actionable, actionsOf, isScheduler } from '../../meeting/actions.ts'
import { keepView, lastView, whoOf } from './memory.ts'
import { copyLink, openInZoom } from '../../meeting/open-in-zoom.ts'
import { DayView } from './parts/DayView.tsx'
import { ListView } from './parts/ListView.tsx'
import { MeetingDrawer } from './parts/MeetingDrawer.tsx'
import { MeetingOverlay } from './parts/MeetingOverlay.tsx'
import { ScheduleDialog } from './parts/ScheduleDialog.tsx'
import { SubstituteDialog } from './parts/SubstituteDialog.tsx'
import { SubstitutionsDialog } from './parts/SubstitutionsDialog.tsx'
import { WeekView } from './parts/WeekView.tsx'
import { hrefOfPlace, placeOf, type Place, type View } from './place.ts'
import { askEarly, type MeetingQuery } from './use-meetings.ts'
import type { ViewProps } from './view.ts'
import { mayBeOver, mondayOf, usualHours, weekPageSize, weekQueryOf } from './week.ts'

const viewChoices = [
  { id: 'list', label: words.views.list, icon: List },
  { id: 'week', label: words.views.week, icon: CalendarRange },
  { id: 'day', label: words.views.day, icon: CalendarDays },
] as const

const contents = { list: ListView, week: WeekView, day: DayView } as const
const closed: Partial<Place> = {
  meeting: undefined,
  date: undefined,
  overlay: undefined,
  doing: undefined,
  isNew: undefined,
}

/** The schedule as a list, a week or a day; view, days, filters and the open class all stand in the address. */
export function Screen() {
  const formats = useFormats()
  const route = useRoute()
  const place = useMemo(() => placeOf(route), [route])
  const role = useStatus().data?.role
  const view = place.view ?? lastView()
  const on = place.on ?? formats.dateOf(nowMs())
  useEffect(
    () =>
      useRoute.subscribe((next, before) => {
        const query = weekAskedBy(next, formats)
        if (query && JSON.stringify(query) !== JSON.stringify(weekAskedBy(before, formats)))
          askEarly(query, weekPageSize)
      }),
    [formats],
  )
  useEffect(() => keepView(view), [view])
  useDocumentTitle(words.title)
  const [menu, setMenu] = useState<{ readonly meeting: MeetingSummary; readonly anchor: MenuAnchor } | null>(null)
  const [moveTo, setMoveTo] = useState<{ readonly on: string; readonly startsAt: string } | undefined>()

  const go = useCallback((changes: Partial<Place>) => {
    // What a link that was just pressed asks for must not be taken back by what the view settles by itself.
    const addressed = addressedRoute()
    if (addressed.screen !== 'schedule') return
    navigate(hrefOfPlace({ ...placeOf(addressed), ...changes }), { replace: true })
  }, [])
  const openFor = useCallback(
    ({ id, occurrenceId }: MeetingSummary, overlay?: Place['overlay']) =>
      go({ meeting: id, date: occurrenceId ?? undefined, overlay }),
    [go],
  )
  const onOpen = useCallback((meeting: MeetingSummary) => openFor(meeting), [openFor])
  const onMenu = useCallback((meeting: MeetingSummary, anchor: MenuAnchor) => setMenu({ meeting, anchor }), [])
  const onMove = useCallback<ViewProps['onMove']>(
    (meeting, to) => {
      setMoveTo(to)
      openFor(meeting, 'move')
    },
    [openFor],
  )
  const onMoveKey = useCallback(
    (meeting: MeetingSummary) => {
      setMoveTo(undefined)
      openFor(meeting, 'move')
    },
    [openFor],
  )
  const actionsFor = (meeting: MeetingSummary) => {
    const { id, time, periodIds } = meeting
    const [periodId] = periodIds
    return actionsOf(actionable(meeting), role, {
      open: () => openFor(meeting),
      overlay: (overlay) => {
        setMoveTo(undefined)
        openFor(meeting, overlay)
      },
      attendance: () => periodId && navigate(hrefOf(['attendance', periodId])),
      start: () => openInZoom('meeting.start', id),
      join: () => openInZoom('meeting.join', id),
      copyLink: () => copyLink(id),
      seeDay: () => go({ ...closed, view: 'day', on: time.on }),
    })
  }
  const groups = menu ? actionsFor(menu.meeting) : []

  // A link names the meeting alone: then it is seen from the date that the drawer shows.
  const asked = place.meeting !== undefined && place.date === undefined ? place.meeting : null
  const shown = useLive('meeting.get', asked === null ? null : { meetingId: asked }).data
  const currentKey = place.date ?? shown?.occurrenceId ?? asked
  const subtitle = subtitleOf(view, place, on, formats)
  const newClassHref = hrefOfPlace({ ...place, ...closed, isNew: true })
  const Content = contents[view]
  const close = () => go(closed)
  return (
    <Page
      title={words.title}
      subtitle={subtitle}
      actions={
        <>
          <Segments
            label={words.views.label}
            choices={viewChoices}
            value={view}
            onChange={(next) => go({ ...closed, view: next })}
          />
          {isScheduler(role) && (
            <>
              <LinkButton href={hrefOf(['timetable'])} icon={FileUp}>
                {words.importTimetable}
              </LinkButton>
              <LinkButton href={newClassHref} icon={CalendarPlus} variant="primary">
                {words.newClass}
              </LinkButton>
            </>
          )}
        </>
      }
    >
      <WithDrawer
        drawer={
          place.meeting !== undefined && place.overlay === undefined ? (
            <MeetingDrawer
              meetingId={place.meeting}
              occurrenceId={place.date}
              onClose={close}
              onShow={(meeting, date) => go({ meeting, date })}
            />
          ) : undefined
        }
      >
        <Content
          place={place}
          go={go}
          role={role}
          currentKey={currentKey}
          newClassHref={newClassHref}
          onOpen={onOpen}
          onMenu={onMenu}
          onMoveKey={onMoveKey}
          onMove={onMove}
        />
      </WithDrawer>
      <ContextMenu
        label={menu === null ? '' : words.actions.label(menu.meeting.title)}
        groups={groups}
        anchor={menu?.anchor ?? null}
        onClose={() => setMenu(null)}
      />
      {place.meeting !== undefined && place.overlay !== undefined && (
        <MeetingOverlay
          meetingId={place.meeting}
          occurrenceId={place.date}
          overlay={place.overlay}
          initial={moveTo}
          onClose={close}
          onSaved={({ id, occurrenceId }) => go({ meeting: id, date: occurrenceId ?? undefined })}
        />
      )}
      {place.doing === 'substitute' && isScheduler(role) && (
        <SubstituteDialog teacherId={place.teacher} on={place.on} onClose={() => go({ doing: undefined })} />
      )}
      {place.doing === 'substitutes' && (
        <SubstitutionsDialog onFind={() => go({ doing: 'substitute' })} onClose={() => go({ doing: undefined })} />
      )}
      {place.isNew && (
        <ScheduleDialog
          sectionId={place.section}
          onClose={close}
          onScheduled={({ id, occurrenceId, time }) =>
            go({ ...closed, on: time.on, meeting: id, date: occurrenceId ?? undefined })
          }
        />
      )}
    </Page>
  )
}

/** What the week that an address names is read by; null where it names no week. */
function weekAskedBy(route: Route, formats: Formats): MeetingQuery | null {
  if (route.screen !== 'schedule') return null
  const today = formats.dateOf(nowMs())
  const { view = lastView(), on, ...place } = placeOf(route)
  const who = view === 'week' ? whoOf(place) : null
  // The view itself finds out which week is meant when this one is over.
  if (who === null || (on === undefined && mayBeOver(today, usualHours.weekDays))) return null
  return weekQueryOf(who, mondayOf(on ?? today))
}

function subtitleOf(view: View, { tab = 'upcoming' }: Place, on: string, formats: Formats): string {
  switch (view) {
    case 'list':
      return words.gridLabels[tab]
    case 'day':
      return formats.date(on, 'long')
    case 'week': {
      const monday = mondayOf(on)
      return formats.dateRange(monday, addDays(monday, 6))
    }
  }
}
