import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { detectRosterFormat, readRosterSet, type RosterContent } from '../../../src/main/files/roster-files.ts'
import type { BundleIssue, ReadRoster } from '../../../src/shared/domain/roster-bundle.ts'
import {
  changed,
  cleverTables,
  csvBytes,
  looseFiles,
  oneRosterTables,
  sdsTables,
  zippedFiles,
  type RosterTables,
} from '../../support/roster-files.ts'
import { outcomeOf } from '../../support/roster-reading.ts'
import { zipOf } from '../../support/zip.ts'

const school = { sections: 2, studentsPerSection: 4 }
const oneRoster = oneRosterTables('1.1', school)
const oneRoster12 = oneRosterTables('1.2', school)
const read = (tables: RosterTables): ReadRoster => readRosterSet('oneRoster', looseFiles(tables))
const codes = (issues: readonly BundleIssue[]) =>
  issues.map(({ file, column, code, isRefused }) => [file, column, code, isRefused])
const problem = (reading: () => ReadRoster) => {
  const outcome = outcomeOf(reading)
  return 'problem' in outcome ? outcome.problem : null
}
const person = ({ bundle }: ReadRoster, ref: string) => bundle.people.find((each) => each.ref === ref)
const enrollment = ({ bundle }: ReadRoster, ref: string) => bundle.enrollments.find((each) => each.ref === ref)
const group = ({ bundle }: ReadRoster, ref: string) => bundle.groups.find((each) => each.ref === ref)

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

