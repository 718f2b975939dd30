import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { identity, instant, json, localDate } from './columns.ts'

/** One complete import of roster files. */
export const imports = sqliteTable(
  'imports',
  {
    ...identity(),
    /** Several files of one import, by comma. */
    fileName: text('file_name').notNull(),
    format: text('format', { enum: ['table', 'oneRoster', 'clever', 'sds', 'schoolForm1'] })
      .notNull()
      .default('table'),
    digest: text('digest').notNull(),
    /** What each column meant; empty for formats whose columns are fixed. */
    mapping: json<Record<string, string>>('mapping').notNull(),
    /** Of the header alone, so that the next file of the same shape is read in the same way; null without a mapping. */
    headerDigest: text('header_digest'),
    addedCount: integer('added_count').notNull(),
    changedCount: integer('changed_count').notNull(),
    unchangedCount: integer('unchanged_count').notNull(),
    refusedCount: integer('refused_count').notNull(),
    actor: text('actor').notNull(),
    importedAt: instant('imported_at').notNull(),
  },
  (t) => [index('imports_header').on(t.headerDigest)],
)

/** One deed of a person that changed rosters: what a student's history shows and what undo takes back. */
export const rosterDeeds = sqliteTable(
  'roster_deeds',
  {
    ...identity(),
    kind: text('kind', {
      enum: ['import', 'enroll', 'move', 'withdraw', 'correct', 'merge', 'archive', 'change', 'add', 'settleMissing'],
    }).notNull(),
    importKey: integer('import_key').references(() => imports.key),
    actor: text('actor').notNull(),
    device: text('device').notNull(),
    at: instant('at').notNull(),
    undoneAt: instant('undone_at'),
    undoneBy: text('undone_by'),
  },
  (t) => [index('roster_deeds_at').on(t.at), index('roster_deeds_import').on(t.importKey)],
)

/** Each row that a deed wrote, as it was and as it became. Written by triggers while a deed is recorded, so that none is forgotten. */
export const rosterChanges = sqliteTable(
  'roster_changes',
  {
    key: integer('key').primaryKey({ autoIncrement: true }),
    deedKey: integer('deed_key')
      .notNull()
      .references(() => rosterDeeds.key),
    /** Name of the SQL table; the row's primary key is among its columns. */
    table: text('table_name').notNull(),
    /** Whose row it is; null for rows of sections and groups. */
    personKey: integer('person_key'),
    /** Column to value; null for a row that the deed added. */
    before: json<Record<string, unknown>>('before'),
    /** Null for a row that the deed took away. */
    after: json<Record<string, unknown>>('after'),
  },
  (t) => [index('roster_changes_deed').on(t.deedKey), index('roster_changes_person').on(t.personKey)],
)

/** Under which id another system knows a thing of ours: how its next file is recognised. */
export const sourceIds = sqliteTable(
  'source_ids',
  {
    /** The system's own code or name; the format's name where it says none. */
    source: text('source').notNull(),
    kind: text('kind', { enum: ['person', 'section', 'group', 'enrollment'] }).notNull(),
    sourcedId: text('sourced_id').notNull(),
    /** Key of the person, section, teaching group or enrollment. */
    rowKey: integer('row_key').notNull(),
  },
  (t) => [primaryKey({ columns: [t.source, t.kind, t.sourcedId] }), index('source_ids_row').on(t.kind, t.rowKey)],
)

/** Students of a section who were "not in this file": they wait for a person to say whether, when and why they left. */
export const missingStudents = sqliteTable(
  'missing_students',
  {
    ...identity(),
    /** The enrollment that a file no longer names. */
    enrollmentKey: integer('enrollment_key').notNull(),
    importKey: integer('import_key')
      .notNull()
      .references(() => imports.key),
    foundAt: instant('found_at').notNull(),
    /** The last day that the file suggests; null where it says none. */
    proposedOn: localDate('proposed_on'),
    settledAt: instant('settled_at'),
    /** `back`: a later file names them again. */
    settledAs: text('settled_as', { enum: ['stays', 'left', 'back'] }),
  },
  (t) => [index('missing_students_enrollment').on(t.enrollmentKey)],
)
