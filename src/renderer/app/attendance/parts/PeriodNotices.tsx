import type { Attendance } from '../../../../shared/contract/attendance.ts'
import { call } from '../../../api.ts'
import { useNow } from '../../../clock.ts'
import { asksHeld } from '../../../held/held.ts'
import { HeldAnswers } from '../../../held/HeldAnswers.tsx'
import { hrefOf } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { useTask } from '../../../task.ts'
import { Button } from '../../../ui/Button.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { attendanceWords as words } from '../../../words/attendance.ts'
import { heldWords } from '../../../words/held.ts'

/** What needs a person before the marks can stand, most urgent first; at most two at a time, so that the list stays in sight. */
export function PeriodNotices({ attendance }: { readonly attendance: Attendance }) {
  const { period, realTimesProposal } = attendance
  const now = useNow(60_000)
  const notices = [
    asksHeld(period, now) && (
      <Notice key="held" tone="warning" title={heldWords.title} actions={<HeldAnswers periodId={period.id} />}>
        {heldWords.text}
      </Notice>
    ),
    period.proposedChanges > 0 && <ProposedChange key="change" attendance={attendance} />,
    period.figures.unidentified > 0 && (
      <Notice
        key="strangers"
        tone="warning"
        title={words.strangersTitle(period.figures.unidentified)}
        actions={
          <LinkButton href={hrefOf(['who'], { period: period.id })} size="small">
            {words.whoIsThis}
          </LinkButton>
        }
      >
        {words.strangersText}
      </Notice>
    ),
    realTimesProposal !== null && <RealTimes key="times" attendance={attendance} times={realTimesProposal} />,
  ].filter((notice) => notice !== false)
  return <>{notices.slice(0, 2)}</>
}

function ProposedChange({ attendance: { period } }: { readonly attendance: Attendance }) {
  const accept = useTask(async () => {
    await call('attendance.decideChange', { periodId: period.id, accept: true, reason: words.changeReasons.accept })
  })
  const keep = useTask(async () => {
    await call('attendance.decideChange', { periodId: period.id, accept: false, reason: words.changeReasons.keep })
  })
  return (
    <Notice
      tone="info"
      title={words.changesTitle(period.proposedChanges)}
      actions={
        <>
          <Button size="small" onPress={accept.run} isPending={accept.isRunning}>
            {words.acceptChange}
          </Button>
          <Button size="small" onPress={keep.run} isPending={keep.isRunning}>
            {words.keepMarks}
          </Button>
        </>
      }
    >
      {words.changesText}
    </Notice>
  )
}

function RealTimes({
  attendance: { period },
  times,
}: {
  readonly attendance: Attendance
  readonly times: NonNullable<Attendance['realTimesProposal']>
}) {
  const formats = useFormats()
  const accept = useTask(async () => {
    await call('period.judgeByRealTimes', { periodId: period.id, useRealTimes: true, reason: words.realTimesReason })
  })
  return (
    <Notice
      tone="info"
      title={words.realTimesTitle(`${formats.time(times.startsAt)} – ${formats.time(times.endsAt)}`)}
      actions={
        <Button size="small" onPress={accept.run} isPending={accept.isRunning}>
          {words.byRealTimes}
        </Button>
      }
    >
      {words.realTimesText}
    </Notice>
  )
}
