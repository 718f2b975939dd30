import type { Attendance } from '../../../../shared/contract/attendance.ts'
import { call } from '../../../api.ts'
import { useNow } from '../../../clock.ts'
import { hrefOf } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { useTask } from '../../../task.ts'
import { Button } from '../../../ui/Button.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { attendanceWords as words } from '../../../words/attendance.ts'

const askAfterMs = 30 * 60_000

/** What needs a person before the marks can stand, most urgent first; at most two at a time, so that the list stays in sight. */
export function PeriodNotices({ attendance }: { readonly attendance: Attendance }) {
  const { period, realTimesProposal } = attendance
  const now = useNow(60_000)
  // Zoom's report takes a while, and classes run over: asked too early, the question invites a wrong answer.
  const isOver = now > Date.parse(period.time.endInstant) + askAfterMs
  const notices = [
    isOver && period.held === 'unknown' && <HeldQuestion key="held" attendance={attendance} />,
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

function HeldQuestion({ attendance: { period } }: { readonly attendance: Attendance }) {
  const answer = async (state: 'held' | 'notHeld' | 'suspended') => {
    await call('period.answerHeld', { periodId: period.id, held: state, reason: words.heldReasons[state] })
  }
  const held = useTask(() => answer('held'))
  const notHeld = useTask(() => answer('notHeld'))
  const suspended = useTask(() => answer('suspended'))
  return (
    <Notice
      tone="warning"
      title={words.heldTitle}
      actions={
        <>
          <Button size="small" onPress={held.run} isPending={held.isRunning}>
            {words.heldYes}
          </Button>
          <Button size="small" onPress={notHeld.run} isPending={notHeld.isRunning}>
            {words.heldNo}
          </Button>
          <Button size="small" variant="quiet" onPress={suspended.run} isPending={suspended.isRunning}>
            {words.heldSuspended}
          </Button>
        </>
      }
    >
      {words.heldText}
    </Notice>
  )
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
