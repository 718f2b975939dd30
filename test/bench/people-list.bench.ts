import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { createDispatch, type AnyHandler } from '../../src/main/dispatch.ts'
import { tables, type Database } from '../../src/main/store/database.ts'
import { searchTextOf } from '../../src/main/store/people-rows.ts'
import { ensureSchoolYear } from '../../src/main/store/school-years.ts'
import type { OutputOf } from '../../src/shared/contract/index.ts'
import { listNameOf } from '../../src/shared/domain/list-names.ts'
import { handClock } from '../support/clock.ts'
import { memoryFiles } from '../support/files.ts'
import { wireRosters } from '../support/rosters.ts'
import { calibrate } from './calibrate.ts'
import { benchDatabase, silent } from './database.ts'
import { figure, type Figure } from './figure.ts'

const peopleCount = 10_000
const sectionCount = 200
const rounds = 8
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
/** What somebody types, letter by letter. */
const typed = ['reyes ma', 'dela cruz juan', 'pena', '1360000', 'santos 99', 'nobody of that name']

/**
 * The grid of people in a school of 10,000 with 15,000 enrollments, through dispatch: the 99th percentile of one letter of
 * a search and of one page by what is missing, and the search for doubles, in ms. The baseline is this computer's fixed loop.
 */
export async function figures(): Promise<readonly Figure[]> {
  const { database, remove } = await benchDatabase()
  try {
    await fill(database)
    const ask = caller(database)
    const letters = typed.flatMap((text) => Array.from(text, (_, at) => text.slice(0, at + 1)))
    const searches = [...letters, ''].map((text) => ({ text }))
    const issues = ['withoutAddress', 'sharedAddress', 'withoutNumber', 'withoutSection'] as const
    const filters = [...issues.map((issue) => ({ issue })), { gradeLevel: '7' }, { kind: 'staff' as const }]
    // A grid is searched many times a day: the first reading is not what is measured.
    for (const input of [...searches, ...filters]) await ask('person.list', input)
    const baseline = calibrate()
    const row = (name: string, value: number, target: number) =>
      figure({ name: `people.${name}`, value, unit: 'ms', baseline, target })
    return [
      row('list: p99 of a letter typed into a search of 10,000', await p99(searches, ask), 50),
      row('list: p99 of a page by what is missing', await p99(filters, ask), 50),
      row('list: p99 of a page in the middle', await p99(await pages(ask), ask), 50),
      row('doubles: all of 10,000', await timed(() => ask('person.doubles', {})), 1000),
    ]
  } finally {
    await remove()
  }
}

type Ask = (name: 'person.list' | 'person.doubles', input: object) => Promise<unknown>

function caller(database: Database): Ask {
  const clock = handClock('2026-08-03T01:00:00Z')
  const handlers = wireRosters({ database, files: memoryFiles(), clock, newId: randomUUID, log: silent })
  const dispatch = createDispatch(async (name) => handlers[name as keyof typeof handlers] as AnyHandler, silent)
  return async (name, input) => {
    const result = await dispatch(name, input, { role: 'administrator', door: 'test' })
    if (result.ok) return result.value
    throw new Error(result.problem.message)
  }
}

async function p99(inputs: readonly object[], ask: Ask): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    for (const input of inputs) times.push(await timed(() => ask('person.list', input)))
  }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)]!
}

async function pages(ask: Ask): Promise<object[]> {
  const cursors: object[] = []
  for (let cursor: string | undefined; cursors.length < 20;) {
    const { nextCursor } = (await ask('person.list', { cursor })) as OutputOf<'person.list'>
    if (nextCursor === null) break
    cursor = nextCursor
    cursors.push({ cursor })
  }
  return cursors
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await run()
  return performance.now() - from
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
