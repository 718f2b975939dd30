import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { digestFile } from '../../src/main/files/digest.ts'
import { readTimetableTable } from '../../src/main/files/timetable-table.ts'
import { createTimetableOperations } from '../../src/main/operations/timetable.ts'
import { tables, type Database } from '../../src/main/store/database.ts'
import { createOutboxStore } from '../../src/main/store/outbox.ts'
import { createPlanningStore } from '../../src/main/store/planning.ts'
import { createTimetablesStore } from '../../src/main/store/timetables.ts'
import { contract } from '../../src/shared/contract/index.ts'
import { ProblemError } from '../../src/shared/problem.ts'
import { handClock } from '../support/clock.ts'
import { memoryFiles } from '../support/files.ts'
import { madeStudents, makeSection } from '../support/section.ts'
import { calibrate, median } from './calibrate.ts'
import { benchDatabase, silent } from './database.ts'
import { figure, type Figure } from './figure.ts'

const sectionCount = 40
const studentsEach = 35
const seriesCount = 300
const term = { firstOn: '2026-08-03', lastOn: '2026-12-18' }
const subjects = ['Mathematics', 'Science', 'English', 'Filipino', 'Araling Panlipunan', 'MAPEH', 'TLE', 'ESP']
const office = { role: 'administrator', door: 'test' } as const

/**
 * A term of 300 classes (15,000 dates) for 1,400 students: the preview of the file, again while all of it stands in the way
 * of itself, and the one transaction of the import, in milliseconds. The baseline is this computer's fixed loop.
 */
export async function figures(): Promise<readonly Figure[]> {
  const { database, remove } = await benchDatabase()
  try {
    await fill(database)
    const files = memoryFiles()
    const operations = wire(database, files)
    const asked = (text: string) =>
      contract['timetable.preview'].input.parse({ file: files.put('program.csv', text), ...term })
    const first = asked(program(':00-', ':50'))
    const preview = () => operations['timetable.preview'](first, office)
    const { digest, addCount } = await preview()
    if (addCount !== seriesCount) throw new Error(`${addCount} of ${seriesCount} classes are new.`)

    const baseline = calibrate()
    const previews = [await timed(preview), await timed(preview), await timed(preview)]
    const imported = await timed(() => operations['timetable.import']({ ...first, digest, leaveOut: [] }, office))
    // Another hour, half of which is taken: each class stands in the way of another.
    const second = asked(program(':20-', ':59'))
    const clashing = await timed(() => operations['timetable.preview'](second, office))
    const row = (name: string, value: number, target: number) =>
      figure({ name: `timetable.${name}`, value, unit: 'ms', baseline, target })
    return [
      row('preview: 300 classes, 15,000 dates', median(previews), 1000),
      row('preview: the same against as many that are there', clashing, 1000),
      row('import: the same with 15,000 class periods and registrations, one transaction', imported, 6000),
    ]
  } finally {
    await remove()
  }
}

async function fill(database: Database): Promise<void> {
  for (let section = 0; section < sectionCount; section += 1) {
    await makeSection(database, { name: `Section ${section}`, students: madeStudents(studentsEach, `s${section}-`) })
  }
  await database.write([], (db) => {
    const hosts = Array.from({ length: 20 }, (_, host) => ({
      ...{ hostId: `host-${host}`, name: `Teacher ${host}`, email: addressOf(host) },
      ...{ isLicensed: true, timeZone: null, readAt: Date.parse(`${term.firstOn}T00:00:00Z`) },
    }))
    db.insert(tables.hosts).values(hosts).run()
  })
}

const addressOf = (host: number): string => `teacher${host}@school.example`

function program(start: string, end: string): string {
  const rows = Array.from({ length: seriesCount }, (_, index) => {
    const [section, period] = [index % sectionCount, Math.floor(index / sectionCount)]
    const days = index % 2 === 0 ? 'TTh' : 'MWF'
    const time = `${7 + period}${start}${7 + period}${end}`
    return `7-Section ${section},${subjects[period]},${addressOf((section + period) % 20)},${days},${time}`
  })
  return `Section,Subject,Teacher,Days,Time\n${rows.join('\n')}\n`
}

function wire(database: Database, files: ReturnType<typeof memoryFiles>) {
  return createTimetableOperations({
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
    timeZone: () => 'Asia/Manila',
    device: 'bench',
    clock: handClock('2026-08-01T00:00:00Z'),
    newId: randomUUID,
    log: silent,
  })
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}
