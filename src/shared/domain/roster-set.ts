import { ProblemError } from '../problem.ts'
import { isSpreadsheetNumber, plainCell } from './roster-cells.ts'
import { dateOrderOf, type DateOrder } from './roster-dates.ts'
import type { BundleIssue, BundleIssueCode, Origin } from './roster-bundle.ts'
import { editDistance } from './similar-names.ts'

/** A CSV file of a set as text, under the name that its format gives it (`users.csv`). */
export interface SetFile {
  readonly name: string
  readonly header: readonly string[]
  readonly rows: readonly SetRow[]
}

/** A row of such a file, with its 1-based line. */
export interface SetRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** The columns of a file by its format's specification: those that it cannot be read without, and those that are read. */
export interface SetColumns {
  readonly required: readonly string[]
  readonly others: readonly string[]
}

/** A file whose columns are known. One that is not there has no rows. */
export interface SetTable {
  readonly rows: readonly SetRow[]
  has(column: string): boolean
  /** The plain text of a cell; '' where the file says nothing. */
  cell(row: SetRow, column: string): string
  origin(row: SetRow): Origin
  /** How the dates of a column are written where they are not ISO's; month first where nothing tells, as the formats' samples do. */
  dateOrder(column: string): DateOrder
  /** Keeps in mind what is wrong with a cell, or with the row where no column is given. */
  tell(row: SetRow, column: string | null, code: BundleIssueCode, more?: Pick<BundleIssue, 'otherLine'>): void
  /** The same, of a row that is left out. */
  refuse(row: SetRow, column: string | null, code: BundleIssueCode, more?: Pick<BundleIssue, 'otherLine'>): void
  /**
   * The rows by their ids. Those without one are refused, and those whose id stands there already, unless `isMore` takes
   * them for more of the first.
   */
  byId(column: string, isMore?: (row: SetRow, first: SetRow) => boolean): ReadonlyMap<string, SetRow>
}

/** The files of one set, and everything that is told about their rows. */
export interface RosterSet {
  readonly issues: BundleIssue[]
  readonly rowCount: number
  has(name: string): boolean
  table(name: string): SetTable
}

const longestId = 255
/** A name that is shorter says too little to be taken for another with a slip: `sms`, `role`. */
const shortestNear = 5
const farthestHint = 3

/**
 * Finds the columns of each file. A header in other capitals, or with one slip, is read and told; raises `fileUnreadable`
 * with the nearest header for each column that is missing and cannot be done without.
 */
export function openSet(files: readonly SetFile[], formats: Readonly<Record<string, SetColumns>>): RosterSet {
  const issues: BundleIssue[] = []
  const missing: string[] = []
  const tables = new Map<string, SetTable>()
  let rowCount = 0
  for (const file of files) {
    const columns = formats[file.name]
    if (columns === undefined) continue
    const { places, unknown } = placeColumns(file, columns, issues)
    for (const column of columns.required) {
      if (!places.has(column)) missing.push(missingSentence(file.name, column, unknown))
    }
    rowCount += file.rows.length
    tables.set(file.name, openTable(file, places, issues))
  }
  if (missing.length > 0) throw missingHeaders(missing)
  const absent = openTable({ name: '', header: [], rows: [] }, new Map(), issues)
  return { issues, rowCount, has: (name) => tables.has(name), table: (name) => tables.get(name) ?? absent }
}

/** The issues as a person reads them: file by file, line by line. */
export const inOrder = (issues: readonly BundleIssue[]): BundleIssue[] =>
  issues.toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line))

function openTable(file: SetFile, places: ReadonlyMap<string, number>, issues: BundleIssue[]): SetTable {
  const push: (isRefused: boolean) => SetTable['tell'] = (isRefused) => (row, column, code, more) => {
    const place = column === null ? undefined : places.get(column)
    const written = place === undefined ? column : file.header[place]!
    issues.push({ file: file.name, line: row.line, column: written, code, isRefused, ...more })
  }
  const [tell, refuse] = [push(false), push(true)]
  const rows = file.rows.filter((row) => {
    const hasSlipped = row.cells.slice(file.header.length).some((text) => text !== '')
    if (hasSlipped) refuse(row, null, 'cellsSlipped')
    return !hasSlipped
  })
  const orders = new Map<string, DateOrder>()
  const cell: SetTable['cell'] = (row, column) => plainCell(row.cells[places.get(column) ?? -1] ?? '')
  return {
    rows,
    has: (column) => places.has(column),
    cell,
    origin: ({ line }) => ({ file: file.name, line }),
    dateOrder(column) {
      const known = orders.get(column)
      if (known !== undefined) return known
      const header = file.header[places.get(column) ?? -1] ?? ''
      const texts = rows.map((row) => cell(row, column))
      const order = dateOrderOf(header, texts) ?? 'monthFirst'
      orders.set(column, order)
      return order
    },
    tell,
    refuse,
    byId(column, isMore = () => false) {
      const found = new Map<string, SetRow>()
      for (const row of rows) {
        const id = cell(row, column)
        const other = found.get(id)
        if (id === '') refuse(row, column, 'noId')
        else if (id.length > longestId) refuse(row, column, 'tooLong')
        else if (isSpreadsheetNumber(id)) refuse(row, column, 'spreadsheetNumber')
        else if (other === undefined) found.set(id, row)
        else if (!isMore(row, other)) refuse(row, column, 'idTwice', { otherLine: other.line })
      }
      return found
    },
  }
}

