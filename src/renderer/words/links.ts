import type { CheckFinding } from '../../shared/contract/registration.ts'
import { count } from './plural.ts'

/** The words of handing out links, and of the check before a class. */
export const linkWords = {
  sheets: 'Link sheets',
  sheetTitle: 'Hand out the links',
  sheetText: (of: string) => `The links of ${of}. A slip shows its own student’s links and nobody else’s.`,
  format: 'As',
  formats: {
    pdf: { label: 'Slips to cut apart (PDF)', detail: 'A slip for each student, with a QR code for each class.' },
    csv: { label: 'Table for mail merge (CSV)', detail: 'A row for each student: addresses, classes and links.' },
    ics: { label: 'Calendars (ICS)', detail: 'A calendar file for each student, in one zip file.' },
  },
  paper: 'Paper',
  papers: { a4: 'A4', letter: 'Letter', folio: 'Folio (long bond)' },
  make: 'Save file',
  madeTitle: (people: number) => `Links of ${count(people, 'student', 'students')} saved`,
  madeWithout: (people: number) =>
    `${count(people, 'student has', 'students have')} no link for one class or more: the file says why.`,
  keepSafe: 'Whoever has a link comes in as that student. Hand the slips to the students themselves.',

  check: 'Check registration',
  checkTitle: 'Will everybody get in?',
  checking: 'Checking registration, and asking Zoom',
  counts: (registered: number, total: number) =>
    `${registered} of ${count(total, 'student has', 'students have')} a working link`,
  readAt: (time: string) => `Read at Zoom ${time}`,
  neverRead: 'Not read at Zoom yet',
  checkAgain: 'Check again',
  others: (more: number) => `and ${more} more`,
  fixes: {
    'meeting.registerAgain': 'Register now',
    'outbox.retry': 'Send again',
    'meeting.change': 'Change this setting',
  },
  mendIn: {
    students: 'Open students',
    schedule: 'Open schedule',
    settings: 'Open settings',
    changes: 'Open changes',
    zoom: '',
  } satisfies Record<NonNullable<CheckFinding['mendIn']>, string>,
  fixing: 'On its way to Zoom',
} as const
