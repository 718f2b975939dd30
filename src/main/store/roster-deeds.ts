import { and, desc, eq, getTableName, inArray, sql } from 'drizzle-orm'
import { ProblemError } from '../../shared/problem.ts'
import type { Author } from './attendance-decisions.ts'
import { tables, type Db } from './database.ts'
import { journalRows, parseRow } from './roster-journal.ts'
import { ensureRecorder, ownColumns, recorded } from './roster-recorder.ts'

/** What kind of deed it was: the closed list of the table. */
export type DeedKind = typeof tables.rosterDeeds.$inferSelect.kind

/** A deed about to be done. */
export interface NewDeed extends Author {
  readonly kind: DeedKind
  /** Key of the import that it is, for an import. */
  readonly importKey?: number
}

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
 * Takes a deed back, inside the caller's transaction: its rows become what they were. Raises `notFound`, and `conflict`, with
 * nothing changed once the caller's transaction ends, when a row was changed since. What the deed added and others refer to
 * by now (a student with a registration) is archived instead of taken away, or stays where it cannot be archived (a
 * subject). O(rows): 20,000 in a few hundred milliseconds.
 */
export function undoDeed(db: Db, deedId: string, { actor, at }: Author): void {
  const { rosterDeeds, rosterChanges } = tables
  const deed = db.select().from(rosterDeeds).where(eq(rosterDeeds.id, deedId)).get()
  if (deed === undefined) {
    throw new ProblemError('notFound', 'This change is not in Homeroom any more.', { fix: 'Reload the list.' })
  }
  if (deed.undoneAt !== null) {
    throw new ProblemError('conflict', 'This change was undone already.', { fix: 'Reload the list.' })
  }
  const changes: Change[] = db
    .select({
      table: rosterChanges.table,
      before: sql<string | null>`${rosterChanges.before}`,
      after: sql<string | null>`${rosterChanges.after}`,
    })
    .from(rosterChanges)
    .where(eq(rosterChanges.deedKey, deed.key))
    .orderBy(desc(rosterChanges.key))
    .all()
  const rows = new Map(recorded.map((table) => [getTableName(table), journalRows(db, table)]))
  for (const { table, before, after } of changes) {
    const writer = rows.get(table)
    if (writer === undefined) throw new Error(`No table ${table} is recorded.`)
    if (after !== null) refuseChanged(table, writer.find(after), after)
    if (before === null) writer.remove(after!, at)
    else if (after === null) writer.insert(before)
    else writer.restore(before, after)
  }
  db.update(rosterDeeds).set({ undoneAt: at, undoneBy: actor }).where(eq(rosterDeeds.key, deed.key)).run()
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

/** One row that a deed wrote, as JSON of its SQL columns. */
interface Change {
  readonly table: string
  readonly before: string | null
  readonly after: string | null
}

/** Compares column by column where the texts differ: a later version of Homeroom may know more columns. */
function refuseChanged(table: string, present: string | undefined, after: string): void {
  if (present === after) return
  const [there, left] = [parseRow(present ?? '{}'), parseRow(after)]
  const columns = ownColumns[table] ?? Object.keys(left)
  if (present !== undefined && columns.every((column) => there[column] === left[column])) return
  throw new ProblemError('conflict', 'Something that this change wrote was changed again since, so it stays.', {
    fix: 'Undo the later change first, or correct it by hand.',
  })
}
