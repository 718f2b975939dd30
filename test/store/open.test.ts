import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tables } from '../../src/main/store/database.ts'
import { testDatabase } from '../support/database.ts'

test('keeps what was written, in a file that says nothing to who lacks the key', async () => {
  const database = await testDatabase()
  await database.write(['people'], (db) =>
    db.insert(tables.subjects).values({ id: '0190b7d0-0000-7000-8000-000000000001', name: 'Araling Panlipunan' }).run(),
  )
  await database.close()
  const bytes = readFileSync(join(database.folder, 'homeroom.db'))
  expect(bytes.includes('Araling')).toBe(false)
  expect(bytes.includes('SQLite format')).toBe(false)
  const again = await testDatabase({ folder: database.folder, key: database.key })
  expect(await again.read((db) => db.select().from(tables.subjects).all())).toMatchObject([
    { name: 'Araling Panlipunan' },
  ])
})

test('says locked when the key does not fit, and changes nothing', async () => {
  const database = await testDatabase()
  await database.close()
  await expect(testDatabase({ folder: database.folder, key: randomBytes(32) })).rejects.toMatchObject({
    problem: { kind: 'locked' },
  })
  await testDatabase({ folder: database.folder, key: database.key })
})
