import { foldEmail } from './roster.ts'
import { foldText } from './names.ts'
import { normalisePhone } from './phone.ts'
import {
  cutSuffix,
  isEmailAddress,
  isSpreadsheetNumber,
  isSuffix,
  noMiddle,
  plainCell,
  readDate,
  readSection,
  readSex,
} from './roster-cells.ts'
import type { RosterColumn } from './roster-columns.ts'

/** One student as a row of a roster file gives them. Empty text stands for "the file says nothing". */
export interface RosterRow {
  /** 1-based line in the file. */
  readonly line: number
  readonly familyName: string
  readonly givenName: string
  readonly middleName: string
  readonly suffix: string
  readonly preferredName: string
  readonly sex: 'male' | 'female' | null
  readonly birthOn: string | null
  readonly studentNumber: string | null
  readonly emails: readonly { readonly address: string; readonly owner: 'own' | 'household' | 'guardian' }[]
  readonly phones: readonly { readonly number: string; readonly owner: 'own' | 'guardian' }[]
  readonly gradeLevel: string
  readonly section: string
  readonly adviser: string
}

/** What is wrong with a row; a refused row is left out, any other is imported without the doubtful cell. */
export interface RowIssue {
  readonly line: number
  readonly column: RosterColumn | null
  readonly code:
    | 'noName'
    | 'noFamilyName'
    | 'noSection'
    | 'spreadsheetNumber'
    | 'numberTwice'
    | 'sameStudentTwice'
    | 'otherNameUnderNumber'
    | 'badEmail'
    | 'badDate'
    | 'badSex'
    | 'badPhone'
    | 'sharedEmail'
    | 'tooLong'
  readonly isRefused: boolean
  /** Another line that this one is at odds with. */
  readonly otherLine?: number
}

/** The rows of a file that can be imported, and everything that a person should know about the others. */
export interface ReadRows {
  readonly rows: readonly RosterRow[]
  readonly issues: readonly RowIssue[]
}

/** Reads the cells of each row by the columns' meaning; O(n). Rows that stand twice are refused, not guessed at. */
export function readRosterRows(
  header: readonly string[],
  lines: readonly { readonly line: number; readonly cells: readonly string[] }[],
  columns: Readonly<Record<string, RosterColumn>>,
): ReadRows {
  const place = new Map<RosterColumn, number>()
  header.forEach((name, index) => {
    const column = columns[name] ?? 'ignore'
    if (column !== 'ignore' && !place.has(column)) place.set(column, index)
  })
  const issues: RowIssue[] = []
  const read = lines.flatMap(({ line, cells }) => {
    const cell = (column: RosterColumn) => plainCell(cells[place.get(column) ?? -1] ?? '')
    const row = readRow(line, cell, issues)
    return row === null ? [] : [row]
  })
  return {
    rows: ownAddressesOnly(refuseDoubles(read, issues), issues),
    issues: issues.toSorted((a, b) => a.line - b.line),
  }
}

type Cell = (column: RosterColumn) => string

function readRow(line: number, cell: Cell, issues: RowIssue[]): RosterRow | null {
  const refuse = (code: RowIssue['code'], column: RosterColumn | null) => {
    issues.push({ line, column, code, isRefused: true })
    return null
  }
  const note = (code: RowIssue['code'], column: RosterColumn) => issues.push({ line, column, code, isRefused: false })

  const name = readName(cell)
  if (name === 'noName') return refuse('noName', null)
  if (name === 'noFamilyName') return refuse('noFamilyName', 'fullName')
  if (Object.values(name).some((part) => part.length > 100)) return refuse('tooLong', 'fullName')
  const place = readSection(cell('section'), cell('gradeLevel'))
  if (place.section === '') return refuse('noSection', 'section')
  const studentNumber = cell('studentNumber').replace(/[\s-]/g, '')
  if (isSpreadsheetNumber(studentNumber)) return refuse('spreadsheetNumber', 'studentNumber')
  if (studentNumber.length > 40) return refuse('tooLong', 'studentNumber')

  const sex = readSex(cell('sex'))
  if (sex === null && cell('sex') !== '') note('badSex', 'sex')
  const birthOn = readDate(cell('birthOn'))
  if (birthOn === null && cell('birthOn') !== '') note('badDate', 'birthOn')
  const emails = (['email', 'householdEmail', 'guardianEmail'] as const).flatMap((column) => {
    const address = cell(column)
    if (address === '') return []
    if (!isEmailAddress(address)) {
      note('badEmail', column)
      return []
    }
    return [{ address, owner: ownerOf[column] }]
  })
  const phones = (['phone', 'guardianPhone'] as const).flatMap((column) => {
    const number = cell(column)
    if (number === '') return []
    if (normalisePhone(number) === null) {
      note('badPhone', column)
      return []
    }
    return [{ number, owner: column === 'phone' ? ('own' as const) : ('guardian' as const) }]
  })
  return {
    line,
    ...name,
    preferredName: cell('preferredName'),
    sex,
    birthOn,
    studentNumber: studentNumber === '' ? null : studentNumber,
    emails,
    phones,
    ...place,
    adviser: cell('adviser'),
  }
}

