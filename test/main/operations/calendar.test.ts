import { expect, test } from 'vitest'
import type { InputOf } from '../../../src/shared/contract/index.ts'
import type { FileHandle } from '../../../src/shared/ids.ts'
import { testApplication, type TestApplication } from '../../support/application.ts'
import { handClock } from '../../support/clock.ts'

const school = { name: 'Mabini Central School', timeZone: 'Asia/Manila', locale: 'en-PH' }
const term = (title: string, firstOn: string, lastOn: string) => ({ title, firstOn, lastOn })

/** A school on Monday 3 August 2026 with three sections of two grades. */
async function schoolApp(): Promise<TestApplication> {
  const app = await testApplication({ clock: handClock('2026-08-03T00:00:00Z') })
  await app.call('school.setUp', { school })
  const csv =
    'LRN,Last Name,First Name,Grade,Section\n1,Reyes,Ana,7,Mabini\n2,Cruz,Ben,7,Rizal\n3,陳,陽菜,8,Bonifacio\n'
  const file = app.ports.files.put('roster.csv', csv) as FileHandle
  const { digest } = await app.call('roster.preview', { files: [file] })
  await app.call('roster.import', { files: [file], digest })
  return app
}

const calendarFile = (app: TestApplication, ...events: string[]) =>
  app.ports.files.put(
    'holidays.ics',
    `BEGIN:VCALENDAR\r\n${events.map((event) => `BEGIN:VEVENT\r\n${event.replaceAll('\n', '\r\n')}\r\nEND:VEVENT\r\n`).join('')}END:VCALENDAR\r\n`,
  ) as FileHandle

const year = { fromOn: '2026-06-01', toOn: '2027-05-31' }
const linesOf = async (app: TestApplication, range = year) =>
  (await app.call('calendar.get', range)).days.map(({ on, kind, authority, fromTime, gradeLevel, section, shift }) =>
    [on, kind, fromTime, gradeLevel, section?.name, shift, authority].filter((part) => part).join(' '),
  )
const refused = (kind: string, field?: string) => ({
  ok: false,
  problem: { kind, ...(field === undefined ? {} : { field }) },
})

test('the year that the roster made is the one that is edited, with its grading periods', async () => {
  const app = await schoolApp()
  const { years, gradeLevels, shifts } = await app.call('calendar.get', year)
  expect(years).toMatchObject([{ title: '2026–2027', firstOn: '2026-06-01', lastOn: '2027-05-31', gradingPeriods: [] }])
  expect({ gradeLevels, shifts }).toEqual({ gradeLevels: ['7', '8'], shifts: [] })
  const quarters = [
    term('Quarter 2', '2026-08-24', '2026-10-30'),
    term('Quarter 1', '2026-06-15', '2026-08-21'),
    term('Quarter 3', '2026-11-09', '2027-01-29'),
  ]
  const saved = await app.call('calendar.saveYear', {
    schoolYearId: years[0]!.id,
    ...term('SY 2026–2027', '2026-06-15', '2027-04-02'),
    gradingPeriods: quarters,
  })
  expect(saved.gradingPeriods.map(({ title }) => title)).toEqual(['Quarter 1', 'Quarter 2', 'Quarter 3'])
  const semesters = [term('Semester 1', '2026-06-15', '2026-10-30'), term('Semester 2', '2026-11-09', '2027-04-02')]
  const again = await app.call('calendar.saveYear', {
    schoolYearId: saved.id,
    ...term('SY 2026–2027', '2026-06-15', '2027-04-02'),
    gradingPeriods: semesters,
  })
  // The periods stay who they are; only the third went.
  expect(again.gradingPeriods.map(({ id }) => id)).toEqual(saved.gradingPeriods.slice(0, 2).map(({ id }) => id))
  const next = await app.call('calendar.saveYear', term('SY 2027–2028', '2027-06-14', '2028-04-07'))
  expect((await app.call('calendar.get', year)).years).toEqual([again, next])
})

