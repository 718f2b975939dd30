import { CloudLightning, FileUp, Pencil, Plus } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import type { Suspension } from '../../../shared/contract/calendar.ts'
import { administrators, officeStaff } from '../../../shared/contract/row.ts'
import { addDays, isLocalDate } from '../../../shared/domain/time.ts'
import type { SuspensionId } from '../../../shared/ids.ts'
import { useNow } from '../../clock.ts'
import { useLive } from '../../live.ts'
import { hrefOf, navigate, useDocumentTitle, useRoute } from '../../router.ts'
import { useFormats, useStatus } from '../../status.ts'
import { Button } from '../../ui/Button.tsx'
import { Page, Panel } from '../../ui/Page.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { Select } from '../../ui/Select.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Segments } from '../../ui/Tabs.tsx'
import { showToast } from '../../ui/Toasts.tsx'
import { calendarWords as words } from '../../words/calendar.ts'
import { problemWords } from '../../words/problems.ts'
import { DayDialog, type DaysCalledOff } from './parts/DayDialog.tsx'
import { DaysPanel } from './parts/DaysPanel.tsx'
import { ImportDialog } from './parts/ImportDialog.tsx'
import { SuspendDialog } from './parts/SuspendDialog.tsx'
import { SuspensionsList } from './parts/SuspensionsList.tsx'
import { UndoDialog } from './parts/UndoDialog.tsx'
import { WordsList } from './parts/WordsList.tsx'
import { YearDialog } from './parts/YearDialog.tsx'
import { YearView, type DaySelection } from './parts/YearView.tsx'
import styles from './Screen.module.css'
import { monthsOf, rangeOf, shownYear, standingWords, type ShownYear } from './year.ts'

const views = ['year', 'list', 'suspensions'] as const
type View = (typeof views)[number]
const viewChoices = views.map((id) => ({ id, label: words.views[id] }))
/** What can be asked for by the address, and by the palette. */
type Doing = 'suspend' | 'import' | 'say' | 'year' | 'newYear' | null

const none = [] as const

