import { and, eq, inArray, sql } from 'drizzle-orm'
import { ProblemError } from '../../shared/problem.ts'
import { tables, type Database, type Db } from './database.ts'
import { cancelMeeting } from './meetings-cancel.ts'
import { applyPlan, type ChangeWriting, type PlannedChange } from './meetings-change.ts'
import { cancelDates, datesOf } from './meetings-dates.ts'
import { cancelAtZoom, noteChanged, queueChange, registerAnew, type Writing } from './meetings-sending.ts'
import type { ConfirmedDate, ConfirmedMeeting } from './outbox-confirm.ts'
import { enqueue, type MeetingRow } from './outbox-queue.ts'
import { isOnItsWay } from './sync.ts'

/** What a person saw when they decided: nothing is written when it is not so any more. */
export interface SeenBefore {
  readonly meetingId: string
  readonly seen: MeetingRow['seen']
  readonly state: MeetingRow['state']
}

/** What Zoom has of a meeting and its dates: from here on it counts as confirmed. */
export interface TakenAsConfirmed {
  readonly confirmed: ConfirmedMeeting
  readonly dates: readonly ConfirmedDate[]
}

/** What is taken over from Zoom. */
export interface Acceptance extends TakenAsConfirmed {
  readonly plan: PlannedChange
  /** Whether students are registered follows from whom the meeting is for. */
  readonly audience: MeetingRow['audience']
  /** The way in, where somebody gave it another passcode. */
  readonly link?: Pick<MeetingRow, 'passcode' | 'joinUrl'>
}

/** What putting back takes besides an update. */
export interface PuttingBack {
  /** Registration was off in between. */
  readonly isRegistrationAnew: boolean
  /** Somebody added dates. */
  readonly clearsDates: boolean
}

/** What a person decided about changes made at Zoom: each decision is one transaction. All raise `conflict`. */
export function createSyncSettleStore(database: Database) {
  const { meetings, outbox, registrants } = tables

  return {
    /** Takes over what Zoom has: rows, dates and class periods become as they are there. Nothing is sent for it. */
    accept: (
      before: SeenBefore,
      { plan, audience, link, ...taken }: Acceptance,
      writing: ChangeWriting,
    ): Promise<void> =>
      database.write(['meetings', 'outbox', 'periods'], (db) => {
        const meeting = takeAsConfirmed(db, mustBeAsSeen(db, before), taken)
        db.update(meetings)
          .set({ audience, ...link })
          .where(eq(meetings.key, meeting.key))
          .run()
        applyPlan(db, plan, writing)
        const isRegisteredNow = audience === 'class' && meeting.audience !== 'class'
        if (isRegisteredNow) registerAnew(db, { ...meeting, audience }, plan.values.time.on, writing.rules, writing)
      }),

    /** Cancels here what is gone at Zoom: the dates to come, or all of it when none has begun. */
    acceptGone: (before: SeenBefore, writing: Writing): Promise<void> =>
      database.write(['meetings', 'outbox', 'periods'], (db) => {
        const meeting = mustBeAsSeen(db, before)
        const toCome = datesOf(db, meeting.key).filter(({ startInstant }) => startInstant > writing.now)
        if (!hasBegunDates(db, meeting, writing.now)) return cancelMeeting(db, meeting, writing)
        cancelDates(db, toCome, writing.now)
        endAtZoom(db, meeting, writing)
      }),

    /** Has Zoom's meeting made as it is here. After registration was off every link is looked up again. */
    putBack: (
      before: SeenBefore,
      { isRegistrationAnew, clearsDates, ...taken }: TakenAsConfirmed & PuttingBack,
      writing: Writing,
    ): Promise<void> =>
      database.write(['meetings', 'outbox'], (db) => {
        const meeting = takeAsConfirmed(db, mustBeAsSeen(db, before), taken)
        noteChanged(db, meeting, writing.now)
        queueChange(db, meeting, writing, clearsDates ? { clearsDates } : {})
        if (!isRegistrationAnew) return
        db.update(registrants)
          // Zoom's list is asked first for whoever was sent before, so nobody uses up a request that is not needed.
          .set({ state: 'waiting', triedOn: sql`coalesce(tried_on, '1970-01-01')`, changedAt: writing.now })
          .where(and(eq(registrants.meetingKey, meeting.key), eq(registrants.state, 'registered')))
          .run()
        enqueue(db, { meetingKey: meeting.key, action: 'register', ...writing })
      }),

    /**
     * Has the dates to come made anew as a meeting of their own, with new links; what is left of the other at Zoom is
     * deleted there. What has begun stays with the other, with its runs and registrants. Returns the new meeting's id.
     */
    makeAnew: (before: SeenBefore, plan: PlannedChange, hostAtZoom: string | null, writing: ChangeWriting) =>
      database.write(['meetings', 'outbox', 'periods'], (db): string => {
        const meeting = mustBeAsSeen(db, before)
        // What Zoom is told of the other from here on goes to the host who has it now.
        db.update(meetings)
          .set({ seen: null, ...(hostAtZoom === null ? {} : { hostId: hostAtZoom }) })
          .where(eq(meetings.key, meeting.key))
          .run()
        const id = applyPlan(db, plan, writing)
        if (meeting.state !== 'missing' || !hasBegunDates(db, meeting, writing.now)) return id
        db.update(outbox)
          .set({ state: 'discarded', doneAt: writing.now })
          .where(and(eq(outbox.meetingKey, meeting.key), inArray(outbox.state, ['waiting', 'refused'])))
          .run()
        endAtZoom(db, meeting, writing)
        return id
      }),
  }
}
export type SyncSettleStore = ReturnType<typeof createSyncSettleStore>

function mustBeAsSeen(db: Db, { meetingId, seen, state }: SeenBefore): MeetingRow {
  const meeting = db.select().from(tables.meetings).where(eq(tables.meetings.id, meetingId)).get()
  const isSending =
    meeting !== undefined &&
    db.get(sql`select 1 from meetings m where m.key = ${meeting.key} and ${isOnItsWay}`) !== undefined
  const isAsSeen = meeting?.state === state && JSON.stringify(meeting.seen) === JSON.stringify(seen)
  if (meeting !== undefined && isAsSeen && !isSending) return meeting
  throw new ProblemError('conflict', 'This meeting was changed meanwhile, here or at Zoom.', {
    fix: 'Look at it as it is now, and decide again.',
  })
}

function takeAsConfirmed(db: Db, meeting: MeetingRow, { confirmed, dates }: TakenAsConfirmed): MeetingRow {
  const { meetings, occurrences } = tables
  for (const { key, ...kept } of dates) {
    db.update(occurrences)
      .set(kept)
      .where(and(eq(occurrences.key, key), eq(occurrences.meetingKey, meeting.key)))
      .run()
  }
  const values = { confirmed: { ...confirmed }, seen: null }
  db.update(meetings).set(values).where(eq(meetings.key, meeting.key)).run()
  return { ...meeting, ...values }
}

const hasBegunDates = (db: Db, { key }: MeetingRow, now: number): boolean =>
  datesOf(db, key).some(({ state, startInstant }) => state === 'scheduled' && startInstant <= now)

/** Nothing of it will be sent any more, and of its dates those that have begun are left: they took place. */
function endAtZoom(db: Db, meeting: MeetingRow, writing: Writing): void {
  cancelAtZoom(db, meeting, writing)
  db.update(tables.meetings)
    .set({ state: 'scheduled', cancelledAt: null })
    .where(eq(tables.meetings.key, meeting.key))
    .run()
}
