import { desc, eq, inArray, sql } from 'drizzle-orm'
import { firstReadAt } from '../../shared/domain/finality.ts'
import { day, minute } from '../../shared/domain/time.ts'
import { judgedNouns, type Judging } from './attendance-judging.ts'
import { isRegistrationOn } from './attendance-meetings.ts'
import { readCursors, withSiblings } from './attendance-queries.ts'
import { tables, type Database, type Db } from './database.ts'
import { collectCursor, keepCursor, type CollectCursor } from './reads-cursors.ts'
import { linkRuns, type FoundRun, type KnownRun, type RunToRead } from './reads-runs.ts'
import { isZoomEnabled } from './zoom-switch.ts'

/** A meeting whose runs and reports are to be read. */
export interface MeetingToRead {
  readonly key: number
  readonly zoomMeetingId: string
  readonly isRegistrationOn: boolean
  /** Runs that have ended and are known already, by Zoom's uuid. */
  readonly known: readonly KnownRun[]
}

/** A class period to be collected, with all meetings that it may have been held in. */
export interface PeriodToRead {
  readonly key: number
  readonly id: string
  readonly startAt: number
  readonly endAt: number
  readonly meetings: readonly MeetingToRead[]
}

/** One complete reading of a report, to the last page. */
export interface NewRead {
  readonly source: 'past' | 'report'
  readonly pages: number
  /** Of all rows of the report, those without times too. */
  readonly rowCount: number
  readonly digest: string
  readonly rows: readonly {
    readonly name: string
    readonly email: string | null
    readonly registrantId: string | null
    readonly customerKey: string | null
    readonly zoomUserId: string | null
    readonly joinedAt: number
    readonly leftAt: number
    readonly durationSeconds: number
    readonly isWaitingRoom: boolean
    readonly isFailover: boolean
    readonly breakoutId: string | null
  }[]
}

/** Zoom keeps reports for a year; what is older than this is asked for by hand only. */
const lookBack = 32 * day
/** The same content read by two processes at once is one read. */
const sameRead = minute

/** Runs and readings of reports: facts, kept as they came. */
export function createReadsStore(database: Database, judging: Judging) {
  return {
    /** Periods that Zoom is to be asked about now, the most urgent first; none while Zoom is switched off. */
    due: (now: number, limit: number): Promise<number[]> =>
      database.read((db) =>
        db
          .all<{ key: number }>(
            sql`
          select p.key from ${readable(now)} and p.end_instant <= ${now} and ${dueAt} <= ${now}
          order by ${dueAt}, p.key limit ${limit}`,
          )
          .map(({ key }) => key),
      ),

    /** When the next read of any period is due, epoch ms (in the past: now); null when none is planned within two days. */
    nextDueAt: (now: number): Promise<number | null> =>
      database.read(
        (db) =>
          db.get<{ at: number | null }>(sql`
            select min(max(${dueAt}, p.end_instant)) as at from ${readable(now)} and p.on_date <= ${dateOf(now + 2 * day)}`)
            ?.at ?? null,
      ),

    /** These periods with their meetings; one without a meeting that Zoom knows has an empty list. */
    toRead: (periodKeys: readonly number[]): Promise<PeriodToRead[]> =>
      database.read((db) => readTargets(db, periodKeys)),

    /**
     * Keeps the ended runs of a meeting, each uuid once, and links them to the periods that they belong to. Returns those
     * that belong to any. Existing links stay, so that a final record never loses what it rests on.
     */
    keepRuns: (meetingKey: number, found: readonly FoundRun[], at: number, newId: () => string): Promise<RunToRead[]> =>
      database.write([], (db) => {
        for (const { uuid, startedAt, endedAt } of found) {
          db.insert(tables.instances)
            .values({ id: newId(), meetingKey, uuid, startedAt, endedAt, foundAt: at })
            .onConflictDoUpdate({ target: tables.instances.uuid, set: { endedAt } })
            .run()
        }
        return linkRuns(db, meetingKey, found, at)
      }),

    /** Keeps one complete read with all its rows in one transaction; the read that another process has just kept stands for ours. */
    keepRead: (instanceKey: number, read: NewRead, readAt: number, newId: () => string): Promise<void> =>
      database.write([], (db) => {
        const { reads, intervals } = tables
        const latest = db
          .select()
          .from(reads)
          .where(eq(reads.instanceKey, instanceKey))
          .orderBy(desc(reads.readAt), desc(reads.key))
          .limit(1)
          .get()
        if (latest?.digest === read.digest && Math.abs(readAt - latest.readAt) < sameRead) return
        const { source, pages, rowCount, digest } = read
        const { key } = db
          .insert(reads)
          .values({ id: newId(), instanceKey, source, readAt, pages, rowCount, digest, isComplete: true })
          .returning({ key: reads.key })
          .get()
        const insert = db
          .insert(intervals)
          .values({
            readKey: sql.placeholder('readKey'),
            row: sql.placeholder('row'),
            displayName: sql.placeholder('name'),
            email: sql.placeholder('email'),
            registrantId: sql.placeholder('registrantId'),
            customerKey: sql.placeholder('customerKey'),
            zoomUserId: sql.placeholder('zoomUserId'),
            joinedAt: sql.placeholder('joinedAt'),
            leftAt: sql.placeholder('leftAt'),
            durationSeconds: sql.placeholder('durationSeconds'),
            isWaitingRoom: sql.placeholder('isWaitingRoom'),
            isFailover: sql.placeholder('isFailover'),
            breakoutId: sql.placeholder('breakoutId'),
          })
          .prepare()
        read.rows.forEach((row, index) =>
          insert.run({
            ...row,
            readKey: key,
            row: index,
            email: row.email ?? '',
            registrantId: row.registrantId ?? '',
            customerKey: row.customerKey ?? '',
            zoomUserId: row.zoomUserId ?? '',
            breakoutId: row.breakoutId ?? '',
          }),
        )
      }),

    /**
     * Ends one try at these periods: notes that Zoom was asked (or when it may be asked again), and judges them and all
     * that share a run with them by what is known now.
     */
    endTry: (
      periodKeys: readonly number[],
      tried: {
        readonly at: number
        readonly failure: { readonly cap: number; readonly retryAt: number | null } | null
      },
    ): Promise<void> =>
      database.write(judgedNouns, (db) => {
        const periods = db
          .select({ id: tables.classPeriods.id })
          .from(tables.classPeriods)
          .where(inArray(tables.classPeriods.key, [...periodKeys]))
          .all()
        const before = readCursors<CollectCursor>(
          db,
          periods.map(({ id }) => collectCursor(id)),
        )
        for (const { id } of periods)
          keepCursor(db, collectCursor(id), nextCursor(before.get(collectCursor(id)), tried), tried.at)
        judging.judgeAndKeep(db, withSiblings(db, periodKeys), tried.at)
      }),
  }
}
export type ReadsStore = ReturnType<typeof createReadsStore>

const dateOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10)
const firstReadAfter = firstReadAt(0)

const dueAt = sql`case when s.period_key is null then p.end_instant + ${firstReadAfter} else s.next_read_at end`

/** Periods that a report can be read of while Zoom is not switched off, with `p` and `s` for the conditions that follow. */
const readable = (now: number) => sql`
  class_periods p left join period_states s on s.period_key = p.key
  where p.cancelled_at is null and p.on_date >= ${dateOf(now - lookBack - day)} and p.end_instant > ${now - lookBack}
    and (s.period_key is null or s.next_read_at is not null) and ${isZoomEnabled}
    and exists (
      select 1 from period_meetings pm join meetings m on m.key = pm.meeting_key
      where pm.period_key = p.key and m.zoom_meeting_id is not null and m.state <> 'cancelled')`

/** Twice as long after each failure, up to the cap; not before Zoom's own word. */
function nextCursor(
  before: CollectCursor | undefined,
  {
    at,
    failure,
  }: { readonly at: number; readonly failure: { readonly cap: number; readonly retryAt: number | null } | null },
): CollectCursor {
  if (failure === null) return { lastTriedAt: at, failures: 0, notBefore: null }
  const failures = (before?.failures ?? 0) + 1
  const wait = Math.min(minute * 2 ** (failures - 1), failure.cap)
  return { lastTriedAt: before?.lastTriedAt ?? null, failures, notBefore: Math.max(at + wait, failure.retryAt ?? 0) }
}

function readTargets(db: Db, periodKeys: readonly number[]): PeriodToRead[] {
  const periods = db.all<Omit<PeriodToRead, 'meetings'>>(sql`
    select key, id, start_instant as startAt, end_instant as endAt from class_periods where key in ${periodKeys}`)
  const meetings = db.all<{
    periodKey: number
    key: number
    zoomMeetingId: string
    registrationUrl: string | null
    confirmed: string | null
    hasRegistrants: number
  }>(sql`
    select pm.period_key as periodKey, m.key, m.zoom_meeting_id as zoomMeetingId, m.registration_url as registrationUrl,
      m.confirmed, exists (select 1 from registrants r where r.meeting_key = m.key) as hasRegistrants
    from period_meetings pm join meetings m on m.key = pm.meeting_key
    where pm.period_key in ${periodKeys} and m.zoom_meeting_id is not null and m.state <> 'cancelled' order by m.key`)
  const known = db.all<KnownRun & { meetingKey: number }>(sql`
    select meeting_key as meetingKey, uuid, started_at as startedAt, ended_at as endedAt from instances
    where ended_at is not null and meeting_key in ${[...new Set(meetings.map(({ key }) => key))]}`)
  const knownOf = Map.groupBy(known, ({ meetingKey }) => meetingKey)
  const ofPeriod = Map.groupBy(meetings, ({ periodKey }) => periodKey)
  return periods.map((period) => ({
    ...period,
    meetings: (ofPeriod.get(period.key) ?? []).map((meeting) => ({
      key: meeting.key,
      zoomMeetingId: meeting.zoomMeetingId,
      isRegistrationOn: isRegistrationOn(meeting, meeting.hasRegistrants === 1),
      known: (knownOf.get(meeting.key) ?? []).map(({ uuid, startedAt, endedAt }) => ({ uuid, startedAt, endedAt })),
    })),
  }))
}
