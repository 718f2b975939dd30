import { eq } from 'drizzle-orm'
import { tables, type Database, type Db } from './database.ts'
import type { Claim } from './outbox.ts'
import { enqueue } from './outbox-queue.ts'

/** Settings of a meeting as Zoom has them; a locked account setting can differ from what was asked for. */
export interface ConfirmedSettings {
  readonly hostVideo: boolean
  readonly participantVideo: boolean
  readonly joinBeforeHost: boolean
  readonly muteUponEntry: boolean
  readonly waitingRoom: boolean
  readonly autoRecording: 'none' | 'local' | 'cloud'
  readonly registration: 'none' | 'automatic' | 'approval'
}

/** What Zoom last confirmed of a meeting: to send changed fields only, and to see what it changed by itself. */
export interface ConfirmedMeeting {
  readonly topic: string
  readonly agenda: string
  /** Epoch ms. */
  readonly startsAt: number | null
  readonly timeZone: string | null
  readonly durationMinutes: number | null
  readonly settings: Partial<ConfirmedSettings>
}

/** A meeting that Zoom has made, as far as we keep it. */
export interface MadeMeeting {
  readonly zoomMeetingId: string
  readonly joinUrl: string
  readonly passcode: string | null
  readonly registrationUrl: string | null
  readonly confirmed: ConfirmedMeeting
}

/** What follows from a confirmed create. */
export interface AfterCreate {
  /** Zoom's answer lacks something that was changed here meanwhile. */
  readonly needsUpdate: boolean
  /** When to look whether a second meeting of the reference has turned up (by the clock); null for never. */
  readonly lookAgainAt: number | null
}

/** Answers of Zoom, each kept with all that follows from it in one transaction. */
export function createOutboxConfirmations(database: Database) {
  const { outbox, meetings } = tables

  const end = (db: Db, { key }: Claim, now: number) =>
    db
      .update(outbox)
      .set({ state: 'done', doneAt: now, claimedBy: null, claimedUntil: null, problem: null })
      .where(eq(outbox.key, key))
      .run()

  /** Keeps a create in the outbox as a mere look for a second meeting; nothing waits for it. */
  const lookLater = (db: Db, { key }: Claim, at: number) =>
    db
      .update(outbox)
      .set({ state: 'searching', claimedBy: null, claimedUntil: null, problem: null, nextTryAt: at })
      .where(eq(outbox.key, key))
      .run()

  return {
    /**
     * Zoom has made the meeting. Accepted even when the claim was lost meanwhile, since it is a fact; false when the
     * meeting is known under another number already: then one of the two is to be deleted, and a look is due at once.
     */
    confirmCreate: (
      claim: Claim,
      made: MadeMeeting,
      { needsUpdate, lookAgainAt }: AfterCreate,
      now: number,
      newId: () => string,
    ): Promise<boolean> =>
      database.write(['outbox', 'meetings'], (db) => {
        const meeting = db.select().from(meetings).where(eq(meetings.key, claim.meeting.key)).get()!
        if (meeting.zoomMeetingId !== null && meeting.zoomMeetingId !== made.zoomMeetingId) {
          lookLater(db, claim, now)
          return false
        }
        const isWanted = meeting.state !== 'cancelling' && meeting.state !== 'cancelled'
        db.update(meetings)
          .set({
            zoomMeetingId: made.zoomMeetingId,
            joinUrl: made.joinUrl,
            passcode: made.passcode,
            registrationUrl: made.registrationUrl,
            confirmed: { ...made.confirmed },
            problem: null,
            ...(isWanted ? { state: 'scheduled' } : {}),
          })
          .where(eq(meetings.key, meeting.key))
          .run()
        end(db, claim, now)
        if (lookAgainAt !== null) lookLater(db, claim, lookAgainAt)
        if (needsUpdate && isWanted) enqueue(db, { meetingKey: meeting.key, action: 'update', now, newId })
        return true
      }),

    /** Ends an entry whose work is done: registrations that all have their answer, a last look, a change of nothing. */
    finish: (claim: Claim, now: number): Promise<void> =>
      database.write(['outbox', 'meetings'], (db) => {
        end(db, claim, now)
      }),

    /** Zoom has taken a change. */
    confirmUpdate: (claim: Claim, confirmed: ConfirmedMeeting, now: number): Promise<void> =>
      database.write(['outbox', 'meetings'], (db) => {
        end(db, claim, now)
        db.update(meetings)
          .set({ confirmed: { ...confirmed }, problem: null })
          .where(eq(meetings.key, claim.meeting.key))
          .run()
      }),

    /** The meeting is gone at Zoom. */
    confirmDelete: (claim: Claim, now: number): Promise<void> =>
      database.write(['outbox', 'meetings'], (db) => {
        end(db, claim, now)
        db.update(meetings).set({ state: 'cancelled', problem: null }).where(eq(meetings.key, claim.meeting.key)).run()
      }),

    /** What Zoom has of the meeting, as it has just been read; the entry goes on. */
    noteConfirmed: (claim: Claim, confirmed: ConfirmedMeeting): Promise<void> =>
      database.write(['meetings'], (db) => {
        db.update(meetings)
          .set({ confirmed: { ...confirmed } })
          .where(eq(meetings.key, claim.meeting.key))
          .run()
      }),
  }
}
export type OutboxConfirmations = ReturnType<typeof createOutboxConfirmations>
