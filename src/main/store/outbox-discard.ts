import { createHash } from 'node:crypto'
import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { ProblemError } from '../../shared/problem.ts'
import { tables, type Db } from './database.ts'
import { cancelMeeting } from './meetings-cancel.ts'
import { applyPlan, type ChangeWriting, type PlannedChange } from './meetings-change.ts'
import { datesOf } from './meetings-dates.ts'
import { laterThan, type Writing } from './meetings-sending.ts'
import type { DateRow } from './meetings-view.ts'
import { addressesOfHosts, hostAddresses } from './outbox-claim.ts'
import type { ConfirmedMeeting } from './outbox-confirm.ts'
import { mayHaveArrived, openStates, payloadOf, type MeetingRow, type OutboxRow } from './outbox-queue.ts'

/** A change that can be given up, and what that touches. */
export interface Discarding {
  readonly entry: OutboxRow
  readonly meeting: MeetingRow
  /** All of its dates, by their start. */
  readonly dates: readonly DateRow[]
  /** Addresses of its alternative hosts, in order. */
  readonly alternativeHosts: readonly string[]
  /** Changes of the same meeting that mean nothing without this one, in their order. */
  readonly also: readonly OutboxRow[]
  /** Students who would get a link by this change, or lose theirs. */
  readonly studentCount: number
  /** Of all this. */
  readonly digest: string
}

/** What a meeting goes back to when an update of it is given up. */
export interface Revert {
  readonly plan: PlannedChange
  /** Keys of dates that were cancelled here and that Zoom still has. */
  readonly revived: readonly number[]
  /** What else is kept of it: the way in, as Zoom has it, and what was confirmed. */
  readonly kept: Partial<Pick<MeetingRow, 'passcode' | 'joinUrl' | 'confirmed'>>
}

/** What giving up an entry would touch. Raises `conflict` with what stands in its way. */
export function readDiscarding(db: Db, entry: OutboxRow, now: number): Discarding {
  const { meetings, outbox } = tables
  const meeting = db.select().from(meetings).where(eq(meetings.key, entry.meetingKey)).get()!
  const open = db
    .select()
    .from(outbox)
    .where(and(eq(outbox.meetingKey, meeting.key), inArray(outbox.state, [...openStates])))
    .orderBy(outbox.key)
    .all()
  const dates = datesOf(db, meeting.key)
  const alternativeHosts = hostAddresses(meeting, addressesOfHosts(db))
  mustBeUnsent(db, entry, open)
  if (entry.action === 'create' && entry.state !== 'refused') mustStandAlone(db, entry, now)
  if (entry.action === 'update') mustBeOneself(db, entry, { meeting, alternativeHosts }, now)
  if (entry.action === 'delete') mustHaveDates(db, meeting, dates, now)
  const also = entry.action === 'create' ? open.filter(({ key }) => key !== entry.key) : []
  const studentCount = countStudents(db, entry)
  const facts = [open.map(({ id, state, payload }) => [id, state, payload]), meeting.changedAt, studentCount]
  const digest = createHash('sha256').update(JSON.stringify(facts)).digest('hex')
  return { entry, meeting, dates, alternativeHosts, also, studentCount, digest }
}

/** Gives up a change, inside the caller's transaction. */
export function giveUp(db: Db, discarding: Discarding, revert: Revert | null, writing: ChangeWriting): void {
  const { entry, meeting } = discarding
  const { now } = writing
  switch (entry.action) {
    case 'create':
      refuseWaiting(db, meeting.key, now)
      if (entry.state !== 'refused') return cancelMeeting(db, meeting, writing)
      discard(db, [entry, ...discarding.also], now)
      return note(db, meeting, 'This meeting was never made at Zoom; it stands in Homeroom only.', {
        fix: 'Reschedule it, so that it is made after all, or cancel it.',
        state: 'refused',
      })
    case 'update':
      if (revert !== null) goBack(db, revert, writing)
      return discard(db, updatesOf(db, meeting.key), now)
    case 'delete':
      discard(db, [entry], now)
      return restore(db, discarding, writing)
    case 'register':
      discard(db, [entry], now)
      return refuseWaiting(db, meeting.key, now)
    case 'cancelRegistration':
      discard(db, [entry], now)
      return note(db, meeting, 'Students who left this class still have a link that works.', {
        fix: 'Remove them from the registrants in Zoom.',
      })
  }
}

