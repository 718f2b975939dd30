import { asciiLetters, commonName, nameKey, plainName, unusualName } from './names.ts'
import type { PersonName } from './names.ts'
import { createRandom } from './random.ts'

/** Somebody who works at the pretend school and has a user in its pretend Zoom account. */
export interface StaffMember {
  readonly name: PersonName
  readonly email: string
  readonly role: 'owner' | 'registrar' | 'teacher' | 'substitute'
}

/** A student as the school's own books know them. */
export interface Student {
  /** The learner reference number: 12 digits, text. */
  readonly number: string
  readonly name: PersonName
  readonly sex: 'F' | 'M'
  /** YYYY-MM-DD. */
  readonly bornOn: string
  readonly section: string
  readonly grade: number
  /** Empty for a few. */
  readonly email: string
  readonly emailOwner: 'own' | 'household' | 'none'
  /** Students with the same word live together. */
  readonly household: string
  readonly phone: string
}

/** A homeroom group. */
export interface Section {
  readonly name: string
  readonly grade: number
  readonly adviserEmail: string
}

/** One weekly class of the suggested timetable. */
export interface TimetableEntry {
  readonly section: string
  readonly subject: string
  readonly teacherEmail: string
  /** ISO: 1 Monday to 7 Sunday. */
  readonly weekday: number
  /** Wall time, HH:MM, in the school's zone. */
  readonly startsAt: string
  readonly durationMinutes: number
}

/** The pretend school: always the same one for the same seed and size. */
export interface School {
  readonly name: string
  readonly schoolId: string
  readonly timeZone: string
  readonly sections: readonly Section[]
  readonly subjects: readonly { readonly code: string; readonly name: string }[]
  readonly staff: readonly StaffMember[]
  readonly students: readonly Student[]
  readonly timetable: readonly TimetableEntry[]
}

/** How many sections and students: 4 x about 38, or 40 x 50. */
export type SchoolSize = 'usual' | 'large'

const schoolId = '300417'
const domain = 'sanisidro.example'
const sectionNames = [
  'Sampaguita',
  'Rosal',
  'Narra',
  'Molave',
  'Ilang-Ilang',
  'Gumamela',
  'Adelfa',
  'Camia',
  'Dahlia',
  'Everlasting',
  'Acacia',
  'Kamagong',
  'Yakal',
  'Ipil',
  'Tindalo',
  'Apitong',
  'Lauan',
  'Mahogany',
  'Bougainvillea',
  'Champaca',
  'Rizal',
  'Bonifacio',
  'Mabini',
  'Del Pilar',
  'Luna',
  'Silang',
  'Aguinaldo',
  'Jacinto',
  'Tandang Sora',
  'Lapu-Lapu',
  'Mayon',
  'Apo',
  'Pulag',
  'Makiling',
  'Banahaw',
  'Kanlaon',
  'Taal',
  'Arayat',
  'Halcon',
  'Iriga',
]
const subjects = [
  { code: 'MATH', name: 'Mathematics' },
  { code: 'SCI', name: 'Science' },
  { code: 'ENG', name: 'English' },
  { code: 'FIL', name: 'Filipino' },
  { code: 'AP', name: 'Araling Panlipunan' },
  { code: 'MAPEH', name: 'MAPEH' },
  { code: 'TLE', name: 'Technology and Livelihood Education' },
  { code: 'ESP', name: 'Edukasyon sa Pagpapakatao' },
] as const
const startsOfDay = ['07:30', '08:30', '09:45', '10:45', '13:00', '14:00'] as const

