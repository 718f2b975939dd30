import type { RosterAnswers } from '../../shared/contract/roster.ts'
import { guessColumns, missingColumn, type RosterColumn } from '../../shared/domain/roster-columns.ts'
import type { ReadRoster } from '../../shared/domain/roster-bundle.ts'
import { mergeLists } from '../../shared/domain/merge-lists.ts'
import { tableBundle, type TableQuestion } from '../../shared/domain/table-bundle.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { detectRosterFormat, readRosterSet } from '../files/roster-files.ts'
import type { headerDigest, readRosterSheet, RosterSheet } from '../files/roster-sheet.ts'
import type { readSchoolForm1 } from '../files/school-form-1.ts'
import type { FileContent } from '../ports.ts'

/** What reads roster files. */
export interface RosterReaders {
  readonly detect: typeof detectRosterFormat
  readonly readSet: typeof readRosterSet
  readonly readSheet: typeof readRosterSheet
  readonly readForm: typeof readSchoolForm1
  readonly headerDigest: typeof headerDigest
  /** What the columns of such a header meant the last time. */
  readonly mappingFor: (headerDigest: string) => Promise<Record<string, string> | null>
}

/** What a person says about the files. */
export interface RosterSaid {
  readonly mapping?: Record<string, RosterColumn> | undefined
  readonly answers: RosterAnswers
}

/** The one table of an import, and what its columns were taken for. */
export interface ReadTable {
  readonly sheet: RosterSheet
  readonly columns: Record<string, RosterColumn>
  readonly mappingFrom: 'headers' | 'remembered' | 'given'
  readonly headerDigest: string
  /** What no column is said to hold; nothing can be read before. */
  readonly missing: 'name' | 'section' | null
}

/** The files of an import, read. */
export interface ReadFiles {
  readonly read: ReadRoster
  /** Null where the format says what its columns mean. */
  readonly table: ReadTable | null
  readonly questions: readonly TableQuestion[]
}

/** Reads what somebody chose: one table, School Forms 1, or the files of another system. Raises `fileUnreadable`, `invalidInput`. */
export async function readRosterFiles(
  files: readonly FileContent[],
  said: RosterSaid,
  readers: RosterReaders,
): Promise<ReadFiles> {
  const format = readers.detect(files)
  if (format === 'oneRoster' || format === 'clever' || format === 'sds') {
    return { read: readers.readSet(format, files), table: null, questions: [] }
  }
  const sheets = files.map((file) => ({ file, sheet: readers.readSheet(file) }))
  const [first, ...others] = sheets
  if (first !== undefined && others.length === 0 && first.sheet.kind === 'table') {
    return readTable(first.file.name, first.sheet, said, readers)
  }
  if (sheets.every(({ sheet }) => sheet.kind === 'schoolForm1')) {
    return { read: mergeLists(files.map((file) => readers.readForm(file))), table: null, questions: [] }
  }
  throw new ProblemError('fileUnreadable', 'These files do not belong together.', {
    field: 'files',
    fix: 'Choose one class list, School Forms 1 alone, or the files of one export of your school’s system.',
  })
}

async function readTable(
  fileName: string,
  sheet: RosterSheet,
  { mapping, answers }: RosterSaid,
  readers: RosterReaders,
): Promise<ReadFiles> {
  const digest = readers.headerDigest(sheet.header)
  const remembered = mapping === undefined ? await readers.mappingFor(digest) : null
  const given = mapping ?? (remembered as Record<string, RosterColumn> | null)
  if (mapping !== undefined) refuseUnknown(mapping, sheet.header)
  const columns =
    given === null
      ? guessColumns(sheet.header)
      : Object.fromEntries(
          sheet.header.map((header) => [header, Object.hasOwn(given, header) ? given[header]! : ('ignore' as const)]),
        )
  const missing = missingColumn(columns)
  const { questions, ...read } =
    missing === null
      ? tableBundle(sheet, columns, answers, fileName)
      : { ...emptyList(sheet.rows.length), questions: [] }
  const mappingFrom = mapping !== undefined ? 'given' : remembered === null ? 'headers' : 'remembered'
  return { read, table: { sheet, columns, mappingFrom, headerDigest: digest, missing }, questions }
}

const emptyList = (rowCount: number): ReadRoster => ({
  bundle: { format: 'table', source: null, isDelta: false, sections: [], groups: [], people: [], enrollments: [] },
  issues: [],
  sourceTitle: null,
  rowCount,
})

function refuseUnknown(mapping: Record<string, RosterColumn>, header: readonly string[]): void {
  if (Object.keys(mapping).every((name) => header.includes(name))) return
  throw new ProblemError('invalidInput', 'The mapping names a column that the file does not have.', {
    field: 'mapping',
    fix: 'Map the columns of this file again.',
  })
}

/** Says that a table cannot be imported before somebody says which column holds what. */
export function refuseWithoutColumns(missing: ReadTable['missing']): void {
  if (missing === null) return
  throw missing === 'name'
    ? new ProblemError('fileUnreadable', 'No column of the file looks like the students’ names.', {
        fix: 'Say which columns hold the last name and the first name (or one with "Last, First"), or name them so in the first row.',
        field: 'mapping',
      })
    : new ProblemError('fileUnreadable', 'No column of the file looks like the section.', {
        fix: 'Say which column holds the section, or add one named "Section".',
        field: 'mapping',
      })
}
