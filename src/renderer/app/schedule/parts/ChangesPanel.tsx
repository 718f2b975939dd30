import type { ChangePreview } from '../../../../shared/contract/meeting-preview.ts'
import type { Meeting } from '../../../../shared/contract/meeting.ts'
import { useFormats } from '../../../status.ts'
import { Notice } from '../../../ui/Notice.tsx'
import type { Formats } from '../../../words/format.ts'
import { conflictLines } from '../../../words/conflicts.ts'
import { formWords as words } from '../../../words/schedule-form.ts'
import type { EditForm } from '../edit.ts'
import { Conflicts, saidAbove } from './Conflicts.tsx'
import styles from './DatesPanel.module.css'

type Line = ChangePreview['dates'][number]

/** What saving does: new links in plain words, what is in the way, and each date before and after. */
export function ChangesPanel({ form }: { readonly form: EditForm }) {
  const formats = useFormats()
  const { change, hasChanges, freeHosts, draft, set } = form
  const dates = change?.dates ?? []
  const isSaidAbove = saidAbove(dates)
  const lines = dates
    .map((line) => ({ ...line, conflicts: line.conflicts.filter((conflict) => !isSaidAbove(conflict)) }))
    .filter(isShown)
  const counts = {
    moved: lines.filter((line) => isMoved(line) && line.before !== null && line.after !== null).length,
    added: lines.filter(({ before }) => before === null).length,
    gone: lines.filter(({ after }) => after === null).length,
  }
  return (
    <section aria-label={words.edit.changes} className={styles.panel}>
      <div className={styles.head}>
        <h3 className={styles.title}>{words.edit.changes}</h3>
        <span className={styles.count}>{hasChanges ? words.edit.dates(counts) : words.edit.nothing}</span>
      </div>
      <LinkNotices change={change} />
      <Conflicts
        dates={dates}
        freeHosts={freeHosts}
        needsLicence={draft.audience === 'class'}
        onHost={(hostId) => set({ hostId })}
      />
      {lines.length > 0 && (
        <ul className={styles.list}>
          {lines.map((line) => (
            <li key={line.occurrenceId ?? line.after?.startInstant} className={styles.change}>
              <span className={styles.number}>{line.number}</span>
              <span className={styles.before}>
                {line.before === null ? words.edit.added : timeWords(line.before, formats)}
              </span>
              <span className={styles.after}>
                {line.after === null
                  ? words.edit.gone
                  : isMoved(line) && `→ ${timeWords(line.after, formats, line.before)}`}
              </span>
              {conflictLines(line.conflicts, formats).map((text) => (
                <span key={text} className={styles.remark}>
                  {text}
                </span>
              ))}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** Whose link changes: "31 students get a new link", where Zoom needs a second meeting; who is registered, and who no longer is. */
export function LinkNotices({ change }: { readonly change: ChangePreview | null }) {
  if (change === null) return null
  const { isSplit, newLinkCount, registration } = change
  const { edit } = words
  if (isSplit) {
    return (
      <Notice tone="warning" title={edit.splitTitle(newLinkCount)}>
        {edit.splitText}
      </Notice>
    )
  }
  if (registration === null || registration.added + registration.withdrawn === 0) return null
  return (
    <Notice tone="warning" title={edit.registrationTitle(registration)}>
      {registration.withdrawn > 0 && edit.withdrawnText}
    </Notice>
  )
}

const isMoved = ({ before, after }: Line): boolean =>
  before === null ||
  after === null ||
  before.timeZone !== after.timeZone ||
  before.startInstant !== after.startInstant ||
  before.endInstant !== after.endInstant

const isShown = (line: Line): boolean => isMoved(line) || line.conflicts.length > 0

/** Day and time; of the time after a change only what is otherwise than before, with the zone that it is read in now. */
function timeWords(time: Meeting['time'], formats: Formats, before: Meeting['time'] | null = null): string {
  const date = formats.date(time.on, 'medium')
  const range = formats.wallRange(time.startsAt, time.durationMinutes)
  if (before === null) return `${date}, ${range}`
  const isSameTime = before.startsAt === time.startsAt && before.durationMinutes === time.durationMinutes
  if (before.timeZone !== time.timeZone) {
    return [...(before.on === time.on ? [] : [date]), range, words.zone(time.timeZone)].join(', ')
  }
  return before.on === time.on ? range : isSameTime ? date : `${date}, ${range}`
}
