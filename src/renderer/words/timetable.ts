import type { TimetableColumn } from '../../shared/domain/timetable-columns.ts'
import { count } from './plural.ts'

const classes = (number: number) => count(number, 'class', 'classes')
const meetings = (number: number) => count(number, 'meeting', 'meetings')
const dates = (number: number) => count(number, 'date', 'dates')

/** The words of the timetable import. */
export const timetableWords = {
  title: 'Import a timetable',
  subtitle: 'A term’s classes in one go: nothing changes before you have seen a preview',
  toSchedule: 'Schedule',

  fileTitle: 'File',
  drop: 'Drop the timetable here',
  dropDetail: 'XLSX, CSV or TSV: sections, subjects, days, times and teachers in whatever columns you have',
  choose: 'Choose file…',
  reading: 'Reading the file',
  practiceFile: 'Use the practice school’s timetable',
  otherFile: 'Another file',
  importedBefore: 'This very file was imported before',
  importedBeforeText: (when: string) => `On ${when}. What is there already is left out.`,

  firstOn: 'First day',
  lastOn: 'Last day',
  termPreset: 'Term',
  ownDates: 'Own dates',
  titlePattern: 'Title',
  titleHelp: '{course} is the class; {n} counts its dates.',

  counts: {
    add: 'New',
    conflict: 'With conflicts',
    refuse: 'Not clear',
    isThere: 'There already',
    dates: 'Dates',
    meetings: 'Zoom meetings',
  },
  countHelp: {
    conflict:
      'Somebody would have to be in two places at once, or the school is closed. They can be imported all the same.',
    refuse: 'These cannot be imported as they stand. Say below what is meant, or mend the file.',
    isThere: 'Planned already, by an earlier import or by a person: left out.',
  },

  tabs: { classes: 'Classes', names: 'To be said', problems: 'Rows left out', columns: 'Columns' },
  previewLabel: 'What the file would become',
  groups: {
    refuse: 'Not clear: left out',
    conflict: 'With conflicts',
    add: 'New',
    isThere: 'There already: left out',
  },
  columns: {
    when: 'When',
    title: 'Class',
    teacher: 'Teacher',
    dates: 'Dates',
    state: 'What happens',
    note: 'Note',
    row: 'Row',
    message: 'Why',
  },
  actions: { add: 'New', isThere: 'There', refuse: 'Left out', conflict: 'Conflict' },
  selectAll: 'Import all classes that can be',
  select: (title: string) => `Import ${title}`,
  dateRange: (number: number, range: string) => `${dates(number)}, ${range}`,
  noDates: '–',
  noTeacher: '–',
  leftOut: (noClass: number, there: number) =>
    [
      noClass > 0 ? `${dates(noClass)} left out by the calendar` : null,
      there > 0 ? `${dates(there)} there already` : null,
    ]
      .filter((part) => part !== null)
      .join(' · '),
  inMeetings: (number: number) => `in ${meetings(number)}`,
  conflicts: {
    hostBusy: (title: string, number: number) => `The host has ${title} at the same time on ${dates(number)}`,
    teacherBusy: (title: string, number: number) => `A teacher has ${title} at the same time on ${dates(number)}`,
    sectionBusy: (title: string, number: number) => `The section has ${title} at the same time on ${dates(number)}`,
    outsideSchoolHours: (_: string, number: number) => `Outside the school’s hours on ${dates(number)}`,
  },
  otherClass: 'another class',
  andMore: (number: number) => `and ${number} more`,
  firstOf: (on: string) => `first on ${on}`,
  nothingFits: 'No class of this kind',

  remarks: 'How the file was read',
  missing: {
    section: 'Which column holds the section?',
    subject: 'Which column holds the subject?',
    days: 'Which column holds the days of the week?',
    time: 'Which column holds the time, or the period?',
  },
  missingText: 'Choose it below. Nothing can be read before.',

  namesText: 'These names are not exactly any of the school’s. Nothing is guessed: say what is meant.',
  unsure: {
    section: (typed: string) => `Section “${typed}”`,
    subject: (typed: string) => `Subject “${typed}”`,
    teacher: (typed: string) => `Teacher “${typed}”`,
  },
  inRows: (number: number) => `in ${count(number, 'row', 'rows')}`,
  chooseOne: 'Choose…',
  asTyped: 'A new subject, as typed',
  suggested: (name: string) => `${name} (nearest)`,
  periodsTitle: 'When are these periods?',
  periodFrom: (period: string) => `Period ${period}: from`,
  periodTo: (period: string) => `Period ${period}: to`,
  nothingToSay: 'Every name of the file is one of the school’s.',
  noProblems: 'Every row became a class.',

  fields: {
    section: 'Section',
    gradeLevel: 'Grade level',
    subject: 'Subject',
    teacher: 'Teacher (name or e-mail)',
    weekDays: 'Days of the week',
    monday: 'Monday',
    tuesday: 'Tuesday',
    wednesday: 'Wednesday',
    thursday: 'Thursday',
    friday: 'Friday',
    saturday: 'Saturday',
    sunday: 'Sunday',
    period: 'Period',
    startsAt: 'Time, or start',
    endsAt: 'End',
    durationMinutes: 'Minutes',
    title: 'Title',
    ignored: 'Not used',
  } satisfies Record<TimetableColumn, string>,

  summary: (series: number, number: number, zoom: number) =>
    series === 0
      ? 'Nothing is chosen to import.'
      : `${classes(series)} on ${dates(number)}, as ${zoom === 1 ? 'one Zoom meeting' : `${zoom} Zoom meetings`}.`,
  quota: (hostDays: string, hosts: number) =>
    `That is ${hostDays} host-days of Zoom’s quota of 100 a day, over ${count(hosts, 'host', 'hosts')}:`,
  quotaSmall: 'Zoom’s quota of 100 a day for each host takes it today.',
  quotaToday: 'all of it goes out today.',
  quotaDays: (days: number) => `it goes out within ${days} days, by itself.`,
  newThings: (groups: number, subjects: number) =>
    [
      groups > 0 ? count(groups, 'new teaching group', 'new teaching groups') : null,
      subjects > 0 ? count(subjects, 'new subject', 'new subjects') : null,
    ]
      .filter((part) => part !== null)
      .join(', '),
  doImport: (number: number) => (number === 0 ? 'Nothing to import' : `Import ${classes(number)}`),
  imported: (number: number) => `${meetings(number)} planned`,
  importedDetail: 'They go out to Zoom at the pace that it allows.',

  earlier: 'Imports',
  nothingYet: 'No timetable was imported yet',
  nothingYetText: 'Here stands how far Zoom has got with each, and each can be stopped, resumed and undone.',
  states: { sending: 'On its way', stopped: 'Stopped', done: 'Done', undone: 'Undone' },
  progress: (done: number, all: number) => `${done} of ${meetings(all)}`,
  refused: (number: number) => `Zoom refused ${meetings(number)}`,
  cancelled: (number: number) => `${meetings(number)} cancelled`,
  toRefused: 'Look at them',
  doneBy: (when: string) => `Today’s quota is used up: the last of it goes out after ${when}.`,
  stoppedText: 'Nothing more of it goes out before it is resumed.',
  importedAt: (when: string, by: string) => `Imported ${when} (${by})`,
  stop: 'Stop',
  resume: 'Resume',
  undo: 'Undo',
  undoTitle: 'Undo this import?',
  undoText: (file: string) =>
    `Every class of ${file} that has not begun is cancelled, here and at Zoom. What was collected stays.`,
  undoNow: 'Cancel these classes',
  keep: 'Keep them',
  undone: 'The import is undone',
} as const
