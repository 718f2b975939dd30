import { CalendarDays, CalendarPlus } from 'lucide-react'
import { useContext, useMemo } from 'react'
import { NothingFits } from '../../../ClearFilters.tsx'
import type { MeetingSummary } from '../../../../shared/contract/meeting.ts'
import { useLive } from '../../../live.ts'
import { hrefOf } from '../../../router.ts'
import { useFormats, useStatus } from '../../../status.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { Link, LinkButton } from '../../../ui/Link.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { changesWords } from '../../../words/changes.ts'
import { problemWords } from '../../../words/problems.ts'
import { scheduleWords as words } from '../../../words/schedule.ts'
import { canChange } from '../../../meeting/actions.ts'
import { listColumns } from '../list-columns.tsx'
import { rowKeyOf } from '../look.ts'
import { isFiltered, tabs, withoutFilters, type Place, type Tab } from '../place.ts'
import { useMeetings, type MeetingQuery } from '../use-meetings.ts'
import type { ViewProps } from '../view.ts'
import { ListFilters } from './ListFilters.tsx'
import styles from './ListView.module.css'
import { TypedText, TypingContext } from '../../../TypedText.tsx'
import { WithoutLink } from './WithoutLink.tsx'

const nameOf = ({ title }: MeetingSummary) => title
const isQuiet = ({ state }: MeetingSummary) => state === 'cancelled'
/** Enough for several screens; the next page is read long before the end comes in sight. */
const pageSize = 200
/** What the highest window shows: while somebody types, each letter's rows come by this. */
const firstPageSize = 60

const ofTab: Readonly<Record<Tab, MeetingQuery>> = {
  upcoming: { phase: 'upcoming' },
  live: { phase: 'live' },
  past: { phase: 'past' },
  attention: { needsAttention: true },
}

/** The question that a tab with its filters asks. */
export function queryOf(tab: Tab, place: Place, text: string): MeetingQuery {
  const { state, section, grade, teacher, host, subject, from, to } = place
  return {
    ...ofTab[tab],
    ...(state === undefined ? {} : { states: [state] }),
    ...(section === undefined ? {} : { sectionId: section }),
    ...(grade === undefined ? {} : { gradeLevel: grade }),
    ...(teacher === undefined ? {} : { teacherId: teacher }),
    ...(host === undefined ? {} : { hostId: host }),
    ...(subject === undefined ? {} : { subject }),
    ...(from === undefined ? {} : { fromOn: from }),
    ...(to === undefined ? {} : { toOn: to }),
    ...(text.trim() === '' ? {} : { text: text.trim() }),
  }
}

/** The classes as a list: to come, on, over, and those that need a person. */
export function ListView(props: ViewProps) {
  const { place, go } = props
  const tab = place.tab ?? 'upcoming'
  const counts: Partial<Record<Tab, number>> = useLive('meeting.count', {}).data ?? {}
  return (
    <TypedText written={place.text ?? ''} go={go}>
      <Tabs
        label={words.tabs.label}
        value={tab}
        onChange={(next) => go({ tab: next, meeting: undefined, date: undefined })}
        tabs={tabs.map((id) => ({
          id,
          label: words.tabs[id],
          ...(counts[id] ? { count: words.counted(counts[id]) } : {}),
          content: (
            <Panel isFilling isFlush>
              {id === 'attention' && (
                <>
                  <ChangedInZoom />
                  <WithoutLink />
                </>
              )}
              <ListFilters place={place} go={go} />
              <List {...props} tab={id} />
            </Panel>
          ),
        }))}
      />
    </TypedText>
  )
}

/** The way to what was changed in Zoom's own portal, where each change stands side by side. */
function ChangedInZoom() {
  const classes = useStatus().data?.changedInZoom ?? 0
  if (classes === 0) {
    return (
      <p className={styles.toChanges}>
        <Link href={hrefOf(['changes'])}>{changesWords.toFound}</Link>
      </p>
    )
  }
  return (
    <div className={styles.notice}>
      <Notice
        tone="warning"
        title={changesWords.noticeTitle(classes)}
        actions={
          <LinkButton href={hrefOf(['changes'])} size="small">
            {changesWords.look}
          </LinkButton>
        }
      >
        {changesWords.noticeText}
      </Notice>
    </div>
  )
}

interface ListProps extends ViewProps {
  readonly tab: Tab
}

function List({ place, go, role, currentKey, tab, newClassHref, onOpen, onMenu, onMoveKey }: ListProps) {
  const { text } = useContext(TypingContext)
  const formats = useFormats()
  const query = queryOf(tab, place, text)
  const {
    rows,
    query: shown,
    isLoading,
    hasMore,
    problem,
    more,
    reload,
  } = useMeetings(query, {
    pageSize,
    firstPageSize,
  })
  const columns = useMemo(() => listColumns(tab, formats, onMenu), [tab, formats, onMenu])
  if (problem !== null && rows.length === 0) {
    return <ProblemNotice {...problemWords(problem, formats)} size="page" onRetry={reload} />
  }
  return (
    <DataGrid
      label={words.gridLabels[tab]}
      rows={rows}
      keyOf={rowKeyOf}
      columns={columns}
      nameOf={nameOf}
      onOpen={onOpen}
      onMenu={onMenu}
      onKey={(key, [meeting]) => {
        if (key !== 'm' || !meeting || !canChange(meeting, role)) return false
        onMoveKey(meeting)
        return true
      }}
      onEnd={more}
      hasMore={hasMore}
      subject={shown}
      currentKey={currentKey}
      isQuiet={isQuiet}
      isLoading={isLoading}
      loadingLabel={words.loading}
      empty={
        isFiltered(place) || text.trim() !== '' ? (
          <NothingFits
            title={words.noFit}
            text={words.noFitText}
            label={words.clearFilters}
            onClear={() => go(withoutFilters)}
          />
        ) : (
          <EmptyState
            icon={CalendarDays}
            title={words.listEmpty[tab]}
            actions={
              tab === 'upcoming' && (
                <LinkButton href={newClassHref} icon={CalendarPlus}>
                  {words.newClass}
                </LinkButton>
              )
            }
          >
            {words.listEmptyText[tab]}
          </EmptyState>
        )
      }
    />
  )
}
