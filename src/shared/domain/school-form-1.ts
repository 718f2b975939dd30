import { foldText } from './names.ts'
import { listBundle, listedSection, type ListedSection, type ListedStudent } from './list-bundle.ts'
import type { BundleIssue, ReadRoster } from './roster-bundle.ts'
import { plainCell, readSex } from './roster-cells.ts'
import type { RosterColumn } from './roster-columns.ts'
import { readWrittenDate } from './roster-dates.ts'
import { ownAddressesOnly, refuseDoubles } from './roster-doubles.ts'
import { cellText, readStudent, type CellRules } from './roster-person.ts'
import { isFormHeading, readFormColumns, type FormColumns, type FormField } from './school-form-1-columns.ts'
import { readRemark } from './school-form-1-remarks.ts'
import { lrnRule } from './student-numbers.ts'

/** One sheet of a workbook, or a CSV file, as it stands there; merged cells may hold their text in each of their places. */
export interface FormSheet {
  readonly name: string
  readonly records: readonly { readonly line: number; readonly cells: readonly string[] }[]
}

type FormRecord = FormSheet['records'][number]

/** Above the list stand the title, the school and the section. */
const headingWithin = 40

/**
 * Whether a sheet is DepEd's School Form 1, the school register: headings with LRN and name, and above them the form's title,
 * or grade and section as the form names them. Other forms (SF2, SF5, SF10) are not.
 */
export function isSchoolForm1({ records }: FormSheet): boolean {
  const at = headingIn(records)
  if (at < 0) return false
  const above = records.slice(0, at)
  const titles = above.flatMap(({ cells }) => cells.map((cell) => /\bschool form (\d+)\b/.exec(fold(cell))?.[1]))
  const title = titles.find((number) => number !== undefined)
  if (title !== undefined) return title === '1'
  return (
    labelled(above, 'section') !== null && (labelled(above, 'grade level') ?? labelled(above, 'school id')) !== null
  )
}

/**
 * The sections and learners of the sheets that are School Form 1, found by labels, not by places (DepEd Order 4, s. 2014, and
 * the LIS's own files). What has no section is refused; totals and legend are nobody. O(cells).
 */
export function schoolForm1Roster(sheets: readonly FormSheet[], fileName: string): ReadRoster {
  const forms = sheets.filter(isSchoolForm1)
  const issues: BundleIssue[] = []
  const read = forms.map((form) => {
    const file = forms.length === 1 ? fileName : `${fileName}, sheet ${form.name}`
    return readForm(form, file, issues)
  })
  const headers = read[0]?.headers ?? { studentNumber: null, email: null }
  const all = read.flatMap(({ students }) => students)
  const students = ownAddressesOnly(refuseDoubles(all, headers, issues), headers, issues)
  return {
    bundle: listBundle('schoolForm1', students),
    issues: issues.toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1)),
    sourceTitle: titleOf(read),
    rowCount: read.reduce((sum, { rowCount }) => sum + rowCount, 0),
  }
}

interface ReadForm {
  readonly students: readonly ListedStudent[]
  readonly section: ListedSection | null
  readonly schoolYear: string
  readonly headers: { readonly studentNumber: string | null; readonly email: string | null }
  readonly rowCount: number
}

/** Months before days, on this form. */
const rules: CellRules = { studentNumber: lrnRule, birthOn: (text) => readWrittenDate(text, 'monthFirst') }

function readForm({ records }: FormSheet, file: string, issues: BundleIssue[]): ReadForm {
  const at = headingIn(records)
  const above = records.slice(0, at)
  const said = (label: string) => cellText(labelled(above, label) ?? '')
  const { line } = records[at]!
  const section = listedSection(said('section'), said('grade level'), { file, line }, 'Section', issues)
  const { rows, totals } = readRows(records, at)
  for (const total of totals) {
    if (total.said !== total.found) {
      issues.push({ file, line: total.line, column: null, code: 'totalDiffers', isRefused: false })
    }
  }
  const students = section === null ? [] : rows.flatMap((row) => readFormRow(row, section, issues))
  const [first] = rows
  const headerOf = (field: FormField) => first?.columns.headerOf.get(field) ?? null
  return {
    students,
    section,
    schoolYear: said('school year').replace(/\s*[-–]\s*/, '-'),
    headers: { studentNumber: headerOf('studentNumber'), email: headerOf('email') },
    rowCount: rows.length,
  }
}

