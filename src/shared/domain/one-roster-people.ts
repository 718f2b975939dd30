import type { OneRosterOrgs } from './one-roster.ts'
import type { BundlePerson } from './roster-bundle.ts'
import { createRefs, listOf, type RosterSet, type SetRefs, type SetRow, type SetTable } from './roster-set.ts'
import { oneGrade } from './roster-set-classes.ts'
import {
  isLrn,
  readDateCell,
  readGuardian,
  readNumber,
  readPerson,
  readSexCell,
  settlePeople,
  withGuardians,
  type SetGuardian,
} from './roster-set-people.ts'

/** What a user of a set is to the school. Guardians are no people of the school: they stand at their students. */
export type UserKind = BundlePerson['kind'] | 'guardian'

/** The users of a set. */
export interface OneRosterPeople {
  readonly people: readonly BundlePerson[]
  /** What each user is that was not refused. */
  readonly kinds: ReadonlyMap<string, UserKind>
  readonly refs: SetRefs
  /** The grade of each student that has one. */
  readonly grades: ReadonlyMap<string, string>
}

const staffRoles = new Set([
  'teacher',
  'administrator',
  'aide',
  'proctor',
  'counselor',
  'principal',
  'districtadministrator',
  'siteadministrator',
  'systemadministrator',
])

/** What a role makes of a user (OneRoster 1.1 RoleType, 1.2 RoleEnum); null for a role of neither. */
function kindOfRole(role: string): UserKind | null {
  const folded = role.toLowerCase()
  if (folded === 'student') return 'student'
  if (['guardian', 'parent', 'relative'].includes(folded)) return 'guardian'
  return staffRoles.has(folded) ? 'staff' : null
}

/** Whether the record is out of use. A blank status is in use; a status of neither kind is told, and taken for in use. */
export function isGone(table: SetTable, row: SetRow): boolean {
  const status = table.cell(row, 'status').toLowerCase()
  if (status === 'tobedeleted' || status === 'inactive') return true
  if (status !== '' && status !== 'active') table.tell(row, 'status', 'badStatus')
  return false
}

