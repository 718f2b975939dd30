/** How a made-up school's files are to be. */
export interface MadeSchool {
  readonly sections: number
  readonly studentsPerSection: number
  /** OneRoster's status and dateLastModified: bulk files leave them blank, many producers fill them all the same. */
  readonly isStatusFilled?: boolean
}

const families = [
  'Dela Cruz',
  'Santos',
  'Reyes',
  'Bautista',
  'Ñonuevo',
  'Mangubat',
  '王',
  'Magsaysay-Villanueva de Guzman',
]
const givens = ['Juan', 'Ana Maria', 'Ma. Teresa', 'José', 'Princess', '小明', 'Bartholomew Maximilian', "D'Angelo"]
const sectionNames = ['Mabini', 'Rizal', 'Bonifacio', 'Sampaguita', 'Narra', 'Luna', 'Silang', 'Malvar']

/** One of its students. */
export interface MadeStudent {
  readonly id: string
  readonly number: string
  readonly family: string
  readonly given: string
  readonly email: string
  readonly section: number
  readonly sex: 'male' | 'female'
  readonly birthOn: string
}

/** All students, section by section. */
export function studentsOf({ sections, studentsPerSection }: MadeSchool): MadeStudent[] {
  return Array.from({ length: sections * studentsPerSection }, (_, index) => ({
    id: `s-${index + 1}`,
    number: String(136_412_000_001 + index),
    family: families[index % families.length]!,
    given: `${givens[(index * 3) % givens.length]!}${index >= 24 ? ` ${index}` : ''}`,
    email: `student${index + 1}@example.edu.ph`,
    section: Math.floor(index / studentsPerSection),
    sex: index % 2 === 0 ? 'male' : 'female',
    birthOn: `201${3 + (index % 2)}-0${1 + (index % 9)}-1${index % 10}`,
  }))
}

/** The name of a section by its number from 0. */
export const nameOfSection = (index: number): string =>
  `${sectionNames[index % sectionNames.length]!}${index >= sectionNames.length ? ` ${index}` : ''}`

/** The id of a section's teacher. */
export const teacherOf = (index: number): string => `t-${index + 1}`
