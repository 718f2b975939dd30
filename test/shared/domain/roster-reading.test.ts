import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readListName, readTeacherName } from '../../../src/shared/domain/person-names.ts'
import { bundleIssueCodes } from '../../../src/shared/domain/roster-bundle.ts'
import { readSection } from '../../../src/shared/domain/roster-cells.ts'
import { guessColumns } from '../../../src/shared/domain/roster-columns.ts'
import { dateOrderOf, readWrittenDate, type DateOrder } from '../../../src/shared/domain/roster-dates.ts'
import { formatIssue } from '../../../src/shared/domain/roster-issues.ts'
import { readRemark } from '../../../src/shared/domain/school-form-1-remarks.ts'

const dateIn = (text: string, order: DateOrder | null) => {
  const { on, isUnclear } = readWrittenDate(text, order)
  return isUnclear ? 'unclear' : on
}

describe('dates', () => {
  test.each<[string, string | null]>([
    ['2013-05-17', '2013-05-17'],
    ['2013/5/7', '2013-05-07'],
    ['2013-05-17T00:00:00.000Z', '2013-05-17'],
    ['2013-05-17 00:00:00', '2013-05-17'],
    ['05/17/2013', '2013-05-17'],
    ['17.5.2013', '2013-05-17'],
    ['5-17-13', '2013-05-17'],
    ['12/02/94', 'unclear'],
    ['12/24/94', '1994-12-24'],
    ['05/05/2013', '2013-05-05'],
    ['05/06/2013', 'unclear'],
    ['May 17, 2013', '2013-05-17'],
    ['Sept. 7 2013', '2013-09-07'],
    ['17-May-13', '2013-05-17'],
    ['7 Hunyo 2013', '2013-06-07'],
    ['41411', '2013-05-17'],
    ['31/02/2013', null],
    ['13/13/2013', null],
    ['2013-02-30', null],
    ['1900-01-01', null],
    ['0213-05-17', null],
    ['May 2013', null],
    ['7 Foo 2013', null],
    ['136000000018', null],
    ['grade 7', null],
    ['', null],
  ])('%s', (text, on) => expect(dateIn(text, null)).toBe(on))

  test('the order of day and month decides what could be either, and nothing else', () => {
    expect(dateIn('05/06/2013', 'monthFirst')).toBe('2013-05-06')
    expect(dateIn('05/06/2013', 'dayFirst')).toBe('2013-06-05')
    expect(dateIn('17/05/2013', 'monthFirst')).toBe('2013-05-17')
    expect(dateIn('05/17/2013', 'dayFirst')).toBe('2013-05-17')
  })

  test.each<[string, string[], ReturnType<typeof dateOrderOf>]>([
    ['Birth Date (mm/dd/ yyyy)', ['25/12/2013'], 'monthFirst'],
    ['Birthday dd-mm-yy', [], 'dayFirst'],
    ['Birthday', ['05/06/2013', '', '2013-05-17', '25/12/2013'], 'dayFirst'],
    ['Birthday', ['05/06/2013', '12/25/2013'], 'monthFirst'],
    ['Birthday', ['12/25/2013', '25/12/2013', '05/06/2013'], null],
    ['Birthday', ['05/06/2013'], null],
  ])('%s %j: %s', (header, texts, order) => expect(dateOrderOf(header, texts)).toBe(order))

  test('of any date and order comes that date again, or a doubt, never another', () => {
    const anyDate = fc.date({ min: new Date('1950-01-01'), max: new Date('2049-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(anyDate, fc.constantFrom('/', '-', '.'), fc.boolean(), (date, mark, isShort) => {
        const on = date.toISOString().slice(0, 10)
        const [year = '', month = '', day = ''] = on.split('-')
        const shown = isShort ? year.slice(2) : year
        expect(dateIn([month, day, shown].join(mark), 'monthFirst')).toBe(on)
        expect(dateIn([day, month, shown].join(mark), 'dayFirst')).toBe(on)
        expect([on, 'unclear']).toContain(dateIn([month, day, shown].join(mark), null))
      }),
    )
  })
})

describe('names', () => {
  test.each<[string, string | null]>([
    ['Reyes, Ana M.', 'Reyes|Ana M.||'],
    ['ANTOLIN,ROEL ADRIAN, BERDIN', 'ANTOLIN|ROEL ADRIAN|BERDIN|'],
    ['CAL,JOHN PAUL, -', 'CAL|JOHN PAUL||'],
    ['CUBERO,NOEL, JR. NARCISO', 'CUBERO|NOEL|NARCISO|JR.'],
    ['Garcia, Carlito Jr. Permillan', 'Garcia|Carlito|Permillan|Jr.'],
    ['Garcia Jr., Carlito, Permillan', 'Garcia|Carlito|Permillan|Jr.'],
    ['Garcia, Jr., Carlito, Permillan', 'Garcia|Carlito|Permillan|Jr.'],
    ['Garcia, Carlito, Permillan, III', 'Garcia|Carlito|Permillan|III'],
    ['Reyes, Ana V.', 'Reyes|Ana V.||'],
    ['BULFA,MICHELLE,,', 'BULFA|MICHELLE||'],
    ['李, 小龍', '李|小龍||'],
    ['Ana Reyes', null],
    [', Ana', null],
  ])('%s', (text, parts) => {
    const name = readListName(text)
    expect(name && [name.familyName, name.givenName, name.middleName, name.suffix].join('|')).toBe(parts)
  })

  test.each<[string, string | null]>([
    ['Santos, Maria L.', 'Santos|Maria L.||'],
    ['Mrs. Maria L. dela Cruz, LPT, MAEd', 'dela Cruz|Maria|L.|'],
    ['Ma. Teresa Yap', 'Yap|Ma. Teresa||'],
    ['Jose de los Santos Jr.', 'de los Santos|Jose||Jr.'],
    ['Yo-Yo Ma', 'Ma|Yo-Yo||'],
    ['Ms. Santos', null],
    ['7 Mabini', null],
    ['', null],
  ])('of a teacher: %s', (text, parts) => {
    const name = readTeacherName(text)
    expect(name && [name.familyName, name.givenName, name.middleName, name.suffix].join('|')).toBe(parts)
  })
})

