import type { InputOf } from '../../../shared/contract/index.ts'
import type { RosterAnswers, RosterField, RosterPreview } from '../../../shared/contract/roster.ts'
import type { FileHandle } from '../../../shared/ids.ts'
import { ProblemError } from '../../../shared/problem.ts'
import { importWords as words } from '../../words/import.ts'

/** What a person has said about files so far. */
export interface Asked {
  readonly files: readonly FileHandle[]
  readonly mapping: Readonly<Record<string, RosterField>> | undefined
  readonly answers: RosterAnswers
  /** First day of new enrollments; null while it is typed. */
  readonly firstOn: string | null
}

/** What the application is asked, for preview, import and the file of problems alike. */
export const inputOf = ({ files, mapping, answers, firstOn }: Asked): InputOf<'roster.preview'> => ({
  ...{ mapping, answers },
  files: [...files],
  firstOn: firstOn ?? undefined,
})

/** Ends of the names that a roster's files have. */
export const rosterEndings = ['.csv', '.tsv', '.txt', '.xlsx', '.zip']
/** As many as one import takes. */
const mostFiles = 30

/**
 * What to read of that which was chosen: one file as it is, whose reader says what is wrong; of several those that can be
 * part of a roster, since in a folder anything may lie. Raises `fileUnreadable`.
 */
export function rosterFilesOf(files: readonly File[]): readonly File[] {
  if (files.length === 1) return files
  const wanted = files.filter(
    ({ name }) => !/^[.~]/.test(name) && rosterEndings.some((end) => name.toLowerCase().endsWith(end)),
  )
  if (wanted.length === 0) {
    throw new ProblemError('fileUnreadable', words.noRosterFile, { fix: words.noRosterFileFix })
  }
  if (wanted.length > mostFiles) {
    throw new ProblemError('fileUnreadable', words.tooManyFiles(wanted.length), { fix: words.tooManyFilesFix })
  }
  return wanted
}

/** What an import of these files would come to: students, other things only, names that are missing only, or nothing. */
export function effectOf(preview: RosterPreview): 'students' | 'others' | 'missing' | 'nothing' {
  const { students, staff, sections, groups, enrollments, notInFileCount } = preview
  const changes = ({ addedCount, changedCount }: RosterPreview['students']) => addedCount + changedCount
  if (changes(students) > 0) return 'students'
  const others = [staff, sections, groups].reduce((sum, counts) => sum + changes(counts), 0)
  if (others + enrollments.addedCount + enrollments.movedCount + enrollments.endedCount > 0) return 'others'
  return notInFileCount > 0 ? 'missing' : 'nothing'
}

/** What files do besides their students, each in words; nothing is said of what they do not. */
export function alsoOf({
  staff,
  sections,
  groups,
  enrollments,
}: Pick<RosterPreview, 'staff' | 'sections' | 'groups' | 'enrollments'>): readonly string[] {
  const { also } = words
  const said: readonly (readonly [number, (number: number) => string])[] = [
    [sections.addedCount, also.newSections],
    [sections.changedCount, also.changedSections],
    [staff.addedCount, also.newStaff],
    [staff.changedCount, also.changedStaff],
    [staff.refusedCount, also.refusedStaff],
    [groups.addedCount, also.newGroups],
    [groups.changedCount, also.changedGroups],
    [groups.refusedCount, also.refusedGroups],
    [enrollments.addedCount, also.newEnrollments],
    [enrollments.movedCount, also.moves],
    [enrollments.endedCount, also.ends],
    [enrollments.refusedCount, also.refusedEnrollments],
  ]
  return said.flatMap(([number, say]) => (number > 0 ? [say(number)] : []))
}

/** What the files are, each in words: the format and where they come from, and how much is in them. */
export const recognised = ({ format, source, rowCount, sectionRows }: RosterPreview): readonly string[] => [
  source ?? words.formats[format],
  // School Form 1 says itself how many.
  ...(format === 'schoolForm1' || sectionRows.length === 0 ? [] : [words.sections(sectionRows.length)]),
  words.rows(rowCount),
]

/** How a table was read, each in words: where in the file it stands, and how its text is written. */
export function howRead({ sheetName, headerRow, encoding, delimiter }: RosterPreview): readonly string[] {
  return [
    ...(sheetName === null ? [] : [words.sheet(sheetName)]),
    ...(headerRow === null || headerRow === 1 ? [] : [words.headerRow(headerRow)]),
    ...(encoding === null ? [] : [words.encodings[encoding]]),
    ...(delimiter === null || words.delimiters[delimiter] === undefined
      ? []
      : [words.separatedBy(words.delimiters[delimiter])]),
  ]
}

/** The mapping with one column given a meaning: who had it before has none now, since each is taken once. */
export const mappedAs = (
  columns: RosterPreview['columns'],
  header: string,
  field: RosterField,
): Record<string, RosterField> =>
  Object.fromEntries(
    columns.map((column) => [
      column.header,
      column.header === header ? field : column.field === field ? 'ignore' : column.field,
    ]),
  )
