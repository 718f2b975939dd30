import { z } from 'zod'
import type { Handlers, InputOf, OutputOf } from '../../shared/contract/index.ts'
import type { PracticeState } from '../../shared/contract/practice.ts'
import { ProblemError } from '../../shared/problem.ts'
import { sectionTitle } from '../../shared/domain/list-names.ts'
import { addDays, fromIso, localDate, toInstant, weekday } from '../../shared/domain/time.ts'
import type { FileHandle } from '../../shared/ids.ts'
import type { Files, PracticeConnection } from '../ports.ts'

type Names =
  | 'practice.state'
  | 'practice.jump'
  | 'practice.roster'
  | 'practice.timetable'
  | 'practice.setFault'
  | 'practice.portal'
  | 'practice.fillWeek'

/** What the practice school's operations need: its connection, and other operations as functions. */
export interface PracticeDeps {
  /** Null in a real school, where every one of these operations raises `conflict`. */
  readonly connection: PracticeConnection | null
  readonly files: Files
  /** When the poller reads a report next (epoch ms), or null. */
  readonly nextReadAt: () => Promise<number | null>
  readonly preview: (input: InputOf<'roster.preview'>) => Promise<OutputOf<'roster.preview'>>
  readonly importRoster: (input: InputOf<'roster.import'>) => Promise<OutputOf<'roster.import'>>
  readonly sections: () => Promise<OutputOf<'section.list'>>
  readonly makeGroup: (input: InputOf<'group.make'>) => Promise<OutputOf<'group.make'>>
  readonly schedule: (input: InputOf<'meeting.schedule'>) => Promise<OutputOf<'meeting.schedule'>>
  readonly meetings: (input: InputOf<'meeting.list'>) => Promise<OutputOf<'meeting.list'>>
}

/** The suggested week, as the pretend Zoom's control answers it. */
const SuggestedWeek = z.object({
  timeZone: z.string(),
  sections: z.array(z.object({ name: z.string(), grade: z.number() })),
  timetable: z.array(
    z.object({
      section: z.string(),
      subject: z.string(),
      teacherEmail: z.string(),
      /** 1 for Monday to 7 for Sunday. */
      weekday: z.int().min(1).max(7),
      startsAt: z.string(),
      durationMinutes: z.int(),
    }),
  ),
})

