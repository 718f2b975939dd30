import writeXlsxFile, { type Cell } from 'write-excel-file/node'
import { ProblemError } from '../../shared/problem.ts'
import type { ExportTable } from './csv-export.ts'

/** One sheet of a workbook. */
export interface ExportSheet extends ExportTable {
  /** At most 31 characters, as Excel allows. */
  readonly name: string
}

/** The writer holds a workbook in memory, some 13 KB a row (measured); beyond this many rows CSV is the way. */
export const maxXlsxRows = 25_000

/**
 * The sheets as a workbook with a frozen header row. Text is always written as a string cell, so that nothing can become
 * a formula and a student number keeps its zeros. Raises `invalidInput` beyond {@link maxXlsxRows} rows.
 */
export async function writeXlsx(sheets: readonly ExportSheet[]): Promise<Uint8Array> {
  const rowCount = sheets.reduce((sum, { rows }) => sum + rows.length, 0)
  if (rowCount > maxXlsxRows) {
    throw new ProblemError('invalidInput', `A workbook holds up to ${maxXlsxRows} rows; this export has ${rowCount}.`, {
      fix: 'Choose fewer days, one section, or CSV.',
    })
  }
  const buffer = await writeXlsxFile(
    sheets.map(({ name, columns, rows }) => ({
      sheet: name,
      columns: columns.map(({ width }) => ({ width })),
      stickyRowsCount: 1,
      data: [columns.map(({ title }) => header(title)), ...rows.map((row) => row.map(cellOf))],
    })),
  ).toBuffer()
  return new Uint8Array(buffer)
}

function header(value: string): Cell {
  return { value, type: String, fontWeight: 'bold' }
}

function cellOf(value: string | number | null): Cell {
  if (value === null || value === '') return null
  return typeof value === 'number' ? { value, type: Number } : { value, type: String }
}
