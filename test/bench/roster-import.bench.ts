import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createNodeHost } from '../../src/main/hosts/shared/node-host.ts'
import { startApplication } from '../../src/main/hosts/shared/start-application.ts'
import { tables, type Database } from '../../src/main/store/database.ts'
import { ensureSchoolYear } from '../../src/main/store/school-years.ts'
import type { InputOf, OperationName, OutputOf } from '../../src/shared/contract/index.ts'
import type { FileHandle } from '../../src/shared/ids.ts'
import { oneRosterTables } from '../support/one-roster-tables.ts'
import { changed, zippedFiles } from '../support/roster-files.ts'
import { benchDatabase } from './database.ts'
import { figure, type Figure } from './figure.ts'

const sections = 100
const studentsPerSection = 50
const students = sections * studentsPerSection
const enrollments = students * 3
const caller = { role: 'administrator', door: 'test' } as const

/**
 * A OneRoster file of 5,000 students and 15,000 enrollments through the door that the screen uses: preview, import, the same
 * file again, and taking the import back, in ms; how much more memory that takes; and the slowest `meeting.list` in a
 * hundred meanwhile. The baseline is the naive import: each row looked for and inserted by a statement of its own.
 */
export async function figures(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-bench-'))
  const host = createNodeHost({ data: folder, secrets: 'memory' })
  const application = await startApplication(host)
  const measured: { name: string; value: number; target: number; unit: string; baseline?: number }[] = []
  try {
    const call = async <Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>> => {
      const result = await application.call(name, input, caller)
      if (!result.ok) throw new Error(`${name}: ${result.problem.message}`)
      return result.value as OutputOf<Name>
    }
    await call('school.setUp', { school: { name: 'San Isidro NHS', timeZone: 'Asia/Manila', locale: 'en-PH' } })
    // The second worker starts with its first call: that is not what is measured.
    await call('roster.imports', {})
    await call('person.doubles', {})
    const file = zippedFiles(schoolTables())[0]!
    const put = async () => (await host.services.files.write({ ...file, mediaType: 'application/zip' })) as FileHandle
    const files = [await put()]

    const before = process.memoryUsage().rss
    const watch = watchLists(() => call('meeting.list', { phase: 'upcoming', limit: 200 }))
    const preview = await timed(() => call('roster.preview', { files }))
    const { digest, students: counts } = preview.value
    if (counts.addedCount !== students) throw new Error(`${counts.addedCount} of ${students} students are new.`)
    const imported = await timed(() => call('roster.import', { files, digest }))
    const again = await timed(() => call('roster.preview', { files }))
    if (again.value.students.unchangedCount !== students) throw new Error('The same file changes something.')
    const undone = await timed(() => call('roster.undo', { deedId: imported.value.deedId! }))
    const { p99, peak } = await watch.end()

    const ms = (name: string, value: number, target = 3000) => measured.push({ name, value, target, unit: 'ms' })
    ms('preview of 5,000 students, 15,000 enrollments', preview.ms)
    ms('import of the same, one transaction with its journal', imported.ms)
    ms('preview of the same again', again.ms)
    ms('undo of the whole import', undone.ms)
    ms('p99 of meeting.list meanwhile', p99, 50)
    const [mib, baseline] = [(peak - before) / 2 ** 20, before / 2 ** 20]
    measured.push({ name: 'memory that it takes', value: mib, target: 300, unit: 'MiB', baseline })
  } finally {
    await application.close()
    rmSync(folder, { recursive: true, force: true })
  }
  const naive = await naiveImport()
  return measured.map(({ name, ...rest }) => figure({ name: `roster.import: ${name}`, baseline: naive, ...rest }))
}

/** Every student in a homeroom, in a class of the whole section, and in one of two clubs. */
function schoolTables() {
  const made = oneRosterTables('1.2', { sections, studentsPerSection })
  const second = changed(made, 'classes.csv', (rows) => [
    ...rows,
    { ...rows.find(({ sourcedId }) => sourcedId === 'c-club')!, sourcedId: 'c-club-2', title: 'Robotics' },
  ])
  return changed(second, 'enrollments.csv', (rows) => {
    const inClub = new Set(rows.flatMap((row) => (row['classSourcedId'] === 'c-club' ? row['userSourcedId'] : [])))
    const homeroom = rows.filter(({ classSourcedId, role }) => classSourcedId!.startsWith('c-hr') && role === 'student')
    const others = homeroom.filter(({ userSourcedId }) => !inClub.has(userSourcedId))
    return [
      ...rows,
      ...others.map((row) => ({ ...row, sourcedId: `${row['sourcedId']}-2`, classSourcedId: 'c-club-2' })),
    ]
  })
}

async function timed<T>(run: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const from = performance.now()
  const value = await run()
  return { ms: performance.now() - from, value }
}

/** Calls again and again until it is ended; the slowest in a hundred, and the most memory that was seen. */
function watchLists(list: () => Promise<unknown>) {
  const times: number[] = []
  const ending = new AbortController()
  let peak = 0
  const run = async () => {
    while (!ending.signal.aborted) {
      times.push((await timed(list)).ms)
      peak = Math.max(peak, process.memoryUsage().rss)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  const running = run()
  return {
    async end() {
      ending.abort()
      await running
      console.log(`${times.length} lists were read meanwhile.`)
      return { p99: times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)]!, peak }
    },
  }
}

/** How an import is written at first: row by row, each looked for and inserted by a statement of its own. In ms. */
async function naiveImport(): Promise<number> {
  const { database, remove } = await benchDatabase()
  try {
    return (await timed(() => insertRows(database))).ms
  } finally {
    await remove()
  }
}

function insertRows(database: Database): Promise<void> {
  const { persons, emails } = tables
  return database.write(['people'], (db) => {
    const schoolYearKey = ensureSchoolYear(db, '2026-06-08', randomUUID)
    const sectionKeys = Array.from(
      { length: sections },
      (_, index) =>
        db
          .insert(tables.sections)
          .values({ id: randomUUID(), schoolYearKey, name: `Section ${index}`, gradeLevel: '7' })
          .returning({ key: tables.sections.key })
          .get().key,
    )
    for (let index = 0; index < students; index += 1) {
      const number = String(136_412_000_001 + index)
      const name = { familyName: 'Reyes', givenName: `Ana ${index}`, listName: `Reyes, Ana ${index}` }
      const { key: personKey } = db
        .insert(persons)
        .values({
          id: randomUUID(),
          kind: 'student',
          ...name,
          searchText: `ana ${index} reyes`,
          studentNumber: number,
          createdAt: 0,
          changedAt: 0,
        })
        .returning({ key: persons.key })
        .get()
      const address = `student${index}@example.edu.ph`
      db.insert(emails).values({ personKey, address, typed: address, owner: 'own' }).run()
      for (let count = 0; count < enrollments / students; count += 1) {
        const sectionKey = sectionKeys[(index + count) % sections]!
        db.insert(tables.enrollments)
          .values({ id: randomUUID(), personKey, sectionKey, firstOn: '2026-06-08', createdAt: 0 })
          .run()
      }
    }
  })
}
