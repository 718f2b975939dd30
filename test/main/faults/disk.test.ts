import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createMemorySecrets } from '../../../src/main/secrets/memory.ts'
import type { FileHandle } from '../../../src/shared/ids.ts'
import { ProblemError, type Result } from '../../../src/shared/problem.ts'
import { testApplication } from '../../support/application.ts'
import { migrationsFolder, testFolder } from '../../support/database.ts'
import { madeStudents } from '../../support/section.ts'
import { openToll, type TollEvent } from '../../support/toll.ts'
import { answerOf, runHomeroom } from '../hosts/cli/run-homeroom.ts'
import { noSmallDisk, smallDisk } from './small-disk.ts'
import {
  classTomorrow,
  connectedSchool,
  importRoster,
  mustBeClear,
  pretendZoom,
  problemOf,
  scheduledClass,
  school,
  students,
  type PretendZoom,
} from './support.ts'

if (noSmallDisk !== null) console.log(`Full and read-only disks are not tried: ${noSmallDisk}.`)

/** The problem that kept an application from starting at all. */
async function startProblem(options: Parameters<typeof testApplication>[0]) {
  const failure = await testApplication(options).then(
    () => null,
    (error: unknown) => error,
  )
  if (!(failure instanceof ProblemError)) throw new Error('It did not fail with a problem.', { cause: failure })
  mustBeClear(failure.problem)
  return failure.problem
}

/** A gate between the application and the pretend Zoom, and the ports that lead through it. */
async function gateBefore(zoom: PretendZoom) {
  const gate = await openToll(zoom.url)
  onTestFinished(() => gate.close())
  return { ...gate, ports: { zoom: { ...zoom.zoom, apiUrl: `${gate.url}/v2` } } }
}

const isAnswerTo =
  (path: RegExp) =>
  ({ when, method, ...call }: TollEvent) =>
    when === 'answer' && method === 'POST' && path.test(call.path)

/** Secrets in memory, and the names of those that are kept. */
function countedSecrets() {
  const memory = createMemorySecrets()
  const names = new Set<string>()
  const store = {
    ...memory,
    set: (name: string, secret: string) => memory.set(name, secret).then(() => void names.add(name)),
    delete: (name: string) => memory.delete(name).then(() => void names.delete(name)),
  }
  return { store, names }
}

