import { describe, expect, test } from 'vitest'
import type { RosterContent } from '../../../src/main/files/roster-files.ts'
import { classList, importWorld } from '../../support/roster-import.ts'
import { cleverTables } from '../../support/clever-tables.ts'
import { oneRosterTables } from '../../support/one-roster-tables.ts'
import { changed, looseFiles, zippedFiles } from '../../support/roster-files.ts'
import { sdsTables } from '../../support/sds-tables.ts'
import { schoolForm1 } from '../../support/school-form-1.ts'

const made = { sections: 3, studentsPerSection: 12 }
const oneRoster = oneRosterTables('1.2', made)

const learner = (at: number, sex: string, more = {}) => ({
  lrn: `1364120000${String(10 + at)}`,
  name: `Reyes${at},Ana ${at},Cruz`,
  sex,
  birth: '05/04/2013',
  ...more,
})
const form = (section: string, from: number): Uint8Array =>
  schoolForm1({
    section,
    males: [learner(from, 'M'), learner(from + 1, 'M')],
    females: [learner(from + 2, 'F'), learner(from + 3, 'F')],
  })

const formats: readonly (readonly [string, RosterContent[], number])[] = [
  ['a table', classList('136412000001,Reyes,Ana,7,Mabini', '136412000002,Cruz,Ben,7,Rizal'), 2],
  ['OneRoster 1.1', looseFiles(oneRosterTables('1.1', made)), 36],
  ['OneRoster 1.2, zipped', zippedFiles(oneRoster), 36],
  [
    'OneRoster with BOM, CRLF and filled status',
    looseFiles(oneRosterTables('1.2', { ...made, isStatusFilled: true }), { hasBom: true, isCrlf: true }),
    36,
  ],
  ['Clever', zippedFiles(cleverTables(made)), 36],
  ['School Data Sync', looseFiles(sdsTables(made)), 36],
  ['School Form 1', [{ name: 'mabini.xlsx', bytes: form('Mabini', 1) }], 4],
  [
    'School Forms 1 of a whole folder',
    [
      { name: 'mabini.xlsx', bytes: form('Mabini', 1) },
      { name: 'rizal.xlsx', bytes: form('Rizal', 11) },
    ],
    8,
  ],
]

describe.each(formats)('%s', (_name, files, students) => {
  test('is previewed, imported, unchanged when it comes again, and taken back whole', async () => {
    const world = await importWorld()
    const empty = await world.dump()
    const preview = await world.preview(files)
    expect(preview.students).toEqual({ addedCount: students, changedCount: 0, unchangedCount: 0, refusedCount: 0 })
    expect(preview.brake).toBeNull()
    expect(await world.dump()).toEqual(empty)

    const done = await world.import(files)
    expect(done.students).toEqual(preview.students)
    expect(done.enrollments.addedCount).toBeGreaterThanOrEqual(students)
    expect(await world.placed()).toHaveLength(students)

    const full = await world.dump()
    world.clock.advance(24 * 3_600_000)
    const again = await world.preview(files)
    for (const kind of ['students', 'staff', 'sections', 'groups'] as const) {
      expect({ kind, ...again[kind] }).toMatchObject({ kind, addedCount: 0, changedCount: 0, refusedCount: 0 })
    }
    expect(again.enrollments).toMatchObject({ addedCount: 0, movedCount: 0, endedCount: 0, refusedCount: 0 })
    expect(again).toMatchObject({ notInFileCount: 0, brake: null })
    expect(await world.import(files)).toMatchObject({ deedId: null })
    expect(await world.dump()).toEqual(full)

    await world.call('roster.undo', { deedId: done.deedId! })
    expect(await world.dump()).toEqual(empty)
    const { imports } = await world.call('roster.imports', {})
    expect(imports.map(({ deedId, undoneAt }) => [deedId === null, undoneAt !== null])).toEqual([
      [true, false],
      [false, true],
    ])
    // And the file can come again.
    expect((await world.import(files)).students.addedCount).toBe(students)
  })
})

