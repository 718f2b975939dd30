import { and, eq, inArray, sql } from 'drizzle-orm'
import { tables, type Db } from './database.ts'
import { enqueue, openCreate, payloadOf, wake, type MeetingRow, type OutboxPayload } from './outbox-queue.ts'
import type { KeptAddressRules } from './registrants.ts'
import { planRegistrants, withdrawRegistrants } from './registrants-plan.ts'

/** When something is written, and how its rows get their ids. */
export interface Writing {
  /** Epoch ms. */
  readonly now: number
  readonly newId: () => string
}

/** Says that a meeting was changed here, inside the caller's transaction. */
export function noteChanged(db: Db, meeting: Pick<MeetingRow, 'key' | 'changedAt'>, now: number): void {
  db.update(tables.meetings)
    .set({ changedAt: laterThan(meeting, now) })
    .where(eq(tables.meetings.key, meeting.key))
    .run()
}

/** What a meeting that is made after another one begins with: nothing that Zoom has said of the other stands in it. */
export const unmade = (now: number) => ({
  zoomMeetingId: null,
  joinUrl: null,
  passcode: null,
  registrationUrl: null,
  confirmed: null,
  seen: null,
  seenAt: null,
  problem: null,
  state: 'creating' as const,
  createdAt: now,
  changedAt: now,
})

/**
 * Queues what makes Zoom's meeting like ours, inside the caller's transaction. A create that has not gone out takes the
 * change in; true when the meeting has to be made anew because its create was given up.
 */
export function queueChange(
  db: Db,
  meeting: MeetingRow,
  { now, newId }: Writing,
  payload: Pick<OutboxPayload, 'clearsDates' | 'changesPeople'> = {},
): boolean {
  const create = meeting.zoomMeetingId === null ? openCreate(db, meeting.key) : undefined
  if (meeting.zoomMeetingId === null && create === undefined) {
    enqueue(db, { meetingKey: meeting.key, action: 'create', now, newId })
    db.update(tables.meetings)
      .set({ state: 'creating', problem: null })
      .where(eq(tables.meetings.key, meeting.key))
      .run()
    return true
  }
  if (create?.state === 'refused') wake(db, create, now)
  const goesWithCreate =
    create !== undefined && ['waiting', 'refused'].includes(create.state) && payloadOf(create).isUnsure !== true
  if (!goesWithCreate) enqueue(db, { meetingKey: meeting.key, action: 'update', payload, now, newId })
  return false
}

/**
 * Plans the registrations of a meeting from the rosters and the rules, for all of its dates to come (else for the one that is
 * given), and queues what is to be done.
 */
export function registerAnew(
  db: Db,
  meeting: MeetingRow,
  on: string,
  rules: KeptAddressRules,
  { now, newId }: Writing,
): void {
  const { key: meetingKey, groupKey, audience } = meeting
  if (audience !== 'class' || groupKey === null) return
  const toCome = db
    .all<{ on: string }>(
      sql`select on_date as "on" from occurrences
        where meeting_key = ${meetingKey} and state = 'scheduled' and end_instant > ${now} order by start_instant`,
    )
    .map((date) => date.on)
  const dates = toCome.length === 0 ? [on] : toCome
  const { toTakeBack, waiting } = planRegistrants(db, { ...meeting, groupKey, dates }, rules, now, newId)
  // Taken back first: an address that one gives up may be the next one's.
  if (toTakeBack.length > 0) {
    enqueue(db, { meetingKey, action: 'cancelRegistration', payload: { toTakeBack }, now, newId })
  }
  if (waiting > 0) enqueue(db, { meetingKey, action: 'register', now, newId })
}

/** Takes back every registration of a meeting that registers nobody from now on; Zoom is told of it before anything else. */
export function stopRegistering(db: Db, { key: meetingKey }: Pick<MeetingRow, 'key'>, { now, newId }: Writing): void {
  dropWaiting(db, meetingKey, ['register'], now)
  const toTakeBack = withdrawRegistrants(db, meetingKey, now)
  if (toTakeBack.length === 0) return
  enqueue(db, { meetingKey, action: 'cancelRegistration', payload: { toTakeBack }, now, newId })
}

/**
 * Cancels a whole meeting, inside the caller's transaction. What has not gone out to Zoom never will; what has, or may
 * have, is deleted there through the outbox. Its dates and periods are the caller's.
 */
export function cancelAtZoom(db: Db, meeting: MeetingRow, { now, newId }: Writing): void {
  dropWaiting(db, meeting.key, ['update', 'register', 'cancelRegistration'], now)
  const isAtZoom = meeting.zoomMeetingId !== null ? meeting.state !== 'missing' : mayBeAtZoom(db, meeting)
  if (isAtZoom && meeting.zoomMeetingId === null) searchFirst(db, meeting, now)
  if (isAtZoom) enqueue(db, { meetingKey: meeting.key, action: 'delete', now, newId })
  else dropWaiting(db, meeting.key, ['create'], now)
  db.update(tables.meetings)
    .set({
      state: isAtZoom ? 'cancelling' : 'cancelled',
      problem: null,
      cancelledAt: now,
      changedAt: laterThan(meeting, now),
    })
    .where(eq(tables.meetings.key, meeting.key))
    .run()
}

/** Whether Zoom has the meeting, or may have made it although it has not confirmed it. */
export const mayBeAtZoom = (db: Db, meeting: MeetingRow): boolean => {
  if (meeting.zoomMeetingId !== null) return true
  const create = openCreate(db, meeting.key)
  if (create === undefined) return false
  const { isUnsure = false, wasResent = false } = payloadOf(create)
  return create.state === 'sending' || create.state === 'searching' || isUnsure || wasResent
}

/** When a meeting was changed: never twice at the same instant, since that instant tells two changes apart. */
export const laterThan = ({ changedAt }: Pick<MeetingRow, 'changedAt'>, now: number): number =>
  Math.max(now, changedAt + 1)

/** A create that is not on its way at this moment is searched for before the meeting that it may have made is deleted. */
function searchFirst(db: Db, meeting: MeetingRow, now: number): void {
  const create = openCreate(db, meeting.key)
  if (create === undefined || create.state === 'sending' || create.state === 'searching') return
  db.update(tables.outbox)
    .set({
      state: 'searching',
      searches: 0,
      searchedAt: null,
      nextTryAt: now,
      problem: null,
      payload: { ...payloadOf(create), isUnsure: true },
    })
    .where(eq(tables.outbox.key, create.key))
    .run()
}

function dropWaiting(
  db: Db,
  meetingKey: number,
  actions: (typeof tables.outbox.$inferSelect.action)[],
  now: number,
): void {
  db.update(tables.outbox)
    .set({ state: 'discarded', doneAt: now, problem: null })
    .where(
      and(
        eq(tables.outbox.meetingKey, meetingKey),
        inArray(tables.outbox.action, actions),
        inArray(tables.outbox.state, ['waiting', 'refused']),
      ),
    )
    .run()
}
