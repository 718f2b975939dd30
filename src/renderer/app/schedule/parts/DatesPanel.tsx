import type { Conflict, MeetingPreview } from '../../../../shared/contract/meeting-preview.ts'
import { useFormats } from '../../../status.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { cx } from '../../../ui/cx.ts'
import { conflictLines, formWords as words } from '../../../words/schedule-form.ts'
import type { ScheduleForm } from '../form.ts'
import { Conflicts } from './Conflicts.tsx'
import styles from './DatesPanel.module.css'

type PreviewDate = MeetingPreview['dates'][number]

/** Every date that the rule names: kept ones with their number, the others with why; a tick leaves out or keeps. */
export function DatesPanel({ form }: { readonly form: ScheduleForm }) {
  const { draft, set, preview } = form
  const dates = preview.answer?.dates ?? []
  const wasSkipped = new Set(preview.asked?.skipOn)
  const error = form.errorAt('skipOn') ?? form.errorAt('repeat')

  /** What the person said last, before the application has answered it. */
  const isKept = ({ on, isKept: isKeptThere, day }: PreviewDate): boolean => {
    if (draft.skipOn.includes(on)) return false
    if (draft.keepOn.includes(on)) return true
    return wasSkipped.has(on) ? !isFree(day) : isKeptThere
  }
  const keep = ({ on, day, isKept: isKeptThere }: PreviewDate, isWanted: boolean) => {
    const skipOn = draft.skipOn.filter((one) => one !== on)
    const keepOn = draft.keepOn.filter((one) => one !== on)
    const isFreeDay = isFree(day) || (!isKeptThere && !wasSkipped.has(on))
    if (isWanted) set({ skipOn, keepOn: isFreeDay ? [...keepOn, on] : keepOn })
    else set({ keepOn, skipOn: isFree(day) ? skipOn : [...skipOn, on] })
  }

  const kept = dates.filter(isKept)
  // What holds of every date is said once, above them.
  const saidOfAll = new Set<Conflict['kind']>([
    'noClassDay',
    ...(kept.every(({ conflicts }) => conflicts.some(({ kind }) => kind === 'outsideSchoolHours'))
      ? (['outsideSchoolHours'] as const)
      : []),
  ])
  return (
    <section aria-label={words.dates} className={styles.panel}>
      <div className={styles.head}>
        <h3 className={styles.title}>{words.dates}</h3>
        {dates.length > 0 && (
          <span className={styles.count}>
            {[
              words.classes(kept.length),
              ...(kept.length < dates.length ? [words.outCount(dates.length - kept.length)] : []),
            ].join(' · ')}
          </span>
        )}
      </div>
      {error !== undefined && <p className={styles.error}>{error}</p>}
      <Conflicts
        dates={kept}
        freeHosts={form.freeHosts}
        needsLicence={draft.audience === 'class'}
        onHost={(hostId) => set({ hostId })}
      />
      {dates.length === 0 ? (
        <p className={styles.empty}>{preview.isCurrent ? words.noDates : words.counting}</p>
      ) : (
        <ul className={styles.list}>
          {dates.map((date) => (
            <DateLine
              key={date.on}
              date={date}
              isKept={isKept(date)}
              saidOfAll={saidOfAll}
              onKeep={(isWanted) => keep(date, isWanted)}
            />
          ))}
        </ul>
      )}
    </section>
  )
}

/** Whether the calendar keeps a series from taking place on such a day. */
const isFree = (day: PreviewDate['day']): boolean =>
  day !== null && (day.kind === 'suspended' || day.kind === 'holiday' || day.kind === 'asynchronous')

function DateLine({
  date,
  isKept,
  saidOfAll,
  onKeep,
}: {
  readonly date: PreviewDate
  readonly isKept: boolean
  readonly saidOfAll: ReadonlySet<Conflict['kind']>
  readonly onKeep: (isWanted: boolean) => void
}) {
  const formats = useFormats()
  const { on, number, day, clock, conflicts } = date
  const isAway = isFree(day)
  const said = [
    ...(day === null ? [] : [words.day(day.kind, day.authority)]),
    ...(isKept ? (isAway ? [words.keptAnyway] : []) : [words.leftOut]),
  ].join(', ')
  const remarks = isKept
    ? [
        ...conflictLines(
          conflicts.filter(({ kind }) => !saidOfAll.has(kind)),
          formats,
        ),
        ...(clock === 'once' ? [] : [words.clock[clock]]),
      ]
    : []
  const name = formats.date(on, 'medium')
  return (
    <li className={cx(styles.line, !isKept && styles.out)}>
      <Checkbox aria-label={words.leave(name)} isSelected={isKept} onChange={onKeep} />
      <span className={styles.number}>{isKept ? number : null}</span>
      <span className={styles.date}>{name}</span>
      {said !== '' && (
        <span className={styles.said} title={said}>
          {said}
        </span>
      )}
      {remarks.map((remark) => (
        <span key={remark} className={styles.remark}>
          {remark}
        </span>
      ))}
    </li>
  )
}
