import { foldText } from './names.ts'
import { readTeacherName } from './person-names.ts'
import { foldEmail } from './roster.ts'
import { listBundle, listedSection, plainStay, type ListedStudent } from './list-bundle.ts'
import type { BundleIssue, BundlePerson, Origin, ReadRoster } from './roster-bundle.ts'
import { isEmailAddress, noMiddle } from './roster-cells.ts'
import type { RosterColumn } from './roster-columns.ts'
import { dateOrderOf, readWrittenDate, type DateOrder } from './roster-dates.ts'
import { ownAddressesOnly, refuseDoubles } from './roster-doubles.ts'
import { cellText, readStudent, type CellRules, type StudentRow } from './roster-person.ts'
import { lostZeros, numberRule } from './student-numbers.ts'

/** A table as it stands in a file. */
export interface TableRows {
  readonly header: readonly string[]
  /** Each with its 1-based line in the file. */
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[]
}

/** What a person has said about a table. */
export interface TableChoices {
  /** What each header means, where a person changed the guess; the caller reads it into the columns. */
  readonly mapping?: Record<string, RosterColumn>
  readonly leadingZeros?: 'restore' | 'asIs'
  readonly dates?: DateOrder
}

/** A doubt that only a person can settle: how many cells it is about, and one of them. */
export interface TableQuestion {
  readonly id: 'leadingZeros' | 'dates'
  readonly count: number
  readonly sample: string
}

/**
 * The students, sections and advisers of a table, by the columns' meaning. Cells in doubt are left out until their question
 * is answered, and so stand among the issues; questions stay among the questions once they are answered. O(cells).
 */
export function tableBundle(
  table: TableRows,
  columns: Readonly<Record<string, RosterColumn>>,
  choices: TableChoices,
  fileName: string,
): ReadRoster & { readonly questions: readonly TableQuestion[] } {
  const { placeOf, headerOf } = placesOf(table.header, columns)
  const cellsOf = (column: RosterColumn) => {
    const place = placeOf(column)
    return place === -1 ? [] : table.rows.map(({ cells }) => cellText(cells[place]))
  }
  const { rules, questions } = rulesFor(cellsOf, headerOf, choices)

  const issues: BundleIssue[] = []
  const read = table.rows.flatMap(({ line, cells }) => {
    const origin = { file: fileName, line }
    const plain: (string | undefined)[] = []
    const textAt = (place: number) => (place === -1 ? '' : (plain[place] ??= cellText(cells[place])))
    const row: StudentRow = { origin, headerOf, cell: (column) => textAt(placeOf(column)) }
    const student = readPlaced(row, rules, issues)
    return student === null ? [] : [student]
  })
  const headers = { studentNumber: headerOf('studentNumber'), email: headerOf('email') }
  const students = ownAddressesOnly(refuseDoubles(read, headers, issues), headers, issues)
  const bundle = listBundle('table', students)
  return {
    bundle,
    issues: issues.toSorted((a, b) => a.line - b.line),
    sourceTitle: null,
    rowCount: table.rows.length,
    questions,
  }
}

/** Where the columns of each meaning stand; of several alike, the first. */
function placesOf(header: readonly string[], columns: Readonly<Record<string, RosterColumn>>) {
  const places = new Map<RosterColumn, number>()
  header.forEach((name, index) => {
    const column = Object.hasOwn(columns, name) ? columns[name]! : 'ignore'
    if (column !== 'ignore' && !places.has(column)) places.set(column, index)
  })
  return {
    placeOf: (column: RosterColumn): number => places.get(column) ?? -1,
    headerOf: (column: RosterColumn): string | null => header[places.get(column) ?? -1] ?? null,
  }
}

function rulesFor(
  cellsOf: (column: RosterColumn) => readonly string[],
  headerOf: (column: RosterColumn) => string | null,
  choices: TableChoices,
): { rules: CellRules; questions: TableQuestion[] } {
  const short = lostZeros(headerOf('studentNumber') ?? '', cellsOf('studentNumber'))
  const dates = cellsOf('birthOn')
  const told = dateOrderOf(headerOf('birthOn') ?? '', dates)
  const unclear = told === null ? dates.filter((text) => readWrittenDate(text, null).isUnclear) : []
  const order = told ?? choices.dates ?? null
  const questionOf = (id: TableQuestion['id'], about: readonly string[]): TableQuestion[] =>
    about.length === 0 ? [] : [{ id, count: about.length, sample: about[0]! }]
  return {
    rules: {
      studentNumber: numberRule(new Set(short), choices.leadingZeros),
      birthOn: (text) => readWrittenDate(text, order),
    },
    questions: [...questionOf('leadingZeros', short), ...questionOf('dates', unclear)],
  }
}

function readPlaced(row: StudentRow, rules: CellRules, issues: BundleIssue[]): ListedStudent | null {
  const { cell, origin, headerOf } = row
  const person = readStudent(row, rules, issues)
  if (person === null) return null
  const section = listedSection(cell('section'), cell('gradeLevel'), origin, headerOf('section'), issues)
  if (section === null) return null
  return { person, section, adviser: readAdviser(cell('adviser'), origin), stay: plainStay }
}

/** An adviser is a person when an address or a full name stands there; "Ms. Santos" could be anybody. */
function readAdviser(text: string, origin: Origin): BundlePerson | null {
  const isEmail = isEmailAddress(text)
  const name = isEmail || noMiddle(text) === '' ? null : readTeacherName(text)
  if (!isEmail && name === null) return null
  return {
    ref: `adviser:${isEmail ? foldEmail(text) : foldText(text)}`,
    kind: 'staff',
    familyName: '',
    givenName: '',
    middleName: '',
    suffix: '',
    ...name,
    preferredName: '',
    sex: null,
    birthOn: null,
    studentNumber: null,
    emails: isEmail ? [{ address: text, owner: 'own' }] : [],
    phones: [],
    guardians: [],
    isGone: false,
    origin,
  }
}