const ownerOf = { email: 'own', householdEmail: 'household', guardianEmail: 'guardian' } as const

interface ReadName {
  readonly familyName: string
  readonly givenName: string
  readonly middleName: string
  readonly suffix: string
}

function readName(cell: Cell): ReadName | 'noName' | 'noFamilyName' {
  const familyName = cell('familyName')
  const givenName = cell('givenName')
  const middleName = noMiddle(cell('middleName'))
  if (familyName !== '' || givenName !== '') {
    // Some people have one name only; it stands in whichever column the school put it.
    const [given, cut] = cutSuffix(givenName)
    const [family, cutFromFamily] = cutSuffix(familyName)
    return { familyName: family, givenName: given, middleName, suffix: cell('suffix') || cut || cutFromFamily }
  }
  const full = cell('fullName')
  if (full === '') return 'noName'
  const parts = full.split(',').map((part) => part.trim())
  if (parts.length < 2 || parts[0] === '') return 'noFamilyName'
  const [family, familySuffix] = cutSuffix(parts[0]!)
  const [given, givenSuffix] = cutSuffix(parts[1]!)
  const rest = parts.slice(2).filter((part) => part !== '')
  const suffixPart = rest.find((part) => isSuffix(part)) ?? ''
  const middle = rest.filter((part) => part !== suffixPart).join(' ')
  return {
    familyName: family,
    givenName: given,
    middleName: noMiddle(middleName || middle),
    suffix: cell('suffix') || suffixPart || givenSuffix || familySuffix,
  }
}

/** The same number twice, or the same person of one section twice without numbers, is a question for the school. */
function refuseDoubles(rows: readonly RosterRow[], issues: RowIssue[]): RosterRow[] {
  const byNumber = new Map<string, number>()
  const byName = new Map<string, RosterRow>()
  return rows.filter((row) => {
    if (row.studentNumber !== null) {
      const otherLine = byNumber.get(row.studentNumber)
      if (otherLine !== undefined) {
        issues.push({ line: row.line, column: 'studentNumber', code: 'numberTwice', isRefused: true, otherLine })
        return false
      }
      byNumber.set(row.studentNumber, row.line)
    }
    const key = [row.gradeLevel, row.section, row.familyName, row.givenName, row.middleName, row.suffix]
      .map(foldText)
      .join('|')
    const other = byName.get(key)
    if (other !== undefined && (row.studentNumber === null || other.studentNumber === null)) {
      issues.push({ line: row.line, column: null, code: 'sameStudentTwice', isRefused: true, otherLine: other.line })
      return false
    }
    byName.set(key, row)
    return true
  })
}

/** An address that stands for two students is nobody's own: it is kept as the household's, and both are told. */
function ownAddressesOnly(rows: readonly RosterRow[], issues: RowIssue[]): RosterRow[] {
  const lines = new Map<string, number[]>()
  for (const { line, emails } of rows) {
    for (const { address } of emails) {
      const key = foldEmail(address)
      const there = lines.get(key)
      if (there === undefined) lines.set(key, [line])
      else if (there.at(-1) !== line) there.push(line)
    }
  }
  return rows.map((row) => {
    const shared = row.emails.find(({ address, owner }) => owner === 'own' && lines.get(foldEmail(address))!.length > 1)
    if (shared === undefined) return row
    const otherLine = lines.get(foldEmail(shared.address))!.find((line) => line !== row.line)
    issues.push({
      line: row.line,
      column: 'email',
      code: 'sharedEmail',
      isRefused: false,
      ...(otherLine === undefined ? {} : { otherLine }),
    })
    return {
      ...row,
      emails: row.emails.map((email) => (email === shared ? { ...email, owner: 'household' as const } : email)),
    }
  })
}
