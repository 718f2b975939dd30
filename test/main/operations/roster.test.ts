import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { FileHandle } from '../../../src/shared/ids.ts'
import { handClock } from '../../support/clock.ts'
import { memoryLog, testDatabase } from '../../support/database.ts'
import { memoryFiles } from '../../support/files.ts'
import { problemOf } from '../../support/problem-of.ts'
import { wireRosters } from '../../support/rosters.ts'

const office = { role: 'administrator', door: 'test' } as const

async function school(start = '2026-08-03T01:00:00Z') {
  const database = await testDatabase()
  const files = memoryFiles()
  const clock = handClock(start)
  const log = memoryLog()
  const operations = wireRosters({ database, files, clock, newId: randomUUID, log })
  const preview = (content: string | Uint8Array, name = 'class.csv') =>
    operations['roster.preview']({ files: [files.put(name, content) as FileHandle], answers: {} }, office)
  const importFile = async (content: string | Uint8Array) => {
    const file = files.put('class.csv', content) as FileHandle
    const { digest } = await operations['roster.preview']({ files: [file], answers: {} }, office)
    return operations['roster.import']({ files: [file], answers: {}, digest, isBrakeReleased: true }, office)
  }
  const find = async (text: string) =>
    (await operations['person.find']({ text, limit: 50 }, office)).people.map(({ person, sections }) => ({
      name: person.listName,
      sections,
      person,
    }))
  return { operations, files, clock, log, preview, importFile, find }
}

const head = 'LRN,Last Name,First Name,Middle Name,Sex,Birth Date,Grade,Section,Email'
const two = `${head}
136000000018,Ocampo,Émile,,M,2013-04-05,7,Mabini,emile@example.com
136000000026,"Dela Peña",Maria José,Santos,F,05/17/2013,7,Mabini,maria.jose@example.com
`

describe('finding', () => {
  test('puts names that begin so before names that merely hold it, and tells the section by id', async () => {
    const { operations, importFile, find } = await school()
    await importFile(`${head}
136000000101,Aquino,Roana,,F,,7,Mabini,
136000000102,Villanueva,Ana,,F,,7,Mabini,
136000000103,Banal,Susana,,F,,7,Rizal,
`)
    expect((await find('ana')).map(({ name }) => name)).toEqual(['Villanueva, Ana', 'Aquino, Roana', 'Banal, Susana'])

    const { sections } = await operations['section.list']({ isArchived: false }, office)
    const rizal = sections.find(({ name }) => name === 'Rizal')
    const susana = (await find('susana'))[0]!.person
    expect(
      (await operations['person.find']({ text: '', personId: susana.id, limit: 50 }, office)).people,
    ).toMatchObject([{ person: { id: susana.id }, sectionIds: [rizal!.id] }])
  })
})

