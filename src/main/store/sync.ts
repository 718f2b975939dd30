import { and, asc, eq, inArray, sql, type SQL } from 'drizzle-orm'
import type { DateAtZoom } from '../../shared/domain/zoom-changes.ts'
import { tables, type Database, type Db, type Noun } from './database.ts'
import type { DateRow } from './meetings-view.ts'
import { addressesOfHosts, hostAddresses } from './outbox-claim.ts'
import type { ConfirmedRecurrence, ConfirmedSettings } from './outbox-confirm.ts'
import { isLastLook, wake, type MeetingRow } from './outbox-queue.ts'
import { hasForeignNews, keepForeign, lookCursor, type ForeignDate, type ListedForeign } from './sync-foreign.ts'
import { readZoomSwitch } from './zoom-switch.ts'
import { keepCursor } from './reads-cursors.ts'

/** A meeting as it was read at Zoom; kept while somebody has changed it there. Instants are epoch ms. */
export interface SeenMeeting {
  readonly type: MeetingRow['type']
  readonly hostId: string
  readonly topic: string
  readonly agenda: string
  readonly startsAt: number | null
  readonly timeZone: string | null
  readonly durationMinutes: number | null
  /** Absent in what was kept by a version that did not look at it. */
  readonly passcode?: string | null
  readonly joinUrl?: string
  readonly settings: Partial<ConfirmedSettings>
  readonly recurrence: ConfirmedRecurrence | null
  readonly occurrences: readonly DateAtZoom[]
}

/** A meeting that Zoom has confirmed, with its dates to come, cancelled ones too. */
export interface WatchedMeeting {
  readonly meeting: MeetingRow
  readonly dates: readonly DateRow[]
  /** Addresses of its alternative hosts in lower case, in order; the id of one whom the account no longer lists. */
  readonly alternativeHosts: readonly string[]
  /** Something of it is on its way to Zoom: what Zoom has is no news before it has arrived. */
  readonly isOnItsWay: boolean
}

/** How far the looking at one host's meetings has come. */
export interface HostLook {
  readonly hostId: string
  /** Epoch ms; null for never. */
  readonly lookedAt: number | null
  /** By Zoom's numbers: what the list told of meetings that stood out and were read. */
  readonly prints: Readonly<Record<string, string>>
  /** By Zoom's numbers: the dates to come of series that were made elsewhere, as they were read, by their start. */
  readonly series: Readonly<Record<string, readonly ForeignDate[]>>
}

/** What came of reading one meeting. */
export interface MeetingLook {
  /** As it was before Zoom was asked: whatever was changed since is not compared. */
  readonly meeting: MeetingRow
  /** `asConfirmed`: nobody changed it. `gone`: Zoom does not have it any more. */
  readonly found: 'asConfirmed' | 'gone' | SeenMeeting
}

/** What came of looking at one host. */
export interface FinishedLook extends HostLook {
  readonly lookedAt: number
  /** Null when Zoom did not give the list. */
  readonly foreign: readonly ListedForeign[] | null
  readonly looks: readonly MeetingLook[]
}

/** A meeting of somebody else, as it is kept. */
export type ForeignRow = typeof tables.foreignMeetings.$inferSelect & { readonly hostName: string | null }

const sinceCursor = 'sync-since'

/** That something of meeting `m` is on its way to Zoom. */
export const isOnItsWay = sql`exists (
  select 1 from outbox o where o.meeting_key = m.key and o.state in ('waiting', 'sending', 'searching') and not ${isLastLook})`

/** That meeting `m` has a date to come, or none at all because it takes place at any time. */
export const isToCome = (now: number): SQL => sql`(m.type = 'recurringNoFixedTime' or exists (
  select 1 from occurrences d where d.meeting_key = m.key and d.state = 'scheduled' and d.start_instant > ${now}))`

