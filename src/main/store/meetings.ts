import { and, eq, inArray, sql } from 'drizzle-orm'
import { ProblemError } from '../../shared/problem.ts'
import { tables, type Database, type Db } from './database.ts'
import { applyPlan, type ChangeWriting, type PlannedChange } from './meetings-change.ts'
import { cancelMeeting, cancelSome } from './meetings-cancel.ts'
import { compareRegistered, type ForWhom, type RegistrationChange } from './meetings-class.ts'
import { datesOf, dateToShow } from './meetings-dates.ts'
import { countMeetings, listMeetings, type MeetingFilter, type MeetingPage } from './meetings-list.ts'
import { readWithoutLink, type WithoutLink } from './meetings-needs.ts'
import { insertMeeting, type NewMeeting } from './meetings-schedule.ts'
import { mayBeAtZoom, type Writing } from './meetings-sending.ts'
import { viewsOf, type DateRow, type MeetingView } from './meetings-view.ts'
import type { MeetingRow } from './outbox-queue.ts'
import type { KeptAddressRules } from './registrants.ts'
import { registerAll } from './registrants-progress.ts'

/** A meeting as somebody who wants to change it needs it. */
export interface MeetingToChange {
  readonly meeting: MeetingRow
  /** Every planned date, by its start. */
  readonly dates: readonly DateRow[]
  /** Zoom has it, or may have made it. */
  readonly mayBeAtZoom: boolean
  /** Whether a run of it goes on. */
  readonly isRunning: boolean
  /** Whether anything was collected of it. */
  readonly hasRuns: boolean
  readonly groupId: string | null
  /** What the class is called in titles; empty for no class. */
  readonly groupTitle: string
  /** Students who have a working link. */
  readonly registeredCount: number
}

/** Which dates to cancel: some of the meeting's, or (null) all of it. */
export interface Cancelling extends Writing {
  readonly meetingId: string
  readonly occurrenceIds: readonly string[] | null
}

