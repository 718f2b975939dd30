import type { School } from '../../shared/contract/app.ts'
import type { MeetingChange } from '../../shared/contract/sync.ts'
import { day, hour, minute, toInstant, toWall, addDays } from '../../shared/domain/time.ts'
import type { NoticePlace } from '../../shared/handle.ts'
import type { Clock, Notifier } from '../ports.ts'
import type { KeptSettings } from '../store/policies.ts'
import type { ClassSoon, RemindersStore } from '../store/reminders.ts'
import type { SystemStore } from '../store/system.ts'

/** What telling of classes and of what needs a person depends on. */
export interface ReminderDeps {
  readonly reminders: RemindersStore
  readonly system: SystemStore
  readonly settings: () => Promise<Pick<KeptSettings, 'reminders'>>
  /** What was changed in Zoom and waits for a person. */
  readonly changes: () => Promise<readonly MeetingChange[]>
  readonly notifier: Notifier
  /** The same for doors without notifications of the operating system. */
  readonly tell: (title: string, detail: string, place: NoticePlace) => void
  readonly school: () => School
  readonly clock: Clock
}

type Told = Readonly<Record<string, number>>
type Quiet = KeptSettings['reminders']

const cursorName = 'reminders/told'
/** What was told is remembered for so long; classes that nobody answers for are told of for as long. */
const rememberedMs = 2 * day
/** A report can be half an hour late: asked before, "Did this class take place?" invites a wrong answer. */
const answerAfterMs = 30 * minute
/** What needs a person is looked for at least this often; changes are looked at when they come. */
const lookEveryMs = hour
const mostNamed = 3
/** Where everything stands that needs somebody. */
const today: NoticePlace = { screen: 'today', id: null }

/** Tells of each class before it begins, and of what needs a person, once each and never in the quiet hours. */
export function createReminders(deps: ReminderDeps) {
  const { reminders, system, clock, school } = deps

  const say = (title: string, detail: string, place: NoticePlace = today) => {
    const from = school().kind === 'practice' ? `Practice school: ${title}` : title
    deps.notifier.notify(from, detail, place)
    deps.tell(from, detail, place)
  }

  /** Keeps that these were told before they are: what is told twice is worse than what is told never. */
  const onlyNew = async <T>(things: readonly T[], keyOf: (thing: T) => string): Promise<T[]> => {
    const now = clock.now()
    const before = (await system.findCursor<Told>(cursorName)) ?? {}
    const fresh = things.filter((thing) => before[keyOf(thing)] === undefined)
    if (fresh.length === 0) return []
    const kept = Object.entries(before).filter(([, at]) => at > now - rememberedMs)
    const told = { ...Object.fromEntries(kept), ...Object.fromEntries(fresh.map((thing) => [keyOf(thing), now])) }
    await system.keepCursor(cursorName, told, now)
    return fresh
  }

  const tellClasses = async (beforeMinutes: number): Promise<void> => {
    const now = clock.now()
    const soon = await reminders.soon(now, now + beforeMinutes * minute)
    const fresh = await onlyNew(soon, ({ id, startInstant }) => `class ${id} ${startInstant}`)
    for (const [start, classes] of Map.groupBy(fresh, ({ startInstant }) => startInstant)) {
      const at = timeOf(start, school())
      const [first, ...others] = classes
      if (others.length === 0) {
        say(`${nameOf(first!)} begins at ${at}`, first!.who, { screen: 'schedule', id: first!.meetingId })
      } else say(`${classes.length} classes begin at ${at}`, named(classes.map(nameOf)))
    }
  }

  const tellAttention = async (): Promise<void> => {
    const now = clock.now()
    const { refused, unanswered } = await reminders.attention(now - rememberedMs, now - answerAfterMs)
    const urgent = (await deps.changes()).filter(({ isUrgent }) => isUrgent)
    const newRefused = await onlyNew(refused, (id) => `refused ${id}`)
    if (newRefused.length > 0)
      say(counted(newRefused.length, 'change', 'was refused by Zoom', 'were refused by Zoom'), look)
    const newUrgent = await onlyNew(urgent, ({ meetingId, seenAt }) => `changed ${meetingId} ${seenAt}`)
    if (newUrgent.length > 0)
      say(counted(newUrgent.length, 'class', 'was changed in Zoom', 'were changed in Zoom'), look)
    const newUnanswered = await onlyNew(unanswered, (id) => `held ${id}`)
    if (newUnanswered.length > 0)
      say(counted(newUnanswered.length, 'class', 'may not have taken place', 'may not have taken place'), look)
  }

  return {
    /** Tells what is due now; there is never more to do at once. */
    collectDue: async (): Promise<number> => {
      const { reminders: wanted } = await deps.settings()
      if (quietUntil(clock.now(), wanted, school().timeZone) !== null) return 0
      if (wanted.beforeMinutes !== null) await tellClasses(wanted.beforeMinutes)
      if (wanted.isAttentionTold) await tellAttention()
      return 0
    },

    /** When the next class is to be told of, or to look again for what needs a person. */
    nextDueAt: async (): Promise<number | null> => {
      const now = clock.now()
      const { reminders: wanted } = await deps.settings()
      const end = quietUntil(now, wanted, school().timeZone)
      if (end !== null) return end
      const before = (wanted.beforeMinutes ?? 0) * minute
      const next = wanted.beforeMinutes === null ? null : await reminders.nextStartAfter(now + before)
      const looks = wanted.isAttentionTold ? [now + lookEveryMs] : []
      const all = [...looks, ...(next === null ? [] : [next - before])]
      return all.length === 0 ? null : Math.min(...all)
    },
  }
}

/** When the quiet hours that hold at an instant end; null at any other time. */
function quietUntil(now: number, { quietFrom, quietTo }: Quiet, timeZone: string): number | null {
  const { on, at } = toWall(now, timeZone)
  const isOverMidnight = quietFrom > quietTo
  const isQuiet = isOverMidnight ? at >= quietFrom || at < quietTo : at >= quietFrom && at < quietTo
  if (!isQuiet) return null
  return toInstant({ on: isOverMidnight && at >= quietFrom ? addDays(on, 1) : on, at: quietTo, timeZone })
}

const look = 'Look at “Needs you” in Homeroom.'

const nameOf = ({ course }: ClassSoon): string => (course === '' ? 'A meeting' : course)

function named(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed)
  const others = names.length - shown.length
  return [...shown, ...(others > 0 ? [`and ${others} more`] : [])].join('; ')
}

const counted = (count: number, noun: string, one: string, many: string): string =>
  count === 1 ? `One ${noun} ${one}` : `${count} ${noun === 'class' ? 'classes' : `${noun}s`} ${many}`

const timeOf = (instant: number, { locale, timeZone }: School): string =>
  new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone }).format(instant)
