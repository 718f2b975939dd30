import type { LucideIcon } from 'lucide-react'
import type { MenuAnchor } from '../Menu.tsx'
import type { Tone } from '../Pill.tsx'

/** What a block shows: who teaches what, where it stands, and what its place says, for screen readers. */
export interface BlockFace {
  /** Identifies the block among all that are shown. */
  readonly key: string
  readonly title: string
  /** The quieter last line; left out where there is no room for it. */
  readonly detail: string
  /** What there is to say of the state; in the tip and for screen readers only. */
  readonly note?: string
  /** A state worth a word, after its sign: right below the title. */
  readonly state?: { readonly icon: LucideIcon; readonly words: string }
  /** `accent` for a plan without anything to say. Never alone: the sign and the words say the same. */
  readonly tone: Tone | 'accent'
  /** Not yet with whom it must reach. */
  readonly isDashed?: boolean
  /** Over: it matters less just now. */
  readonly isQuiet?: boolean
  /** Called off: the title is struck through. */
  readonly isStruck?: boolean
  /** Read out before what is seen: when it is, and whatever the place of the block says to the eye. */
  readonly spoken: string
  /** When, in words: for the tip of a block that is too narrow for its own. */
  readonly when: string
  readonly canMove: boolean
}

/** What a press, a key or the menu key on a block calls. */
export interface BlockHandlers {
  readonly onOpen: (key: string) => void
  readonly onMenu?: ((key: string, anchor: MenuAnchor) => void) | undefined
}

/** What is said while a block is being moved. */
export interface MoveWords {
  /** Said when the keyboard picks a block up: what the keys do. */
  readonly picked: (title: string) => string
  readonly cancelled: string
}
