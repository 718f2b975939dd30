import { CalendarPlus } from 'lucide-react'
import type { DayType, Suspension } from '../../../../shared/contract/calendar.ts'
import { call, problemOf } from '../../../api.ts'
import { hrefOf } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Drawer, DrawerBlock } from '../../../ui/Drawer.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { calendarWords as words } from '../../../words/calendar.ts'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { kindTones } from '../kinds.ts'
import { daysTitle, partName, wordLine } from '../say.ts'
import { lengthOf, periodOf, type DayRange, type ShownYear } from '../year.ts'
import styles from './DaysDrawer.module.css'
import yearStyles from './YearView.module.css'

/** What {@link DaysDrawer} takes. */
export interface DaysDrawerProps {
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

/** What was said of the selected days, and what can be said. */
export function DaysDrawer(props: DaysDrawerProps) {
  const { range, year, words: said, suspensions, mayChange, onSay, onSuspend, onUndo, onClose } = props
  const formats = useFormats()
  const isOne = range.from === range.to
  const days = [...said].filter(([on]) => range.from <= on && on <= range.to).flatMap(([, ofDay]) => ofDay)
  const period = periodOf(range.from, year.gradingPeriods)
  const revoke = async (day: DayType) => {
    try {
      await call('calendar.revokeDays', { ids: [day.id] })
      showToast({ title: words.revoked })
    } catch (error) {
      showToast({ tone: 'problem', title: problemWords(problemOf(error), formats).message })
    }
  }
  return (
    <Drawer
      title={daysTitle(range, formats)}
      subtitle={[
        ...(isOne ? [] : [words.drawerDays(lengthOf(range))]),
        ...(period === null ? [] : [period.period.title]),
      ].join(' · ')}
      subject={`${range.from} ${range.to}`}
      onClose={onClose}
      closeLabel={commonWords.close}
      actions={
        <>
          {mayChange && (
            <Button variant="primary" icon={CalendarPlus} onPress={onSay}>
              {words.say}
            </Button>
          )}
          {mayChange && isOne && <Button onPress={onSuspend}>{words.suspend}</Button>}
        </>
      }
    >
      <DrawerBlock title={words.said}>
        {days.length === 0 ? (
          <p className={styles.nothing}>{isOne ? words.nothingSaid : words.nothingSaidRange}</p>
        ) : (
          <ul className={styles.list}>
            {days.map((day) => {
              const suspension = suspensions.find(({ id }) => id === day.suspensionId)
              return (
                <li key={day.id} className={styles.word}>
                  <span aria-hidden className={yearStyles.legendSign} data-tone={kindTones[day.kind]}>
                    {words.signs[day.kind]}
                  </span>
                  <div className={styles.what}>
                    <strong className={styles.title}>
                      {day.authority === '' ? words.kinds[day.kind] : day.authority}
                    </strong>
                    <span className={styles.detail}>
                      {[
                        ...(isOne ? [] : [formats.date(day.on, 'medium')]),
                        ...(day.authority === '' ? [] : [words.kinds[day.kind]]),
                        partName(day),
                        day.fromTime === null ? words.wholeDay : words.from(formats.wallTime(day.fromTime)),
                        day.countsAsSchoolDay ? words.counts : words.countsNot,
                      ].join(' · ')}
                    </span>
                  </div>
                  {mayChange &&
                    (suspension === undefined ? (
                      <Button
                        size="small"
                        variant="quiet"
                        aria-label={words.revokeLabel(wordLine(day, formats))}
                        onPress={() => void revoke(day)}
                      >
                        {words.revoke}
                      </Button>
                    ) : (
                      <Button
                        size="small"
                        variant="quiet"
                        aria-label={words.suspensions.undoLabel(formats.date(day.on))}
                        onPress={() => onUndo(suspension)}
                      >
                        {words.suspensions.undo}
                      </Button>
                    ))}
                </li>
              )
            })}
          </ul>
        )}
      </DrawerBlock>
      {isOne && (
        <p>
          <LinkButton href={hrefOf(['schedule', range.from], { view: 'day' })}>{words.seeClasses}</LinkButton>
        </p>
      )}
    </Drawer>
  )
}
