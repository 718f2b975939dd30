import { inflateRawSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import readXlsx from 'read-excel-file/node'
import { expect, test } from 'vitest'
import type { FileHandle } from '../../../src/shared/ids.ts'
import { testApplication, type TestApplication } from '../../support/application.ts'
import { classTomorrow, connectedSchool, importRoster, pretendZoom, school } from './support.ts'

/** What a roster may say, and what the name is then: white space around a name is no part of it. */
const hostile = [
  [`=cmd|' /C calc'!A0`, `=cmd|' /C calc'!A0`],
  ['+1', '+1'],
  ['-2', '-2'],
  ['@SUM(A1)', '@SUM(A1)'],
  ['\t=3+3', '=3+3'],
  ['\r=4+4', '=4+4'],
  ['＝5', '＝5'],
  [`=HYPERLINK("http://evil.example","Ana")`, `=HYPERLINK("http://evil.example","Ana")`],
] as const

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
const numberOf = (index: number) => `1360000001${String(index).padStart(2, '0')}`
const csv = [
  'LRN,Last Name,First Name,Middle Name,Section,Email',
  ...hostile.map(([cell], index) =>
    [
      numberOf(index),
      quoted(cell),
      quoted(`Juan ${cell}`),
      quoted(cell),
      quoted('=Mabini'),
      `s${index}@example.com`,
    ].join(','),
  ),
].join('\n')

const expected = hostile.map(([, name], index) => [numberOf(index), name, `Juan ${name}`, name])
/** `Juan \t=3` and the like: white space inside a name is one space. */
const inside = (rows: readonly (readonly unknown[])[]) =>
  rows.map((row) => row.map((cell) => String(cell).replace(/\s+/g, ' '))).toSorted((a, b) => (a[0]! < b[0]! ? -1 : 1))

async function exported(app: TestApplication, on: string, format: 'csv' | 'xlsx'): Promise<Uint8Array> {
  const { file } = await app.call('attendance.export', { fromOn: on, toOn: on, format })
  return (await app.ports.files.read(file.handle)).bytes
}

/** The XML parts of a workbook, by their names: the central directory of a zip file, read by hand. */
function partsOf(bytes: Uint8Array): Map<string, string> {
  const zip = Buffer.from(bytes)
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006'))
  const parts = new Map<string, string>()
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size, nameLength] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)]
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    const local = zip.readUInt32LE(at + 42)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const content = zip.subarray(start, start + size)
    parts.set(name, (method === 0 ? content : inflateRawSync(content)).toString('utf8'))
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return parts
}

test('names that look like formulas come out as text, and go in again as they were', async () => {
  const zoom = await pretendZoom()
  const { app } = await connectedSchool(zoom)
  const sectionId = await importRoster(app, csv)
  const form = await classTomorrow(app, sectionId, `=cmd|' /C calc'!A0`)
  const meeting = await app.call('meeting.schedule', form)
  await app.call('outbox.wait', { meetingIds: [meeting.id], timeoutSeconds: 60 })
  await zoom.jump(Date.parse(meeting.time.endInstant) + 40 * 60_000)
  const { rows, period } = await app.call('attendance.collect', { meetingId: meeting.id })
  await app.call('attendance.override', {
    periodId: period.id,
    personIds: [rows[0]!.personId],
    presence: 'present',
    reason: '@SUM(1+1)*cmd',
  })

  const csvFile = await exported(app, form.on, 'csv')
  const text = new TextDecoder().decode(csvFile)
  const records = parse<Record<string, string>>(text, { columns: true, bom: true })
  expect(records).toHaveLength(hostile.length)
  for (const cell of records.flatMap((record) => Object.values(record)))
    expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
  expect(records.map(({ Note }) => Note)).toContain(`'@SUM(1+1)*cmd`)

  const xlsxFile = await exported(app, form.on, 'xlsx')
  const sheets = [...partsOf(xlsxFile)].filter(([name]) => name.startsWith('xl/worksheets/'))
  expect(sheets.length).toBeGreaterThan(0)
  for (const [, xml] of sheets) {
    expect(xml).not.toMatch(/<f[ >/]/)
    // Every cell is text (shared or inline) or a number; a formula's result would be "str".
    for (const [, attributes] of xml.matchAll(/<c ([^>]*)>/g)) expect(attributes).not.toContain('t="str"')
    for (const [, number] of xml.matchAll(/<c (?![^>]*t=)[^>]*><v>([^<]*)<\/v>/g)) expect(number).toMatch(/^[\d.]+$/)
  }
  const [attendance] = await readXlsx(Buffer.from(xlsxFile))
  const [header = [], ...lines] = attendance!.data
  const places = ['Student number', 'Family name', 'Given name', 'Middle name'].map((title) => header.indexOf(title))
  expect(inside(lines.map((line) => places.map((place) => line[place])))).toEqual(inside(expected))

  const file = app.ports.files.put('attendance.csv', csvFile) as FileHandle
  const preview = await app.call('roster.preview', { files: [file], firstOn: '2020-06-01' })
  expect(preview).toMatchObject({
    students: { unchangedCount: hostile.length, addedCount: 0, changedCount: 0, refusedCount: 0 },
  })
  const again = await testApplication()
  await again.call('school.setUp', { school })
  const copy = again.ports.files.put('attendance.csv', csvFile) as FileHandle
  await again.call('roster.import', {
    files: [copy],
    digest: (await again.call('roster.preview', { files: [copy] })).digest,
  })
  const { sections } = await again.call('section.list', {})
  expect(sections.map(({ name }) => name)).toEqual(['=Mabini'])
  const { students } = await again.call('section.get', { sectionId: sections[0]!.id })
  expect(
    inside(
      students.map(({ person }) => [person.studentNumber, person.familyName, person.givenName, person.middleName]),
    ),
  ).toEqual(inside(expected))
})
