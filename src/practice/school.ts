import { asciiLetters, commonName } from './names.ts'
import type { PersonName } from './names.ts'
import { createStudents } from './students.ts'

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
const sectionNames = (
  'Sampaguita|Rosal|Narra|Molave|Ilang-Ilang|Gumamela|Adelfa|Camia|Dahlia|Everlasting|Acacia|Kamagong|Yakal|' +
  'Ipil|Tindalo|Apitong|Lauan|Mahogany|Bougainvillea|Champaca|Rizal|Bonifacio|Mabini|Del Pilar|Luna|Silang|' +
  'Aguinaldo|Jacinto|Tandang Sora|Lapu-Lapu|Mayon|Apo|Pulag|Makiling|Banahaw|Kanlaon|Taal|Arayat|Halcon|Iriga'
).split('|')
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
    'Guardian Phone',
  ]
  const order = new Map(school.sections.map((section, i) => [section.name, i]))
  const rows = school.students
    .toSorted(
      (a, b) =>
        (order.get(a.section) ?? 0) - (order.get(b.section) ?? 0) ||
        b.sex.localeCompare(a.sex) ||
        `${a.name.family} ${a.name.given}`.localeCompare(`${b.name.family} ${b.name.given}`),
    )
    .map(({ number, name, sex, bornOn, grade, section, email, phone }) => [
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
      phone,
    ])
  const cell = (text: string): string => (/[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return [header, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}