/** What Zoom has of our meetings, and what else its hosts have. */
export function createSyncStore(database: Database) {
  const { cursors, foreignMeetings, hosts } = tables

  return {
    /** Every host whose meetings are to be looked at, and since when that is done at all; none while Zoom is switched off. */
    hosts: (now: number): Promise<{ readonly hosts: readonly HostLook[]; readonly since: number | null }> =>
      database.read((db) => {
        if (!readZoomSwitch(db)) return { hosts: [], since: null }
        return { hosts: readHosts(db, now), since: readCursor<number>(db, sinceCursor) }
      }),

    /** Notes when looking began, once: the first look is due half an hour later. */
    begin: (now: number): Promise<void> =>
      database.write([], (db) => {
        db.insert(cursors).values({ name: sinceCursor, value: now, changedAt: now }).onConflictDoNothing().run()
      }),

    /** Every meeting that Zoom has, or had, and that is still to come; what has begun is left alone. */
    watched: (now: number): Promise<WatchedMeeting[]> => database.read((db) => readWatched(db, isWatched(now), now)),

    /** Meetings that wait for a person: changed at Zoom or gone there, and still to come. */
    changes: (now: number): Promise<WatchedMeeting[]> =>
      database.read((db) => readWatched(db, isToDecide(now), now).filter((each) => !each.isOnItsWay)),

    /** One of them, or null. */
    change: (meetingId: string, now: number): Promise<WatchedMeeting | null> =>
      database.read((db) => readWatched(db, sql`${isWatched(now)} and m.id = ${meetingId}`, now)[0] ?? null),

    /** How many students have a working link, by meeting. */
    registeredCounts: (meetingKeys: readonly number[]): Promise<ReadonlyMap<number, number>> =>
      database.read(
        (db) =>
          new Map(
            db
              .all<{ key: number; count: number }>(
                sql`select meeting_key as key, count(*) as count from registrants
                  where meeting_key in ${[...meetingKeys]} and state = 'registered' group by 1`,
              )
              .map(({ key, count }) => [key, count]),
          ),
      ),

    /**
     * When meetings that Zoom had were last used, by their key (epoch ms): the last date or run that is known there, or
     * else when it was made.
     */
    lastUses: (meetingKeys: readonly number[]): Promise<ReadonlyMap<number, number>> =>
      database.read(
        (db) =>
          new Map(
            db
              .all<{ key: number; at: number }>(
                sql`select m.key, max(
                    coalesce(m.confirmed ->> 'startsAt', m.created_at),
                    coalesce((select max(d.confirmed ->> 'startsAt') from occurrences d
                      where d.meeting_key = m.key and not d.confirmed ->> 'isDeleted'), 0),
                    coalesce((select max(i.started_at) from instances i where i.meeting_key = m.key), 0)) as at
                  from meetings m where m.key in ${[...meetingKeys]}`,
              )
              .map(({ key, at }) => [key, at]),
          ),
      ),

    /** Meetings that were made elsewhere, by their next date; those without one last. */
    foreign: (): Promise<ForeignRow[]> =>
      database.read((db) =>
        db
          .select({ meeting: foreignMeetings, hostName: hosts.name })
          .from(foreignMeetings)
          .leftJoin(hosts, eq(hosts.hostId, foreignMeetings.hostId))
          .orderBy(sql`starts_at is null`, asc(foreignMeetings.startsAt), asc(foreignMeetings.zoomMeetingId))
          .all()
          .map(({ meeting, hostName }) => ({ ...meeting, hostName })),
      ),

    /** Sets whether a person wants to hear of it; false when there is no such meeting any more. */
    ignore: (zoomMeetingId: string, ignoredAt: number | null): Promise<boolean> =>
      database.write(
        ['meetings'],
        (db) =>
          db.update(foreignMeetings).set({ ignoredAt }).where(eq(foreignMeetings.zoomMeetingId, zoomMeetingId)).run()
            .changes === 1,
      ),

    /** Keeps all that came of looking at one host in one transaction; everybody hears of it when something is news. */
    keepLook: async (look: FinishedLook): Promise<void> => {
      const isNews = await database.read((db) => hasNews(db, look))
      const nouns: readonly Noun[] = isNews ? ['meetings', 'outbox'] : []
      await database.write(nouns, (db) => {
        for (const each of look.looks) keepMeeting(db, each, look.lookedAt)
        if (look.foreign !== null) keepForeign(db, look.hostId, look.foreign, look.lookedAt)
        const value = { lookedAt: look.lookedAt, prints: look.prints, series: look.series }
        keepCursor(db, lookCursor(look.hostId), value, look.lookedAt)
      })
    },
  }
}
export type SyncStore = ReturnType<typeof createSyncStore>

/** How many meetings to come were changed at Zoom or are gone there, and wait for a person. */
export function countChanges(db: Db, now: number): number {
  return db.get<{ count: number }>(
    sql`select count(*) as count from meetings m where ${isToDecide(now)} and not ${isOnItsWay}`,
  ).count
}

const isWatched = (now: number): SQL => sql`m.zoom_meeting_id is not null and m.removed_at is null
  and m.state in ('scheduled', 'missing') and ${isToCome(now)}`

