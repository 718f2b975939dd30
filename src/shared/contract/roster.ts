import { z } from 'zod'
import { bundleIssueCodes, rosterFormats } from '../domain/roster-bundle.ts'
import { rosterColumns } from '../domain/roster-columns.ts'
import { DeedId, FileHandle, ImportId } from '../ids.ts'
import { Done, Instant, LocalDate, MadeFile, Nothing, Text } from './common.ts'
import { command, officeStaff, query } from './row.ts'

/** What a column of a roster file can be. */
export const RosterField = z.enum(rosterColumns)
export type RosterField = z.infer<typeof RosterField>

const Mapping = z.record(z.string().max(200), RosterField).describe('Column header to field')

/** Doubts about a file that only a person can settle, and what can be said to each. */
export const RosterAnswers = z
  .strictObject({
    /** Student numbers that lost zeros at the front in a spreadsheet: put them back, or take the numbers as they stand. */
    leadingZeros: z.enum(['restore', 'asIs']),
    /** Which number of 03/04/2012 is the month. */
    dates: z.enum(['monthFirst', 'dayFirst']),
  })
  .partial()
export type RosterAnswers = z.infer<typeof RosterAnswers>

const RosterInput = {
  /** One file, a zip, or all the files of a folder. */
  files: z.array(FileHandle).min(1).max(30),
  /** For the format `table`; left out, the remembered mapping of such a header is taken, else the headers tell. */
  mapping: Mapping.optional(),
  answers: RosterAnswers.default({}),
  /** The first day of new enrollments where the file names none; today when left out. */
  firstOn: LocalDate.optional(),
}

/** What becomes of one kind of thing that the files name. */
const Counts = z.strictObject({
  addedCount: z.int(),
  changedCount: z.int(),
  unchangedCount: z.int(),
  refusedCount: z.int(),
})

const EnrollmentCounts = z.strictObject({
  addedCount: z.int(),
  /** Students who move from another section. */
  movedCount: z.int(),
  /** With a last day that the file gives. */
  endedCount: z.int(),
  unchangedCount: z.int(),
  refusedCount: z.int(),
})

const AllCounts = {
  students: Counts,
  staff: Counts,
  sections: Counts,
  groups: Counts,
  enrollments: EnrollmentCounts,
}

const RowProblem = z.strictObject({
  /** Name of the file within the import. */
  file: z.string(),
  /** 1-based row in the file, counting the header. */
  row: z.int(),
  column: z.string().nullable(),
  code: z.enum(bundleIssueCodes),
  /** One sentence: what is wrong and what to do. */
  message: z.string(),
  isRefused: z.boolean(),
})

