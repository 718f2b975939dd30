import { eq, inArray, sql } from 'drizzle-orm'
import { titleOfDate } from '../../shared/domain/meeting-title.ts'
import { referenceOf } from '../../shared/domain/meeting.ts'
import { timeIn } from '../../shared/domain/planned-time.ts'
import { weekday } from '../../shared/domain/time.ts'
import { tables, type Db } from './database.ts'
import { giveDates } from './meetings-dates.ts'
import { unmade, type Writing } from './meetings-sending.ts'
import type { DateRow } from './meetings-view.ts'
import { enqueue, type MeetingRow } from './outbox-queue.ts'

/** What a meeting that takes over dates is like: another one, but for who holds it. */
export type MeetingLike = Omit<MeetingRow, 'key' | 'id' | 'reference'>

/** A meeting without what makes it itself. */
export function likeOf({ key: _key, id: _id, reference: _reference, ...like }: MeetingRow): MeetingLike {
  return like
}

/**
 * Makes a meeting that takes over dates of another, inside the caller's transaction: the dates stay who they are, and Zoom
 * gets to know it. Its students are to be registered anew, which is the caller's.
 */
export function makeAnew(db: Db, like: MeetingLike, dates: readonly DateRow[], writing: Writing): MeetingRow {
  const { meetings, occurrences } = tables
  const { now, newId } = writing
  const first = dates.find(({ isMoved }) => !isMoved) ?? dates[0]!
  const isOne = dates.length === 1
  const id = newId()
  const made = db
    .insert(meetings)
    .values({
      ...like,
      ...timeIn(first),
      id,
      reference: referenceOf(id),
      ...(isOne
        ? {
            type: 'scheduled',
            recurrence: null,
            title: titleOfDate(like.title, first.number),
            description: first.overrides?.description ?? like.description,
            settings: { ...like.settings, ...first.overrides?.settings },
          }
        : {
            type: 'recurringFixedTime',
            recurrence: {
              every: 'week',
              interval: 1,
              weekDays: [...new Set(dates.map((date) => weekday(date.on)))].toSorted((a, b) => a - b),
              ends: { on: dates.at(-1)!.on },
            },
          }),
      ...unmade(now),
      cancelledAt: null,
      removedAt: null,
    })
    .returning()
    .get()
  giveDates(db, dates, made.key)
  const keys = dates.map(({ key }) => key)
  db.update(occurrences)
    .set({ isMoved: sql`starts_at <> ${first.startsAt}` })
    .where(inArray(occurrences.key, keys))
    .run()
  if (isOne) db.update(occurrences).set({ overrides: null }).where(eq(occurrences.key, first.key)).run()
  enqueue(db, { meetingKey: made.key, action: 'create', payload: { takesOver: true }, now, newId })
  return made
}
