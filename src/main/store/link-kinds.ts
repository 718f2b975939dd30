import { eq, sql } from 'drizzle-orm'
import { tables, type Db } from './database.ts'
import { laterThan, queueChange, registerAnew, stopRegistering, type Writing } from './meetings-sending.ts'
import type { KeptAddressRules } from './registrants.ts'

/** How the people of each section come in, by the section's key. */
export type LinkKinds = ReadonlyMap<number, 'personal' | 'class'>

/** How the people of every section come in now. */
export const readLinkKinds = (db: Db): LinkKinds =>
  new Map(
    db
      .select({ key: tables.sections.key, linkKind: tables.sections.linkKind })
      .from(tables.sections)
      .all()
      .map(({ key, linkKind }) => [key, linkKind]),
  )

/**
 * Lets upcoming classes follow sections whose kind of link is another than before, inside the caller's transaction: with one
 * link for the class nobody is registered any more, with personal links everybody will be. Sections that have a class
 * together have personal links in it as soon as one of them has. Left as they are: classes without a fixed time, which
 * cannot register, and hosts without a licence, for whom Zoom would not.
 */
export function followLinkKinds(db: Db, before: LinkKinds, rules: KeptAddressRules, writing: Writing): void {
  const changed = [...readLinkKinds(db)].flatMap(([key, kind]) =>
    before.has(key) && before.get(key) !== kind ? key : [],
  )
  if (changed.length === 0) return
  const rows = db.all<{ key: number; audience: 'class' | 'students' }>(sql`
    select m.key, iif(exists (
        select 1 from teaching_group_sections gs join sections s on s.key = gs.section_key
        where gs.group_key = m.group_key and s.link_kind = 'personal'), 'class', 'students') as audience
    from meetings m
    where m.audience in ('class', 'students') and m.state in ('creating', 'scheduled')
      and m.group_key in (
        select group_key from teaching_group_sections
        where section_key in (select value from json_each(${JSON.stringify(changed)})))
      and exists (select 1 from occurrences d
        where d.meeting_key = m.key and d.state = 'scheduled' and d.end_instant > ${writing.now})`)
  for (const { key, audience } of rows) {
    const meeting = db.select().from(tables.meetings).where(eq(tables.meetings.key, key)).get()!
    if (meeting.audience === audience || (audience === 'class' && !mayRegister(db, meeting))) continue
    const changedAt = laterThan(meeting, writing.now)
    db.update(tables.meetings).set({ audience, changedAt }).where(eq(tables.meetings.key, key)).run()
    const after = { ...meeting, audience, changedAt }
    if (audience === 'students') stopRegistering(db, after, writing)
    queueChange(db, after, writing, { changesPeople: true })
    registerAnew(db, after, after.on, rules, writing)
  }
}

const mayRegister = (db: Db, { type, hostId }: Pick<typeof tables.meetings.$inferSelect, 'type' | 'hostId'>): boolean =>
  type !== 'recurringNoFixedTime' &&
  db.select().from(tables.hosts).where(eq(tables.hosts.hostId, hostId)).get()?.isLicensed !== false