describe('OneRoster', () => {
  test.each([
    ['1.1', oneRoster],
    ['1.2', oneRoster12],
  ])('%s: sections, groups, people, enrollments', (version, tables) => {
    const roster = read(tables)
    expect(roster.issues).toEqual([])
    expect(roster.sourceTitle).toBe(`OneRoster ${version}, everything, from Example SIS`)
    expect(roster.rowCount).toBe(Object.values(tables).reduce((sum, table) => sum + table.length - 1, 0))
    const { bundle } = roster
    expect(bundle).toMatchObject({ format: 'oneRoster', source: 'OneRoster:EX-300123', isDelta: false })
    expect(bundle.sections).toMatchObject([
      { ref: 'c-hr-1', name: 'Mabini', gradeLevel: '7', adviserRef: 't-1', isGone: false },
      { ref: 'c-hr-2', name: 'Rizal', gradeLevel: '7', adviserRef: 't-2', isGone: false },
    ])
    // A class of exactly one section is that section's; one of every other student has its students one by one.
    expect(bundle.groups).toMatchObject([
      {
        ref: 'c-math-1',
        name: 'Math 7 (MATH7-1)',
        subject: 'Mathematics',
        sectionRefs: ['c-hr-1'],
        teacherRefs: ['t-2'],
      },
      {
        ref: 'c-math-2',
        name: 'Math 7 (MATH7-2)',
        subject: 'Mathematics',
        sectionRefs: ['c-hr-2'],
        teacherRefs: ['t-1'],
      },
      { ref: 'c-club', name: 'Journalism', subject: 'Journalism', sectionRefs: [], teacherRefs: [] },
    ])
    expect(bundle.enrollments.filter(({ sectionRef }) => sectionRef !== null)).toHaveLength(8)
    expect(bundle.enrollments.filter(({ groupRef }) => groupRef === 'c-club')).toHaveLength(4)
    expect(bundle.enrollments).toHaveLength(12)
    // Terms give the days that enrollments do not.
    expect(bundle.enrollments[0]).toMatchObject({ firstOn: '2026-06-08', lastOn: '2027-03-31' })
    expect(bundle.people.filter(({ kind }) => kind === 'staff').map(({ ref }) => ref)).toEqual(['t-1', 't-2'])
    // A parent is nobody of the school: name, address and phone stand at the child.
    expect(person(roster, 'g-1')).toBeUndefined()
    expect(person(roster, 's-1')).toMatchObject({
      familyName: 'Dela Cruz',
      givenName: 'Juan',
      sex: 'male',
      birthOn: '2013-01-10',
      studentNumber: '136412000001',
      emails: [
        { address: 'student1@example.edu.ph', owner: 'own' },
        { address: 'luz@example.com', owner: 'guardian' },
      ],
      phones: [{ number: '0917 123 4567', owner: 'guardian' }],
      guardians: [{ name: 'Luz Dela Cruz', relation: 'guardian' }],
    })
  })

  test('as producers write it: BOM, CRLF, everything quoted, filled status, extra columns, metadata, columns in another order', () => {
    const expected = read(oneRoster).bundle
    const filled = oneRosterTables('1.1', { ...school, isStatusFilled: true })
    const more = Object.fromEntries(
      Object.entries(filled).map(([name, table]) => [
        name,
        table.map((row, index) => [...row, index === 0 ? 'metadata.note' : 'a, "b"\nc', index === 0 ? 'bus' : '']),
      ]),
    )
    const written = readRosterSet('oneRoster', looseFiles(more, { hasBom: true, isCrlf: true, isAllQuoted: true }))
    // Line breaks in cells move the lines; everything else is the same.
    const content = ({ people }: typeof expected) => people.map((each) => ({ ...each, origin: null }))
    expect(content(written.bundle)).toEqual(content(expected))
    const turned = Object.fromEntries(
      Object.entries(oneRoster).map(([name, table]) => [name, table.map((row) => row.toReversed())]),
    )
    expect(read(turned).bundle).toEqual(expected)
    expect(read(turned).issues).toEqual([])
  })

  test('a delta: whoever is not named is not missing, what is taken out is gone, ids of earlier files stand', () => {
    const { 'classes.csv': _, 'demographics.csv': __, ...delta } = oneRosterTables('1.1', school, 'delta')
    let tables: RosterTables = changed(delta, 'users.csv', (rows) =>
      rows.slice(0, 3).map((row, index) => (index === 2 ? { ...row, status: 'tobedeleted' } : row)),
    )
    tables = changed(tables, 'enrollments.csv', (rows) => [
      { ...rows.find(({ sourcedId }) => sourcedId === 'e-hr-s-5')!, status: 'tobedeleted' },
      { ...rows.find(({ sourcedId }) => sourcedId === 'e-math-s-6')!, classSourcedId: 'c-other' },
    ])
    tables = changed(tables, 'manifest.csv', (rows) =>
      rows.map((row) => (/classes|demographics/.test(row.propertyName!) ? { ...row, value: 'absent' } : row)),
    )
    const roster = read(tables)
    expect(roster.sourceTitle).toBe('OneRoster 1.1, changes only, from Example SIS')
    expect(roster.bundle.isDelta).toBe(true)
    expect(person(roster, 's-1')?.isGone).toBe(true)
    expect(enrollment(roster, 'e-hr-s-5')).toMatchObject({
      personRef: 's-5',
      groupRef: 'c-hr-1'.replace('1', '2'),
      isGone: true,
    })
    expect(enrollment(roster, 'e-math-s-6')).toMatchObject({ personRef: 's-6', groupRef: 'c-other', isGone: false })
    expect(roster.issues).toEqual([])
  })

  test('inactive records of a full file are gone, and an unknown status is told and taken for active', () => {
    const tables = changed(oneRoster, 'users.csv', (rows) =>
      rows.map((row) =>
        row.sourcedId === 's-2'
          ? { ...row, status: 'inactive' }
          : row.sourcedId === 's-3'
            ? { ...row, status: 'withdrawn' }
            : row,
      ),
    )
    const roster = read(tables)
    expect(roster.bundle.isDelta).toBe(false)
    expect([person(roster, 's-2')?.isGone, person(roster, 's-3')?.isGone]).toEqual([true, false])
    expect(codes(roster.issues)).toEqual([['users.csv', 'status', 'badStatus', false]])
  })

  test('trap: orphans of every kind are told, and only what hangs in the air is left out', () => {
    let tables = changed(oneRoster, 'enrollments.csv', (rows) =>
      rows.map((row) =>
        row.sourcedId === 'e-hr-s-1'
          ? { ...row, userSourcedId: 's-99' }
          : row.sourcedId === 'e-hr-s-2'
            ? { ...row, classSourcedId: 'c-99' }
            : row,
      ),
    )
    tables = changed(tables, 'classes.csv', (rows) =>
      rows.map((row) =>
        row.sourcedId === 'c-club' ? { ...row, courseSourcedId: 'co-99', schoolSourcedId: 'org-99' } : row,
      ),
    )
    tables = changed(tables, 'users.csv', (rows) =>
      rows.map((row) =>
        row.sourcedId === 's-4' ? { ...row, agentSourcedIds: 'g-99', orgSourcedIds: 'org-1,org-99' } : row,
      ),
    )
    const roster = read(tables)
    expect(codes(roster.issues)).toEqual([
      ['classes.csv', 'courseSourcedId', 'orphanCourse', false],
      ['classes.csv', 'schoolSourcedId', 'orphanOrg', false],
      ['enrollments.csv', 'userSourcedId', 'orphanPerson', true],
      ['enrollments.csv', 'classSourcedId', 'orphanClass', true],
      ['users.csv', 'orgSourcedIds', 'orphanOrg', false],
      ['users.csv', 'agentSourcedIds', 'orphanPerson', false],
    ])
    expect(enrollment(roster, 'e-hr-s-1')).toBeUndefined()
    // Math 7 has the two students whom the homeroom now lacks: it is no longer exactly that section.
    expect(group(roster, 'c-math-1')?.sectionRefs).toEqual([])
  })

  test('trap: a header off by one letter is read, and told with the header that the format has', () => {
    const slip = {
      ...oneRoster,
      'classes.csv': oneRoster['classes.csv']!.map((row, index) =>
        index === 0 ? row.map((name) => name.replace('termSourcedIds', 'termSourcedId')) : row,
      ),
    }
    const roster = read(slip)
    expect(roster.issues).toEqual([
      {
        file: 'classes.csv',
        line: 1,
        column: 'termSourcedId',
        code: 'headerNear',
        isRefused: false,
        expected: 'termSourcedIds',
      },
    ])
    expect(enrollment(roster, 'e-hr-s-1')?.firstOn).toBe('2026-06-08')
  })

  test('trap: headers in the wrong case are read and told', () => {
    const lower = {
      ...oneRoster,
      'users.csv': oneRoster['users.csv']!.map((row, index) =>
        index === 0
          ? row.map((name) => (name === 'givenName' ? 'givenname' : name === 'familyName' ? 'Family Name' : name))
          : row,
      ),
    }
    const { issues, bundle } = read(lower)
    expect(issues.map(({ column, code, expected }) => [column, code, expected])).toEqual([
      ['givenname', 'headerCase', 'givenName'],
      ['Family Name', 'headerCase', 'familyName'],
    ])
    expect(bundle.people).toEqual(read(oneRoster).bundle.people)
  })

  test('trap: without a column that it needs the set is refused with the nearest header', () => {
    const wrong = {
      ...oneRoster,
      'enrollments.csv': oneRoster['enrollments.csv']!.map((row, index) =>
        index === 0 ? row.map((name) => (name === 'classSourcedId' ? 'classSrcdId' : name)) : row,
      ),
    }
    expect(problem(() => read(wrong))).toEqual({
      kind: 'fileUnreadable',
      message: 'enrollments.csv has no column "classSourcedId"; the nearest is "classSrcdId".',
      fix: 'Rename the headers as they are given here, or export the files again.',
    })
  })

  test('trap: quoted lists in one cell', () => {
    let tables = changed(oneRoster, 'academicSessions.csv', (rows) => [
      { ...rows[0]!, sourcedId: 'q1', startDate: '2026-06-08', endDate: '2026-08-31' },
      { ...rows[0]!, sourcedId: 'q2', startDate: '2026-09-01', endDate: '2026-11-30' },
      rows[0]!,
    ])
    tables = changed(tables, 'classes.csv', (rows) =>
      rows.map((row) =>
        row.sourcedId === 'c-club' ? { ...row, termSourcedIds: 'q1, q2', subjects: 'English,Filipino' } : row,
      ),
    )
    tables = changed(tables, 'users.csv', (rows) =>
      rows.map((row) => (row.sourcedId === 's-2' ? { ...row, userIds: '{Fed:77},{LRN:136412999999}' } : row)),
    )
    const roster = read(tables)
    expect(roster.issues).toEqual([])
    expect(roster.bundle.groups[2]?.subject).toBe('English')
    expect(enrollment(roster, 'e-club-s-1')).toMatchObject({ firstOn: '2026-06-08', lastOn: '2026-11-30' })
    expect(person(roster, 's-2')?.studentNumber).toBe('136412999999')
  })

  test('trap: a list without its quotation marks slips into the next cells, and the row is refused', () => {
    const users = oneRoster['users.csv']!
    const slipped = users.map((row, index) =>
      index === 3 ? [...row.slice(0, 4), 'org-1', 'org-2', ...row.slice(5, -1), 'x'] : row,
    )
    const roster = read({ ...oneRoster, 'users.csv': slipped })
    expect(codes(roster.issues)).toContainEqual(['enrollments.csv', 'userSourcedId', 'orphanPerson', true])
    expect(codes(roster.issues)).toContainEqual(['users.csv', null, 'cellsSlipped', true])
  })

  test('trap: duplicate sourcedIds: the first is kept, the second told with its line', () => {
    const tables = changed(oneRoster, 'users.csv', (rows) => [...rows, { ...rows[4]!, givenName: 'Somebody Else' }])
    const roster = read(tables)
    expect(roster.issues).toEqual([
      { file: 'users.csv', line: 13, column: 'sourcedId', code: 'idTwice', isRefused: true, otherLine: 6 },
    ])
    expect(person(roster, 's-3')?.givenName).not.toBe('Somebody Else')
    const twice = changed(oneRoster, 'enrollments.csv', (rows) => [
      ...rows,
      { ...rows.find(({ sourcedId }) => sourcedId === 'e-club-s-1')!, sourcedId: 'e-again' },
    ])
    expect(codes(read(twice).issues)).toEqual([['enrollments.csv', null, 'enrolledTwice', true]])
  })

  test('trap: orgs, terms and agents in circles', () => {
    let tables = changed(oneRoster, 'orgs.csv', (rows) =>
      rows.map((row) => ({ ...row, parentSourcedId: row.sourcedId === 'org-0' ? 'org-1' : 'org-0' })),
    )
    tables = changed(tables, 'academicSessions.csv', (rows) => rows.map((row) => ({ ...row, parentSourcedId: 'sy' })))
    tables = changed(tables, 'users.csv', (rows) =>
      rows.map((row) =>
        row.sourcedId === 's-3'
          ? { ...row, agentSourcedIds: 's-4' }
          : row.sourcedId === 's-4'
            ? { ...row, agentSourcedIds: 's-3' }
            : row,
      ),
    )
    const roster = read(tables)
    expect(codes(roster.issues)).toEqual([
      ['academicSessions.csv', 'parentSourcedId', 'cycle', false],
      ['orgs.csv', 'parentSourcedId', 'cycle', false],
      ['users.csv', 'agentSourcedIds', 'cycle', false],
    ])
    expect(roster.bundle.enrollments).toHaveLength(12)
  })

  test('trap: zeros that a spreadsheet cut off ids and numbers', () => {
    const padded = (text: string) => text.replace(/^s-(\d)$/, '00$1')
    const ids = Object.fromEntries(
      Object.entries(oneRoster).map(([name, table]) => [name, table.map((row) => row.map(padded))]),
    )
    const cut = {
      ...ids,
      'users.csv': ids['users.csv']!.map((row) => row.map((cell) => cell.replace(/^00(\d)$/, '$1'))),
    }
    const roster = read(cut)
    expect(roster.bundle.enrollments).toHaveLength(12)
    expect(new Set(roster.issues.map(({ code, isRefused }) => `${code} ${isRefused}`))).toEqual(
      new Set(['zerosDiffer false']),
    )
    const numbers = changed(oneRoster, 'users.csv', (rows) =>
      rows.map((row) =>
        row.sourcedId === 's-5'
          ? { ...row, identifier: '36412000005' }
          : row.sourcedId === 's-6'
            ? { ...row, identifier: '1.36412E+11' }
            : row,
      ),
    )
    const told = read(numbers)
    expect(codes(told.issues)).toEqual([
      ['users.csv', 'identifier', 'restoredZeros', false],
      ['users.csv', 'identifier', 'spreadsheetNumber', false],
    ])
    expect([person(told, 's-5')?.studentNumber, person(told, 's-6')?.studentNumber]).toEqual(['036412000005', null])
  })

  test('days: endDate is the first day no more, the term’s own end is its last day, and who never came is left out', () => {
    const dated = changed(oneRoster, 'enrollments.csv', (rows) =>
      rows.map((row) => {
        const days: Record<string, [string, string]> = {
          'e-hr-s-1': ['2026-06-08', '2027-03-31'],
          'e-hr-s-2': ['2026-06-15', '2026-10-01'],
          'e-hr-s-3': ['2026-06-08', '2026-06-08'],
          'e-hr-s-4': ['2026-09-01', '2026-06-30'],
          'e-hr-s-5': ['08/24/2026', '2026-12-19T00:00:00Z'],
        }
        const [beginDate, endDate] = days[row.sourcedId!] ?? ['', '']
        return { ...row, beginDate, endDate }
      }),
    )
    const roster = read(dated)
    const days = ['e-hr-s-1', 'e-hr-s-2', 'e-hr-s-3', 'e-hr-s-4', 'e-hr-s-5'].map((ref) => {
      const found = enrollment(roster, ref)
      return found === undefined ? null : [found.firstOn, found.lastOn]
    })
    expect(days).toEqual([
      ['2026-06-08', '2027-03-31'],
      ['2026-06-15', '2026-09-30'],
      null,
      ['2026-09-01', '2027-03-31'],
      ['2026-08-24', '2026-12-18'],
    ])
    expect(codes(roster.issues)).toEqual([
      ['enrollments.csv', 'endDate', 'zeroDays', true],
      ['enrollments.csv', 'endDate', 'datesReversed', false],
    ])
    // Two who left the homeroom are still in Math 7: not exactly the section.
    expect(group(roster, 'c-math-1')?.sectionRefs).toEqual([])
  })

  test('teachers: the main one first, whoever handed over before another began is left out', () => {
    const tables = changed(oneRoster, 'enrollments.csv', (rows) => {
      const [first] = rows.filter(({ sourcedId }) => sourcedId === 'e-hr-t-1')
      return [
        ...rows.map((row) => (row === first ? { ...row, primary: 'false', endDate: '2026-09-01' } : row)),
        {
          ...first!,
          sourcedId: 'e-hr-t-new',
          userSourcedId: 't-2',
          primary: 'true',
          beginDate: '2026-09-01',
          endDate: '',
        },
      ]
    })
    expect(read(tables).bundle.sections[0]?.adviserRef).toBe('t-2')
  })

  test('roles: 1.2 by roles.csv, primary before secondary; a student who teaches is told; unknown roles are refused', () => {
    let tables = changed(oneRoster12, 'roles.csv', (rows) => [
      ...rows,
      { ...rows[0]!, sourcedId: 'r-x', userSourcedId: 't-1', roleType: 'secondary', role: 'student' },
      { ...rows[0]!, sourcedId: 'r-y', userSourcedId: 't-2', roleType: 'primary', role: 'ext:wizard' },
    ])
    tables = changed(tables, 'enrollments.csv', (rows) =>
      rows.map((row) =>
        row.sourcedId === 'e-hr-s-1'
          ? { ...row, role: 'teacher' }
          : row.sourcedId === 'e-hr-s-2'
            ? { ...row, role: 'aide' }
            : row,
      ),
    )
    const roster = read(tables)
    expect(person(roster, 't-1')?.kind).toBe('staff')
    expect(codes(roster.issues)).toEqual([
      ['enrollments.csv', 'role', 'badRole', true],
      ['roles.csv', 'role', 'badRole', true],
    ])
  })

  test('a shut account and a shared address take nobody off a list', () => {
    const tables = changed(oneRoster, 'users.csv', (rows) =>
      rows.map((row) =>
        row.sourcedId === 's-2'
          ? { ...row, enabledUser: 'false' }
          : row.sourcedId === 's-4'
            ? { ...row, email: 'Student3@example.edu.ph' }
            : row.sourcedId === 's-5'
              ? { ...row, email: 'teacher1@example.edu.ph' }
              : row,
      ),
    )
    const roster = read(tables)
    expect(codes(roster.issues)).toEqual([
      ['users.csv', 'enabledUser', 'disabledUser', false],
      ['users.csv', 'email', 'sharedEmail', false],
      ['users.csv', 'email', 'sharedEmail', false],
      ['users.csv', 'email', 'sharedEmail', false],
    ])
    const owners = ['t-1', 's-2', 's-3', 's-4', 's-5'].map((ref) => person(roster, ref)?.emails[0]?.owner)
    expect(owners).toEqual(['own', 'own', 'household', 'household', 'household'])
  })

  test('sections of one name get what tells them apart; a grade that only students have becomes the section’s', () => {
    const tables = changed(oneRoster, 'classes.csv', (rows) =>
      rows.map((row) =>
        row.classType === 'homeroom' ? { ...row, title: 'Homeroom', grades: '', courseSourcedId: '' } : row,
      ),
    )
    expect(read(tables).bundle.sections).toMatchObject([
      { name: 'Homeroom (HR-1)', gradeLevel: '7' },
      { name: 'Homeroom (HR-2)', gradeLevel: '7' },
    ])
  })

  test('a manifest that names a file that is not there refuses the set; a set without enrollments changes only what it names', () => {
    const { 'enrollments.csv': _, ...rest } = oneRoster
    expect(problem(() => read(rest))?.message).toBe(
      'By its manifest.csv this set has files that are not here: enrollments.csv.',
    )
    const { 'manifest.csv': __, ...bare } = rest
    expect(read(bare).bundle).toMatchObject({ isDelta: true, enrollments: [], source: 'OneRoster:org-1' })
  })
})

