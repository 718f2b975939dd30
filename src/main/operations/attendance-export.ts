import type { School } from '../../shared/contract/app.ts'
import { withSubstitute } from '../../shared/domain/list-names.ts'
import { toWall } from '../../shared/domain/time.ts'
import type { ExportTable } from '../files/csv-export.ts'
import type { MarkRow } from '../store/attendance-rows.ts'
import type { ExportView } from '../store/attendance-view.ts'
import type { PeriodView } from '../store/periods.ts'
import { recognisedBy, stateOf } from './attendance-view.ts'

/*
 * What a registrar gets out: one row per student and class, and one per class. The words are those of the screens; times
 * are on the school's wall, on 24 hours so that they sort and can be read back.
 */

const presences: Readonly<Record<string, string>> = {
  present: 'Present',
  partial: 'Partial',
  absent: 'Absent',
  notSeenYet: 'Not seen yet',
  notHeld: 'Not held',
  notEnrolled: 'Not enrolled',
}

const excuses: Readonly<Record<string, string>> = {
  illness: 'Illness',
  officialActivity: 'Official school activity',
  family: 'Family',
  calamity: 'Calamity',
  connection: 'Connection',
  other: 'Other',
}

const evidences: Readonly<Record<string, string>> = {
  link: 'Own link',
  customerKey: 'Homeroom',
  email: 'E-mail',
  name: 'Name',
  knownAs: 'Known as',
  decision: 'A person',
  hand: 'By hand',
}

const helds: Readonly<Record<PeriodView['held'], string>> = {
  held: 'Held',
  notHeld: 'Not held',
  suspended: 'Suspended',
  moved: 'Moved',
  asynchronous: 'Asynchronous',
  unknown: 'Not known yet',
}

const draft = 'DRAFT, not final'
const states: Readonly<Record<string, string>> = { final: 'Final', checked: 'Checked', signed: 'Signed' }
const stateWord = (period: PeriodView, now: number): string => states[stateOf(period, now)] ?? draft

/** Whole minutes as the screen shows them: 14 min 59 s is not yet 15. */
export const shownMinutes = (seconds: number): number => Math.floor(seconds / 60)

const yes = (is: 0 | 1): string => (is === 1 ? 'Yes' : '')

/** Who made the file: the practice school always says that it is one. */
const schoolWord = ({ kind, name }: School): string => (kind === 'practice' ? 'Practice school' : name)

/** One row per student and class, in the order of the classes and then of the list. */
export function attendanceTable(views: readonly ExportView[], school: School, now: number): ExportTable {
  const columns: readonly (readonly [string, number, (row: MarkRow, period: PeriodView) => string | number | null])[] =
    [
      ['Date', 11, (_, { on }) => on],
      ['Start', 7, (_, { startsAt }) => startsAt],
      ['Class', 28, (_, { group }) => group.title],
      ['Section', 18, (row) => row.section],
      ['Student number', 15, (row) => row.studentNumber],
      ['Family name', 18, (row) => row.familyName],
      ['Given name', 18, (row) => row.givenName],
      ['Middle name', 14, (row) => row.middleName],
      ['Suffix', 7, (row) => row.suffix],
      ['Sex', 5, ({ sex }) => (sex === null ? '' : sex === 'male' ? 'M' : 'F')],
      ['Attendance', 13, ({ mark }) => presences[mark.presence]!],
      ['Late', 6, ({ mark }) => yes(mark.isLate)],
      ['Left early', 10, ({ mark }) => yes(mark.hasLeftEarly)],
      ['Excuse', 14, ({ mark }) => (mark.excuse === null ? '' : (excuses[mark.excuse] ?? mark.excuse))],
      ['Minutes', 8, ({ mark }) => shownMinutes(mark.seconds)],
      ['First in', 9, ({ mark }) => timeOn(mark.firstInAt, school)],
      ['Last out', 9, ({ mark }) => timeOn(mark.lastOutAt, school)],
      ['Recognised by', 14, (row) => evidences[recognisedBy(row) ?? ''] ?? ''],
      ['Note', 30, noteOf],
      ['State', 16, (_, period) => stateWord(period, now)],
      ['School', 18, () => schoolWord(school)],
    ]
  return {
    columns: columns.map(([title, width]) => ({ title, width })),
    rows: views.flatMap(({ period, rows }) => rows.map((row) => columns.map(([, , value]) => value(row, period)))),
  }
}

/** One row per class with its figures. */
export function summaryTable(views: readonly ExportView[], school: School, now: number): ExportTable {
  const columns: readonly (readonly [string, number, (period: PeriodView) => string | number | null])[] = [
    ['Date', 11, ({ on }) => on],
    ['Start', 7, ({ startsAt }) => startsAt],
    ['Class', 28, ({ group }) => group.title],
    ['Teachers', 24, ({ teachers, substitute }) => withSubstitute(teachers, substitute)],
    ['Held', 13, ({ held }) => helds[held]],
    ['Expected', 9, ({ figures }) => figures.expected],
    ['Came', 7, ({ figures }) => figures.came],
    ['Present', 8, ({ figures }) => figures.present],
    ['Late', 6, ({ figures }) => figures.late],
    ['Left early', 10, ({ figures }) => figures.leftEarly],
    ['Partial', 8, ({ figures }) => figures.partial],
    ['Absent', 8, ({ figures }) => figures.absent],
    ['Not seen yet', 12, ({ figures }) => figures.notSeenYet],
    ['Excused', 8, ({ figures }) => figures.excused],
    ['Attendance rate %', 16, ({ figures: { attendanceRate: rate } }) => (rate === null ? null : percent(rate))],
    ['Average minutes', 15, ({ figures }) => minutesOrNothing(figures.averageSeconds)],
    ['Total minutes', 13, ({ figures }) => shownMinutes(figures.totalSeconds)],
    ['State', 16, (period) => stateWord(period, now)],
    ['School', 18, () => schoolWord(school)],
  ]
  return {
    columns: columns.map(([title, width]) => ({ title, width })),
    rows: views.map(({ period }) => columns.map(([, , value]) => value(period))),
  }
}

/** Dates and what the file is, and nobody's name: "attendance-2026-03-09-to-2026-03-13-DRAFT.csv". */
export function fileNameOf(views: readonly ExportView[], school: School, format: 'csv' | 'xlsx', now: number): string {
  const days = views.map(({ period }) => period.on).toSorted()
  const [first, last] = [days[0]!, days.at(-1)!]
  const isDraft = views.some(({ period }) => stateWord(period, now) === draft)
  return [
    ...(school.kind === 'practice' ? ['practice-school'] : []),
    'attendance',
    first === last ? first : `${first}-to-${last}`,
    ...(isDraft ? ['DRAFT'] : []),
  ]
    .join('-')
    .concat(`.${format}`)
}

const percent = (rate: number): number => Math.round(rate * 1000) / 10
const minutesOrNothing = (seconds: number | null): number | null => (seconds === null ? null : shownMinutes(seconds))

function timeOn(instant: number | null, { timeZone }: School): string {
  return instant === null ? '' : toWall(instant, timeZone).at
}

/** Why the mark is not what the rule says, or what still stands in its way. */
function noteOf({ mark, override }: MarkRow): string {
  if (override !== null) return override.reason
  if (mark.isUnconfirmed === 1) return 'Known by name only, not confirmed'
  if (mark.hadNoWorkingLink === 1 && mark.firstInAt === null) return 'Had no working link'
  return ''
}
