import { eq, inArray } from 'drizzle-orm'
import { tables, type Db } from './database.ts'

/** Says that these people share a home: the household of the first who has one, a new one otherwise. */
export function joinHousehold(
  db: Db,
  personKeys: readonly number[],
  { at, newId }: { readonly at: number; readonly newId: () => string },
): void {
  const { persons, households } = tables
  const rows = db
    .select({ key: persons.key, householdKey: persons.householdKey })
    .from(persons)
    .where(inArray(persons.key, [...personKeys]))
    .all()
  const keyOf = new Map(rows.map(({ key, householdKey }) => [key, householdKey]))
  const there = personKeys.map((key) => keyOf.get(key) ?? null).find((key) => key !== null)
  const householdKey =
    there ?? db.insert(households).values({ id: newId(), createdAt: at }).returning({ key: households.key }).get().key
  const joining = rows.filter((row) => row.householdKey !== householdKey).map(({ key }) => key)
  db.update(persons).set({ householdKey, changedAt: at }).where(inArray(persons.key, joining)).run()
}

/** Takes a person out of their household. */
export function leaveHousehold(db: Db, personKey: number, at: number): void {
  db.update(tables.persons).set({ householdKey: null, changedAt: at }).where(eq(tables.persons.key, personKey)).run()
}
