import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createMemorySecrets } from '../../../src/main/secrets/memory.ts'
import { createTimetablesStore } from '../../../src/main/store/timetables.ts'
import type { InputOf, OutputOf } from '../../../src/shared/contract/index.ts'
import type { FileHandle } from '../../../src/shared/ids.ts'
import { testApplication, type TestApplication } from '../../support/application.ts'
import { classProgram, importedBy } from '../../support/class-program.ts'
import { testDatabase, testFolder } from '../../support/database.ts'
import { testPractice } from '../../support/practice.ts'
import { madeStudents, makeSection } from '../../support/section.ts'

type Asked = Omit<InputOf<'timetable.preview'>, 'file'>
const term = { firstOn: '2026-08-10', lastOn: '2026-10-30' }
const patience = 90_000

/** Two students in each of four sections: registering them is another test's. */
const roster = `LRN,Last Name,First Name,Grade,Section,Email
${['7,Sampaguita', '8,Rosal', '9,Narra', '10,Molave']
  .flatMap((section, index) =>
    ['Dela Peña,María', 'Магсайсай,Анна'].map(
      (name, of) => `13600000000${index * 2 + of},${name},${section},s${index}${of}@example.com`,
    ),
  )
  .join('\n')}
`

/** The practice school with a small roster, on the first Monday of August 2026, four in the morning. */
async function practiceSchool() {
  const { server, connect } = await testPractice({ startAt: '2026-08-02T20:00:00Z', plan: 'business' })
  const folder = testFolder()
  const memory = createMemorySecrets()
  const open = () => testApplication({ practice: connect, folder, secrets: () => memory })
  const app = await open()
  await app.call('practice.start', {})
  const file = app.ports.files.put('roster.csv', roster) as FileHandle
  const { digest } = await app.call('roster.preview', { files: [file], firstOn: '2026-06-01' })
  await app.call('roster.import', { files: [file], digest, firstOn: '2026-06-01' })
  const { hosts } = await app.call('account.listHosts', { refresh: true })
  const teachers = hosts.filter(({ isLicensed }) => isLicensed)
  const { sections } = await app.call('section.list', {})
  return { server, app, open, teachers, sections }
}

const files = (app: TestApplication, text: string) => app.ports.files.put('class-program.csv', text) as FileHandle
const look = (app: TestApplication, text: string, asked: Partial<Asked> = {}) =>
  app.call('timetable.preview', { file: files(app, text), ...term, ...asked })
async function importText(app: TestApplication, text: string, asked: Partial<Asked> = {}, leaveOut: string[] = []) {
  const file = files(app, text)
  const { digest } = await app.call('timetable.preview', { file, ...term, ...asked })
  return app.call('timetable.import', { file, digest, leaveOut, ...term, ...asked })
}
const sent = (app: TestApplication) => app.call('outbox.wait', { timeoutSeconds: 60 })
const everyDate = async (app: TestApplication) => {
  const found: OutputOf<'meeting.list'>['meetings'] = []
  let cursor: string | undefined
  do {
    const page: OutputOf<'meeting.list'> = await app.call('meeting.list', { phase: 'upcoming', limit: 500, cursor })
    found.push(...page.meetings)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return found.filter(({ state }) => state !== 'cancelled' && state !== 'cancelling')
}
const problemOf = async (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error as { problem: { kind: string; message: string; field?: string } }).problem,
  )

