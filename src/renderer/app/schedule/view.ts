import type { MeetingSummary } from '../../../shared/contract/meeting.ts'
import type { Role } from '../../../shared/contract/row.ts'
import type { MenuAnchor } from '../../ui/Menu.tsx'
import type { Place } from './place.ts'

/** What each view of the schedule is given by the screen around it. */
export interface ViewProps {
  readonly place: Place
  /** Goes on from here: what is not named stays, `undefined` is let go. */
  readonly go: (changes: Partial<Place>) => void
  readonly role: Role | undefined
  /** The row whose drawer is open, as {@link rowKeyOf} names it. */
  readonly currentKey: string | null
  /** The address of the form for a new class, from this place. */
  readonly newClassHref: string
  readonly onOpen: (meeting: MeetingSummary) => void
  readonly onMenu: (meeting: MeetingSummary, anchor: MenuAnchor) => void
  /** Asks for another time of a class. */
  readonly onMoveKey: (meeting: MeetingSummary) => void
  /** A class was dragged, or carried by the keyboard, to another time: asks before anything is changed. */
  readonly onMove: (meeting: MeetingSummary, to: { readonly on: string; readonly startsAt: string }) => void
}
