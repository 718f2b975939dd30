import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { detectRosterFormat, readRosterSet, type RosterContent } from '../../../src/main/files/roster-files.ts'
import type { ReadRoster } from '../../../src/shared/domain/roster-bundle.ts'
import { cleverTables } from '../../support/clever-tables.ts'
import { oneRosterTables } from '../../support/one-roster-tables.ts'
import { changed, csvBytes, looseFiles, type RosterTables, zippedFiles } from '../../support/roster-files.ts'
import { problemIn, told } from '../../support/roster-reading.ts'
import { sdsTables } from '../../support/sds-tables.ts'
import { zipOf } from '../../support/zip.ts'

const school = { sections: 2, studentsPerSection: 4 }
const oneRoster = oneRosterTables('1.1', school)
const oneRoster12 = oneRosterTables('1.2', school)
const read = (tables: RosterTables): ReadRoster => readRosterSet('oneRoster', looseFiles(tables))

describe('which format it is', () => {
  test.each([
    ['OneRoster 1.1', oneRoster, 'oneRoster'],
    ['OneRoster 1.2', oneRoster12, 'oneRoster'],
    ['Clever', cleverTables(school), 'clever'],
    ['School Data Sync', sdsTables(school), 'sds'],
  ])('%s, loose and zipped, with and without a folder', (_, tables, format) => {
    for (const files of [
      looseFiles(tables),
      zippedFiles(tables),
      zippedFiles(tables, 'export/'),
      zippedFiles(tables, '', deflateRawSync),
    ])
      expect(detectRosterFormat(files)).toBe(format)
  })

  test('without a manifest OneRoster and School Data Sync are told by their columns, in any capitals of file names', () => {
    const { 'manifest.csv': _, ...bare } = oneRoster12
    expect(detectRosterFormat(looseFiles(bare))).toBe('oneRoster')
    expect(detectRosterFormat(looseFiles(bare, { encoding: 'utf-16le' }))).toBe('oneRoster')
    const capital = looseFiles(sdsTables(school)).map(({ name, bytes }) => ({ name: name.toUpperCase(), bytes }))
    expect(detectRosterFormat(capital)).toBe('sds')
    expect(readRosterSet('sds', capital).bundle.people).toHaveLength(10)
  })

  test('a class list is a table, also under a name of a set, and a workbook too', () => {
    const list = csvBytes([
      ['LRN', 'Last Name', 'First Name', 'Section'],
      ['1', 'Reyes', 'Ana', 'Mabini'],
    ])
    expect(detectRosterFormat([{ name: 'Grade 7.csv', bytes: list }])).toBe('table')
    expect(detectRosterFormat([{ name: 'students.csv', bytes: list }])).toBe('table')
    expect(
      detectRosterFormat([{ name: 'list.xlsx', bytes: zipOf({ '[Content_Types].xml': '', 'xl/workbook.xml': '' }) }]),
    ).toBe('table')
    expect(detectRosterFormat([])).toBe('table')
  })
})