/** Where each column stands: by its exact name, else by one in other capitals or with other spaces, else by one slip. */
function placeColumns(file: SetFile, { required, others }: SetColumns, issues: BundleIssue[]) {
  const places = new Map<string, number>()
  const wanted = [...required, ...others]
  const free = new Set(file.header.keys())
  const take = (column: string, place: number, code: 'headerCase' | 'headerNear' | null) => {
    places.set(column, place)
    free.delete(place)
    if (code === null) return
    const written = file.header[place]!
    issues.push({ file: file.name, line: 1, column: written, code, isRefused: false, expected: column })
  }
  const fits = (fit: (written: string, column: string) => boolean, code: Parameters<typeof take>[2]) => {
    for (const column of wanted) {
      if (places.has(column)) continue
      const place = [...free].find((index) => fit(file.header[index]!, column))
      if (place !== undefined) take(column, place, code)
    }
  }
  fits((written, column) => written === column, null)
  fits((written, column) => foldHeader(written) === foldHeader(column), 'headerCase')
  fits(
    (written, column) => column.length >= shortestNear && isOneSlip(foldHeader(written), foldHeader(column)),
    'headerNear',
  )
  return { places, unknown: [...free].map((index) => file.header[index]!) }
}

const foldHeader = (header: string): string => header.toLowerCase().replace(/[^\p{L}\p{N}.]/gu, '')

const isOneSlip = (a: string, b: string): boolean => Math.abs(a.length - b.length) <= 1 && editDistance(a, b) === 1

function missingSentence(file: string, column: string, unknown: readonly string[]): string {
  const near = unknown
    .filter((header) => Math.abs(header.length - column.length) <= farthestHint)
    .map((header) => ({ header, slips: editDistance(foldHeader(header), foldHeader(column)) }))
    .filter(({ slips }) => slips <= farthestHint)
    .toSorted((a, b) => a.slips - b.slips)[0]
  const hint = near === undefined ? '' : `; the nearest is "${near.header}"`
  return `${file} has no column "${column}"${hint}.`
}

function missingHeaders(missing: readonly string[]): ProblemError {
  const shown = missing.slice(0, 4).join(' ')
  const more = missing.length > 4 ? ` ${missing.length - 4} more columns are missing.` : ''
  return new ProblemError('fileUnreadable', shown + more, {
    fix: 'Rename the headers as they are given here, or export the files again.',
  })
}

/** Ids that rows point at, also from files in which a spreadsheet has cut leading zeros. */
export interface SetRefs {
  /** The id that is meant; null where there is none. */
  find(ref: string): { readonly id: string; readonly hasLostZeros: boolean } | null
}

/** Looks ids up: the exact one first, else the only one that is the same but for zeros in front. */
export function createRefs(ids: Iterable<string>): SetRefs {
  const known = new Set(ids)
  let bare: Map<string, string | null> | null = null
  return {
    find(ref) {
      if (known.has(ref)) return { id: ref, hasLostZeros: false }
      if (!/^\d+$/.test(ref)) return null
      bare ??= bareIds(known)
      const id = bare.get(withoutZeros(ref)) ?? null
      return id === null ? null : { id, hasLostZeros: true }
    },
  }
}

function bareIds(ids: ReadonlySet<string>): Map<string, string | null> {
  const bare = new Map<string, string | null>()
  for (const id of ids) {
    if (!/^\d+$/.test(id)) continue
    const key = withoutZeros(id)
    bare.set(key, bare.has(key) ? null : id)
  }
  return bare
}

const withoutZeros = (digits: string): string => digits.replace(/^0+(?=.)/, '')

/** The parts of a quoted list in a cell. */
export const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** Tells each row whose parents lead back to itself. O(n), however long the line of parents is. */
export function tellCycles(table: SetTable, rows: ReadonlyMap<string, SetRow>, parentColumn: string): void {
  const done = new Set<string>()
  for (const start of rows.keys()) {
    const path = new Set<string>()
    let id = start
    while (rows.has(id) && !done.has(id) && !path.has(id)) {
      path.add(id)
      id = table.cell(rows.get(id)!, parentColumn)
    }
    if (path.has(id)) table.tell(rows.get(id)!, parentColumn, 'cycle')
    for (const seen of path) done.add(seen)
  }
}

/** The id that a cell points at. Where there is none of it, it is refused under the code, or taken as it stands for null. */
export function readRef(
  table: SetTable,
  row: SetRow,
  column: string,
  refs: SetRefs,
  orphan: 'orphanPerson' | 'orphanClass' | null,
): string | null {
  const text = table.cell(row, column)
  const found = refs.find(text)
  if (found === null) {
    if (orphan === null && text !== '' && text.length <= longestId) return text
    table.refuse(row, column, orphan ?? 'noId')
    return null
  }
  if (found.hasLostZeros) table.tell(row, column, 'zerosDiffer')
  return found.id
}

/**
 * The school that a set is about, by what stays the same from a full set to the next delta: the only school among the
 * organisations, else the first that the columns name; '' where nothing is said.
 */
export function schoolOf(set: RosterSet, columns: readonly (readonly [file: string, column: string])[]): string {
  const orgs = set.table('orgs.csv')
  const schools = orgs.rows.filter((row) => orgs.cell(row, 'type').toLowerCase() === 'school')
  if (schools.length === 1) return orgs.cell(schools[0]!, 'sourcedId')
  const named = new Set(
    columns.flatMap(([file, column]) => {
      const table = set.table(file)
      return table.rows.flatMap((row) => listOf(table.cell(row, column)))
    }),
  )
  return [...named, ...orgs.rows.map((row) => orgs.cell(row, 'sourcedId'))].toSorted()[0] ?? ''
}