/** Reads users with their roles, what demographics.csv adds, and who speaks for whom. */
export function readOneRosterPeople(set: RosterSet, orgs: OneRosterOrgs, isDelta: boolean): OneRosterPeople {
  const table = set.table('users.csv')
  const rows = table.byId('sourcedId')
  const roles = readRoles(set, createRefs(rows.keys()), isDelta)
  const taught = kindsByPlace(set)
  const kinds = new Map<string, UserKind>()
  const grades = new Map<string, string>()
  const students = new Map<string, BundlePerson>()
  const staff: BundlePerson[] = []
  const guardians = new Map<string, SetGuardian>()
  for (const [ref, row] of rows) {
    const gone = isGone(table, row)
    const found = kindOf(table, row, roles.get(ref) ?? [])
    // Whoever is only taken out is found by the id.
    const kind = found ?? taught.get(ref) ?? (gone ? 'student' : null)
    if (kind === null) {
      table.refuse(row, table.has('role') ? 'role' : null, 'badRole')
      continue
    }
    if (kind === 'guardian' || roles.get(ref)?.includes('guardian') === true) {
      const guardian = gone ? null : readGuardian(table, row, columns, 'guardian')
      if (guardian !== null) guardians.set(ref, guardian)
    }
    if (kind === 'guardian') {
      kinds.set(ref, kind)
      continue
    }
    const studentNumber = kind === 'student' ? readStudentNumber(table, row, ref) : null
    const person = readPerson(table, row, columns, { ref, kind, studentNumber, isGone: gone })
    if (person === null) continue
    kinds.set(ref, kind)
    tellDoubts(table, row, orgs, isDelta)
    if (kind === 'staff') staff.push(person)
    else {
      students.set(ref, person)
      const grade = oneGrade(listOf(table.cell(row, 'grades')))
      if (grade !== '') grades.set(ref, grade)
    }
  }
  const refs = createRefs(kinds.keys())
  addDemographics(set, refs, kinds, students, isDelta)
  const links = linkGuardians(table, rows, { refs, kinds, guardians, isDelta })
  const people = [...students.values()].map((student) => withGuardians(student, links.get(student.ref) ?? []))
  return {
    people: settlePeople([...people, ...staff], { number: 'identifier', email: 'email' }, set.issues),
    kinds,
    refs,
    grades,
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

/** The kinds of each user by roles.csv (1.2), those of primary roles first. */
function readRoles(set: RosterSet, users: SetRefs, isDelta: boolean): ReadonlyMap<string, readonly UserKind[]> {
  const table = set.table('roles.csv')
  const kinds = new Map<string, { readonly primary: UserKind[]; readonly secondary: UserKind[] }>()
  for (const row of table.rows) {
    const user = users.find(table.cell(row, 'userSourcedId'))
    const kind = kindOfRole(table.cell(row, 'role'))
    if (isGone(table, row)) continue
    if (user === null) {
      if (!isDelta) table.refuse(row, 'userSourcedId', 'orphanPerson')
    } else if (kind === null) table.refuse(row, 'role', 'badRole')
    else {
      if (user.hasLostZeros) table.tell(row, 'userSourcedId', 'zerosDiffer')
      const there = kinds.get(user.id) ?? { primary: [], secondary: [] }
      const isSecondary = table.cell(row, 'roleType').toLowerCase() === 'secondary'
      there[isSecondary ? 'secondary' : 'primary'].push(kind)
      kinds.set(user.id, there)
    }
  }
  // Of several primary roles (one for each school) the one that the school needs most.
  return new Map([...kinds].map(([ref, { primary, secondary }]) => [ref, [...byNeed(primary), ...byNeed(secondary)]]))
}

const byNeed = (kinds: readonly UserKind[]): UserKind[] =>
  (['student', 'staff', 'guardian'] as const).filter((kind) => kinds.includes(kind))

/** What a delta's users without a role are by their enrollments. */
function kindsByPlace(set: RosterSet): ReadonlyMap<string, UserKind> {
  const table = set.table('enrollments.csv')
  const kinds = new Map<string, UserKind>()
  for (const row of table.rows) {
    const kind = kindOfRole(table.cell(row, 'role'))
    if (kind === 'student' || kind === 'staff') kinds.set(table.cell(row, 'userSourcedId'), kind)
  }
  return kinds
}

function kindOf(table: SetTable, row: SetRow, byRoles: readonly UserKind[]): UserKind | null {
  if (byRoles[0] !== undefined) return byRoles[0]
  const written = listOf(table.cell(row, 'role')).map(kindOfRole)
  return byNeed(written.filter((kind) => kind !== null))[0] ?? null
}

/** An LRN among the ids says it most plainly; then the identifier; then the only other id; then a sourcedId that is an LRN. */
function readStudentNumber(table: SetTable, row: SetRow, ref: string): string | null {
  const ids = [...table.cell(row, 'userIds').matchAll(/\{([^{}:]*):([^{}]*)\}/g)].map(([, type = '', id = '']) => ({
    type: type.trim(),
    id: id.trim(),
  }))
  const lrn = ids.find(({ type }) => /lrn|learner ?reference/i.test(type))
  if (lrn !== undefined) return readNumber(table, row, 'userIds', lrn.id)
  if (table.cell(row, 'identifier') !== '') return readNumber(table, row, 'identifier')
  const own = ids.find(({ type }) => /student|local|sis/i.test(type)) ?? (ids.length === 1 ? ids[0] : undefined)
  if (own !== undefined) return readNumber(table, row, 'userIds', own.id)
  return isLrn(ref) ? ref : null
}

function tellDoubts(table: SetTable, row: SetRow, orgs: OneRosterOrgs, isDelta: boolean): void {
  // Access to the other system is shut; that does not take anybody off the rolls (OneRoster 1.1, users, enabledUser).
  if (/^(?:false|0|no)$/i.test(table.cell(row, 'enabledUser'))) table.tell(row, 'enabledUser', 'disabledUser')
  if (isDelta || !orgs.areGiven) return
  for (const column of ['orgSourcedIds', 'primaryOrgSourcedId']) {
    if (listOf(table.cell(row, column)).some((org) => orgs.refs.find(org) === null))
      table.tell(row, column, 'orphanOrg')
  }
}

function addDemographics(
  set: RosterSet,
  users: SetRefs,
  kinds: ReadonlyMap<string, UserKind>,
  students: Map<string, BundlePerson>,
  isDelta: boolean,
): void {
  const table = set.table('demographics.csv')
  for (const [ref, row] of table.byId('sourcedId')) {
    const user = users.find(ref)
    if (user === null) {
      if (!isDelta) table.refuse(row, 'sourcedId', 'orphanPerson')
      continue
    }
    const student = students.get(user.id)
    if (student === undefined || isGone(table, row) || kinds.get(user.id) !== 'student') continue
    if (user.hasLostZeros) table.tell(row, 'sourcedId', 'zerosDiffer')
    students.set(user.id, {
      ...student,
      sex: readSexCell(table, row, 'sex') ?? student.sex,
      birthOn: readDateCell(table, row, 'birthDate') ?? student.birthOn,
    })
  }
}

interface Agents {
  readonly refs: SetRefs
  readonly kinds: ReadonlyMap<string, UserKind>
  readonly guardians: ReadonlyMap<string, SetGuardian>
  readonly isDelta: boolean
}

/** Who speaks for each student. Producers write the link at the student, at the guardian, or at both. */
function linkGuardians(
  table: SetTable,
  rows: ReadonlyMap<string, SetRow>,
  { refs, kinds, guardians, isDelta }: Agents,
): ReadonlyMap<string, readonly SetGuardian[]> {
  const links = new Map<string, Set<string>>()
  const link = (student: string, guardian: string) => {
    const there = links.get(student)
    if (there === undefined) links.set(student, new Set([guardian]))
    else there.add(guardian)
  }
  const amongStudents = new Set<string>()
  for (const [ref, row] of rows) {
    const kind = kinds.get(ref)
    if (kind === undefined) continue
    for (const agent of listOf(table.cell(row, 'agentSourcedIds'))) {
      const other = refs.find(agent)
      if (other === null) {
        if (!isDelta) table.tell(row, 'agentSourcedIds', 'orphanPerson')
        continue
      }
      const otherKind = kinds.get(other.id)
      if (kind === 'student' && guardians.has(other.id)) link(ref, other.id)
      else if (otherKind === 'student' && guardians.has(ref)) link(other.id, ref)
      else if (kind === otherKind) {
        amongStudents.add(JSON.stringify([ref, other.id]))
        if (amongStudents.has(JSON.stringify([other.id, ref]))) table.tell(row, 'agentSourcedIds', 'cycle')
      }
    }
  }
  return new Map([...links].map(([student, refsOf]) => [student, [...refsOf].map((ref) => guardians.get(ref)!)]))
}
