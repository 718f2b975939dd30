import { uniqueHeaders, type CsvRecords } from './csv-reader.ts'

type FileRecord = CsvRecords['records'][number]

/** A table below whatever stands above it. */
export interface TableBelow {
  readonly header: readonly string[]
  /** Without blank rows, and without the header where it comes again. */
  readonly rows: readonly FileRecord[]
  /** 1-based line of the header. */
  readonly headerLine: number
  /** How many cells of the header are known. */
  readonly known: number
}

/** Above the header stand the school's name and the like. */
const headerWithin = 20

/**
 * Finds the header: of the first rows the one of which most cells name columns, or the first row where hardly any does. The
 * header is as wide as the widest row; null where everything is blank.
 */
export function findTable(
  records: readonly FileRecord[],
  knownHeaders: (cells: readonly string[]) => number,
): TableBelow | null {
  const filled = records.filter(({ cells }) => cells.some((cell) => cell !== ''))
  const [first] = filled
  if (first === undefined) return null
  let at = 0
  let known = knownHeaders(first.cells)
  for (const [index, { cells }] of filled.slice(0, headerWithin).entries()) {
    const count = knownHeaders(cells)
    // One word that happens to be a header's makes no header of a row of people.
    if (count > Math.max(1, known)) [at, known] = [index, count]
  }
  const { line: headerLine, cells: headings } = filled[at]!
  const rows = filled
    .slice(at + 1)
    .filter(({ cells }) => known < 2 || headings.some((cell, place) => (cells[place] ?? '') !== cell))
  const width = rows.reduce((wide, { cells }) => Math.max(wide, filledWidth(cells)), filledWidth(headings))
  return {
    header: uniqueHeaders(Array.from({ length: width }, (_, place) => headings[place] ?? '')),
    headerLine,
    rows,
    known,
  }
}

const filledWidth = (cells: readonly string[]): number => cells.findLastIndex((cell) => cell !== '') + 1
