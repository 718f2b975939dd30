import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { tables, type Db } from './database.ts'
import type { TakenBack } from './registrants-plan.ts'

/** One entry of the outbox as it is kept. */
export type OutboxRow = typeof tables.outbox.$inferSelect
/** One meeting as it is kept. */
export type MeetingRow = typeof tables.meetings.$inferSelect

/** What an entry carries besides its meeting; everything else is read from the rows when it is sent. */
export interface OutboxPayload {
  /** It went out and nobody knows whether Zoom did it. A create is searched for before it is sent again. */
  readonly isUnsure?: boolean
  /** Of a create: it went out again after two searches found nothing, so a late first one could make a second meeting. */
  readonly wasResent?: boolean
  /** Of a create: its dates were another meeting's, which loses them at Zoom. */
  readonly takesOver?: boolean
  /** Of an update: it takes dates out of the meeting at Zoom that do not stand here, or are another one's now. */
  readonly clearsDates?: boolean
  /** Of an update: it gives the meeting to other people. */
  readonly changesPeople?: boolean
  /** Of a `cancelRegistration`: whose, and with which address. */
  readonly toTakeBack?: readonly TakenBack[]
  /** Of a `cancelRegistration` from before addresses stood in it: of rows that have kept theirs. */
  readonly registrantKeys?: readonly number[]
  /** Of a `register`: a person does not want it to go on. */
  readonly isStopped?: boolean
  /** Of a `register`: who has a link here is looked for at Zoom, and registered again where it has gone. */
  readonly isVerifying?: boolean
}

/** The payload of an entry. */
export const payloadOf = (entry: Pick<OutboxRow, 'payload'>): OutboxPayload => entry.payload

/**
 * Whether Zoom may have done what an entry asks for: it is on its way, or its answer was lost. Zoom has answered for what it
 * refused, but for a create, which may have been made by an earlier try.
 */
export function mayHaveArrived(entry: Pick<OutboxRow, 'action' | 'state' | 'payload' | 'claimedBy'>): boolean {
  const { isUnsure = false, wasResent = false } = payloadOf(entry)
  if (entry.claimedBy !== null || entry.state === 'sending' || entry.state === 'searching') return true
  return entry.action === 'create' ? isUnsure || wasResent : entry.state === 'waiting' && isUnsure
}

/** States in which an entry is still on its way or needs a person. */
export const openStates = ['waiting', 'sending', 'searching', 'refused'] as const

/**
 * That an entry `o` of a meeting `m` is only a last look for a second meeting of the same reference: Zoom has confirmed
 * the meeting, nothing waits for this entry and it holds nothing up.
 */
export const isLastLook = sql`(o.action = 'create' and m.zoom_meeting_id is not null)`

/**
 * That no earlier entry of its meeting stands in the way of entry `o` of meeting `m`. A create stands in everybody's until
 * Zoom has confirmed the meeting; any other entry until it was sent, refused, or put off with a reason.
 */
export const isFirst = sql`not exists (
  select 1 from outbox e
  where e.meeting_key = o.meeting_key and e.key < o.key
    and iif(e.action = 'create',
      m.zoom_meeting_id is null and e.state in ('waiting', 'sending', 'searching', 'refused'),
      e.state = 'sending' or (e.state = 'waiting' and e.problem is null)))`

/**
 * That entry `o` of meeting `m` may go out as far as people are concerned: nobody has stopped the timetable that it came
 * with. A delete always may, and so may a search, which makes nothing.
 */
export const isNotStopped = sql`(m.timetable_key is null or o.action = 'delete' or o.state = 'searching'
  or not exists (select 1 from timetable_imports t where t.key = m.timetable_key and t.stopped_at is not null))`

/** What to put into the outbox. */
export interface NewEntry {
  readonly meetingKey: number
  readonly action: OutboxRow['action']
  readonly payload?: OutboxPayload
  readonly now: number
  readonly newId: () => string
}

/**
 * Puts a change of a meeting into the outbox, inside the caller's transaction. One that waits already, or was refused,
 * takes the new one in: what is sent is read from the rows at that moment.
 */
export function enqueue(db: Db, { meetingKey, action, payload = {}, now, newId }: NewEntry): void {
  const { outbox } = tables
  const waiting = db
    .select()
    .from(outbox)
    .where(
      and(
        eq(outbox.meetingKey, meetingKey),
        eq(outbox.action, action),
        inArray(outbox.state, ['waiting', 'refused']),
        isNull(outbox.claimedBy),
      ),
    )
    .get()
  if (waiting === undefined) {
    db.insert(outbox)
      .values({
        id: newId(),
        meetingKey,
        action,
        payload: { ...payload },
        state: 'waiting',
        nextTryAt: now,
        createdAt: now,
      })
      .run()
    return
  }
  const { isStopped: _, ...kept } = payloadOf(waiting)
  const toTakeBack = [...(kept.toTakeBack ?? []), ...(payload.toTakeBack ?? [])]
  db.update(outbox)
    .set({
      state: 'waiting',
      problem: null,
      nextTryAt: now,
      payload: { ...kept, ...payload, ...(toTakeBack.length > 0 ? { toTakeBack } : {}) },
    })
    .where(eq(outbox.key, waiting.key))
    .run()
}

/** The create of a meeting that Zoom has not confirmed, or undefined. */
export function openCreate(db: Db, meetingKey: number): OutboxRow | undefined {
  const { outbox } = tables
  return db
    .select()
    .from(outbox)
    .where(and(eq(outbox.meetingKey, meetingKey), eq(outbox.action, 'create'), inArray(outbox.state, [...openStates])))
    .get()
}

/** Lets an entry go at `now`. A create whose answer was lost is searched for first, whatever else was wrong. */
export function wake(db: Db, entry: OutboxRow, now: number): void {
  const { outbox, meetings } = tables
  const isSearch = entry.state === 'searching' || (entry.action === 'create' && payloadOf(entry).isUnsure === true)
  db.update(outbox)
    .set({ state: isSearch ? 'searching' : 'waiting', problem: null, nextTryAt: now })
    .where(eq(outbox.key, entry.key))
    .run()
  if (entry.action !== 'create') return
  db.update(meetings)
    .set({ state: 'creating', problem: null })
    .where(and(eq(meetings.key, entry.meetingKey), eq(meetings.state, 'refused')))
    .run()
}
