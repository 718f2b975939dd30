import type { School } from '../../shared/contract/app.ts'
import { withSubstitute } from '../../shared/domain/list-names.ts'
import { titleOfDate } from '../../shared/domain/meeting-title.ts'
import type { CalendarEntry } from '../files/ics-writer.ts'
import type { PlannedDate } from '../store/planned-dates.ts'
import { registersStudents } from './meeting-draft.ts'

/** A sequence counts seconds from here: it stays within the 31 bits that calendars have for it until 2088. */
const countedFrom = Date.UTC(2020, 0, 1)

/**
 * A planned date as an entry of another calendar. Its sequence is the second of the meeting's last change, which never goes
 * back. Where students have links of their own, no link is in it.
 */
export function calendarEntryOf(date: PlannedDate): CalendarEntry {
  const isByOwnLink = registersStudents(date)
  const who = withSubstitute([date.teachers ?? date.hostName], date.substitute)
  const link = isByOwnLink ? null : date.joinUrl
  const way = isByOwnLink
    ? 'Come in by your own link, from your link sheet.'
    : link === null
      ? 'The link follows.'
      : `Link: ${link}`
  return {
    uid: `${date.id}@homeroom`,
    sequence: Math.max(0, Math.floor((date.changedAt - countedFrom) / 1000)),
    changedAt: date.changedAt,
    startInstant: date.startInstant,
    endInstant: date.endInstant,
    timeZone: date.timeZone,
    title: titleOfDate(date.title, date.number),
    description: [`Teacher: ${who}`, way, ...(date.description === '' ? [] : ['', date.description])].join('\n'),
    location: 'Zoom',
    url: link,
    isCancelled: date.isCancelled === 1,
  }
}

/** What a calendar is called: the practice school always says that it is one. */
export const calendarNameOf = (name: string, school: School): string =>
  school.kind === 'practice' ? `Practice school: ${name}` : name

/** The name of a calendar file; the practice school always says that it is one. */
export const icsFileName = (name: string, school: School): string => `${fileNameOf(calendarNameOf(name, school))}.ics`

/** A file's name, without its ending, from what it is of: letters, digits and hyphens of any script, at most 80. */
export function fileNameOf(name: string): string {
  const plain = name
    .normalize('NFC')
    .toLocaleLowerCase('en')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .slice(0, 80)
    .replaceAll(/^-+|-+$/g, '')
  return plain === '' ? 'homeroom' : plain
}
