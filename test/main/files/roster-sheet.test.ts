import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { headerDigest, readRosterSheet } from '../../../src/main/files/roster-sheet.ts'
import { guessColumns, type RosterColumn } from '../../../src/shared/domain/roster-columns.ts'
import { tableBundle, type TableChoices } from '../../../src/shared/domain/table-bundle.ts'
import { hostileTable, readAnyTable } from '../../support/hostile-tables.ts'
import { brokenPromises } from '../../support/roster-reading.ts'
import { schoolForm1 } from '../../support/school-form-1.ts'
import { dateNumber, workbookOf } from '../../support/workbook.ts'
import { zipOf } from '../../support/zip.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const sheetOf = (content: string | Uint8Array, name = 'class.csv') =>
  readRosterSheet({ name, bytes: typeof content === 'string' ? bytesOf(content) : content })
const read = (content: string | Uint8Array, choices: TableChoices = {}) => {
  const sheet = sheetOf(content)
  return tableBundle(sheet, choices.mapping ?? guessColumns(sheet.header), choices, 'class.csv')
}
const codes = ({ issues }: ReturnType<typeof read>) =>
  issues.map(({ line, column, code, isRefused }) => [line, column, code, isRefused])

const head = 'LRN,Last Name,First Name,Middle Name,Sex,Birth Date,Grade,Section,Email,Adviser'

