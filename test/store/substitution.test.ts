import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { tables } from '../../src/main/store/database.ts'
import { keptOf } from '../../src/main/store/substitution-list.ts'
import { testDatabase } from '../support/database.ts'
import { planMeeting } from '../support/planned-meeting.ts'
import { madeStudents, makeSection } from '../support/section.ts'
import { statements } from '../support/statements.ts'

const on = '2026-08-10'

test('a list of substitutions is read in as many statements as one of them, each class with what Zoom refused', async () => {
  const database = await testDatabase()
  const { sectionId, personIds } = await makeSection(database, { name: 'Mabini', students: madeStudents(2) })
  const host = { hostId: 'h', email: 'teacher@school.example' }
  for (const startsAt of ['09:00', '07:30', '11:00']) {
    await planMeeting(database, { host, on, startsAt, sectionId, now: 0 })
  }
  await database.write([], (db) => {
    const keys = db.all<{ key: number }>(sql`select key from persons where id in ${personIds} order by key`)
    for (let index = 0; index < 6; index += 1) {
      const { key } = db
        .insert(tables.substitutions)
        .values({
          id: randomUUID(),
          ...{ teacherKey: keys[index % 2]!.key, substituteKey: keys[(index + 1) % 2]!.key, substituteHostId: 's' },
          ...{ firstOn: on, lastOn: on, reason: `Reason ${index}`, actor: 'office', device: 'd', arrangedAt: index },
        })
        .returning()
        .get()
      // The first holds all three, the others one each.
      db.run(sql`
        insert into substitution_dates (substitution_key, occurrence_key, meeting_key, way)
        select ${key}, key, meeting_key, 'alternativeHost' from occurrences
        where ${index} = 0 or key % 3 = ${index % 3}`)
    }
    db.run(sql`
      update outbox set state = 'refused', problem = '{"field":"alternativeHosts"}'
      where meeting_key = (select min(key) from meetings) and action = 'create'`)
  })
  const rows = await database.read((db) => db.select().from(tables.substitutions).all())
  const counts = []
  for (const some of [rows.slice(0, 1), rows]) {
    counts.push(
      await statements(database, (db) => {
        const kept = keptOf(db, some, 0)
        expect(kept.map(({ reason }) => reason)).toEqual(some.map(({ reason }) => reason))
        expect(kept[0]!.classes.map(({ date, refusesHosts }) => [date.startsAt, refusesHosts])).toEqual([
          ['07:30', false],
          ['09:00', true],
          ['11:00', false],
        ])
        for (const { classes, teacher, substitute } of kept.slice(1)) {
          expect(classes).toHaveLength(1)
          expect(new Set([teacher.id, substitute.id])).toEqual(new Set(personIds))
        }
      }),
    )
  }
  expect(counts[1]).toBe(counts[0])
})
