import { and, eq, sql } from 'drizzle-orm'
import { tables, type Db } from './database.ts'
import { makeAnew, type MeetingLike } from './meetings-anew.ts'
import { datesOf } from './meetings-dates.ts'
import { cancelAtZoom, noteChanged, queueChange, registerAnew, type Writing } from './meetings-sending.ts'
import type { DateRow } from './meetings-view.ts'
import type { MeetingRow } from './outbox-queue.ts'
import type { KeptAddressRules } from './registrants.ts'

/** A class may run over: so long after the end of the last one its substitute may still start it. */
const graceMs = 2 * 3_600_000
/** Meetings that Zoom has or shall have. */
const alive: readonly MeetingRow['state'][] = ['creating', 'scheduled', 'refused']

/** Says that a meeting was changed here, and lets Zoom have it as it is now. */
function tellZoom(db: Db, meeting: MeetingRow, writing: Writing): void {
  noteChanged(db, meeting, writing.now)
  if (alive.includes(meeting.state)) queueChange(db, meeting, writing)
}

/**
 * Lets a user start a meeting in its host's stead, inside the caller's transaction. `added` when that is so because of
 * substitutions, this one or one before it; null when the user could start it anyway.
 */
export function addHost(db: Db, meeting: MeetingRow, hostId: string, writing: Writing): 'added' | null {
  if (meeting.hostId === hostId) return null
  if (meeting.alternativeHosts.includes(hostId)) {
    return addedRows(db).some((row) => row.hostId === hostId && row.currentKey === meeting.key) ? 'added' : null
  }
  const alternativeHosts = [...meeting.alternativeHosts, hostId]
  db.update(tables.meetings).set({ alternativeHosts }).where(eq(tables.meetings.key, meeting.key)).run()
  tellZoom(db, { ...meeting, alternativeHosts }, writing)
  return 'added'
}

interface AddedRow {
  readonly substitutionKey: number
  readonly dateKey: number
  /** The meeting that the date was of, and the one that it is of by now. */
  readonly firstKey: number
  readonly currentKey: number
  readonly hostId: string
  /** Until when the host is needed, epoch ms; 0 for no more. */
  readonly until: number
}

/** Substitutes who are alternative hosts because of a substitution. There are as many as dates that are ahead, or just over. */
const addedRows = (db: Db): AddedRow[] =>
  db.all(sql`
    select sd.substitution_key as substitutionKey, sd.occurrence_key as dateKey, sd.meeting_key as firstKey,
      o.meeting_key as currentKey, su.substitute_host_id as hostId,
      iif(su.undone_at is null and o.state = 'scheduled' and sd.way = 'alternativeHost', o.end_instant + ${graceMs}, 0) as until
    from substitution_dates sd join substitutions su on su.key = sd.substitution_key
    join occurrences o on o.key = sd.occurrence_key
    where sd.host_state = 'added'`)

/** Each user who is an alternative host of a meeting because of substitutions, and until when. */
function needs(db: Db): { meetingKey: number; hostId: string; until: number; rows: AddedRow[] }[] {
  const rows = addedRows(db)
  const places = new Map(
    rows.flatMap(({ firstKey, currentKey, hostId }) =>
      [firstKey, currentKey].map((meetingKey) => [`${meetingKey} ${hostId}`, { meetingKey, hostId }] as const),
    ),
  )
  return [...places.values()].map(({ meetingKey, hostId }) => {
    const own = rows.filter((row) => row.currentKey === meetingKey && row.hostId === hostId)
    return { meetingKey, hostId, until: Math.max(0, ...own.map(({ until }) => until)), rows: own }
  })
}

/** When the next substitute is to be taken off a meeting, epoch ms; null while there is none. */
export function nextReleaseAt(db: Db): number | null {
  const ends = needs(db).map(({ until }) => until)
  return ends.length === 0 ? null : Math.min(...ends)
}

/** Takes substitutes whom no class needs any more off their meetings, inside the caller's transaction; returns how many. */
export function releaseHosts(db: Db, writing: Writing): number {
  const { meetings, substitutionDates } = tables
  const over = needs(db).filter(({ until }) => until <= writing.now)
  for (const { meetingKey, hostId, rows } of over) {
    const meeting = db.select().from(meetings).where(eq(meetings.key, meetingKey)).get()!
    if (meeting.alternativeHosts.includes(hostId)) {
      const alternativeHosts = meeting.alternativeHosts.filter((id) => id !== hostId)
      db.update(meetings).set({ alternativeHosts }).where(eq(meetings.key, meetingKey)).run()
      tellZoom(db, { ...meeting, alternativeHosts }, writing)
    }
    for (const { substitutionKey, dateKey } of rows) {
      db.update(substitutionDates)
        .set({ hostState: 'takenOff' })
        .where(
          and(eq(substitutionDates.substitutionKey, substitutionKey), eq(substitutionDates.occurrenceKey, dateKey)),
        )
        .run()
    }
  }
  return over.length
}

/**
 * Gives dates of a meeting to one of their own, inside the caller's transaction: made at Zoom, its students registered anew.
 * The meeting that they were of loses them at Zoom, and is cancelled when none is left. Returns the key of the new one.
 */
export function moveDates(
  db: Db,
  from: MeetingRow,
  dates: readonly DateRow[],
  like: MeetingLike,
  rules: KeptAddressRules,
  writing: Writing,
): number {
  const { meetings } = tables
  const made = makeAnew(db, like, dates, writing)
  registerAnew(db, made, dates[0]!.on, rules, writing)
  const left = datesOf(db, from.key)
  if (left.some(({ state }) => state === 'scheduled')) tellZoom(db, from, writing)
  else cancelAtZoom(db, from, writing)
  // What is left of a meeting without dates is in nobody's way.
  if (left.length === 0) db.update(meetings).set({ removedAt: writing.now }).where(eq(meetings.key, from.key)).run()
  return made.key
}