/** What an import would do, before it does it. */
export const RosterPreview = z.strictObject({
  /** Of the files, the mapping, the answers and the roster as it is; `roster.import` must name it. */
  digest: z.string(),
  fileNames: z.array(z.string()),
  format: z.enum(rosterFormats),
  /** "OneRoster 1.2, everything, from PowerSchool", as the files say; null for a table. */
  source: z.string().nullable(),
  /** The files hold only what changed: whoever is not named is not missing. */
  isDelta: z.boolean(),
  /** Of a text table; null for anything else, as is the delimiter. */
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).nullable(),
  delimiter: z.string().nullable(),
  /** The sheet of a workbook that was read; null for anything else. */
  sheetName: z.string().nullable(),
  /** 1-based row of a table's header: what stands above it was skipped. Null where the format says what its columns mean. */
  headerRow: z.int().nullable(),
  /** Of a table; empty where the format says what its columns mean. */
  columns: z.array(z.strictObject({ header: z.string(), field: RosterField, samples: z.array(z.string()) })),
  /** Where the columns' meaning comes from; null where the format says it. */
  mappingFrom: z.enum(['headers', 'remembered', 'given']).nullable(),
  /** What no column of a table is said to hold: nothing can be read before somebody says it. */
  missingColumn: z.enum(['name', 'section']).nullable(),
  /** What only a person can settle, with how many cells it is about and one of them. Without an answer the safe one is taken. */
  questions: z.array(z.strictObject({ id: RosterAnswers.keyof(), count: z.int(), sample: z.string() })),
  rowCount: z.int(),
  ...AllCounts,
  /** Students of the touched sections whom a complete file does not name. They are never withdrawn by an import. */
  notInFileCount: z.int(),
  /**
   * Set when more than a tenth of the school's students or a fifth of one section's would be touched: the import must be
   * told to go on. Only the sections that are over their share are named.
   */
  brake: z
    .strictObject({
      touchedCount: z.int(),
      schoolCount: z.int(),
      sections: z.array(
        z.strictObject({ name: z.string(), gradeLevel: z.string(), touchedCount: z.int(), studentCount: z.int() }),
      ),
    })
    .nullable(),
  sectionRows: z.array(
    z.strictObject({ name: z.string(), gradeLevel: z.string(), isNew: z.boolean(), rowCount: z.int() }),
  ),
  /** The first people as they would stand, at most 5,000: those who change first, those who stay as they are last. */
  rows: z.array(
    z.strictObject({
      file: z.string(),
      row: z.int(),
      kind: z.enum(['student', 'staff']),
      action: z.enum(['add', 'change', 'unchanged']),
      listName: z.string(),
      studentNumber: z.string().nullable(),
      section: z.string(),
      /** The section that the student leaves for this one. */
      movesFrom: z.string().nullable(),
      email: z.string().nullable(),
      changes: z.array(z.string()),
    }),
  ),
  /** The first of them, at most 2,000; `problemCount` is all. */
  problems: z.array(RowProblem),
  problemCount: z.int(),
  /** All of them by kind, the most frequent first. */
  problemKinds: z.array(z.strictObject({ code: z.enum(bundleIssueCodes), count: z.int(), refusedCount: z.int() })),
})
export type RosterPreview = z.infer<typeof RosterPreview>

/** One import that was done. */
export const RosterImported = z.strictObject({
  importId: ImportId,
  /** What `roster.undo` takes; null where nothing was changed. */
  deedId: DeedId.nullable(),
  /** Several files by comma. */
  fileName: z.string(),
  format: z.enum(rosterFormats),
  importedAt: Instant,
  actor: z.string(),
  students: Counts,
  undoneAt: Instant.nullable(),
})
export type RosterImported = z.infer<typeof RosterImported>

/** Operations about roster files. */
export const roster = {
  'roster.preview': query(z.strictObject(RosterInput), RosterPreview, { roles: officeStaff, isLong: true }),
  /** All that is wrong with the files as a CSV file: for whoever made them. Raises `notFound` where nothing is. */
  'roster.exportProblems': query(
    z.strictObject(RosterInput),
    z.strictObject({ file: MadeFile, problemCount: z.int() }),
    { roles: officeStaff, isLong: true },
  ),
  /**
   * All of it in one transaction, or nothing. Raises `stalePreview` when files, mapping, answers or roster changed since the
   * preview, and `conflict` at `isBrakeReleased` when the brake holds.
   */
  'roster.import': command(
    z.strictObject({ ...RosterInput, digest: Text(128), isBrakeReleased: z.boolean().default(false) }),
    z.strictObject({
      importId: ImportId,
      /** What `roster.undo` takes; null when nothing was changed. */
      deedId: DeedId.nullable(),
      ...AllCounts,
      notInFileCount: z.int(),
      importedAt: Instant,
    }),
    { roles: officeStaff, isLong: true },
  ),
  /** Imports, the last first, at most 100. */
  'roster.imports': query(Nothing, z.strictObject({ imports: z.array(RosterImported) }), { roles: officeStaff }),
  /** Takes a whole import back in one transaction. Raises `conflict` when something that it wrote was changed since. */
  'roster.undo': command(z.strictObject({ deedId: DeedId }), Done, { roles: officeStaff, isLong: true }),
}
