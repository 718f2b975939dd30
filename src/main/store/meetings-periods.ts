import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { tables, type Db } from './database.ts'
import type { KeptTime } from './meetings.ts'

/** Links a meeting to the period of its group at its time, made when there is none, inside the caller's transaction. */
export function linkPeriod(
  db: Db,
  { meetingKey, groupKey, time }: { readonly meetingKey: number; readonly groupKey: number; readonly time: KeptTime },
  now: number,
  newId: () => string,
): void {
  const { classPeriods, periodMeetings } = tables
  // A class that gets a second meeting for the same hour is still one class.
  const there = db
    .select({ key: classPeriods.key })
    .from(classPeriods)
    .where(
      and(
        eq(classPeriods.groupKey, groupKey),
        eq(classPeriods.on, time.on),
        eq(classPeriods.startInstant, time.startInstant),
        eq(classPeriods.endInstant, time.endInstant),
        isNull(classPeriods.cancelledAt),
      ),
    )
    .get()
  const periodKey =
    there?.key ??
    db
      .insert(classPeriods)
      .values({ id: newId(), ...plain(time), groupKey, createdAt: now })
      .returning({ key: classPeriods.key })
      .get().key
  db.insert(periodMeetings).values({ periodKey, meetingKey }).onConflictDoNothing().run()
}

/** Moves a meeting's periods with it. One that another meeting still holds stays, and the meeting gets its own. */
export function movePeriods(
  db: Db,
  meeting: { readonly key: number; readonly groupKey: number | null },
  time: KeptTime,
  now: number,
  newId: () => string,
): void {
  const { classPeriods, periodMeetings } = tables
  const shared = otherwiseHeld(db, meeting.key)
  const own = periodKeysOf(db, meeting.key).filter((key) => !shared.has(key))
  if (own.length > 0) {
    db.update(classPeriods)
      .set(plain(time))
      .where(and(inArray(classPeriods.key, own), isNull(classPeriods.cancelledAt)))
      .run()
  }
  if (shared.size === 0) return
  db.delete(periodMeetings)
    .where(and(eq(periodMeetings.meetingKey, meeting.key), inArray(periodMeetings.periodKey, [...shared])))
    .run()
  if (meeting.groupKey !== null)
    linkPeriod(db, { meetingKey: meeting.key, groupKey: meeting.groupKey, time }, now, newId)
}

/** Cancels the periods of a cancelled meeting, but for those that have runs or another meeting. */
export function dropPeriods(db: Db, meetingKey: number, now: number): void {
  const { classPeriods, periodInstances } = tables
  const shared = otherwiseHeld(db, meetingKey)
  const own = periodKeysOf(db, meetingKey).filter((key) => !shared.has(key))
  if (own.length === 0) return
  db.update(classPeriods)
    .set({ cancelledAt: now })
    .where(
      and(
        inArray(classPeriods.key, own),
        isNull(classPeriods.cancelledAt),
        sql`not exists (select 1 from ${periodInstances} where ${periodInstances.periodKey} = ${classPeriods.key})`,
      ),
    )
    .run()
}

function periodKeysOf(db: Db, meetingKey: number): number[] {
  const { periodMeetings } = tables
  return db
    .select({ key: periodMeetings.periodKey })
    .from(periodMeetings)
    .where(eq(periodMeetings.meetingKey, meetingKey))
    .all()
    .map(({ key }) => key)
}

/** Periods of the meeting that another meeting, not cancelled, is for as well. */
function otherwiseHeld(db: Db, meetingKey: number): Set<number> {
  const rows = db.all<{ key: number }>(sql`
    select distinct other.period_key as key
    from period_meetings own
    join period_meetings other on other.period_key = own.period_key and other.meeting_key <> own.meeting_key
    join meetings m on m.key = other.meeting_key and m.state not in ('cancelling', 'cancelled')
    where own.meeting_key = ${meetingKey}`)
  return new Set(rows.map(({ key }) => key))
}

const plain = ({ on, startsAt, durationMinutes, timeZone, startInstant, endInstant }: KeptTime): KeptTime => ({
  on,
  startsAt,
  durationMinutes,
  timeZone,
  startInstant,
  endInstant,
})
