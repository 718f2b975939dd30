import readXlsxFile from 'read-excel-file/node'
import { describe, expect, test } from 'vitest'
import { readRosterSheet } from '../../../src/main/files/roster-sheet.ts'
import { readSchoolForm1 } from '../../../src/main/files/school-form-1.ts'
import { formatIssue } from '../../../src/shared/domain/roster-issues.ts'
import { lisForm, schoolForm1, type FormSection } from '../../support/school-form-1.ts'
import { dateNumber, workbookOf } from '../../support/workbook.ts'

const read = (bytes: Uint8Array, name = 'SF1_2026.xlsx') => readSchoolForm1({ name, bytes })
const csv = (text: string) => read(new TextEncoder().encode(text), 'sf1.csv')
const problemOf = (act: () => unknown) => {
  try {
    act()
  } catch (error) {
    return (error as { problem?: { kind: string; message: string; fix?: string } }).problem
  }
  return undefined
}

const faith: FormSection = {
  section: 'FAITH',
  males: [
    {
      lrn: '120019190018',
      name: 'ANTOLIN,ROEL ADRIAN, BERDIN',
      birth: '03-26-2014',
      father: 'ANTOLIN, RODRIGO CENIZA',
      mother: 'BERDIN,ELMA,ALIVADO,',
      remarks: 'T/I DATE:2026-06-08',
    },
    { lrn: 120019190057, name: 'CUBERO,NOEL, JR. NARCISO', birth: { value: dateNumber('2013-10-25'), format: 'date' } },
  ],
  females: [
    {
      lrn: { value: 19885190012, format: 'twelveDigits' },
      name: 'ÁCRUZ,FIONA MAE, -',
      birth: '07/31/2014',
      mother: 'ACRUZ, ROWENA',
      guardian: 'ROWENA ACRUZ',
      relationship: 'Mother',
      contact: '0917 123 4567 / 0918-765-4321',
      remarks: 'LE 06/22/2026; T/O Laoag City NHS (P) eff. Sept. 4, 2026',
    },
    {
      lrn: 19885190020,
      name: 'DELA PEÑA-VILLANUEVA, MARIA CLARA, N/A',
      birth: 'unknown',
      guardian: 'LOLA NENA',
      remarks: 'promised',
    },
  ],
}

