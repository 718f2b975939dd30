import { getTableColumns, sql, type InferInsertModel, type SQL } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Db } from './database.ts'

/**
 * Inserts rows that all name the same columns, in their order, inside the caller's transaction: one statement of one
 * parameter, however many rows. A statement of a parameter for each value takes ten times as long to build as to run.
 * `onConflict` is what stands after "on conflict".
 */
export function insertRows<Table extends SQLiteTable>(
  db: Db,
  table: Table,
  rows: readonly InferInsertModel<Table>[],
  onConflict?: SQL,
): void {
  const [first] = rows
  if (first === undefined) return
  const columns = getTableColumns(table) as Record<string, SQLiteColumn>
  const names = Object.keys(first)
  const values = rows.map((row) =>
    names.map((name) => {
      const value = (row as Record<string, unknown>)[name] ?? null
      return value === null ? null : columns[name]!.mapToDriverValue(value)
    }),
  )
  const into = sql.join(
    names.map((name) => sql.identifier(columns[name]!.name)),
    sql`, `,
  )
  const from = sql.join(
    names.map((_, index) => sql.raw(`value ->> ${index}`)),
    sql`, `,
  )
  // Without "where" the words after it would be read as a join's.
  const then = onConflict === undefined ? sql`` : sql`where true on conflict ${onConflict}`
  db.run(sql`insert into ${table} (${into}) select ${from} from json_each(${JSON.stringify(values)}) ${then}`)
}
