import { count } from './plural.ts'
import type { Stranger } from '../../shared/contract/attendance.ts'

/** The words of Today. */
export const todayWords = {
  title: 'Today',
  summary: (classes: number, final: number, waiting: number) =>
    [
      ...(classes > 0 ? [count(classes, 'class', 'classes')] : []),
      ...(final > 0 ? [`${final} final`] : []),
      ...(waiting > 0 ? [`${waiting} not final yet`] : []),
    ].join(' · '),
  loading: 'Fetching today’s classes',
  newClass: 'Schedule class',

  classes: 'Classes',
  gridLabel: 'Classes of today',
  columns: { time: 'Starts', class: 'Class', teacher: 'Teacher', came: 'Came', state: 'State', actions: 'Actions' },
  groups: { attention: 'Earlier, needs you', now: 'Now', next: 'Next', later: 'Later', earlier: 'Earlier' },
  at: (time: string) => `at ${time}`,
  firstAt: (time: string) => `first at ${time}`,
  expected: (students: number) => `${students} expected`,
  came: (came: number, expected: number) => `${came} of ${expected}`,
  cameRow: (came: number, expected: number) => `Came ${came} of ${expected}`,
  missing: (names: readonly string[], more: number) =>
    `Missing: ${names.join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
  missingShort: (names: readonly string[], more: number) => `${names.join(' · ')}${more > 0 ? ` · +${more}` : ''}`,
  notRecognised: (people: number) => `${people} not recognised`,

  states: {
    inMinutes: (minutes: number) => (minutes < 1 ? 'Begins now' : `In ${minutes} min`),
    upcoming: 'Upcoming',
    liveUntil: (time: string) => `Live until ${time}`,
    waitingToSend: 'Waiting to send',
    refused: 'Zoom refused',
    missing: 'Not at Zoom',
    notFinal: 'Not final yet',
    checkingAgain: (time: string) => `Not final yet, checking Zoom again at ${time}`,
    final: 'Final',
    finalAt: (time: string) => `Final ${time}`,
    checked: 'Checked',
    signed: 'Signed',
    reportChanged: 'Report changed',
    held: { notHeld: 'Not held', suspended: 'Suspended', moved: 'Moved', asynchronous: 'Asynchronous' },
  },

  filters: { grade: 'Grade', section: 'Section', teacher: 'Teacher' },
  all: { grade: 'All grades', section: 'All sections', teacher: 'All teachers' },
  clearFilters: 'Show all classes',

  emptyTitle: 'No class today',
  nextClass: (title: string, weekday: string, date: string, time: string) =>
    `The next one is ${title}, on ${weekday}, ${date}, at ${time}.`,
  emptyText: 'Nothing is scheduled for the coming days either.',
  toSchedule: 'Look at the week',
  noSectionTitle: 'No class list yet',
  noSectionText: 'Import the class list that your school’s system exports; then classes can be scheduled for it.',
  importRoster: 'Import the class list',
  practiceTitle: 'The practice school is ready',
  practiceText: 'Schedule its week, then jump through the classes with the clock at the top.',
  fillWeek: 'Schedule a week of classes',
  filling: 'Scheduling the week and registering the students',
  weekFilled: (classes: number) => `${count(classes, 'class is', 'classes are')} scheduled`,
  importInstead: 'Import its roster yourself',
  filteredTitle: 'No class fits',
  filteredText: 'No class of today is of this grade, section and teacher.',

  needs: 'Needs you',
  needsNothing: 'Nothing needs you',
  needsNothingText: 'What only a person can decide stands here.',
  of: (title: string, when: string) => `${title}, ${when}.`,
  strangersTitle: (people: number) => `${count(people, 'person', 'people')} not recognised`,
  bestGuess: (name: string, guess: string) => `Best guess for “${name}”: ${guess}.`,
  noGuess: (name: string) => `Nobody’s name is near “${name}”.`,
  unconfirmed: (name: string, guess: string) => `“${name}” is ${guess} by the name alone.`,
  whoIsThis: 'Who is this?',
  twiceTitle: (name: string, time: string) => `${name} has two classes at ${time}`,
  twiceText: (one: string, other: string) => `${one}, and ${other}.`,
  toDay: 'Show the day',
  changedTitle: (marks: number) => `Zoom changed its report: ${count(marks, 'mark', 'marks')} would change`,
  changedText: 'The marks stay until you decide.',
  showChange: 'Look at it',
  takeChange: 'Take the change',
  keepMarks: 'Keep the marks',
  changeReasons: { accept: 'Zoom’s corrected report', keep: 'The first report stands' },
  refusedTitle: (changes: number) => `Zoom refused ${count(changes, 'change', 'changes')}`,
  refusedOf: (title: string, more: number) => (more > 0 ? `${title}, and ${more} more.` : `${title}.`),
  tryAgain: 'Try again',
  noLinkTitle: 'Students of a class have no working link',
  withoutLinkText: (names: readonly string[], more: number) =>
    `${names.join('; ')}${more > 0 ? `; and ${more} more` : ''}. They are never absent by themselves.`,
  noLinkText: (title: string, when: string, more: number) =>
    `${title}, ${when}${more > 0 ? `, and ${count(more, 'other class', 'other classes')}` : ''}. They are never absent by themselves.`,
  show: 'Show who',
  notConnectedTitle: 'Not connected to Zoom',
  notConnectedText: 'Classes can be planned; they are sent and collected once it is connected.',
  connect: 'Connect',
  more: (cards: number) => `Show ${cards} more`,
  noted: 'Noted',
} as const

/** Whether a stranger stands in the list only because the name is the one proof. */
export const isByNameAlone = ({ why }: Pick<Stranger, 'why'>): boolean => why === 'unconfirmedName'

/** "Grade 7" of "7"; a grade that is called otherwise keeps its name. */
export const gradeName = (grade: string): string => (/^\d/.test(grade) ? `Grade ${grade}` : grade)
