import type { Db } from './database.ts'
import { cancelDates, datesOf } from './meetings-dates.ts'
import { dropPeriods } from './meetings-periods.ts'
import { cancelAtZoom, noteChanged, queueChange, type Writing } from './meetings-sending.ts'
import type { DateRow } from './meetings-view.ts'
import type { MeetingRow } from './outbox-queue.ts'

/**
 * Cancels a whole meeting here at once, and at Zoom through the outbox, inside the caller's transaction. What was collected
 * stays, and so does a period that has runs or another meeting.
 */
export function cancelMeeting(db: Db, meeting: MeetingRow, writing: Writing): void {
  cancelAtZoom(db, meeting, writing)
  const keys = datesOf(db, meeting.key).map(({ key }) => key)
  dropPeriods(db, keys, writing.now)
}

/** Cancels some dates of a meeting here at once, and at Zoom through the outbox, inside the caller's transaction. */
export function cancelSome(db: Db, meeting: MeetingRow, dates: readonly DateRow[], writing: Writing): void {
  cancelDates(db, dates, writing.now)
  noteChanged(db, meeting, writing.now)
  // One that Zoom refused waits for a person, not for this.
  if (meeting.state !== 'refused') queueChange(db, meeting, writing)
}
