import type { Attendance, AttendanceRow, Held, Presence } from '../../shared/contract/attendance.ts'
import type { Formats } from './format.ts'
import { count } from './plural.ts'

/** The words of the Attendance screen. */
export const attendanceWords = {
  title: 'Attendance',
  loading: 'Fetching the attendance',
  recent: 'Classes of the last seven days',
  recentEmptyTitle: 'No class has taken place yet',
  recentEmptyText: 'Attendance stands here as soon as a scheduled class has begun.',
  recentNoFit: 'No class of these days fits these words',
  periodColumns: { time: 'Time', title: 'Class', came: 'Came', unknown: 'Not recognised', state: 'State' },
  findClass: 'Find a class or teacher',
  older: 'Older classes',
  toSchedule: 'See the schedule',
  came: (came: number, expected: number) => `${came} of ${expected}`,

  readNow: 'Read now',
  readDone: 'Zoom’s report is read',
  readAt: 'Report read',
  export: 'Export',
  exportCsv: 'CSV file',
  exportXlsx: 'Excel workbook',
  saved: 'The file is saved',
  rule: (name: string) => `Rule: ${name}`,
  ruleTerm: 'Rule',
  print: 'Print…',
  closeClass: 'Call it final…',
  rollByHand: 'Take the roll by hand…',

  states: {
    planned: 'Upcoming',
    live: 'Live',
    collecting: 'Not final yet',
    final: 'Final',
    checked: 'Checked',
    signed: 'Signed',
  } satisfies Record<Attendance['period']['state'], string>,
  finalAt: (time: string) => `Final ${time}`,
  nextRead: (time: string) => `Checking Zoom again at ${time}`,

  figures: {
    expected: 'Expected',
    came: 'Came',
    present: 'Present',
    late: 'Late',
    partial: 'Partial',
    absent: 'Absent',
    notSeenYet: 'Not seen',
    rate: 'Rate',
    average: 'Average',
    total: 'Total time',
  },
  definitions: {
    expected: 'Students who were enrolled on this day.',
    came: 'Anyone seen at all, however briefly.',
    present: 'By the rule, on time or late.',
    late: 'Counted from the later of the scheduled start and the moment the class was open. The wait in the waiting room is not the student’s.',
    partial: 'Seen, but for less time than the rule asks. A person decides before the register closes.',
    absent: 'Not seen in a class that was held, after the report was final.',
    notSeenYet: 'Nobody is called absent before the report is final and everybody in it is identified.',
    rate: 'Attendance rate: present, late and left early, of those enrolled that day.',
    average: 'Mean time in class of those who came.',
    total: 'Time in class of all students together.',
  },

  columns: {
    student: 'Student',
    mark: 'Mark',
    time: 'In class',
    firstIn: 'First in',
    lastOut: 'Last out',
    recognised: 'Recognised by',
  },
  gridLabel: (title: string) => `Students of ${title}`,
  selectAll: 'Select all students',
  empty: 'Nobody is enrolled in this class on this day.',
  presences: {
    present: 'Present',
    partial: 'Partial',
    absent: 'Absent',
    notSeenYet: 'Not seen yet',
    notHeld: 'Not held',
    notEnrolled: 'Not enrolled',
  } satisfies Record<Presence, string>,
  late: 'Late',
  leftEarly: 'Left early',
  excused: 'Excused',
  recognisedBy: {
    link: 'own link',
    customerKey: 'app',
    email: 'e-mail',
    name: 'name',
    knownAs: 'known as',
    decision: 'you',
    hand: 'hand',
  } satisfies Record<NonNullable<AttendanceRow['recognisedBy']>, string>,
  unconfirmed: 'not confirmed',
  nameOnly: 'name only',
  doubts: { sameStudentTwoNames: 'two names', nameFitsElsewhere: 'name fits two' } satisfies Record<string, string>,

  seen: (range: string) => `Seen in the class, ${range}`,
  facts: 'Facts',
  nameAtZoom: 'Name at Zoom',
  asName: (place: string, name: string) => `${place}, as “${name}”`,
  noFacts: 'This student is in no report of this class.',
  kinds: { inClass: 'in class', waitingRoom: 'waiting room', breakout: 'breakout room' },
  why: 'Why this mark',
  history: 'History',
  decided: {
    undo: 'Taken back',
    identified: 'Identified',
    byTheRule: 'Back to the rule',
    present: 'Present',
    partial: 'Partial',
    absent: 'Absent',
    late: 'late',
    leftEarly: 'left early',
  } as Readonly<Record<string, string>>,
  byTheRule: (mark: string) => `By the rule: ${mark}`,
  proposed: (mark: string) => `Zoom’s newer report says: ${mark}`,
  changeMark: 'Change mark',
  takeBack: 'Back to the rule',
  tookBack: 'The rule counts again',
  noLink: 'No working link: never absent by itself.',
  toStudent: 'See the student',

  selected: (students: number) => `${count(students, 'student', 'students')} selected`,
  markAs: { present: 'Present', absent: 'Absent', late: 'Late', excused: 'Excused' },
  clearSelection: 'Clear',

  overrideTitle: (students: number) =>
    students === 1 ? 'Change the mark' : `Change the marks of ${count(students, 'student', 'students')}`,
  overrideText: 'Your mark wins over every later computation, and the reason stands beside it.',
  mark: 'Mark',
  excuse: 'Excuse',
  noExcuse: 'No excuse',
  excuses: {
    illness: 'Illness',
    officialActivity: 'Official school activity',
    family: 'Family',
    calamity: 'Calamity',
    connection: 'No connection',
    other: 'Other',
  },
  reason: 'Reason',
  reasonPlaceholder: 'Why it is so',
  usualReasons: 'Usual reasons',
  reasons: ['Seen by the teacher', 'Shared a device', 'Note from home'],
  saveMark: 'Change mark',
  marked: (students: number) => `${count(students, 'mark is', 'marks are')} changed`,
  needReason: 'Say why: it stands in the record.',

  closeTitle: 'Call this class final?',
  closeText: 'The report is not complete yet. Whoever is not seen becomes absent, by your word.',
  closeNow: 'Call it final',
  waitsFor: 'It still waits for:',
  waits: {
    thirtyMinutesAfterEnd: '30 minutes after the end',
    twoEqualReads: 'two equal reads, 20 minutes apart',
    rows: 'a report with people in it',
    durations: 'durations in the report',
    allPages: 'every page of the report',
    host: 'the teacher in the report',
    headCount: 'a head count that fits what was seen live',
    noRun: 'Zoom to show that the class was opened at all',
    emptyReport: 'a report with people in it',
    noHost: 'the teacher in the report',
    noStudents: 'a student in the report',
  } as Readonly<Record<string, string>>,

  rollTitle: 'Take the roll by hand',
  rollText: 'Everybody is present but those you mark. Arrows move; A, L and P mark and go on.',
  rollCount: (present: number, late: number, absent: number) => `${present} present · ${late} late · ${absent} absent`,
  rollSave: 'Keep the roll',
  rollDone: 'The roll is kept',
  rollPresent: 'Present',

  heldStates: {
    held: 'Held',
    notHeld: 'Not held',
    suspended: 'Suspended',
    moved: 'Moved',
    asynchronous: 'Asynchronous',
    unknown: 'Not known',
  } satisfies Record<Held, string>,

  strangersTitle: (people: number) => `${count(people, 'person', 'people')} not recognised`,
  strangersText: 'Until they are named, whoever was not seen is “not seen yet”.',
  whoIsThis: 'Who is this?',
  changesTitle: (marks: number) => `Zoom changed its report: ${count(marks, 'mark', 'marks')} would change`,
  changesText: 'The marks stay as they are until you decide.',
  acceptChange: 'Take the change',
  keepMarks: 'Keep the marks',
  changeReasons: { accept: 'Zoom’s corrected report', keep: 'The first report stands' },
  realTimesTitle: (range: string) => `This class was held off schedule, ${range}`,
  realTimesText: 'The teacher and most students came ten minutes or more off schedule. Judge by the real times?',
  byRealTimes: 'Judge by the real times',
  realTimesReason: 'Held off schedule',
} as const

