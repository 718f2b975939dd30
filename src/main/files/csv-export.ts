import { stringify } from 'csv-stringify/sync'

/** A table on its way into a file. Text stays text whatever it looks like: numbers are numbers only where they are given as such. */
export interface ExportTable {
  readonly columns: readonly { readonly title: string; readonly width: number }[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

/**
 * The table as CSV: UTF-8 with a byte order mark (without one Excel reads Windows-1252), comma, CRLF, every text quoted.
 * Text that a spreadsheet would run as a formula (a first = + - @, a tab or a carriage return) gets an apostrophe before
 * it, as OWASP advises; our own import takes it off again.
 */
export function writeCsv({ columns, rows }: ExportTable): Uint8Array {
  const text = stringify([columns.map(({ title }) => title), ...rows] as unknown[][], {
    bom: true,
    record_delimiter: 'windows',
    quoted_string: true,
    escape_formulas: true,
  })
  return new TextEncoder().encode(text)
}
