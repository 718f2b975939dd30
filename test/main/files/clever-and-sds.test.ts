import { describe, expect, test } from 'vitest'
import { readRosterSet } from '../../../src/main/files/roster-files.ts'
import type { ReadRoster } from '../../../src/shared/domain/roster-bundle.ts'
import { cleverTables } from '../../support/clever-tables.ts'
import { changed, looseFiles } from '../../support/roster-files.ts'
import { told } from '../../support/roster-reading.ts'
import { sdsTables } from '../../support/sds-tables.ts'

const school = { sections: 2, studentsPerSection: 4 }
const person = ({ bundle }: ReadRoster, ref: string) => bundle.people.find((each) => each.ref === ref)

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
    expect(told(readRosterSet('clever', looseFiles(tables)).issues)).toEqual([
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
    expect(told(issues)).toEqual([
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
