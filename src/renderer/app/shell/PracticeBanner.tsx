import {
  CalendarClock,
  CalendarPlus,
  CalendarPlus2,
  CalendarX2,
  FastForward,
  FileSpreadsheet,
  GraduationCap,
  UserRoundX,
} from 'lucide-react'
import { call, saveFile } from '../../api.ts'
import { useNow } from '../../clock.ts'
import { useLive } from '../../live.ts'
import { useFormats } from '../../status.ts'
import { showProblem, useTask } from '../../task.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { MenuButton } from '../../ui/Menu.tsx'
import { showToast } from '../../ui/Toasts.tsx'
import { commonWords } from '../../words/common.ts'
import { shellWords } from '../../words/shell.ts'

/** What a trainer can have happen behind Homeroom's back. */
const portalDeeds = [
  { deed: 'move', icon: CalendarClock },
  { deed: 'delete', icon: CalendarX2 },
  { deed: 'registrationOff', icon: UserRoundX },
  { deed: 'makeAnother', icon: CalendarPlus2 },
] as const

function inPortal(deed: (typeof portalDeeds)[number]['deed']): void {
  call('practice.portal', { deed }).then(
    () => showToast({ title: shellWords.donePortal, detail: shellWords.donePortalDetail }),
    showProblem,
  )
}

/** Over every screen of the practice school: what it is, what time it is there, and the way forward in time. */
export function PracticeBanner() {
  const { data: practice } = useLive('practice.state', {})
  const formats = useFormats()
  const now = useNow(15_000)
  const jump = useTask(async () => {
    await call('practice.jump', { to: 'next' })
  })
  const fill = useTask(async () => {
    const { scheduled } = await call('practice.fillWeek', {})
    showToast({ title: shellWords.weekFilled(scheduled) })
  })
  const roster = useTask(async () => {
    const { file } = await call('practice.roster', {})
    await saveFile(file.handle)
  })

  const clock = shellWords.practiceClock(formats.date(formats.dateOf(now)), formats.time(now))
  const next = practice?.next
  const nextWords = () => {
    if (!next) return shellWords.practiceNothing
    const what = shellWords.practiceNext[next.what]
    const on = formats.dateOf(next.at)
    return on === formats.dateOf(now)
      ? shellWords.practiceNextAt(what, formats.time(next.at))
      : shellWords.practiceNextOn(what, `${formats.weekday(on)}, ${formats.date(on, 'short')},`, formats.time(next.at))
  }

  const unscheduled = practice?.unscheduled ?? 0
  return (
    <Banner
      icon={GraduationCap}
      label={shellWords.practiceSchool}
      title={shellWords.practiceSchool}
      actions={
        <>
          <Button size="small" icon={FastForward} isDisabled={!next} isPending={jump.isRunning} onPress={jump.run}>
            {shellWords.jump}
          </Button>
          <MenuButton
            label={commonWords.more}
            size="small"
            isIconOnly
            groups={[
              {
                id: 'practice',
                actions: [
                  {
                    id: 'fill',
                    label: shellWords.fillWeek,
                    detail: unscheduled > 0 ? shellWords.fillWeekDetail(unscheduled) : shellWords.weekIsFull,
                    icon: CalendarPlus,
                    isDisabled: unscheduled === 0 || fill.isRunning,
                    onAction: fill.run,
                  },
                  {
                    id: 'roster',
                    label: shellWords.rosterFile,
                    detail: shellWords.rosterFileDetail,
                    icon: FileSpreadsheet,
                    onAction: roster.run,
                  },
                ],
              },
              {
                id: 'portal',
                actions: portalDeeds.map(({ deed, icon }) => ({
                  id: deed,
                  label: shellWords.inPortal[deed],
                  icon,
                  onAction: () => inPortal(deed),
                })),
              },
            ]}
          />
        </>
      }
    >
      {fill.isRunning ? shellWords.fillingWeek : practice && `${clock} ${nextWords()}`}
    </Banner>
  )
}
