import { desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { tables, type Database, type Db } from './database.ts'
import { countChanges } from './sync.ts'
import { keepZoomSwitch, readZoomSwitch } from './zoom-switch.ts'
import { keepCursor } from './reads-cursors.ts'

/** A connected account as it is kept. */
export type KeptAccount = typeof tables.accounts.$inferSelect

/** Accounts, settings by name, cursors, and the lease of background work. */
export function createSystemStore(database: Database) {
  const present = (db: Db) =>
    db
      .select()
      .from(tables.accounts)
      .where(isNull(tables.accounts.disconnectedAt))
      .orderBy(desc(tables.accounts.key))
      .get() ?? null

  const forget = (db: Db, names: readonly string[]) =>
    db
      .delete(tables.settings)
      .where(inArray(tables.settings.name, [...names]))
      .run()

  return {
    /** The account that is connected now, or null. */
    findAccount: () => database.read(present),

    /** Connects an account in place of the one before it, and forgets settings that belonged to that one. */
    connectAccount: (account: Omit<typeof tables.accounts.$inferInsert, 'key'>, forgotten: readonly string[] = []) =>
      database.write(['account', 'settings'], (db) => {
        forget(db, forgotten)
        db.update(tables.accounts)
          .set({ disconnectedAt: account.connectedAt })
          .where(isNull(tables.accounts.disconnectedAt))
          .run()
        db.insert(tables.accounts).values(account).run()
      }),

    /** Keeps what a test of the connection found. */
    noteTest: (found: Pick<KeptAccount, 'name' | 'email' | 'grantedScopes' | 'testedAt'>) =>
      database.write(['account'], (db) => {
        db.update(tables.accounts).set(found).where(isNull(tables.accounts.disconnectedAt)).run()
      }),

    /** Leaves the account, and forgets the settings that belonged to it. */
    disconnectAccount: (at: number, forgotten: readonly string[] = []) =>
      database.write(['account', 'settings'], (db) => {
        forget(db, forgotten)
        db.update(tables.accounts).set({ disconnectedAt: at }).where(isNull(tables.accounts.disconnectedAt)).run()
      }),

    /** A kept setting, or null. */
    findSetting: <T>(name: string): Promise<T | null> =>
      database.read(
        (db) =>
          (db.select().from(tables.settings).where(eq(tables.settings.name, name)).get()?.value ?? null) as T | null,
      ),

    keepSetting: (name: string, value: unknown, at: number) =>
      database.write(['settings', 'school'], (db) => {
        db.insert(tables.settings)
          .values({ name, value, changedAt: at })
          .onConflictDoUpdate({ target: tables.settings.name, set: { value, changedAt: at } })
          .run()
      }),

    /** Forgets a setting: what holds without one holds again. */
    forgetSetting: (name: string) => database.write(['settings'], (db) => forget(db, [name])),

    /** Whether Homeroom may talk to Zoom: unless a person has switched it off. */
    isZoomEnabled: (): Promise<boolean> => database.read(readZoomSwitch),

    /** Switches Zoom on or off; every process hears of it, and what waits goes on by itself. */
    enableZoom: (isEnabled: boolean, at: number) =>
      database.write(['account', 'outbox', 'periods', 'settings'], (db) => keepZoomSwitch(db, isEnabled, at)),

    /** A cursor of repeated work, or null. */
    findCursor: <T>(name: string): Promise<T | null> =>
      database.read(
        (db) =>
          (db.select().from(tables.cursors).where(eq(tables.cursors.name, name)).get()?.value ?? null) as T | null,
      ),

    keepCursor: (name: string, value: unknown, at: number) =>
      database.write([], (db) => keepCursor(db, name, value, at)),

    /**
     * Takes or renews the lease of background work in one transaction; true while `owner` holds it. `now` and
     * `expiresAt` are in real time: a jump of the practice clock must not expire a living holder.
     */
    holdLease: (name: string, owner: string, now: number, expiresAt: number) =>
      database.write([], (db) => {
        const held = db.select().from(tables.leases).where(eq(tables.leases.name, name)).get()
        if (held !== undefined && held.owner !== owner && held.expiresAt > now) return false
        db.insert(tables.leases)
          .values({ name, owner, expiresAt })
          .onConflictDoUpdate({ target: tables.leases.name, set: { owner, expiresAt } })
          .run()
        return true
      }),

    /** Gives the lease up, so that the next process need not wait for its end. */
    releaseLease: (name: string, owner: string) =>
      database.write([], (db) => {
        db.delete(tables.leases)
          .where(sql`${tables.leases.name} = ${name} and ${tables.leases.owner} = ${owner}`)
          .run()
      }),

    /** What waits, for the shell: changes to be sent, refused ones, people in "Who is this?". */
    counts: (now: number) =>
      database.read((db) => {
        const outbox = db
          .select({ state: tables.outbox.state, count: sql<number>`count(*)` })
          .from(tables.outbox)
          .where(sql`${tables.outbox.state} in ('waiting', 'sending', 'searching', 'refused')`)
          .groupBy(tables.outbox.state)
          .all()
        const refused = outbox.find(({ state }) => state === 'refused')?.count ?? 0
        const contact = db.get<{ at: number | null }>(sql`select max(at) as at from (
          select max(done_at) as at from outbox where state = 'done'
          union all select max(read_at) from reads
          union all select max(read_at) from hosts
          union all select max(tested_at) from accounts where disconnected_at is null)`)
        const strangers = db
          .select({ count: sql<number>`count(*)` })
          .from(tables.strangers)
          .where(eq(tables.strangers.isOpen, true))
          .get()
        return {
          waitingToSend: outbox.reduce((sum, { count }) => sum + count, 0) - refused,
          refusedBySend: refused,
          unidentified: strangers?.count ?? 0,
          changedInZoom: countChanges(db, now),
          /** When something last came back from Zoom, epoch ms. */
          lastZoomContactAt: contact?.at ?? null,
        }
      }),
  }
}
export type SystemStore = ReturnType<typeof createSystemStore>
