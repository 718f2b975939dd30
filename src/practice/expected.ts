import { nameKey, plainName } from './names.ts'
import type { ExpectedStudent } from './practice-class.ts'
import type { School, Student } from './school.ts'
import type { HeldClass, Meeting, Registrant, RegistrantStatus } from './state.ts'
import { getUser } from './users.ts'
import type { World } from './world.ts'
import { wallTimeAt, weekdayOf } from './zone.ts'

/** Who could come to a class: its students, and people of the staff who registered. */
export interface Invited {
  readonly students: readonly ExpectedStudent[]
  readonly staff: readonly Registrant[]
  readonly registrants: readonly Registrant[]
}

/** The state that a registrant was in at the instant; undefined before they registered. */
export function statusAt(registrant: Registrant, instant: number): RegistrantStatus | undefined {
  return registrant.changes.findLast((change) => change.at <= instant)?.status
}

/** The name by which a registrant enters a meeting, unless they change it. */
export function registeredName(registrant: Registrant): string {
  return [registrant.firstName, registrant.lastName].filter((part) => part !== '').join(' ')
}

/**
 * Who was expected in a class that ended at `endAt`: the whole section where at least half of it is registered, the
 * registrants themselves otherwise; where nobody registers, the section that the topic or the timetable names.
 */
export function invitedTo(world: World, meeting: Meeting, held: HeldClass, endAt: number): Invited {
  const approved = meeting.registrants.filter(
    (each) =>
      statusAt(each, endAt) === 'approved' &&
      (each.occurrenceIds.length === 0 || each.occurrenceIds.includes(held.key)),
  )
  const staffEmails = new Set(world.school.staff.map((member) => member.email.toLowerCase()))
  const staff = approved.filter((each) => staffEmails.has(each.email.toLowerCase()))
  const byStudent = new Map<string, Registrant>()
  const strangers: ExpectedStudent[] = []
  for (const registrant of approved.filter((each) => !staff.includes(each))) {
    const student = studentOf(world.school, registrant)
    if (student !== undefined && !byStudent.has(student.number)) byStudent.set(student.number, registrant)
    else if (student === undefined) strangers.push(unknownStudent(registrant))
  }
  const sections = sectionsOf(world, meeting, held, byStudent, approved.length > 0)
  const known = world.school.students
    .filter((student) => byStudent.has(student.number) || sections.has(student.section))
    .map((student) => expectedStudent(student, byStudent.get(student.number)))
  return { students: [...known, ...strangers], staff, registrants: approved }
}

function expectedStudent(student: Student, registrant: Registrant | undefined): ExpectedStudent {
  return {
    number: student.number,
    email: registrant?.email ?? student.email,
    section: student.section,
    displayName: registrant === undefined ? plainName(student.name) : registeredName(registrant),
    registrantId: registrant?.id ?? '',
  }
}

function unknownStudent(registrant: Registrant): ExpectedStudent {
  return {
    number: /\d{12}/u.exec(registrant.email)?.[0] ?? registrant.email,
    email: registrant.email,
    section: '',
    displayName: registeredName(registrant),
    registrantId: registrant.id,
  }
}

function sectionsOf(
  world: World,
  meeting: Meeting,
  held: HeldClass,
  byStudent: ReadonlyMap<string, Registrant>,
  hasRegistrants: boolean,
): ReadonlySet<string> {
  const { sections, students, timetable } = world.school
  if (hasRegistrants) {
    const covered = sections.filter(({ name }) => {
      const ofSection = students.filter((student) => student.section === name)
      return ofSection.filter((student) => byStudent.has(student.number)).length * 2 >= ofSection.length
    })
    return new Set(covered.map((section) => section.name))
  }
  if (held.needsRegistration) return new Set()
  const named = sections.filter((section) => held.topic.toLowerCase().includes(section.name.toLowerCase()))
  if (named.length > 0) return new Set(named.map((section) => section.name))
  const email = getUser(world, meeting.hostId).email
  const wall = wallTimeAt(world.school.timeZone, held.startAt)
  const ofHost = timetable.filter((entry) => entry.teacherEmail === email)
  const startsAt = `${String(wall.hour).padStart(2, '0')}:${String(wall.minute).padStart(2, '0')}`
  const planned = ofHost.find((entry) => entry.weekday === weekdayOf(wall) && entry.startsAt === startsAt) ?? ofHost[0]
  return new Set(planned === undefined ? [] : [planned.section])
}

interface StudentIndex {
  readonly byNumber: ReadonlyMap<string, Student>
  readonly byOwnEmail: ReadonlyMap<string, Student>
  readonly byName: ReadonlyMap<string, readonly Student[]>
}

const indexes = new WeakMap<School, StudentIndex>()

function indexOf(school: School): StudentIndex {
  let index = indexes.get(school)
  if (index === undefined) {
    const byName = new Map<string, Student[]>()
    for (const student of school.students) {
      const { given, middle, family, suffix } = student.name
      for (const parts of [
        [given, family, suffix],
        [given, middle, family, suffix],
        [given, family],
      ]) {
        const key = nameKey(parts.join(' '))
        const bearers = byName.get(key) ?? []
        if (!bearers.includes(student)) byName.set(key, [...bearers, student])
      }
    }
    const own = school.students.filter((student) => student.emailOwner === 'own')
    index = {
      byNumber: new Map(school.students.map((student) => [student.number, student])),
      byOwnEmail: new Map(own.map((student) => [student.email.toLowerCase(), student])),
      byName,
    }
    indexes.set(school, index)
  }
  return index
}

/** The student of that number, if the school has one. */
export function findStudent(school: School, number: string): Student | undefined {
  return indexOf(school).byNumber.get(number)
}

/** Whom the school takes a registrant for: by an own address, a student number in the address or answers, or the name. */
export function studentOf(school: School, registrant: Registrant): Student | undefined {
  const index = indexOf(school)
  const number = /\d{12}/u.exec(`${registrant.email} ${JSON.stringify(registrant.details)}`)?.[0]
  const byProof = index.byOwnEmail.get(registrant.email.toLowerCase()) ?? index.byNumber.get(number ?? '')
  if (byProof !== undefined) return byProof
  const bearers = index.byName.get(nameKey(registeredName(registrant))) ?? []
  const atHome = bearers.filter((student) => student.email.toLowerCase() === registrant.email.toLowerCase())
  if (atHome.length === 1) return atHome[0]
  return bearers.length === 1 ? bearers[0] : undefined
}
