import type { RegistrationRefusal } from '../../shared/domain/registration.ts'
import { count } from './plural.ts'

/** The words of the Sections screen. */
export const sectionWords = {
  title: 'Sections',
  summary: (sections: number, students: number) =>
    `${count(sections, 'section', 'sections')} · ${count(students, 'student', 'students')}`,
  ofSection: (adviser: string | null, students: number) =>
    [adviser === null ? null : `Adviser ${adviser}`, count(students, 'student', 'students')]
      .filter((part) => part !== null)
      .join(' · '),
  import: 'Import roster',
  loading: 'Fetching the sections',
  emptyTitle: 'No sections yet',
  emptyText: 'Import the class list that your school’s system exports. Nothing changes before you have seen a preview.',
  columns: {
    section: 'Section',
    adviser: 'Adviser',
    students: 'Students',
    addresses: 'Without own address',
  },
  gridLabel: 'Sections',
  grade: (level: string) => (level === '' ? 'Without a grade' : /^\d/.test(level) ? `Grade ${level}` : level),
  inGrade: (students: number) => count(students, 'student', 'students'),
  filterSections: 'Find a section',
  nothingFits: 'Nothing fits these words',
  noAdviser: '–',
  back: 'All sections',

  studentsLabel: (section: string) => `Students of ${section}`,
  studentColumns: {
    name: 'Student',
    number: 'Number',
    sex: 'Sex',
    email: 'Registers with',
    since: 'Since',
    link: 'Link',
  },
  sexes: { male: 'M', female: 'F' },
  canRegister: 'Own link',
  cannotRegister: 'No link',
  noStudents: 'Nobody is enrolled in this section today.',
  filter: 'Find a student',
  schedule: 'Schedule class',
  refusals: {
    noAddress: 'No e-mail address of their own',
    sharedAddress: 'The address is shared with somebody else',
    invalidAddress: 'The address is not valid',
    domainNotAllowed: 'The address is outside the allowed domains',
    isHost: 'This is the host’s own address',
  } satisfies Record<RegistrationRefusal, string>,
  refusalFixes: {
    noAddress: 'Add an address of their own, or name a domain that the school owns in Settings.',
    sharedAddress: 'Zoom would give both the same link. Add an address of their own.',
    invalidAddress: 'Correct the address.',
    domainNotAllowed: 'Add an address of an allowed domain, or allow this domain in Settings.',
    isHost: 'Add an address of their own.',
  } satisfies Record<RegistrationRefusal, string>,
  student: 'Student',
  contacts: 'Addresses and phones',
  facts: {
    number: 'Number',
    section: 'Section',
    born: 'Born',
    since: 'Enrolled since',
    link: 'Registers with',
  },
  owners: { own: 'own', household: 'household', guardian: 'guardian' },
  address: 'E-mail address',
  addAddress: 'Change own address',
  saveAddress: 'Save address',
  addressSaved: 'The address is saved. Register again on the class to send it to Zoom.',
  editTitle: 'Own e-mail address',
  editText: 'The address that Zoom registers this student with. It must be theirs alone.',
} as const
