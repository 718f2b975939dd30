import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { tables, type Database } from '../../src/main/store/database.ts'
import { insertRows } from '../../src/main/store/insert-rows.ts'
import { waysBack, type SuspensionRow } from '../../src/main/store/suspension-undo.ts'
import { testDatabase } from '../support/database.ts'
import { planMeeting } from '../support/planned-meeting.ts'
import { madeStudents, makeSection } from '../support/section.ts'
import { statements } from '../support/statements.ts'

const on = '2026-08-10'

async function schoolOf(sections: number): Promise<Database> {
  const database = await testDatabase()
  for (let index = 0; index < sections; index += 1) {
    const { sectionId } = await makeSection(database, {
      name: `Section ${index}`,
      students: madeStudents(3, `s${index}-`),
    })
    await planMeeting(database, { host: { hostId: 'h', email: 'teacher@school.example' }, on, sectionId, now: 0 })
  }
  return database
}

test('what becomes of the dates of a suspension is found in as many statements for a day of classes as for one', async () => {
  const counts = []
  for (const sections of [1, 9]) {
    const database = await schoolOf(sections)
    const suspension = await database.write([], (db) => {
      const of = { actor: '', device: '', authority: '', fromTime: null, gradeLevels: [], sectionIds: [] }
      const row: SuspensionRow = db
        .insert(tables.suspensions)
        .values({ id: randomUUID(), on, ...of, orderedAt: 1 })
        .returning()
        .get()
      // Another suspension of the same day, which stays.
      const { key: other } = db
        .insert(tables.suspensions)
        .values({ id: randomUUID(), on, ...of, orderedAt: 2 })
        .returning()
        .get()
      const word = { on, kind: 'suspended' as const, countsAsSchoolDay: false, createdAt: 0, gradeLevel: '8' }
      db.insert(tables.dayTypes)
        .values({ id: randomUUID(), ...word, suspensionKey: other })
        .run()
      db.run(sql`
        insert into suspension_dates (suspension_key, occurrence_key, action) select ${row.key}, key, 'cancelled' from occurrences`)
      db.run(sql`update occurrences set state = 'cancelled'`)
      return row
    })
    counts.push(
      await statements(database, (db) =>
        expect(waysBack(db, suspension, 0).map(({ way }) => way)).toEqual(Array(sections).fill('same')),
      ),
    )
  }
  expect(counts[1]).toBe(counts[0])
})

test('rows go in as they are, whatever they hold', async () => {
  const database = await testDatabase()
  const rows = ['Ñuñez "陳" \\ \' \u0000x\u2028', 'Ана\nб'].map((listName, index) => ({
    id: randomUUID(),
    kind: 'student' as const,
    familyName: listName,
    givenName: '',
    listName,
    searchText: '',
    studentNumber: index === 0 ? '0012' : null,
    createdAt: 1_786_000_000_123,
    changedAt: index,
  }))
  const kept = await database.write([], (db) => {
    insertRows(db, tables.persons, rows)
    insertRows(db, tables.persons, [])
    return db.select().from(tables.persons).orderBy(tables.persons.key).all()
  })
  expect(kept).toMatchObject(rows)
})
