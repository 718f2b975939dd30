import { nameKey } from './names.ts'
import { normalisePhone } from './phone.ts'
import { readListName } from './person-names.ts'
import type { BundleIssue, BundleIssueCode, BundlePerson, Origin } from './roster-bundle.ts'
import { cutSuffix, isEmailAddress, noMiddle, plainCell, readSex } from './roster-cells.ts'
import type { RosterColumn } from './roster-columns.ts'
import type { WrittenDate } from './roster-dates.ts'

/** One row of a list of learners, with what its cells mean. */
export interface StudentRow {
  readonly origin: Origin
  /** The cell, plain; '' where there is no such column. */
  readonly cell: (column: RosterColumn) => string
  /** The column's header as the file writes it; null where there is none. */
  readonly headerOf: (column: RosterColumn) => string | null
}

/** How numbers and dates of one file are to be read: the rest is the same in every list. */
export interface CellRules {
  /** The number as it is kept, or what is wrong with it. */
  readonly studentNumber: (text: string) => { readonly number: string | null; readonly doubt: NumberDoubt | null }
  readonly birthOn: (text: string) => WrittenDate
}

/** What can be wrong with a student number; one that a spreadsheet destroyed, or that is none at all, refuses the row. */
export type NumberDoubt = 'spreadsheetNumber' | 'badNumber' | 'lostZeros' | 'restoredZeros' | 'tooLong'

const longestName = 100
const longestCell = 500
const longestPhone = 40
/** Of one cell; nobody is called on more. */
const mostPhones = 4

/** A cell as {@link StudentRow} holds it: plain, and no longer than any cell of a person is. */
export const cellText = (text: string | undefined): string =>
  text === undefined || text === '' ? '' : plainCell(text.slice(0, longestCell))

/** Reads a student out of a row, adding what is wrong with it to `issues`; null where the row is refused. O(cells). */
export function readStudent(row: StudentRow, rules: CellRules, issues: BundleIssue[]): BundlePerson | null {
  const { origin, cell, headerOf } = row
  const add = (code: BundleIssueCode, column: RosterColumn | null, isRefused: boolean) =>
    issues.push({ ...origin, column: column === null ? null : headerOf(column), code, isRefused })
  const note = (code: BundleIssueCode, column: RosterColumn) => add(code, column, false)

  const name = readName(cell)
  const preferredName = cell('preferredName')
  if (typeof name === 'string') {
    add(name, name === 'noName' ? null : 'fullName', true)
    return null
  }
  if ([...Object.values(name), preferredName].some((part) => part.length > longestName)) {
    add('tooLong', cell('fullName') === '' ? 'familyName' : 'fullName', true)
    return null
  }
  const { number, doubt } = rules.studentNumber(cell('studentNumber'))
  if (doubt !== null) add(doubt, 'studentNumber', doubt === 'spreadsheetNumber' || doubt === 'tooLong')
  if (doubt === 'spreadsheetNumber' || doubt === 'tooLong') return null

  const sex = readSex(cell('sex'))
  if (sex === null && cell('sex') !== '') note('badSex', 'sex')
  const birth = rules.birthOn(noMiddle(cell('birthOn')))
  if (birth.isUnclear) note('unclearDate', 'birthOn')
  else if (birth.on === null && noMiddle(cell('birthOn')) !== '') note('badDate', 'birthOn')
  return {
    ref: `${origin.file}:${origin.line}`,
    kind: 'student',
    ...name,
    preferredName,
    sex,
    birthOn: birth.on,
    studentNumber: number,
    emails: readEmails(cell, note),
    phones: readPhones(cell, note),
    guardians: readGuardians(cell, note),
    isGone: false,
    origin,
  }
}

type Cell = StudentRow['cell']
type Note = (code: BundleIssueCode, column: RosterColumn) => void

/** Name parts say more than a full name; with both, the parts are taken. */
function readName(cell: Cell) {
  const [family, given] = [cell('familyName'), cell('givenName')]
  if (family !== '' || given !== '') {
    // Some people have one name only; it stands in whichever column the school put it.
    const [givenName, givenSuffix] = cutSuffix(given)
    const [familyName, familySuffix] = cutSuffix(family)
    const suffix = noMiddle(cell('suffix')) || givenSuffix || familySuffix
    return { familyName, givenName, middleName: noMiddle(cell('middleName')), suffix }
  }
  const full = cell('fullName')
  if (full === '') return 'noName'
  const name = readListName(full)
  if (name === null) return 'noFamilyName'
  return {
    ...name,
    middleName: noMiddle(cell('middleName')) || name.middleName,
    suffix: noMiddle(cell('suffix')) || name.suffix,
  }
}

const emailOwners = { email: 'own', householdEmail: 'household', guardianEmail: 'guardian' } as const

function readEmails(cell: Cell, note: Note): BundlePerson['emails'] {
  return (['email', 'householdEmail', 'guardianEmail'] as const).flatMap((column) => {
    const address = noMiddle(cell(column))
    if (address === '') return []
    if (isEmailAddress(address)) return [{ address, owner: emailOwners[column] }]
    note('badEmail', column)
    return []
  })
}

/** A cell may hold several numbers: "0917 123 4567 / 0918 123 4567". */
function readPhones(cell: Cell, note: Note): BundlePerson['phones'] {
  return (['phone', 'guardianPhone'] as const).flatMap((column) => {
    const written = noMiddle(cell(column))
    if (written === '') return []
    const parts = written.split(/[/;,&]| or /i).map((part) => part.trim())
    const numbers = parts.filter((part) => part.length <= longestPhone && normalisePhone(part) !== null)
    if (numbers.length < parts.filter(Boolean).length) note('badPhone', column)
    return numbers
      .slice(0, mostPhones)
      .map((number) => ({ number, owner: column === 'phone' ? ('own' as const) : ('guardian' as const) }))
  })
}

const relations = { fatherName: 'father', motherName: 'mother', guardianName: 'guardian' } as const

/** Nobody stands twice: the guardian of most children is one of the parents. */
function readGuardians(cell: Cell, note: Note): BundlePerson['guardians'] {
  const seen = new Set<string>()
  return (['fatherName', 'motherName', 'guardianName'] as const).flatMap((column) => {
    const name = tidyList(cell(column))
    const key = nameKey(name)
    if (key === '' || seen.has(key)) return []
    if (name.length > longestName) {
      note('tooLong', column)
      return []
    }
    seen.add(key)
    return [{ name, relation: relations[column] }]
  })
}

/** "Berdin,Elma,Alivado," as "Berdin, Elma, Alivado". */
const tidyList = (text: string): string =>
  text
    .split(',')
    .map((part) => noMiddle(part.trim()))
    .filter((part) => part !== '')
    .join(', ')
