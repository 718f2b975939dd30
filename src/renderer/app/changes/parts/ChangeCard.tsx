import { useId } from 'react'
import type { MeetingChange } from '../../../../shared/contract/sync.ts'
import { call } from '../../../api.ts'
import { hrefOf } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { useTask } from '../../../task.ts'
import { Button } from '../../../ui/Button.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { VisuallyHidden } from '../../../ui/VisuallyHidden.tsx'
import { changesWords as words, momentWords, valueWords } from '../../../words/changes.ts'
import type { Formats } from '../../../words/format.ts'
import styles from './Changes.module.css'

/** More dates than these say nothing more; the rest is counted. */
const datesShown = 4

/** One class as it is here and as it is at Zoom, and the two ways to settle it. */
export function ChangeCard({
  change,
  isFirst,
  onSettled,
}: {
  readonly change: MeetingChange
  readonly isFirst: boolean
  readonly onSettled: () => void
}) {
  const formats = useFormats()
  const titleId = useId()
  const { meetingId, title, time, host, kind, isUrgent } = change
  const isGone = kind === 'gone'
  const isAnew = change.putBack === 'anew'
  const accept = useTask(async () => {
    await call('sync.accept', { meetingId })
    showToast({ title: isGone ? words.acceptedGone : words.accepted })
    onSettled()
  })
  const putBack = useTask(async () => {
    await call('sync.putBack', { meetingId })
    showToast({ title: isAnew ? words.isMadeAnew : words.isPutBack })
    onSettled()
  })
  const why = [words.why(change), isAnew ? words.newLinks(change.registeredCount) : null].filter(
    (each) => each !== null,
  )
  const isBusy = accept.isRunning || putBack.isRunning
  return (
    <article aria-labelledby={titleId} className={styles.card} data-urgent={isUrgent || undefined}>
      <header className={styles.head}>
        <h2 id={titleId} className={styles.title}>
          {title}
        </h2>
        {change.goneBy !== null ? (
          <Pill state="problem">{words.gone[change.goneBy]}</Pill>
        ) : (
          isUrgent && <Pill state="problem">{words.urgent}</Pill>
        )}
        <p className={styles.when}>
          {[momentWords(time.startInstant, formats), host].join(' · ')}
          {change.dates.length > 0 && ` · ${words.ofDates(change.dates.length, change.datesToCome)}`}
        </p>
      </header>
      {!isGone && <Sides change={change} formats={formats} />}
      {why.length > 0 && <p className={styles.why}>{why.join(' ')}</p>}
      <footer className={styles.actions}>
        <Button
          size="small"
          aria-label={isAnew ? words.makeAnewLabel(title) : words.putBackLabel(title)}
          variant={isFirst ? 'primary' : 'plain'}
          onPress={putBack.run}
          isPending={putBack.isRunning}
          isDisabled={isBusy && !putBack.isRunning}
        >
          {isAnew ? words.makeAnew : words.putBack}
        </Button>
        <Button
          size="small"
          aria-label={isGone ? words.acceptGoneLabel(title) : words.acceptLabel(title)}
          onPress={accept.run}
          isPending={accept.isRunning}
          isDisabled={isBusy && !accept.isRunning}
        >
          {isGone ? words.acceptGone : words.accept}
        </Button>
        <LinkButton
          size="small"
          variant="quiet"
          aria-label={words.showLabel(title)}
          href={hrefOf(['schedule', time.on], { meeting: meetingId })}
        >
          {words.show}
        </LinkButton>
      </footer>
    </article>
  )
}

function Sides({ change, formats }: { readonly change: MeetingChange; readonly formats: Formats }) {
  const rows = [
    ...change.fields.map(({ field, here, atZoom }) => ({
      id: field,
      what: words.fields[field],
      here: valueWords({ field, value: here }, formats),
      atZoom: valueWords({ field, value: atZoom }, formats),
    })),
    ...change.dates.slice(0, datesShown).map(({ here, atZoom }) => ({
      id: `${here?.startInstant ?? ''} ${atZoom?.startInstant ?? ''}`,
      what: words.date,
      here: here === null ? words.noDate : dateWords(here, formats),
      atZoom: atZoom === null ? words.deleted : dateWords(atZoom, formats),
    })),
  ]
  const more = change.dates.length - datesShown
  return (
    <table className={styles.sides}>
      <thead>
        <tr>
          <th scope="col">
            <VisuallyHidden>{words.columns.what}</VisuallyHidden>
          </th>
          <th scope="col">{words.columns.here}</th>
          <th scope="col">{words.columns.atZoom}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, what, here, atZoom }) => (
          <tr key={id}>
            <th scope="row">{what}</th>
            <td>
              <span className={styles.value}>{here}</span>
            </td>
            <td className={styles.other}>
              <span className={styles.value}>{atZoom}</span>
            </td>
          </tr>
        ))}
        {more > 0 && (
          <tr>
            <td colSpan={3} className={styles.more}>
              {words.moreDates(more)}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  )
}

const dateWords = (date: { readonly startInstant: string; readonly durationMinutes: number }, formats: Formats) =>
  `${momentWords(date.startInstant, formats)}, ${formats.minutes(date.durationMinutes * 60)}`