describe('what must not harm', () => {
  const refusal = (files: readonly RosterContent[]) =>
    problemIn(() => {
      detectRosterFormat(files)
      return readRosterSet('oneRoster', files)
    })

  test('one folder around the files is accepted and told', () => {
    const { issues, bundle } = readRosterSet('oneRoster', zippedFiles(oneRoster, 'SY 2026/export/'))
    expect(issues).toEqual([{ file: 'roster.zip', line: 1, column: null, code: 'inFolder', isRefused: false }])
    expect(bundle).toEqual(read(oneRoster).bundle)
    const mac = zipOf({
      'export/users.csv': csvBytes(oneRoster['users.csv']!),
      '__MACOSX/export/._users.csv': 'x',
      '__MACOSX/export/users.csv': 'x',
      'export/': '',
    })
    expect(refusal([{ name: 'mac.zip', bytes: mac }])?.message).toMatch(/neither a workbook nor a set/)
  })

  test.each(['../', '/', 'C:\\', 'a/../../', '..\\'])('a path that leads out (%s) refuses the whole zip', (folder) => {
    expect(refusal(zippedFiles(oneRoster, folder))?.message).toMatch(/names that lead out of it/)
  })

  test('files in several folders, or twice', () => {
    const users = csvBytes(oneRoster['users.csv']!)
    const orgs = csvBytes(oneRoster['orgs.csv']!)
    expect(refusal([{ name: 'a.zip', bytes: zipOf({ 'a/users.csv': users, 'b/orgs.csv': orgs }) }])?.message).toMatch(
      /several folders/,
    )
    expect(refusal([{ name: 'a.zip', bytes: zipOf({ 'users.csv': users, 'Users.csv': users }) }])?.message).toBe(
      'There are two files users.csv.',
    )
    expect(refusal([...zippedFiles(oneRoster), { name: 'users.csv', bytes: users }])?.message).toMatch(
      /together with other files/,
    )
  })

  test('a zip bomb, a locked zip, a damaged one, one cut short', () => {
    const bomb = {
      name: 'bomb.zip',
      bytes: zipOf({ 'manifest.csv': 'x', 'users.csv': new Uint8Array(70 * 2 ** 20), 'orgs.csv': '' }, deflateRawSync),
    }
    expect(bomb.bytes.byteLength).toBeLessThan(200_000)
    expect(problemIn(() => readRosterSet('oneRoster', [bomb]))?.message).toMatch(/larger than 64 MB/)
    const locked = zipOf({ 'users.csv': 'x', 'orgs.csv': 'x' }, undefined, 1)
    expect(refusal([{ name: 'locked.zip', bytes: locked }])?.message).toBe('This zip file is protected by a password.')
    const [whole] = zippedFiles(oneRoster)
    expect(refusal([{ name: 'cut.zip', bytes: whole!.bytes.slice(0, 3000) }])?.message).toBe(
      'This zip file is damaged.',
    )
    const flipped = whole!.bytes.slice()
    flipped[100] = flipped[100]! ^ 1
    expect(refusal([{ name: 'flipped.zip', bytes: flipped }])?.message).toBe('This zip file is damaged.')
  })

  test('far too large, far too many rows, far too wide a cell', () => {
    const huge = { name: 'users.csv', bytes: new Uint8Array(65 * 2 ** 20) }
    expect(refusal([huge, ...looseFiles({ 'orgs.csv': oneRoster['orgs.csv']! })])?.message).toMatch(/larger than 64 MB/)
    const rows = Buffer.from(`sourcedId,name\n${'1,a\n'.repeat(400_001)}`)
    expect(problemIn(() => readRosterSet('sds', [{ name: 'orgs.csv', bytes: rows }]))?.message).toMatch(
      /more than 400,000 rows/,
    )
    const wide = changed(oneRoster, 'users.csv', ([first, ...rest]) => [
      { ...first!, givenName: 'x'.repeat(250_000) },
      ...rest,
    ])
    expect(problemIn(() => read(wide))?.message).toMatch(/^users\.csv: .*see line 2/)
    const long = changed(oneRoster, 'users.csv', (all) =>
      all.map((row) => (row.sourcedId === 's-2' ? { ...row, givenName: 'x'.repeat(300) } : row)),
    )
    expect(told(read(long).issues)).toContainEqual(['users.csv', 'familyName', 'tooLong', true])
  })

  test('a file that breaks off, is empty, or has a quotation mark too many is named', () => {
    const files = looseFiles(oneRoster)
    const withUsers = (change: (text: string) => string) =>
      files.map((file) =>
        file.name === 'users.csv' ? { ...file, bytes: Buffer.from(change(Buffer.from(file.bytes).toString())) } : file,
      )
    expect(refusal(withUsers((text) => text.slice(0, -40)))?.message).toBe(
      'users.csv is cut short: it ends in the middle of row 12.',
    )
    expect(refusal(withUsers(() => ''))?.message).toBe('users.csv: The file is empty.')
    expect(refusal(withUsers((text) => text.replace('Juan', 'Ju"an')))?.message).toBe(
      'users.csv: The file is not a well-formed CSV file: see line 4.',
    )
    expect(refusal(withUsers((text) => text.slice(0, text.indexOf('\n') + 1)))?.message).toBe(
      'users.csv has a header row but nobody in it.',
    )
  })
})

test('5,000 students with their classes are read whole', () => {
  const large = oneRosterTables('1.2', { sections: 125, studentsPerSection: 40 })
  const files = zippedFiles(large, '', deflateRawSync)
  expect(detectRosterFormat(files)).toBe('oneRoster')
  const { bundle, issues } = readRosterSet('oneRoster', files)
  expect(issues).toEqual([])
  expect([bundle.sections.length, bundle.people.length, bundle.enrollments.length]).toEqual([125, 5125, 7500])
})