/** "Present, late, left early" of a mark. */
export function markWords({
  presence,
  isLate,
  hasLeftEarly,
}: {
  presence: Presence
  isLate: boolean
  hasLeftEarly: boolean
}): string {
  const flags = [isLate ? attendanceWords.late : null, hasLeftEarly ? attendanceWords.leftEarly : null].filter(
    (flag) => flag !== null,
  )
  const [first, ...rest] =
    presence === 'present' && flags.length > 0 ? flags : [attendanceWords.presences[presence], ...flags]
  return [first, ...rest.map((word) => word?.toLowerCase())].join(', ')
}

/** What a person decided, from the closed-list words of the record: "Present, late". */
export const decidedWords = (what: string): string =>
  what
    .split(' ')
    .map((word) => attendanceWords.decided[word] ?? word)
    .join(', ')

type Reason = AttendanceRow['reasons'][number]

/** One step from facts to mark, as a line: what it is about, and what it says. Unknown steps say their code. */
export function reasonWords({ code, numbers }: Reason, formats: Formats): { term: string; value: string } {
  const minutes = (name: string) => formats.minutes(numbers[name] ?? 0)
  const time = (name: string) => formats.time(numbers[name] ?? 0)
  switch (code) {
    case 'timeReached':
      return {
        term: 'Time counted',
        value: `${minutes('presentSeconds')} of ${minutes('heldSeconds')}; ${minutes('neededSeconds')} make present`,
      }
    case 'timeShort':
      return {
        term: 'Time counted',
        value: `${minutes('presentSeconds')} of ${minutes('heldSeconds')}; ${minutes('neededSeconds')} would make present`,
      }
    case 'noTime':
      return { term: 'Time counted', value: 'In no report of this class' }
    case 'noReport':
      return { term: 'Report', value: 'No report shows anybody, so it cannot show who was absent' }
    case 'outsideClassTime':
      return { term: 'Outside class time', value: `${minutes('outsideSeconds')} in the meeting, outside the class` }
    case 'noDuration':
      return { term: 'Report', value: 'Zoom gives no duration yet' }
    case 'late':
      return {
        term: 'Late',
        value: `Came at ${time('arrivedAt')}, ${minutes('lateSeconds')} after the start; ${numbers['allowedMinutes']} min are allowed`,
      }
    case 'leftEarly':
      return {
        term: 'Left early',
        value: `Left at ${time('lastOutAt')}, ${minutes('earlySeconds')} before the end; ${numbers['allowedMinutes']} min are allowed`,
      }
    case 'keptWaiting':
      return { term: 'Kept waiting', value: `${minutes('waitedSeconds')} in the waiting room would change the mark` }
    case 'noWorkingLink':
      return { term: 'Link', value: 'Had no working link: never absent by itself' }
    case 'notFinal':
      return { term: 'Report', value: 'Not final yet, so nobody is absent' }
    case 'unidentifiedPeople':
      return {
        term: 'Who is this?',
        value: `${count(numbers['count'] ?? 0, 'person is', 'people are')} not recognised; one of them may be this student`,
      }
    case 'notEnrolled':
      return { term: 'Enrollment', value: 'Not enrolled on this day' }
    case 'held':
      return { term: 'Class', value: 'Not held, or not known to be' }
    case 'cameThoughNotHeld':
      return { term: 'Came', value: 'Came, or waited, although the class was not held' }
    case 'cameThoughNotEnrolled':
      return { term: 'Came', value: 'Came without being on the list of this class' }
    case 'restartIgnored':
    case 'closedDoorIgnored':
    case 'massDropIgnored':
      return { term: 'Not counted against', value: `${minutes('seconds')} when the class itself was interrupted` }
    case 'judgedByRealTimes':
      return { term: 'Judged by', value: `the real times, ${time('from')} – ${time('to')}` }
    case 'unconfirmed':
      return { term: 'Recognised', value: 'By the name alone; not confirmed by a person yet' }
    case 'sameStudentTwoNames':
      return { term: 'Recognised', value: 'Under two names in this class: look whether both were this student' }
    case 'nameFitsElsewhere':
      return { term: 'Recognised', value: 'The name also fits somebody of another section' }
    case 'officialActivity':
      return { term: 'Excuse', value: 'Official school activity: counts as present' }
    case 'excused':
      return { term: 'Excuse', value: 'Excused' }
    case 'override':
      return { term: 'By hand', value: 'A person set this mark; it wins over the rule' }
    default:
      return { term: code, value: '–' }
  }
}