describe('preview', () => {
  test('says what would be added, and changes nothing', async () => {
    const { preview, find } = await school()
    expect(await preview(two)).toMatchObject({
      encoding: 'utf-8',
      delimiter: ',',
      rowCount: 2,
      students: { addedCount: 2, changedCount: 0, refusedCount: 0 },
      sectionRows: [{ name: 'Mabini', gradeLevel: '7', isNew: true, rowCount: 2 }],
      rows: [
        { action: 'add', listName: 'Ocampo, Émile', studentNumber: '136000000018' },
        { action: 'add', listName: 'Dela Peña, Maria José Santos' },
      ],
    })
    expect(await find('')).toEqual([])
  })

  test('refuses single rows with the reason, and keeps the rest', async () => {
    const { preview } = await school()
    const { problems, students } = await preview(`${head}
1.36E+11,Reyes,Ana,,F,,7,Mabini,ana@example.com
136000000034,Reyes,Ben,,M,,7,Mabini,no address
136000000034,Reyes,Carla,,F,,7,Mabini,carla@example.com
136000000042,,,,F,,7,Mabini,
136000000059,Lim,Chloe,,F,31/02/2013,7,,chloe@example.com
`)
    expect(problems.map(({ row, column, isRefused }) => [row, column, isRefused])).toEqual([
      [2, 'LRN', true],
      [3, 'Email', false],
      [4, 'LRN', true],
      [5, null, true],
      [6, 'Birth Date', false],
      [6, 'Section', true],
    ])
    expect(students).toMatchObject({ addedCount: 1, refusedCount: 4 })
  })

  test('names each kind of trouble, and hands all of it out as a table for whoever made the file', async () => {
    const { operations, files, preview } = await school()
    const content = `San Isidro High School,,,,,,,,
${head}
1.36E+11,Reyes,Ana,,F,,7,Mabini,ana@example.com
136000000034,Reyes,Ben,,M,,7,Mabini,no address
136000000042,Lim,Chloe,,F,,7,Mabini,no address
136000000059,,,,F,,7,Mabini,
`
    const { headerRow, sheetName, problemCount, problemKinds } = await preview(content, '=list.csv')
    expect({ headerRow, sheetName, problemCount }).toEqual({ headerRow: 2, sheetName: null, problemCount: 4 })
    expect(problemKinds).toEqual([
      { code: 'badEmail', count: 2, refusedCount: 0 },
      { code: 'spreadsheetNumber', count: 1, refusedCount: 1 },
      { code: 'noName', count: 1, refusedCount: 1 },
    ])
    const given = { files: [files.put('=list.csv', content) as FileHandle], answers: {} }
    const made = await operations['roster.exportProblems'](given, office)
    expect(made).toMatchObject({ file: { name: '=list problems.csv', mediaType: 'text/csv' }, problemCount: 4 })
    const lines = new TextDecoder().decode((await files.read(made.file.handle)).bytes).split('\r\n')
    expect(lines[0]).toContain('"File","Row","Column"')
    // A file's name is no formula.
    expect(lines[1]).toMatch(/^"'=list\.csv",3,"LRN","The spreadsheet has cut the number .*","Row is left out"$/)
    expect(lines[2]).toMatch(/^"'=list\.csv",4,"Email",.*,"Row is imported"$/)
    // Whoever gets it learns where to look, and no child's name.
    expect(lines.join()).not.toMatch(/Reyes|Chloe|136000000034/)

    const clean = { files: [files.put('clean.csv', two) as FileHandle], answers: {} }
    expect(await problemOf(operations['roster.exportProblems'](clean, office))).toMatchObject({ kind: 'notFound' })
  })

  test('shows thousands of people, those who change first', async () => {
    const { preview, importFile } = await school()
    const rows = (section: string) =>
      Array.from(
        { length: 1200 },
        (_, at) => `${136_412_000_001 + at},Reyes,Ana ${at},,F,,7,${at === 1100 ? section : 'Mabini'},`,
      )
    await importFile([head, ...rows('Mabini')].join('\n'))
    const { rows: shown } = await preview([head, ...rows('Rizal'), '136412009999,Lim,Ben,,M,,7,Rizal,'].join('\n'))
    expect(shown).toHaveLength(1201)
    expect(shown.slice(0, 3)).toMatchObject([
      { action: 'change', listName: 'Reyes, Ana 1100', movesFrom: 'Mabini', section: 'Rizal' },
      { action: 'add', listName: 'Lim, Ben' },
      { action: 'unchanged' },
    ])
  })

  test.each([
    ['UTF-8 with BOM', new TextEncoder().encode(`\uFEFF${two}`), 'utf-8'],
    ['UTF-16 LE with BOM', utf16(`\uFEFF${two}`), 'utf-16le'],
    ['UTF-16 LE without BOM', utf16(two), 'utf-16le'],
    ['UTF-16 BE with BOM', swap(utf16(`\uFEFF${two}`)), 'utf-16be'],
    ['Windows-1252', new Uint8Array(Buffer.from(two, 'latin1')), 'windows-1252'],
  ])('reads %s', async (_name, bytes, encoding) => {
    const { preview } = await school()
    const found = await preview(bytes)
    expect(found.encoding).toBe(encoding)
    expect(found.rows.map(({ listName }) => listName)).toEqual(['Ocampo, Émile', 'Dela Peña, Maria José Santos'])
  })

  test.each([
    ['semicolons', 'Name;Section\n"Reyes, Ana M.";7 - Mabini\n', ';'],
    ['tabs', 'Name\tSection\nReyes, Ana M.\tGrade 7 - Mabini\n', '\t'],
  ])('reads %s, a full name, and grade and section in one cell', async (_name, text, delimiter) => {
    const { preview } = await school()
    const found = await preview(text)
    expect(found).toMatchObject({
      delimiter,
      sectionRows: [{ name: 'Mabini', gradeLevel: '7' }],
      rows: [{ listName: 'Reyes, Ana M.' }],
    })
  })

  test.each([
    ['nothing', new Uint8Array(), /empty/],
    ['a header only', new TextEncoder().encode(`${head}\n`), /no students/],
    ['a damaged workbook', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), /damaged/],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), /not a text file/],
    ['a missing quotation mark', new TextEncoder().encode(`${head}\n1,"Reyes,Ana\n2,Lim,Bo\n`), /well-formed/],
  ])('says what to do with %s', async (_name, bytes, message) => {
    const { preview } = await school()
    const error = await preview(bytes).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      problem: {
        kind: 'fileUnreadable',
        message: expect.stringMatching(message) as string,
        fix: expect.any(String) as string,
      },
    })
  })
})