test('a year that overlaps, ends before it begins or holds a stray grading period is refused at its field', async () => {
  const app = await schoolApp()
  const save = (input: InputOf<'calendar.saveYear'>) => app.attempt('calendar.saveYear', input)
  expect(await save(term('x', '2027-05-01', '2028-03-31'))).toMatchObject(refused('invalidInput', 'firstOn'))
  expect(await save(term('x', '2027-06-01', '2027-06-01'))).toMatchObject(refused('invalidInput', 'lastOn'))
  expect(await save(term('x', '2027-06-01', '2029-06-01'))).toMatchObject(refused('invalidInput', 'lastOn'))
  for (const gradingPeriods of [
    [term('a', '2027-05-20', '2027-08-01')],
    [term('a', '2027-08-01', '2027-07-01')],
    [term('a', '2027-06-10', '2027-08-01'), term('b', '2027-08-01', '2027-09-01')],
  ]) {
    const refusal = await save({ ...term('x', '2027-06-01', '2028-04-01'), gradingPeriods })
    expect(refusal).toMatchObject(refused('invalidInput', 'gradingPeriods'))
  }
  expect(await app.attempt('calendar.get', { fromOn: '2026-01-01', toOn: '2030-01-01' })).toMatchObject(
    refused('invalidInput', 'toOn'),
  )
  const asTeacher = await app.attempt('calendar.saveYear', term('x', '2028-06-01', '2029-04-01'), { role: 'teacher' })
  expect(asTeacher).toMatchObject(refused('forbidden'))
})

test('a roster of the days between two years goes to the one that is meant, and makes none that overlaps', async () => {
  const app = await schoolApp()
  const { years } = await app.call('calendar.get', year)
  await app.call('calendar.saveYear', { schoolYearId: years[0]!.id, ...term('SY', '2026-08-10', '2027-04-02') })
  const file = app.ports.files.put(
    'more.csv',
    'LRN,Last Name,First Name,Grade,Section\n9,Diaz,Eva,9,Luna\n',
  ) as FileHandle
  const { digest } = await app.call('roster.preview', { files: [file] })
  await app.call('roster.import', { files: [file], digest })
  expect((await app.call('calendar.get', year)).years.map(({ title }) => title)).toEqual(['SY'])
})

test('days are said for parts of the school, on days of the week, and the latest word takes the place of the one before', async () => {
  const app = await schoolApp()
  const { sections } = await app.call('section.list', {})
  const mabini = sections.find(({ name }) => name === 'Mabini')!
  const fridays = await app.call('calendar.setDays', {
    fromOn: '2026-08-03',
    toOn: '2026-08-31',
    weekDays: [5],
    kind: 'asynchronous',
    gradeLevel: '8',
    authority: 'Memo 12',
  })
  expect(fridays.days.map(({ on }) => on)).toEqual(['2026-08-07', '2026-08-14', '2026-08-21', '2026-08-28'])
  expect(fridays.plannedCount).toBe(0)
  const on = { fromOn: '2026-08-21', toOn: '2026-08-21' }
  await app.call('calendar.setDays', { ...on, kind: 'holiday', authority: 'Ninoy Aquino Day' })
  await app.call('calendar.setDays', { ...on, kind: 'makeUp', sectionId: mabini.id, fromTime: '13:00' })
  await app.call('calendar.setDays', { ...on, kind: 'online', authority: 'Moved by law' })
  expect(await linesOf(app, on)).toEqual([
    '2026-08-21 asynchronous 8 Memo 12',
    '2026-08-21 makeUp 13:00 Grade 7 Mabini',
    '2026-08-21 online Moved by law',
  ])
  const { days } = await app.call('calendar.get', on)
  expect(days.map(({ countsAsSchoolDay }) => countsAsSchoolDay)).toEqual([true, true, true])
  await app.call('calendar.revokeDays', { ids: days.slice(0, 2).map(({ id }) => id) })
  expect(await linesOf(app, on)).toEqual(['2026-08-21 online Moved by law'])
})

test('a range the wrong way round, without a day, too long or of a section that is gone is refused', async () => {
  const app = await schoolApp()
  const say = (input: object) => app.attempt('calendar.setDays', { kind: 'holiday', ...input })
  const gone = '0190b7d0-0000-7000-8000-000000000001'
  expect(await say({ fromOn: '2026-08-04', toOn: '2026-08-03' })).toMatchObject(refused('invalidInput', 'toOn'))
  expect(await say({ fromOn: '2026-01-01', toOn: '2027-12-31' })).toMatchObject(refused('invalidInput', 'toOn'))
  expect(await say({ fromOn: '2026-08-03', toOn: '2026-08-04', weekDays: [6] })).toMatchObject(
    refused('invalidInput', 'weekDays'),
  )
  expect(await say({ fromOn: '2026-08-03', toOn: '2026-08-03', sectionId: gone })).toMatchObject(
    refused('notFound', 'sectionId'),
  )
  expect(await say({ fromOn: '2026-08-03', toOn: '2026-08-03', sectionId: gone, gradeLevel: '7' })).toMatchObject(
    refused('invalidInput', 'sectionId'),
  )
  expect(await say({ fromOn: '2026-02-30', toOn: '2026-03-01' })).toMatchObject(refused('invalidInput', 'fromOn'))
})