describe('a table', () => {
  test('becomes students, sections and advisers, each with an origin', () => {
    const { bundle, issues, rowCount, sourceTitle, questions } = read(`${head}
136000000018,Ocampo,Émile,,M,2013-04-05,7,Mabini,emile@example.com,
136000000026,"Dela Peña",Maria José,Santos,F,05/17/2013,Grade 7,MABINI,maria.jose@example.com,"Santos, Corazon B."
136000000034,Lim,Bo,,lalaki,2013-01-31,8,Rizal,bo@example.com,teacher@example.com
136000000042,Yap,Chloe,N/A,F,,8,Rizal,,Ms. Cruz
`)
    expect([issues, rowCount, sourceTitle, questions]).toEqual([[], 4, null, []])
    expect(bundle.sections).toEqual([
      {
        ref: '7|mabini',
        name: 'Mabini',
        gradeLevel: '7',
        adviserRef: 'adviser:santos corazon b',
        isGone: false,
        origin: { file: 'class.csv', line: 2 },
      },
      {
        ref: '8|rizal',
        name: 'Rizal',
        gradeLevel: '8',
        adviserRef: 'adviser:teacher@example.com',
        isGone: false,
        origin: { file: 'class.csv', line: 4 },
      },
    ])
    const staff = bundle.people.filter(({ kind }) => kind === 'staff')
    expect(staff.map(({ familyName, givenName, emails }) => [familyName, givenName, emails])).toEqual([
      ['Santos', 'Corazon B.', []],
      ['', '', [{ address: 'teacher@example.com', owner: 'own' }]],
    ])
    expect(bundle.people.filter(({ kind }) => kind === 'student')).toMatchObject([
      { familyName: 'Ocampo', sex: 'male', birthOn: '2013-04-05', studentNumber: '136000000018', guardians: [] },
      { familyName: 'Dela Peña', middleName: 'Santos', birthOn: '2013-05-17', origin: { line: 3 } },
      { familyName: 'Lim', sex: 'male' },
      { familyName: 'Yap', middleName: '', emails: [] },
    ])
    expect(bundle.enrollments).toHaveLength(4)
    const refs = bundle.people.map(({ ref }) => ref)
    expect(new Set(refs).size).toBe(refs.length)
    expect(bundle.enrollments.every(({ personRef, groupRef }) => refs.includes(personRef) && groupRef === null)).toBe(
      true,
    )
  })

  test('refuses single rows with the reason, takes others without the doubtful cell, and shares addresses', () => {
    const table = read(`${head},Father's Name,Guardian,Guardian phone
1.36E+11,Reyes,Ana,,F,,7,Mabini,ana@example.com
136000000034,Reyes,Ben,,?,31/02/2013,7,Mabini,no address,,"Reyes, Tomas","REYES,TOMAS",12
136000000034,Reyes,Carla,,F,,7,Mabini,carla@example.com
136000000042,,,,F,,7,Mabini,
136000000059,Lim,Chloe,,F,,7,,chloe@example.com
136000000067,${'x'.repeat(101)},Dino,,M,,7,Mabini,
136000000075,Cruz,Ella,,F,,7,Mabini,cruz@example.com
136000000083,Cruz,Felix,,M,,7,Mabini,CRUZ@example.com
,Cruz,Felix,,M,,7,Mabini,
`)
    expect(codes(table)).toEqual([
      [2, 'LRN', 'spreadsheetNumber', true],
      [3, 'Sex', 'badSex', false],
      [3, 'Birth Date', 'badDate', false],
      [3, 'Email', 'badEmail', false],
      [3, 'Guardian phone', 'badPhone', false],
      [4, 'LRN', 'numberTwice', true],
      [5, null, 'noName', true],
      [6, 'Section', 'noSection', true],
      [7, 'Last Name', 'tooLong', true],
      [8, 'Email', 'sharedEmail', false],
      [9, 'Email', 'sharedEmail', false],
      [10, null, 'sameStudentTwice', true],
    ])
    expect(table.issues.find(({ code }) => code === 'sharedEmail')).toMatchObject({ otherLine: 9 })
    expect(table.bundle.people.map(({ givenName, emails }) => [givenName, emails[0]?.owner])).toEqual([
      ['Ben', undefined],
      ['Ella', 'household'],
      ['Felix', 'household'],
    ])
    expect(table.bundle.people[0]!.guardians).toEqual([{ name: 'Reyes, Tomas', relation: 'father' }])
  })

  test('asks about lost zeros, and leaves the number out until it is told', () => {
    const text = `LRN,Name,Section
136000000018,"Reyes, Ana",7-Mabini
36000000026,"Lim, Bo",7-Mabini
="036000000034","Yap, Cy",7-Mabini
36000000042.0,"Ong, Di",7-Mabini
`
    const numbers = (choices: TableChoices) =>
      read(text, choices).bundle.people.map(({ studentNumber }) => studentNumber)
    expect(read(text).questions).toEqual([{ id: 'leadingZeros', count: 2, sample: '36000000026' }])
    expect(codes(read(text)).map(([line, , code]) => [line, code])).toEqual([
      [3, 'lostZeros'],
      [5, 'lostZeros'],
    ])
    expect(numbers({})).toEqual(['136000000018', null, '036000000034', null])
    expect(numbers({ leadingZeros: 'asIs' })).toEqual(['136000000018', '36000000026', '036000000034', '36000000042'])
    expect(numbers({ leadingZeros: 'restore' })).toEqual([
      '136000000018',
      '036000000026',
      '036000000034',
      '036000000042',
    ])
    expect(read(text, { leadingZeros: 'restore' })).toMatchObject({ issues: [], questions: [{ id: 'leadingZeros' }] })
    // A school's own numbers are none of this.
    expect(read('Student No.,Name,Section\n1024,"Reyes, Ana",7-Mabini\n87,"Lim, Bo",7-Mabini\n')).toMatchObject({
      questions: [],
      issues: [],
    })
  })

  test('asks which comes first, day or month, only where nothing tells', () => {
    const of = (...dates: string[]) =>
      `Birthday,Name,Section\n${dates.map((date, index) => `${date},"Reyes, Ana ${'ABC'[index]}",7-Mabini`).join('\n')}\n`
    const birthdays = (text: string, choices: TableChoices = {}) =>
      read(text, choices).bundle.people.map(({ birthOn }) => birthOn)
    const unclear = of('05/06/2013', '2013-05-17', '07/08/2013')
    expect(read(unclear).questions).toEqual([{ id: 'dates', count: 2, sample: '05/06/2013' }])
    expect(codes(read(unclear)).map(([line, , code]) => [line, code])).toEqual([
      [2, 'unclearDate'],
      [4, 'unclearDate'],
    ])
    expect(birthdays(unclear)).toEqual([null, '2013-05-17', null])
    expect(birthdays(unclear, { dates: 'dayFirst' })).toEqual(['2013-06-05', '2013-05-17', '2013-08-07'])
    expect(birthdays(unclear, { dates: 'monthFirst' })).toEqual(['2013-05-06', '2013-05-17', '2013-07-08'])
    expect(read(of('05/06/2013', '25/12/2013'))).toMatchObject({ questions: [], issues: [] })
    expect(birthdays(of('05/06/2013', '25/12/2013'))).toEqual(['2013-06-05', '2013-12-25'])
    expect(birthdays(unclear.replace('Birthday', 'Birth Date (mm/dd/yyyy)'))).toEqual([
      '2013-05-06',
      '2013-05-17',
      '2013-07-08',
    ])
  })

  test('Google’s list of users: section from the path, nobody’s password on screen', () => {
    const sheet = sheetOf(
      `First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Org Unit Path [Required],Mobile Phone\nAna,Reyes,ana@example.com,sesame1,/Students/Grade 7/Mabini,+639171234567\n`,
    )
    expect(JSON.stringify(sheet)).not.toContain('sesame1')
    const { bundle, issues } = tableBundle(sheet, guessColumns(sheet.header), {}, 'users.csv')
    expect(issues).toEqual([])
    expect(bundle.sections).toMatchObject([{ name: 'Mabini', gradeLevel: '7' }])
    expect(bundle.people).toMatchObject([
      { familyName: 'Reyes', emails: [{ owner: 'own' }], phones: [{ number: '+639171234567', owner: 'own' }] },
    ])
  })

  test('a person’s mapping wins, and columns named like members of objects are columns', () => {
    const table = read('constructor,__proto__,x\n"Reyes, Ana",7-Mabini,1\n', {
      mapping: Object.fromEntries<RosterColumn>([
        ['constructor', 'fullName'],
        ['__proto__', 'section'],
      ]),
    })
    expect(table.bundle.people).toMatchObject([{ familyName: 'Reyes' }])
    expect(read('constructor,Name,Section\n1,"Reyes, Ana",7-Mabini\n').bundle.people).toMatchObject([
      { studentNumber: null },
    ])
  })
})

