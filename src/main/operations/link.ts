import type { School } from '../../shared/contract/app.ts'
import type { Handlers } from '../../shared/contract/index.ts'
import { topicOf } from '../../shared/domain/meeting-title.ts'
import { addDays, localDate } from '../../shared/domain/time.ts'
import type { FileHandle } from '../../shared/ids.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { writeCsv } from '../files/csv-export.ts'
import type { CalendarEntry, writeIcs } from '../files/ics-writer.ts'
import type { LinkSlip, ReadFonts, SheetLink, writeLinkSheetPdf } from '../files/link-sheet-pdf.ts'
import type { writeZip } from '../files/zip-writer.ts'
import type { Clock, Files } from '../ports.ts'
import type { LinkedMeeting, LinksStore } from '../store/links.ts'
import type { PlannedDatesStore } from '../store/planned-dates.ts'
import type { RegistrantOfMeeting, RegistrantsStore } from '../store/registrants.ts'
import { calendarEntryOf, calendarNameOf, fileNameOf } from './calendar-entries.ts'
import { classAdvice, codeLines, dateWords, linkTitle, personalAdvice, whenWords } from './link-words.ts'
import { registrationOf } from './registration-view.ts'

type Names = 'link.sheet' | 'link.message'

/** What the operations of links need. */
export interface LinkDeps {
  readonly links: LinksStore
  readonly registrants: RegistrantsStore
  readonly planned: PlannedDatesStore
  readonly files: Files
  readonly writePdf: typeof writeLinkSheetPdf
  readonly writeCsv: typeof writeCsv
  readonly writeIcs: typeof writeIcs
  readonly writeZip: typeof writeZip
  readonly readFonts: ReadFonts
  readonly school: () => School
  readonly clock: Clock
}

/** One person with their registration for each of the meetings that they belong to. */
interface LinkedPerson {
  readonly personId: string
  readonly listName: string
  readonly rows: ReadonlyMap<string, RegistrantOfMeeting>
}

/** Everything that a file of links is made from. */
interface Linked {
  readonly title: string
  readonly meetings: readonly LinkedMeeting[]
  readonly people: readonly LinkedPerson[]
}

const daysAhead = 365

/** Links to hand out, as files and as a message. */
export function createLinkOperations(deps: LinkDeps): Handlers<Names> {
  const { links, registrants, school, clock } = deps
  const today = () => localDate(clock.now(), school().timeZone)

  const read = async (
    of: { sectionId: string } | { meetingId: string },
    personIds: readonly string[] | undefined,
  ): Promise<Linked> => {
    const now = clock.now()
    const meetings = await links.meetings(of, now)
    const scope = 'sectionId' in of ? { sectionId: of.sectionId, on: today() } : of
    const wanted = personIds === undefined ? null : new Set<string>(personIds)
    const known = new Set(meetings.map(({ id }) => id))
    const rows = (await registrants.ofScope(scope, now)).filter(
      ({ state, personId, meetingId }) =>
        state !== 'cancelled' && known.has(meetingId) && (wanted === null || wanted.has(personId)),
    )
    const people = [...Map.groupBy(rows, ({ personId }) => personId)].map(([personId, own]) => ({
      personId,
      listName: own[0]!.listName,
      rows: new Map(own.map((row) => [row.meetingId, row])),
    }))
    const title = 'sectionId' in of ? (await links.section(of.sectionId)).title : topicOf(meetings[0]!.title)
    return { title, meetings, people }
  }

  const pdf = async (title: string, slips: readonly LinkSlip[], paper: 'a4' | 'letter' | 'folio') => {
    const { kind, name, locale } = school()
    const made = `${title} · ${dateWords(today(), locale)}`
    const footer = (page: number, of: number) =>
      [...(kind === 'practice' ? ['Practice school'] : []), name, made, `page ${page} of ${of}`].join(' · ')
    return deps.writePdf({ title: `Links of ${title}`, paper, madeAt: clock.now(), slips, footer }, deps.readFonts)
  }

  const csv = async (linked: Linked) => {
    const addresses = await links.addresses(linked.people.map(({ personId }) => personId))
    const titles = titlesOf(linked.meetings)
    return deps.writeCsv({
      columns: [
        ...['Family name', 'Given name', 'E-mail', 'E-mail at home', 'Section'].map((title) => ({ title, width: 20 })),
        ...linked.meetings.flatMap((_, at) =>
          ['when', 'link', 'note'].map((what) => ({ title: `${titles[at]!} (${what})`, width: 24 })),
        ),
      ],
      rows: linked.people.map(({ personId, rows }) => {
        const { familyName, givenName } = [...rows.values()][0]!
        const { own = null, home = null } = addresses.get(personId) ?? {}
        return [
          familyName,
          givenName,
          own,
          home,
          linked.title,
          ...linked.meetings.flatMap((meeting) => {
            const row = rows.get(meeting.id)
            return row === undefined
              ? ['', '', '']
              : [whenWords(meeting, school().locale), row.joinUrl ?? '', noteOf(row)]
          }),
        ]
      }),
    })
  }

  /** A calendar for each person, with the links that are theirs; several calendars go into a zip file. */
  const calendars = async (linked: Linked, of: { sectionId: string } | { meetingId: string }) => {
    const dates = await deps.planned.list(of, today(), addDays(today(), daysAhead))
    const made = linked.people.map(({ listName, rows }) => {
      const entries = dates.flatMap((date): CalendarEntry[] => {
        const row = rows.get(date.meetingId)
        if (row === undefined) return []
        const entry = calendarEntryOf(date)
        const way = row.joinUrl === null ? noteOf(row) : `Your own link: ${row.joinUrl}`
        return [{ ...entry, url: row.joinUrl, description: `${entry.description.split('\n')[0]!}\n${way}` }]
      })
      const name = calendarNameOf(`${linked.title}, ${listName}`, school())
      return { listName, bytes: deps.writeIcs({ name, entries, remindMinutes: null }) }
    })
    if (made.length === 1) return { extension: 'ics', mediaType: 'text/calendar', bytes: made[0]!.bytes }
    // Two people of one name get two files.
    const entries = made.map(({ listName, bytes }, at) => ({
      name: `${fileNameOf(listName)}-${at + 1}.ics`,
      bytes,
    }))
    return { extension: 'zip', mediaType: 'application/zip', bytes: deps.writeZip(entries) }
  }

  return {
    'link.sheet': async ({ sectionId, meetingId, personIds, format, paper }) => {
      if ((sectionId === undefined) === (meetingId === undefined)) {
        throw new ProblemError('invalidInput', 'Name either a section or a class.', { field: 'sectionId' })
      }
      const of = sectionId === undefined ? { meetingId: meetingId! } : { sectionId }
      const linked = await read(of, personIds)
      const slips = slipsOf(linked, school().locale)
      if (slips.length === 0 || (format !== 'pdf' && linked.people.length === 0)) throw nothingToHandOut(linked)
      const { extension, mediaType, bytes } =
        format === 'pdf'
          ? { extension: 'pdf', mediaType: 'application/pdf', bytes: await pdf(linked.title, slips, paper) }
          : format === 'csv'
            ? { extension: 'csv', mediaType: 'text/csv', bytes: await csv(linked) }
            : await calendars(linked, of)
      const name = `${fileNameOf(calendarNameOf(`links ${linked.title}`, school()))}.${extension}`
      const handle = (await deps.files.write({ name, mediaType, bytes })) as FileHandle
      return {
        file: { handle, name, mediaType, sizeBytes: bytes.byteLength },
        personCount: format === 'pdf' ? slips.length : linked.people.length,
        withoutLinkCount: linked.people.filter(({ rows }) => [...rows.values()].some(({ joinUrl }) => joinUrl === null))
          .length,
      }
    },

    'link.message': async ({ sectionId }) => {
      const { title } = await links.section(sectionId)
      const meetings = await links.meetings({ sectionId }, clock.now())
      if (meetings.length === 0) throw nothingToHandOut({ title, meetings, people: [] })
      const lines = meetings.flatMap((meeting) => [
        '',
        [titleOf(meeting), whenWords(meeting, school().locale)].filter((part) => part !== '').join(': '),
        ...(meeting.isPersonal || meeting.joinUrl === null ? [] : [meeting.joinUrl, ...codeLines(meeting)]),
      ])
      const advice = meetings.some(({ isPersonal }) => isPersonal) ? personalAdvice : classAdvice
      return { text: [title, ...lines, '', ...advice].join('\n') }
    },
  }
}

