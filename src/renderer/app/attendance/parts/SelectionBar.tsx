import { Button } from '../../../ui/Button.tsx'
import { Kbd } from '../../../ui/Kbd.tsx'
import { attendanceWords as words } from '../../../words/attendance.ts'
import { markLetters } from '../filter.ts'
import type { Wanted } from './OverrideDialog.tsx'
import styles from './SelectionBar.module.css'

interface Props {
  readonly count: number
  readonly onMark: (wanted: Wanted) => void
  readonly onClear: () => void
}

/** What can be done with the students who are selected; the letters do the same from the list. */
export function SelectionBar({ count, onMark, onClear }: Props) {
  return (
    <div role="group" aria-label={words.selected(count)} className={styles.bar}>
      <span role="status" className={styles.count}>
        {words.selected(count)}
      </span>
      {markLetters.map(([letter, wanted]) => (
        <Button key={wanted} size="small" onPress={() => onMark(wanted)}>
          <span className={styles.mark}>
            {words.markAs[wanted]}
            <span aria-hidden>
              <Kbd>{letter}</Kbd>
            </span>
          </span>
        </Button>
      ))}
      <Button size="small" variant="quiet" onPress={onClear}>
        {words.clearSelection}
      </Button>
    </div>
  )
}
