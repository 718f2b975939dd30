import {
  CalendarX2,
  CircleHelp,
  CloudAlert,
  CloudCog,
  GitCompareArrows,
  MailX,
  Plug,
  UserRoundSearch,
} from 'lucide-react'
import { call } from '../../../api.ts'
import { HeldAnswers } from '../../../held/HeldAnswers.tsx'
import { hrefOf } from '../../../router.ts'
import { useTask } from '../../../task.ts'
import { Button } from '../../../ui/Button.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { Card } from '../../../ui/Page.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { changesWords } from '../../../words/changes.ts'
import { heldWords } from '../../../words/held.ts'
import { scheduleWords } from '../../../words/schedule.ts'
import { isByNameAlone, todayWords as words } from '../../../words/today.ts'
import { assertNever } from '../../../../shared/problem.ts'
import type { Need } from '../needs.ts'
import styles from './NeedsYou.module.css'

const { unlinked } = scheduleWords
/** More names than these make a card no clearer. */
const namedStudents = 3

type Of<Kind extends Need['kind']> = Extract<Need, { kind: Kind }>
/** "7:30 AM", with the day where it is not today. */
type WhenOf = (instant: string) => string

/** Only the first button is loud: twelve loud ones would say nothing. */
interface Place {
  readonly whenOf: WhenOf
  readonly variant: 'primary' | 'plain'
}

/** What happened, what it means or the best guess, and the button that settles it. */
export function NeedCard({
  need,
  whenOf,
  isFirst,
}: {
  readonly need: Need
  readonly whenOf: WhenOf
  readonly isFirst: boolean
}) {
  const place: Place = { whenOf, variant: isFirst ? 'primary' : 'plain' }
  switch (need.kind) {
    case 'notConnected':
      return <NotConnected {...place} />
    case 'refused':
      return <Refused {...need} {...place} />
    case 'changedInZoom':
      return <ChangedInZoom {...need} {...place} />
    case 'held':
      return <HeldQuestion {...need} {...place} />
    case 'twice':
      return <Twice {...need} {...place} />
    case 'strangers':
      return <Strangers {...need} {...place} />
    case 'changed':
      return <Changed {...need} {...place} />
    case 'noLink':
      return <NoLink {...need} {...place} />
    case 'noLinkIn':
      return <NoLinkIn {...need} {...place} />
    default:
      return assertNever(need)
  }
}

function NotConnected({ variant }: Place) {
  return (
    <Card
      icon={<Plug aria-hidden className={styles.amber} />}
      title={words.notConnectedTitle}
      actions={
        <LinkButton href={hrefOf(['settings', 'account'])} size="small" variant={variant}>
          {words.connect}
        </LinkButton>
      }
    >
      {words.notConnectedText}
    </Card>
  )
}

function Refused({ problem, entries, variant }: Of<'refused'> & Place) {
  const again = useTask(async () => {
    for (const { id } of entries) await call('outbox.retry', { id })
  })
  const title = entries[0]?.meetingTitle ?? ''
  return (
    <Card
      icon={<CloudAlert aria-hidden className={styles.red} />}
      title={words.refusedTitle(entries.length)}
      actions={
        <Button size="small" variant={variant} onPress={again.run} isPending={again.isRunning}>
          {words.tryAgain}
        </Button>
      }
    >
      {[words.refusedOf(title, entries.length - 1), problem.message, problem.fix].filter(Boolean).join(' ')}
    </Card>
  )
}

function ChangedInZoom({ changes, whenOf, variant }: Of<'changedInZoom'> & Place) {
  const [first] = changes
  const say = first.kind === 'gone' ? changesWords.needGone : changesWords.needChanged
  return (
    <Card
      icon={<CloudCog aria-hidden className={first.isUrgent ? styles.red : styles.amber} />}
      title={changesWords.noticeTitle(changes.length)}
      actions={
        <LinkButton href={hrefOf(['changes'])} size="small" variant={variant}>
          {changesWords.look}
        </LinkButton>
      }
    >
      {say(first.title, whenOf(first.time.startInstant))}
      {changes.length > 1 && ` ${changesWords.more(changes.length - 1)}`}
    </Card>
  )
}

