import { randomUUID } from 'node:crypto'
import { createDispatch, type AnyHandler } from '../../src/main/dispatch.ts'
import { tables, type Database } from '../../src/main/store/database.ts'
import { searchTextOf } from '../../src/main/store/people-rows.ts'
import { ensureSchoolYear } from '../../src/main/store/school-years.ts'
import type { OperationName } from '../../src/shared/contract/index.ts'
import { listNameOf } from '../../src/shared/domain/list-names.ts'
import type { Result } from '../../src/shared/problem.ts'
import { handClock } from '../support/clock.ts'
import { memoryFiles } from '../support/files.ts'
import { wireRosters } from '../support/rosters.ts'
import { benchDatabase, silent } from './database.ts'

const peopleCount = 10_000
const sectionCount = 200
const families = [
  'Dela Cruz',
  'Reyes',
  'Peña',
  'Macaraeg-Villanueva',
  'Santos',
  'Магсайсай',
  'Bautista',
  '陳',
  'Lim',
  'Abad',
]
const givens = [
  'María Clara',
  'Jose',
  'Ángel',
  'Kristine Mae',
  'Juan Miguel',
  'Анна',
  'Ma. Theresa',
  '小明',
  'Niño',
  'Grace',
]
/** When it is, in the school of {@link peopleSchool}. */
export const peopleNow = '2026-08-03T01:00:00Z'

/** A school of 10,000 people with 15,000 enrollments on the real store: its operations through dispatch, until `remove`. */
export async function peopleSchool() {
  const { database, remove } = await benchDatabase()
  await fill(database)
  const clock = handClock(peopleNow)
  const handlers = wireRosters({ database, files: memoryFiles(), clock, newId: randomUUID, log: silent })
  const dispatch = createDispatch(async (name) => handlers[name as keyof typeof handlers] as AnyHandler, silent)
  return {
    call: (name: OperationName, input: unknown): Promise<Result<unknown>> =>
      dispatch(name, input, { role: 'administrator', door: 'test' }),
    remove,
  }
}

function fill(database: Database): Promise<void> {
  return database.write([], (db) => {
    const schoolYearKey = ensureSchoolYear(db, '2026-08-03', randomUUID)
    const sections = Array.from({ length: sectionCount }, (_, index) =>
      db
        .insert(tables.sections)
        .values({ id: randomUUID(), schoolYearKey, name: `Section ${index}`, gradeLevel: String(7 + (index % 6)) })
        .returning({ key: tables.sections.key })
        .get(),
    )
    for (let index = 0; index < peopleCount; index++) {
      const name = {
        familyName: families[index % families.length]!,
        givenName: `${givens[Math.floor(index / families.length) % givens.length]!} ${index}`,
        middleName: families[(index * 7) % families.length]!,
        suffix: index % 50 === 0 ? 'Jr.' : '',
        preferredName: '',
        studentNumber: index % 40 === 0 ? null : String(136_000_000_000 + index),
      }
      const kind = index % 25 === 0 ? ('staff' as const) : ('student' as const)
      const { key: personKey } = db
        .insert(tables.persons)
        .values({
          id: randomUUID(),
          kind,
          ...name,
          listName: listNameOf(name),
          searchText: searchTextOf(name),
          birthOn: `20${10 + (index % 5)}-${String(1 + (index % 12)).padStart(2, '0')}-${String(1 + (index % 28)).padStart(2, '0')}`,
          createdAt: 0,
          changedAt: 0,
        })
        .returning({ key: tables.persons.key })
        .get()
      // Every ninth has none, every twentieth shares a brother's.
      const address = `s${index % 20 === 0 ? index + 1 : index}@school.example`
      if (index % 9 !== 0) db.insert(tables.emails).values({ personKey, address, typed: address, owner: 'own' }).run()
      if (kind === 'staff') continue
      const enroll = (place: number, firstOn: string, lastOn: string | null) =>
        db
          .insert(tables.enrollments)
          .values({
            id: randomUUID(),
            personKey,
            sectionKey: sections[place % sectionCount]!.key,
            firstOn,
            lastOn,
            createdAt: 0,
          })
          .run()
      const isMoved = index % 2 === 0
      if (isMoved) enroll(index + 1, '2026-06-01', '2026-06-30')
      enroll(index, isMoved ? '2026-07-01' : '2026-06-01', null)
    }
  })
}
