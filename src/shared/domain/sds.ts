import { ProblemError } from '../problem.ts'
import type { BundlePerson, ReadRoster } from './roster-bundle.ts'
import {
  createRefs,
  inOrder,
  listOf,
  openSet,
  readRef,
  schoolOf,
  tellCycles,
  type RosterSet,
  type SetColumns,
  type SetFile,
  type SetRefs,
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
  isLrn,
  readDateCell,
  readGuardian,
  readPerson,
  readSexCell,
  settlePeople,
  withGuardians,
  type SetGuardian,
} from './roster-set-people.ts'
import { readTerms, spanOf } from './roster-set-terms.ts'

/**
 * The files and columns that are read, by Microsoft's School Data Sync V2.1
 * (learn.microsoft.com/schooldatasync/sds-v2.1-csv-file-format).
 */
export const sdsColumns: Readonly<Record<string, SetColumns>> = {
  'orgs.csv': { required: ['sourcedId'], others: ['name', 'type', 'parentSourcedId'] },
  'users.csv': {
    required: ['sourcedId'],
    others: ['username', 'givenName', 'familyName', 'middleName', 'preferredGivenName', 'email', 'phone', 'sms'],
  },
  'roles.csv': { required: ['userSourcedId', 'role'], others: ['orgSourcedId', 'grade', 'isPrimary'] },
  'classes.csv': {
    required: ['sourcedId', 'title'],
    others: ['orgSourcedId', 'sessionSourcedIds', 'courseSourcedId', 'code'],
  },
  'enrollments.csv': { required: ['classSourcedId', 'userSourcedId', 'role'], others: [] },
  'academicSessions.csv': { required: ['sourcedId', 'startDate', 'endDate'], others: [] },
  'courses.csv': { required: ['sourcedId', 'title'], others: ['grade'] },
  'demographics.csv': { required: ['userSourcedId'], others: ['sex', 'birthDate'] },
  'relationships.csv': { required: ['userSourcedId', 'relationshipUserSourcedId'], others: ['relationshipRole'] },
}

/** Microsoft's default list of values for roles of the group "Staff"; those of the first line teach. */
const teachingRoles = new Set('teacher professor faculty lecturer instructor adjunct substitute'.split(' '))
const otherStaffRoles = new Set(
  `principal chair researcher affiliate occupationaltherapist physicaltherapist speechtherapist visiontherapist
  paraprofessional specialservices advisor proctor nurse officestaff itadmin administrator staff teacherassistant
  assistant coach aide`.split(/\s+/),
)

function kindOfRole(role: string): BundlePerson['kind'] | null {
  const folded = role.toLowerCase()
  if (folded === 'student') return 'student'
  return teachingRoles.has(folded) || otherStaffRoles.has(folded) ? 'staff' : null
}

/**
 * Reads a set of School Data Sync V2.1, which is always everything. Raises `fileUnreadable` where files or columns are
 * missing that it cannot be read without; everything else that is wrong is told row by row. O(n).
 */
export function readSds(files: readonly SetFile[]): ReadRoster {
  const set = openSet(files, sdsColumns)
  const missing = ['users.csv', 'roles.csv'].filter((name) => !set.has(name))
  if (missing.length > 0)
    throw new ProblemError('fileUnreadable', `These files have no ${missing.join(' and no ')}.`, {
      fix: 'Choose all CSV files of School Data Sync together.',
    })
  // Whoever manages only users leaves classes and enrollments out: nobody is missing from them.
  const isDelta = !set.has('classes.csv') || !set.has('enrollments.csv')
  const orgs = set.table('orgs.csv')
  const orgRows = orgs.byId('sourcedId')
  tellCycles(orgs, orgRows, 'parentSourcedId')
  const schools = new Map([...orgRows].map(([id, row]) => [id, orgs.cell(row, 'name')]))
  const { people, grades, refs } = readPeople(set)
  const classes = readClasses(set, schools)
  const kinds = new Map(people.map(({ ref, kind }) => [ref, kind]))
  const school = schoolOf(set, [
    ['classes.csv', 'orgSourcedId'],
    ['roles.csv', 'orgSourcedId'],
  ])
  const name = schools.get(school) ?? ''
  return {
    bundle: {
      format: 'sds',
      source: school === '' ? 'SDS' : `SDS:${school}`,
      isDelta,
      people,
      ...bundleClasses({
        ...readEnrollments(set, classes, kinds, refs),
        classes,
        gradeOf: (ref) => grades.get(ref) ?? '',
        isDelta,
      }),
    },
    issues: inOrder(set.issues),
    sourceTitle: `Microsoft School Data Sync 2.1, ${isDelta ? 'people only' : 'everything'}${name && `, from ${name}`}`,
    rowCount: set.rowCount,
  }
}

