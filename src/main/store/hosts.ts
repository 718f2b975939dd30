import { asc, eq, sql } from 'drizzle-orm'
import { tables, type Database } from './database.ts'

/** A user of the account who can hold classes, with when Zoom last listed them (epoch ms). */
export type KeptHost = typeof tables.hosts.$inferSelect

/** The account's users, as Zoom last listed them: what a class can be scheduled with while Zoom is out of reach. */
export function createHostsStore(database: Database) {
  return {
    /** Takes a complete list in place of the one before it. */
    replaceAll: (hosts: readonly Omit<KeptHost, 'readAt'>[], readAt: number): Promise<void> =>
      database.write(['account'], (db) => {
        db.delete(tables.hosts).run()
        for (let start = 0; start < hosts.length; start += 500) {
          db.insert(tables.hosts)
            .values(hosts.slice(start, start + 500).map((host) => ({ ...host, readAt })))
            .onConflictDoNothing()
            .run()
        }
      }),

    /** Everyone, by name. */
    list: (): Promise<KeptHost[]> =>
      database.read((db) => db.select().from(tables.hosts).orderBy(asc(tables.hosts.name)).all()),

    /** The one with this Zoom id or e-mail (in any case of letters), or null. */
    find: (idOrEmail: string): Promise<KeptHost | null> =>
      database.read(
        (db) =>
          db.select().from(tables.hosts).where(eq(tables.hosts.hostId, idOrEmail)).get() ??
          db
            .select()
            .from(tables.hosts)
            .where(sql`lower(${tables.hosts.email}) = ${idOrEmail.toLowerCase()}`)
            .get() ??
          null,
      ),
  }
}
export type HostsStore = ReturnType<typeof createHostsStore>