describe('text files', () => {
  const text =
    'San Isidro NHS, Laoag City\nClass list of 7-Mabini\n\nLRN;Name;Section\n136000000018;Peña, Ana;7-Mabini\n'
  const utf16 = (content: string) => new Uint8Array(Buffer.from(content, 'utf16le'))
  test.each([
    ['UTF-8', bytesOf(text), 'utf-8'],
    ['UTF-8 with BOM', bytesOf(`\uFEFF${text}`), 'utf-8'],
    ['UTF-16 LE with BOM', utf16(`\uFEFF${text}`), 'utf-16le'],
    ['UTF-16 BE with BOM', new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()), 'utf-16be'],
    ['Windows-1252', new Uint8Array(Buffer.from(text, 'latin1')), 'windows-1252'],
  ])('%s, with a preamble full of commas above a header with semicolons', (_name, bytes, encoding) => {
    expect(sheetOf(bytes)).toMatchObject({
      kind: 'table',
      encoding,
      delimiter: ';',
      header: ['LRN', 'Name', 'Section'],
      rows: [{ line: 5, cells: ['136000000018', 'Peña, Ana', '7-Mabini'] }],
    })
  })

  test('a short last row that ends is as it is meant', () => {
    expect(sheetOf('Name,Section,Email\n"Reyes, Ana",A,a@b.co\n"Lim, Bo",A\n').rows).toHaveLength(2)
    expect(sheetOf('Name,Section,Email\n"Reyes, Ana",A\n"Lim, Bo",A').rows).toHaveLength(2)
  })

  test('tabs, bars, line breaks in cells, a header that comes again, and one that nobody knows', () => {
    expect(sheetOf('Name\tSection\nReyes, Ana\t7-Mabini\n').delimiter).toBe('\t')
    expect(sheetOf('Name|Section\nReyes, Ana|7-Mabini\n').delimiter).toBe('|')
    const broken = read('"Name of\nLearner",Section\r\n"Reyes,\r\n Ana ""Nena""",7-Mabini\r\n')
    expect(broken.bundle.people).toMatchObject([{ familyName: 'Reyes', givenName: 'Ana "Nena"' }])
    expect(sheetOf('Name,Section\n"Reyes, Ana",7-Mabini\nName,Section\n"Lim, Bo",7-Mabini\n').rows).toHaveLength(2)
    expect(sheetOf('Nom,Classe\n"Level, Name",Group\n').header).toEqual(['Nom', 'Classe'])
    expect(sheetOf('Name,Name,,Section\na,b,c,d,e\n').header).toEqual([
      'Name',
      'Name (2)',
      'Column 3',
      'Section',
      'Column 5',
    ])
    expect(sheetOf(`${'N'.repeat(500)},Section\na,b\n`).header[0]).toHaveLength(190)
  })

  test.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(), /empty/],
    ['blank lines', bytesOf('\n \n,,\n'), /no header/],
    ['a header only', bytesOf(`${head}\n`), /no students/],
    ['an old workbook', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), /old kind/],
    ['a web page named .xls', bytesOf('<html><table><tr><td>LRN</td></tr></table></html>'), /web page/],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), /not a text file/],
    ['a missing quotation mark', bytesOf(`${head}\n1,"Reyes,Ana\n2,Lim,Bo\n`), /well-formed/],
    [
      'a file cut off in the middle of a row',
      bytesOf('LRN,Name,Section\n1,"Reyes, Ana",A\n2,"Lim, B"'),
      /cut short.*row 3/,
    ],
    ['too many rows', bytesOf(`Name,Section\n${'a,b\n'.repeat(20_001)}`), /at most 20000 rows/],
    ['too many columns', bytesOf(`Name,Section\n${'a,'.repeat(200)}b\n`), /200 columns/],
    ['far too much', new Uint8Array(65 * 1024 * 1024), /far larger/],
  ])('says what to do with %s', (_name, bytes, message) => {
    expect(() => sheetOf(bytes)).toThrow(message)
    try {
      sheetOf(bytes)
    } catch (error) {
      expect(error).toMatchObject({ problem: { kind: 'fileUnreadable', fix: expect.any(String) as string } })
    }
  })
})

