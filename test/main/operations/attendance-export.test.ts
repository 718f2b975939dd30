import { parse } from 'csv-parse/sync'
import readXlsx from 'read-excel-file/node'
import { expect, test } from 'vitest'
import { at, attendanceWorld, hostStay, monday, type MadePerson } from '../../support/attendance-world.ts'

async function exportedClass(kind: 'zoom' | 'practice' = 'zoom') {
  const world = await attendanceWorld({ school: { kind } })
  const lesson = await world.lesson([
    'Aquino, Bituin Joy',
    'Dela Peña, María José',
    '=cmd(), 小明',
    'Villanueva, Dakila',
  ])
  const [bituin, maria, ming, dakila] = lesson.students as [MadePerson, MadePerson, MadePerson, MadePerson]
  const stays = [
    hostStay(lesson.teacher, at('7:25'), at('8:31')),
    { by: bituin, from: at('7:28'), to: at('8:31') },
    { by: maria, from: at('7:43'), to: at('8:30:59') },
    { by: ming, from: at('7:30'), to: at('7:44:59') },
  ]
  const read = async (input: object) => {
    const { file, rows } = await world.call('attendance.export', { format: 'csv', ...input })
    const { bytes } = await world.files.read(file.handle)
    expect(bytes.byteLength).toBe(file.sizeBytes)
    const records = parse<Record<string, string>>(new TextDecoder().decode(bytes), { columns: true, bom: true })
    return { file, rows, records }
  }
  return { world, ...lesson, bituin, maria, ming, dakila, stays, read }
}

test('exports what the screen shows, row by row', async () => {
  const { world, period, stays, read, dakila } = await exportedClass()
  await world.reportToTheEnd(period, 'uuid-1', stays)
  await world.call('attendance.override', {
    periodId: period.id,
    personIds: [dakila.id],
    presence: 'present',
    hasLeftEarly: true,
    excuse: 'connection',
    reason: '=Brownout',
  })
  const screen = await world.call('attendance.get', { periodId: period.id })
  const { file, rows, records } = await read({ periodIds: [period.id] })
  expect(file).toMatchObject({ name: 'attendance-2026-03-09.csv', mediaType: 'text/csv' })
  expect(rows).toBe(screen.rows.length)
  expect(
    records.map((row) => [row['Attendance']!.toLowerCase(), row['Late'] === 'Yes', row['Left early'] === 'Yes']),
  ).toEqual(screen.rows.map(({ presence, isLate, hasLeftEarly }) => [presence, isLate, hasLeftEarly]))
  const byName = new Map(records.map((row) => [row['Family name'], row]))
  expect(byName.get('Dela Peña')).toMatchObject({
    Date: monday,
    Start: '07:30',
    'Given name': 'María José',
    Attendance: 'Present',
    Late: 'Yes',
    Minutes: '47',
    'First in': '07:43',
    'Last out': '08:30',
    'Recognised by': 'Own link',
    Note: '',
    State: 'Final',
    School: 'Mabini Central School',
  })
  expect(byName.get('Dela Peña')!['Student number']).toMatch(/^0?\d{12}$/)
  // 14 min 59 s is partial, and is not rounded into looking like 15.
  expect(byName.get("'=cmd()")).toMatchObject({ 'Given name': '小明', Attendance: 'Partial', Minutes: '14' })
  expect(byName.get('Villanueva')).toMatchObject({
    Attendance: 'Present',
    'Left early': 'Yes',
    Excuse: 'Connection',
    Minutes: '0',
    'First in': '',
    'Recognised by': 'By hand',
    Note: "'=Brownout",
  })
})

test('marks everything as a draft while it is not final, and the practice school as such', async () => {
  const { world, period, stays, read } = await exportedClass('practice')
  world.clock.set(at('8:33'))
  await world.report(period, 'uuid-1', stays)
  const { file, records } = await read({ fromOn: monday, toOn: monday })
  expect(file.name).toBe('practice-school-attendance-2026-03-09-DRAFT.csv')
  expect(new Set(records.map(({ State }) => State))).toEqual(new Set(['DRAFT, not final']))
  expect(new Set(records.map(({ School }) => School))).toEqual(new Set(['Practice school']))
  expect(records.map(({ Attendance }) => Attendance)).toEqual(['Partial', 'Present', 'Present', 'Not seen yet'])
})

test('exports a range of days, one section where it is named, as a workbook with a sheet of classes', async () => {
  const { world, section, period, groupKey, meeting, teacher, stays, bituin } = await exportedClass()
  await world.reportToTheEnd(period, 'uuid-1', stays)
  const tuesday = await world.period(groupKey, meeting, { on: '2026-03-10' })
  const other = await world.lesson(['Reyes, Ana'])
  await world.reportToTheEnd(tuesday, 'uuid-2', [
    hostStay(teacher, at('7:25', tuesday.on), at('8:31', tuesday.on)),
    { by: bituin, from: at('7:28', tuesday.on), to: at('8:31', tuesday.on) },
  ])
  const { file, rows } = await world.call('attendance.export', {
    fromOn: monday,
    toOn: '2026-03-12',
    sectionId: section.id,
    format: 'xlsx',
  })
  expect(file.name).toBe('attendance-2026-03-09-to-2026-03-10.xlsx')
  expect(rows).toBe(8)
  const [attendance, classes] = await readXlsx(Buffer.from((await world.files.read(file.handle)).bytes))
  expect(attendance).toMatchObject({ sheet: 'Attendance' })
  expect(attendance!.data).toHaveLength(9)
  expect(typeof attendance!.data[1]![4]).toBe('string')
  expect(classes!.sheet).toBe('Classes')
  const [titles, ...summaries] = classes!.data
  expect(summaries.map((row) => Object.fromEntries(row.map((cell, index) => [titles![index], cell])))).toMatchObject([
    { Date: monday, Held: 'Held', Expected: 4, Came: 3, Absent: 1, 'Attendance rate %': 50, State: 'Final' },
    { Date: '2026-03-10', Expected: 4, Came: 1, Absent: 3, 'Attendance rate %': 25, 'Average minutes': 60 },
  ])
  expect(JSON.stringify(attendance!.data)).not.toContain(other.students[0]!.family)
})

test('says so when there is nothing to export', async () => {
  const { world } = await exportedClass()
  await expect(world.call('attendance.export', { fromOn: monday, format: 'csv' })).rejects.toMatchObject({
    problem: { kind: 'notFound' },
  })
  await expect(
    world.call('attendance.export', { fromOn: '2026-03-10', toOn: '2026-03-09', format: 'csv' }),
  ).rejects.toMatchObject({ problem: { kind: 'invalidInput', field: 'fromOn' } })
})
