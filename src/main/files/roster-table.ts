import { createHash } from 'node:crypto'
import { readCsv, uniqueHeaders, unreadable, type CsvRecords } from './csv-reader.ts'

/** A roster file as a table of text: exactly what stands in it, before anybody says what the columns mean. */
export interface RosterTable extends Pick<CsvRecords, 'encoding' | 'delimiter'> {
  readonly header: readonly string[]
  /** Each with its 1-based line in the file; blank lines are left out. */
  readonly rows: CsvRecords['records']
}

/** Reads CSV or TSV bytes in any usual encoding. Raises `fileUnreadable` with what to do. */
export function readRosterTable(bytes: Uint8Array): RosterTable {
  const { encoding, delimiter, records } = readCsv(bytes, 'class list')
  const [first, ...rest] = records
  if (first === undefined || first.cells.every((cell) => cell === '')) {
    throw unreadable(
      'The file has no header row.',
      'Put the names of the columns (LRN, Last Name, ...) into the first row.',
    )
  }
  const rows = rest.filter(({ cells }) => cells.some((cell) => cell !== ''))
  if (rows.length === 0)
    throw unreadable('The file has a header row but no students.', 'Choose the file that holds the class list.')
  return { encoding, delimiter, header: uniqueHeaders(first.cells), rows }
}

/** SHA-256 over the file's bytes and over everything else that decides what an import would do, as hex. */
export function digestRoster(bytes: Uint8Array, ...rest: readonly string[]): string {
  const hash = createHash('sha256').update(bytes)
  for (const text of rest) hash.update('\0').update(text)
  return hash.digest('hex')
}
