import { and, eq } from 'drizzle-orm'
import { tables, type Database, type Db } from './database.ts'
import type { Claim } from './outbox-claim.ts'
import type { DateRow } from './meetings-view.ts'
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
  readonly meetingAuthentication: boolean
  /** Addresses in lower case, in order. */
  readonly alternativeHosts: readonly string[]
  /** Where students are registered: what one registration is good for (of a series), mails to them, two devices at once. */
  readonly registrationReach?: 'everyOccurrence' | 'eachOccurrence' | 'chosenOccurrences'
  readonly registrantsEmailNotification?: boolean
  readonly allowMultipleDevices?: boolean
}

/** How a series repeats by Zoom's answer. Days of the week are Zoom's: 1 is Sunday. */
export interface ConfirmedRecurrence {
  readonly every: 'day' | 'week' | 'month'
  readonly interval: number
  readonly weekDays?: readonly number[] | undefined
  readonly monthDay?: number | undefined
  readonly monthWeek?: number | undefined
  readonly monthWeekDay?: number | undefined
  readonly endsAfterOccurrences?: number | undefined
  /** Epoch ms. */
  readonly endsAt?: number | undefined
}

/** What Zoom last confirmed of a meeting: to send changed fields only, and to see what it changed by itself. */
export interface ConfirmedMeeting {
  readonly topic: string
  readonly agenda: string
  /** Epoch ms. */
  readonly startsAt: number | null
  readonly timeZone: string | null
  readonly durationMinutes: number | null
  /** Absent while nobody has looked; null where Zoom tells none. */
  readonly passcode?: string | null
  /** The link that goes with a passcode which was given at Zoom. */
  readonly joinUrl?: string
  /** How people come in by phone, as Zoom told it when it made the meeting; absent where nobody has looked. */
  readonly dialIn?: { readonly numbers: readonly string[]; readonly passcode: string | null } | null
  readonly settings: Partial<ConfirmedSettings>
  /** What was asked for and Zoom did not do (a locked setting of the account): it is not asked for again. */
  readonly refused?: Partial<ConfirmedSettings>
  /** Of a series: as Zoom told it when it was last made or planned anew. */
  readonly recurrence?: ConfirmedRecurrence | null
  /** Of a series: the rule that its dates at Zoom follow, in a text to compare; absent while nobody knows. */
  readonly rule?: string
}

/** What Zoom has of one date of a series; `confirmed` is null for a date that it does not have and should. */
export interface ConfirmedDate {
  readonly key: number
  readonly zoomOccurrenceId: string | null
  readonly confirmed: DateRow['confirmed']
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
  /** Of a series: Zoom made dates that do not stand here. */
  readonly clearsDates: boolean
  /** When to look whether a second meeting of the reference has turned up (by the clock); null for never. */
  readonly lookAgainAt: number | null
  /** The dates of a series as Zoom made them. */
  readonly dates: readonly ConfirmedDate[]
}

/** Answers of Zoom, each kept with all that follows from it in one transaction. */
export function createOutboxConfirmations(database: Database) {
  const { outbox, meetings, occurrences } = tables

  const keepDates = (db: Db, { meeting }: Claim, dates: readonly ConfirmedDate[]) => {
    for (const { key, zoomOccurrenceId, confirmed } of dates) {
      db.update(occurrences)
        .set({ zoomOccurrenceId, confirmed })
        .where(and(eq(occurrences.key, key), eq(occurrences.meetingKey, meeting.key)))
        .run()
    }
  }

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
      { needsUpdate, clearsDates, lookAgainAt, dates }: AfterCreate,
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
        keepDates(db, claim, dates)
        end(db, claim, now)
        if (lookAgainAt !== null) lookLater(db, claim, lookAgainAt)
        if (!needsUpdate || !isWanted) return true
        const payload = clearsDates ? { clearsDates } : {}
        enqueue(db, { meetingKey: meeting.key, action: 'update', payload, now, newId })
        return true
      }),

    /** Ends an entry whose work is done: registrations that all have their answer, a last look, a change of nothing. */
    finish: (claim: Claim, now: number): Promise<void> =>
      database.write(['outbox', 'meetings'], (db) => {
        end(db, claim, now)
      }),

    /** Zoom has taken a change, and its dates are as they should be. */
    confirmUpdate: (
      claim: Claim,
      confirmed: ConfirmedMeeting,
      dates: readonly ConfirmedDate[],
      now: number,
    ): Promise<void> =>
      database.write(['outbox', 'meetings'], (db) => {
        end(db, claim, now)
        keepDates(db, claim, dates)
        db.update(meetings)
          .set({ confirmed: { ...confirmed }, problem: null, seen: null })
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
    noteConfirmed: (claim: Claim, confirmed: ConfirmedMeeting, dates: readonly ConfirmedDate[] = []): Promise<void> =>
      database.write(['meetings'], (db) => {
        keepDates(db, claim, dates)
        db.update(meetings)
          .set({ confirmed: { ...confirmed } })
          .where(eq(meetings.key, claim.meeting.key))
          .run()
      }),
  }
}
export type OutboxConfirmations = ReturnType<typeof createOutboxConfirmations>