/** Living through the practice school: its clock, its roster, its week, its faults. */
export function createPracticeOperations(deps: PracticeDeps): Handlers<Names> {
  const connected = (): PracticeConnection => {
    if (deps.connection !== null) return deps.connection
    throw new ProblemError('conflict', 'This is a real school; only the practice school can do that.', {
      fix: 'Start the practice school first.',
    })
  }

  const nextThing = async (
    connection: PracticeConnection,
  ): Promise<{ at: number; what: 'classStarts' | 'classEnds' | 'read' } | null> => {
    const [event, readAt] = await Promise.all([connection.nextEvent(), deps.nextReadAt()])
    const now = connection.clock.now()
    // A read that is due already needs no jump: it is being done.
    const read = readAt !== null && readAt > now ? ({ at: readAt, what: 'read' } as const) : null
    if (event === null || read === null) return event ?? read
    return event.at <= read.at ? event : read
  }

  /** Title, date and time of every meeting of these days, so that nothing is scheduled twice. */
  const scheduled = async (fromOn: string, toOn: string): Promise<Set<string>> => {
    const there = new Set<string>()
    let cursor: string | undefined
    do {
      const page: OutputOf<'meeting.list'> = await deps.meetings({ fromOn, toOn, limit: 500, cursor })
      for (const { title, time } of page.meetings) there.add(`${title} ${time.on} ${time.startsAt}`)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return there
  }

  const missingClasses = async (connection: PracticeConnection, days = 7) => {
    const week = SuggestedWeek.parse(await connection.school())
    const grades = new Map(week.sections.map(({ name, grade }) => [name, grade]))
    const titleOf = (section: string) => sectionTitle(String(grades.get(section) ?? ''), section)
    const today = localDate(connection.clock.now(), week.timeZone)
    const dates = Array.from({ length: days }, (_, later) => addDays(today, later))
    const there = await scheduled(today, dates.at(-1)!)
    return dates
      .flatMap((on) =>
        week.timetable
          .filter((lesson) => lesson.weekday === weekday(on))
          .map((lesson) => ({ ...lesson, on, title: `${titleOf(lesson.section)}, ${lesson.subject}` })),
      )
      .filter(({ title, on, startsAt }) => !there.has(`${title} ${on} ${startsAt}`))
      .filter(({ on, startsAt }) => toInstant({ on, at: startsAt, timeZone: week.timeZone }) > connection.clock.now())
      .toSorted((a, b) => `${a.on} ${a.startsAt}`.localeCompare(`${b.on} ${b.startsAt}`))
  }

  const state = async (): Promise<PracticeState> => {
    const connection = connected()
    const [next, missing] = await Promise.all([nextThing(connection), missingClasses(connection)])
    return {
      now: new Date(connection.clock.now()).toISOString(),
      next: next === null ? null : { at: new Date(next.at).toISOString(), what: next.what },
      unscheduled: missing.length,
    }
  }

  const rosterFile = async (connection: PracticeConnection, size: 'small' | 'large') => {
    const bytes = await connection.roster(size)
    const file = { name: `practice-roster-${size}.csv`, mediaType: 'text/csv' }
    const handle = (await deps.files.write({ ...file, bytes })) as FileHandle
    return { handle, ...file, sizeBytes: bytes.byteLength }
  }

  return {
    'practice.state': state,

    'practice.jump': async ({ to }) => {
      const connection = connected()
      if (to === 'next') {
        const next = await nextThing(connection)
        if (next !== null) await connection.jump(next.at)
      } else {
        await connection.jump(fromIso(to))
      }
      return state()
    },

    'practice.roster': async ({ size }) => ({ file: await rosterFile(connected(), size) }),

    'practice.timetable': async () => {
      const week = SuggestedWeek.parse(await connected().school())
      const bytes = new TextEncoder().encode(timetableCsv(week))
      const file = { name: 'practice-timetable.csv', mediaType: 'text/csv' }
      const handle = (await deps.files.write({ ...file, bytes })) as FileHandle
      return { file: { handle, ...file, sizeBytes: bytes.byteLength } }
    },

    'practice.portal': async ({ deed, meetingId }) => {
      const connection = connected()
      const { meetings } = await deps.meetings({ phase: 'upcoming', limit: 500 })
      const meeting = meetings.find(
        ({ id, zoomMeetingId, state }) =>
          zoomMeetingId !== null && (meetingId === undefined ? state === 'scheduled' : id === meetingId),
      )
      if (meeting === undefined && deed !== 'makeAnother') {
        throw new ProblemError('conflict', 'Zoom has no such class to come, so nobody can change it there.', {
          fix: 'Schedule a class first.',
        })
      }
      await connection.changeInPortal(deed, deed === 'makeAnother' ? null : meeting!.zoomMeetingId)
      return { done: true }
    },

    'practice.setFault': async ({ fault, times }) => {
      await connected().setFault(fault, times)
      return { done: true }
    },

    'practice.fillWeek': async ({ days }) => {
      const connection = connected()
      let { sections } = await deps.sections()
      if (sections.length === 0) {
        const { handle: file } = await rosterFile(connection, 'small')
        const { digest } = await deps.preview({ files: [file] })
        await deps.importRoster({ files: [file], digest })
        ;({ sections } = await deps.sections())
      }
      const byName = new Map(sections.map((section) => [section.name, section.id]))
      let scheduled = 0
      let waiting = 0
      for (const lesson of await missingClasses(connection, days)) {
        const sectionId = byName.get(lesson.section)
        if (sectionId === undefined) continue
        const group = await deps.makeGroup({
          sectionIds: [sectionId],
          subject: lesson.subject,
          teacherEmails: [lesson.teacherEmail],
        })
        const meeting = await deps.schedule({
          title: lesson.title,
          on: lesson.on,
          startsAt: lesson.startsAt,
          durationMinutes: lesson.durationMinutes,
          teachingGroupId: group.id,
          host: lesson.teacherEmail,
          waitSeconds: 0,
        })
        scheduled += 1
        if (meeting.state === 'creating') waiting += 1
      }
      return { scheduled, waiting }
    },
  }
}

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** The suggested week as an office keeps it: one row for each class and hour, with its days. */
function timetableCsv({ sections, timetable }: z.infer<typeof SuggestedWeek>): string {
  const grades = new Map(sections.map(({ name, grade }) => [name, grade]))
  const rows = Map.groupBy(timetable, ({ section, subject, teacherEmail, startsAt, durationMinutes }) =>
    [`${grades.get(section) ?? ''}-${section}`, subject, teacherEmail, startsAt, durationMinutes].join(','),
  )
  const lines = [...rows].map(([row, lessons]) => {
    const days = lessons.map(({ weekday: day }) => day).toSorted((a, b) => a - b)
    return `${row},${days.map((day) => dayNames[day - 1]).join(' ')}\r\n`
  })
  return ['Section,Subject,Teacher,Start,Minutes,Days\r\n', ...lines].join('')
}
