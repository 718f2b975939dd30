import { readCsv, unreadable, type CsvRecords } from './csv-reader.ts'
import { findTable } from './header-row.ts'
import { isZip, readXlsx } from './xlsx-reader.ts'

/** A timetable file as a table of text, before anybody says what the columns mean. */
export interface TimetableTable {
  readonly header: readonly string[]
  /** Each with its 1-based line in the file; blank lines are left out. */
  readonly rows: CsvRecords['records']
  /** Of a workbook: the sheet that was read, and how many others hold something to see. */
  readonly sheet: { readonly name: string; readonly otherSheets: number } | null
}

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
  const { records } = workbook ?? readCsv(bytes, 'timetable', knownHeaders)
  const table = findTable(records, knownHeaders)
  if (table === null) {
    throw unreadable('The file is empty.', 'Choose the file that holds the timetable.')
  }
  const { header, rows } = table
  if (rows.length === 0) {
    throw unreadable('The file has a header row but no classes.', 'Choose the file that holds the timetable.')
  }
  if (rows.length > mostRows) {
    throw unreadable(`A timetable file holds at most ${mostRows} rows.`, 'Import it in parts, for example by grade.')
  }
  return {
    header,
    rows,
    sheet: workbook === null ? null : { name: workbook.name, otherSheets: workbook.otherSheets },
  }
}
