import { headerGuess } from './header-meanings.ts'

/** The columns that stand for one day of the week each, Monday first. */
export const dayColumns = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/**
 * What a column of a timetable file can be. The cells of `monday` to `sunday` hold a mark, a time, or what is taught
 * then; `weekDays` may hold the time as well, and `startsAt` the end too.
 */
export const timetableColumns = [
  'section',
  'gradeLevel',
  'subject',
  'teacher',
  'weekDays',
  ...dayColumns,
  'period',
  'startsAt',
  'endsAt',
  'durationMinutes',
  'title',
  'ignored',
] as const
/** One such meaning. */
export type TimetableColumn = (typeof timetableColumns)[number]

const known: Readonly<Record<Exclude<TimetableColumn, 'ignored'>, readonly string[]>> = {
  section: [
    'section',
    'sectionname',
    'sections',
    'gradeandsection',
    'gradesection',
    'yearandsection',
    'class',
    'classname',
    'homeroom',
    'group',
    'teachinggroup',
    'pangkat',
    'baitangatpangkat',
    'seksyon',
  ],
  gradeLevel: ['grade', 'gradelevel', 'yearlevel', 'level', 'gradeyear', 'baitang', 'antas'],
  subject: [
    'subject',
    'subjects',
    'subjectname',
    'learningarea',
    'course',
    'coursename',
    'subjectdescription',
    'descriptivetitle',
    'asignatura',
    'lesson',
    'subjectcode',
    'coursecode',
  ],
  teacher: [
    'teacher',
    'teachername',
    'subjectteacher',
    'teacheremail',
    'host',
    'hostemail',
    'instructor',
    'faculty',
    'professor',
    'guro',
    'nameofteacher',
    'teachers',
    'email',
    'adviser',
  ],
  weekDays: [
    'days',
    'day',
    'weekdays',
    'weekday',
    'dayofweek',
    'daysoftheweek',
    'araw',
    'mgaaraw',
    'schedule',
    'classschedule',
    'iskedyul',
  ],
  monday: ['monday', 'mon', 'lunes', 'm', 'lun'],
  tuesday: ['tuesday', 'tue', 'tues', 'martes', 't', 'tu', 'mar'],
  wednesday: ['wednesday', 'wed', 'miyerkules', 'miyerkoles', 'mierkoles', 'w', 'we', 'miy'],
  thursday: ['thursday', 'thu', 'thurs', 'thur', 'huwebes', 'th', 'huw'],
  friday: ['friday', 'fri', 'biyernes', 'f', 'fr', 'biy'],
  saturday: ['saturday', 'sat', 'sabado', 'sab', 'sa'],
  sunday: ['sunday', 'sun', 'linggo', 'su', 'lin'],
  period: ['period', 'periodno', 'periodnumber', 'hourno', 'slot', 'block', 'periodname'],
  startsAt: [
    'start',
    'starttime',
    'startsat',
    'from',
    'timestart',
    'timein',
    'begins',
    'time',
    'times',
    'classtime',
    'timeslot',
    'oras',
    'simula',
    'hours',
  ],
  endsAt: ['end', 'endtime', 'endsat', 'to', 'until', 'timeend', 'timeout', 'finish', 'ends', 'wakas', 'hanggang'],
  durationMinutes: ['minutes', 'duration', 'durationminutes', 'length', 'mins', 'min', 'noofminutes', 'minuto'],
  title: ['title', 'meetingtitle', 'topic', 'zoomtitle', 'meetingtopic'],
}

const guess = headerGuess(known)

/** What each header most likely means; a field is given once, to the header that says it most plainly. */
export function guessTimetableColumns(headers: readonly string[]): Record<string, TimetableColumn> {
  const columns: Record<string, TimetableColumn> = Object.fromEntries(headers.map((header) => [header, 'ignored']))
  for (const [field, header] of guess(headers)) columns[header] = field
  return columns
}

/** What a mapping lacks before rows can become classes, or null when nothing is missing. */
export function missingTimetableColumn(
  columns: Readonly<Record<string, TimetableColumn>>,
): 'section' | 'subject' | 'days' | 'time' | null {
  const fields = new Set(Object.values(columns))
  const hasDays = dayColumns.some((column) => fields.has(column))
  if (!fields.has('section')) return 'section'
  if (!fields.has('weekDays') && !hasDays) return 'days'
  // What is taught may stand in the cells of the days, and so may the time.
  if (!fields.has('subject') && !fields.has('title') && !hasDays) return 'subject'
  const saysTime = fields.has('startsAt') || fields.has('period') || fields.has('weekDays') || hasDays
  return saysTime ? null : 'time'
}
