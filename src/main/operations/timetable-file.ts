import type { ParsedOf } from '../../shared/contract/index.ts'
import { foldText } from '../../shared/domain/names.ts'
import { addDays } from '../../shared/domain/time.ts'
import {
  guessTimetableColumns,
  missingTimetableColumn,
  type TimetableColumn,
} from '../../shared/domain/timetable-columns.ts'
import type { NameChoices } from '../../shared/domain/timetable-plan.ts'
import { readLessons, type ReadLessons } from '../../shared/domain/timetable-rows.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { readTimetableTable, TimetableTable } from '../files/timetable-table.ts'

/** What a person said about a timetable file. */
export type TimetableInput = ParsedOf<'timetable.preview'>

/** A timetable file read as a person said, before it is held against the school. */
export interface ReadTimetable extends ReadLessons {
  readonly table: TimetableTable
  readonly columns: Readonly<Record<string, TimetableColumn>>
  readonly missing: ReturnType<typeof missingTimetableColumn>
  /** The length of classes of which the file gives only the start. */
  readonly defaultMinutes: number
}

const longestTermDays = 400

/** Reads a file as a person said. Raises `fileUnreadable`, and `invalidInput` for a mapping of another file. */
export function readTimetable(
  readTable: typeof readTimetableTable,
  bytes: Uint8Array,
  input: Pick<TimetableInput, 'mapping' | 'periodTimes'>,
  defaultMinutes: number,
): ReadTimetable {
  const table = readTable(bytes, knownHeaders)
  const { mapping, periodTimes } = input
  const unknown = Object.keys(mapping ?? {}).find((header) => !table.header.includes(header))
  if (unknown !== undefined) {
    throw new ProblemError('invalidInput', 'The mapping names a column that the file does not have.', {
      field: 'mapping',
      fix: 'Map the columns of this file again.',
    })
  }
  const ignored = Object.fromEntries(table.header.map((header) => [header, 'ignored' as const]))
  const columns = mapping === undefined ? guessTimetableColumns(table.header) : { ...ignored, ...mapping }
  const missing = missingTimetableColumn(columns)
  const lines = missing === null ? table.rows : []
  return {
    table,
    columns,
    missing,
    defaultMinutes,
    ...readLessons(table.header, lines, columns, { periodTimes, defaultMinutes }),
  }
}

/** Refuses a term that cannot be planned. Raises `invalidInput` with the field. */
export function checkTerm({ firstOn, lastOn }: Pick<TimetableInput, 'firstOn' | 'lastOn'>): void {
  if (lastOn < firstOn) {
    throw new ProblemError('invalidInput', 'The term ends before it begins.', {
      field: 'lastOn',
      fix: 'Choose a later last day.',
    })
  }
  if (lastOn > addDays(firstOn, longestTermDays)) {
    throw new ProblemError('invalidInput', `A term lasts at most ${longestTermDays} days.`, {
      field: 'lastOn',
      fix: 'Import one school year after the other.',
    })
  }
}

/** What a person said that names stand for, by the names without case and accents. */
export function choicesOf({ choices }: Pick<TimetableInput, 'choices'>): NameChoices {
  const folded = (chosen: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(chosen).map(([typed, wanted]) => [foldText(typed), wanted]))
  return {
    sections: folded(choices.sections),
    subjects: folded(choices.subjects),
    teachers: folded(choices.teachers),
  }
}

/** How many cells of a row name columns that are known. */
const knownHeaders = (cells: readonly string[]): number =>
  Object.values(guessTimetableColumns(cells)).filter((field) => field !== 'ignored').length
