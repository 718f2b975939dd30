import { dayAt, takesPlaceOn, type DayWord, type SchoolPart } from './class-days.ts'
import type { HeldState } from './held.ts'
import { minuteOfDay, timeOfDay, type LocalDate } from './time.ts'

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

/**
 * Whether new words about a day let a class off: all of its sections, or `partly`, where others of them have it all the same.
 * Null where they do not, or where it is another word that does. `words` are those that hold, in the order in which they
 * were said. A suspension that begins during the class lets it off as well.
 */
export function letOff<Word extends DayWord>(
  words: readonly Word[],
  isNew: (word: Word) => boolean,
  period: PeriodOnDay,
): 'whole' | 'partly' | null {
  const parts = period.parts.length === 0 ? [null] : period.parts
  const against = parts.map((part) => wordAgainst(words, period, part))
  if (!against.some((word) => word !== null && isNew(word))) return null
  return against.includes(null) ? 'partly' : 'whole'
}

/** The word for which a class does not take place for one of its sections; null where it does. */
function wordAgainst<Word extends DayWord>(
  words: readonly Word[],
  period: PeriodOnDay,
  part: SchoolPart | null,
): Word | null {
  const { on, startsAt } = period
  const atEnd = dayAt(words, { on, at: lastMinuteOf(period), part })
  if (atEnd?.kind === 'suspended') return atEnd
  const atStart = dayAt(words, { on, at: startsAt, part })
  return atStart === null || takesPlaceOn(atStart.kind, startsAt, part !== null) ? null : atStart
}

/** The last minute of a class on its day, HH:MM; a class beyond midnight ends with the day. */
export function lastMinuteOf({ startsAt, durationMinutes }: Pick<PeriodOnDay, 'startsAt' | 'durationMinutes'>): string {
  return timeOfDay(Math.min(minuteOfDay(startsAt) + durationMinutes, 24 * 60) - 1)
}
