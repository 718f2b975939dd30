import { getTableColumns, getTableName, sql, type SQL } from 'drizzle-orm'
import { getTableConfig, type SQLiteColumn, type SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Db } from './database.ts'
import { rowJson } from './roster-recorder.ts'

/** A row of the journal, column by column. */
export const parseRow = (row: string): Readonly<Record<string, unknown>> => JSON.parse(row)

interface Statement {
  run(values: Record<string, unknown>): unknown
}

/** Writes rows of one table out of the journal's JSON. Statements are prepared once for each set of columns. */
export function journalRows(db: Db, table: SQLiteTable) {
  const nameOf = new Map(Object.entries(getTableColumns(table)).map(([name, column]) => [column.name, name]))
  const given = sql.placeholder('row')
  const value = (column: string): SQL => sql`${given} ->> ${sql.raw(`'$."${column}"'`)}`
  const isRow = sql.join(
    primaryColumns(table).map((column) => sql`${column} = ${value(column.name)}`),
    sql` and `,
  )
  const valuesOf = (names: readonly string[]) =>
    Object.fromEntries(names.map((column) => [nameOf.get(column)!, value(column)]))

  const prepared = new Map<string, Statement>()
  const statement = (key: string, prepare: () => Statement) => {
    const there = prepared.get(key) ?? prepare()
    prepared.set(key, there)
    return there
  }
  const present = sql<string>`${sql.raw(rowJson([...nameOf.keys()], `"${getTableName(table)}"`))}`
  const finding = db.select({ present }).from(table).where(isRow).prepare()
  return {
    find: (row: string): string | undefined => finding.get({ row })?.present,
    insert: (row: string): void => {
      const names = Object.keys(parseRow(row))
      statement(`insert ${names.join()}`, () => db.insert(table).values(valuesOf(names)).prepare()).run({ row })
    },
    restore: (before: string, after: string): void => {
      const [old, left] = [parseRow(before), parseRow(after)]
      const names = Object.keys(old).filter((column) => old[column] !== left[column])
      const update = () => db.update(table).set(valuesOf(names)).where(isRow).prepare()
      // A key never changes, so the row is found by either side.
      statement(`update ${names.join()}`, update).run({ row: before })
    },
    remove: (row: string, at: number): void => {
      try {
        statement('delete', () => db.delete(table).where(isRow).prepare()).run({ row })
      } catch (error) {
        if (!isForeignKeyError(error)) throw error
        const archivedAt = nameOf.get('archived_at')
        if (archivedAt === undefined) return
        statement('archive', () =>
          db
            .update(table)
            .set({ [archivedAt]: sql`${sql.placeholder('at')}` })
            .where(isRow)
            .prepare(),
        ).run({ row, at })
      }
    },
  }
}

const isForeignKeyError = (error: unknown): boolean => {
  const { code, cause } = error as { code?: string; cause?: unknown }
  return code === 'SQLITE_CONSTRAINT_FOREIGNKEY' || (cause !== undefined && isForeignKeyError(cause))
}

/** What tells the rows of a table apart. */
function primaryColumns(table: SQLiteTable): readonly SQLiteColumn[] {
  const { columns, primaryKeys } = getTableConfig(table)
  return primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary)
}
