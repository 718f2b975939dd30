import { ClipboardCheck } from 'lucide-react'
import { useMemo } from 'react'
import type { PeriodSummary } from '../../../../shared/contract/attendance.ts'
import { nowMs } from '../../../clock.ts'
import { useLive } from '../../../live.ts'
import { hrefOf, navigate, useDocumentTitle } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { Page, Panel } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { attendanceWords as words } from '../../../words/attendance.ts'
import { problemWords } from '../../../words/problems.ts'
import { PeriodPill } from './PeriodPill.tsx'

const keyOf = ({ id }: PeriodSummary) => id
const nameOf = ({ group }: PeriodSummary) => group.title
const open = ({ id }: PeriodSummary) => navigate(hrefOf(['attendance', id]))
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
  const periods = useMemo(
    () =>
      (data?.periods ?? [])
        .filter(({ state }) => state !== 'planned')
        .toSorted((a, b) => b.time.startInstant.localeCompare(a.time.startInstant)),
    [data],
  )
  const columns = useMemo<readonly GridColumn<PeriodSummary>[]>(
    () => [
      {
        id: 'date',
        header: words.periodColumns.date,
        width: 110,
        cell: ({ time }) => `${formats.weekday(time.on, 'short')} ${formats.date(time.on, 'short')}`,
        sortBy: ({ time }) => time.startInstant,
      },
      {
        id: 'time',
        header: words.periodColumns.time,
        width: 150,
        align: 'end',
        cell: ({ time }) => formats.wallRange(time.startsAt, time.durationMinutes),
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
        id: 'state',
        header: words.periodColumns.state,
        width: 170,
        cell: (period) => <PeriodPill period={period} />,
        sortBy: ({ state }) => state,
      },
    ],
    [formats],
  )
  return (
    <Page title={words.title} subtitle={words.recent}>
      {problem !== null && data === null ? (
        <ProblemNotice {...problemWords(problem, formats)} size="page" onRetry={reload} />
      ) : (
        <Panel isFilling isFlush>
          <DataGrid
            label={words.recent}
            rows={periods}
            keyOf={keyOf}
            columns={columns}
            nameOf={nameOf}
            onOpen={open}
            isLoading={isLoading}
            loadingLabel={words.loading}
            empty={
              <EmptyState icon={ClipboardCheck} title={words.recentEmptyTitle}>
                {words.recentEmptyText}
              </EmptyState>
            }
          />
        </Panel>
      )}
    </Page>
  )
}
