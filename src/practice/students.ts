import { asciiLetters, commonName, nameKey, plainName, unusualName } from './names.ts'
import type { PersonName } from './names.ts'
import { createRandom } from './random.ts'
import type { SchoolSize, Section, Student } from './school.ts'

const lrnHead = '300417'
const studentDomain = 'student.sanisidro.example'

/** Makes the students of the sections, those with something special about them among the rest. */
export function createStudents(seed: number, sections: readonly Section[], size: SchoolSize): Student[] {
  const students: Student[] = []
  const takenNames = new Set<string>()
  const takenEmails = new Set<string>()
  let unusualPlace = 0
  sections.forEach((section, s) => {
    const count = size === 'large' ? 50 : createRandom(seed, 'class size', s).whole(36, 40)
    for (let i = 0; i < count; i += 1) {
      const random = createRandom(seed, 'student', s, i)
      const serial = students.length + 1
      const relation = relationOf(students, sections, s, i)
      const unusual = i === 11 || i === 17 ? unusualName(unusualPlace++) : undefined
      const sex = unusual?.sex ?? relation.sex ?? (random.chance(0.5) ? 'M' : 'F')
      const name = unusual?.name ?? relation.name ?? uniqueName(sex, seed, s, i, relation.sibling, takenNames)
      takenNames.add(nameKey(plainName(name)))
      const household = relation.sibling?.household ?? `H${String(serial).padStart(4, '0')}`
      const { email, emailOwner } = emailOf(name, random, serial, relation, takenEmails)
      const entered = section.grade - 7
      students.push({
        number: `${lrnHead}${String(26 - entered).padStart(2, '0')}${String(serial).padStart(4, '0')}`,
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
function relationOf(
  students: readonly Student[],
  sections: readonly Section[],
  section: number,
  place: number,
): Relation {
  const ofSection = (s: number): readonly Student[] => {
    const name = sections[s]?.name
    return students.filter((student) => student.section === name)
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
  const host = isHousehold ? 'mail.example' : studentDomain
  let email = isHousehold ? `${asciiLetters(name.family) || 'home'}.family@${host}` : `${letters}@${host}`
  if (taken.has(email)) email = email.replace('@', `${serial}@`)
  taken.add(email)
  return { email, emailOwner: isHousehold ? 'household' : 'own' }
}
