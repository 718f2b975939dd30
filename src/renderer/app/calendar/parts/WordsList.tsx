import { CalendarRange } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { DayType } from '../../../../shared/contract/calendar.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { SearchField } from '../../../ui/TextField.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { calendarWords } from '../../../words/calendar.ts'
import { commonWords } from '../../../words/common.ts'
import type { Formats } from '../../../words/format.ts'
import { problemWords } from '../../../words/problems.ts'
import { nameOf, partName, wordLine } from '../say.ts'
import { KindSign } from './KindSign.tsx'
import styles from './Lists.module.css'

const words = calendarWords.list

/** Every word about a day of the year, one a row; those that are not a suspension's can be taken back, several at once. */
export function WordsList({
  days,
  isLoading,
  mayChange,
  onOpen,
}: {
  readonly days: readonly DayType[]
  readonly isLoading: boolean
  readonly mayChange: boolean
  readonly onOpen: (on: string) => void
}) {
  const formats = useFormats()
  const [filter, setFilter] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const { run, isRunning, problem } = useCommand('calendar.revokeDays')
  const columns = useMemo(() => columnsOf(formats), [formats])
  const rows = useMemo(() => {
    const wanted = filter.trim().toLocaleLowerCase()
    return days.filter((day) =>
      `${formats.date(day.on)} ${wordLine(day, formats)}`.toLocaleLowerCase().includes(wanted),
    )
  }, [days, filter, formats])
  const revocable = useMemo(() => new Set(days.filter((day) => day.suspensionId === null).map(({ id }) => id)), [days])
  const taken = days.filter(({ id }) => chosen.has(id) && revocable.has(id)).map(({ id }) => id)

  const revoke = async () => {
    // So many at once as one call takes.
    for (let start = 0; start < taken.length; start += 400) {
      if ((await run({ ids: taken.slice(start, start + 400) })) === null) return
    }
    setChosen(new Set())
    showToast({ title: calendarWords.revoked })
  }

  return (
    <>
      <div className={styles.bar}>
        <div className={styles.find}>
          <SearchField label={words.filter} clearLabel={commonWords.clear} value={filter} onChange={setFilter} />
        </div>
        {taken.length > 0 && (
          <>
            <span className={styles.count}>{words.chosen(taken.length)}</span>
            <Button isPending={isRunning} onPress={() => void revoke()}>
              {calendarWords.revoke}
            </Button>
          </>
        )}
      </div>
      {problem !== null && <ProblemNotice {...problemWords(problem, formats)} />}
      <DataGrid
        label={words.label}
        rows={rows}
        columns={columns}
        keyOf={keyOf}
        nameOf={nameOf}
        isLoading={isLoading}
        loadingLabel={calendarWords.loading}
        onOpen={({ on }) => onOpen(on)}
        {...(mayChange
          ? {
              selection: {
                keys: chosen,
                onChange: setChosen,
                allLabel: words.all,
                labelOf: (day: DayType) => words.select(wordLine(day, formats)),
              },
            }
          : {})}
        empty={
          filter === '' ? (
            <EmptyState icon={CalendarRange} title={words.empty}>
              {words.emptyText}
            </EmptyState>
          ) : (
            <EmptyState icon={CalendarRange} title={words.noFit} />
          )
        }
      />
    </>
  )
}

const keyOf = ({ id }: DayType) => id

const columnsOf = (formats: Formats): readonly GridColumn<DayType>[] => [
  {
    id: 'on',
    header: words.columns.on,
    width: 170,
    cell: ({ on }) => formats.date(on, 'medium'),
    sortBy: ({ on }) => on,
  },
  {
    id: 'kind',
    header: words.columns.kind,
    width: 190,
    cell: ({ kind }) => <KindSign kind={kind} />,
    sortBy: ({ kind }) => calendarWords.kinds[kind],
  },
  {
    id: 'authority',
    header: words.columns.authority,
    width: '2fr',
    minimumWidth: 150,
    isRowHeader: true,
    cell: ({ authority }) => (authority === '' ? '–' : authority),
    sortBy: nameOf,
  },
  {
    id: 'whom',
    header: words.columns.whom,
    width: '1fr',
    minimumWidth: 130,
    cell: (day) =>
      day.fromTime === null ? partName(day) : `${partName(day)}, ${calendarWords.from(formats.wallTime(day.fromTime))}`,
    sortBy: partName,
  },
  {
    id: 'counts',
    header: words.columns.counts,
    width: 110,
    cell: ({ countsAsSchoolDay }) => (countsAsSchoolDay ? words.yes : words.no),
    sortBy: ({ countsAsSchoolDay }) => (countsAsSchoolDay ? 0 : 1),
    dropOrder: 0,
  },
]