/** The school's calendar: a year of days by kind, what was said of them, and the suspensions. */
export function Screen() {
  const { parts, query } = useRoute()
  const formats = useFormats()
  const today = formats.dateOf(useNow(60_000))
  const role = useStatus().data?.role
  const mayChange = role !== undefined && officeStaff.includes(role)
  const view = views.find((id) => id === query['view']) ?? 'year'
  const [doing, setDoing] = useDoing()

  const { year, years, isYearKnown } = useYear(query['year'], today)
  const range = useMemo(() => {
    const months = monthsOf(year)
    return { fromOn: months[0]!.firstOn, toOn: months.at(-1)!.lastOn }
  }, [year])
  const { data, problem, isLoading, reload } = useLive('calendar.get', range)
  const { data: suspensionList, isLoading: isListLoading } = useLive('suspension.list', range)
  const days = data?.days ?? none
  const said = useMemo(() => standingWords(days), [days])
  const standing = useMemo(() => [...said.values()].flat(), [said])
  const suspensions = suspensionList?.suspensions ?? none

  const named = parts[0] !== undefined && isLocalDate(parts[0]) ? parts[0] : null
  const [selection, setSelection] = useState<DaySelection | null>(
    named === null ? null : { anchor: named, focus: named },
  )
  const selected = selection === null ? null : rangeOf(selection.anchor, selection.focus)
  const here = parts[0] === undefined ? ['calendar'] : ['calendar', parts[0]]
  const go = (changes: Readonly<Record<string, string | undefined>>) =>
    navigate(hrefOf(here, { ...query, do: undefined, undo: undefined, ...changes }), { replace: true })
  const undo = useCallback(({ id }: Suspension) => {
    const route = useRoute.getState()
    navigate(hrefOf(['calendar', ...route.parts], { ...route.query, do: undefined, undo: id }), { replace: true })
  }, [])
  const undoing = query['undo'] as SuspensionId | undefined
  const close = () => setDoing(null)
  const calledOff = ({ id, on, title, cancelledCount }: DaysCalledOff) =>
    showToast({
      title,
      detail: cancelledCount === 0 ? undefined : words.suspending.calledOff(cancelledCount),
      // What it brings back depends on what Zoom has done by then: that is looked at, and asked for, first.
      undo: {
        label: words.suspending.undo,
        onUndo: () => navigate(hrefOf(['calendar', on], { undo: id }), { replace: true }),
      },
    })

  useDocumentTitle(words.title, year.title)
  return (
    <Page
      title={words.title}
      subtitle={`${year.title} · ${words.yearSpan(formats.date(year.firstOn, 'medium'), formats.date(year.lastOn, 'medium'))}`}
      actions={
        <>
          {years.length > 1 && (
            <div className={styles.years}>
              <Select
                label={words.year}
                isLabelHidden
                choices={years.map(({ id, title }) => ({ id, label: title }))}
                value={year.id}
                onChange={(id) => go({ year: id })}
              />
            </div>
          )}
          {mayChange && (
            <Button icon={FileUp} onPress={() => setDoing('import')}>
              {words.import.open}
            </Button>
          )}
          {mayChange && (
            <Button variant="primary" icon={CloudLightning} onPress={() => setDoing('suspend')}>
              {words.suspend}
            </Button>
          )}
        </>
      }
    >
      <Panel isFilling isFlush>
        <div className={styles.bar}>
          <Segments
            label={words.views.label}
            choices={viewChoices}
            value={view}
            onChange={(id: View) => go({ view: id === 'year' ? undefined : id })}
          />
          {role !== undefined && administrators.includes(role) && (
            <div className={styles.end}>
              <Button variant="quiet" icon={Pencil} onPress={() => setDoing('year')}>
                {words.editYear}
              </Button>
              <Button variant="quiet" icon={Plus} onPress={() => setDoing('newYear')}>
                {words.newYear}
              </Button>
            </div>
          )}
        </div>
        {problem !== null && data === null ? (
          <ProblemNotice {...problemWords(problem, formats)} size="page" onRetry={reload} />
        ) : !isYearKnown ? (
          <Skeleton label={words.loading} />
        ) : view === 'year' ? (
          <YearView
            year={year}
            words={said}
            today={today}
            selection={selection}
            onSelect={setSelection}
            onOpen={() => mayChange && setDoing('say')}
          >
            {selected !== null && (
              <DaysPanel
                range={selected}
                year={year}
                words={said}
                suspensions={suspensions}
                mayChange={mayChange}
                onSay={() => setDoing('say')}
                onSuspend={() => setDoing('suspend')}
                onUndo={undo}
                onClose={() => setSelection(null)}
              />
            )}
          </YearView>
        ) : view === 'list' ? (
          <WordsList
            days={standing}
            isLoading={isLoading}
            mayChange={mayChange}
            onOpen={(on) => {
              setSelection({ anchor: on, focus: on })
              go({ view: undefined })
            }}
          />
        ) : (
          <SuspensionsList suspensions={suspensions} isLoading={isListLoading} mayChange={mayChange} onUndo={undo} />
        )}
      </Panel>
      {mayChange && doing === 'suspend' && (
        <SuspendDialog
          on={selected?.from ?? today}
          gradeLevels={data?.gradeLevels ?? none}
          onDone={(suspension) => calledOff({ ...suspension, title: words.suspending.done })}
          onClose={close}
        />
      )}
      {mayChange && doing === 'import' && <ImportDialog onClose={close} />}
      {doing === 'say' && (
        <DayDialog
          range={selected ?? { from: today, to: today }}
          gradeLevels={data?.gradeLevels ?? none}
          shifts={data?.shifts ?? none}
          onCalledOff={calledOff}
          onClose={close}
        />
      )}
      {(doing === 'year' || doing === 'newYear') && (
        <YearDialog
          year={doing === 'year' ? year : nextYear(years, year)}
          onSaved={(id) => go({ year: id })}
          onClose={close}
        />
      )}
      {mayChange && undoing !== undefined && (
        <UndoDialog
          suspensionId={undoing}
          suspension={suspensions.find(({ id }) => id === undoing)}
          onClose={() => go({})}
        />
      )}
    </Page>
  )
}

/** The dialog that is open; the address may ask for one. */
function useDoing(): readonly [Doing, (doing: Doing) => void] {
  const { parts, query } = useRoute()
  const asked = query['do'] === 'suspend' || query['do'] === 'import' ? query['do'] : null
  const [chosen, setChosen] = useState<Doing>(null)
  const set = (doing: Doing) => {
    setChosen(doing)
    // What the address asked for is done: coming back to it must not open it again.
    if (asked !== null) navigate(hrefOf(['calendar', ...parts], { ...query, do: undefined }), { replace: true })
  }
  return [chosen ?? asked, set]
}

/** The school year in sight. Until the years are known it is the usual one, which most schools keep. */
function useYear(id: string | undefined, today: string) {
  const { data } = useLive('calendar.get', { fromOn: today, toOn: today })
  const years = data?.years ?? none
  const year = useMemo(() => shownYear(years, id, today), [years, id, today])
  return { year, years, isYearKnown: data !== null }
}

/** A year as the one after the last usually is. */
function nextYear(years: readonly ShownYear[], shown: ShownYear): ShownYear {
  const last = years.at(-1) ?? shown
  const shift = (on: string) => addDays(on, 364)
  const [from, to] = [shift(last.firstOn), shift(last.lastOn)]
  return {
    id: null,
    title: words.yearDialog.schoolYear(from.slice(0, 4), to.slice(0, 4)),
    firstOn: from,
    lastOn: to,
    gradingPeriods: last.gradingPeriods.map((period) => ({
      ...period,
      firstOn: shift(period.firstOn),
      lastOn: shift(period.lastOn),
    })),
  }
}