describe('workbooks', () => {
  test('the first sheet whose header means something, cells as they are shown', () => {
    const bytes = workbookOf([
      { name: 'Cover', rows: [['Class lists'], ['of 2026']] },
      {
        name: 'Old',
        isHidden: true,
        rows: [
          ['LRN', 'Name', 'Section'],
          ['1', 'Old, Ann', 'A'],
        ],
      },
      {
        name: 'Lists',
        rows: [
          ['San Isidro NHS', null, null, null, null],
          ['LRN', 'Name', 'Birthday', 'Section', 'Mobile'],
          [
            { value: 36000000018, format: 'twelveDigits' },
            'Reyes, Ana',
            { value: dateNumber('2013-05-06'), format: 'date' },
            '7-Mabini',
            9171234567,
          ],
          [136000000026, 'Lim, Bo', { value: dateNumber('2013-05-17') + 0.25, format: 'date' }, null, null],
        ],
        merged: ['A1:E1', 'D3:D4'],
      },
    ])
    const sheet = sheetOf(bytes, 'lists.xlsx')
    expect(sheet).toMatchObject({ kind: 'table', encoding: null, delimiter: null, sheetName: 'Lists' })
    const { bundle, issues, questions } = tableBundle(sheet, guessColumns(sheet.header), {}, 'lists.xlsx')
    expect([issues, questions]).toEqual([[], []])
    expect(
      bundle.people.map(({ studentNumber, birthOn, phones, origin }) => [
        studentNumber,
        birthOn,
        phones.length,
        origin.line,
      ]),
    ).toEqual([
      ['036000000018', '2013-05-06', 1, 3],
      ['136000000026', '2013-05-17', 0, 4],
    ])
    expect(bundle.sections).toHaveLength(1)
    expect(sheetOf(workbookOf([{ name: 'A', rows: [['Nom'], ['Ana']] }])).header).toEqual(['Nom'])
  })

  test('a School Form 1 says what it is, and has no columns to map', () => {
    const bytes = schoolForm1({ section: 'FAITH', males: [{ lrn: '120019190018', name: 'Reyes, Ben' }], females: [] })
    expect(sheetOf(bytes)).toMatchObject({ kind: 'schoolForm1', header: [], rows: [], sheetName: 'SF1 FAITH' })
  })

  test('a zip bomb is not unpacked', () => {
    const bomb = zipOf({ 'xl/workbook.xml': Buffer.alloc(100 * 1024 * 1024) }, deflateRawSync)
    expect(() => sheetOf(bomb)).toThrow(/far larger/)
  })

  test('merged cells that claim a sheet many times over are refused at once', () => {
    const rows = Array.from({ length: 3000 }, (_, index) => [index === 0 ? 'Name' : `x${index}`])
    const merged = Array.from({ length: 15_000 }, (_, index) => `A${(index % 3000) + 1}:GR1048576`)
    expect(() => sheetOf(workbookOf([{ name: 'A', rows, merged }]))).toThrow(/at most/)
  })
})

test('a header’s digest is that of its names, in whatever order', () => {
  expect(headerDigest(['LRN', 'Name'])).toBe(headerDigest(['Name', 'LRN']))
  expect(headerDigest(['LRN', 'Name'])).not.toBe(headerDigest(['LRN', 'Names']))
  expect(headerDigest(['LRN', 'Name'])).toMatch(/^[0-9a-f]{64}$/)
})

test('hostile files end in a reason or in a roster that holds together', () => {
  let read = 0
  fc.assert(
    fc.property(hostileTable, (table) => {
      const outcome = readAnyTable(table)
      expect(brokenPromises(outcome, readAnyTable(table))).toEqual([])
      if ('roster' in outcome) read += 1
    }),
    { numRuns: 300, seed: 20_261_120 },
  )
  expect(read).toBeGreaterThan(50)
})