test.each<[string, string, string, string]>([
  ['Mabini', 'Grade 7', 'Mabini', '7'],
  ['7 - Mabini', 'Grade 7 (Year I)', 'Mabini', '7'],
  ['FAITH', 'Grade 7 (Year ', 'FAITH', '7'],
  ['Grade 10-Rizal', '', 'Rizal', '10'],
  ['Narra', 'Kindergarten', 'Narra', 'Kindergarten'],
  ['Green', 'General', 'Green', 'General'],
  ['/Students/Grade 7/Mabini', '', 'Mabini', '7'],
  ['/Students/7-Mabini', '', 'Mabini', '7'],
  ['/', '', '', ''],
])('section %j of grade %j', (section, grade, name, gradeLevel) =>
  expect(readSection(section, grade)).toEqual({ section: name, gradeLevel }),
)

describe('remarks of School Form 1', () => {
  const plain = { firstOn: null, lastOn: null, startReason: null, endReason: null }
  test.each<[string, object, string[]]>([
    ['', { ...plain, remark: '' }, []],
    ['-', { ...plain, remark: '' }, []],
    ['T/I DATE:2026-06-08', { startReason: 'transferredIn', firstOn: '2026-06-08', endReason: null }, []],
    ['T/O Laoag CS (P) 09/04/2026', { endReason: 'transferredOut', lastOn: '2026-09-04' }, []],
    ['Transferred out to Batac NHS, Sept. 4, 2026', { endReason: 'transferredOut', lastOn: '2026-09-04' }, []],
    ['DRP - illness; 4 October 2026', { endReason: 'noLongerInSchool', lastOn: '2026-10-04' }, []],
    ['NLS b.1 10/04/2026', { endReason: 'noLongerInSchool', lastOn: '2026-10-04' }, []],
    ['LE late papers 6/22/26, CCT 2021-0456', { startReason: 'late', firstOn: '2026-06-22' }, []],
    [
      'T/I 06/08/2026; T/O 09/04/2026',
      { firstOn: '2026-06-08', lastOn: '2026-09-04', endReason: 'transferredOut' },
      [],
    ],
    ['CCT', { ...plain, remark: 'CCT' }, []],
    ['B/A Batac CS 2019', plain, []],
    ['LWD - hearing', plain, []],
    ['ACL to Grade 8 07/01/2026', plain, []],
    ['T/O', { endReason: 'transferredOut', lastOn: null }, ['noLastDay']],
    ['T/O 13/45/2026', { endReason: 'transferredOut', lastOn: null }, ['badDate', 'noLastDay']],
    ['T/I 09/04/2026, T/O 06/08/2026', { firstOn: '2026-09-04', lastOn: null, endReason: null }, ['datesReversed']],
    ['Le Rosey', { ...plain, remark: 'Le Rosey' }, ['unknownRemark']],
    ['goes to Manila', plain, ['unknownRemark']],
  ])('%s', (written, stay, doubts) => {
    const read = readRemark(written)
    expect(read.stay).toMatchObject(stay)
    expect(read.doubts).toEqual(doubts)
  })
})

test('headers of Google, of Microsoft and of Filipino registers are known', () => {
  expect(
    guessColumns([
      'First Name [Required]',
      'Last Name [Required]',
      'Email Address [Required]',
      'Password [Required]',
      'Password Hash Function [UPLOAD ONLY]',
      'Org Unit Path [Required]',
      'Recovery Email',
      'Recovery Phone [MUST BE IN THE E.164 FORMAT]',
      'Work Phone',
      'Employee ID',
      'Change Password at Next Sign-In',
    ]),
  ).toEqual({
    'First Name [Required]': 'givenName',
    'Last Name [Required]': 'familyName',
    'Email Address [Required]': 'email',
    'Password [Required]': 'ignore',
    'Password Hash Function [UPLOAD ONLY]': 'ignore',
    'Org Unit Path [Required]': 'section',
    'Recovery Email': 'ignore',
    'Recovery Phone [MUST BE IN THE E.164 FORMAT]': 'phone',
    'Work Phone': 'ignore',
    'Employee ID': 'studentNumber',
    'Change Password at Next Sign-In': 'ignore',
  })
  expect(guessColumns(['User principal name', 'Display name', 'Department'])).toMatchObject({
    'User principal name': 'email',
    'Display name': 'fullName',
  })
  expect(
    Object.values(guessColumns(['Apelyido', 'Pangalan', 'Kasarian', 'Kaarawan', 'Baitang', 'Pangkat', 'Tagapayo'])),
  ).toEqual(['familyName', 'fullName', 'sex', 'birthOn', 'gradeLevel', 'section', 'adviser'])
})

test('each thing that can be wrong has one sentence that says what to do', () => {
  const sentences = bundleIssueCodes.map((code) => formatIssue({ code, otherLine: 12, expected: 'sourcedId' }))
  expect(new Set(sentences).size).toBe(bundleIssueCodes.length)
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].{20,250}\.$/)
  expect(formatIssue({ code: 'numberTwice' })).toContain('another row')
})
