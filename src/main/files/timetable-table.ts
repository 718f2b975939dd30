import { readCsv, uniqueHeaders, unreadable, type CsvRecords } from './csv-reader.ts'
import { isZip, readXlsx } from './xlsx-reader.ts'

/** A timetable file as a table of text, before anybody says what the columns mean. */
export interface TimetableTable {
  readonly header: readonly string[]
  /** Each with its 1-based line in the file; blank lines are left out. */
  readonly rows: CsvRecords['records']
  /** Of a workbook: the sheet that was read, and how many others hold something to see. */
  readonly sheet: { readonly name: string; readonly otherSheets: number } | null
}

/** Before the header stand the school's name and the like. */
const headerWithin = 20
const mostRows = 5000

/**
 * Reads a CSV, TSV or XLSX file. `knownHeaders` says how many cells of a row name columns: of the first rows the one with most
 * is the header. Raises `fileUnreadable` with what to do.
 */
export function readTimetableTable(
  bytes: Uint8Array,
  knownHeaders: (cells: readonly string[]) => number,
): TimetableTable {
  const workbook = isZip(bytes) ? readXlsx(bytes) : null
  const { records } = workbook ?? readCsv(bytes, 'timetable')
  const filled = records.filter(({ cells }) => cells.some((cell) => cell !== ''))
  const [first] = filled
  if (first === undefined) {
    throw unreadable('The file is empty.', 'Choose the file that holds the timetable.')
  }
  let at = 0
  let most = knownHeaders(first.cells)
  for (const [index, { cells }] of filled.slice(0, headerWithin).entries()) {
    const known = knownHeaders(cells)
    if (known > most) [at, most] = [index, known]
  }
  const rows = filled.slice(at + 1)
  if (rows.length === 0) {
    throw unreadable('The file has a header row but no classes.', 'Choose the file that holds the timetable.')
  }
  if (rows.length > mostRows) {
    throw unreadable(`A timetable file holds at most ${mostRows} rows.`, 'Import it in parts, for example by grade.')
  }
  const width = rows.reduce((wide, { cells }) => Math.max(wide, cells.length), filled[at]!.cells.length)
  const header = uniqueHeaders(Array.from({ length: width }, (_, index) => filled[at]!.cells[index] ?? ''))
  return {
    header,
    rows,
    sheet: workbook === null ? null : { name: workbook.name, otherSheets: workbook.otherSheets },
  }
}
