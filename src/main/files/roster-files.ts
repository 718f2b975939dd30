import { cleverColumns, readClever } from '../../shared/domain/clever.ts'
import { oneRosterColumns, readOneRoster } from '../../shared/domain/one-roster.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { ReadRoster, RosterFormat } from '../../shared/domain/roster-bundle.ts'
import type { SetColumns, SetFile } from '../../shared/domain/roster-set.ts'
import { readSds, sdsColumns } from '../../shared/domain/sds.ts'
import { readCsv, uniqueHeaders, unreadable } from './csv-reader.ts'
import { openRosterFiles, type RosterContent, type RosterFileSet } from './roster-archive.ts'

export type { RosterContent } from './roster-archive.ts'

/** A set that one school exports for another system: several CSV files that belong together. */
export type RosterSetFormat = 'oneRoster' | 'clever' | 'sds'

const formats: Readonly<
  Record<
    RosterSetFormat,
    {
      readonly columns: Readonly<Record<string, SetColumns>>
      readonly read: (files: readonly SetFile[]) => ReadRoster
      /** The file that holds the students. */
      readonly people: string
    }
  >
> = {
  oneRoster: { columns: oneRosterColumns, read: readOneRoster, people: 'users.csv' },
  clever: { columns: cleverColumns, read: readClever, people: 'students.csv' },
  sds: { columns: sdsColumns, read: readSds, people: 'users.csv' },
}

const knownNames = new Map(
  Object.values(formats)
    .flatMap(({ columns }) => Object.keys(columns))
    .map((name) => [name.toLowerCase(), name]),
)

/** All files of a set together: some 400,000 enrollments. */
const mostRows = 400_000
const mostColumns = 500

/**
 * Which format the files are in, by their names and headers: `table` for workbooks and for everything that is none of the
 * sets. Raises `fileUnreadable` for a zip file that cannot be opened safely, or that is neither a workbook nor one of the sets.
 */
export function detectRosterFormat(files: readonly RosterContent[]): RosterFormat {
  const set = openRosterFiles(files, knownNames)
  if (set === null) return 'table'
  const format = formatOf(set)
  if (format === 'table' && set.archive !== null)
    throw unreadable(
      'This zip file is neither a workbook nor a set of OneRoster, Clever or Microsoft School Data Sync.',
      'Choose the zip file as the other system made it, or unpack it and choose the class list itself.',
    )
  return format
}

function formatOf(set: RosterFileSet): RosterSetFormat | 'table' {
  const has = (name: string) => set.contents.has(name)
  const header = (name: string) => headerOf(set.contents.get(name)?.() ?? new Uint8Array())
  if (has('manifest.csv') && has('users.csv')) return 'oneRoster'
  const isAmongOthers = (names: readonly string[]) => names.some(has)
  if (has('students.csv') && isAmongOthers(['sections.csv', 'enrollments.csv', 'schools.csv', 'teachers.csv']))
    return header('students.csv').has('studentid') || header('sections.csv').has('sectionid') ? 'clever' : 'table'
  if (!has('users.csv') || !isAmongOthers(['orgs.csv', 'classes.csv', 'enrollments.csv', 'roles.csv'])) return 'table'
  // Both have these files; each has columns that the other has not.
  const signs = [
    ['users.csv', 'enableduser'],
    ['users.csv', 'status'],
    ['classes.csv', 'classtype'],
    ['enrollments.csv', 'sourcedid'],
    ['roles.csv', 'sourcedid'],
  ] as const
  const there = signs.filter(([name]) => has(name))
  const found = there.filter(([name, column]) => header(name).has(column)).length
  return found * 2 >= there.length ? 'oneRoster' : 'sds'
}

/** The names of a file's columns without capitals, spaces and punctuation, whatever its encoding. */
function headerOf(bytes: Uint8Array): ReadonlySet<string> {
  const text = Buffer.from(bytes.subarray(0, 20_000)).toString('latin1').replaceAll('\0', '')
  const [line = ''] = text.replace(/^[^"\w]+/, '').split(/[\r\n]/, 1)
  return new Set(line.split(/[,;\t|]/).map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, '')))
}

/**
 * Reads the files of a set, in one zip file or loose. Raises `fileUnreadable` with what to do where they are damaged, cut
 * short, too large or lack what the format cannot do without; what is wrong with single rows is told in `issues`.
 */
export function readRosterSet(format: RosterSetFormat, files: readonly RosterContent[]): ReadRoster {
  const { columns, read, people } = formats[format]
  const set = openRosterFiles(files, knownNames)
  if (set === null) throw unreadable('This is a workbook, not a set of CSV files.', 'Choose it as a class list.')
  const parsed: SetFile[] = []
  let rows = 0
  for (const [name, content] of set.contents) {
    if (columns[name] === undefined) continue
    const file = readSetFile(name, content())
    rows += file.rows.length
    if (rows > mostRows)
      throw unreadable(
        `These files have more than ${mostRows.toLocaleString('en')} rows, more than any school has.`,
        'Export the files of one school and one school year.',
      )
    parsed.push(file)
  }
  const roster = read(parsed)
  if (!roster.bundle.isDelta && parsed.find(({ name }) => name === people)?.rows.length === 0)
    throw unreadable(`${people} has a header row but nobody in it.`, 'Export the files again.')
  if (set.archive === null || set.folder === '') return roster
  const told = { file: set.archive, line: 1, column: null, code: 'inFolder', isRefused: false } as const
  return { ...roster, issues: [told, ...roster.issues] }
}

function readSetFile(name: string, bytes: Uint8Array): SetFile {
  const [first, ...rest] = named(name, () => readCsv(bytes, 'CSV files')).records
  if (first === undefined || first.cells.every((cell) => cell === ''))
    throw unreadable(
      `${name} has no header row.`,
      'Export the files again: even a file without records has its header.',
    )
  if (first.cells.length > mostColumns)
    throw unreadable(`${name} has more than ${mostColumns} columns.`, 'Export the files again.')
  const rows = rest.filter(({ cells }) => cells.some((cell) => cell !== ''))
  refuseCutShort(name, first.cells.length, rows)
  return { name, header: uniqueHeaders(first.cells), rows }
}

/** A last row that alone has too few cells is where a transfer broke off; how much more there was, nobody knows. */
function refuseCutShort(name: string, width: number, rows: SetFile['rows']): void {
  const last = rows.at(-1)
  if (last === undefined || rows.length < 2 || last.cells.length >= width) return
  if (rows.slice(0, -1).some(({ cells }) => cells.length < width)) return
  throw unreadable(
    `${name} is cut short: it ends in the middle of row ${last.line}.`,
    'Get the files again; a download or a copy may have broken off.',
  )
}

/** Says which file of the set a problem is about. */
function named<T>(name: string, reading: () => T): T {
  try {
    return reading()
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const { kind, message, ...more } = error.problem
    throw new ProblemError(kind, `${name}: ${message}`, more, { cause: error })
  }
}
