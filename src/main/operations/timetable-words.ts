import type { TimetablePlan, SeriesProblem } from '../../shared/domain/timetable-plan.ts'
import type { TimetableIssue } from '../../shared/domain/timetable-rows.ts'
import { oddHours } from '../../shared/domain/timetable-dates.ts'
import type { ReadTimetable } from './timetable-file.ts'

/** Why a class is not planned, and what to do. */
export const seriesProblems: Readonly<Record<SeriesProblem, string>> = {
  unknownSection: 'No section of the school is called so: say which one is meant, or import its class list first.',
  unknownTeacher: 'No host of the Zoom account is called so: say who is meant, or add the teacher in Zoom.',
  noTeacher: 'The file names no teacher, and this class has none yet: name one in the file.',
  noLicence:
    'Zoom registers students only for hosts with a licence, and this one has none: give them one in Zoom, or name another teacher.',
  noDates: 'No date of this class is a class day of the term.',
  allPast: 'Every date of this class has passed: choose a later last day.',
}

/** Why a row is no class, and what to do. */
export const rowProblems: Readonly<Record<TimetableIssue['code'], string>> = {
  noSection: 'This row names no section.',
  noSubject: 'This row says neither what is taught nor a title.',
  noDays: 'This row says no day of the week.',
  unreadableDays: 'The days are not read: write them like MWF, TTh, Mon-Fri, or Lunes.',
  ambiguousDays: 'This could be two days or three: write TTh for two, or Tue, Wed, Thu for three.',
  unreadableDayCell: 'A day has more in it than a mark or a time: leave a tick, or a time like 7:30-8:30.',
  noTime: 'This row says no time.',
  unreadableTime: 'The time is not read: write it like 7:30-8:30, 7:30 AM or 13:30.',
  endBeforeStart: 'This class would end before it begins.',
  unreadableLength: 'The length is not read: write minutes, from 1 to 1440.',
  periodWithoutTime: 'The file does not say when this period is: give its times beside the preview.',
  breakTime: 'A break is no class.',
  tooLong: 'A cell of this row is longer than any name: check whether its columns are shifted.',
}

/** What was concluded rather than read, and what was left unread: one sentence each. */
export function remarksOf(read: ReadTimetable, { series }: TimetablePlan, timeZone: string): string[] {
  const { afternoonCount, filledCount, withoutEndCount, defaultMinutes, table } = read
  const added = series.filter(({ action }) => action === 'add')
  const past = added.reduce((sum, { plan }) => sum + plan.pastCount, 0)
  const long = added.filter(({ plan }) => plan.meetings.length > 1).length
  const { skipped, twice } = oddHours(
    added.flatMap(({ startsAt, plan }) =>
      plan.meetings.flatMap(({ dates }) => dates.map(({ on }) => ({ on, startsAt }))),
    ),
    timeZone,
  )
  const remarks: (string | false)[] = [
    table.sheet !== null &&
      table.sheet.otherSheets > 0 &&
      `Only the first sheet of the workbook is read; ${table.sheet.otherSheets === 1 ? 'another one is' : `${table.sheet.otherSheets} others are`} not.`,
    filledCount > 0 && `${rows(filledCount)} without a section ${is(filledCount)} taken for the section above.`,
    afternoonCount > 0 &&
      `${rows(afternoonCount)} with a time before 6:00 and no AM or PM ${is(afternoonCount)} taken for the afternoon.`,
    withoutEndCount > 0 && `${rows(withoutEndCount)} without an end: class is taken to last ${defaultMinutes} minutes.`,
    past > 0 &&
      `${past === 1 ? 'One date of the term has' : `${past.toLocaleString('en')} dates of the term have`} passed and ${past === 1 ? 'is' : 'are'} left out.`,
    skipped > 0 &&
      `${dates(skipped)} at a time that the clocks skip on that day, since they go forward: ${it(skipped)} as much later.`,
    twice > 0 &&
      `${dates(twice)} at a time that the clocks show twice on that day, since they go back: the first one is meant.`,
    long > 0 &&
      `${long === 1 ? 'One class has' : `${long} classes have`} more dates than the 50 that Zoom keeps in one meeting: several meetings in a row carry them, and students get new links when the next one begins.`,
  ]
  return remarks.filter((remark) => remark !== false)
}

const rows = (count: number): string => (count === 1 ? 'One row' : `${count} rows`)
const dates = (count: number): string => (count === 1 ? 'One date begins' : `${count} dates begin`)
const it = (count: number): string => (count === 1 ? 'it begins' : 'they begin')
const is = (count: number): string => (count === 1 ? 'is' : 'are')
