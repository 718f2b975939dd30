import type { MeetingSummary } from '../../../shared/contract/meeting.ts'
import type { Role } from '../../../shared/contract/row.ts'
import type { BlockFace } from '../../ui/calendar/blocks.ts'
import type { Stretch } from '../../ui/calendar/layout.ts'
import { pillLooks } from '../../ui/Pill.tsx'
import type { Formats } from '../../words/format.ts'
import { scheduleWords as words } from '../../words/schedule.ts'
import { canChange } from '../../meeting/actions.ts'
import { lookOf, rowKeyOf } from './look.ts'
import type { Clash } from './use-clashes.ts'

/** Minutes of the day from a wall time. */
export function minutesOf(at: string): number {
  const [hour = 0, minute = 0] = at.split(':').map(Number)
  return hour * 60 + minute
}

/** The wall time of minutes of the day; 24:00 is midnight. */
export function wallOf(minutes: number): string {
  const [hour, minute] = [Math.floor(minutes / 60) % 24, minutes % 60]
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

/** On which date of the school's wall, and from when to when; what runs beyond midnight is cut there. */
export function standOf({ time }: MeetingSummary, formats: Formats): Stretch & { readonly on: string } {
  const { on, at } =
    time.timeZone === formats.timeZone ? { on: time.on, at: time.startsAt } : formats.wallOf(time.startInstant)
  const startMinutes = minutesOf(at)
  return { on, startMinutes, endMinutes: Math.min(1440, startMinutes + time.durationMinutes) }
}

/** What a class is called where its section is known from the place: "Mathematics" of "Grade 7 Mabini, Mathematics". */
export function shortTitle({ title, sections }: Pick<MeetingSummary, 'title' | 'sections'>): string {
  const prefix = sections.map(({ name }) => `${name}, `).find((start) => title.startsWith(start))
  return prefix === undefined ? title : title.slice(prefix.length)
}

/** Who teaches it: the substitute where there is one, the host where nobody is named. */
export function teacherOf({ substitute, teachers, host }: MeetingSummary): string {
  if (substitute !== null) return words.substitute(substitute)
  return teachers.length === 0 ? host.name : teachers.map(({ name }) => name).join('; ')
}

interface Options {
  readonly formats: Formats
  readonly role: Role | undefined
  readonly clash: Clash | undefined
  /** What is known from the place, so that a block need not say it: which section it is, or who teaches. */
  readonly known: 'section' | 'teacher'
}

/** What a block says first and then, besides what its place says already. */
function linesOf(
  meeting: MeetingSummary,
  known: Options['known'],
): { readonly title: string; readonly detail: string } {
  const title = shortTitle(meeting)
  if (known === 'section') return { title, detail: teacherOf(meeting) }
  const { sections, substitute } = meeting
  if (sections.length === 0) return { title, detail: teacherOf(meeting) }
  const names = sections.map(({ name }) => name).join('; ')
  return { title: names, detail: substitute === null ? title : words.substitute(substitute) }
}

/** A class as a block of a calendar. */
export function faceOf(meeting: MeetingSummary, { formats, role, clash, known }: Options): BlockFace {
  const { time, phase, state, series, sections } = meeting
  const look = lookOf(meeting, clash)
  const when = formats.wallRange(time.startsAt, time.durationMinutes)
  const { icon, tone } = pillLooks[look.pill]
  return {
    key: rowKeyOf(meeting),
    ...linesOf(meeting, known),
    ...(look.isPlain ? {} : { state: { icon, words: look.words } }),
    ...(clash === undefined || phase === 'past' ? {} : { note: words.clashWith(clash.with) }),
    tone: look.isPlain ? 'accent' : tone,
    isDashed: look.pill === 'waitingToSend',
    isQuiet: phase === 'past' || state === 'cancelled',
    isStruck: state === 'cancelled',
    when,
    // A section's own week need not name it to the eye; to the ear each class is whole.
    spoken: [
      when,
      ...(known === 'section' ? sections.map(({ name }) => name) : []),
      ...(series === null ? [] : [words.ofSeriesSpoken(series.number, series.of)]),
      ...(look.isPlain ? [look.words] : []),
    ].join(', '),
    canMove: canChange(meeting, role),
  }
}