function readFormRow(
  { record, columns, sex }: FormRow,
  section: ListedSection,
  issues: BundleIssue[],
): ListedStudent[] {
  const origin = { file: section.origin.file, line: record.line }
  const text = (field: FormField) => cellText(record.cells[columns.placeOf.get(field) ?? -1])
  const relation = foldText(text('relationship'))
  const parent = /^(?:mother|ina|nanay|mama)$/.test(relation)
    ? 'motherName'
    : /^(?:father|ama|tatay|papa)$/.test(relation)
      ? 'fatherName'
      : null
  const cell = (column: RosterColumn): string => {
    if (column === 'sex') return readSex(text('sex')) ?? sex ?? text('sex')
    if (column === parent) return text(column) || text('guardianName')
    return isFormField(column) ? text(column) : ''
  }
  const headerOf = (column: RosterColumn) => (isFormField(column) ? (columns.headerOf.get(column) ?? null) : null)
  const person = readStudent({ origin, cell, headerOf }, rules, issues)
  if (person === null) return []
  const { stay, doubts } = readRemark(text('remarks'))
  const column = columns.headerOf.get('remarks') ?? null
  for (const code of doubts) issues.push({ ...origin, column, code, isRefused: false })
  return [{ person, section, adviser: null, stay }]
}

const sharedFields: ReadonlySet<string> = new Set<FormField & RosterColumn>([
  'studentNumber',
  'fullName',
  'familyName',
  'givenName',
  'middleName',
  'suffix',
  'sex',
  'birthOn',
  'email',
  'fatherName',
  'motherName',
  'guardianName',
  'guardianPhone',
])
const isFormField = (column: RosterColumn): column is FormField & RosterColumn => sharedFields.has(column)

/** A learner's row, with the columns of the page that it stands on and the sex of its block. */
interface FormRow {
  readonly record: FormRecord
  readonly columns: FormColumns
  sex: 'male' | 'female' | null
}

interface FormTotal {
  readonly line: number
  readonly said: number
  readonly found: number
}

/** Goes down the list: headings may come again on each page, blocks begin with a title or end with a total, or both. */
function readRows(records: readonly FormRecord[], at: number): { rows: FormRow[]; totals: FormTotal[] } {
  const rows: FormRow[] = []
  const totals: FormTotal[] = []
  let columns: FormColumns | null = null
  let sex: FormRow['sex'] = null
  let [blockAt, before] = [0, '']
  for (let index = at; index < records.length; index += 1) {
    const record = records[index]!
    const heading = readFormColumns(records, index)
    if (heading !== null) {
      columns = heading
      index += heading.height - 1
      continue
    }
    if (columns === null) continue
    const [number, name] = whoIn(record, columns)
    const block = !hasLetters(name) || markOf(name) !== null ? blockIn(record) : null
    if (block !== null && !/\d{9}/.test(number)) {
      const found = block.of === 'all' ? rows.length : rows.length - blockAt
      if (block.of !== 'all') {
        const isEnd: boolean = block.isTotal || (rows.length > blockAt && sex === null)
        if (isEnd) for (const row of rows.slice(blockAt)) row.sex ??= block.of
        // Males come first: what follows their total are the females.
        sex = isEnd ? (block.of === 'male' ? 'female' : null) : block.of
        blockAt = rows.length
      }
      if (block.isTotal && block.count !== null) totals.push({ line: record.line, said: block.count, found })
      continue
    }
    if (isFooter(record)) columns = null
    else if (isLearner(record, columns) && `${number}|${name}` !== before) rows.push({ record, columns, sex })
    // Where a row is merged with the next, both say the same.
    before = `${number}|${name}`
  }
  return { rows, totals }
}

