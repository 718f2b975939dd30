import type { School } from '../../shared/contract/app.ts'
import type { Feed } from '../../shared/contract/calendar-file.ts'
import type { Handlers, OutputOf } from '../../shared/contract/index.ts'
import { topicOf } from '../../shared/domain/meeting-title.ts'
import { addDays, dayBounds, localDate, toIso } from '../../shared/domain/time.ts'
import type { FileHandle } from '../../shared/ids.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { writeIcs } from '../files/ics-writer.ts'
import type { Clock, Files } from '../ports.ts'
import type { Noun } from '../store/database.ts'
import type { DatesOf, PlannedDatesStore } from '../store/planned-dates.ts'
import type { SystemStore } from '../store/system.ts'
import { calendarEntryOf, calendarNameOf, icsFileName } from './calendar-entries.ts'

type Names = 'calendarFile.export' | 'feed.get' | 'feed.set'

/** What the operations of calendar files need. */
export interface CalendarFileDeps {
  readonly planned: PlannedDatesStore
  readonly system: SystemStore
  readonly files: Files
  /** The folder of calendar files of this school. */
  readonly folder: {
    /** Puts a file there in one step, unless it is there with the same content; returns whether it was otherwise. */
    put(name: string, bytes: Uint8Array): Promise<boolean>
    /** Takes away every other calendar file; returns whether there was one. */
    keepOnly(names: readonly string[]): Promise<boolean>
  }
  readonly writeIcs: typeof writeIcs
  readonly school: () => School
  readonly onChange: (listener: (nouns: readonly Noun[]) => void) => () => void
  readonly clock: Clock
}

/** The feeds as they are kept: the name of a file is chosen once, since other programs know it by that. */
interface KeptFeeds {
  readonly feeds: readonly { readonly of: Feed['of']; readonly id: string; readonly fileName: string }[]
  readonly remindMinutes: number | null
}

const settingName = 'feeds'
const cursorName = 'feeds/written'
const none: KeptFeeds = { feeds: [], remindMinutes: null }
const daysBack = 31
const daysAhead = 365
/** What the files are made from. */
const sources: ReadonlySet<Noun> = new Set(['meetings', 'groups', 'people', 'settings', 'school'])

const wholeTime = { fromOn: '0000-01-01', toOn: '9999-12-31' }