/** Makes the school out of its seed. Nothing in it is a real person; all addresses end in `.example`. */
export function createSchool(seed: number, size: SchoolSize): School {
  const sectionCount = size === 'large' ? 40 : 4
  const staff = createStaff(seed, sectionCount)
  const teachers = staff.filter((member) => member.role === 'teacher')
  const sections = sectionNames.slice(0, sectionCount).map((name, i) => ({
    name,
    grade: 7 + Math.floor((i * 4) / sectionCount),
    adviserEmail: teacherOf(teachers, i, i).email,
  }))
  return {
    name: 'San Isidro National High School (practice)',
    schoolId,
    timeZone: 'Asia/Manila',
    sections,
    subjects,
    staff,
    students: createStudents(seed, sections, size),
    timetable: createTimetable(sections, teachers),
  }
}

function createStaff(seed: number, sectionCount: number): StaffMember[] {
  const roles: StaffMember['role'][] = ['owner', 'registrar', 'substitute']
  for (let i = 0; i < (sectionCount / 4) * subjects.length; i += 1) roles.push('teacher')
  const taken = new Set<string>()
  return roles.map((role, i) => {
    for (let attempt = 0; ; attempt += 1) {
      const drawn = commonName(i % 3 === 0 ? 'M' : 'F', seed, 'staff', i, attempt)
      const name = { ...drawn, given: drawn.given.split(' ')[0] ?? drawn.given, suffix: '' }
      const email = `${asciiLetters(name.given)}.${asciiLetters(name.family)}@${domain}`
      if (taken.has(email)) continue
      taken.add(email)
      return { role, name, email }
    }
  })
}

/** Four sections share eight teachers, one for each subject. */
function teacherOf(teachers: readonly StaffMember[], section: number, subject: number): StaffMember {
  const teacher = teachers[Math.floor(section / 4) * subjects.length + (subject % subjects.length)]
  if (teacher === undefined) throw new RangeError('The school has no teacher for that place.')
  return teacher
}

function createTimetable(sections: readonly Section[], teachers: readonly StaffMember[]): TimetableEntry[] {
  const entries: TimetableEntry[] = []
  sections.forEach((section, s) => {
    for (let weekday = 1; weekday <= 5; weekday += 1) {
      startsOfDay.forEach((startsAt, period) => {
        // A Latin square: at any hour the four sections of a block have four different subjects.
        const place = (period + (s % 4) * 2 + weekday) % subjects.length
        const subject = subjects[place] ?? subjects[0]
        entries.push({
          section: section.name,
          subject: subject.name,
          teacherEmail: teacherOf(teachers, s, place).email,
          weekday,
          startsAt,
          durationMinutes: 50,
        })
      })
    }
  })
  return entries
}

function createStudents(seed: number, sections: readonly Section[], size: SchoolSize): Student[] {
  const students: Student[] = []
  const takenNames = new Set<string>()
  const takenEmails = new Set<string>()
  let unusualPlace = 0
  sections.forEach((section, s) => {
    const count = size === 'large' ? 50 : createRandom(seed, 'class size', s).whole(36, 40)
    for (let i = 0; i < count; i += 1) {
      const random = createRandom(seed, 'student', s, i)
      const serial = students.length + 1
      const relation = relationOf(students, s, i)
      const unusual = i === 11 || i === 17 ? unusualName(unusualPlace++) : undefined
      const sex = unusual?.sex ?? relation.sex ?? (random.chance(0.5) ? 'M' : 'F')
      const name = unusual?.name ?? relation.name ?? uniqueName(sex, seed, s, i, relation.sibling, takenNames)
      takenNames.add(nameKey(plainName(name)))
      const household = relation.sibling?.household ?? `H${String(serial).padStart(4, '0')}`
      const { email, emailOwner } = emailOf(name, random, serial, relation, takenEmails)
      const entered = section.grade - 7
      students.push({
        number: `${schoolId}${String(26 - entered).padStart(2, '0')}${String(serial).padStart(4, '0')}`,
        name,
        sex,
        bornOn:
          relation.isTwin && relation.sibling
            ? relation.sibling.bornOn
            : `${2014 - entered}-${String(random.whole(1, 12)).padStart(2, '0')}-${String(random.whole(1, 28)).padStart(2, '0')}`,
        section: section.name,
        grade: section.grade,
        email,
        emailOwner,
        household,
        phone: relation.sibling?.phone ?? `09${random.whole(170_000_000, 999_999_999)}`,
      })
    }
  })
  return students
}

