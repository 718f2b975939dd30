import {
  CalendarClock,
  Check,
  CheckCheck,
  CircleDashed,
  CircleQuestionMark,
  Clock,
  CloudUpload,
  EyeOff,
  FileCheck,
  Hourglass,
  Minus,
  Radio,
  TriangleAlert,
  X,
  type LucideIcon,
} from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './Pill.module.css'
import { cx } from './cx.ts'

/** The colours that mean something. Never alone: an icon and a word always stand with one. */
export type Tone = 'green' | 'amber' | 'ochre' | 'red' | 'blue' | 'grey'

/** Every state that a person, a class or a change can be in on screen. */
export type PillState =
  | 'present'
  | 'late'
  | 'partial'
  | 'absent'
  | 'excused'
  | 'notSeenYet'
  | 'notHeld'
  | 'upcoming'
  | 'live'
  | 'notFinal'
  | 'final'
  | 'checked'
  | 'waitingToSend'
  | 'unsure'
  | 'problem'

interface Look {
  readonly icon: LucideIcon
  readonly tone: Tone
}

/** The one icon and tone of each state, wherever it is shown. */
export const pillLooks: Readonly<Record<PillState, Look>> = {
  present: { icon: Check, tone: 'green' },
  late: { icon: Clock, tone: 'amber' },
  partial: { icon: CircleDashed, tone: 'ochre' },
  absent: { icon: X, tone: 'red' },
  excused: { icon: FileCheck, tone: 'grey' },
  notSeenYet: { icon: EyeOff, tone: 'grey' },
  notHeld: { icon: Minus, tone: 'grey' },
  upcoming: { icon: CalendarClock, tone: 'grey' },
  live: { icon: Radio, tone: 'blue' },
  notFinal: { icon: Hourglass, tone: 'blue' },
  final: { icon: Check, tone: 'green' },
  checked: { icon: CheckCheck, tone: 'green' },
  waitingToSend: { icon: CloudUpload, tone: 'amber' },
  unsure: { icon: CircleQuestionMark, tone: 'amber' },
  problem: { icon: TriangleAlert, tone: 'red' },
}

/** What {@link Pill} takes: the words stand for the state, and may say more ("Late 13 min"). */
export interface PillProps {
  readonly state: PillState
  readonly children: ReactNode
  /** Without a tint: for rows where a filled pill would be too loud. */
  readonly isBare?: boolean
}

/** A state as icon, word and colour. */
export function Pill({ state, children, isBare = false }: PillProps) {
  const { icon: Icon, tone } = pillLooks[state]
  return (
    <span
      className={cx(styles.pill, styles[tone], isBare && styles.bare)}
      data-dashed={state === 'waitingToSend' || undefined}
    >
      <Icon aria-hidden />
      <span className={styles.words}>{children}</span>
    </span>
  )
}

/** A bare number beside a name: how many stand behind it. */
export function Count({ children, tone = 'grey' }: { readonly children: ReactNode; readonly tone?: Tone }) {
  return <span className={cx(styles.pill, styles.count, styles[tone])}>{children}</span>
}
