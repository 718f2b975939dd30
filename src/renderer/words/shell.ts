import type { DiscardPreview } from '../../shared/contract/outbox.ts'
import { count } from './plural.ts'

/** The words of the frame around every screen. */
export const shellWords = {
  product: 'Homeroom',
  skip: 'Skip to the page',
  navigation: 'Screens',
  screens: {
    today: 'Today',
    schedule: 'Schedule',
    calendar: 'Calendar',
    people: 'Students',
    sections: 'Sections',
    attendance: 'Attendance',
    who: 'Who is this?',
    settings: 'Settings',
  },
  unidentified: (people: number) => `${count(people, 'person', 'people')} not recognised`,
  changedInZoom: (classes: number) => `${count(classes, 'class', 'classes')} changed in Zoom`,
  standing: 'Where things stand',
  roles: { administrator: 'Administrator', office: 'Office', registrar: 'Registrar', teacher: 'Teacher' },

  upToDate: (time: string | null) => (time === null ? 'Up to date' : `Up to date, ${time}`),
  waitingToSend: (changes: number) => `Waiting to send ${changes}`,
  refused: (changes: number) => `${count(changes, 'change needs', 'changes need')} you`,
  notConnected: 'Not connected to Zoom',
  switchedOff: (waiting: number) =>
    waiting === 0 ? 'Zoom is switched off' : `Zoom is switched off: ${waiting} waiting to send`,
  switchedOffText: 'Nothing is sent until it is switched on again in the settings. What waits here is kept.',
  toSwitch: 'Settings',
  connect: 'Connect…',
  noAnswer: 'Homeroom does not answer',
  tabEnded: 'This tab has ended',

  practiceSchool: 'Practice school',
  practiceClock: (date: string, time: string) => `It is ${date}, ${time} there.`,
  practiceNext: { classStarts: 'A class begins', classEnds: 'A class ends', read: 'Zoom’s report is read' },
  practiceNextAt: (what: string, time: string) => `${what} at ${time}.`,
  practiceNextOn: (what: string, date: string, time: string) => `${what} on ${date} at ${time}.`,
  practiceNothing: 'Nothing is scheduled there yet.',
  jump: 'Jump to the next class event',
  fillWeek: 'Schedule a week of classes',
  fillWeekDetail: (classes: number) => `${count(classes, 'class', 'classes')} of the timetable, with the roster`,
  weekIsFull: 'Every class of the timetable is scheduled',
  fillingWeek: 'Scheduling a week of classes …',
  weekFilled: (classes: number) => `${count(classes, 'class is', 'classes are')} scheduled`,
  inPortal: {
    move: 'Somebody moves the next class in Zoom',
    delete: 'Somebody deletes the next class in Zoom',
    registrationOff: 'Somebody switches its registration off',
    makeAnother: 'Somebody makes a meeting in Zoom',
  },
  donePortal: 'Done in Zoom, past Homeroom',
  donePortalDetail: 'Homeroom notices at its next look, within half an hour; a setting in the day before the class.',
  rosterFile: 'Save a roster to import',
  rosterFileDetail: 'A CSV file, as a school’s system exports it',

  find: 'Find anything',
  findHint: 'People, sections, classes, screens',
  findNothing: 'Nothing fits.',
  commands: {
    suspend: 'Suspend classes',
    holidays: 'Import holidays',
    substitute: 'Find a substitute',
    changes: 'Look what was changed in Zoom',
    roster: 'Import a roster',
    timetable: 'Import a timetable',
  },
  findGroups: { screens: 'Screens', commands: 'Do', classes: 'Classes', sections: 'Sections', people: 'People' },

  keys: 'Keys',
  keysHelp: 'Keyboard shortcuts',
  keysSingle: 'Single keys',
  keysSingleDetail: 'Switch these off when you type by voice.',
  keyGroups: {
    everywhere: 'Everywhere',
    screens: 'Screens',
    lists: 'In a list',
    attendance: 'Attendance, for the selected students',
  },
  keyRows: {
    find: 'Find anything',
    newClass: 'Schedule a class',
    help: 'This help',
    move: 'Move by rows',
    into: 'Into the row and out',
    ends: 'First, last',
    open: 'Open',
    select: 'Select; with Shift a range',
    selectAll: 'Select all',
    letGo: 'Let go, close',
    letters: 'Go to a name',
    present: 'Present',
    absent: 'Absent',
    late: 'Late',
    excuse: 'Add excuse',
  },

  sending: 'Waiting to send',
  sendingEmpty: 'Everything has reached Zoom.',
  sendNow: 'Send now',
  discard: 'Discard…',
  discardLabel: (action: string, title: string) => `Discard…: ${action}, ${title}`,
  notDiscardable: 'It may have reached Zoom, so it cannot be discarded.',
  actions: {
    create: 'Schedule',
    update: 'Change',
    delete: 'Cancel',
    register: 'Register students',
    cancelRegistration: 'Take a student off',
  },
  sendStates: {
    waiting: 'Waiting to send',
    sending: 'Sending',
    searching: 'Looking at Zoom first',
    refused: 'Zoom refused',
  },
  nextTry: (time: string) => `Next try ${time}`,

  discardTitle: 'Discard this change?',
  discardText: (preview: DiscardPreview) => discardWords(preview),
  discardNow: 'Discard',
  keepIt: 'Keep it',
  discardColumns: { what: 'What', here: 'Now', back: 'After that' },
  discardAlso: (actions: readonly string[]) => `Discarded with it: ${actions.join(', ')}.`,
  lookingAtDiscard: 'Looking what that means',
  discarded: 'Discarded: Zoom will not hear of it',

  tabEndedTitle: 'This tab’s session has ended',
  tabEndedText: 'Open Homeroom again from the terminal or the start menu. Nothing is lost.',
  crashTitle: 'This screen made a mistake',
  crashText: 'Nothing that was saved is lost. Open the screen again, or go to another one.',
  crashAgain: 'Open it again',
  unknownTitle: 'There is no such screen',
  unknownText: 'The address may be of an older version.',
  toToday: 'Go to Today',
} as const

/** What giving up a change means, in one or two sentences. */
function discardWords({ outcome, dateCount, studentCount, fields, dates }: DiscardPreview): string {
  const classes = count(dateCount, 'class', 'classes')
  const students = count(studentCount, 'student', 'students')
  switch (outcome) {
    case 'takenBack':
      return [
        'Zoom has not heard of this meeting, so it is taken back:',
        dateCount === 0 ? 'it is cancelled here.' : `${classes} to come will be cancelled here.`,
        ...(studentCount === 0 ? [] : [`${students} will not be registered.`]),
      ].join(' ')
    case 'keptWithoutZoom':
      return `Zoom did not make this meeting. It stays in Homeroom without a link: reschedule it to try once more, or cancel it.`
    case 'asAtZoom':
      return fields.length + dates.length === 0
        ? 'Nothing that you see changes: Zoom has all of it already.'
        : 'Here it goes back to what Zoom has:'
    case 'restored':
      return dateCount === 0
        ? 'The meeting is not cancelled after all: its link goes on working.'
        : `The meeting is not cancelled after all: ${classes} to come will take place, with the links that students have.`
    case 'withoutLinks':
      return `${students} will have no link of their own for this meeting.`
    case 'linksStay':
      return `${students} who left the class will keep a link that works.`
  }
}
