import { CalendarX, ClipboardCheck, Copy, MoveRight, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import type { Meeting } from '../../../../shared/contract/meeting.ts'
import { call } from '../../../api.ts'
import { useLive } from '../../../live.ts'
import { hrefOf } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { useTask } from '../../../task.ts'
import { Button } from '../../../ui/Button.tsx'
import { Drawer, DrawerBlock } from '../../../ui/Drawer.tsx'
import { Facts } from '../../../ui/Facts.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { MenuButton } from '../../../ui/Menu.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { scheduleWords as words } from '../../../words/schedule.ts'
import { CancelDialog } from './CancelDialog.tsx'
import { MeetingPill } from './MeetingPill.tsx'
import { MoveDialog } from './MoveDialog.tsx'

/** One meeting: when, who, how it stands with Zoom, and who has no working link. */
export function MeetingDrawer({ meetingId, onClose }: { readonly meetingId: string; readonly onClose: () => void }) {
  const formats = useFormats()
  const { data: meeting, problem, reload } = useLive('meeting.get', { meetingId })
  const [open, setOpen] = useState<'none' | 'move' | 'cancel'>('none')
  if (meeting === null) {
    return (
      <Drawer title={words.title} subject={meetingId} onClose={onClose} closeLabel={commonWords.close}>
        {problem === null ? (
          <Skeleton label={words.loading} rows={5} />
        ) : (
          <ProblemNotice {...problemWords(problem, formats)} onRetry={reload} />
        )}
      </Drawer>
    )
  }
  const { time, state, phase } = meeting
  const canChange = phase === 'upcoming' && (state === 'scheduled' || state === 'creating')
  const [periodId] = meeting.periodIds
  return (
    <Drawer
      title={meeting.title}
      mark={<MeetingPill meeting={meeting} />}
      subtitle={`${formats.date(time.on, 'medium')}, ${formats.wallRange(time.startsAt, time.durationMinutes)}`}
      subject={meetingId}
      onClose={onClose}
      closeLabel={commonWords.close}
      actions={
        <>
          {periodId !== undefined && (
            <LinkButton href={hrefOf(['attendance', periodId])} icon={ClipboardCheck} variant="primary">
              {words.attendance}
            </LinkButton>
          )}
          {canChange && (
            <MenuButton
              label={commonWords.more}
              groups={[
                {
                  id: 'change',
                  actions: [
                    { id: 'move', label: words.move, icon: MoveRight, onAction: () => setOpen('move') },
                    {
                      id: 'cancel',
                      label: words.cancelClass,
                      icon: CalendarX,
                      isDanger: true,
                      onAction: () => setOpen('cancel'),
                    },
                  ],
                },
              ]}
            />
          )}
        </>
      }
    >
      {meeting.problem !== null && <ProblemNotice {...problemWords(meeting.problem, formats)} />}
      <DrawerBlock title={words.facsTitle}>
        <MeetingFacts meeting={meeting} />
      </DrawerBlock>
      {meeting.registrations.length > 0 && <Registrations meeting={meeting} />}
      {open === 'move' && <MoveDialog meeting={meeting} onClose={() => setOpen('none')} />}
      {open === 'cancel' && <CancelDialog meeting={meeting} onClose={() => setOpen('none')} />}
    </Drawer>
  )
}

function MeetingFacts({ meeting }: { readonly meeting: Meeting }) {
  const [isShown, setShown] = useState(false)
  const { facts } = words
  const copy = async (link: string) => {
    await navigator.clipboard.writeText(link)
    showToast({ title: words.copied })
  }
  const link = meeting.joinUrl
  return (
    <Facts
      facts={[
        { id: 'host', term: facts.host, value: meeting.host.name },
        { id: 'audience', term: facts.audience, value: words.audiences[meeting.audience] },
        { id: 'admission', term: facts.admission, value: words.admissions[meeting.settings.admission].label },
        { id: 'number', term: facts.number, value: meeting.zoomMeetingId ?? '–' },
        {
          id: 'passcode',
          term: facts.passcode,
          value:
            meeting.passcode === null ? (
              '–'
            ) : (
              <Button variant="quiet" size="small" onPress={() => setShown(!isShown)}>
                {isShown ? meeting.passcode : commonWords.show}
              </Button>
            ),
        },
        {
          id: 'link',
          term: facts.link,
          value:
            link === null ? '–' : <IconButton icon={Copy} label={words.copyLink} onPress={() => void copy(link)} />,
        },
      ]}
    />
  )
}

/** Who has no working link stands first, each with the reason; the rest is a count. */
function Registrations({ meeting }: { readonly meeting: Meeting }) {
  const again = useTask(async () => {
    await call('meeting.registerAgain', { meetingId: meeting.id })
  })
  const { registrations } = meeting
  const without = registrations.filter(({ state }) => state === 'refused' || state === 'pending')
  const waiting = registrations.filter(({ state }) => state === 'waiting').length
  const registered = registrations.filter(({ state }) => state === 'registered').length
  return (
    <DrawerBlock title={words.students}>
      {registered > 0 && <p>{words.registeredTitle(registered)}</p>}
      {waiting > 0 && <p>{words.waitingTitle(waiting)}</p>}
      {without.length > 0 && (
        <>
          <p>{words.refusedTitle(without.length)}</p>
          {[...Map.groupBy(without, ({ reason }) => reason ?? '–')].map(([reason, students]) => (
            <Notice key={reason} tone="warning" title={students.map(({ listName }) => listName).join('; ')}>
              {reason}
            </Notice>
          ))}
          <Button size="small" icon={RefreshCw} onPress={again.run} isPending={again.isRunning}>
            {words.registerAgain}
          </Button>
        </>
      )}
    </DrawerBlock>
  )
}