const textAt = (record: FormRecord, columns: FormColumns, field: FormField): string =>
  cellText(record.cells[columns.placeOf.get(field) ?? -1])

const whoIn = (record: FormRecord, columns: FormColumns): [string, string] => [
  textAt(record, columns, 'studentNumber'),
  textAt(record, columns, 'fullName') ||
    [textAt(record, columns, 'familyName'), textAt(record, columns, 'givenName')].filter(Boolean).join(', '),
]

function isLearner(record: FormRecord, columns: FormColumns): boolean {
  const [number, name] = whoIn(record, columns)
  return hasLetters(name) || /\d{9}/.test(number) || textAt(record, columns, 'birthOn') !== ''
}

const hasLetters = (text: string): boolean => /\p{L}/u.test(text)

interface Block {
  readonly of: 'male' | 'female' | 'all'
  readonly isTotal: boolean
  readonly count: number | null
}

/** "<=== TOTAL MALE", "FEMALE | TOTAL", "COMBINED", or the title of a block: "MALE", "Girls". */
function markOf(text: string): Omit<Block, 'count'> | null {
  const words = fold(text).replace(/ ?\d+ ?/g, '')
  const found = /^(total )?(?:(males?|boys|lalaki)|(females?|girls|babae)|(combined)|(?:grand )?total)?( total)?$/.exec(
    words,
  )
  if (found === null || words === '') return null
  const of = found[2] !== undefined ? 'male' : found[3] !== undefined ? 'female' : 'all'
  return { of, isTotal: of === 'all' || words.includes('total') }
}

function blockIn({ cells }: FormRecord): Block | null {
  const mark = cells.map(markOf).find((found) => found !== null)
  if (mark === undefined) return null
  const count = cells.map((cell) => /^=? ?(\d{1,4})\b/.exec(cellText(cell))?.[1]).find((number) => number !== undefined)
  return { ...mark, count: count === undefined ? null : Number(count) }
}

const footers =
  /^[\s(]*(?:list and codes? of indicators?|indicators?\s*$|required information|prepared by|certified correct|generated (?:thru|through|on)|signature of)/i

const isFooter = ({ cells }: FormRecord): boolean => cells.some((cell) => footers.test(cell))

/** A place in the rows, -1 where there is none. */
const headingIn = (records: readonly FormRecord[]): number => records.slice(0, headingWithin).findIndex(isFormHeading)

const labels = new Set([
  'school id',
  'school name',
  'name of school',
  'region',
  'division',
  'district',
  'school year',
  'semester',
  'grade level',
  'section',
  'track and strand',
  'course',
  'course for tvl only',
])

/** What stands behind a label, in the same cell or right of it; '' where nothing does, null without the label. */
function labelled(records: readonly FormRecord[], label: string): string | null {
  for (const { cells } of records) {
    for (const [place, cell] of cells.entries()) {
      const folded = fold(cell)
      if (folded !== label) {
        if (folded.startsWith(`${label} `) && cell.includes(':')) return plainCell(cell.slice(cell.indexOf(':') + 1))
        continue
      }
      const value = cells.slice(place + 1).find((text) => text.trim() !== '' && fold(text) !== label) ?? ''
      return labels.has(fold(value)) ? '' : plainCell(value)
    }
  }
  return null
}

/** Labels are short; what is longer is none. */
const fold = (text: string): string => (text.length > 200 ? '' : foldText(text))

function titleOf(forms: readonly ReadForm[]): string {
  const [first] = forms
  const which =
    forms.length === 1 && first !== undefined && first.section !== null
      ? `Grade ${first.section.gradeLevel} ${first.section.name}`.replace(/Grade (?=\D)/, '')
      : `${forms.length} sections`
  const years = new Set(forms.map(({ schoolYear }) => schoolYear).filter((year) => year !== ''))
  return ['School Form 1', which.trim(), ...(years.size === 1 ? [`school year ${[...years][0]}`] : [])].join(', ')
}
