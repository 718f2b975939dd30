import { getTableColumns, getTableName, sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { tables, type Db } from './database.ts'

/** Tables that a deed may write to, those that refer to others after them. What is not among them no undo takes back. */
export const recorded: readonly SQLiteTable[] = [
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
export const ownColumns: Readonly<Record<string, readonly string[]>> = { registrants: ['person_key'] }

/** A row as the journal keeps it: JSON of each SQL column and its raw value. */
export const rowJson = (columns: readonly string[], side: string): string =>
  `json_object(${columns.map((column) => `'${column}', ${side}."${column}"`).join(', ')})`

/**
 * Makes the triggers of this connection, once. They write nothing unless `recording` names a deed; the columns come from the
 * schema, so a new column is recorded without anybody thinking of it.
 */
export function ensureRecorder(db: Db): void {
  const there = db.get<{ name: string } | undefined>(
    sql`select name from temp.sqlite_master where type = 'table' and name = 'recording'`,
  )
  if (there !== undefined) return
  // Without it the row that an "insert or replace" takes away would be forgotten.
  db.run(sql`pragma recursive_triggers = on`)
  db.run(sql`create temp table recording (deed_key integer not null)`)
  for (const table of recorded) {
    const name = getTableName(table)
    const columns = Object.values(getTableColumns(table)).map((column) => column.name)
    const person = columns.includes('person_key') ? 'person_key' : name === 'persons' ? 'key' : null
    const row = (side: 'old' | 'new') => rowJson(columns, side)
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
