import { sql, type SQL } from 'drizzle-orm'
import type { MeetingNeed } from '../../shared/contract/meeting.ts'
import type { Db } from './database.ts'

/** An entry that waits for longer than this is said to. */
const longWaitMs = 600_000

/**
 * The meetings with each need, as a query of their keys: each begins at the few rows that are in trouble, never at the
 * meetings. A meeting that is over has no students without a link, and one that is cancelled needs nothing.
 */
const meetingsInNeed: { readonly [Need in Exclude<MeetingNeed, 'changed'>]: (now: number) => SQL } = {
  refused: () => sql`
    select key from meetings where state = 'refused'
    union select meeting_key from outbox where state = 'refused'`,
  missing: () => sql`select key from meetings where state = 'missing'`,
  withoutLink: (now) => sql`
    select r.meeting_key from registrants r join meetings m on m.key = r.meeting_key
    where r.state in ('refused', 'pending') and m.state in ('creating', 'scheduled')
      and exists (select 1 from occurrences o
        where o.meeting_key = r.meeting_key and o.state = 'scheduled' and o.end_instant > ${now})`,
  waitsLong: (now) => sql`
    select meeting_key from outbox
    where state in ('waiting', 'sending', 'searching') and created_at <= ${now - longWaitMs}
      and not (action = 'create' and state = 'searching' and problem is null)`,
}
const needs = Object.keys(meetingsInNeed) as (keyof typeof meetingsInNeed)[]

/** Keys of every meeting that a person must look at, as a query. */
export const inAnyNeed = (now: number): SQL =>
  sql.join(
    needs.map((need) => meetingsInNeed[need](now)),
    sql` union `,
  )

/** What a person must look at, of these meetings. */
export function needsOf(db: Db, meetingKeys: readonly number[], now: number): Map<number, MeetingNeed[]> {
  const wanted = JSON.stringify(meetingKeys)
  const found = needs.flatMap((need) =>
    db
      .all<{ key: number }>(sql`
        select value as key from json_each(${wanted}) where value in (${meetingsInNeed[need](now)})`)
      .map(({ key }) => ({ key, need })),
  )
  return new Map([...Map.groupBy(found, ({ key }) => key)].map(([key, own]) => [key, own.map(({ need }) => need)]))
}
