import { isGone, type OneRosterPeople, type UserKind } from './one-roster-people.ts'
import type { OneRosterOrgs } from './one-roster.ts'
import { createRefs, listOf, readRef, type RosterSet, type SetRow, type SetTable } from './roster-set.ts'
import { oneGrade, type SetClass, type SetClasses, type SetPlace, type SetTeacher } from './roster-set-classes.ts'
import { readDateCell } from './roster-set-people.ts'
import { readTerms, spanOf, type Term } from './roster-set-terms.ts'
import { addDays, type LocalDate } from './time.ts'

const longestTitle = 200

/** Reads terms, courses, classes and enrollments. */
export function readOneRosterClasses(
  set: RosterSet,
  people: OneRosterPeople,
  orgs: OneRosterOrgs,
  isDelta: boolean,
): Pick<SetClasses, 'classes' | 'places' | 'teachers'> {
  const classes = readClasses(set, orgs, isDelta)
  return { classes, ...readEnrollments(set, classes, people, isDelta) }
}

interface Course {
  readonly title: string
  readonly grades: readonly string[]
  readonly subject: string
}

function readCourses(set: RosterSet): ReadonlyMap<string, Course> {
  const table = set.table('courses.csv')
  const list = (row: SetRow, column: string) => listOf(table.cell(row, column))
  return new Map(
    [...table.byId('sourcedId')].map(([ref, row]) => [
      ref,
      { title: table.cell(row, 'title'), grades: list(row, 'grades'), subject: list(row, 'subjects')[0] ?? '' },
    ]),
  )
}

function readClasses(set: RosterSet, orgs: OneRosterOrgs, isDelta: boolean): SetClass[] {
  const terms = readTerms(set)
  const termRefs = createRefs(terms.keys())
  const courses = readCourses(set)
  const courseRefs = createRefs(courses.keys())
  const table = set.table('classes.csv')
  return [...table.byId('sourcedId')].map(([ref, row]) => {
    const at = (column: string) => table.cell(row, column)
    const course = courses.get(courseRefs.find(at('courseSourcedId'))?.id ?? '')
    const school = orgs.refs.find(at('schoolSourcedId'))
    if (!isDelta && course === undefined && set.has('courses.csv') && at('courseSourcedId') !== '')
      table.tell(row, 'courseSourcedId', 'orphanCourse')
    if (!isDelta && orgs.areGiven && school === null && at('schoolSourcedId') !== '')
      table.tell(row, 'schoolSourcedId', 'orphanOrg')
    const title = at('title') || at('classCode') || course?.title || ref
    if (title.length > longestTitle) table.tell(row, 'title', 'tooLong')
    const type = at('classType').toLowerCase()
    if (type !== 'homeroom' && type !== 'scheduled') table.tell(row, 'classType', 'badClassType')
    const within = listOf(at('termSourcedIds')).flatMap((term) => terms.get(termRefs.find(term)?.id ?? '') ?? [])
    return {
      ref,
      title,
      subject: listOf(at('subjects'))[0] || course?.title || course?.subject || title,
      gradeLevel: oneGrade(listOf(at('grades'))) || oneGrade(course?.grades ?? []),
      isHomeroom: type === 'homeroom',
      isGone: isGone(table, row),
      marks: [at('classCode'), at('periods'), orgs.names.get(school?.id ?? '') ?? ''],
      ...spanOf(within),
      origin: table.origin(row),
    }
  })
}

/** What an enrollment makes of a user in a class; 'other' is neither taught nor teaches; null for no role of OneRoster. */
function kindOfPlace(role: string): 'student' | 'teacher' | 'other' | null {
  const folded = role.toLowerCase()
  if (folded === 'student' || folded === 'teacher') return folded
  return ['administrator', 'proctor', 'aide', 'counselor', 'guardian', 'parent', 'relative'].includes(folded)
    ? 'other'
    : null
}

function readEnrollments(
  set: RosterSet,
  classes: readonly SetClass[],
  people: OneRosterPeople,
  isDelta: boolean,
): { places: SetPlace[]; teachers: SetTeacher[] } {
  const table = set.table('enrollments.csv')
  const byRef = new Map(classes.map((each) => [each.ref, each]))
  const classRefs = createRefs(byRef.keys())
  const places: SetPlace[] = []
  const teachers: SetTeacher[] = []
  const lines = new Map<string, number>()
  for (const [ref, row] of table.byId('sourcedId')) {
    const kind = kindOfPlace(table.cell(row, 'role'))
    if (kind === null) table.refuse(row, 'role', 'badRole')
    if (kind === null || kind === 'other') continue
    const gone = isGone(table, row)
    const personRef = readRef(table, row, 'userSourcedId', people.refs, isDelta ? null : 'orphanPerson')
    const classRef = readRef(
      table,
      row,
      'classSourcedId',
      classRefs,
      isDelta && kind === 'student' ? null : 'orphanClass',
    )
    if (personRef === null || classRef === null) continue
    if (!mayBe(people.kinds.get(personRef), kind)) {
      table.refuse(row, 'role', 'badRole')
      continue
    }
    const days = readDays(table, row, byRef.get(classRef)?.lastOn ?? null)
    if (days === null) continue
    if (kind === 'teacher') {
      const isPrimary = /^(?:true|1|yes)$/i.test(table.cell(row, 'primary'))
      if (!gone) teachers.push({ personRef, classRef, isPrimary, ...days })
      continue
    }
    const key = JSON.stringify([personRef, classRef, days.firstOn, days.lastOn, gone])
    const otherLine = lines.get(key)
    if (otherLine !== undefined) {
      table.refuse(row, null, 'enrolledTwice', { otherLine })
      continue
    }
    lines.set(key, row.line)
    places.push({ ref, personRef, classRef, ...days, isGone: gone, origin: table.origin(row) })
  }
  return { places, teachers }
}

/** A user of a delta may stand in an earlier file. */
const mayBe = (kind: UserKind | undefined, place: 'student' | 'teacher'): boolean =>
  kind === undefined || (place === 'student' ? kind === 'student' : kind === 'staff')

/**
 * The days of an enrollment; null, and refused, where it has none. OneRoster's endDate is the first day
 * that is no longer part of it; producers who end everybody with the term mean the term's last day.
 */
function readDays(table: SetTable, row: SetRow, termLastOn: LocalDate | null): Term | null {
  const firstOn = readDateCell(table, row, 'beginDate')
  const endOn = readDateCell(table, row, 'endDate')
  const lastOn = endOn === null || endOn === termLastOn ? endOn : addDays(endOn, -1)
  if (firstOn === null || endOn === null || lastOn === null || firstOn <= lastOn) return { firstOn, lastOn }
  if (firstOn === endOn) {
    table.refuse(row, 'endDate', 'zeroDays')
    return null
  }
  table.tell(row, 'endDate', 'datesReversed')
  return { firstOn, lastOn: null }
}
