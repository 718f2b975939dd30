import { Button } from '../../../ui/Button.tsx'
import { Kbd } from '../../../ui/Kbd.tsx'
import { SelectionBar } from '../../../ui/SelectionBar.tsx'
import { attendanceWords as words } from '../../../words/attendance.ts'
import { markLetters } from '../filter.ts'
import styles from './MarkBar.module.css'
import type { Wanted } from './OverrideDialog.tsx'

interface Props {
  readonly count: number
  readonly onMark: (wanted: Wanted) => void
  readonly onClear: () => void
}

/** How the students who are selected can be marked; the letters do the same from the list. */
export function MarkBar({ count, onMark, onClear }: Props) {
  return (
    <SelectionBar label={words.selected(count)} clearLabel={words.clearSelection} onClear={onClear}>
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
    </SelectionBar>
  )
}