describe('Clever', () => {
  const clever = cleverTables(school)
  const roster = readRosterSet('clever', looseFiles(clever))

  test('homerooms by their subject, contacts from several rows, staff who teach only once, ids that clash', () => {
    expect(roster.issues).toEqual([])
    expect(roster.sourceTitle).toBe('Clever, everything, from San Isidro NHS')
    expect(roster.bundle).toMatchObject({ source: 'Clever:300123', isDelta: false })
    expect(roster.bundle.sections).toMatchObject([
      { name: 'Mabini', gradeLevel: '7', adviserRef: 'teacher:1001' },
      { name: 'Rizal', gradeLevel: '7', adviserRef: 'teacher:1002' },
    ])
    expect(roster.bundle.people.filter(({ kind }) => kind === 'staff').map(({ ref }) => ref)).toEqual([
      'teacher:1001',
      'teacher:1002',
      'staff:1',
    ])
    expect(person(roster, 'student:1001')).toMatchObject({
      birthOn: '2013-01-10',
      sex: 'male',
      guardians: [
        { name: 'Luz Dela Cruz', relation: 'mother' },
        { name: 'Pedro Dela Cruz', relation: 'father' },
      ],
      phones: [
        { number: '0917 123 4567', owner: 'guardian' },
        { number: '0918 123 4567', owner: 'guardian' },
      ],
    })
    expect(roster.bundle.enrollments[0]).toMatchObject({
      sectionRef: 'hr1',
      firstOn: '2026-06-08',
      lastOn: '2027-03-31',
    })
  })

  test('the order of rows and columns means nothing; headers as people type them are read', () => {
    const typed = Object.fromEntries(
      Object.entries(clever).map(([name, [header = [], ...rows]]) => [
        name,
        [header.map((column) => column.replaceAll('_', ' ').toUpperCase()), ...rows.toReversed()],
      ]),
    )
    const { bundle, issues } = readRosterSet('clever', looseFiles(typed))
    expect(new Set(issues.map(({ code }) => code))).toEqual(new Set(['headerCase']))
    expect(bundle.people.map(({ ref }) => ref).toSorted()).toEqual(
      roster.bundle.people.map(({ ref }) => ref).toSorted(),
    )
  })

  test('two students under one id are no contacts of each other', () => {
    const tables = changed(clever, 'students.csv', (rows) => [...rows, { ...rows[2]!, First_name: 'Another' }])
    expect(codes(readRosterSet('clever', looseFiles(tables)).issues)).toEqual([
      ['students.csv', 'Student_id', 'idTwice', true],
    ])
  })
})