/** Raises `conflict` where Zoom may have it, or may be changing what it would go back to. */
function mustBeUnsent(db: Db, entry: OutboxRow, open: readonly OutboxRow[]): void {
  if (entry.claimedBy !== null || entry.state === 'sending') {
    throw new ProblemError('conflict', 'This change is on its way to Zoom at this moment.', {
      fix: 'Wait until Zoom has answered.',
    })
  }
  if (mayHaveArrived(entry) || (entry.action === 'register' && entry.state === 'waiting' && wasTried(db, entry))) {
    throw new ProblemError('conflict', 'The answer to this change was lost, so Zoom may have it already.', {
      fix:
        entry.action === 'create'
          ? 'Cancel the meeting: Homeroom looks for it at Zoom, and deletes what it finds.'
          : 'Let it be sent again, then change the class back.',
    })
  }
  const isOfWhole = entry.action === 'update' || entry.action === 'delete'
  if (isOfWhole && open.some((other) => other.action !== 'register' && mayHaveArrived(other))) {
    throw new ProblemError('conflict', 'Another change of this meeting is on its way to Zoom.', {
      fix: 'Wait until Zoom has answered.',
    })
  }
}

/** Raises `conflict` for dates that another meeting has given away: without this one they would be lost. */
function mustStandAlone(db: Db, entry: OutboxRow, now: number): void {
  const { substitutionDates, substitutions } = tables
  const substitute = db
    .select({ key: substitutions.key })
    .from(substitutionDates)
    .innerJoin(substitutions, eq(substitutions.key, substitutionDates.substitutionKey))
    .where(and(eq(substitutionDates.newMeetingKey, entry.meetingKey), sql`${substitutions.undoneAt} is null`))
    .get()
  if (substitute !== undefined) throw ofSubstitute()
  const hasDates = datesOf(db, entry.meetingKey).some(
    ({ state, startInstant }) => state === 'scheduled' && startInstant > now,
  )
  if (payloadOf(entry).takesOver !== true || !hasDates) return
  throw new ProblemError('conflict', 'This meeting has taken over the classes of another one.', {
    fix: 'Cancel it if they are not to take place; else let it be sent.',
  })
}

/** Raises `conflict` for an update that something else stands for: that has to be undone. */
function mustBeOneself(
  db: Db,
  entry: OutboxRow,
  { meeting, alternativeHosts }: Pick<Discarding, 'meeting' | 'alternativeHosts'>,
  now: number,
): void {
  const confirmed = meeting.confirmed as ConfirmedMeeting | null
  const hosts = confirmed?.settings.alternativeHosts
  const isOfHosts = hosts !== undefined && JSON.stringify(hosts) !== JSON.stringify(alternativeHosts)
  const substitutes = db.all<{ isMoved: number }>(sql`
    select sd.new_meeting_key is not null as isMoved from substitution_dates sd
    join substitutions s on s.key = sd.substitution_key and s.undone_at is null
    join occurrences o on o.key = sd.occurrence_key and o.start_instant > ${now}
    where sd.meeting_key = ${meeting.key}`)
  if (substitutes.some(({ isMoved }) => isMoved === 1 || isOfHosts)) throw ofSubstitute()
  if (isCalledOff(db, meeting, now, sql`o.state = 'cancelled' and o.confirmed ->> 'isDeleted' = 0`)) {
    throw ofSuspension()
  }
  if (payloadOf(entry).changesPeople === true) {
    throw new ProblemError('conflict', 'This change gives the meeting to other people, and links with it.', {
      fix: 'Give it back to whom it was for: what is not sent yet takes that in.',
    })
  }
  if (payloadOf(entry).clearsDates !== true) return
  throw new ProblemError('conflict', 'This change takes dates out of the meeting at Zoom that it does not have here.', {
    fix: 'Let it be sent: else a link is left that leads to no class.',
  })
}

/** Raises `conflict` for a cancelling that a suspension stands for, or that left nothing to bring back. */
function mustHaveDates(db: Db, meeting: MeetingRow, dates: readonly DateRow[], now: number): void {
  if (isCalledOff(db, meeting, now, sql`o.state = 'scheduled'`)) throw ofSuspension()
  if (meeting.type === 'recurringNoFixedTime' || dates.some(({ state }) => state === 'scheduled')) return
  throw new ProblemError('conflict', 'The classes of this meeting are another one’s now.', {
    fix: 'Let it be cancelled: else a link is left that leads to no class.',
  })
}

const isCalledOff = (db: Db, { key }: MeetingRow, now: number, isSo: ReturnType<typeof sql>): boolean =>
  db.get(sql`
    select 1 from suspension_dates sd
    join suspensions s on s.key = sd.suspension_key and s.undone_at is null
    join occurrences o on o.key = sd.occurrence_key
    where o.meeting_key = ${key} and sd.action = 'cancelled' and o.start_instant > ${now} and ${isSo}`) !== undefined