describe('School Form 1 as the LIS writes it', () => {
  const { bundle, issues, sourceTitle, rowCount } = read(schoolForm1(faith))

  test('one section, found by the labels above the list', () => {
    expect(sourceTitle).toBe('School Form 1, Grade 7 FAITH, school year 2026-2027')
    expect(rowCount).toBe(4)
    expect(bundle).toMatchObject({ format: 'schoolForm1', source: null, isDelta: false, groups: [] })
    expect(bundle.sections).toMatchObject([{ name: 'FAITH', gradeLevel: '7', adviserRef: null, isGone: false }])
  })

  test('learners with names in parts, sex, dates in every form, and numbers with their zeros', () => {
    expect(
      bundle.people.map((person) => [
        person.kind,
        person.studentNumber,
        `${person.familyName} | ${person.givenName} | ${person.middleName} | ${person.suffix}`,
        person.sex,
        person.birthOn,
        person.origin.line,
      ]),
    ).toEqual([
      ['student', '120019190018', 'ANTOLIN | ROEL ADRIAN | BERDIN | ', 'male', '2014-03-26', 7],
      ['student', '120019190057', 'CUBERO | NOEL | NARCISO | JR.', 'male', '2013-10-25', 8],
      ['student', '019885190012', 'ÁCRUZ | FIONA MAE |  | ', 'female', '2014-07-31', 10],
      ['student', '019885190020', 'DELA PEÑA-VILLANUEVA | MARIA CLARA |  | ', 'female', null, 11],
    ])
  })

  test('parents and guardians once each, their phones as the guardian’s', () => {
    expect(bundle.people.map(({ guardians }) => guardians)).toEqual([
      [
        { name: 'ANTOLIN, RODRIGO CENIZA', relation: 'father' },
        { name: 'BERDIN, ELMA, ALIVADO', relation: 'mother' },
      ],
      [],
      [{ name: 'ACRUZ, ROWENA', relation: 'mother' }],
      [{ name: 'LOLA NENA', relation: 'guardian' }],
    ])
    expect(bundle.people[2]!.phones).toEqual([
      { number: '0917 123 4567', owner: 'guardian' },
      { number: '0918-765-4321', owner: 'guardian' },
    ])
  })

  test('remarks become days and reasons', () => {
    const none = { firstOn: null, lastOn: null, startReason: null, endReason: null, remark: '' }
    expect(bundle.enrollments).toMatchObject([
      {
        firstOn: '2026-06-08',
        lastOn: null,
        startReason: 'transferredIn',
        endReason: null,
        remark: 'T/I DATE:2026-06-08',
      },
      none,
      { firstOn: '2026-06-22', lastOn: '2026-09-04', startReason: 'late', endReason: 'transferredOut' },
      { ...none, remark: 'promised' },
    ])
    const refs = new Set(bundle.people.map(({ ref }) => ref))
    expect(bundle.enrollments.every(({ personRef }) => refs.has(personRef))).toBe(true)
    expect(new Set(bundle.enrollments.map(({ sectionRef }) => sectionRef))).toEqual(new Set([bundle.sections[0]!.ref]))
  })

  test('says what was doubtful, by file, line and column', () => {
    expect(issues).toEqual([
      { file: 'SF1_2026.xlsx', line: 11, column: 'LRN', code: 'restoredZeros', isRefused: false },
      { file: 'SF1_2026.xlsx', line: 11, column: 'BIRTH DATE (mm/dd/yyyy)', code: 'badDate', isRefused: false },
      {
        file: 'SF1_2026.xlsx',
        line: 11,
        column: '(Please refer to the legend on last page)',
        code: 'unknownRemark',
        isRefused: false,
      },
    ])
    for (const issue of issues) expect(formatIssue(issue)).not.toMatch(/peña|0198/i)
  })

  test('the fixture is a workbook to an independent reader too', async () => {
    const [sheet] = await readXlsxFile(Buffer.from(schoolForm1(faith)))
    expect(sheet!.data[6]![2]).toBe('ANTOLIN,ROEL ADRIAN, BERDIN')
    expect(sheet!.data[0]![0]).toBe('School Form 1 (SF 1) School Register')
  })
})

