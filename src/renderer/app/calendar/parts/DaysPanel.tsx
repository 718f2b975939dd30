import { CalendarPlus, X } from 'lucide-react'
import { useId } from 'react'
import type { DayType, Suspension } from '../../../../shared/contract/calendar.ts'
import { useCommand } from '../../../live.ts'
import { hrefOf } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { calendarWords as words } from '../../../words/calendar.ts'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { kindTones } from '../kinds.ts'
import { daysTitle, partName, wordLine } from '../say.ts'
import { groupWords, lengthOf, periodOf, type DayRange, type ShownYear, type WordGroup } from '../year.ts'
import styles from './DaysPanel.module.css'
import yearStyles from './YearView.module.css'

/** What {@link DaysPanel} takes. */
export interface DaysPanelProps {
  readonly range: DayRange
  readonly year: ShownYear
  readonly words: ReadonlyMap<string, readonly DayType[]>
  readonly suspensions: readonly Suspension[]
  readonly mayChange: boolean
  readonly onSay: () => void
  readonly onSuspend: () => void
  readonly onUndo: (suspension: Suspension) => void
  readonly onClose: () => void
}

/** What was said of the selected days, and what can be said: below the year, so that no day moves away while it is chosen. */
export function DaysPanel(props: DaysPanelProps) {
  const { range, year, words: said, suspensions, mayChange, onSay, onSuspend, onUndo, onClose } = props
  const formats = useFormats()
  const titleId = useId()
  const { run, problem } = useCommand('calendar.revokeDays')
  const isOne = range.from === range.to
  const groups = groupWords(said, range)
  const period = periodOf(range.from, year.gradingPeriods)
  const revoke = async ({ days }: WordGroup) => {
    if ((await run({ ids: days.map(({ id }) => id) })) !== null) showToast({ title: words.revoked })
  }
  const subtitle = [
    ...(isOne ? [] : [words.daysCount(lengthOf(range))]),
    ...(period === null ? [] : [period.period.title]),
  ].join(' · ')
  return (
    <aside
      aria-labelledby={titleId}
      className={styles.panel}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.stopPropagation()
        onClose()
      }}
    >
      <header className={styles.head}>
        <h2 id={titleId} className={styles.title}>
          {daysTitle(range, formats)}
        </h2>
        {subtitle !== '' && <span className={styles.subtitle}>{subtitle}</span>}
        <div className={styles.actions}>
          {isOne && (
            <LinkButton size="small" variant="quiet" href={hrefOf(['schedule', range.from], { view: 'day' })}>
              {words.seeClasses}
            </LinkButton>
          )}
          {mayChange && isOne && (
            <Button size="small" onPress={onSuspend}>
              {words.suspend}
            </Button>
          )}
          {mayChange && (
            <Button size="small" variant="primary" icon={CalendarPlus} onPress={onSay}>
              {words.say}
            </Button>
          )}
          <IconButton icon={X} label={commonWords.close} keys="Esc" size="small" onPress={onClose} />
        </div>
      </header>
      {problem !== null && <ProblemNotice {...problemWords(problem, formats)} />}
      {groups.length === 0 ? (
        <p className={styles.nothing}>{isOne ? words.nothingSaid : words.nothingSaidRange}</p>
      ) : (
        <ul aria-label={words.said} className={styles.list}>
          {groups.map((group) => {
            const { word } = group
            const suspension = suspensions.find(({ id }) => id === word.suspensionId)
            return (
              <li key={word.id} className={styles.word}>
                <span aria-hidden className={yearStyles.legendSign} data-tone={kindTones[word.kind]}>
                  {words.signs[word.kind]}
                </span>
                <div className={styles.what}>
                  <strong className={styles.name}>
                    {word.authority === '' ? words.kinds[word.kind] : word.authority}
                  </strong>
                  <span className={styles.detail}>
                    {[
                      ...(isOne ? [] : [groupDays(group, formats)]),
                      ...(word.authority === '' ? [] : [words.kinds[word.kind]]),
                      partName(word),
                      word.fromTime === null ? words.wholeDay : words.from(formats.wallTime(word.fromTime)),
                      word.countsAsSchoolDay ? words.counts : words.countsNot,
                    ].join(' · ')}
                  </span>
                </div>
                {mayChange && word.suspensionId === null && (
                  <Button
                    size="small"
                    variant="quiet"
                    aria-label={words.revokeLabel(wordLine(word, formats))}
                    onPress={() => void revoke(group)}
                  >
                    {words.revoke}
                  </Button>
                )}
                {mayChange && suspension !== undefined && (
                  <Button
                    size="small"
                    variant="quiet"
                    aria-label={words.suspensions.undoLabel(formats.date(word.on))}
                    onPress={() => onUndo(suspension)}
                  >
                    {words.suspensions.undo}
                  </Button>
                )}
              </li>
            )
          })}
        </ul>
      )}
    </aside>
  )
}

const groupDays = ({ days }: WordGroup, formats: ReturnType<typeof useFormats>): string =>
  days.length === 1
    ? formats.date(days[0]!.on, 'medium')
    : `${words.daysCount(days.length)}, ${formats.dateRange(days[0]!.on, days.at(-1)!.on)}`
