import type { MeetingId } from '../../shared/ids.ts'
import { RowButton, RowMenuButton } from '../ui/grid/RowMenuButton.tsx'
import { scheduleWords } from '../words/schedule.ts'
import { openInZoom } from './open-in-zoom.ts'

const { actions: words } = scheduleWords

interface Props {
  readonly title: string
  /** The class that is started from here, where that is the next thing to do. */
  readonly start: MeetingId | null
  readonly onMenu: (button: Element) => void
}

/** The end of a row of a class, wherever it stands: to start it, and the menu of everything else. */
export function RowActions({ title, start, onMenu }: Props) {
  return (
    <>
      {start !== null && (
        <RowButton
          words={words.startShort}
          label={words.startOf(title)}
          onPress={() => openInZoom('meeting.start', start)}
        />
      )}
      <RowMenuButton label={words.label(title)} onPress={onMenu} />
    </>
  )
}