function HeldQuestion({ period, whenOf }: Of<'held'> & Place) {
  return (
    <Card
      icon={<CircleHelp aria-hidden className={styles.amber} />}
      title={heldWords.title}
      actions={<HeldAnswers periodId={period.id} />}
    >
      {words.of(period.group.title, whenOf(period.time.startInstant))} {heldWords.text}
    </Card>
  )
}

function Twice({ who, periods: [one, other], whenOf, variant }: Of<'twice'> & Place) {
  return (
    <Card
      icon={<CalendarX2 aria-hidden className={styles.red} />}
      title={words.twiceTitle(who, whenOf(other.time.startInstant))}
      actions={
        <LinkButton href={hrefOf(['schedule', other.time.on], { view: 'day' })} size="small" variant={variant}>
          {words.toDay}
        </LinkButton>
      }
    >
      {words.twiceText(one.group.title, other.group.title)}
    </Card>
  )
}

function Strangers({ strangers, whenOf, variant }: Of<'strangers'> & Place) {
  const [first] = strangers
  // The one with the best guess says most.
  const told = strangers.find(({ suggestions }) => suggestions.length > 0) ?? first
  const guess = told.suggestions[0]?.listName
  const guessWords =
    guess === undefined
      ? words.noGuess(told.displayName)
      : isByNameAlone(told)
        ? words.unconfirmed(told.displayName, guess)
        : words.bestGuess(told.displayName, guess)
  return (
    <Card
      icon={<UserRoundSearch aria-hidden className={styles.amber} />}
      title={words.strangersTitle(strangers.length)}
      actions={
        <LinkButton href={hrefOf(['who'], { period: first.periodId })} size="small" variant={variant}>
          {words.whoIsThis}
        </LinkButton>
      }
    >
      {words.of(first.periodTitle, whenOf(first.startAt))} {guessWords}
    </Card>
  )
}

function Changed({ period, whenOf }: Of<'changed'> & Place) {
  const decide = async (accept: boolean) => {
    const reason = accept ? words.changeReasons.accept : words.changeReasons.keep
    await call('attendance.decideChange', { periodId: period.id, accept, reason })
    showToast({ title: words.noted })
  }
  const take = useTask(() => decide(true))
  const keep = useTask(() => decide(false))
  return (
    <Card
      icon={<GitCompareArrows aria-hidden className={styles.blue} />}
      title={words.changedTitle(period.proposedChanges)}
      actions={
        <>
          <Button size="small" onPress={take.run} isPending={take.isRunning}>
            {words.takeChange}
          </Button>
          <Button size="small" onPress={keep.run} isPending={keep.isRunning}>
            {words.keepMarks}
          </Button>
          <LinkButton href={hrefOf(['attendance', period.id])} size="small" variant="quiet">
            {words.showChange}
          </LinkButton>
        </>
      }
    >
      {words.of(period.group.title, whenOf(period.time.startInstant))} {words.changedText}
    </Card>
  )
}

function NoLink({ cause, variant }: Of<'noLink'> & Place) {
  const { obstacle, studentCount, classCount, students } = cause
  const named = students.slice(0, namedStudents).map(({ listName }) => listName)
  return (
    <Card
      icon={<MailX aria-hidden className={styles.amber} />}
      title={unlinked.title(obstacle, studentCount, classCount)}
      actions={
        <LinkButton href={hrefOf(['schedule'], { view: 'list', tab: 'attention' })} size="small" variant={variant}>
          {words.show}
        </LinkButton>
      }
    >
      {words.withoutLinkText(named, studentCount - named.length)}
    </Card>
  )
}

function NoLinkIn({ meeting, otherClasses, whenOf, variant }: Of<'noLinkIn'> & Place) {
  return (
    <Card
      icon={<MailX aria-hidden className={styles.amber} />}
      title={words.noLinkTitle}
      actions={
        <LinkButton
          href={hrefOf(['schedule', meeting.time.on], { meeting: meeting.id })}
          size="small"
          variant={variant}
        >
          {words.show}
        </LinkButton>
      }
    >
      {words.noLinkText(meeting.title, whenOf(meeting.time.startInstant), otherClasses)}
    </Card>
  )
}
