import { useMemo, useState } from 'react'
import type { Attendance, AttendanceRow } from '../../../../shared/contract/attendance.ts'
import { withSubstitute } from '../../../../shared/domain/list-names.ts'
import { useNow } from '../../../clock.ts'
import { useLive } from '../../../live.ts'
import { hrefOf, navigate, useDocumentTitle, useRoute } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { WithDrawer } from '../../../ui/Drawer.tsx'
import { Page, Panel } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { attendanceWords as words } from '../../../words/attendance.ts'
import { problemWords } from '../../../words/problems.ts'
import { isShown, type Filter } from '../filter.ts'
import { CloseDialog } from './CloseDialog.tsx'
import { MarkDrawer } from './MarkDrawer.tsx'
import { MarkGrid } from './MarkGrid.tsx'
import { OverrideDialog, type Wanted } from './OverrideDialog.tsx'
import { PeriodActions } from './PeriodActions.tsx'
import { PeriodFigures } from './PeriodFigures.tsx'
import { PeriodNotices } from './PeriodNotices.tsx'
import { PeriodPill } from './PeriodPill.tsx'
import styles from './PeriodPage.module.css'
import { RollDialog } from './RollDialog.tsx'
import { MarkBar } from './MarkBar.tsx'

/** The attendance of one class period: the answer first, the evidence one press away. */
export function PeriodPage({ periodId }: { readonly periodId: string }) {
  const formats = useFormats()
  const { data, problem, reload } = useLive('attendance.get', { periodId })
  useDocumentTitle(data?.period.group.title ?? words.title)
  if (data === null) {
    return (
      <Page title={words.title}>
        {problem === null ? (
          <Panel isFilling isFlush>
            <Skeleton label={words.loading} rows={12} />
          </Panel>
        ) : (
          <ProblemNotice {...problemWords(problem, formats)} size="page" onRetry={reload} />
        )}
      </Page>
    )
  }
  return <Loaded attendance={data} />
}

function Loaded({ attendance }: { readonly attendance: Attendance }) {
  const formats = useFormats()
  const { period } = attendance
  const personId = useRoute((route) => route.query['person'])
  const [filter, setFilter] = useState<Filter>('all')
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [dialog, setDialog] = useState<'none' | 'close' | 'roll'>('none')
  const [changing, setChanging] = useState<{ readonly rows: readonly AttendanceRow[]; readonly wanted: Wanted } | null>(
    null,
  )
  const rows = useMemo(() => attendance.rows.filter((row) => isShown(row, filter)), [attendance, filter])
  const chosen = rows.filter((row) => selected.has(row.personId))
  const current = attendance.rows.find((row) => row.personId === personId)
  const { time } = period
  const now = useNow(60_000)
  // A read that is due waits for Zoom, or for somebody's answer: no time can be promised for it.
  const isDue = period.nextReadAt === null || Date.parse(period.nextReadAt) < now
  const canComeYet = period.held === 'held' || period.held === 'unknown'
  const nextReadAt = period.state === 'collecting' && canComeYet && !isDue ? period.nextReadAt : null
  const whenRead = (at: string) =>
    formats.dateOf(at) === formats.dateOf(now)
      ? formats.time(at)
      : `${formats.time(at)}, ${formats.date(formats.dateOf(at), 'short')}`

  const openRow = (row: AttendanceRow | null) =>
    navigate(hrefOf(['attendance', period.id], { person: row?.personId }), { replace: true })

  return (
    <Page
      title={period.group.title}
      subtitle={
        <>
          {[
            formats.date(time.on, 'brief'),
            formats.wallRange(time.startsAt, time.durationMinutes),
            withSubstitute(period.teachers, period.substitute),
          ]
            .filter((part) => part !== '')
            .join(' · ')}
          <PeriodPill period={period} />
          {nextReadAt !== null && <span className={styles.next}>{words.nextRead(whenRead(nextReadAt))}</span>}
        </>
      }
      actions={
        <PeriodActions attendance={attendance} onClose={() => setDialog('close')} onRoll={() => setDialog('roll')} />
      }
    >
      <PeriodNotices attendance={attendance} />
      <PeriodFigures figures={period.figures} rule={attendance.rule.name} filter={filter} onFilter={setFilter} />
      <WithDrawer
        drawer={
          current && (
            <MarkDrawer
              row={current}
              attendance={attendance}
              onChange={() => setChanging({ rows: [current], wanted: 'other' })}
              onClose={() => openRow(null)}
            />
          )
        }
      >
        <Panel isFilling isFlush>
          <MarkGrid
            attendance={attendance}
            rows={rows}
            selected={selected}
            onSelect={setSelected}
            currentId={personId ?? null}
            onOpen={openRow}
            onMark={(marked, wanted) => setChanging({ rows: marked, wanted })}
          />
          {chosen.length > 0 && (
            <MarkBar
              count={chosen.length}
              onMark={(wanted) => setChanging({ rows: chosen, wanted })}
              onClear={() => setSelected(new Set())}
            />
          )}
        </Panel>
      </WithDrawer>
      {changing !== null && (
        <OverrideDialog
          periodId={period.id}
          rows={changing.rows}
          wanted={changing.wanted}
          onClose={() => {
            setChanging(null)
            setSelected(new Set())
          }}
        />
      )}
      {dialog === 'close' && <CloseDialog attendance={attendance} onClose={() => setDialog('none')} />}
      {dialog === 'roll' && <RollDialog attendance={attendance} onClose={() => setDialog('none')} />}
    </Page>
  )
}