describe('a table whose columns nobody knows', () => {
  test.each([
    ['name', 'LRN,Section\n1,Mabini\n', /names/],
    ['section', 'LRN,Name\n1,"Reyes, Ana"\n', /section/],
  ] as const)('asks for the column of the %s, and is not imported before', async (missingColumn, text, message) => {
    const { preview, importFile } = await school()
    expect(await preview(text)).toMatchObject({ missingColumn, rowCount: 1, columns: [{ header: 'LRN' }, {}] })
    const error = await importFile(text).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      problem: { kind: 'fileUnreadable', field: 'mapping', message: expect.stringMatching(message) },
    })
  })
})

describe('import', () => {
  test('adds the students to their section, and a second time changes nothing', async () => {
    const { importFile, find, operations } = await school()
    expect(await importFile(two)).toMatchObject({ students: { addedCount: 2, changedCount: 0 } })
    expect(await find('pena')).toMatchObject([
      {
        name: 'Dela Peña, Maria José Santos',
        sections: ['Grade 7 Mabini'],
        person: { studentNumber: '136000000026', birthOn: '2013-05-17', sex: 'female' },
      },
    ])
    expect(await importFile(two)).toMatchObject({
      students: { addedCount: 0, changedCount: 0, unchangedCount: 2 },
    })
    expect(await operations['section.list']({ isArchived: false }, office)).toMatchObject({
      sections: [{ name: 'Mabini', studentCount: 2, withoutAddressCount: 0 }],
    })
  })

  test('refuses when the roster has changed since the preview', async () => {
    const { operations, files, importFile, find } = await school()
    const file = files.put('class.csv', two) as FileHandle
    const { digest } = await operations['roster.preview']({ files: [file], answers: {} }, office)
    await importFile(`${head}\n136000000067,Lim,Bo,,M,,7,Mabini,bo@example.com\n`)
    await expect(
      operations['roster.import']({ files: [file], answers: {}, digest, isBrakeReleased: true }, office),
    ).rejects.toMatchObject({
      problem: { kind: 'stalePreview' },
    })
    expect(await find('')).toHaveLength(1)
  })

  test('changes a name and remembers the old one; moves a student and keeps the old days', async () => {
    const { importFile, clock, operations, find } = await school()
    await importFile(two)
    clock.set('2026-09-14T01:00:00Z')
    const moved = two.replace('Ocampo,Émile,,M,2013-04-05,7,Mabini', 'Ocampo-Reyes,Émile,,M,2013-04-05,7,Rizal')
    expect(await importFile(moved)).toMatchObject({ students: { changedCount: 1, unchangedCount: 1 } })
    expect(await find('ocampo')).toMatchObject([{ name: 'Ocampo-Reyes, Émile', sections: ['Grade 7 Rizal'] }])
    const { sections } = await operations['section.list']({ isArchived: false }, office)
    expect(sections.map(({ name, studentCount }) => [name, studentCount])).toEqual([
      ['Mabini', 1],
      ['Rizal', 1],
    ])
    const rizal = sections.find(({ name }) => name === 'Rizal')!
    expect((await operations['section.get']({ sectionId: rizal.id }, office)).students).toMatchObject([
      { enrollment: { firstOn: '2026-09-14', lastOn: null } },
    ])
  })

  test('never puts one child under the number of another', async () => {
    const { importFile, preview, find } = await school()
    await importFile(two)
    const { problems, students } = await preview(
      `${head}\n136000000018,Villanueva,Dakila,,M,,7,Mabini,dakila@example.com\n`,
    )
    expect(students.changedCount).toBe(0)
    expect(problems).toMatchObject([{ row: 2, column: 'LRN', isRefused: true }])
    expect(await find('ocampo')).toHaveLength(1)
  })

  test('keeps an address that two children have as the household’s: it registers neither', async () => {
    const { importFile, operations } = await school()
    await importFile(`${head}
136000000075,Reyes,Ana,,F,,7,Mabini,reyes.family@example.com
136000000083,Reyes,Ben,,M,,7,Mabini,reyes.family@example.com
`)
    await importFile(`${head}\n136000000091,Cruz,Dino,,M,,7,Mabini,dino@example.com\n`)
    await importFile(`${head}\n136000000109,Cruz,Ella,,F,,8,Rizal,Dino@Example.com\n`)
    const { sections } = await operations['section.list']({ isArchived: false }, office)
    const students = await Promise.all(sections.map(({ id }) => operations['section.get']({ sectionId: id }, office)))
    expect(
      students.flatMap((answer) => answer.students).map(({ refusal, registersWith }) => [refusal, registersWith]),
    ).toEqual(Array.from({ length: 4 }, () => ['sharedAddress', null]))
  })

  test('takes 5,000 students in one transaction', async () => {
    const { importFile, operations } = await school()
    const rows = Array.from(
      { length: 5000 },
      (_, index) =>
        `1360${String(index).padStart(8, '0')},Cruz ${index},Juan,,M,,${7 + (index % 4)},Section ${index % 100},s${index}@example.com`,
    )
    expect(await importFile([head, ...rows].join('\r\n'))).toMatchObject({
      students: { addedCount: 5000, refusedCount: 0 },
    })
    expect((await operations['section.list']({ isArchived: false }, office)).sections).toHaveLength(100)
  })

  test('logs counts, never a name', async () => {
    const { importFile, log } = await school()
    await importFile(two)
    expect(log.lines.join('\n')).toContain('roster.imported')
    expect(log.lines.join('\n')).not.toMatch(/Ocampo|mile|example\.com|136000/)
  })
})

describe('teaching groups', () => {
  test('are made once, with subject and teacher', async () => {
    const { importFile, operations } = await school()
    await importFile(two)
    const { sections } = await operations['section.list']({ isArchived: false }, office)
    const input = { sectionIds: [sections[0]!.id], subject: 'Mathematics', teacherEmails: ['santos@example.com'] }
    const group = await operations['group.make'](input, office)
    expect(group).toMatchObject({
      title: 'Grade 7 Mabini, Mathematics',
      studentCount: 2,
      teachers: [{ email: 'santos@example.com' }],
    })
    expect(await operations['group.make'](input, office)).toEqual(group)
    expect(await operations['group.list']({}, office)).toEqual({ groups: [group] })
  })
})

function utf16(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf16le'))
}

function swap(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.from(bytes).swap16())
}
