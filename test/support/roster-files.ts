import { stringify } from 'csv-stringify/sync'
import type { RosterContent } from '../../src/main/files/roster-files.ts'
import { zipOf } from './zip.ts'

/** A CSV file before it is written: the header, then the rows. */
export type RosterTable = readonly (readonly string[])[]

/** The files of a set by their names. */
export type RosterTables = Readonly<Record<string, RosterTable>>

/** How a producer writes its CSV files. */
export interface Writing {
  readonly hasBom?: boolean
  readonly isCrlf?: boolean
  readonly isAllQuoted?: boolean
  readonly encoding?: 'utf-8' | 'utf-16le' | 'latin1'
}

/** The bytes of one file. */
export function csvBytes(
  table: RosterTable,
  { hasBom, isCrlf, isAllQuoted, encoding = 'utf-8' }: Writing = {},
): Uint8Array {
  const text = stringify(
    table.map((row) => [...row]),
    {
      record_delimiter: isCrlf === true ? '\r\n' : '\n',
      quoted: isAllQuoted === true,
    },
  )
  const marked = (hasBom === true && encoding !== 'latin1') || encoding === 'utf-16le' ? `\uFEFF${text}` : text
  return new Uint8Array(Buffer.from(marked, encoding === 'latin1' ? 'latin1' : encoding))
}

/** The files as they are chosen in a folder. */
export const looseFiles = (tables: RosterTables, writing?: Writing): RosterContent[] =>
  Object.entries(tables).map(([name, table]) => ({ name, bytes: csvBytes(table, writing) }))

/** The files as one zip file, within a folder if one is given (`roster/`). */
export const zippedFiles = (
  tables: RosterTables,
  folder = '',
  pack?: (bytes: Uint8Array) => Uint8Array,
): RosterContent[] => [
  {
    name: 'roster.zip',
    bytes: zipOf(
      Object.fromEntries(Object.entries(tables).map(([name, table]) => [`${folder}${name}`, csvBytes(table)])),
      pack,
    ),
  },
]

/** The tables with one file changed: its rows as objects by header, as `change` returns them. */
export function changed(
  tables: RosterTables,
  name: string,
  change: (rows: Record<string, string>[]) => Record<string, string>[],
): RosterTables {
  const [header = [], ...rows] = tables[name]!
  const objects = rows.map((row) => Object.fromEntries(header.map((column, index) => [column, row[index] ?? ''])))
  return { ...tables, [name]: [header, ...change(objects).map((row) => header.map((column) => row[column] ?? ''))] }
}
