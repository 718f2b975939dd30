import type { ChangePreview } from '../../../../shared/contract/meeting-preview.ts'
import type { Meeting } from '../../../../shared/contract/meeting.ts'
import { useFormats } from '../../../status.ts'
import { Notice } from '../../../ui/Notice.tsx'
import type { Formats } from '../../../words/format.ts'
import { conflictCounts, conflictLines, formWords as words } from '../../../words/schedule-form.ts'
import styles from './DatesPanel.module.css'

type Line = ChangePreview['dates'][number]

/** What saving does: new links in plain words, and each date before and after. */
export function ChangesPanel({ change }: { readonly change: ChangePreview | null }) {
  const formats = useFormats()
  const lines = change?.dates.filter(isShown) ?? []
  const moved = lines.filter(isMoved).length
  return (
    <section aria-label={words.edit.changes} className={styles.panel}>
      <div className={styles.head}>
        <h3 className={styles.title}>{words.edit.changes}</h3>
        <span className={styles.count}>
          {change === null ? words.edit.nothing : moved === 0 ? words.edit.noDateMoves : words.edit.moved(moved)}
        </span>
      </div>
      <SplitNotice change={change} />
      {change !== null && conflictCounts(change.dates).length > 0 && change.dates.length > 1 && (
        <Notice tone="warning" title={conflictCounts(change.dates).join('. ')} />
      )}
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

/** "31 students get a new link", where Zoom needs a second meeting. */
export function SplitNotice({ change }: { readonly change: ChangePreview | null }) {
  if (change === null || !change.isSplit) return null
  return (
    <Notice tone="warning" title={words.edit.splitTitle(change.newLinkCount)}>
      {words.edit.splitText}
    </Notice>
  )
}

const isMoved = ({ before, after }: Line): boolean =>
  before === null ||
  after === null ||
  before.startInstant !== after.startInstant ||
  before.endInstant !== after.endInstant

const isShown = (line: Line): boolean => isMoved(line) || line.conflicts.length > 0

/** Day and time; of the time after a change only what is otherwise than before. */
function timeWords(time: Meeting['time'], formats: Formats, before: Meeting['time'] | null = null): string {
  const date = formats.date(time.on, 'medium')
  const range = formats.wallRange(time.startsAt, time.durationMinutes)
  if (before === null) return `${date}, ${range}`
  const isSameTime = before.startsAt === time.startsAt && before.durationMinutes === time.durationMinutes
  return before.on === time.on ? range : isSameTime ? date : `${date}, ${range}`
}
