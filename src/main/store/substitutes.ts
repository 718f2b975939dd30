import { sql } from 'drizzle-orm'
import type { Db } from './database.ts'

/**
 * That substitution `su` stands for date `o`: one that was undone goes on standing for what had begun by then, since both names
 * stay on the record.
 */
export const standsForDate = sql`(su.undone_at is null or o.start_instant <= su.undone_at)`

/** The name of a substitute for date `o`, or null; of several the one that was arranged last. */
export const substituteOfDate = sql`(
  select n.list_name from substitution_dates sd
  join substitutions su on su.key = sd.substitution_key
  join persons n on n.key = su.substitute_key
  where sd.occurrence_key = o.key and ${standsForDate} order by su.key desc limit 1)`

/** List names of the substitutes of dates, by the keys of the dates; those without one are left out. */
export function substitutesOf(db: Db, dateKeys: readonly number[]): Map<number, string> {
  const rows = db.all<{ key: number; name: string | null }>(sql`
    select o.key, ${substituteOfDate} as name from occurrences o
    where o.key in (select occurrence_key from substitution_dates
      where occurrence_key in (select value from json_each(${JSON.stringify(dateKeys)})))`)
  return new Map(rows.flatMap(({ key, name }) => (name === null ? [] : [[key, name]])))
}
