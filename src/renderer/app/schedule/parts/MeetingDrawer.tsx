import { CalendarX, ClipboardCheck, Copy, Eye, EyeOff, MoveRight, RefreshCw, type LucideIcon } from 'lucide-react'
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
import { Link, LinkButton } from '../../../ui/Link.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { scheduleWords as words } from '../../../words/schedule.ts'
import styles from './MeetingDrawer.module.css'
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
      mark={phase === 'past' && state === 'scheduled' ? undefined : <MeetingPill meeting={meeting} />}
      subtitle={`${formats.date(time.on, 'medium')}, ${formats.wallRange(time.startsAt, time.durationMinutes)}`}
      subject={meetingId}
      onClose={onClose}
      closeLabel={commonWords.close}
      actions={
        <>
          {periodId !== undefined && phase !== 'upcoming' && (
            <LinkButton href={hrefOf(['attendance', periodId])} icon={ClipboardCheck} variant="primary">
              {words.attendance}
            </LinkButton>
          )}
          {canChange && (
            <>
              <Button icon={MoveRight} onPress={() => setOpen('move')}>
                {words.move}
              </Button>
              <Button variant="quiet" icon={CalendarX} onPress={() => setOpen('cancel')}>
                {words.cancelClass}
              </Button>
            </>
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
  const copy = (text: string, title: string) => () =>
    void navigator.clipboard.writeText(text).then(() => showToast({ title }))
  const { joinUrl: link, passcode, zoomMeetingId: number } = meeting
  return (
    <Facts
      facts={[
        { id: 'host', term: facts.host, value: meeting.host.name },
        { id: 'audience', term: facts.audience, value: words.audiences[meeting.audience] },
        { id: 'admission', term: facts.admission, value: words.admissions[meeting.settings.admission].label },
        {
          id: 'number',
          term: facts.number,
          value:
            number === null ? (
              '–'
            ) : (
              <WithButton icon={Copy} label={words.copyNumber} onPress={copy(number, words.numberCopied)}>
                {number}
              </WithButton>
            ),
        },
        {
          id: 'passcode',
          term: facts.passcode,
          value:
            passcode === null ? (
              '–'
            ) : (
              <WithButton
                icon={isShown ? EyeOff : Eye}
                label={isShown ? commonWords.hide : commonWords.show}
                onPress={() => setShown(!isShown)}
              >
                {isShown ? passcode : words.hidden}
              </WithButton>
            ),
        },
        {
          id: 'link',
          term: facts.link,
          value:
            link === null ? (
              '–'
            ) : (
              <WithButton icon={Copy} label={words.copyLink} onPress={copy(link, words.copied)}>
                {link.replace(/^https:\/\//, '')}
              </WithButton>
            ),
        },
      ]}
    />
  )
}

/** A value on one line, and what can be done with it at its end. */
function WithButton({
  children,
  ...button
}: {
  readonly children: string
  readonly icon: LucideIcon
  readonly label: string
  readonly onPress: () => void
}) {
  return (
    <span className={styles.withButton}>
      <span className={styles.value}>{children}</span>
      <IconButton {...button} size="small" />
    </span>
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
            <div key={reason} className={styles.refused}>
              <ul>
                {students.map(({ personId, listName }) => (
                  <li key={personId}>
                    <Link href={hrefOf(['sections'], { person: personId })}>{listName}</Link>
                  </li>
                ))}
              </ul>
              <span className={styles.reason}>{reason}</span>
            </div>
          ))}
          {meeting.phase !== 'past' && (
            <div>
              <Button size="small" icon={RefreshCw} onPress={again.run} isPending={again.isRunning}>
                {words.registerAgain}
              </Button>
            </div>
          )}
        </>
      )}
    </DrawerBlock>
  )
}