interface Relation {
  readonly sibling?: Student | undefined
  readonly isTwin: boolean
  readonly sex?: 'F' | 'M'
  readonly name?: PersonName
}

/** Twins in each section, brothers and sisters across sections, and one name that two students bear. */
function relationOf(students: readonly Student[], section: number, place: number): Relation {
  const ofSection = (s: number): readonly Student[] => {
    const names = sectionNames[s]
    return students.filter((student) => student.section === names)
  }
  if (place === 6) return { sibling: ofSection(section)[5], isTwin: true }
  if (place === 24 && section % 2 === 1) return { sibling: ofSection(section - 1)[24], isTwin: false }
  if (place === 20 && section === 1) {
    const namesake = ofSection(0)[20]
    if (namesake !== undefined) {
      return { isTwin: false, sex: namesake.sex, name: { ...namesake.name, middle: 'Buenaventura' } }
    }
  }
  return { isTwin: false }
}

function uniqueName(
  sex: 'F' | 'M',
  seed: number,
  section: number,
  place: number,
  sibling: Student | undefined,
  taken: ReadonlySet<string>,
): PersonName {
  for (let attempt = 0; ; attempt += 1) {
    const drawn = commonName(sex, seed, 'student', section, place, attempt)
    const name =
      sibling === undefined ? drawn : { ...drawn, family: sibling.name.family, middle: sibling.name.middle, suffix: '' }
    if (!taken.has(nameKey(plainName(name)))) return name
  }
}

function emailOf(
  name: PersonName,
  random: ReturnType<typeof createRandom>,
  serial: number,
  relation: Relation,
  taken: Set<string>,
): Pick<Student, 'email' | 'emailOwner'> {
  if (relation.sibling !== undefined) {
    // Brothers and sisters have one address between them: the one that the household gave the school first.
    return relation.sibling.email === ''
      ? { email: '', emailOwner: 'none' }
      : { email: relation.sibling.email, emailOwner: 'household' }
  }
  const kind = random.next()
  if (kind < 0.05 && relation.name === undefined) return { email: '', emailOwner: 'none' }
  const isHousehold = kind > 0.93
  const letters = `${asciiLetters(name.given).slice(0, 12) || 'student'}.${asciiLetters(name.family).slice(0, 14) || serial}`
  const host = isHousehold ? 'mail.example' : `student.${domain}`
  let email = isHousehold ? `${asciiLetters(name.family) || 'home'}.family@${host}` : `${letters}@${host}`
  if (taken.has(email)) email = email.replace('@', `${serial}@`)
  taken.add(email)
  return { email, emailOwner: isHousehold ? 'household' : 'own' }
}

/** The school's roster as a registrar's CSV file (UTF-8, RFC 4180): one row per student, males first in each section. */
export function rosterCsv(school: School): string {
  const header = [
    'LRN',
    'Last Name',
    'First Name',
    'Middle Name',
    'Name Extension',
    'Sex',
    'Birth Date',
    'Grade Level',
    'Section',
    'Email',
  ]
  const order = new Map(school.sections.map((section, i) => [section.name, i]))
  const rows = school.students
    .toSorted(
      (a, b) =>
        (order.get(a.section) ?? 0) - (order.get(b.section) ?? 0) ||
        b.sex.localeCompare(a.sex) ||
        `${a.name.family} ${a.name.given}`.localeCompare(`${b.name.family} ${b.name.given}`),
    )
    .map(({ number, name, sex, bornOn, grade, section, email }) => [
      number,
      name.family,
      name.given,
      name.middle,
      name.suffix,
      sex,
      bornOn,
      String(grade),
      section,
      email,
    ])
  const cell = (text: string): string => (/[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return [header, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}