const columns = {
  familyName: 'familyName',
  givenName: 'givenName',
  middleName: 'middleName',
  preferredName: 'preferredGivenName',
  email: 'email',
  account: 'username',
  phones: ['sms', 'phone'],
}

interface Role {
  readonly kind: BundlePerson['kind']
  readonly grade: string
  readonly isPrimary: boolean
}

function readRoles(set: RosterSet, users: SetRefs): ReadonlyMap<string, Role> {
  const table = set.table('roles.csv')
  const roles = new Map<string, Role>()
  for (const row of table.rows) {
    const kind = kindOfRole(table.cell(row, 'role'))
    if (kind === null) {
      table.refuse(row, 'role', 'badRole')
      continue
    }
    const user = readRef(table, row, 'userSourcedId', users, 'orphanPerson')
    if (user === null) continue
    const isPrimary = /^(?:true|1|yes)$/i.test(table.cell(row, 'isPrimary'))
    const there = roles.get(user)
    if (there === undefined || (isPrimary && !there.isPrimary))
      roles.set(user, { kind, grade: oneGrade(listOf(table.cell(row, 'grade'))), isPrimary })
  }
  return roles
}

function readPeople(set: RosterSet) {
  const table = set.table('users.csv')
  const rows = table.byId('sourcedId')
  const users = createRefs(rows.keys())
  const roles = readRoles(set, users)
  const guardiansOf = readRelationships(set, users)
  const isGuardian = new Set([...guardiansOf.values()].flat())
  const demographics = readDemographics(set, users)
  const guardians = new Map<string, SetGuardian>()
  const people: BundlePerson[] = []
  const grades = new Map<string, string>()
  for (const [ref, row] of rows) {
    if (isGuardian.has(ref)) {
      const guardian = readGuardian(table, row, columns, 'guardian')
      if (guardian !== null) guardians.set(ref, guardian)
    }
    const role = roles.get(ref)
    if (role === undefined) {
      if (!isGuardian.has(ref)) table.refuse(row, null, 'badRole')
      continue
    }
    const studentNumber = role.kind === 'student' && isLrn(ref) ? ref : null
    const person = readPerson(table, row, columns, { ref, kind: role.kind, studentNumber, isGone: false })
    if (person === null) continue
    people.push({ ...person, ...demographics.get(ref) })
    if (role.kind === 'student' && role.grade !== '') grades.set(ref, role.grade)
  }
  const linked = people.map((person) =>
    person.kind === 'staff'
      ? person
      : withGuardians(
          person,
          (guardiansOf.get(person.ref) ?? []).flatMap((ref) => guardians.get(ref) ?? []),
        ),
  )
  return {
    people: settlePeople(linked, { number: 'sourcedId', email: 'email' }, set.issues),
    grades,
    refs: createRefs(people.map(({ ref }) => ref)),
  }
}

/** Those who speak for each student. */
function readRelationships(set: RosterSet, users: SetRefs): ReadonlyMap<string, readonly string[]> {
  const table = set.table('relationships.csv')
  const guardians = new Map<string, string[]>()
  for (const row of table.rows) {
    const student = readRef(table, row, 'userSourcedId', users, 'orphanPerson')
    const other = student === null ? null : readRef(table, row, 'relationshipUserSourcedId', users, 'orphanPerson')
    if (student === null || other === null) continue
    // A doctor or an aide does not speak for the student (Microsoft's default list of values for relationships).
    if (!/^(?:|parent|guardian|relative|other)$/i.test(table.cell(row, 'relationshipRole'))) continue
    if (student === other) table.tell(row, 'relationshipUserSourcedId', 'cycle')
    else guardians.set(student, [...(guardians.get(student) ?? []), other].slice(0, mostRelations))
  }
  return guardians
}