/** Meetings, the class periods they are for, and what is to be told to Zoom: each change is one transaction. */
export function createMeetingsStore(database: Database) {
  const { meetings, outbox } = tables

  return {
    /** One page of planned dates. Raises `invalidInput` for a cursor that is none of ours. */
    list: (filter: MeetingFilter, now: number): Promise<MeetingPage> =>
      database.read((db) => listMeetings(db, filter, now)),

    /** How many rows of {@link list} fit, counted no further than one beyond the limit. */
    count: (filter: MeetingFilter, now: number): Promise<number> =>
      database.read((db) => countMeetings(db, filter, now)),

    /** Who has no working link in classes to come for a reason of their own; see {@link readWithoutLink}. */
    withoutLink: (now: number, mostStudents: number): Promise<WithoutLink[]> =>
      database.read((db) => readWithoutLink(db, now, mostStudents)),

    /**
     * One meeting as lists show it, seen from the date that is named, else the next to come, else the last; with the
     * problem of its outbox entry that a person should see first, and every planned date by its start. Raises `notFound`.
     */
    get: (
      meetingId: string,
      now: number,
      occurrenceId?: string,
    ): Promise<MeetingView & { readonly dates: readonly DateRow[] }> =>
      database.read((db) => {
        const meeting = mustGet(db, meetingId)
        const waiting = db
          .select({ problem: outbox.problem })
          .from(outbox)
          .where(
            and(
              eq(outbox.meetingKey, meeting.key),
              inArray(outbox.state, ['waiting', 'sending', 'searching', 'refused']),
              sql`${outbox.problem} is not null`,
            ),
          )
          .orderBy(sql`${outbox.state} = 'refused' desc`, outbox.key)
          .get()
        const dates = datesOf(db, meeting.key)
        const shown = {
          meeting: { ...meeting, problem: waiting?.problem ?? meeting.problem },
          date: dateToShow(dates, now, occurrenceId),
        }
        return { ...viewsOf(db, [shown], now)[0]!, dates }
      }),

    /** A meeting with what a change of it depends on. Raises `notFound`. */
    toChange: (meetingId: string, now: number): Promise<MeetingToChange> =>
      database.read((db) => {
        const meeting = mustGet(db, meetingId)
        const dates = datesOf(db, meeting.key)
        const [view] = viewsOf(db, [{ meeting, date: null }], now)
        return {
          meeting,
          dates,
          mayBeAtZoom: mayBeAtZoom(db, meeting),
          isRunning: view!.isRunning,
          hasRuns:
            db
              .select({ key: tables.instances.key })
              .from(tables.instances)
              .where(eq(tables.instances.meetingKey, meeting.key))
              .limit(1)
              .get() !== undefined,
          groupId: view!.group?.id ?? null,
          groupTitle: view!.group?.title ?? '',
          registeredCount: view!.registeredCount,
        }
      }),

    /** What would become of the registrations for a meeting on these dates if it were for these people. Raises `notFound`. */
    compareRegistered: (
      meeting: Pick<MeetingRow, 'key'>,
      forWhom: ForWhom,
      dates: readonly string[],
    ): Promise<RegistrationChange> => database.read((db) => compareRegistered(db, meeting, forWhom, dates)),

    /**
     * Writes a meeting as `creating` with its dates, class periods and registrations, and what is to be sent to Zoom.
     * Raises `notFound` when the group or section is gone.
     */
    schedule: (wanted: NewMeeting, writing: Writing): Promise<void> =>
      database.write(['meetings', 'outbox', 'periods', 'groups'], (db) => {
        insertMeeting(db, wanted, writing)
      }),

    /** Writes a change that was planned; returns the id of the meeting that carries the dates now. Raises `conflict`. */
    change: (plan: PlannedChange, writing: ChangeWriting): Promise<string> =>
      database.write(['meetings', 'outbox', 'periods'], (db) => applyPlan(db, plan, writing)),

    /**
     * Plans the registrations of a meeting anew from the rosters and the rules, and queues what is to be done; what was
     * stopped goes on, and links that exist are looked for at Zoom.
     */
    registerAgain: (meetingId: string, rules: KeptAddressRules, writing: Writing): Promise<void> =>
      database.write(['meetings', 'outbox'], (db) => {
        const meeting = mustGet(db, meetingId)
        const on = dateToShow(datesOf(db, meeting.key), writing.now, undefined)?.on ?? meeting.on
        registerAll(db, meeting, on, rules, writing)
      }),

    /**
     * Cancels here at once, and at Zoom through the outbox. What was collected stays, and so does a period that has runs
     * or another meeting. Raises `notFound`.
     */
    cancel: ({ meetingId, occurrenceIds, ...writing }: Cancelling): Promise<void> =>
      database.write(['meetings', 'outbox', 'periods'], (db) => {
        const meeting = mustGet(db, meetingId)
        if (isCancelled(meeting)) return
        if (occurrenceIds === null) return cancelMeeting(db, meeting, writing)
        const wanted = datesOf(db, meeting.key).filter(
          ({ id, state }) => state === 'scheduled' && occurrenceIds.includes(id),
        )
        if (wanted.length > 0) cancelSome(db, meeting, wanted, writing)
      }),

    /** Takes a cancelled meeting out of every list. Raises `notFound`, and `conflict` for one that is not cancelled. */
    remove: (meetingId: string, now: number): Promise<void> =>
      database.write(['meetings'], (db) => {
        const meeting = mustGet(db, meetingId)
        if (!isCancelled(meeting)) {
          throw new ProblemError('conflict', 'This meeting is not cancelled, so it cannot be taken out of the list.', {
            fix: 'Cancel it first.',
          })
        }
        db.update(meetings).set({ removedAt: now }).where(eq(meetings.key, meeting.key)).run()
      }),
  }
}
export type MeetingsStore = ReturnType<typeof createMeetingsStore>

const isCancelled = ({ state }: MeetingRow): boolean => state === 'cancelled' || state === 'cancelling'

function mustGet(db: Db, id: string): MeetingRow {
  const meeting = db.select().from(tables.meetings).where(eq(tables.meetings.id, id)).get()
  if (meeting !== undefined) return meeting
  throw new ProblemError('notFound', 'This meeting is not in Homeroom.', {
    field: 'meetingId',
    fix: 'Reload the list.',
  })
}