const ofSuspension = () =>
  new ProblemError('conflict', 'This change came with a suspension of classes.', {
    fix: 'Undo the suspension in the calendar.',
  })

const ofSubstitute = () =>
  new ProblemError('conflict', 'This change came with a substitute.', { fix: 'Undo the substitute.' })

const waitingOf = (meetingKey: number) =>
  and(eq(tables.registrants.meetingKey, meetingKey), eq(tables.registrants.state, 'waiting'))

/** Whether one of those who wait may be known to Zoom already. */
const wasTried = (db: Db, { meetingKey }: OutboxRow): boolean =>
  db
    .select({ key: tables.registrants.key })
    .from(tables.registrants)
    .where(and(waitingOf(meetingKey), isNotNull(tables.registrants.triedOn)))
    .get() !== undefined

function countStudents(db: Db, entry: OutboxRow): number {
  const { toTakeBack = [], registrantKeys = [] } = payloadOf(entry)
  if (entry.action === 'cancelRegistration') return toTakeBack.length + registrantKeys.length
  if (entry.action !== 'create' && entry.action !== 'register') return 0
  const { registrants } = tables
  return db.select({ key: registrants.key }).from(registrants).where(waitingOf(entry.meetingKey)).all().length
}

function discard(db: Db, entries: readonly Pick<OutboxRow, 'key'>[], now: number): void {
  const { outbox } = tables
  const keys = entries.map(({ key }) => key)
  db.update(outbox).set({ state: 'discarded', doneAt: now, problem: null }).where(inArray(outbox.key, keys)).run()
}

const updatesOf = (db: Db, meetingKey: number) =>
  db
    .select({ key: tables.outbox.key })
    .from(tables.outbox)
    .where(
      and(
        eq(tables.outbox.meetingKey, meetingKey),
        eq(tables.outbox.action, 'update'),
        inArray(tables.outbox.state, ['waiting', 'refused']),
      ),
    )
    .all()

function refuseWaiting(db: Db, meetingKey: number, now: number): void {
  db.update(tables.registrants)
    .set({ state: 'refused', refusal: 'givenUp', changedAt: now })
    .where(waitingOf(meetingKey))
    .run()
}

function note(
  db: Db,
  { key }: MeetingRow,
  message: string,
  { fix, state }: { readonly fix: string; readonly state?: MeetingRow['state'] },
): void {
  db.update(tables.meetings)
    .set({ problem: { kind: 'zoomRefused', message, fix }, ...(state === undefined ? {} : { state }) })
    .where(eq(tables.meetings.key, key))
    .run()
}

/** Makes rows, dates and class periods as Zoom has them. */
function goBack(db: Db, { plan, revived, kept }: Revert, writing: ChangeWriting): void {
  if (revived.length > 0) {
    db.update(tables.occurrences)
      .set({ state: 'scheduled' })
      .where(inArray(tables.occurrences.key, [...revived]))
      .run()
    revivePeriods(db, revived)
  }
  applyPlan(db, plan, writing)
  db.update(tables.meetings).set(kept).where(eq(tables.meetings.id, plan.meetingId)).run()
}

/** Takes a cancelling back: what it dropped waits again, and what is left of the dates takes place. */
function restore(db: Db, { meeting, dates }: Discarding, { now }: Writing): void {
  const { meetings, outbox } = tables
  db.update(outbox)
    .set({ state: 'waiting', doneAt: null, nextTryAt: now })
    .where(
      and(
        eq(outbox.meetingKey, meeting.key),
        eq(outbox.state, 'discarded'),
        inArray(outbox.action, ['update', 'register', 'cancelRegistration']),
        eq(outbox.doneAt, meeting.cancelledAt ?? -1),
      ),
    )
    .run()
  db.update(meetings)
    .set({ state: 'scheduled', cancelledAt: null, problem: null, changedAt: laterThan(meeting, now) })
    .where(eq(meetings.key, meeting.key))
    .run()
  // A date that was cancelled before stays so.
  revivePeriods(
    db,
    dates.filter(({ state }) => state === 'scheduled').map(({ key }) => key),
  )
}

function revivePeriods(db: Db, dateKeys: readonly number[]): void {
  const { classPeriods, periodMeetings } = tables
  const keys = db
    .select({ key: periodMeetings.periodKey })
    .from(periodMeetings)
    .where(inArray(periodMeetings.occurrenceKey, [...dateKeys]))
  db.update(classPeriods).set({ cancelledAt: null }).where(inArray(classPeriods.key, keys)).run()
}
