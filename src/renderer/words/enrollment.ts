import type { Enrollment, endReasons, startReasons } from '../../shared/contract/person.ts'
import type { Formats } from './format.ts'
import { count } from './plural.ts'

const students = (number: number) => count(number, 'student', 'students')

/** The words of who belongs where: dialogs, their effects, and the stays of a student. */
export const enrollmentWords = {
  section: 'Section',
  sectionHint: 'Name of the section',
  noSection: 'No section fits.',
  detail: 'Detail',
  reason: 'Reason',
  from: 'From',
  firstOn: 'First day',
  lastOn: 'Last day',
  needSection: 'Choose the section.',
  needDay: 'Enter the date.',
  needOrder: 'The last day is before the first.',
  also: (others: number) => `and ${others} more`,

  move: {
    title: 'Move to another section',
    fromHelp: 'The days before stay with the section they are in now, and follow the student. A move is no transfer.',
    submit: (people: number) => (people === 0 ? 'Move' : `Move ${students(people)}`),
    done: (people: number, section: string) => `${students(people)} moved to ${section}`,
  },
  withdraw: {
    title: 'Withdraw',
    lastHelp: 'They still count as enrolled on this day. Classes after it expect them no more.',
    submit: (people: number) => (people === 0 ? 'Withdraw' : `Withdraw ${students(people)}`),
    done: (people: number) => `${students(people)} withdrawn`,
    details: {
      transferredOut: 'To which school',
      noLongerInSchool: 'Reason code, and a note',
      enteredByMistake: 'Note',
    },
  },
  enroll: {
    title: 'Enroll',
    fromHelp: 'Never absent before this day. A day in the past credits the classes they came to since then.',
    submit: (people: number) => (people === 0 ? 'Enroll' : `Enroll ${students(people)}`),
    done: (people: number, section: string) => `${students(people)} enrolled in ${section}`,
    /** What is chosen stands under the label: null means like everybody, from the beginning. */
    reasons: { none: 'None: from the beginning', late: 'Enrolled late', transferredIn: 'Transferred in' },
    details: { none: 'Note', late: 'Note', transferredIn: 'From which school' },
    credits: (classes: number) => `${count(classes, 'class', 'classes')} that they came to would be credited:`,
  },
  correct: {
    title: 'Correct the days',
    text: 'For days that were entered wrong. Marks of the days that change are made anew.',
    openEnd: 'Empty while it lasts.',
    submit: 'Correct the days',
    done: 'The days are corrected',
  },

  effect: {
    title: 'What will happen',
    looking: 'Working out what will happen',
    oneMove: (name: string, from: string | null, to: string | null) => placeSentence(name, from, to),
    leftOut: (people: number) => `${students(people)} will be left out:`,
    periods: (periods: number) =>
      periods === 0
        ? 'No class that has begun changes.'
        : `${count(periods, 'class that has begun gets', 'classes that have begun get')} another list of students.`,
    marks: (marks: number) => `${count(marks, 'mark comes, goes or is', 'marks come, go or are')} made anew.`,
    registrations: (made: number) => `${count(made, 'registration is', 'registrations are')} made at Zoom.`,
    cancellations: (taken: number) => `${count(taken, 'registration is', 'registrations are')} taken back at Zoom.`,
    columns: { name: 'Student', from: 'Now', to: 'Then', state: 'What happens' },
    nowhere: 'no section',
  },

  startReasons: {
    late: 'Enrolled late',
    transferredIn: 'Transferred in',
    movedSection: 'Moved from another section',
  } satisfies Record<(typeof startReasons)[number], string>,
  endReasons: {
    movedSection: 'Moved to another section',
    transferredOut: 'Transferred out',
    noLongerInSchool: 'No longer in school',
    enteredByMistake: 'Entered by mistake',
  } satisfies Record<(typeof endReasons)[number], string>,
  /** "1 Jun 2026 – today" of a stay. */
  days: ({ firstOn, lastOn }: Pick<Enrollment, 'firstOn' | 'lastOn'>, formats: Formats) =>
    lastOn === null ? `since ${formats.date(firstOn, 'medium')}` : formats.dateRange(firstOn, lastOn),
} as const

function placeSentence(name: string, from: string | null, to: string | null): string {
  if (from === to) return `${name} stays in ${to ?? 'no section'}; the days change.`
  if (from === null) return `${name} will be in ${to}.`
  return to === null ? `${name} leaves ${from}.` : `${name} leaves ${from} and will be in ${to}.`
}

/** "Transferred in: San Jose NHS" of a reason with its detail. */
export const reasonText = (reason: string | null, detail: string | null): string | null =>
  reason === null ? detail : detail === null || detail === '' ? reason : `${reason}: ${detail}`
