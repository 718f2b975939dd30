import { eq, sql } from 'drizzle-orm'
import { tables, type Db } from './database.ts'

/*
 * What hangs on a double, handed over row by row: an undo puts each back where it was.
 */

/** Hands everything that hangs on one person over to another, enrollments apart. What the other has already stays behind. */
export function handOver(db: Db, fromKey: number, toKey: number): void {
  const unlessThere = (table: string, same: string) =>
    db.run(sql`update ${sql.identifier(table)} set person_key = ${toKey}
      where person_key = ${fromKey} and not exists (
        select 1 from ${sql.identifier(table)} own where own.person_key = ${toKey} and ${sql.raw(same)})`)
  // Behind the kept one's own addresses.
  db.run(sql`update emails set position = position + 100 where person_key = ${fromKey}`)
  unlessThere('emails', 'own.address = emails.address')
  unlessThere('phones', 'own.number = phones.number')
  unlessThere('guardians', 'own.relation = guardians.relation and own.name = guardians.name')
  unlessThere('known_as_names', 'own.group_key is known_as_names.group_key and own.name = known_as_names.name')
  const meanwhile = (row: string) =>
    `(own.last_on is null or own.last_on >= ${row}.first_on) and (${row}.last_on is null or ${row}.last_on >= own.first_on)`
  unlessThere('assignments', `own.group_key = assignments.group_key and ${meanwhile('assignments')}`)
  unlessThere('advisers', `own.section_key = advisers.section_key and ${meanwhile('advisers')}`)
  for (const table of ['overrides', 'excuses', 'contacts']) {
    db.run(sql`update ${sql.identifier(table)} set person_key = ${toKey} where person_key = ${fromKey}`)
  }
  db.run(sql`update source_ids set row_key = ${toKey} where kind = 'person' and row_key = ${fromKey}`)
  handOverLinks(db, fromKey, toKey)
}

type Registrant = typeof tables.registrants.$inferSelect

/** The link that works goes on working: where both have one the kept one's own does, and the other is taken back at Zoom. */
function handOverLinks(db: Db, fromKey: number, toKey: number): void {
  const { registrants } = tables
  const own = new Map(
    db
      .select()
      .from(registrants)
      .where(eq(registrants.personKey, toKey))
      .all()
      .map((row) => [row.meetingKey, row]),
  )
  for (const row of db.select().from(registrants).where(eq(registrants.personKey, fromKey)).all()) {
    const other = own.get(row.meetingKey)
    if (other !== undefined && rank(other) <= rank(row)) continue
    // A meeting has one row per person: the weaker one steps aside, and keeps the id under which reports may name it.
    if (other !== undefined) db.delete(registrants).where(eq(registrants.key, other.key)).run()
    db.update(registrants).set({ personKey: toKey }).where(eq(registrants.key, row.key)).run()
    if (other !== undefined)
      db.insert(registrants)
        .values({ ...other, personKey: fromKey })
        .run()
  }
}

const rank = ({ state, triedOn }: Registrant): number => {
  if (state === 'waiting') return triedOn === null ? 3 : 2
  return { registered: 0, pending: 1, refused: 4, cancelled: 5 }[state]
}
