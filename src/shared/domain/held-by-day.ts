import { dayAt, type DayWord, type SchoolPart } from './class-days.ts'
import type { HeldState } from './held.ts'
import type { LocalDate } from './time.ts'

/** A class period as the calendar looks at it: its wall time and the sections that it is for. */
export interface PeriodOnDay {
  readonly on: LocalDate
  /** HH:MM. */
  readonly startsAt: string
  readonly durationMinutes: number
  readonly parts: readonly SchoolPart[]
}

type DayWordHeld = Extract<HeldState, 'suspended' | 'notHeld' | 'asynchronous'>

/**
 * What the calendar says about whether a class took place; null where it says nothing. A suspension that begins during the
 * class holds for it as well. Where only some of its sections are let off, the whole class can count for its students and
 * against nobody, as if it were suspended.
 */
export function heldByDay(words: readonly DayWord[], period: PeriodOnDay): DayWordHeld | null {
  const parts = period.parts.length === 0 ? [null] : period.parts
  const said = new Set(parts.map((part) => heldFor(words, period, part)))
  if (said.size === 1) return [...said][0]!
  return 'suspended'
}

/**
 * Whether a class took place, as people and the calendar say; null while neither does. A person's word comes before the
 * calendar's, but for one: a class that was held on a suspended day can count for a student, never against.
 */
export function saidHeld(decision: HeldState | null, calendar: HeldState | null): HeldState | null {
  return decision === 'held' && calendar === 'suspended' ? 'suspended' : (decision ?? calendar)
}

function heldFor(words: readonly DayWord[], period: PeriodOnDay, part: SchoolPart | null): DayWordHeld | null {
  const { on, startsAt } = period
  const [atStart, atEnd] = [startsAt, lastMinuteOf(period)].map((at) => dayAt(words, { on, at, part })?.kind)
  if (atStart === 'suspended' || atEnd === 'suspended') return 'suspended'
  if (atStart === 'holiday') return 'notHeld'
  return atStart === 'asynchronous' ? 'asynchronous' : null
}

/** The last minute of a class on its day, HH:MM; a class beyond midnight ends with the day. */
export function lastMinuteOf({ startsAt, durationMinutes }: Pick<PeriodOnDay, 'startsAt' | 'durationMinutes'>): string {
  const [hours = 0, minutes = 0] = startsAt.split(':').map(Number)
  const last = Math.min(hours * 60 + minutes + durationMinutes - 1, 24 * 60 - 1)
  return `${String(Math.floor(last / 60)).padStart(2, '0')}:${String(last % 60).padStart(2, '0')}`
}
