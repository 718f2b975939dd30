import { CalendarDays, CalendarRange, FileUp } from 'lucide-react'
import { call } from '../../../api.ts'
import { nowMs } from '../../../clock.ts'
import { useLive } from '../../../live.ts'
import { hrefOf } from '../../../router.ts'
import { useFormats, useStatus } from '../../../status.ts'
import { useTask } from '../../../task.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { ProgressBar } from '../../../ui/ProgressBar.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { todayWords as words } from '../../../words/today.ts'
import styles from './EmptyDay.module.css'

const toImport = hrefOf(['import'])

/** A day without classes: why, and what changes it. */
export function EmptyDay() {
  const isPractice = useStatus().data?.school?.kind === 'practice'
  const sections = useLive('section.list', {}).data?.sections
  const practice = useLive('practice.state', isPractice ? {} : null).data
  if (sections === undefined || (isPractice && practice === null)) return null
  if (practice !== null && practice.unscheduled > 0) return <PracticeWeek hasSections={sections.length > 0} />
  if (sections.length > 0) return <FreeDay />
  return (
    <EmptyState
      icon={FileUp}
      title={words.noSectionTitle}
      actions={
        <LinkButton href={toImport} variant="primary">
          {words.importRoster}
        </LinkButton>
      }
    >
      {words.noSectionText}
    </EmptyState>
  )
}

function PracticeWeek({ hasSections }: { readonly hasSections: boolean }) {
  const fill = useTask(async () => {
    const { scheduled } = await call('practice.fillWeek', {})
    showToast({ title: words.weekFilled(scheduled) })
  })
  return (
    <EmptyState
      icon={CalendarRange}
      title={words.practiceTitle}
      actions={
        fill.isRunning ? (
          <div className={styles.progress}>
            <ProgressBar label={words.filling} />
          </div>
        ) : (
          <>
            <Button variant="primary" onPress={fill.run}>
              {words.fillWeek}
            </Button>
            {!hasSections && <LinkButton href={toImport}>{words.importInstead}</LinkButton>}
          </>
        )
      }
    >
      {words.practiceText}
    </EmptyState>
  )
}

function FreeDay() {
  const formats = useFormats()
  const on = formats.dateOf(nowMs())
  const { data } = useLive('meeting.list', { phase: 'upcoming', fromOn: on, limit: 1 })
  if (data === null) return null
  const [next] = data.meetings
  return (
    <EmptyState
      icon={CalendarDays}
      title={words.emptyTitle}
      actions={
        <LinkButton href={hrefOf(next ? ['schedule', next.time.on] : ['schedule'])}>{words.toSchedule}</LinkButton>
      }
    >
      {next
        ? words.nextClass(
            next.title,
            formats.weekday(next.time.on),
            formats.date(next.time.on, 'short'),
            formats.wallTime(next.time.startsAt),
          )
        : words.emptyText}
    </EmptyState>
  )
}