describe.skipIf(noSmallDisk !== null)('a disk that is full', () => {
  test('while a roster of 5,000 is imported: nobody is, and all are when there is room', async () => {
    const disk = smallDisk(48)
    const app = await testApplication({ folder: disk.folder })
    await app.call('school.setUp', { school })
    const lines = madeStudents(5000).map(({ family, given, emails }, index) =>
      [1_000_000 + index, family, given, `Section ${index % 125}`, emails[0]!.address].join(','),
    )
    const csv = ['LRN,Last Name,First Name,Section,Email', ...lines].join('\r\n')
    const file = app.ports.files.put('all.csv', csv) as FileHandle
    const { digest } = await app.call('roster.preview', { files: [file] })
    disk.fill(600)
    const problem = problemOf(await app.attempt('roster.import', { files: [file], digest }))
    expect(problem.kind).toBe('diskFull')
    expect(await app.call('section.list', {})).toEqual({ sections: [] })
    expect(await app.call('person.find', { text: '' })).toEqual({ people: [] })
    disk.free()
    expect(await app.call('roster.import', { files: [file], digest })).toMatchObject({
      students: { addedCount: 5000, refusedCount: 0 },
    })
    expect(await app.call('roster.preview', { files: [file] })).toMatchObject({
      students: { unchangedCount: 5000, addedCount: 0 },
    })
  })

  test('while a class is scheduled: there is none, and one when there is room', async () => {
    const disk = smallDisk(16)
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom, { folder: disk.folder })
    const form = await classTomorrow(app, await importRoster(app))
    disk.fill()
    expect(problemOf(await app.attempt('meeting.schedule', form)).kind).toBe('diskFull')
    expect((await app.call('meeting.list', {})).meetings).toEqual([])
    expect(await zoom.calls()).not.toHaveProperty(['POST /users/{userId}/meetings 201'])
    disk.free()
    const { id } = await app.call('meeting.schedule', form)
    await app.call('outbox.wait', { timeoutSeconds: 60 })
    expect(await app.call('meeting.get', { meetingId: id })).toMatchObject({
      state: 'scheduled',
      registeredCount: students.length,
    })
  })

  test('between the making of a meeting at Zoom and our knowing it: it is found again, once', async () => {
    const disk = smallDisk(16)
    const zoom = await pretendZoom()
    const gate = await gateBefore(zoom)
    const { app } = await connectedSchool(zoom, { folder: disk.folder, ports: gate.ports })
    const form = await classTomorrow(app, await importRoster(app))
    const answered = gate.hold(isAnswerTo(/^\/users\/[^/]+\/meetings$/))
    const { id } = await app.call('meeting.schedule', { ...form, waitSeconds: 0 })
    await answered
    disk.fill()
    gate.letGo()
    await expect.poll(() => app.ports.log.lines.join()).toContain('outbox.answerNotKept')
    expect(await app.call('meeting.get', { meetingId: id })).toMatchObject({ state: 'creating' })
    disk.free()
    await zoom.jump(app.ports.clock.now() + 31_000)
    await expect
      .poll(async () => (await app.call('meeting.get', { meetingId: id })).registeredCount)
      .toBe(students.length)
    expect((await zoom.calls())['POST /users/{userId}/meetings 201']).toBe(1)
    expect(await app.call('outbox.wait', { timeoutSeconds: 60 })).toEqual({ waiting: 0, refused: 0 })
  })

  test('between the registration of students and our knowing it: each is registered once, and no person is asked', async () => {
    const disk = smallDisk(16)
    const zoom = await pretendZoom()
    const gate = await gateBefore(zoom)
    const { app } = await connectedSchool(zoom, { folder: disk.folder, ports: gate.ports })
    const form = await classTomorrow(app, await importRoster(app))
    const answered = gate.hold(isAnswerTo(/^\/meetings\/\d+\/(batch_)?registrants$/))
    const { id } = await app.call('meeting.schedule', { ...form, waitSeconds: 0 })
    await answered
    disk.fill()
    gate.letGo()
    await expect.poll(() => app.ports.log.lines.join()).toMatch(/outbox\.(sendFailed|notSent)/)
    disk.free()
    await zoom.jump(app.ports.clock.now() + 31_000)
    expect(await app.call('outbox.wait', { timeoutSeconds: 60 })).toEqual({ waiting: 0, refused: 0 })
    const { registrations } = await app.call('meeting.get', { meetingId: id })
    expect(registrations.map(({ state }) => state)).toEqual(students.map(() => 'registered'))
    expect(new Set(registrations.map(({ joinUrl }) => joinUrl)).size).toBe(students.length)
  })

  test('while a report is collected: nothing of it is kept, and all of it when there is room', async () => {
    const disk = smallDisk(16)
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom, { folder: disk.folder })
    const meetingId = await scheduledClass(app)
    await zoom.fault('serverError')
    const { time } = await app.call('meeting.get', { meetingId })
    await zoom.jump(Date.parse(time.endInstant) + 40 * 60_000)
    disk.fill()
    await zoom.mend()
    expect(problemOf(await app.attempt('attendance.collect', { meetingId })).kind).toBe('diskFull')
    const { reads, rows } = await app.call('attendance.get', { meetingId })
    expect({ reads, seen: rows.filter(({ presence }) => presence !== 'notSeenYet') }).toEqual({ reads: [], seen: [] })
    disk.free()
    expect((await app.call('attendance.collect', { meetingId })).reads.length).toBeGreaterThan(0)
  })

  test('when Homeroom starts: it says so, and starts as soon as there is room', async () => {
    const disk = smallDisk(16)
    const memory = createMemorySecrets()
    const options = { folder: disk.folder, secrets: () => memory }
    const first = await testApplication(options)
    await first.call('school.setUp', { school })
    await first.handle.close()
    disk.fill()
    expect((await startProblem(options)).kind).toBe('diskFull')
    disk.free()
    const before = Date.now()
    const again = await testApplication(options)
    expect(await again.call('section.list', {})).toEqual({ sections: [] })
    expect(Date.now() - before).toBeLessThan(30_000)
  })

  test('while the school is set up: it is not, and can be when there is room', async () => {
    const disk = smallDisk(16)
    const kept = countedSecrets()
    const app = await testApplication({ folder: disk.folder, secrets: () => kept.store })
    for (const leftKb of [0, 12, 100]) {
      disk.fill(leftKb)
      expect(problemOf(await app.attempt('school.setUp', { school })).kind).toBe('diskFull')
      expect(await app.call('app.status', {})).toMatchObject({ state: 'empty', school: null })
      expect([...kept.names]).toEqual([])
      disk.free()
    }
    await app.call('school.setUp', { school })
    expect(await app.call('app.status', {})).toMatchObject({ state: 'ready', school })
    expect(readdirSync(disk.folder).toSorted()).toEqual(['homeroom.json', 'school'])
    expect(kept.names.size).toBe(1)
  })

  test('while an account is connected: none is, and no secret stays behind', async () => {
    const disk = smallDisk(16)
    const zoom = await pretendZoom()
    const kept = countedSecrets()
    const options = { folder: disk.folder, clock: zoom.clock, secrets: () => kept.store, ports: { zoom: zoom.zoom } }
    const app = await testApplication(options)
    await app.call('school.setUp', { school })
    disk.fill()
    expect(problemOf(await app.attempt('account.connect', zoom.credentials)).kind).toBe('diskFull')
    expect(await app.call('account.get', {})).toMatchObject({ account: null })
    expect(kept.names.size).toBe(1)
    disk.free()
    await app.call('account.connect', zoom.credentials)
    expect(kept.names.size).toBe(2)
  })

  test('when a terminal is used: it says so and ends with 1, and works when there is room', async () => {
    const disk = smallDisk(16)
    const app = await testApplication({ folder: disk.folder })
    await app.handle.close()
    disk.fill()
    const call = (name: string) => runHomeroom(disk.folder, ['call', name, '--data', disk.folder])
    const run = await call('app.status')
    expect({ code: run.code, err: run.err }).toEqual({ code: 1, err: '' })
    expect(problemOf(JSON.parse(run.out) as Result<unknown>).kind).toBe('diskFull')
    disk.free()
    expect(answerOf(await call('app.status'))).toMatchObject({ ok: true, value: { state: 'empty' } })
    disk.protect()
    const refused = await call('app.status')
    expect({ code: refused.code, err: refused.err }).toEqual({ code: 1, err: '' })
    expect(problemOf(JSON.parse(refused.out) as Result<unknown>).kind).toBe('readOnly')
  })

  test('while the data are brought up to date: they stay as they were', async () => {
    const disk = smallDisk(24)
    const memory = createMemorySecrets()
    const options = { folder: disk.folder, secrets: () => memory }
    const newer = newerMigrations(1500)
    const first = await testApplication(options)
    await first.call('school.setUp', { school })
    await importRoster(first)
    await first.handle.close()

    // No room for the backup.
    disk.fill(300)
    const cramped = await testApplication({ ...options, ports: { migrationsFolder: newer } })
    const problem = problemOf(await cramped.attempt('section.list', {}))
    expect(problem).toMatchObject({ kind: 'diskFull', message: expect.stringContaining('backup') })
    await cramped.handle.close()

    // Room for the backup, not for the migration.
    disk.free()
    disk.fill(5000)
    const tight = await testApplication({ ...options, ports: { migrationsFolder: newer } })
    expect(problemOf(await tight.attempt('section.list', {})).kind).toBe('diskFull')
    await tight.handle.close()

    disk.free()
    const old = await testApplication(options)
    expect((await old.call('section.list', {})).sections).toMatchObject([{ studentCount: students.length }])
    await old.handle.close()
    const updated = await testApplication({ ...options, ports: { migrationsFolder: newer } })
    expect((await updated.call('section.list', {})).sections).toMatchObject([{ studentCount: students.length }])
  })
})

/** Our migrations and one more, which needs so many pages of 4 KB. */
function newerMigrations(pages: number): string {
  const folder = testFolder()
  cpSync(migrationsFolder, folder, { recursive: true })
  const journalFile = join(folder, 'meta', '_journal.json')
  const journal = JSON.parse(readFileSync(journalFile, 'utf8')) as { entries: object[] }
  const tag = '9999_heavy'
  writeFileSync(journalFile, JSON.stringify({ ...journal, entries: [...journal.entries, { tag }] }))
  writeFileSync(
    join(folder, `${tag}.sql`),
    `create table heavy (a blob);--> statement-breakpoint
insert into heavy with recursive n(i) as (select 1 union all select i + 1 from n where i < ${pages}) select randomblob(3900) from n;`,
  )
  return folder
}

describe.skipIf(noSmallDisk !== null)('a data folder that may only be read', () => {
  test('is told at the start, and holds everything when it may be written to', async () => {
    const disk = smallDisk(16)
    const memory = createMemorySecrets()
    const options = { folder: disk.folder, secrets: () => memory }
    const first = await testApplication(options)
    await first.call('school.setUp', { school })
    await first.handle.close()
    disk.protect()
    expect((await startProblem(options)).kind).toBe('readOnly')
  })
})
