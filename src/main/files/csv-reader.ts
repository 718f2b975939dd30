import { parse } from 'csv-parse/sync'
import { ProblemError } from '../../shared/problem.ts'

/** A CSV or TSV file as text: exactly what stands in it. */
export interface CsvRecords {
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
  readonly delimiter: ',' | ';' | '\t' | '|'
  /** Each with its 1-based line in the file; empty lines are left out. */
  readonly records: readonly { readonly line: number; readonly cells: readonly string[] }[]
}

const delimiters = [',', ';', '\t', '|'] as const
/** Letters by which the delimiter is told. */
const sampleLength = 50_000

/**
 * Reads CSV or TSV bytes in any usual encoding. Raises `fileUnreadable` with what to do; `noun` says what the file is to be,
 * and `knownHeaders` how many cells of a row name columns, where rows above the header hide which delimiter it is.
 */
export function readCsv(
  bytes: Uint8Array,
  noun: string,
  knownHeaders: (cells: readonly string[]) => number = () => 0,
): CsvRecords {
  if (bytes.byteLength === 0) throw unreadable('The file is empty.', `Choose the file that holds the ${noun}.`)
  refuseOtherFormats(bytes, noun)
  const { encoding, text } = decode(bytes)
  // A guess at the encoding can turn a picture into letters, but not into letters without control characters.
  if (/[\u0000-\u0008\u000e-\u001f]/.test(text)) garbled()
  const delimiter = guessDelimiter(text.slice(0, sampleLength), knownHeaders)
  return { encoding, delimiter, records: parseRecords(text, delimiter) }
}

/** What keeps a file from being read, and what to do. */
export function unreadable(message: string, fix: string): ProblemError {
  return new ProblemError('fileUnreadable', message, { fix })
}

function refuseOtherFormats(bytes: Uint8Array, noun: string): void {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1')
  const spreadsheet = `Open it in the spreadsheet program and save the ${noun} as CSV (UTF-8).`
  if (head.startsWith('PK\u0003\u0004'))
    throw unreadable('This is a workbook or a zip file, not a CSV file.', spreadsheet)
  if (head.startsWith('\u00d0\u00cf\u0011\u00e0')) {
    throw unreadable(
      'This is a workbook of the old kind (.xls), or one with a password.',
      `Open it in the spreadsheet program and save the ${noun} as an Excel workbook (.xlsx) or as CSV (UTF-8).`,
    )
  }
  if (/^\s*<(?:!doctype|html|table|\?xml|meta|style)/i.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1'))) {
    throw unreadable(
      'This is a web page, whatever its name says.',
      `Open it in the spreadsheet program and save the ${noun} as an Excel workbook (.xlsx) or as CSV (UTF-8).`,
    )
  }
  if (head.startsWith('%PDF'))
    throw unreadable('This is a PDF, not a CSV file.', `Ask for the ${noun} as a spreadsheet or CSV file.`)
}

function decode(bytes: Uint8Array): Pick<CsvRecords, 'encoding'> & { text: string } {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', text: utf8(bytes.subarray(3)) ?? garbled() }
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', text: utf16(bytes.subarray(2), 'utf-16le') }
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', text: utf16(bytes.subarray(2), 'utf-16be') }
  // Latin text in UTF-16 has a zero in every other byte; no other encoding of text has any.
  const sample = bytes.subarray(0, 2000)
  const zeros = [0, 0]
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2]! += 1
  })
  if (zeros[1]! > sample.length / 5) return { encoding: 'utf-16le', text: utf16(bytes, 'utf-16le') }
  if (zeros[0]! > sample.length / 5) return { encoding: 'utf-16be', text: utf16(bytes, 'utf-16be') }
  if (zeros[0]! + zeros[1]! > 0) return garbled()
  const text = utf8(bytes)
  if (text !== null) return { encoding: 'utf-8', text }
  return { encoding: 'windows-1252', text: new TextDecoder('windows-1252').decode(bytes) }
}

function garbled(): never {
  throw unreadable('This is not a text file.', 'Choose a CSV file, or save it as CSV (UTF-8).')
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function utf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return garbled()
  }
}

/** The delimiter under which a line is most of a header; else the one that cuts the first lines into the same, largest number of cells. */
function guessDelimiter(text: string, knownHeaders: (cells: readonly string[]) => number): CsvRecords['delimiter'] {
  const written = text
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20)
  const cellsOf = (line: string, delimiter: string) =>
    line.split(delimiter).map((cell) => cell.trim().replace(/^"|"$/g, ''))
  const known = delimiters.map((delimiter) =>
    Math.max(0, ...written.map((line) => knownHeaders(cellsOf(line, delimiter)))),
  )
  const most = Math.max(...known)
  if (most > 1) return delimiters[known.indexOf(most)]!
  const lines = written.map(withoutQuoted)
  let best: { delimiter: CsvRecords['delimiter']; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of delimiters) {
    const counts = lines.map((line) => line.split(delimiter).length - 1)
    const header = counts[0] ?? 0
    const agreeing = counts.filter((count) => count === header).length
    const score = header === 0 ? 0 : header * (agreeing / counts.length)
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

const withoutQuoted = (line: string): string => line.replace(/"(?:[^"]|"")*"/g, '')

/** ="0123" is how programs keep a spreadsheet from dropping zeros; the quotation marks stand where CSV allows none. */
const textFormula = /(^|[,;\t|\r\n])="([^"\r\n]{0,100})"(?=[,;\t|\r\n]|$)/g

function parseRecords(text: string, delimiter: string): { line: number; cells: string[] }[] {
  try {
    // What csv-parse knows of a record is let go at once: kept with each (its option `info`), it is most of the memory.
    return parse(text.replace(textFormula, '$1$2'), {
      delimiter,
      on_record: (cells: string[], { lines }) => ({ line: lines, cells: cells.map(unguarded) }) as unknown as string[],
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 200_000,
    }) as unknown as { line: number; cells: string[] }[]
  } catch (error) {
    const line = (error as { lines?: number }).lines
    throw new ProblemError(
      'fileUnreadable',
      line === undefined
        ? 'The file is not a well-formed CSV file.'
        : `The file is not a well-formed CSV file: see line ${line}.`,
      { fix: 'Often a quotation mark is missing or stands too much. Mend that line, or save it as CSV again.' },
      { cause: error },
    )
  }
}

/** Our own exports put an apostrophe before what a spreadsheet would take for a formula; it is no part of the name. */
const unguarded = (cell: string): string => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell)

/** With the number behind it, no longer than 200. */
const longestHeader = 190

/** Headers name columns, so two columns of one name get a number, and a nameless one its place. */
export function uniqueHeaders(cells: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return cells.map((cell, index) => {
    const name = cell.slice(0, longestHeader).replace(/\s+/g, ' ').trim() || `Column ${index + 1}`
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name} (${times})`
  })
}
