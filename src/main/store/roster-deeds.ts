import { and, desc, eq, getTableColumns, getTableName, inArray, isNull, sql, type SQL } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { ProblemError } from '../../shared/problem.ts'
import type { Author } from './attendance-decisions.ts'
import { tables, type Db } from './database.ts'

/** What kind of deed it was: the closed list of the table. */
export type DeedKind = typeof tables.rosterDeeds.$inferSelect.kind

/** A deed about to be done. */
export interface NewDeed extends Author {
  readonly kind: DeedKind
  /** Key of the import that it is, for an import. */
  readonly importKey?: number
}

/** A row as the journal keeps it: SQL column to raw value. */
type RawRow = Readonly<Record<string, string | number | null>>

/** Tables that a deed may write to. What is not among them is not taken back by an undo. */
const recorded: readonly SQLiteTable[] = [
  tables.households,
  tables.persons,
  tables.emails,
  tables.phones,
  tables.guardians,
  tables.sections,
  tables.advisers,
  tables.subjects,
  tables.teachingGroups,
  tables.teachingGroupSections,
  tables.assignments,
  tables.enrollments,
  tables.knownAsNames,
  tables.sourceIds,
  tables.missingStudents,
  tables.overrides,
  tables.excuses,
  tables.contacts,
  tables.registrants,
]
/** Of tables whose rows go on changing by themselves: the columns that are a deed's, and that an undo looks at. */
const ownColumns: Readonly<Record<string, readonly string[]>> = { registrants: ['person_key'] }
const byName = new Map(recorded.map((table) => [getTableName(table), table]))

/**
 * Does something to the rosters as one deed, inside the caller's transaction: every row that is written meanwhile is kept
 * as it was and as it became, by triggers on this connection, so that none can be forgotten. Returns the deed's id with the
 * value. A deed that changed nothing leaves no trace, and its id is null.
 */
export function recordDeed<T>(db: Db, deed: NewDeed, run: () => T): { deedId: string | null; value: T } {
  ensureRecorder(db)
  const { kind, importKey = null, actor, device, at, newId } = deed
  const { key, id } = db
    .insert(tables.rosterDeeds)
    .values({ id: newId(), kind, importKey, actor, device, at })
    .returning({ key: tables.rosterDeeds.key, id: tables.rosterDeeds.id })
    .get()
  db.run(sql`insert into recording (deed_key) values (${key})`)
  const value = run()
  db.run(sql`delete from recording`)
  const first = db.select({ key: tables.rosterChanges.key }).from(tables.rosterChanges)
  if (first.where(eq(tables.rosterChanges.deedKey, key)).limit(1).get() !== undefined) return { deedId: id, value }
  db.delete(tables.rosterDeeds).where(eq(tables.rosterDeeds.key, key)).run()
  return { deedId: null, value }
}

/**
 * Takes a deed back, inside the caller's transaction: its rows become what they were. Raises `conflict`, with nothing
 * changed once the caller's transaction ends, when a row was changed since by another deed that still stands. What the
 * deed added and others refer to by now (a student with a registration) is archived instead of taken away.
 */
export function undoDeed(db: Db, deedId: string, { actor, at }: Author): void {
  const deed = db.select().from(tables.rosterDeeds).where(eq(tables.rosterDeeds.id, deedId)).get()
  if (deed === undefined) {
    throw new ProblemError('notFound', 'This change is not in Homeroom any more.', { fix: 'Reload the list.' })
  }
  if (deed.undoneAt !== null) {
    throw new ProblemError('conflict', 'This change was undone already.', { fix: 'Reload the list.' })
  }
  const changes = db
    .select()
    .from(tables.rosterChanges)
    .where(eq(tables.rosterChanges.deedKey, deed.key))
    .orderBy(desc(tables.rosterChanges.key))
    .all()
  for (const change of changes) takeBack(db, change as Change, at)
  db.update(tables.rosterDeeds).set({ undoneAt: at, undoneBy: actor }).where(eq(tables.rosterDeeds.key, deed.key)).run()
}

/** The keys of the people whose rows a deed wrote. */
export function peopleOfDeed(db: Db, deedId: string): number[] {
  return db
    .selectDistinct({ personKey: tables.rosterChanges.personKey })
    .from(tables.rosterChanges)
    .innerJoin(tables.rosterDeeds, eq(tables.rosterDeeds.key, tables.rosterChanges.deedKey))
    .where(eq(tables.rosterDeeds.id, deedId))
    .all()
    .flatMap(({ personKey }) => personKey ?? [])
}

/** The deeds that wrote rows of one person, the last first, with those rows; at most `limit` deeds. */
export function deedsOfPerson(db: Db, personKey: number, limit: number) {
  const { rosterDeeds, rosterChanges } = tables
  const deeds = db
    .select()
    .from(rosterDeeds)
    .where(
      inArray(
        rosterDeeds.key,
        db
          .selectDistinct({ key: rosterChanges.deedKey })
          .from(rosterChanges)
          .where(eq(rosterChanges.personKey, personKey)),
      ),
    )
    .orderBy(desc(rosterDeeds.key))
    .limit(limit)
    .all()
  const rows = db
    .select()
    .from(rosterChanges)
    .where(
      and(
        eq(rosterChanges.personKey, personKey),
        inArray(
          rosterChanges.deedKey,
          deeds.map(({ key }) => key),
        ),
      ),
    )
    .orderBy(rosterChanges.key)
    .all()
  const changesOf = Map.groupBy(rows, ({ deedKey }) => deedKey)
  return deeds.map((deed) => ({ ...deed, changes: changesOf.get(deed.key) ?? [] }))
}

