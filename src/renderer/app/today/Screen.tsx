import { CalendarPlus } from 'lucide-react'
import { useMemo } from 'react'
import { useNow } from '../../clock.ts'
import { useLive } from '../../live.ts'
import { hrefOf, useDocumentTitle, useRoute } from '../../router.ts'
import { useFormats } from '../../status.ts'
import { LinkButton } from '../../ui/Link.tsx'
import { Page, Panel } from '../../ui/Page.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { problemWords } from '../../words/problems.ts'
import { todayWords as words } from '../../words/today.ts'
import { fits } from './day.ts'
import { DayFilters } from './parts/DayFilters.tsx'
import { DayGrid } from './parts/DayGrid.tsx'
import { EmptyDay } from './parts/EmptyDay.tsx'
import { NeedsYou } from './parts/NeedsYou.tsx'
import styles from './Today.module.css'

/** The day of the school: its classes by what is now, next and over, and beside them what only a person can settle. */
export function Screen() {
  const formats = useFormats()
  const now = useNow(30_000)
  const on = formats.dateOf(now)
  const { data, problem, reload } = useLive('period.list', { fromOn: on, toOn: on })
  const { grade, section, teacher } = useRoute((route) => route.query)
  useDocumentTitle(words.title)

  const all = data?.periods
  const shown = useMemo(
    () => (all ?? []).filter((period) => fits(period, { grade, section, teacher })),
    [all, grade, section, teacher],
  )
  const isDone = ({ state }: { state: string }) => state === 'final' || state === 'checked' || state === 'signed'
  const final = (all ?? []).filter(isDone).length
  const waiting = (all ?? []).filter(({ state }) => state === 'collecting').length

  return (
    <Page
      title={words.title}
      subtitle={[formats.date(on, 'long'), words.summary(all?.length ?? 0, final, waiting)].filter(Boolean).join(' · ')}
      actions={
        <LinkButton href={hrefOf(['schedule', on], { new: 'class' })} icon={CalendarPlus} variant="primary">
          {words.newClass}
        </LinkButton>
      }
    >
      {problem !== null && data === null ? (
        <ProblemNotice {...problemWords(problem, formats)} size="page" onRetry={reload} />
      ) : (
        <div className={styles.day}>
          <div className={styles.classes}>
            {all === undefined ? (
              <Panel isFilling>
                <Skeleton label={words.loading} rows={10} />
              </Panel>
            ) : all.length === 0 ? (
              <Panel isFilling>
                <EmptyDay />
              </Panel>
            ) : (
              <Panel
                title={words.classes}
                count={shown.length}
                actions={<DayFilters periods={all} />}
                isFilling
                isFlush
              >
                <DayGrid key={on} periods={shown} now={now} />
              </Panel>
            )}
          </div>
          <NeedsYou on={on} today={all ?? []} now={now} />
        </div>
      )}
    </Page>
  )
}
