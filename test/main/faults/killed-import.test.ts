import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../../src/main/store/database.ts'
import { createTimetablesStore } from '../../../src/main/store/timetables.ts'
import { classProgram, importedBy, type ImportOrders } from '../../support/class-program.ts'
import { testDatabase } from '../../support/database.ts'
import { madeStudents, makeSection } from '../../support/section.ts'

const importerFile = fileURLToPath(new URL('importer.ts', import.meta.url))
const written = ['meetings', 'occurrences', 'class_periods', 'outbox', 'registrants', 'subjects', 'timetable_imports']

const countsOf = (database: Database) =>
  database.read((db) =>
    written.map((table) => db.get<{ count: number }>(sql.raw(`select count(*) as count from ${table}`)).count),
  )

test('kill -9 in the middle of an import leaves nothing of it, and the same import afterwards doubles nothing', async () => {
  const database = await testDatabase()
  const sectionIds: string[] = []
  for (const name of ['Mabini', 'Rizal', 'Ñuñez', '李清照']) {
    sectionIds.push((await makeSection(database, { name, students: madeStudents(2) })).sectionId)
  }
  const before = await countsOf(database)
  for (const stopAt of [2, 9, 17]) {
    const orders: ImportOrders = {
      file: join(database.folder, 'homeroom.db'),
      key: Buffer.from(database.key).toString('hex'),
      sectionIds,
      stopAt,
    }
    const child = spawn(process.execPath, [importerFile, JSON.stringify(orders)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    expect(await once(createInterface({ input: child.stdout }), 'line')).toEqual(['half'])
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    expect(await countsOf(database)).toEqual(before)
  }
  const timetables = createTimetablesStore(database)
  await timetables.import(classProgram.span, () => classProgram.of(sectionIds), importedBy('office'))
  const [meetings, dates, periods, entries] = await countsOf(database)
  expect([meetings, dates, periods, entries]).toEqual([4, 4, 4, 4])
})