describe('who is not named', () => {
  const everybody = Array.from({ length: 30 }, (_, at) => `13641200${1000 + at},Reyes,Ana ${at},7,Mabini`)

  test('waits for a word, is not asked about twice, and is settled when a file names them again', async () => {
    const world = await importWorld()
    await world.import(classList(...everybody))
    const fewer = classList(...everybody.slice(1))
    expect(await world.preview(fewer)).toMatchObject({ notInFileCount: 1, brake: null })
    await world.import(fewer)
    expect(await world.placed()).toHaveLength(30)
    const waiting = await world.call('enrollment.missing', {})
    expect(waiting.students).toMatchObject([{ listName: 'Reyes, Ana 0', fileName: 'class.csv' }])
    expect(await world.import(fewer)).toMatchObject({ deedId: null, notInFileCount: 1 })
    expect((await world.call('enrollment.missing', {})).students).toEqual(waiting.students)

    await world.import(classList(...everybody))
    expect((await world.call('enrollment.missing', {})).students).toEqual([])
  })

  test('is not asked about again when somebody said that they stay', async () => {
    const world = await importWorld()
    await world.import(classList(...everybody))
    await world.import(classList(...everybody.slice(1)))
    const { students } = await world.call('enrollment.missing', {})
    const missingIds = students.map(({ missingId }) => missingId)
    await world.call('enrollment.settleMissing', { missingIds, as: { kind: 'stays' } })
    await world.import(classList(...everybody.slice(1)))
    expect((await world.call('enrollment.missing', {})).students).toEqual([])
  })

  test('of a section that the file does not speak of is not missing, and nobody is in a delta', async () => {
    const world = await importWorld()
    await world.import(looseFiles(oneRoster))
    expect(await world.preview(classList('136412000001,Dela Cruz,Juan,7,Mabini'))).toMatchObject({
      students: { unchangedCount: 1 },
      notInFileCount: 11,
    })
    const delta = changed(oneRosterTables('1.2', made, 'delta'), 'enrollments.csv', (rows) => rows.slice(0, 3))
    expect(await world.preview(looseFiles(delta))).toMatchObject({ isDelta: true, notInFileCount: 0 })
  })

  test('a delta that takes an enrollment back withdraws nobody: they wait, with the day that it gives', async () => {
    const world = await importWorld()
    await world.import(looseFiles(oneRoster))
    const delta = changed(oneRosterTables('1.2', made, 'delta'), 'enrollments.csv', (rows) =>
      rows
        .filter(({ sourcedId }) => sourcedId === 'e-hr-s-1')
        .map((row) => ({ ...row, status: 'tobedeleted', beginDate: '2026-06-08', endDate: '2026-07-31' })),
    )
    await world.import(looseFiles(delta))
    expect(await world.placed()).toHaveLength(36)
    expect((await world.call('enrollment.missing', {})).students).toMatchObject([{ proposedOn: '2026-07-30' }])
    expect((await world.dump())['missing_students']).toMatchObject([{ proposed_on: '2026-07-30', settled_at: null }])
  })
})