describe('Microsoft School Data Sync', () => {
  const sds = sdsTables(school)
  const roster = readRosterSet('sds', looseFiles(sds))

  test('roles, homerooms by their title, accounts as addresses, relationships, American dates', () => {
    expect(roster.issues).toEqual([])
    expect(roster.sourceTitle).toBe('Microsoft School Data Sync 2.1, everything, from San Isidro NHS')
    expect(roster.bundle.sections).toMatchObject([
      { name: 'Homeroom Mabini', gradeLevel: '7', adviserRef: 't-1' },
      { name: 'Homeroom Rizal', gradeLevel: '7', adviserRef: 't-2' },
    ])
    expect(roster.bundle.groups).toMatchObject([
      { name: 'Biology 7', subject: 'Biology', teacherRefs: ['t-1'], sectionRefs: [] },
    ])
    expect(person(roster, 't-1')?.emails).toEqual([{ address: 'teacher1@example.edu.ph', owner: 'own' }])
    expect(person(roster, 's-1')).toMatchObject({
      birthOn: '2013-01-10',
      guardians: [{ name: 'Luz Dela Cruz', relation: 'guardian' }],
    })
    expect(roster.bundle.enrollments[0]).toMatchObject({ firstOn: '2026-08-24', lastOn: '2027-06-11' })
  })

  test('a row with a cell too many, as in Microsoft’s own sample of courses, is told and passed over', () => {
    const courses = sds['courses.csv']!.map((row, index) => (index === 1 ? [...row, 'PS1'] : row))
    const { issues, bundle } = readRosterSet('sds', looseFiles({ ...sds, 'courses.csv': courses }))
    expect(codes(issues)).toEqual([
      ['classes.csv', 'courseSourcedId', 'orphanCourse', false],
      ['courses.csv', null, 'cellsSlipped', true],
    ])
    expect(bundle.groups[0]?.subject).toBe('Biology 7')
  })

  test('users without classes are people only', () => {
    const { 'classes.csv': _, 'enrollments.csv': __, ...people } = sds
    expect(readRosterSet('sds', looseFiles(people))).toMatchObject({
      sourceTitle: 'Microsoft School Data Sync 2.1, people only, from San Isidro NHS',
      bundle: { isDelta: true },
    })
  })
})

describe('what must not harm', () => {
  const refusal = (files: readonly RosterContent[]) =>
    problem(() => {
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
    expect(problem(() => readRosterSet('oneRoster', [bomb]))?.message).toMatch(/larger than 64 MB/)
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
    expect(problem(() => readRosterSet('sds', [{ name: 'orgs.csv', bytes: rows }]))?.message).toMatch(
      /more than 400,000 rows/,
    )
    const wide = changed(oneRoster, 'users.csv', ([first, ...rest]) => [
      { ...first!, givenName: 'x'.repeat(250_000) },
      ...rest,
    ])
    expect(problem(() => read(wide))?.message).toMatch(/^users\.csv: .*see line 2/)
    const long = changed(oneRoster, 'users.csv', (all) =>
      all.map((row) => (row.sourcedId === 's-2' ? { ...row, givenName: 'x'.repeat(300) } : row)),
    )
    expect(codes(read(long).issues)).toContainEqual(['users.csv', 'familyName', 'tooLong', true])
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