const titleOf = (meeting: LinkedMeeting): string =>
  linkTitle({ subject: meeting.subject, title: topicOf(meeting.title) })

/** A title for each meeting; two of one subject are told apart by their titles. */
function titlesOf(meetings: readonly LinkedMeeting[]): string[] {
  const count = Map.groupBy(meetings, titleOf)
  return meetings.map((meeting) =>
    count.get(titleOf(meeting))!.length === 1 ? titleOf(meeting) : topicOf(meeting.title),
  )
}

/** A slip for each person with their own links, and one for everybody with the links that the class has. */
function slipsOf({ title, meetings, people }: Linked, locale: string): LinkSlip[] {
  const titles = titlesOf(meetings)
  const linkOf = (meeting: LinkedMeeting, at: number, url: string | null, note: string): SheetLink => ({
    title: titles[at]!,
    when: whenWords(meeting, locale),
    url,
    lines: codeLines(meeting),
    note,
  })
  const shared = meetings.flatMap((meeting, at) =>
    meeting.isPersonal || meeting.joinUrl === null ? [] : linkOf(meeting, at, meeting.joinUrl, ''),
  )
  const own = people.map(({ listName, rows }): LinkSlip => ({
    name: listName,
    place: title,
    links: meetings.flatMap((meeting, at) => {
      const row = rows.get(meeting.id)
      return row === undefined ? [] : linkOf(meeting, at, row.joinUrl, noteOf(row))
    }),
    advice: personalAdvice,
  }))
  return [...(shared.length === 0 ? [] : [{ name: title, place: '', links: shared, advice: classAdvice }]), ...own]
}

/** Why there is no link, on paper; nothing where there is one. */
function noteOf(row: RegistrantOfMeeting): string {
  const { reason } = registrationOf(row)
  return reason === null ? '' : `No link yet: ${reason}`
}

const nothingToHandOut = ({ meetings }: Linked): ProblemError =>
  meetings.length === 0
    ? new ProblemError('conflict', 'There is no class to come whose link could be handed out.', {
        fix: 'Schedule classes for this section first.',
      })
    : new ProblemError('conflict', 'Nobody has a link of their own in these classes yet.', {
        fix: 'Wait until Zoom has registered the students, or look at who was refused.',
      })