describe('moving and leaving', () => {
  const lists = (...sections: readonly string[]) =>
    classList(...sections.map((section, at) => `13641200${1000 + at},Reyes,Ana ${at},7,${section}`))
  const inSections = (first: string) =>
    lists(first, ...Array.from({ length: 39 }, (_, at) => (at < 20 ? 'Mabini' : 'Rizal')))

  test('a move keeps the days before it, and is undone with its import', async () => {
    const world = await importWorld()
    await world.import(inSections('Mabini'), { firstOn: '2026-06-08' })
    const before = await world.dump()
    const moved = await world.preview(inSections('Rizal'))
    expect(moved).toMatchObject({
      enrollments: { movedCount: 1 },
      students: { changedCount: 1 },
      brake: null,
      notInFileCount: 0,
    })
    expect(moved.rows[0]).toMatchObject({
      action: 'change',
      movesFrom: 'Mabini',
      section: 'Rizal',
      changes: ['section'],
    })
    const { deedId } = await world.import(inSections('Rizal'))
    const ofAna = ((await world.dump())['enrollments'] as { person_key: number }[]).filter(
      (row) => row.person_key === 1,
    )
    expect(ofAna).toMatchObject([
      { first_on: '2026-06-08', last_on: '2026-08-02', end_reason: 'movedSection', end_detail: 'Grade 7 Rizal' },
      { first_on: '2026-08-03', last_on: null, start_reason: 'movedSection' },
    ])
    await world.call('roster.undo', { deedId: deedId! })
    expect(await world.dump()).toEqual(before)
  })

  test('a move on the first day was never an enrollment in the old section', async () => {
    const world = await importWorld()
    await world.import(inSections('Mabini'))
    await world.import(inSections('Rizal'))
    expect((await world.dump())['enrollments']![0]).toMatchObject({
      first_on: '2026-08-03',
      last_on: '2026-08-03',
      end_reason: 'enteredByMistake',
    })
    expect(await world.placed()).toContain('Reyes, Ana 0 in Rizal from 2026-08-03')
  })

  test('School Form 1: who transferred out leaves on the day of the remark', async () => {
    const world = await importWorld('2026-10-05T01:00:00Z')
    const one = (remarks?: string) =>
      schoolForm1({
        section: 'Mabini',
        males: Array.from({ length: 12 }, (_, at) => learner(at, 'M', at === 0 ? { remarks } : {})),
        females: [],
      })
    await world.import([{ name: 'sf1.xlsx', bytes: one() }], { firstOn: '2026-06-08' })
    const left = await world.import([{ name: 'sf1.xlsx', bytes: one('T/O 09/15/2026 Laoag NHS') }])
    expect(left.enrollments.endedCount).toBe(1)
    expect((await world.dump())['enrollments']![0]).toMatchObject({
      last_on: '2026-09-15',
      end_reason: 'transferredOut',
    })
    expect(await world.import([{ name: 'sf1.xlsx', bytes: one('T/O 09/15/2026 Laoag NHS') }])).toMatchObject({
      deedId: null,
    })
  })

  test('somebody archived comes back with their record, and a renamed student keeps the old name', async () => {
    const world = await importWorld()
    await world.import(inSections('Mabini'))
    const { people } = await world.call('person.find', { text: 'Ana 7' })
    const [ana] = people.filter(({ person }) => person.givenName === 'Ana 7')
    const change = {
      kind: 'withdraw' as const,
      personIds: [ana!.person.id] as string[],
      lastOn: '2026-08-03',
      reason: 'transferredOut' as const,
    }
    const preview = await world.call('enrollment.preview', { change })
    await world.call('enrollment.change', { change, digest: preview.digest })
    world.clock.advance(7 * 24 * 3_600_000)
    await world.call('person.archive', { personIds: [ana!.person.id] })
    await world.import(classList('136412001007,Reyes-Lim,Ana 7,7,Mabini'), { isBrakeReleased: true })
    const { people: back } = await world.call('person.find', { text: 'Reyes-Lim' })
    expect(back).toMatchObject([
      { person: { id: ana!.person.id, familyName: 'Reyes-Lim' }, sections: ['Grade 7 Mabini'] },
    ])
    const { knownAs } = await world.call('person.get', { personId: ana!.person.id })
    expect(knownAs).toMatchObject([{ name: 'Reyes, Ana 7', isFormerName: true }])
  })
})