/** The last deeds that can still be undone, the latest first. */
export function lastDeeds(db: Db, limit: number) {
  return db
    .select()
    .from(tables.rosterDeeds)
    .where(isNull(tables.rosterDeeds.undoneAt))
    .orderBy(desc(tables.rosterDeeds.key))
    .limit(limit)
    .all()
}

interface Change {
  readonly table: string
  readonly before: RawRow | null
  readonly after: RawRow | null
}

function takeBack(db: Db, { table: name, before, after }: Change, at: number): void {
  const table = byName.get(name)
  if (table === undefined) throw new Error(`No table ${name} is recorded.`)
  if (after !== null && !isAsLeft(db, name, table, after)) {
    throw new ProblemError('conflict', 'Something that this change wrote was changed again since, so it stays.', {
      fix: 'Undo the later change first, or correct it by hand.',
    })
  }
  if (before === null) return remove(db, name, table, after!, at)
  if (after === null) {
    db.run(sql`insert into ${sql.identifier(name)} (${list(Object.keys(before).map((column) => sql.identifier(column)))})
      values (${list(Object.values(before).map((value) => sql`${value}`))})`)
    return
  }
  const columns = Object.keys(before).filter((column) => before[column] !== after[column])
  if (columns.length === 0) return
  db.run(sql`update ${sql.identifier(name)}
    set ${list(columns.map((column) => sql`${sql.identifier(column)} = ${before[column]!}`))}
    where ${isRow(table, after)}`)
}

function isAsLeft(db: Db, name: string, table: SQLiteTable, after: RawRow): boolean {
  const present = db.get<RawRow | undefined>(sql`select * from ${sql.identifier(name)} where ${isRow(table, after)}`)
  const columns = ownColumns[name] ?? Object.keys(after)
  return present !== undefined && columns.every((column) => present[column] === after[column])
}

/** Takes a row away that was added; one that others refer to is archived where its table knows that. */
function remove(db: Db, name: string, table: SQLiteTable, row: RawRow, at: number): void {
  try {
    db.run(sql`delete from ${sql.identifier(name)} where ${isRow(table, row)}`)
  } catch (error) {
    if (!isForeignKeyError(error) || !('archived_at' in row)) throw error
    db.run(sql`update ${sql.identifier(name)} set archived_at = ${at} where ${isRow(table, row)}`)
  }
}

const isForeignKeyError = (error: unknown): boolean => {
  const { code, cause } = error as { code?: string; cause?: unknown }
  return code === 'SQLITE_CONSTRAINT_FOREIGNKEY' || (cause !== undefined && isForeignKeyError(cause))
}

/** By the row's primary key. */
function isRow(table: SQLiteTable, row: RawRow): SQL {
  const columns = 'key' in row ? ['key'] : primaryColumns(table)
  return sql.join(
    columns.map((column) => sql`${sql.identifier(column)} is ${row[column]!}`),
    sql` and `,
  )
}

/** Tables without an integer key are keyed by all of their columns that may not be null. */
const primaryColumns = (table: SQLiteTable): string[] =>
  columnsOf(table).flatMap(({ name, notNull }) => (notNull ? [name] : []))

const columnsOf = (table: SQLiteTable): SQLiteColumn[] => Object.values(getTableColumns(table))
const list = (parts: readonly SQL[] | readonly ReturnType<typeof sql.identifier>[]): SQL =>
  sql.join([...parts], sql`, `)

/**
 * Makes the triggers of this connection, once. They write nothing unless `recording` names a deed; the columns come from the
 * schema, so a new column is recorded without anybody thinking of it.
 */
function ensureRecorder(db: Db): void {
  const there = db.get<{ name: string } | undefined>(
    sql`select name from temp.sqlite_master where type = 'table' and name = 'recording'`,
  )
  if (there !== undefined) return
  db.run(sql`create temp table recording (deed_key integer not null)`)
  for (const table of recorded) {
    const name = getTableName(table)
    const columns = columnsOf(table).map((column) => column.name)
    const person = columns.includes('person_key') ? 'person_key' : name === 'persons' ? 'key' : null
    const row = (side: 'old' | 'new') =>
      `json_object(${columns.map((column) => `'${column}', ${side}."${column}"`).join(', ')})`
    const write = (on: 'insert' | 'update' | 'delete', before: string, after: string, side: 'old' | 'new') =>
      db.run(
        sql.raw(`create temp trigger "record_${on}_${name}" after ${on} on main."${name}"
          when exists (select 1 from recording) ${on === 'update' ? `and ${before} <> ${after}` : ''}
          begin
            insert into roster_changes (deed_key, table_name, person_key, before, after)
            select deed_key, '${name}', ${person === null ? 'null' : `${side}."${person}"`}, ${before}, ${after} from recording;
          end`),
      )
    write('insert', 'null', row('new'), 'new')
    write('update', row('old'), row('new'), 'new')
    write('delete', row('old'), 'null', 'old')
  }
}
