import { eq, sql } from 'drizzle-orm'
import { tables, type Db } from './database.ts'

const settingName = 'zoomIsEnabled'

/**
 * That nobody has switched Zoom off, as a condition of SQL. While it is off entries of the outbox and reads that are due
 * wait as they are: nothing is claimed, no try is used up, nothing fails.
 */
export const isZoomEnabled = sql`not exists (select 1 from settings where name = ${settingName} and value = 'false')`

/** Whether Homeroom may talk to Zoom: unless a person has switched it off. */
export const readZoomSwitch = (db: Db): boolean =>
  db.select().from(tables.settings).where(eq(tables.settings.name, settingName)).get()?.value !== false

/** Keeps how a person set the switch, inside the caller's transaction. */
export function keepZoomSwitch(db: Db, isEnabled: boolean, at: number): void {
  db.insert(tables.settings)
    .values({ name: settingName, value: isEnabled, changedAt: at })
    .onConflictDoUpdate({ target: tables.settings.name, set: { value: isEnabled, changedAt: at } })
    .run()
}