/** Found by two indexes: few, whatever the school's size. */
const isToDecide = (now: number): SQL => sql`${isWatched(now)} and m.key in (
  select key from meetings where seen is not null union select key from meetings where state = 'missing')`

function readCursor<T>(db: Db, name: string): T | null {
  return (db.select().from(tables.cursors).where(eq(tables.cursors.name, name)).get()?.value ?? null) as T | null
}

function readHosts(db: Db, now: number): HostLook[] {
  const rows = db.all<{ hostId: string; value: string | null }>(sql`
    select h.host_id as hostId, c.value from (
      select host_id from hosts union select m.host_id from meetings m
      where m.host_id not in (select host_id from hosts) and ${isWatched(now)}) h
    left join cursors c on c.name = 'sync/' || h.host_id
    order by h.host_id`)
  return rows.map(({ hostId, value }) => ({
    hostId,
    ...{ lookedAt: null, prints: {}, series: {} },
    ...(value === null ? {} : (JSON.parse(value) as Partial<HostLook>)),
  }))
}

function readWatched(db: Db, which: SQL, now: number): WatchedMeeting[] {
  const found = db.all<{ key: number; isOnItsWay: number }>(
    sql`select m.key, ${isOnItsWay} as isOnItsWay from meetings m where ${which}`,
  )
  const onItsWay = new Map(found.map((each) => [each.key, each.isOnItsWay === 1]))
  const watched: WatchedMeeting[] = []
  const addresses = addressesOfHosts(db)
  for (let start = 0; start < found.length; start += 500) {
    const keys = found.slice(start, start + 500).map(({ key }) => key)
    const { meetings, occurrences } = tables
    const dates = Map.groupBy(
      db
        .select()
        .from(occurrences)
        .where(and(inArray(occurrences.meetingKey, keys), sql`${occurrences.startInstant} > ${now}`))
        .orderBy(occurrences.startInstant, occurrences.key)
        .all(),
      ({ meetingKey }) => meetingKey,
    )
    for (const meeting of db.select().from(meetings).where(inArray(meetings.key, keys)).all()) {
      watched.push({
        meeting,
        dates: dates.get(meeting.key) ?? [],
        alternativeHosts: hostAddresses(meeting, addresses),
        isOnItsWay: onItsWay.get(meeting.key) ?? false,
      })
    }
  }
  return watched
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** The meeting as it is now, or undefined when it was changed or is being sent since Zoom was asked. */
function unchanged(db: Db, { meeting }: MeetingLook): MeetingRow | undefined {
  const found = db.get<{ key: number }>(
    sql`select m.key from meetings m where m.key = ${meeting.key} and not ${isOnItsWay}`,
  )
  if (found === undefined) return undefined
  const row = db.select().from(tables.meetings).where(eq(tables.meetings.key, meeting.key)).get()!
  return row.changedAt === meeting.changedAt && isSame(row.confirmed, meeting.confirmed) ? row : undefined
}

const gone = {
  kind: 'notFound' as const,
  message: 'Zoom no longer has this meeting: it was deleted there, or has expired.',
  fix: 'Accept that, or have it made anew.',
}

function keepMeeting(db: Db, look: MeetingLook, at: number): void {
  const before = unchanged(db, look)
  if (before === undefined) return
  const { found } = look
  const isBack = before.state === 'missing' && found !== 'gone'
  db.update(tables.meetings)
    .set({
      seen: typeof found === 'string' ? null : { ...found },
      seenAt: at,
      ...(found === 'gone' ? { state: 'missing', problem: gone } : {}),
      ...(isBack ? { state: 'scheduled', problem: null } : {}),
    })
    .where(eq(tables.meetings.key, before.key))
    .run()
  if (!isBack) return
  const { outbox } = tables
  const refused = and(eq(outbox.meetingKey, before.key), eq(outbox.state, 'refused'))
  for (const entry of db.select().from(outbox).where(refused).all()) {
    if (entry.problem?.kind === 'notFound') wake(db, entry, at)
  }
}

function hasNews(db: Db, look: FinishedLook): boolean {
  const isNews = (each: MeetingLook) => {
    const before = unchanged(db, each)
    if (before === undefined) return false
    if (each.found === 'gone') return before.state !== 'missing'
    return before.state === 'missing' || !isSame(before.seen, each.found === 'asConfirmed' ? null : each.found)
  }
  if (look.looks.some(isNews)) return true
  return look.foreign !== null && hasForeignNews(db, look.hostId, look.foreign)
}
