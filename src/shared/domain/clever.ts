import { ProblemError } from '../problem.ts'
import { foldText } from './names.ts'
import type { BundlePerson, ReadRoster } from './roster-bundle.ts'
import {
  createRefs,
  inOrder,
  openSet,
  readRef,
  type RosterSet,
  type SetColumns,
  type SetFile,
  type SetRow,
  type SetTable,
} from './roster-set.ts'
import {
  bundleClasses,
  isHomeroomTitle,
  oneGrade,
  type SetClass,
  type SetPlace,
  type SetTeacher,
} from './roster-set-classes.ts'
import {
  readDateCell,
  readGuardian,
  readNumber,
  readPerson,
  settlePeople,
  withGuardians,
  type SetGuardian,
} from './roster-set-people.ts'
import { foldEmail } from './roster.ts'

const teacherColumns = ['Teacher_id', ...Array.from({ length: 9 }, (_, index) => `Teacher_${index + 2}_id`)]

/** The files and columns that are read, by Clever's SFTP Instructions 2.1.1. They hold active records only: always everything. */
export const cleverColumns: Readonly<Record<string, SetColumns>> = {
  'schools.csv': { required: ['School_id'], others: ['School_name'] },
  'students.csv': {
    required: ['Student_id', 'Last_name', 'First_name'],
    others: [
      'School_id',
      'Student_number',
      'State_id',
      'Middle_name',
      'Grade',
      'Gender',
      'DOB',
      'Student_email',
      'Username',
      'Contact_relationship',
      'Contact_name',
      'Contact_phone',
      'Contact_email',
    ],
  },
  'teachers.csv': {
    required: ['Teacher_id', 'Last_name', 'First_name'],
    others: ['School_id', 'Middle_name', 'Teacher_email', 'Username'],
  },
  'sections.csv': {
    required: ['Section_id', 'Teacher_id'],
    others: [
      'School_id',
      ...teacherColumns.slice(1),
      'Name',
      'Section_number',
      'Grade',
      'Course_name',
      'Period',
      'Subject',
      'Term_start',
      'Term_end',
    ],
  },
  'enrollments.csv': { required: ['Section_id', 'Student_id'], others: ['School_id'] },
  'staff.csv': {
    required: ['Staff_id', 'Last_name', 'First_name'],
    others: ['School_id', 'Staff_email', 'Username'],
  },
}

/**
 * Reads a set of Clever's files. Raises `fileUnreadable` where files or columns are missing that it cannot be read without;
 * everything else that is wrong is told row by row. O(n).
 */
export function readClever(files: readonly SetFile[]): ReadRoster {
  const set = openSet(files, cleverColumns)
  if (!set.has('students.csv'))
    throw new ProblemError('fileUnreadable', 'These files have no students.csv, so there are no students in them.', {
      fix: 'Choose all CSV files of Clever together.',
    })
  const isDelta = !set.has('sections.csv') || !set.has('enrollments.csv')
  const schoolTable = set.table('schools.csv')
  const schools = new Map(
    [...schoolTable.byId('School_id')].map(([id, row]) => [id, schoolTable.cell(row, 'School_name')]),
  )
  const { students, grades } = readStudents(set)
  const teachers = readStaff(set, 'teachers.csv', 'Teacher_id', 'Teacher_email', new Set())
  const emails = new Set(teachers.flatMap((teacher) => teacher.emails.map(({ address }) => foldEmail(address))))
  const staff = readStaff(set, 'staff.csv', 'Staff_id', 'Staff_email', emails)
  const people = [...students, ...teachers, ...staff]
  const { classes, teachers: taught } = readSections(set, schools, refsOf(teachers))
  const places = readEnrollments(set, refsOf(students), createRefs(classes.map(({ ref }) => ref)))
  const [school = '', ...moreSchools] = schools.keys()
  const only = moreSchools.length === 0 ? (schools.get(school) ?? '') : ''
  return {
    bundle: {
      format: 'clever',
      source: school === '' ? 'Clever' : `Clever:${[school, ...moreSchools].toSorted()[0]}`,
      isDelta,
      people: settlePeople(people, { number: 'Student_number', email: 'Student_email' }, set.issues),
      ...bundleClasses({ classes, places, teachers: taught, gradeOf: (ref) => grades.get(ref) ?? '', isDelta }),
    },
    issues: inOrder(set.issues),
    sourceTitle: `Clever, ${isDelta ? 'people only' : 'everything'}${only && `, from ${only}`}`,
    rowCount: set.rowCount,
  }
}

/** Students, teachers and staff may have the same id in Clever's files; in a bundle nobody may. */
const studentRef = (id: string): string => `student:${id}`

const refsOf = (people: readonly BundlePerson[]) => createRefs(people.map(({ ref }) => ref.slice(ref.indexOf(':') + 1)))

