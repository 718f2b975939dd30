import { describe, expect, test } from 'vitest'
import { readRosterSet } from '../../../src/main/files/roster-files.ts'
import type { ReadRoster } from '../../../src/shared/domain/roster-bundle.ts'
import { oneRosterTables } from '../../support/one-roster-tables.ts'
import { changed, looseFiles, type RosterTables } from '../../support/roster-files.ts'
import { problemIn, told } from '../../support/roster-reading.ts'

const school = { sections: 2, studentsPerSection: 4 }
const oneRoster = oneRosterTables('1.1', school)
const oneRoster12 = oneRosterTables('1.2', school)
const read = (tables: RosterTables): ReadRoster => readRosterSet('oneRoster', looseFiles(tables))
const person = ({ bundle }: ReadRoster, ref: string) => bundle.people.find((each) => each.ref === ref)
const enrollment = ({ bundle }: ReadRoster, ref: string) => bundle.enrollments.find((each) => each.ref === ref)
const group = ({ bundle }: ReadRoster, ref: string) => bundle.groups.find((each) => each.ref === ref)

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
    expect(told(roster.issues)).toEqual([['users.csv', 'status', 'badStatus', false]])
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
    expect(told(roster.issues)).toEqual([
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
    expect(told(roster.issues)).toEqual([
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
    expect(told(roster.issues)).toEqual([
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
    expect(problemIn(() => read(rest))?.message).toBe(
      'By its manifest.csv this set has files that are not here: enrollments.csv.',
    )
    const { 'manifest.csv': __, ...bare } = rest
    expect(read(bare).bundle).toMatchObject({ isDelta: true, enrollments: [], source: 'OneRoster:org-1' })
  })
})
