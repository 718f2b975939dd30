import { createHash } from 'node:crypto'
import { guessColumns } from '../../shared/domain/roster-columns.ts'
import { isSchoolForm1, type FormSheet } from '../../shared/domain/school-form-1.ts'
import { readCsv, unreadable, type CsvRecords } from './csv-reader.ts'
import { findTable, type TableBelow } from './header-row.ts'
import { isZip, openXlsx } from './xlsx-reader.ts'

/** A file as somebody hands it in. */
export interface RosterFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** A class list as it stands in one file, before anybody says what the columns mean. */
export interface RosterSheet {
  /** A School Form 1 says itself what its columns mean: header and rows are then empty. */
  readonly kind: 'table' | 'schoolForm1'
  /** Of a text file; null for a workbook, as is the delimiter. */
  readonly encoding: CsvRecords['encoding'] | null
  readonly delimiter: CsvRecords['delimiter'] | null
  /** The workbook's sheet that was read; null for a text file. */
  readonly sheetName: string | null
  /** Each a name of its own, at most 200 letters. */
  readonly header: readonly string[]
  /** 1-based line of the header; 0 where there is none. */
  readonly headerLine: number
  /** Each with its 1-based line in the file; blank lines are left out. */
  readonly rows: CsvRecords['records']
}

const mostBytes = 64 * 1024 * 1024
const mostRows = 20_000
const mostColumns = 200

/**
 * Reads a class list out of CSV, TSV or XLSX in any usual encoding: of a workbook the first sheet that has a header which means
 * something, else the first that has anything. What stands above the header is skipped. Raises `fileUnreadable`.
 */
export function readRosterSheet(file: RosterFile): RosterSheet {
  const { encoding, delimiter, sheets } = rosterSheets(file)
  const sheetName = (name: string) => (encoding === null ? name : null)
  let other: { readonly name: string; readonly table: TableBelow } | null = null
  for (const read of sheets()) {
    if (isSchoolForm1(read)) {
      const name = sheetName(read.name)
      return { kind: 'schoolForm1', encoding, delimiter, sheetName: name, header: [], headerLine: 0, rows: [] }
    }
    const table = findTable(read.records, knownHeaders)
    if (table === null) continue
    other ??= { name: read.name, table }
    if (table.known < 2 || table.rows.length === 0) continue
    other = { name: read.name, table }
    break
  }
  if (other === null) {
    throw unreadable(
      'The file has no header row.',
      'Put the names of the columns (LRN, Last Name, ...) into the first row.',
    )
  }
  const { header, rows } = checked(other.table)
  if (encoding !== null && !endsWithLine(file.bytes)) refuseCutShort(header.length, rows)
  const { headerLine } = other.table
  return { kind: 'table', encoding, delimiter, sheetName: sheetName(other.name), header, headerLine, rows }
}

/** SHA-256 of a header, as hex: the same for the same names of columns, in whatever order they stand. */
export function headerDigest(header: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(header.toSorted())).digest('hex')
}

/** What a roster file holds: one sheet of a text file, or those of a workbook that are to be seen, read one by one. */
export interface RosterSheets {
  readonly encoding: RosterSheet['encoding']
  readonly delimiter: RosterSheet['delimiter']
  readonly sheets: () => Iterable<FormSheet>
}

/** Opens a roster file. Raises `fileUnreadable`, also while its sheets are gone through. */
export function rosterSheets({ name, bytes }: RosterFile): RosterSheets {
  if (bytes.byteLength > mostBytes) {
    throw unreadable('This file is far larger than a class list.', 'Copy the class list into a file of its own.')
  }
  if (isZip(bytes)) {
    const workbook = openXlsx(bytes, { noun: 'class list', ofInstants: 'date' })
    return {
      encoding: null,
      delimiter: null,
      *sheets() {
        for (const sheet of workbook) yield { name: sheet.name, records: sheet.read() }
      },
    }
  }
  const { encoding, delimiter, records } = readCsv(bytes, 'class list', knownHeaders)
  return { encoding, delimiter, sheets: () => [{ name, records }] }
}

const knownHeaders = (cells: readonly string[]): number =>
  Object.values(guessColumns(cells.slice(0, mostColumns))).filter((column) => column !== 'ignore').length

/** Whether the text ends where a line ends, in any encoding. */
function endsWithLine(bytes: Uint8Array): boolean {
  const last = bytes.at(-1) === 0 ? bytes.at(-2) : bytes.at(-1)
  return last === 10 || last === 13
}

/** A last row that alone has too few cells, and does not end, is where a transfer broke off. */
function refuseCutShort(width: number, rows: RosterSheet['rows']): void {
  const last = rows.at(-1)!
  if (rows.length < 2 || last.cells.length >= width) return
  if (rows.slice(0, -1).some(({ cells }) => cells.length < width)) return
  throw unreadable(
    `The file is cut short: it ends in the middle of row ${last.line}.`,
    'Get the file again; a download or a copy may have broken off.',
  )
}

function checked({ header, rows }: TableBelow): Pick<RosterSheet, 'header' | 'rows'> {
  if (rows.length === 0) {
    throw unreadable('The file has a header row but no students.', 'Choose the file that holds the class list.')
  }
  if (rows.length > mostRows || header.length > mostColumns) {
    throw unreadable(
      `A class list has at most ${mostRows} rows and ${mostColumns} columns.`,
      'Copy the class list into a file of its own, or import it in parts, for example by grade.',
    )
  }
  // Google's list of users may come with passwords; nobody is to see them in a preview.
  const secret = new Set(header.flatMap((name, place) => (/^\W*password/i.test(name) ? [place] : [])))
  if (secret.size === 0) return { header, rows }
  return {
    header,
    rows: rows.map(({ line, cells }) => ({ line, cells: cells.map((cell, at) => (secret.has(at) ? '' : cell)) })),
  }
}
