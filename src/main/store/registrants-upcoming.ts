import { eq, sql, type SQL } from 'drizzle-orm'
import { localDate } from '../../shared/domain/time.ts'
import { tables, type Db } from './database.ts'
import { noteChanged, queueChange, registerAnew, type Writing } from './meetings-sending.ts'
import type { KeptAddressRules } from './registrants.ts'

/** Whose classes a change of the rosters touches: people, sections, teaching groups; nothing named means all of the school. */
export interface Touched {
  readonly personKeys?: readonly number[]
  readonly sectionKeys?: readonly number[]
  readonly groupKeys?: readonly number[]
}

/**
 * Plans the registrations of every upcoming class meeting anew (each series once) in which somebody of those touched is
 * expected or registered, and queues what is to be done at Zoom; inside the caller's transaction, after the rosters were
 * written, and with the nouns `meetings` and `outbox`. Returns how many meetings that were.
 */
export function replanUpcoming(db: Db, touched: Touched, rules: KeptAddressRules, writing: Writing): number {
  const keys = findUpcoming(db, touched, writing.now)
  for (const key of keys) {
    const meeting = db.select().from(tables.meetings).where(eq(tables.meetings.key, key)).get()!
    registerAnew(db, meeting, localDate(writing.now, meeting.timeZone), rules, writing)
  }
  return keys.length
}

/** Has Zoom mail, or not mail, the registered of every upcoming class meeting; inside the caller's transaction. */
export function mailUpcoming(db: Db, zoomMails: boolean, writing: Writing): void {
  const { meetings } = tables
  for (const key of findUpcoming(db, {}, writing.now)) {
    const meeting = db.select().from(meetings).where(eq(meetings.key, key)).get()!
    if ((meeting.settings.zoomMails ?? false) === zoomMails) continue
    const settings = { ...meeting.settings, zoomMails }
    db.update(meetings).set({ settings }).where(eq(meetings.key, key)).run()
    noteChanged(db, meeting, writing.now)
    queueChange(db, { ...meeting, settings }, writing)
  }
}

/** That class meeting `m` is still to be held and that Zoom has it, or will have it. */
export const isUpcomingClass = (now: number): SQL => sql`(
  m.audience = 'class' and m.group_key is not null
  and (m.state in ('creating', 'scheduled') or (m.state = 'refused' and exists (
    select 1 from outbox c where c.meeting_key = m.key and c.action = 'create' and c.state not in ('done', 'discarded'))))
  and (m.type = 'recurringNoFixedTime' or exists (
    select 1 from occurrences d where d.meeting_key = m.key and d.state = 'scheduled' and d.end_instant > ${now})))`

function findUpcoming(db: Db, { personKeys, sectionKeys, groupKeys }: Touched, now: number): number[] {
  const conditions: SQL[] = []
  if (personKeys !== undefined) {
    const people = listOf(personKeys)
    const ofSections = (table: SQL) => sql`m.group_key in (
      select gs.group_key from ${table} e join teaching_group_sections gs on gs.section_key = e.section_key
      where e.person_key in ${people})`
    conditions.push(
      ofSections(sql`enrollments`),
      ofSections(sql`advisers`),
      sql`m.group_key in (select group_key from enrollments where person_key in ${people})`,
      sql`m.group_key in (select group_key from assignments where person_key in ${people})`,
      sql`m.key in (select meeting_key from registrants where person_key in ${people} and state <> 'cancelled')`,
    )
  }
  if (sectionKeys !== undefined) {
    conditions.push(sql`m.group_key in (
      select group_key from teaching_group_sections where section_key in ${listOf(sectionKeys)})`)
  }
  if (groupKeys !== undefined) conditions.push(sql`m.group_key in ${listOf(groupKeys)}`)
  const isTouched = conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` or `)})`
  return db
    .all<{ key: number }>(
      sql`select m.key from meetings m where ${isUpcomingClass(now)} and ${isTouched} order by m.key`,
    )
    .map(({ key }) => key)
}

const listOf = (keys: readonly number[]): SQL => sql`(select value from json_each(${JSON.stringify(keys)}))`
