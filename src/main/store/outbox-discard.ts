import { and, eq, inArray, sql } from 'drizzle-orm'
import { tables, type Db } from './database.ts'
import type { MeetingRow, OutboxRow } from './outbox-queue.ts'

/** Gives up a refused change, inside the caller's transaction; the meeting shows what that means. */
export function giveUp(db: Db, entry: OutboxRow, now: number): void {
  const { outbox, meetings, registrants, classPeriods, occurrences, periodMeetings } = tables
  const note = (state: MeetingRow['state'] | null, message: string, fix?: string) =>
    db
      .update(meetings)
      .set({
        ...(state === null ? {} : { state }),
        problem: { kind: 'zoomRefused', message, ...(fix === undefined ? {} : { fix }) },
      })
      .where(eq(meetings.key, entry.meetingKey))
      .run()
  const discard = (which: ReturnType<typeof eq>) =>
    db.update(outbox).set({ state: 'discarded', doneAt: now, problem: null }).where(which).run()

  const refuseWaiting = () =>
    db
      .update(registrants)
      .set({ state: 'refused', refusal: 'givenUp', changedAt: now })
      .where(and(eq(registrants.meetingKey, entry.meetingKey), eq(registrants.state, 'waiting')))
      .run()

  discard(eq(outbox.key, entry.key))
  switch (entry.action) {
    case 'create':
      discard(and(eq(outbox.meetingKey, entry.meetingKey), inArray(outbox.state, ['waiting', 'refused']))!)
      refuseWaiting()
      note(
        'refused',
        'This meeting was never made at Zoom; it stands in Homeroom only.',
        'Reschedule it, so that it is made after all, or cancel it.',
      )
      break
    case 'update':
      note(null, 'Zoom still has the earlier title or time of this meeting.', 'Reschedule it, or change it in Zoom.')
      break
    case 'delete':
      note(
        'scheduled',
        'This meeting was not cancelled at Zoom: its links still work.',
        'Cancel it again, or delete it in Zoom.',
      )
      db.update(classPeriods)
        .set({ cancelledAt: null })
        .where(
          inArray(
            classPeriods.key,
            db
              .select({ key: periodMeetings.periodKey })
              .from(periodMeetings)
              .leftJoin(occurrences, eq(occurrences.key, periodMeetings.occurrenceKey))
              // A date that was cancelled before stays so.
              .where(
                and(eq(periodMeetings.meetingKey, entry.meetingKey), sql`${occurrences.state} is not 'cancelled'`),
              ),
          ),
        )
        .run()
      break
    case 'register':
      refuseWaiting()
      break
    case 'cancelRegistration':
      note(
        null,
        'Students who left this class still have a link that works.',
        'Remove them from the registrants in Zoom.',
      )
      break
  }
}
