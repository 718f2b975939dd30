import { and, asc, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm'
import { ProblemError, type Problem, type ProblemKind } from '../../shared/problem.ts'
import { tables, type Database, type Db } from './database.ts'
import { findDue, take, type Claim, type ClaimRequest } from './outbox-claim.ts'
import { stalePreview } from './calendar.ts'
import type { ChangeWriting } from './meetings-change.ts'
import { giveUp, readDiscarding, type Discarding, type Revert } from './outbox-discard.ts'
import {
  isFirst,
  isLastLook,
  isNotStopped,
  mayHaveArrived,
  openStates,
  payloadOf,
  wake,
  type MeetingRow,
  type OutboxRow,
} from './outbox-queue.ts'
import { isZoomEnabled } from './zoom-switch.ts'

/** What giving up a change is to do. */
export interface DiscardOrder {
  /** Of what {@link Discarding} told. */
  readonly digest: string
  /** Of an update. */
  readonly revert: Revert | null
}

/** An entry for "Waiting to send". */
export interface OutboxListRow extends Pick<
  OutboxRow,
  'id' | 'action' | 'problem' | 'nextTryAt' | 'attempts' | 'createdAt'
> {
  readonly state: 'waiting' | 'sending' | 'searching' | 'refused'
  readonly meetingId: string
  readonly meetingTitle: string
  /** It has certainly not reached Zoom, as far as the entry tells. */
  readonly isDiscardable: boolean
}

/** A create or an update that waits. */
export interface WaitingWrite {
  readonly action: 'create' | 'update'
  readonly meeting: MeetingRow
  /** How many of its dates to come a person moved away from the rule. */
  readonly movedCount: number
  /** How many of its dates to come Zoom has at another time, for another length, or with other settings. */
  readonly otherwiseCount: number
}

/** How much is on its way. */
export interface OutboxCounts {
  /** Neither sent nor refused. */
  readonly waiting: number
  readonly refused: number
  /** Of those waiting, how many can go on without a person. */
  readonly moving: number
  /** Of those waiting, how many were tried and put off, or are being searched for. */
  readonly putOff: number
}

/** Changes on their way to Zoom: durable, in order per meeting, each held by one sender at a time. */
export function createOutboxStore(database: Database) {
  const { outbox, meetings } = tables

  /** Changes an entry that is still ours; false when somebody took it over. */
  const settle = (db: Db, { key, owner }: Claim, values: Partial<typeof outbox.$inferInsert>): boolean =>
    db
      .update(outbox)
      .set({ claimedBy: null, claimedUntil: null, ...values })
      .where(and(eq(outbox.key, key), eq(outbox.claimedBy, owner)))
      .run().changes === 1

  return {
    /**
     * Claims entries that are due, at most one per meeting, in one transaction. What a dead sender left as `sending` is
     * taken over: a create is then searched for before anything is sent again. Claims nothing while Zoom is switched off.
     */
    async claim(request: ClaimRequest): Promise<Claim[]> {
      if ((await database.read((db) => findDue(db, request))).length === 0) return []
      return database.write(['outbox'], (db) => findDue(db, request).map((key) => take(db, key, request)))
    },

    /** Prolongs a claim; false when it was lost to another sender. */
    renew: ({ key, owner }: Claim, until: number): Promise<boolean> =>
      database.write(
        [],
        (db) =>
          db
            .update(outbox)
            .set({ claimedUntil: until })
            .where(and(eq(outbox.key, key), eq(outbox.claimedBy, owner)))
            .run().changes === 1,
      ),

    /** When the next entry is due (by the clock), and when the first claim ends (real time); never while Zoom is switched off. */
    nextDue: (): Promise<{ dueAt: number | null; takeOverAt: number | null }> =>
      database.read((db) =>
        db.get<{ dueAt: number | null; takeOverAt: number | null }>(sql`
          select min(case when o.claimed_by is null then o.next_try_at end) as dueAt,
                 min(o.claimed_until) as takeOverAt
          from outbox o join meetings m on m.key = o.meeting_key
          where o.state in ('waiting', 'sending', 'searching') and ${isFirst} and ${isNotStopped} and ${isZoomEnabled}`),
      ),

    /**
     * Puts an entry off with the reason: it is tried, or searched for, again at `nextTryAt`. `isUnsure`: Zoom may have done
     * it all the same.
     */
    putOff: (claim: Claim, nextTryAt: number, problem: Problem | null, isUnsure = false): Promise<boolean> =>
      database.write(['outbox', 'meetings'], (db) =>
        settle(db, claim, {
          state: claim.state === 'searching' ? 'searching' : 'waiting',
          nextTryAt,
          problem,
          ...(isUnsure ? { payload: { ...claim.payload, isUnsure } } : {}),
        }),
      ),

    /** Notes that nobody knows whether Zoom made the meeting: it is searched for from `searchAt` on. */
    startSearch: (claim: Claim, searchAt: number, problem: Problem): Promise<boolean> =>
      database.write(['outbox', 'meetings'], (db) =>
        settle(db, claim, {
          state: 'searching',
          searches: 0,
          searchedAt: null,
          nextTryAt: searchAt,
          problem,
          payload: { ...claim.payload, isUnsure: true },
        }),
      ),

    /** Notes that a search found nothing; the next one is due at `searchAgainAt`. */
    noteSearch: (claim: Claim, searchedAt: number, searchAgainAt: number): Promise<boolean> =>
      database.write(['outbox'], (db) =>
        settle(db, claim, { searches: claim.searches + 1, searchedAt, nextTryAt: searchAgainAt }),
      ),

    /**
     * Ends a search that found nothing for good. The create may be sent again, unless the meeting was cancelled
     * meanwhile: then it never existed.
     */
    giveUpSearch: (claim: Claim, now: number): Promise<boolean> =>
      database.write(['outbox', 'meetings', 'periods'], (db) => {
        const meeting = db.select().from(meetings).where(eq(meetings.key, claim.meeting.key)).get()!
        const payload = { ...claim.payload, isUnsure: false, wasResent: true }
        if (meeting.state !== 'cancelling') {
          return settle(db, claim, { state: 'waiting', searchedAt: now, nextTryAt: now, problem: null, payload })
        }
        if (!settle(db, claim, { state: 'discarded', doneAt: now, problem: null, payload })) return false
        db.update(outbox)
          .set({ state: 'discarded', doneAt: now })
          .where(and(eq(outbox.meetingKey, meeting.key), inArray(outbox.state, ['waiting', 'refused'])))
          .run()
        db.update(meetings).set({ state: 'cancelled', problem: null }).where(eq(meetings.key, meeting.key)).run()
        return true
      }),

    /** Stops at an entry that needs a person. A refused create makes its meeting `refused`; a meeting gone at Zoom is `missing`. */
    refuse: (claim: Claim, problem: Problem, isMeetingGone: boolean): Promise<boolean> =>
      database.write(['outbox', 'meetings'], (db) => {
        if (!settle(db, claim, { state: 'refused', problem })) return false
        const state = isMeetingGone ? 'missing' : claim.action === 'create' ? 'refused' : null
        if (state !== null) {
          db.update(meetings)
            .set({ state, problem })
            .where(and(eq(meetings.key, claim.meeting.key), inArray(meetings.state, ['creating', 'scheduled'])))
            .run()
        }
        return true
      }),

    /** Lets everything that waits only because the network or Zoom was out of reach go at once. */
    hurry: (now: number, searchGapMs: number): Promise<void> =>
      database.write([], (db) => {
        db.run(sql`
          update outbox set next_try_at = case
            when state = 'searching' then max(${now}, coalesce(searched_at, 0) + ${searchGapMs}) else ${now} end
          where state in ('waiting', 'searching') and claimed_by is null and next_try_at > ${now}
            and json_extract(problem, '$.kind') in ('offline', 'zoomUnavailable')`)
      }),

    /** Lets everything go again that was refused for one of these kinds of problems: what was wrong may be mended. */
    wakeRefused: (kinds: readonly ProblemKind[], now: number): Promise<void> =>
      database.write(['outbox', 'meetings'], (db) => {
        const entries = db
          .select()
          .from(outbox)
          .where(and(eq(outbox.state, 'refused'), sql`json_extract(${outbox.problem}, '$.kind') in ${[...kinds]}`))
          .all()
        for (const entry of entries) wake(db, entry, now)
      }),

    /** Everything that has not reached Zoom, in the order in which it was asked for. */
    list: (): Promise<OutboxListRow[]> =>
      database.read((db) =>
        db
          .select({
            id: outbox.id,
            action: outbox.action,
            state: sql<OutboxListRow['state']>`${outbox.state}`,
            problem: outbox.problem,
            nextTryAt: outbox.nextTryAt,
            attempts: outbox.attempts,
            createdAt: outbox.createdAt,
            meetingId: meetings.id,
            meetingTitle: meetings.title,
            entry: outbox,
          })
          .from(outbox)
          .innerJoin(meetings, eq(meetings.key, outbox.meetingKey))
          .where(
            and(
              inArray(outbox.state, [...openStates]),
              or(ne(outbox.action, 'create'), isNull(meetings.zoomMeetingId)),
            ),
          )
          .orderBy(asc(outbox.key))
          .all()
          .map(({ entry, ...row }) => ({ ...row, isDiscardable: !mayHaveArrived(entry) })),
      ),

    /** How much is on its way for these meetings, or for all. */
    count: (meetingIds: readonly string[] | null): Promise<OutboxCounts> =>
      database.read((db) =>
        db.get<OutboxCounts>(sql`
            select coalesce(sum(o.state <> 'refused'), 0) as waiting,
                   coalesce(sum(o.state = 'refused'), 0) as refused,
                   coalesce(sum(o.state <> 'refused' and ${isFirst} and (o.state = 'sending' or (${isZoomEnabled} and ${isNotStopped}))), 0) as moving,
                   coalesce(sum(o.state in ('waiting', 'searching') and o.problem is not null), 0) as putOff
            from outbox o join meetings m on m.key = o.meeting_key
            where o.state in ('waiting', 'sending', 'searching', 'refused') and not ${isLastLook}
              ${meetingIds === null ? sql`` : sql`and m.id in ${[...meetingIds]}`}`),
      ),

    /** Creates and updates that wait, of one host or of all, with what tells how many calls each will take. */
    waitingWrites: (now: number, hostId?: string): Promise<WaitingWrite[]> =>
      database.read((db) =>
        db
          .select({
            action: sql<WaitingWrite['action']>`${outbox.action}`,
            meeting: meetings,
            movedCount: sql<number>`(select count(*) from occurrences d where d.meeting_key = ${meetings.key}
              and d.state = 'scheduled' and d.is_moved and d.start_instant > ${now})`,
            otherwiseCount: sql<number>`(select count(*) from occurrences d where d.meeting_key = ${meetings.key}
              and d.state = 'scheduled' and d.start_instant > ${now} and d.confirmed is not null
              and (d.confirmed ->> 'startsAt' <> d.start_instant or d.confirmed ->> 'durationMinutes' <> d.duration_minutes
                or d.confirmed -> 'overrides' is not d.overrides))`,
          })
          .from(outbox)
          .innerJoin(meetings, eq(meetings.key, outbox.meetingKey))
          .where(
            and(
              inArray(outbox.state, ['waiting', 'sending', 'searching']),
              inArray(outbox.action, ['create', 'update']),
              or(ne(outbox.action, 'create'), isNull(meetings.zoomMeetingId)),
              hostId === undefined ? undefined : eq(meetings.hostId, hostId),
            ),
          )
          .orderBy(asc(outbox.key))
          .all(),
      ),

    /** Forgets entries that were over before an instant, some hundreds at a time; how many those were. */
    prune: (before: number): Promise<number> =>
      database.write([], (db) => {
        const old = sql`state in ('done', 'discarded') and done_at < ${before}`
        return db.run(sql`delete from outbox where key in (select key from outbox where ${old} limit 500)`).changes
      }),

    /** Tries one entry, or all, at the next chance. Raises `notFound`. */
    retry: (id: string | null, now: number, searchGapMs: number): Promise<void> =>
      database.write(['outbox', 'meetings'], (db) => {
        if (id !== null) mustBeThere(db, id)
        const entries = db
          .select({ entry: outbox })
          .from(outbox)
          .innerJoin(meetings, eq(meetings.key, outbox.meetingKey))
          .where(
            and(
              inArray(outbox.state, ['waiting', 'searching', 'refused']),
              isNull(outbox.claimedBy),
              or(ne(outbox.action, 'create'), isNull(meetings.zoomMeetingId)),
              id === null ? undefined : eq(outbox.id, id),
            ),
          )
          .all()
        for (const { entry } of entries) {
          // Two searches keep their distance whoever is in a hurry.
          const earliest =
            entry.searchedAt === null || !payloadOf(entry).isUnsure ? now : entry.searchedAt + searchGapMs
          wake(db, entry, Math.max(now, earliest))
        }
      }),

    /** What giving up a change would touch. Raises `notFound`, and `conflict` with what stands in its way. */
    toDiscard: (id: string, now: number): Promise<Discarding> =>
      database.read((db) => readDiscarding(db, mustBeThere(db, id), now)),

    /**
     * Gives up a change with everything that follows from it, in one transaction; of an update `revert` says what its
     * meeting goes back to. Raises what {@link toDiscard} does, and `stalePreview` when it is not what the digest is of.
     */
    discard: (id: string, { digest, revert }: DiscardOrder, writing: ChangeWriting): Promise<void> =>
      database.write(['outbox', 'meetings', 'periods'], (db) => {
        const discarding = readDiscarding(db, mustBeThere(db, id), writing.now)
        if (discarding.digest !== digest) throw stalePreview()
        giveUp(db, discarding, revert, writing)
      }),
  }
}
export type OutboxStore = ReturnType<typeof createOutboxStore>

function mustBeThere(db: Db, id: string): OutboxRow {
  const entry = db.select().from(tables.outbox).where(eq(tables.outbox.id, id)).get()
  if (entry !== undefined && entry.state !== 'done' && entry.state !== 'discarded') return entry
  throw new ProblemError('notFound', 'This change is no longer waiting to be sent.', {
    fix: 'Read the list again: it was sent or given up meanwhile.',
  })
}
