import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { digestFile } from '../../../src/main/files/digest.ts'
import { readTimetableTable } from '../../../src/main/files/timetable-table.ts'
import { createTimetableOperations } from '../../../src/main/operations/timetable.ts'
import { tables } from '../../../src/main/store/database.ts'
import { createOutboxStore } from '../../../src/main/store/outbox.ts'
import { createPlanningStore } from '../../../src/main/store/planning.ts'
import { createTimetablesStore } from '../../../src/main/store/timetables.ts'
import { contract } from '../../../src/shared/contract/index.ts'
import { toIso } from '../../../src/shared/domain/time.ts'
import { ProblemError } from '../../../src/shared/problem.ts'
import { handClock } from '../../support/clock.ts'
import { memoryLog, testDatabase } from '../../support/database.ts'
import { memoryFiles } from '../../support/files.ts'
import { madeStudents, makeSection } from '../../support/section.ts'

const office = { role: 'office', door: 'test' } as const

/** A school in New York on the first of March 2026, with one section and one teacher; a class program in a file. */
async function newYork() {
  const database = await testDatabase()
  await makeSection(database, { name: 'Mabini', students: madeStudents(2), firstOn: '2025-09-01' })
  const clock = handClock('2026-03-01T00:00:00Z')
  await database.write([], (db) =>
    db
      .insert(tables.hosts)
      .values({
        ...{ hostId: 'h', name: 'A Teacher', email: 'teacher@school.example' },
        ...{ isLicensed: true, timeZone: null, readAt: clock.now() },
      })
      .run(),
  )
  const files = memoryFiles()
  const operations = createTimetableOperations({
    timetables: createTimetablesStore(database),
    planning: createPlanningStore(database),
    outbox: createOutboxStore(database),
    files,
    readTable: readTimetableTable,
    digest: digestFile,
    refreshHosts: async () => undefined,
    addressRules: async () => ({ allowedDomains: [], schoolAddressPattern: null }),
    zoom: async () => {
      throw new ProblemError('offline', 'No Zoom here.')
    },
    usualMinutes: async () => 60,
    timeZone: () => 'America/New_York',
    device: 'this computer',
    clock,
    newId: randomUUID,
    log: memoryLog(),
  })
  const program =
    'Section,Subject,Teacher,Days,Time\n7-Mabini,Astronomy,teacher@school.example,Sun,1:30 AM-2:20 AM\n7-Mabini,Music,teacher@school.example,Sun,2:30 AM-3:20 AM\n'
  const preview = (term: { firstOn: string; lastOn: string }) => {
    const asked = contract['timetable.preview'].input.parse({ file: files.put('program.csv', program), ...term })
    return operations['timetable.preview'](asked, office).then((answer) => ({ asked, ...answer }))
  }
  const starts = () =>
    database.read((db) =>
      db
        .all<{ title: string; on: string; at: string; start: number }>(
          sql`
          select m.title, o.on_date as "on", o.starts_at as at, o.start_instant as start
          from occurrences o join meetings m on m.key = o.meeting_key order by o.start_instant`,
        )
        .map(({ title, on, at, start }) => `${title.split(', ')[1]} ${on} ${at} = ${toIso(start)}`),
    )
  return { operations, preview, starts }
}

test('a class at an hour that the clocks skip begins as much later, and the preview says so', async () => {
  const { operations, preview, starts } = await newYork()
  const { asked, digest, remarks, dateCount } = await preview({ firstOn: '2026-03-02', lastOn: '2026-03-15' })
  expect(dateCount).toBe(4)
  expect(remarks).toEqual([
    'One date begins at a time that the clocks skip on that day, since they go forward: it begins as much later.',
  ])
  await operations['timetable.import']({ ...asked, digest, leaveOut: [] }, office)
  expect(await starts()).toEqual([
    'Astronomy 2026-03-08 01:30 = 2026-03-08T06:30:00.000Z',
    'Music 2026-03-08 02:30 = 2026-03-08T07:30:00.000Z',
    'Astronomy 2026-03-15 01:30 = 2026-03-15T05:30:00.000Z',
    'Music 2026-03-15 02:30 = 2026-03-15T06:30:00.000Z',
  ])
})

test('a class at an hour that the clocks show twice begins at the first, and the preview says so', async () => {
  const { operations, preview, starts } = await newYork()
  const { asked, digest, remarks } = await preview({ firstOn: '2026-10-26', lastOn: '2026-11-01' })
  expect(remarks).toEqual([
    'One date begins at a time that the clocks show twice on that day, since they go back: the first one is meant.',
  ])
  await operations['timetable.import']({ ...asked, digest, leaveOut: [] }, office)
  expect(await starts()).toEqual([
    'Astronomy 2026-11-01 01:30 = 2026-11-01T05:30:00.000Z',
    'Music 2026-11-01 02:30 = 2026-11-01T07:30:00.000Z',
  ])
})

test('a term that has passed makes nothing, and each class says why', async () => {
  const { operations, preview, starts } = await newYork()
  const { asked, digest, series, addCount } = await preview({ firstOn: '2026-01-05', lastOn: '2026-02-27' })
  expect(addCount).toBe(0)
  expect(series.map(({ action, problem }) => [action, problem])).toEqual(
    ['Astronomy', 'Music'].map(() => ['refuse', 'Every date of this class has passed: choose a later last day.']),
  )
  await expect(operations['timetable.import']({ ...asked, digest, leaveOut: [] }, office)).rejects.toMatchObject({
    problem: { kind: 'conflict' },
  })
  expect(await starts()).toEqual([])
})