test(
  'a class program becomes series, groups and periods in one go; what is unclear is told, and importing twice doubles nothing',
  { timeout: patience },
  async () => {
    const { app, teachers, server } = await practiceSchool()
    const [first, second] = [teachers[0]!, teachers[1]!]
    await app.call('calendar.setDays', {
      fromOn: '2026-08-31',
      toOn: '2026-08-31',
      kind: 'holiday',
      authority: 'National Heroes Day',
    })
    const text = `San Isidro NHS,,,,
Class Program,,,,
Grade & Section,Learning Area,Subject Teacher,Days,Time
7-Sampaguita,Mathematics,${first.email},MWF,7:30-8:30
8-Rosal,Mathematics,${first.email},MWF,8:00-9:00
7-Sampaguita,Robotics,"${second.name}",TTh,1:00-2:00
7-Sampaguita,Lunch Break,,Daily,11:30-12:30
7-Sampagita,Science,${second.email},TTh,2:00-3:00
9-Narra,Science,Sir Nobody Whatever,TTh,2:00-3:00
9-Narra,English,,T-Th,9:30-10:30
7-Sampaguita,Mathematics,${first.email},Mon,7:30-8:30
`
    const before = await look(app, text)
    expect(before).toMatchObject({
      missing: null,
      addCount: 3,
      refusedCount: 2,
      thereCount: 0,
      conflictCount: 2,
      meetingCount: 3,
      newGroupCount: 3,
      quotaDays: 1,
      importedBeforeAt: null,
      problems: [
        { row: 7, message: 'A break is no class.' },
        { row: 10, message: expect.stringContaining('two days or three') },
        { row: 11, message: expect.stringContaining('row 4') },
      ],
    })
    expect(before.newSubjects.toSorted()).toEqual(['Mathematics', 'Robotics'])
    expect(before.remarks).toEqual([expect.stringContaining('afternoon')])
    const section = before.unsure.find(({ kind }) => kind === 'section')!
    expect(section).toMatchObject({ typed: '7-Sampagita', suggestions: [{ name: 'Grade 7 Sampaguita' }] })
    expect(before.unsure.find(({ kind }) => kind === 'teacher')).toMatchObject({ typed: 'Sir Nobody Whatever' })
    expect(before.series[0]).toMatchObject({
      rows: [4],
      title: 'Grade 7 Sampaguita, Mathematics',
      host: { hostId: first.hostId },
      weekDays: [1, 3, 5],
      firstOn: '2026-08-10',
      lastOn: '2026-10-30',
      dateCount: 35,
      noClassCount: 1,
      conflicts: [{ kind: 'hostBusy', with: { seriesId: 's2' }, dateCount: 35 }],
    })
    expect(before.hosts.map(({ needed }) => needed)).toEqual([2, 1])

    // A person says what is meant; nothing was taken before.
    const choices = {
      sections: { [section.typed]: section.suggestions[0]!.id as never },
      teachers: { 'Sir Nobody Whatever': second.hostId },
    }
    const told = await look(app, text, { choices })
    expect(told).toMatchObject({ addCount: 5, refusedCount: 0 })
    const conflicting = told.series.find(({ title }) => title.includes('Rosal'))!
    const done = await importText(app, text, { choices }, [conflicting.id])
    expect(done).toMatchObject({
      fileName: 'class-program.csv',
      meetingCount: 4,
      state: 'sending',
      importedBy: 'administrator',
    })

    await sent(app)
    const [listed] = (await app.call('timetable.list', {})).timetables
    expect(listed).toMatchObject({ id: done.id, state: 'done', doneCount: 4, refusedCount: 0, doneBy: null })
    const dates = await everyDate(app)
    expect(dates).toHaveLength(done.dateCount)
    expect(dates.filter(({ time }) => time.on === '2026-08-31')).toEqual([])
    expect(new Set(dates.map(({ state }) => state))).toEqual(new Set(['scheduled']))
    const maths = dates.find(({ title }) => title === 'Grade 7 Sampaguita, Mathematics')!
    expect(maths).toMatchObject({
      series: { number: 1, of: 35 },
      time: { on: '2026-08-10', startsAt: '07:30', durationMinutes: 60 },
      host: { hostId: first.hostId },
    })
    expect(maths.periodIds).toHaveLength(1)
    expect(maths.registeredCount).toBe(2)
    expect(maths.teachers).toHaveLength(1)

    const again = await look(app, text, { choices })
    expect(again).toMatchObject({ addCount: 1, thereCount: 4 })
    expect(again.importedBeforeAt).not.toBeNull()
    // Its teacher is told of the class that is there now.
    expect(again.series[1]!.conflicts).toMatchObject([
      { kind: 'hostBusy', with: { seriesId: null, meetingId: maths.id } },
    ])
    expect(await problemOf(importText(app, text, { choices }, [again.series[1]!.id]))).toMatchObject({
      kind: 'conflict',
    })
    expect(((await server.control('GET /calls')) as Record<string, number>)['POST /users/{userId}/meetings 201']).toBe(
      4,
    )

    // A longer term adds the rest alone.
    const longer = await look(app, text, { choices, lastOn: '2026-11-30' })
    expect(longer.series[0]).toMatchObject({ action: 'add', firstOn: '2026-11-02', thereCount: 36 })
  },
)

