import { CalendarDays, ClipboardCheck } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { PeriodSummary } from '../../../../shared/contract/attendance.ts'
import { nowMs } from '../../../clock.ts'
import { asksHeld } from '../../../held/held.ts'
import { useLive } from '../../../live.ts'
import { hrefOf, navigate, useDocumentTitle } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { Page, Panel } from '../../../ui/Page.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { SearchField } from '../../../ui/TextField.tsx'
import { attendanceWords as words } from '../../../words/attendance.ts'
import { commonWords } from '../../../words/common.ts'
import { heldWords } from '../../../words/held.ts'
import { problemWords } from '../../../words/problems.ts'
import { plain } from '../../../ui/plain.ts'
import { PeriodPill } from './PeriodPill.tsx'

const keyOf = ({ id }: PeriodSummary) => id
const nameOf = ({ group }: PeriodSummary) => group.title
const open = ({ id }: PeriodSummary) => navigate(hrefOf(['attendance', id]))
const dayOf = ({ time }: PeriodSummary) => time.on
const weekMs = 7 * 24 * 60 * 60_000

/** The classes of the last seven days, newest first. */
export function RecentPeriods() {
  const formats = useFormats()
  const now = nowMs()
  const { data, problem, isLoading, reload } = useLive('period.list', {
    fromOn: formats.dateOf(now - weekMs),
    toOn: formats.dateOf(now),
  })
  useDocumentTitle(words.title)
  const [filter, setFilter] = useState('')
  const periods = useMemo(
    () =>
      (data?.periods ?? [])
        .filter(({ state }) => state !== 'planned')
        .filter(({ group, teachers }) => plain([group.title, ...teachers].join(' ')).includes(plain(filter.trim())))
        .toSorted((a, b) => b.time.startInstant.localeCompare(a.time.startInstant)),
    [data, filter],
  )
  const groups = useMemo(
    () => ({
      of: dayOf,
      list: [...new Set(periods.map(dayOf))].map((on) => ({
        id: on,
        label: formats.weekday(on),
        detail: formats.date(on, 'short'),
      })),
    }),
    [periods, formats],
  )
  const columns = useMemo<readonly GridColumn<PeriodSummary>[]>(
    () => [
      {
        id: 'time',
        header: words.periodColumns.time,
        width: 138,
        align: 'end',
        cell: ({ time }) => formats.wallRange(time.startsAt, time.durationMinutes),
        sortBy: ({ time }) => time.startInstant,
      },
      {
        id: 'title',
        header: words.periodColumns.title,
        width: '1fr',
        minimumWidth: 200,
        isRowHeader: true,
        cell: nameOf,
        sortBy: nameOf,
      },
      {
        id: 'came',
        header: words.periodColumns.came,
        width: 100,
        align: 'end',
        cell: ({ figures }) => words.came(figures.came, figures.expected),
        sortBy: ({ figures }) => figures.came,
      },
      {
        id: 'unknown',
        header: words.periodColumns.unknown,
        width: 130,
        align: 'end',
        cell: ({ figures }) =>
          figures.unidentified === 0 ? (
            '–'
          ) : (
            <Pill state="unsure" isBare>
              {figures.unidentified}
            </Pill>
          ),
        sortBy: ({ figures }) => figures.unidentified,
        dropOrder: 0,
      },
      {
        id: 'state',
        header: words.periodColumns.state,
        width: 158,
        cell: (period) =>
          asksHeld(period, nowMs()) ? <Pill state="problem">{heldWords.short}</Pill> : <PeriodPill period={period} />,
        sortBy: ({ state }) => state,
      },
    ],
    [formats],
  )
  return (
    <Page
      title={words.title}
      subtitle={words.recent}
      actions={
        <>
          <SearchField
            label={words.findClass}
            placeholder={words.findClass}
            clearLabel={commonWords.clear}
            value={filter}
            onChange={setFilter}
          />
          <LinkButton href={hrefOf(['schedule'])} icon={CalendarDays}>
            {words.older}
          </LinkButton>
        </>
      }
    >
      {problem !== null && data === null ? (
        <ProblemNotice {...problemWords(problem, formats)} size="page" onRetry={reload} />
      ) : (
        <Panel isFilling isFlush>
          <DataGrid
            label={words.recent}
            rows={periods}
            keyOf={keyOf}
            columns={columns}
            groups={groups}
            nameOf={nameOf}
            onOpen={open}
            isLoading={isLoading}
            loadingLabel={words.loading}
            empty={
              filter === '' ? (
                <EmptyState
                  icon={ClipboardCheck}
                  title={words.recentEmptyTitle}
                  actions={<LinkButton href={hrefOf(['schedule'])}>{words.toSchedule}</LinkButton>}
                >
                  {words.recentEmptyText}
                </EmptyState>
              ) : (
                <EmptyState icon={ClipboardCheck} title={words.recentNoFit} />
              )
            }
          />
        </Panel>
      )}
    </Page>
  )
}