describe('the brake', () => {
  const school = (rows: (at: number) => string, sizes = 40) =>
    classList(...Array.from({ length: sizes }, (_, at) => rows(at)))
  const row = (at: number, section = at % 2 === 0 ? 'Mabini' : 'Rizal', name = `Ana ${at}`) =>
    `13641200${1000 + at},Reyes,${name},7,${section}`

  test('stops an import that touches more than a tenth of the school, until somebody says that it may go on', async () => {
    const world = await importWorld()
    await world.import(school((at) => row(at)))
    const slipped = school((at) => (at < 5 ? row(at, undefined, `Bea ${at}`) : row(at)))
    expect((await world.preview(slipped)).brake).toEqual({ touchedCount: 5, schoolCount: 40, sections: [] })
    const before = await world.dump()
    await expect(world.import(slipped)).rejects.toMatchObject({
      problem: { kind: 'conflict', field: 'isBrakeReleased' },
    })
    expect(await world.dump()).toEqual(before)
    expect(await world.import(slipped, { isBrakeReleased: true })).toMatchObject({ students: { changedCount: 5 } })
  })

  test('stops what touches more than a fifth of a section, but not in the first weeks', async () => {
    const world = await importWorld()
    const big = (at: number) => row(at, at < 10 ? 'Mabini' : 'Rizal')
    await world.import(school(big, 100))
    const three = school((at) => (at < 3 ? row(at, 'Rizal') : big(at)), 100)
    expect((await world.preview(three)).brake).toEqual({
      touchedCount: 3,
      schoolCount: 100,
      sections: [{ name: 'Mabini', gradeLevel: '7', touchedCount: 3, studentCount: 10 }],
    })
    await world.database.write(['settings'], (db) =>
      db.run(`insert into settings (name, value, changed_at) values ('firstWeeksUntil', '"2026-08-31"', 0)`),
    )
    expect((await world.preview(three)).brake).toBeNull()
  })

  test('asks about students who vanish, and not about those who come into new sections', async () => {
    const world = await importWorld()
    await world.import(school((at) => row(at)))
    expect((await world.preview(school((at) => row(at), 35))).brake).toMatchObject({ touchedCount: 5 })
    const others = classList(...Array.from({ length: 40 }, (_, at) => `13641200${2000 + at},Cruz,Ben ${at},8,Luna`))
    expect((await world.preview(others)).brake).toBeNull()
  })
})

describe('columns', () => {
  test('what a person said of them is remembered for the next file of that shape', async () => {
    const world = await importWorld()
    const odd = (number: string): RosterContent[] => [
      { name: 'odd.csv', bytes: new TextEncoder().encode(`Kodigo,A,B,Silid\n${number},Reyes,Ana,7-Mabini\n`) },
    ]
    const mapping = { Kodigo: 'studentNumber', A: 'familyName', B: 'givenName', Silid: 'section' } as const
    expect(await world.preview(odd('1'))).toMatchObject({ mappingFrom: 'headers', missingColumn: 'name' })
    await world.import(odd('1'), { mapping })
    expect(await world.preview(odd('2'))).toMatchObject({
      mappingFrom: 'remembered',
      missingColumn: null,
      rows: [{ listName: 'Reyes, Ana', studentNumber: '2' }],
    })
  })

  test('numbers that lost their zeros and dates that read two ways are asked about', async () => {
    const world = await importWorld()
    const list = (rows: string[]): RosterContent[] => [
      {
        name: 'excel.csv',
        bytes: new TextEncoder().encode(['LRN,Last Name,First Name,Birth Date,Section', ...rows].join('\n')),
      },
    ]
    const file = list(['36412000001,Reyes,Ana,03/04/2013,7-Mabini', '136412000002,Cruz,Ben,05/06/2013,7-Mabini'])
    const preview = await world.preview(file)
    expect(preview.questions.map(({ id, count }) => [id, count])).toEqual([
      ['leadingZeros', 1],
      ['dates', 2],
    ])
    await world.import(file, { answers: { leadingZeros: 'restore', dates: 'dayFirst' } })
    const { people } = await world.call('person.find', { text: 'reyes' })
    expect(people).toMatchObject([{ person: { studentNumber: '036412000001', birthOn: '2013-04-03' } }])
  })
})

test('files that do not belong together are refused, and a preview of yesterday too', async () => {
  const world = await importWorld()
  await expect(
    world.preview([...classList('1,Reyes,Ana,7,Mabini'), { name: 'sf1.xlsx', bytes: form('Rizal', 1) }]),
  ).rejects.toMatchObject({
    problem: { kind: 'fileUnreadable', field: 'files' },
  })
  const files = world.put(classList('1,Reyes,Ana,7,Mabini'))
  const { digest } = await world.call('roster.preview', { files })
  // On another day the same file would do something else.
  world.clock.advance(24 * 3_600_000)
  await expect(world.call('roster.import', { files, digest })).rejects.toMatchObject({
    problem: { kind: 'stalePreview' },
  })
  expect(await world.placed()).toEqual([])
})