/** A student with several contacts has a row for each. */
function readStudents(set: RosterSet) {
  const table = set.table('students.csv')
  const more = new Map<SetRow, SetRow[]>()
  const nameOf = (row: SetRow) => foldText(`${table.cell(row, 'Last_name')}, ${table.cell(row, 'First_name')}`)
  const rows = table.byId('Student_id', (row, first) => {
    if (nameOf(row) !== nameOf(first)) return false
    const there = more.get(first)
    if (there === undefined) more.set(first, [row])
    else there.push(row)
    return true
  })
  const students: BundlePerson[] = []
  const grades = new Map<string, string>()
  for (const [id, row] of rows) {
    const ref = studentRef(id)
    const studentNumber = readNumber(table, row, 'Student_number') ?? readNumber(table, row, 'State_id')
    const columns = {
      familyName: 'Last_name',
      givenName: 'First_name',
      middleName: 'Middle_name',
      sex: 'Gender',
      birthOn: 'DOB',
      email: 'Student_email',
      account: 'Username',
    }
    const student = readPerson(table, row, columns, { ref, kind: 'student', studentNumber, isGone: false })
    if (student === null) continue
    const contacts = [row, ...(more.get(row) ?? [])].flatMap((each) => readContact(table, each) ?? [])
    students.push(withGuardians(student, contacts))
    const grade = oneGrade([table.cell(row, 'Grade')])
    if (grade !== '') grades.set(ref, grade)
  }
  return { students, grades }
}

function readContact(table: SetTable, row: SetRow): SetGuardian | null {
  const relationship = table.cell(row, 'Contact_relationship').toLowerCase()
  const relation = relationship === 'mother' || relationship === 'father' ? relationship : 'guardian'
  const columns = { familyName: 'Contact_name', givenName: '', email: 'Contact_email', phones: ['Contact_phone'] }
  return readGuardian(table, row, columns, relation)
}

/** A teacher of several schools may have a row for each; whoever is also a teacher by their address is one person. */
function readStaff(
  set: RosterSet,
  file: string,
  idColumn: string,
  email: string,
  teachers: ReadonlySet<string>,
): BundlePerson[] {
  const table = set.table(file)
  const nameOf = (row: SetRow) => foldText(`${table.cell(row, 'Last_name')}, ${table.cell(row, 'First_name')}`)
  const columns = {
    familyName: 'Last_name',
    givenName: 'First_name',
    middleName: 'Middle_name',
    email,
    account: 'Username',
  }
  return [...table.byId(idColumn, (row, first) => nameOf(row) === nameOf(first))].flatMap(([id, row]) => {
    const ref = `${idColumn === 'Staff_id' ? 'staff' : 'teacher'}:${id}`
    const person = readPerson(table, row, columns, { ref, kind: 'staff', studentNumber: null, isGone: false })
    return person === null || person.emails.some(({ address }) => teachers.has(foldEmail(address))) ? [] : [person]
  })
}

function readSections(
  set: RosterSet,
  schools: ReadonlyMap<string, string>,
  teacherRefs: ReturnType<typeof createRefs>,
): { classes: SetClass[]; teachers: SetTeacher[] } {
  const table = set.table('sections.csv')
  const teachers: SetTeacher[] = []
  const classes = [...table.byId('Section_id')].map(([ref, row]): SetClass => {
    const at = (column: string) => table.cell(row, column)
    for (const column of teacherColumns) {
      if (at(column) === '') continue
      const teacher = teacherRefs.find(at(column))
      if (teacher === null) table.tell(row, column, 'orphanPerson')
      else {
        if (teacher.hasLostZeros) table.tell(row, column, 'zerosDiffer')
        const isPrimary = column === 'Teacher_id'
        teachers.push({ personRef: `teacher:${teacher.id}`, classRef: ref, isPrimary, firstOn: null, lastOn: null })
      }
    }
    if (at('School_id') !== '' && set.has('schools.csv') && !schools.has(at('School_id')))
      table.tell(row, 'School_id', 'orphanOrg')
    const firstOn = readDateCell(table, row, 'Term_start')
    const lastOn = readDateCell(table, row, 'Term_end')
    const areReversed = firstOn !== null && lastOn !== null && lastOn < firstOn
    if (areReversed) table.tell(row, 'Term_end', 'datesReversed')
    const title = at('Name') || at('Course_name') || at('Section_number') || ref
    return {
      ref,
      title,
      subject: at('Course_name') || at('Subject') || title,
      gradeLevel: oneGrade([at('Grade')]),
      isHomeroom: [at('Subject'), title, at('Course_name'), at('Period')].some(isHomeroomTitle),
      isGone: false,
      marks: [at('Section_number'), at('Period'), schools.get(at('School_id')) ?? ''],
      firstOn,
      lastOn: areReversed ? null : lastOn,
      origin: table.origin(row),
    }
  })
  return { classes, teachers }
}

function readEnrollments(
  set: RosterSet,
  students: ReturnType<typeof createRefs>,
  sections: ReturnType<typeof createRefs>,
): SetPlace[] {
  const table = set.table('enrollments.csv')
  const places = new Map<string, SetPlace>()
  for (const row of table.rows) {
    const student = readRef(table, row, 'Student_id', students, 'orphanPerson')
    const classRef = student === null ? null : readRef(table, row, 'Section_id', sections, 'orphanClass')
    if (student === null || classRef === null) continue
    // The format gives enrollments no id; no id holds a tab.
    const ref = `${classRef}\t${student}`
    const other = places.get(ref)
    if (other !== undefined) table.refuse(row, null, 'enrolledTwice', { otherLine: other.origin.line })
    else
      places.set(ref, {
        ref,
        personRef: studentRef(student),
        classRef,
        firstOn: null,
        lastOn: null,
        isGone: false,
        origin: table.origin(row),
      })
  }
  return [...places.values()]
}