describe('other School Forms 1', () => {
  test('a sheet is a section; what is hidden or no form is left alone, and a number stands once', () => {
    const hope = { ...faith, section: '7 - HOPE', females: [], males: faith.males.slice(0, 1) }
    const { bundle, issues, sourceTitle } = read(
      workbookOf([
        { name: 'Read me', rows: [['Do not print this sheet']] },
        lisForm(faith),
        { ...lisForm({ ...faith, section: 'OLD' }), isHidden: true },
        lisForm(hope),
      ]),
    )
    expect(sourceTitle).toBe('School Form 1, 2 sections, school year 2026-2027')
    expect(bundle.sections.map(({ name }) => name)).toEqual(['FAITH'])
    expect(issues.filter(({ code }) => code === 'numberTwice')).toEqual([
      { file: 'SF1_2026.xlsx, sheet SF1 7 - HOPE', line: 7, column: 'LRN', code: 'numberTwice', isRefused: true },
    ])
  })

  test('the form of 2014 in CSV: other labels, a block’s title, headings on each page, totals of other form', () => {
    const page = `LRN,"NAME
(Last Name, First Name, Middle Name)",Sex (M/F),"BIRTH DATE (mm/ dd/yy)",AGE,BIRTH PLACE (Province),MOTHER TONGUE,IP,RELIGION,ADDRESS,,NAME OF PARENTS,,GUARDIAN (If not Parent),,Contact Number (Parent /Guardian),REMARKS
,,,,,,,,,House #,Barangay,"Father (1st name only if family name identical to learner)","Mother (Maiden: 1st Name, Middle & Last Name)",Name,Relationship,,
`
    const { bundle, issues } = csv(`School Form 1 (SF 1) School Register
School ID,,300123,Region,,
School Name,San Isidro ES,School Year,2014-2015
Grade Level: Grade VI,,,Section: Sampaguita

${page}MALE,,,,,,,,,,,,,,,,
132817050002,"Abelgas, Ronan",,8/19/02,12,,,,,,,Ramon,,,,,
132796050013,"Garcia, Carlito Jr. Permillan",,11/16/02,12,,,,,,,,,Mother Ignacia,Aunt,9171234567,DRP Family problem 10/1/2014
MALE | TOTAL,3,,,
${page}FEMALE,,,,,,,,,,,,,,,,
132796050035,"Boton, Shaira",,7/8/03,11,,,,,,,,,,,,CCT
FEMALE | TOTAL,1,,,
TOTAL,,3,,
Prepared by:,"Dalisay, Corazon",,,
`)
    expect(bundle.sections).toMatchObject([{ name: 'Sampaguita', gradeLevel: 'VI' }])
    expect(
      bundle.people.map(({ familyName, givenName, middleName, suffix, sex, birthOn, guardians, phones }) => [
        [familyName, givenName, middleName, suffix].join('|'),
        sex,
        birthOn,
        guardians.map(({ name, relation }) => `${relation} ${name}`),
        phones.length,
      ]),
    ).toEqual([
      ['Abelgas|Ronan||', 'male', '2002-08-19', ['father Ramon'], 0],
      ['Garcia|Carlito|Permillan|Jr.', 'male', '2002-11-16', ['guardian Mother Ignacia'], 1],
      ['Boton|Shaira||', 'female', '2003-07-08', [], 0],
    ])
    expect(bundle.enrollments[1]).toMatchObject({ endReason: 'noLongerInSchool', lastOn: '2014-10-01' })
    // The form counts three males; two stand there.
    expect(issues).toMatchObject([{ code: 'totalDiffers', line: 12, isRefused: false }])
  })

  test('a school’s own sheet with the name in parts, the block told by its total', () => {
    const { bundle, issues } = csv(`Name of School,San Isidro NHS,,School ID,300123
Grade Level,Kindergarten,,Section,Narra
Learner's Reference Number (LRN),NAME,,,,Birth Date
,Last Name,First Name,Middle Name,Name Extension,
136700000018,Reyes,José,Santos,III,2019-01-31
12345,Cruz,Ben,,,2019-02-28
TOTAL MALE,= 2
136700000026,Lim,Chloe,,,2019-03-01
TOTAL FEMALE,= 1
COMBINED,= 3
`)
    expect(bundle.sections).toMatchObject([{ name: 'Narra', gradeLevel: 'Kindergarten' }])
    expect(bundle.people.map((person) => [person.familyName, person.suffix, person.sex, person.studentNumber])).toEqual(
      [
        ['Reyes', 'III', 'male', '136700000018'],
        ['Cruz', '', 'male', null],
        ['Lim', '', 'female', '136700000026'],
      ],
    )
    expect(issues).toMatchObject([{ code: 'badNumber', line: 6 }])
  })

  test('without a section nobody can be placed; without a date nobody is taken off', () => {
    const { bundle, issues, rowCount } = read(schoolForm1({ ...faith, section: '' }))
    expect([bundle.people, rowCount]).toEqual([[], 4])
    expect(issues).toMatchObject([{ code: 'noSection', column: 'Section', isRefused: true }])

    const left = read(schoolForm1({ ...faith, males: [{ lrn: '120019190018', name: 'Reyes, Ana', remarks: 'T/O' }] }))
    expect(left.bundle.enrollments[0]).toMatchObject({ endReason: 'transferredOut', lastOn: null })
    expect(left.issues[0]).toMatchObject({ code: 'noLastDay', line: 7 })
  })

  test('other forms and files are told apart', () => {
    const sf5 = schoolForm1(faith)
    const kinds = (bytes: Uint8Array) => readRosterSheet({ name: 'x.xlsx', bytes }).kind
    expect(kinds(sf5)).toBe('schoolForm1')
    const rows = lisForm(faith).rows.map((cells) => [...cells])
    rows[0]![0] = 'School Form 5 (SF 5) Report on Promotion'
    expect(kinds(workbookOf([{ name: 'SF5', rows }]))).toBe('table')
    rows[0]![0] = 'Form'
    expect(kinds(workbookOf([{ name: 'SF1', rows }]))).toBe('schoolForm1')
    expect(problemOf(() => csv('LRN,Name,Section\n1,"Reyes, Ana",Rizal\n'))).toMatchObject({
      kind: 'fileUnreadable',
      message: 'This is no School Form 1.',
    })
    const empty = schoolForm1({ ...faith, males: [], females: [] })
    expect(problemOf(() => read(empty))).toMatchObject({ message: 'The School Form 1 names no learners.' })
  })
})