test(
  'a long term is carried by several meetings in a row, numbered through; the preview says so',
  { timeout: patience },
  async () => {
    const { app, teachers } = await practiceSchool()
    const text = `Section,Subject,Teacher,Days,Start,End\nSampaguita,Filipino,${teachers[0]!.email},MWF,7:30,8:20\n`
    const asked = { lastOn: '2026-12-18', titlePattern: '{course} - Session {n}' }
    const preview = await look(app, text, asked)
    expect(preview.series[0]).toMatchObject({ meetingCount: 2, dateCount: 57 })
    expect(preview.remarks).toEqual([expect.stringContaining('several meetings in a row')])
    const done = await importText(app, text, asked)
    await sent(app)
    expect(await app.call('timetable.list', {})).toMatchObject({ timetables: [{ doneCount: 2, dateCount: 57 }] })
    const dates = await everyDate(app)
    expect(dates.map(({ title }) => title)).toEqual(
      dates.map((_, index) => `Grade 7 Sampaguita, Filipino - Session ${index + 1}`),
    )
    expect(new Set(dates.map(({ zoomMeetingId }) => zoomMeetingId)).size).toBe(2)

    // Three weeks later it is undone: what has begun stays, what lies ahead is gone here and at Zoom.
    await app.call('practice.jump', { to: '2026-08-28T12:00:00.000Z' })
    expect(await app.call('timetable.undo', { timetableId: done.id })).toMatchObject({ state: 'undone' })
    await sent(app)
    expect(await everyDate(app)).toEqual([])
    const past = await app.call('meeting.list', { phase: 'past', limit: 500 })
    expect(past.meetings.filter(({ state }) => state === 'scheduled')).toHaveLength(9)
    expect(await problemOf(app.call('timetable.resume', { timetableId: done.id }))).toMatchObject({ kind: 'conflict' })
    // What was undone is not there any more.
    expect(await look(app, text, asked)).toMatchObject({ addCount: 1, importedBeforeAt: null })
  },
)

test(
  'a used-up quota holds the rest until 00:00 UTC, and that is told; stop, another application, resume',
  { timeout: patience },
  async () => {
    const { app, open, teachers, server, sections } = await practiceSchool()
    const [busy, free] = [teachers[0]!, teachers[1]!]
    await server.control('POST /writes', { host: busy.hostId, times: 98 })
    const subjects = ['Mathematics', 'Science', 'English', 'Filipino', 'MAPEH']
    const rows = subjects.map(
      (subject, index) => `${sections[0]!.name},${subject},${busy.email},MWF,${7 + index}:00-${7 + index}:50`,
    )
    const text = `Section,Subject,Teacher,Days,Time\n${rows.join('\n')}\n${sections[1]!.name},English,${free.email},MWF,7:00-7:50\n`
    const done = await importText(app, text)
    const state = async (of: TestApplication) => (await of.call('timetable.list', {})).timetables[0]!
    await expect.poll(async () => (await state(app)).doneCount, { timeout: 60_000 }).toBe(3)
    await expect.poll(async () => (await state(app)).doneBy, { timeout: 60_000 }).toBe('2026-08-03T00:00:00.000Z')

    expect(await app.call('timetable.stop', { timetableId: done.id })).toMatchObject({
      state: 'stopped',
      doneCount: 3,
      doneBy: null,
    })
    await app.handle.close()
    const other = await open()
    expect(await state(other)).toMatchObject({ state: 'stopped', doneCount: 3 })
    await other.call('practice.jump', { to: '2026-08-03T00:01:00.000Z' })
    await sent(other)
    expect(await state(other)).toMatchObject({ state: 'stopped', doneCount: 3 })
    await other.call('timetable.resume', { timetableId: done.id })
    // In the middle of it the application is closed again, and another one goes on.
    await expect.poll(async () => (await state(other)).doneCount, { timeout: 60_000 }).toBeGreaterThan(3)
    await other.handle.close()
    const last = await open()
    await expect.poll(async () => (await state(last)).state, { timeout: 60_000 }).toBe('done')
    expect(await state(last)).toMatchObject({ doneCount: 6, refusedCount: 0 })
    expect(((await server.control('GET /calls')) as Record<string, number>)['POST /users/{userId}/meetings 201']).toBe(
      6,
    )
    const numbers = (await everyDate(last)).map(({ zoomMeetingId }) => zoomMeetingId)
    expect(new Set(numbers).size).toBe(6)
  },
)

