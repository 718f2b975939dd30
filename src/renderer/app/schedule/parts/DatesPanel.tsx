import type { MeetingPreview } from '../../../../shared/contract/meeting-preview.ts'
import { useFormats } from '../../../status.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { cx } from '../../../ui/cx.ts'
import { conflictLines } from '../../../words/conflicts.ts'
import { formWords as words } from '../../../words/schedule-form.ts'
import { isKept, keeping } from '../dates.ts'
import type { ScheduleForm } from '../form.ts'
import { Conflicts, saidAbove } from './Conflicts.tsx'
import styles from './DatesPanel.module.css'

type PreviewDate = MeetingPreview['dates'][number]

/** Every date that the rule names: kept ones with their number, the others with why; a tick leaves out or keeps. */
export function DatesPanel({ form }: { readonly form: ScheduleForm }) {
  const { draft, set, preview } = form
  const dates = preview.answer?.dates ?? []
  const error = form.errorAt('skipOn') ?? form.errorAt('repeat')

  const kept = dates.filter((date) => isKept(date, draft))
  const isSaidAbove = saidAbove(kept)
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
              isKept={isKept(date, draft)}
              isSaidAbove={isSaidAbove}
              onKeep={(isWanted) => set(keeping(date, draft, isWanted))}
            />
          ))}
        </ul>
      )}
    </section>
  )
}

function DateLine({
  date,
  isKept: isHeld,
  isSaidAbove,
  onKeep,
}: {
  readonly date: PreviewDate
  readonly isKept: boolean
  readonly isSaidAbove: ReturnType<typeof saidAbove>
  readonly onKeep: (isWanted: boolean) => void
}) {
  const formats = useFormats()
  const { on, number, day, clock, conflicts, isClassDay } = date
  const said = [
    ...(day === null ? [] : [words.day(day.kind, day.authority)]),
    ...(isHeld ? (isClassDay ? [] : [words.keptAnyway]) : [words.leftOut]),
  ].join(', ')
  const remarks = isHeld
    ? [
        ...conflictLines(
          conflicts.filter((conflict) => conflict.kind !== 'noClassDay' && !isSaidAbove(conflict)),
          formats,
        ),
        ...(clock === 'once' ? [] : [words.clock[clock]]),
      ]
    : []
  const name = formats.date(on, 'medium')
  return (
    <li className={cx(styles.line, !isHeld && styles.out)}>
      <Checkbox aria-label={words.leave(name)} isSelected={isHeld} onChange={onKeep} />
      <span className={styles.number}>{isHeld ? number : null}</span>
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