test('a calendar file is taken over once, however often it is read; what changed in it is changed', async () => {
  const app = await schoolApp()
  const christmas = 'UID:christmas\nDTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227\nSUMMARY:Christmas \n break'
  const rizal = 'UID:rizal\nDTSTART;VALUE=DATE:20001230\nRRULE:FREQ=YEARLY\nSUMMARY:Rizal Day'
  const meeting = 'UID:pta\nDTSTART;TZID=Asia/Manila:20260908T130000\nSUMMARY:PTA'
  const file = calendarFile(app, christmas, rizal, meeting)
  const preview = await app.call('calendar.previewFile', { file })
  expect(preview).toMatchObject({ timedCount: 1, problems: [] })
  expect(preview.entries.map(({ title, firstOn, lastOn, action }) => [title, firstOn, lastOn, action])).toEqual([
    ['Christmas break', '2026-12-24', '2026-12-26', 'add'],
    ['Rizal Day', '2026-12-30', '2026-12-30', 'add'],
    ['Rizal Day', '2027-12-30', '2027-12-30', 'add'],
  ])
  const take = (of: FileHandle, digest: string, more: object = {}) =>
    app.call('calendar.importFile', { file: of, digest, ...more })
  expect(await take(file, preview.digest, { skipUids: ['rizal/2027-12-30'] })).toEqual({
    addedCount: 2,
    changedCount: 0,
    removedCount: 0,
    plannedCount: 0,
  })
  const taken = ['24', '25', '26']
    .map((day) => `2026-12-${day} holiday Christmas break`)
    .concat('2026-12-30 holiday Rizal Day')
  expect(await linesOf(app)).toEqual(taken)

  // The preview was of a calendar without these days.
  expect(await app.attempt('calendar.importFile', { file, digest: preview.digest })).toMatchObject(
    refused('stalePreview'),
  )
  const second = await app.call('calendar.previewFile', { file })
  expect(second.entries.map(({ action }) => action)).toEqual(['unchanged', 'unchanged', 'add'])
  await take(file, second.digest, { skipUids: ['rizal/2027-12-30'] })
  expect(await linesOf(app)).toEqual(taken)

  // A person's word on top of the file's stays on top when the file is read again.
  await app.call('calendar.setDays', {
    fromOn: '2026-12-26',
    toOn: '2026-12-26',
    kind: 'makeUp',
    authority: 'Principal',
  })
  const moved = calendarFile(app, christmas.replace('20261227', '20261228'), `${rizal}\nSTATUS:CANCELLED`, meeting)
  const third = await app.call('calendar.previewFile', { file: moved, withTimes: true })
  expect(third.entries.map(({ title, action, fromTime }) => [title, action, fromTime])).toEqual([
    ['PTA', 'add', '13:00'],
    ['Christmas break', 'change', null],
    ['Rizal Day', 'remove', null],
  ])
  expect(await take(moved, third.digest, { withTimes: true })).toEqual({
    addedCount: 1,
    changedCount: 1,
    removedCount: 1,
    plannedCount: 0,
  })
  const lines = await linesOf(app)
  expect(lines).toContain('2026-09-08 holiday 13:00 PTA')
  expect(lines).toContain('2026-12-27 holiday Christmas break')
  expect(lines.filter((line) => line.includes('12-26'))).toEqual([
    '2026-12-26 holiday Christmas break',
    '2026-12-26 makeUp Principal',
  ])
  expect(lines.some((line) => line.includes('Rizal'))).toBe(false)
})

test('a file that is no calendar says so, and nothing of it comes in', async () => {
  const app = await schoolApp()
  const file = app.ports.files.put('holidays.ics', 'LRN,Name\n1,Ana') as FileHandle
  expect(await app.attempt('calendar.previewFile', { file })).toMatchObject(refused('fileUnreadable'))
  expect(await linesOf(app)).toEqual([])
})
