import { and, eq, isNull, sql, type SQL } from 'drizzle-orm'
import { tables, type Db } from './database.ts'
import type { MeetingRow } from './outbox-queue.ts'

/** A meeting in a host's list that is none of ours, as far as is known. */
export interface ListedForeign {
  readonly zoomMeetingId: string
  readonly topic: string
  readonly type: MeetingRow['type']
  readonly startsAt: number | null
  readonly timeZone: string | null
  readonly durationMinutes: number | null
  readonly joinUrl: string
  /** Of an agenda like ours. */
  readonly reference: string | null
}

/** One date of a series that was made elsewhere. */
export interface ForeignDate {
  /** Epoch ms. */
  readonly startsAt: number
  readonly durationMinutes: number
}

/** Cursor of the looking at one host's meetings, which holds the dates of foreign series too. */
export const lookCursor = (hostId: string): string => `sync/${hostId}`

/** A date of a meeting that was made elsewhere, with what is to be said of it. */
export interface ForeignClaim extends ForeignDate {
  readonly zoomMeetingId: string
  readonly hostId: string
  readonly topic: string
  readonly timeZone: string | null
}

/**
 * Dates of meetings that Zoom listed and that are none of ours, in one of the stretches (rows of "from" and "to", epoch ms):
 * of a series every date that was read, else the one that the list told.
 */
export function readForeignClaims(db: Db, stretches: SQL): ForeignClaim[] {
  return db.all<ForeignClaim>(sql`
    with dates as (
      select f.zoom_meeting_id, f.host_id, f.topic, f.time_zone,
        d.value ->> 'startsAt' as starts_at, d.value ->> 'durationMinutes' as minutes
      from foreign_meetings f
      left join cursors c on c.name = ${lookCursor('')} || f.host_id
      cross join json_each(coalesce(
        c.value -> ('$.series."' || f.zoom_meeting_id || '"'),
        json_array(json_object('startsAt', f.starts_at, 'durationMinutes', f.duration_minutes)))) d
      where not exists (select 1 from meetings m where m.zoom_meeting_id = f.zoom_meeting_id))
    select distinct zoom_meeting_id as zoomMeetingId, host_id as hostId, topic, time_zone as timeZone,
      starts_at as startsAt, minutes as durationMinutes
    from ${stretches} w cross join dates
    where starts_at < w."to" and starts_at + minutes * 60000 > w."from" and minutes between 1 and 1440`)
}

/** Whether a host's other meetings are others than are kept. */
export function hasForeignNews(db: Db, hostId: string, listed: readonly ListedForeign[]): boolean {
  const numbers = new Set(listed.map(({ zoomMeetingId }) => zoomMeetingId))
  const kept = db.select().from(tables.foreignMeetings).where(eq(tables.foreignMeetings.hostId, hostId)).all()
  // One that is ignored stays known when it is listed no more.
  const there = kept.filter(({ zoomMeetingId, ignoredAt }) => ignoredAt === null || numbers.has(zoomMeetingId))
  const textOf = ({ zoomMeetingId, topic, startsAt, durationMinutes }: Omit<ListedForeign, 'reference' | 'type'>) =>
    JSON.stringify([zoomMeetingId, topic, startsAt, durationMinutes])
  const texts = (meetings: readonly Omit<ListedForeign, 'reference' | 'type'>[]) =>
    meetings.map(textOf).toSorted().join()
  return texts(withoutOurs(db, listed)) !== texts(there)
}

/** Those that are none of ours: neither known by their number nor on their way to get one. */
function withoutOurs(db: Db, listed: readonly ListedForeign[]): ListedForeign[] {
  const numbers = JSON.stringify(listed.map(({ zoomMeetingId }) => zoomMeetingId))
  const references = JSON.stringify(listed.flatMap(({ reference }) => reference ?? []))
  const known = new Set(
    db
      .all<{ mark: string }>(sql`
        select zoom_meeting_id as mark from meetings where zoom_meeting_id in (select value from json_each(${numbers}))
        union all
        select m.reference from meetings m where m.reference in (select value from json_each(${references}))
          and (m.zoom_meeting_id is null or exists (select 1 from outbox o where o.meeting_key = m.key
            and o.action = 'create' and o.state in ('waiting', 'sending', 'searching')))
        union all
        select r.value from json_each(${references}) r
        join cursors c on c.name like 'test-classes/%' and instr(c.value, r.value) > 0`)
      .map(({ mark }) => mark),
  )
  return listed.filter(
    ({ zoomMeetingId, reference }) => !known.has(zoomMeetingId) && (reference === null || !known.has(reference)),
  )
}

/** Keeps a host's other meetings in place of those from before, inside the caller's transaction. */
export function keepForeign(db: Db, hostId: string, listed: readonly ListedForeign[], seenAt: number): void {
  const { foreignMeetings } = tables
  const foreign = withoutOurs(db, listed)
  const numbers = JSON.stringify(foreign.map(({ zoomMeetingId }) => zoomMeetingId))
  // One that a person ignores stays known, so that it is ignored when it comes back.
  db.delete(foreignMeetings)
    .where(
      and(
        eq(foreignMeetings.hostId, hostId),
        isNull(foreignMeetings.ignoredAt),
        sql`zoom_meeting_id not in (select value from json_each(${numbers}))`,
      ),
    )
    .run()
  for (const { reference: _, ...row } of foreign) {
    const values = { ...row, hostId, seenAt }
    db.insert(foreignMeetings)
      .values(values)
      .onConflictDoUpdate({ target: foreignMeetings.zoomMeetingId, set: values })
      .run()
  }
}
