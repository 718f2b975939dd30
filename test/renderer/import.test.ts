import { describe, expect, test } from 'vitest'
import { alsoOf, effectOf, mappedAs, rosterFilesOf } from '../../src/renderer/app/import/asked.ts'
import type { RosterPreview } from '../../src/shared/contract/roster.ts'
import { ProblemError } from '../../src/shared/problem.ts'

const none = { addedCount: 0, changedCount: 0, unchangedCount: 0, refusedCount: 0 }
const noEnrollments = { addedCount: 0, movedCount: 0, endedCount: 0, unchangedCount: 0, refusedCount: 0 }
const counts = { students: none, staff: none, sections: none, groups: none, enrollments: noEnrollments }
/** Those parts of a preview that say how much would change. */
const previewOf = (changes: Partial<RosterPreview>) => ({ ...counts, notInFileCount: 0, ...changes }) as RosterPreview

describe('which of the files that were chosen are read', () => {
  const named = (...names: readonly string[]) => names.map((name) => new File(['x'], name))
  const namesOf = (files: readonly File[]) => rosterFilesOf(files).map(({ name }) => name)

  test('one file is read whatever it is called: its reader says what is wrong', () => {
    expect(namesOf(named('report.pdf'))).toEqual(['report.pdf'])
  })

  test('of a folder those that can be part of a roster', () => {
    const files = named('.DS_Store', 'users.csv', '~$list.xlsx', 'Orgs.CSV', 'read me.pdf', 'class.tsv')
    expect(namesOf(files)).toEqual(['users.csv', 'Orgs.CSV', 'class.tsv'])
  })

  test.each([
    ['a folder without any', named('a.pdf', 'b.docx'), /None of these files/],
    ['a folder of everything', named(...Array.from({ length: 31 }, (_, at) => `${at}.csv`)), /31 files/],
  ])('%s is refused', (_name, files, message) => {
    expect(() => rosterFilesOf(files)).toThrow(ProblemError)
    expect(() => rosterFilesOf(files)).toThrow(message)
  })
})

describe('what an import comes to', () => {
  test.each([
    ['nothing', {}],
    ['students', { students: { ...none, changedCount: 1 }, notInFileCount: 2 }],
    ['others', { staff: { ...none, addedCount: 1 } }],
    ['others', { enrollments: { ...noEnrollments, endedCount: 1 } }],
    ['missing', { notInFileCount: 2 }],
    // What stays and what is left out is no change.
    ['nothing', { students: { ...none, unchangedCount: 9, refusedCount: 3 } }],
  ] as const)('%s', (effect, changes) => {
    expect(effectOf(previewOf(changes))).toBe(effect)
  })

  test('besides students, in words, without what does not happen', () => {
    expect(alsoOf(counts)).toEqual([])
    const more = {
      sections: { ...none, addedCount: 1 },
      staff: { ...none, addedCount: 1200, refusedCount: 1 },
      enrollments: { ...noEnrollments, movedCount: 1, endedCount: 2 },
    }
    expect(alsoOf({ ...counts, ...more })).toEqual([
      '1 new section',
      '1,200 new members of the staff',
      '1 member of the staff left out',
      '1 student moves to another section',
      '2 enrollments end',
    ])
  })
})

test('a meaning is given to one column alone, except to be not used', () => {
  const columns = [
    { header: 'Class', field: 'section', samples: [] },
    { header: 'Block', field: 'ignore', samples: [] },
    { header: 'Note', field: 'ignore', samples: [] },
  ] as const satisfies RosterPreview['columns']
  expect(mappedAs(columns, 'Block', 'section')).toEqual({ Class: 'ignore', Block: 'section', Note: 'ignore' })
  expect(mappedAs(columns, 'Class', 'ignore')).toEqual({ Class: 'ignore', Block: 'ignore', Note: 'ignore' })
})