/** Calendar files on demand, and those that are kept up to date in a folder. */
export function createCalendarFileOperations(deps: CalendarFileDeps) {
  const { planned, system, clock, school } = deps
  /** Whether something that the files are made from changed since they were written; for which day they were. */
  let standing: { readonly until: number } | null = null

  const kept = async (): Promise<KeptFeeds> => (await system.findSetting<KeptFeeds>(settingName)) ?? none

  const usualDays = () => {
    const today = localDate(clock.now(), school().timeZone)
    return { fromOn: addDays(today, -daysBack), toOn: addDays(today, daysAhead) }
  }

  const calendarOf = async (
    of: DatesOf,
    { fromOn, toOn }: { readonly fromOn: string; readonly toOn: string },
    remindMinutes: number | null,
  ) => {
    const [name, dates] = [await planned.nameOf(of), await planned.list(of, fromOn, toOn)]
    if (name === null) return null
    const entries = dates.map(calendarEntryOf)
    const title = !('meetingId' in of) ? name : entries.length === 1 ? entries[0]!.title : topicOf(name)
    const calendar = { name: calendarNameOf(title, school()), entries, remindMinutes }
    return { title, dates: dates.length, bytes: deps.writeIcs(calendar) }
  }

  const get = async (): Promise<OutputOf<'feed.get'>> => {
    const { feeds, remindMinutes } = await kept()
    const written = await system.findCursor<number>(cursorName)
    const named = await Promise.all(
      feeds.map(async (feed) => ({ ...feed, name: (await planned.nameOf(datesOf(feed))) ?? feed.fileName })),
    )
    return { feeds: named, remindMinutes, writtenAt: written === null ? null : toIso(written) }
  }

  const handlers: Handlers<Names> = {
    'calendarFile.export': async ({ meetingId, sectionId, teacherId, fromOn, toOn, remindMinutes }) => {
      const of: DatesOf =
        meetingId !== undefined ? { meetingId } : sectionId !== undefined ? { sectionId } : { teacherId: teacherId! }
      const days = meetingId === undefined ? usualDays() : wholeTime
      const calendar = await calendarOf(of, { fromOn: fromOn ?? days.fromOn, toOn: toOn ?? days.toOn }, remindMinutes)
      if (calendar === null) throw notThere()
      if (calendar.dates === 0) {
        throw new ProblemError('notFound', 'There is no class on these days that a calendar could show.', {
          fix: 'Choose other days, or schedule a class with a date.',
        })
      }
      const { bytes } = calendar
      const file = { name: icsFileName(calendar.title, school()), mediaType: 'text/calendar', bytes }
      const handle = (await deps.files.write(file)) as FileHandle
      const made = { handle, name: file.name, mediaType: file.mediaType, sizeBytes: bytes.byteLength }
      return { file: made, dates: calendar.dates }
    },

    'feed.get': get,

    'feed.set': async ({ sectionIds, teacherIds, remindMinutes }) => {
      const before = (await kept()).feeds
      const wanted = [
        ...[...new Set<string>(sectionIds)].map((id) => ({ of: 'section' as const, id })),
        ...[...new Set<string>(teacherIds)].map((id) => ({ of: 'teacher' as const, id })),
      ]
      const feeds: KeptFeeds['feeds'][number][] = []
      const taken = new Set(before.map(({ fileName }) => fileName))
      for (const feed of wanted) {
        const known = before.find(({ of, id }) => of === feed.of && id === feed.id)
        const name = await planned.nameOf(datesOf(feed))
        if (name === null) throw notThere()
        const fileName = known?.fileName ?? freeName(icsFileName(name, school()), taken)
        taken.add(fileName)
        feeds.push({ ...feed, fileName })
      }
      await system.keepSetting(settingName, { feeds, remindMinutes } satisfies KeptFeeds, clock.now())
      return get()
    },
  }

  /** The job that keeps the folder: due when something changed, and when a new day begins. */
  const keeping = {
    /** Brings the files up to date, each once; there is never more to do at once. Raises `diskFull`, `readOnly`. */
    collectDue: async (): Promise<number> => {
      if (standing !== null && clock.now() < standing.until) return 0
      const { timeZone } = school()
      const until = dayBounds(localDate(clock.now(), timeZone), timeZone).to
      // From here on a change counts: what is read below may be older than it.
      standing = { until }
      try {
        const { feeds, remindMinutes } = await kept()
        let isChanged = await deps.folder.keepOnly(feeds.map(({ fileName }) => fileName))
        for (const feed of feeds) {
          const calendar = await calendarOf(datesOf(feed), usualDays(), remindMinutes)
          if (calendar !== null && (await deps.folder.put(feed.fileName, calendar.bytes))) isChanged = true
        }
        if (isChanged) await system.keepCursor(cursorName, clock.now(), clock.now())
        return 0
      } catch (error) {
        standing = null
        throw error
      }
    },
    nextDueAt: async (): Promise<number | null> => standing?.until ?? clock.now(),
    /** Hears of changes that the files are made from. */
    onChange: (listener: () => void): (() => void) =>
      deps.onChange((nouns) => {
        if (!nouns.some((noun) => sources.has(noun))) return
        standing = null
        listener()
      }),
  }

  return { handlers, keeping }
}

const datesOf = ({ of, id }: { readonly of: Feed['of']; readonly id: string }): DatesOf =>
  of === 'section' ? { sectionId: id } : { teacherId: id }

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  let number = 2
  const nameOf = () => wanted.replace(/\.ics$/, `-${number}.ics`)
  while (taken.has(nameOf())) number += 1
  return nameOf()
}

const notThere = () =>
  new ProblemError('notFound', 'This section, teacher or meeting is not in Homeroom.', { fix: 'Reload the list.' })
