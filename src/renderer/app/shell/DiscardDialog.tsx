import type { DiscardPreview, OutboxEntry } from '../../../shared/contract/outbox.ts'
import { useCommand, useLive } from '../../live.ts'
import { useFormats } from '../../status.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { showToast } from '../../ui/Toasts.tsx'
import { changesWords, momentWords, valueWords } from '../../words/changes.ts'
import { commonWords } from '../../words/common.ts'
import type { Formats } from '../../words/format.ts'
import { problemWords } from '../../words/problems.ts'
import { shellWords as words } from '../../words/shell.ts'
import styles from './Sending.module.css'

/** More dates than these say nothing more; the rest is counted. */
const datesShown = 4

/** Asks before a change is given up, with everything that this means; says why where it cannot be. */
export function DiscardDialog({ entry, onClose }: { readonly entry: OutboxEntry; readonly onClose: () => void }) {
  const formats = useFormats()
  const { data, problem } = useLive('outbox.previewDiscard', { id: entry.id })
  const discard = useCommand('outbox.discard')
  const go = async () => {
    if (data === null) return
    if ((await discard.run({ id: entry.id, digest: data.digest })) === null) return
    showToast({ title: words.discarded })
    onClose()
  }
  return (
    <FormDialog
      words={commonWords}
      role="alertdialog"
      size="medium"
      title={words.discardTitle}
      description={[words.actions[entry.action], data?.meetingTitle ?? entry.meetingTitle].join(' · ')}
      submitVariant="danger"
      {...(data === null || problem !== null ? {} : { submitLabel: words.discardNow })}
      cancelLabel={problem === null ? words.keepIt : commonWords.close}
      isCancelFirst
      onSubmit={() => void go()}
      onClose={onClose}
      isPending={discard.isRunning}
      problem={discard.problem && problemWords(discard.problem, formats)}
    >
      {problem !== null ? (
        <ProblemNotice {...problemWords(problem, formats)} />
      ) : data === null ? (
        <Skeleton label={words.lookingAtDiscard} rows={2} />
      ) : (
        <>
          <p>{words.discardText(data)}</p>
          <Back preview={data} formats={formats} />
          {data.also.length > 0 && <p>{words.discardAlso(data.also.map(({ action }) => words.actions[action]))}</p>}
        </>
      )}
    </FormDialog>
  )
}

/** What stands here beside what comes back. */
function Back({
  preview: { fields, dates },
  formats,
}: {
  readonly preview: DiscardPreview
  readonly formats: Formats
}) {
  const dateWords = (date: { readonly startInstant: string; readonly durationMinutes: number } | null) =>
    date === null
      ? changesWords.noDate
      : `${momentWords(date.startInstant, formats)}, ${formats.minutes(date.durationMinutes * 60)}`
  const rows = [
    ...fields.map(({ field, here, atZoom }) => ({
      id: field,
      what: changesWords.fields[field],
      here: valueWords({ field, value: here }, formats),
      back: valueWords({ field, value: atZoom }, formats),
    })),
    ...dates.slice(0, datesShown).map(({ occurrenceId, here, atZoom }) => ({
      id: occurrenceId ?? '',
      what: changesWords.date,
      here: dateWords(here),
      back: dateWords(atZoom),
    })),
  ]
  if (rows.length === 0) return null
  const more = dates.length - datesShown
  return (
    <table className={styles.back}>
      <thead>
        <tr>
          <th scope="col">{words.discardColumns.what}</th>
          <th scope="col">{words.discardColumns.here}</th>
          <th scope="col">{words.discardColumns.back}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, what, here, back }) => (
          <tr key={id}>
            <th scope="row">{what}</th>
            <td>
              <span className={styles.value}>{here}</span>
            </td>
            <td>
              <span className={styles.value}>{back}</span>
            </td>
          </tr>
        ))}
        {more > 0 && (
          <tr>
            <td colSpan={3}>{changesWords.moreDates(more)}</td>
          </tr>
        )}
      </tbody>
    </table>
  )
}
