import { ListBox, ListBoxItem } from 'react-aria-components'
import type { MeetingDate } from '../../../../shared/contract/meeting.ts'
import { useFormats } from '../../../status.ts'
import { dateMarks, formWords } from '../../../words/schedule-form.ts'
import styles from './MeetingDates.module.css'

interface Props {
  readonly dates: readonly MeetingDate[]
  readonly currentId: string | null
  readonly onShow: (occurrenceId: MeetingDate['occurrenceId']) => void
}

/** Scrolls the list alone: the drawer around it stays where it is. */
function bringToMiddle(element: HTMLElement | null): void {
  const list = element?.closest<HTMLElement>('[role="listbox"]')
  const line = element?.closest<HTMLElement>('[role="option"]')
  if (list && line) list.scrollTop = line.offsetTop - list.clientHeight / 2
}

/** Every date of a series: arrows move, Enter shows one. The one in sight stands in the middle at first. */
export function MeetingDates({ dates, currentId, onShow }: Props) {
  const formats = useFormats()
  return (
    <ListBox
      aria-label={formWords.dates}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={currentId === null ? [] : [currentId]}
      onSelectionChange={(keys) => {
        const shown = dates.find(({ occurrenceId }) => keys !== 'all' && keys.has(occurrenceId))
        if (shown) onShow(shown.occurrenceId)
      }}
      className={styles.list ?? ''}
    >
      {dates.map((date) => {
        const { occurrenceId, number, time, state, phase } = date
        const marks = dateMarks(date).join(', ')
        const when = `${formats.date(time.on, 'medium')}, ${formats.wallTime(time.startsAt)}`
        return (
          <ListBoxItem
            key={occurrenceId}
            id={occurrenceId}
            textValue={[when, marks].filter(Boolean).join(', ')}
            className={styles.line ?? ''}
            data-quiet={phase === 'past' || state === 'cancelled' || undefined}
            data-cancelled={state === 'cancelled' || undefined}
          >
            <span ref={occurrenceId === currentId ? bringToMiddle : undefined} className={styles.number}>
              {number}
            </span>
            <span className={styles.when}>{when}</span>
            <span className={styles.marks}>{marks}</span>
          </ListBoxItem>
        )
      })}
    </ListBox>
  )
}
