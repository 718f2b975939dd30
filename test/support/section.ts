import { randomUUID } from 'node:crypto'
import { tables, type Database } from '../../src/main/store/database.ts'
import { ensureSchoolYear } from '../../src/main/store/school-years.ts'

/** A student of a synthetic section. */
export interface MadeStudent {
  readonly family: string
  readonly given: string
  readonly emails: readonly { readonly address: string; readonly owner: 'own' | 'household' | 'guardian' }[]
}

const families = ['Dela Cruz', 'Reyes', 'Peña', 'Macaraeg-Villanueva', 'Ñ', 'Магсайсай', 'Santos', '陳']
const givens = ['María Clara', 'Jose', 'Ángel', 'Kristine Mae Antonette', 'Juan Miguel', 'Анна', 'Ma. Theresa', '小明']

/** As many students as wanted, each with an address of their own. */
export function madeStudents(count: number, prefix = 'student'): MadeStudent[] {
  return Array.from({ length: count }, (_, index) => ({
    family: families[index % families.length]!,
    given: `${givens[Math.floor(index / families.length) % givens.length]!} ${index}`,
    emails: [{ address: `${prefix}${index}@school.example`, owner: 'own' }],
  }))
}

/** What a section is made of. */
export interface WantedSection {
  readonly name: string
  readonly students: readonly MadeStudent[]
  readonly firstOn?: string
  /** Address of the adviser, who is made as staff. */
  readonly adviser?: string
}

/** Writes a section with its students straight into the tables; returns their ids. */
export function makeSection(
  database: Database,
  { name, students, firstOn = '2026-06-01', adviser }: WantedSection,
): Promise<{ sectionId: string; personIds: string[] }> {
  return database.write(['people', 'groups'], (db) => {
    const sectionId = randomUUID()
    const { key: sectionKey } = db
      .insert(tables.sections)
      .values({ id: sectionId, schoolYearKey: ensureSchoolYear(db, firstOn, randomUUID), name, gradeLevel: '7' })
      .returning({ key: tables.sections.key })
      .get()
    const person = (kind: 'student' | 'staff', family: string, given: string) => {
      const id = randomUUID()
      const { key } = db
        .insert(tables.persons)
        .values({
          id,
          kind,
          familyName: family,
          givenName: given,
          listName: `${family}, ${given}`,
          searchText: `${given} ${family}`.toLowerCase(),
          createdAt: 0,
          changedAt: 0,
        })
        .returning({ key: tables.persons.key })
        .get()
      return { id, key }
    }
    const address = (personKey: number, typed: string, owner: 'own' | 'household' | 'guardian') =>
      db.insert(tables.emails).values({ personKey, address: typed.toLowerCase(), typed, owner }).run()
    const personIds = students.map(({ family, given, emails }) => {
      const { id, key: personKey } = person('student', family, given)
      for (const email of emails) address(personKey, email.address, email.owner)
      db.insert(tables.enrollments).values({ id: randomUUID(), personKey, sectionKey, firstOn, createdAt: 0 }).run()
      return id
    })
    if (adviser !== undefined) {
      const { key } = person('staff', 'Teacher', adviser)
      address(key, adviser, 'own')
      db.insert(tables.advisers).values({ sectionKey, personKey: key, firstOn }).run()
    }
    return { sectionId, personIds }
  })
}
