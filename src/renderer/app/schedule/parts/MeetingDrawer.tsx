import { Copy, Eye, EyeOff, RefreshCw, type LucideIcon } from 'lucide-react'
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
import { Link } from '../../../ui/Link.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { formWords, ruleWords } from '../../../words/schedule-form.ts'
import { scheduleWords as words } from '../../../words/schedule.ts'
import styles from './MeetingDrawer.module.css'
import { MeetingActions } from './MeetingActions.tsx'
import { MeetingDates } from './MeetingDates.tsx'
import { MeetingPill } from './MeetingPill.tsx'
import { MeetingWaiting } from './MeetingWaiting.tsx'

interface Props {
  readonly meetingId: string
  /** The date that it is seen from; the next to come when it is left out. */
  readonly occurrenceId?: string | undefined
  readonly onClose: () => void
  /** Another date is to be shown, or the meeting that a change made of this one. */
  readonly onShow: (meetingId: string, occurrenceId: string | undefined) => void
}

const { drawer } = formWords
const longTitle = 36

const copy = (text: string, title: string) => () =>
  void navigator.clipboard.writeText(text).then(() => showToast({ title }))

/** One meeting: when, who, how it stands with Zoom, its dates, and who has no working link. */
export function MeetingDrawer({ meetingId, occurrenceId, onClose, onShow }: Props) {
  const formats = useFormats()
  const {
    data: meeting,
    problem,
    reload,
  } = useLive('meeting.get', {
    meetingId,
    ...(occurrenceId === undefined ? {} : { occurrenceId }),
  })
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
  const { time, state, phase, series, kind, dates } = meeting
  const when =
    kind === 'noFixedTime'
      ? drawer.noFixedTime
      : `${formats.date(time.on, 'medium')}, ${formats.wallRange(time.startsAt, time.durationMinutes)}`
  const mark = phase === 'past' && state === 'scheduled' ? undefined : <MeetingPill meeting={meeting} />
  // Beside a long title a pill would leave it no room.
  const isLong = meeting.title.length > longTitle
  return (
    <Drawer
      title={meeting.title}
      mark={isLong ? undefined : mark}
      subtitle={
        <>
          {series === null ? when : `${when} · ${drawer.seriesValue(series.number, series.of)}`}
          {isLong && mark !== undefined && <div className={styles.mark}>{mark}</div>}
        </>
      }
      subject={meetingId}
      onClose={onClose}
      closeLabel={commonWords.close}
      actions={
        <MeetingActions
          meeting={meeting}
          onRemoved={onClose}
          onSaved={({ id, occurrenceId: date }) => onShow(id, date ?? undefined)}
        />
      }
    >
      {meeting.problem !== null && <ProblemNotice {...problemWords(meeting.problem, formats)} />}
      <DrawerBlock title={words.factsTitle}>
        <MeetingFacts meeting={meeting} />
      </DrawerBlock>
      {dates.length > 1 && (
        <DrawerBlock title={drawer.dates(dates.length)}>
          <MeetingDates dates={dates} currentId={meeting.occurrenceId} onShow={(date) => onShow(meetingId, date)} />
        </DrawerBlock>
      )}
      <MeetingWaiting meetingId={meetingId} />
      {meeting.registrations.length > 0 && state !== 'cancelled' && <Registrations meeting={meeting} />}
    </Drawer>
  )
}

function MeetingFacts({ meeting }: { readonly meeting: Meeting }) {
  const formats = useFormats()
  const [isShown, setShown] = useState(false)
  const { facts } = words
  const { joinUrl: link, passcode, zoomMeetingId: number } = meeting
  return (
    <Facts
      facts={[
        { id: 'host', term: facts.host, value: meeting.host.name },
        ...(meeting.substitute === null
          ? []
          : [{ id: 'substitute', term: drawer.substitute, value: meeting.substitute }]),
        ...(meeting.alternativeHosts.length === 0
          ? []
          : [
              {
                id: 'alternativeHosts',
                term: drawer.alternativeHosts,
                value: meeting.alternativeHosts.map(({ name }) => name).join(', '),
              },
            ]),
        { id: 'audience', term: facts.audience, value: formWords.audiences[meeting.audience] },
        { id: 'admission', term: facts.admission, value: formWords.admissions[meeting.settings.admission].label },
        { id: 'recording', term: drawer.recording, value: formWords.recordings[meeting.settings.recording] },
        ...(meeting.recurrence === null
          ? []
          : [{ id: 'rule', term: drawer.series, value: ruleWords(meeting.recurrence, formats) }]),
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
        ...(meeting.description === ''
          ? []
          : [{ id: 'description', term: drawer.description, value: meeting.description }]),
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
                    <Link href={hrefOf(['people', personId])}>{listName}</Link>
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
