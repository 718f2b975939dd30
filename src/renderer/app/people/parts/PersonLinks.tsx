import { Copy, Eye, EyeOff, FileText, UserCheck } from 'lucide-react'
import { useState } from 'react'
import type { PersonPage } from '../../../../shared/contract/person.ts'
import type { MeetingRegistration, Registration } from '../../../../shared/contract/registration.ts'
import { call } from '../../../api.ts'
import { copyText } from '../../../copy.ts'
import { LinkSheetDialog } from '../../../links/LinkSheetDialog.tsx'
import { useLive } from '../../../live.ts'
import { hrefOf } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { useTask } from '../../../task.ts'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Link } from '../../../ui/Link.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { Pill, type PillState } from '../../../ui/Pill.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { peopleWords as words } from '../../../words/people.ts'
import { problemWords } from '../../../words/problems.ts'
import { Address } from './Address.tsx'
import styles from './PersonPage.module.css'

const pills: Readonly<Record<Registration['state'], PillState>> = {
  waiting: 'waitingToSend',
  registered: 'present',
  pending: 'notFinal',
  refused: 'problem',
  cancelled: 'notHeld',
}

/** A student's links for the classes to come: covered until somebody asks to see one, and why there is none. */
export function PersonLinks({
  page: { person },
  mayChange,
}: {
  readonly page: PersonPage
  readonly mayChange: boolean
}) {
  const formats = useFormats()
  const { data, problem, reload } = useLive('registration.list', { personId: person.id })
  const [isSheetOpen, setSheetOpen] = useState(false)
  const registrations = data?.registrations.filter(({ state }) => state !== 'cancelled') ?? []
  // The sheet is a section's: it is handed out where they are.
  const sectionId = useLive('person.find', { text: '', personId: person.id }).data?.people[0]?.sectionIds[0]
  const register = useTask(async () => {
    const { meetings, registeredCount } = await call('registration.registerStudent', { personId: person.id })
    showToast({ title: words.registered(registeredCount, meetings.length) })
    reload()
  })
  const hasLink = registrations.some(({ state }) => state === 'registered')
  return (
    <Panel
      title={words.links}
      count={registrations.length}
      isFlush
      actions={
        mayChange && (
          <>
            {sectionId !== undefined && (
              <Button size="small" icon={FileText} isDisabled={!hasLink} onPress={() => setSheetOpen(true)}>
                {words.linkSheet}
              </Button>
            )}
            <Button size="small" icon={UserCheck} onPress={register.run} isPending={register.isRunning}>
              {words.registerNow}
            </Button>
          </>
        )
      }
    >
      {problem !== null && data === null && <ProblemNotice {...problemWords(problem, formats)} onRetry={reload} />}
      {data === null && problem === null && <Skeleton label={words.links} rows={2} />}
      {data !== null && registrations.length === 0 && <p className={styles.empty}>{words.noLinks}</p>}
      {registrations.length > 0 && (
        <ul className={styles.rows}>
          {registrations.map((registration) => (
            <LinkRow key={registration.meetingId} registration={registration} />
          ))}
        </ul>
      )}
      {isSheetOpen && sectionId !== undefined && (
        <LinkSheetDialog
          of={{ sectionId, personIds: [person.id] }}
          title={person.listName}
          onClose={() => setSheetOpen(false)}
        />
      )}
    </Panel>
  )
}

function LinkRow({ registration }: { readonly registration: MeetingRegistration }) {
  const formats = useFormats()
  const [isShown, setShown] = useState(false)
  const { meetingId, meetingTitle, startsAt, state, address, reason, fix, joinUrl } = registration
  return (
    <li className={styles.row}>
      <span className={styles.main}>
        <Link href={hrefOf(['schedule'], { meeting: meetingId })}>{meetingTitle}</Link>
        <span className={styles.link}>
          {startsAt !== null && <span>{formats.moment(startsAt, 'brief')}</span>}
          {address !== null && <Address>{address}</Address>}
        </span>
        {reason !== null && <span className={styles.detail}>{[reason, fix].filter(Boolean).join(' ')}</span>}
        {isShown && joinUrl !== null && <span className={styles.url}>{joinUrl}</span>}
      </span>
      {joinUrl !== null && (
        <>
          <IconButton
            icon={isShown ? EyeOff : Eye}
            size="small"
            label={isShown ? words.hideLinkOf(meetingTitle) : words.showLinkOf(meetingTitle)}
            aria-pressed={isShown}
            onPress={() => setShown(!isShown)}
          />
          <IconButton
            icon={Copy}
            size="small"
            label={words.copyLinkOf(meetingTitle)}
            onPress={() => void copyText(joinUrl, words.linkCopied)}
          />
        </>
      )}
      <Pill state={pills[state]}>{words.linkStates[state]}</Pill>
    </li>
  )
}