test('what was shown is what is done: anything else meanwhile is a stale preview', { timeout: patience }, async () => {
  const { app, teachers } = await practiceSchool()
  const text = `Section,Subject,Teacher,Days,Time\nSampaguita,Mathematics,${teachers[0]!.email},MWF,7:30-8:30\n`
  const file = files(app, text)
  const { digest } = await app.call('timetable.preview', { file, ...term })
  const doImport = (more: object = {}) => app.call('timetable.import', { file, digest, ...term, ...more })
  const stale = { kind: 'stalePreview' }
  expect(await problemOf(doImport({ lastOn: '2026-10-23' }))).toMatchObject(stale)
  expect(await problemOf(doImport({ titlePattern: 'Class' }))).toMatchObject(stale)
  await app.call('calendar.setDays', {
    fromOn: '2026-08-31',
    toOn: '2026-08-31',
    kind: 'holiday',
    authority: 'National Heroes Day',
  })
  expect(await problemOf(doImport())).toMatchObject(stale)
  expect(await everyDate(app)).toEqual([])
  const { digest: next } = await app.call('timetable.preview', { file, ...term })
  // Once begun, it is another plan.
  await app.call('practice.jump', { to: '2026-08-10T00:00:00.000Z' })
  expect(await problemOf(app.call('timetable.import', { file, digest: next, ...term }))).toMatchObject(stale)
  expect((await app.call('timetable.list', {})).timetables).toEqual([])
})

test(
  'columns that nobody can guess are asked for, and a term or a mapping that cannot be is refused',
  { timeout: patience },
  async () => {
    const { app, teachers } = await practiceSchool()
    const text = `A,B,C,D,P\nSampaguita,Mathematics,${teachers[0]!.email},MWF,1\n`
    expect(await look(app, text)).toMatchObject({
      missing: 'section',
      addCount: 0,
      columns: [{ header: 'A', field: 'ignored', samples: ['Sampaguita'] }, {}, {}, {}, {}],
    })
    const mapping = { A: 'section', B: 'subject', C: 'teacher', D: 'weekDays', P: 'period' } as const
    expect(await look(app, text, { mapping })).toMatchObject({ missing: null, addCount: 0, periodsWithoutTime: ['1'] })
    const periodTimes = [{ period: '1', startsAt: '07:30', endsAt: '08:20' }]
    expect(await look(app, text, { mapping, periodTimes })).toMatchObject({
      addCount: 1,
      series: [{ durationMinutes: 50 }],
    })
    expect(await problemOf(look(app, text, { mapping: { Z: 'section' } }))).toMatchObject({
      kind: 'invalidInput',
      field: 'mapping',
    })
    expect(await problemOf(look(app, text, { firstOn: '2026-10-30', lastOn: '2026-08-03' }))).toMatchObject({
      kind: 'invalidInput',
      field: 'lastOn',
    })
    expect(await problemOf(look(app, text, { lastOn: '2029-08-03' }))).toMatchObject({
      kind: 'invalidInput',
      field: 'lastOn',
    })
    // The practice school hands out one to try with.
    const { file } = await app.call('practice.timetable', {})
    const week = await app.call('timetable.preview', { file: file.handle, ...term })
    expect(week).toMatchObject({
      missing: null,
      refusedCount: 0,
      conflictCount: 0,
      problems: [],
      rowCount: week.addCount,
    })
    expect(week.addCount).toBeGreaterThan(50)
    expect(await problemOf(look(app, ''))).toMatchObject({ kind: 'fileUnreadable' })
  },
)

test('an import that fails halfway leaves nothing behind', { timeout: patience }, async () => {
  const database = await testDatabase()
  const { sectionId } = await makeSection(database, { name: 'Mabini', students: madeStudents(2) })
  const timetables = createTimetablesStore(database)
  const classes = classProgram.of([sectionId, randomUUID()])
  const failing = timetables.import(classProgram.span, () => classes, importedBy('d'))
  await expect(failing).rejects.toThrow('not in Homeroom')
  const counts = await database.read((db) =>
    ['meetings', 'occurrences', 'class_periods', 'outbox', 'registrants', 'subjects', 'timetable_imports'].map(
      (table) => db.get<{ count: number }>(sql.raw(`select count(*) as count from ${table}`)).count,
    ),
  )
  expect(counts).toEqual([0, 0, 0, 0, 0, 0, 0])
})
