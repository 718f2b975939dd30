import { describe, expect, test } from 'vitest'
import { readRosterSet } from '../../../src/main/files/roster-files.ts'
import type { ReadRoster } from '../../../src/shared/domain/roster-bundle.ts'
import { oneRosterTables } from '../../support/one-roster-tables.ts'
import { changed, looseFiles, type RosterTables } from '../../support/roster-files.ts'
import { problemIn, told } from '../../support/roster-reading.ts'

const oneRoster = oneRosterTables('1.1', { sections: 2, studentsPerSection: 4 })
const read = (tables: RosterTables): ReadRoster => readRosterSet('oneRoster', looseFiles(tables))
const person = ({ bundle }: ReadRoster, ref: string) => bundle.people.find((each) => each.ref === ref)
const enrollment = ({ bundle }: ReadRoster, ref: string) => bundle.enrollments.find((each) => each.ref === ref)
const group = ({ bundle }: ReadRoster, ref: string) => bundle.groups.find((each) => each.ref === ref)

describe('traps of OneRoster', () => {
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
    expect(told(roster.issues)).toEqual([
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
    expect(problemIn(() => read(wrong))).toEqual({
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
    expect(told(roster.issues)).toContainEqual(['enrollments.csv', 'userSourcedId', 'orphanPerson', true])
    expect(told(roster.issues)).toContainEqual(['users.csv', null, 'cellsSlipped', true])
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
    expect(told(read(twice).issues)).toEqual([['enrollments.csv', null, 'enrolledTwice', true]])
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
    expect(told(roster.issues)).toEqual([
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
    const numbered = read(numbers)
    expect(told(numbered.issues)).toEqual([
      ['users.csv', 'identifier', 'restoredZeros', false],
      ['users.csv', 'identifier', 'spreadsheetNumber', false],
    ])
    expect([person(numbered, 's-5')?.studentNumber, person(numbered, 's-6')?.studentNumber]).toEqual([
      '036412000005',
      null,
    ])
  })
})