const mostRelations = 20

function readDemographics(set: RosterSet, users: SetRefs): ReadonlyMap<string, Pick<BundlePerson, 'sex' | 'birthOn'>> {
  const table = set.table('demographics.csv')
  const found = new Map<string, Pick<BundlePerson, 'sex' | 'birthOn'>>()
  for (const row of table.byId('userSourcedId').values()) {
    const user = readRef(table, row, 'userSourcedId', users, 'orphanPerson')
    if (user !== null)
      found.set(user, { sex: readSexCell(table, row, 'sex'), birthOn: readDateCell(table, row, 'birthDate') })
  }
  return found
}

/** Microsoft's sets have no types of classes: a homeroom is told by its title or its course's. */
function readClasses(set: RosterSet, schools: ReadonlyMap<string, string>): SetClass[] {
  const terms = readTerms(set)
  const termRefs = createRefs(terms.keys())
  const courseTable = set.table('courses.csv')
  const courses = courseTable.byId('sourcedId')
  const courseRefs = createRefs(courses.keys())
  const table = set.table('classes.csv')
  return [...table.byId('sourcedId')].map(([ref, row]) => {
    const at = (column: string) => table.cell(row, column)
    const course = courses.get(courseRefs.find(at('courseSourcedId'))?.id ?? '')
    if (course === undefined && at('courseSourcedId') !== '' && set.has('courses.csv'))
      table.tell(row, 'courseSourcedId', 'orphanCourse')
    if (at('orgSourcedId') !== '' && set.has('orgs.csv') && !schools.has(at('orgSourcedId')))
      table.tell(row, 'orgSourcedId', 'orphanOrg')
    const courseTitle = course === undefined ? '' : courseTable.cell(course, 'title')
    const title = at('title') || courseTitle || at('code') || ref
    const within = listOf(at('sessionSourcedIds')).flatMap((term) => terms.get(termRefs.find(term)?.id ?? '') ?? [])
    return {
      ref,
      title,
      subject: courseTitle || title,
      gradeLevel: course === undefined ? '' : oneGrade(listOf(courseTable.cell(course, 'grade'))),
      isHomeroom: isHomeroomTitle(title) || isHomeroomTitle(courseTitle),
      isGone: false,
      marks: [at('code'), schools.get(at('orgSourcedId')) ?? ''],
      ...spanOf(within),
      origin: table.origin(row),
    }
  })
}

function readEnrollments(
  set: RosterSet,
  classes: readonly SetClass[],
  kinds: ReadonlyMap<string, BundlePerson['kind']>,
  people: SetRefs,
): { places: SetPlace[]; teachers: SetTeacher[] } {
  const table = set.table('enrollments.csv')
  const classRefs = createRefs(classes.map(({ ref }) => ref))
  const places: SetPlace[] = []
  const teachers: SetTeacher[] = []
  const lines = new Map<string, number>()
  for (const row of table.rows) {
    const role = table.cell(row, 'role').toLowerCase()
    const kind = kindOfRole(role)
    if (kind === 'staff' && !teachingRoles.has(role)) continue
    const personRef = kind === null ? null : readRef(table, row, 'userSourcedId', people, 'orphanPerson')
    const classRef = personRef === null ? null : readRef(table, row, 'classSourcedId', classRefs, 'orphanClass')
    if (kind === null || (personRef !== null && classRef !== null && kinds.get(personRef) !== kind)) {
      table.refuse(row, 'role', 'badRole')
      continue
    }
    if (personRef === null || classRef === null) continue
    // The format gives enrollments no id; no id holds a tab.
    const ref = `${classRef}\t${personRef}`
    const otherLine = lines.get(ref)
    if (otherLine !== undefined) table.refuse(row, null, 'enrolledTwice', { otherLine })
    else if (kind === 'staff') teachers.push({ personRef, classRef, isPrimary: false, firstOn: null, lastOn: null })
    else
      places.push({ ref, personRef, classRef, firstOn: null, lastOn: null, isGone: false, origin: table.origin(row) })
    lines.set(ref, row.line)
  }
  return { places, teachers }
}
