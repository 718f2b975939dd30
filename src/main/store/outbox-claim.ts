import { eq, sql } from 'drizzle-orm'
import { tables, type Db } from './database.ts'
import { datesOf } from './meetings-dates.ts'
import type { DateRow } from './meetings-view.ts'
import {
  isFirst,
  isNotStopped,
  payloadOf,
  type MeetingRow,
  type OutboxPayload,
  type OutboxRow,
} from './outbox-queue.ts'
import { isZoomEnabled } from './zoom-switch.ts'

/** An entry that this process is sending (or searching for), with the meeting as it stood when it was claimed. */
export interface Claim {
  readonly key: number
  readonly id: string
  readonly action: OutboxRow['action']
  readonly state: 'sending' | 'searching'
  /** How often it was sent, this time included. */
  readonly attempts: number
  /** How many searches found nothing since the answer was lost. */
  readonly searches: number
  readonly payload: OutboxPayload
  readonly owner: string
  readonly meeting: MeetingRow
  /** Its planned dates by their start, cancelled ones too. */
  readonly dates: readonly DateRow[]
  /** Addresses of its alternative hosts, in lower case; the id of one whom the account no longer lists. */
  readonly alternativeHosts: readonly string[]
}

/** Who claims, at what time and until when. Claims live in real time: a jump of the practice clock must not end one. */
export interface ClaimRequest {
  readonly owner: string
  readonly now: number
  readonly realNow: number
  readonly until: number
  readonly limit: number
  /** Keys of entries that the caller is sending now. */
  readonly held: readonly number[]
}

/** Keys of the entries that may be claimed now, those due longest first. */
export function findDue(db: Db, { now, realNow, limit, held }: ClaimRequest): number[] {
  return db
    .all<{ key: number }>(
      sql`
        select o.key from outbox o join meetings m on m.key = o.meeting_key
        where o.state in ('waiting', 'sending', 'searching')
          and o.key not in ${held.length === 0 ? [-1] : [...held]}
          and ((o.claimed_by is null and o.next_try_at <= ${now}) or o.claimed_until <= ${realNow})
          and ${isFirst} and ${isNotStopped} and ${isZoomEnabled}
        order by o.next_try_at, o.key limit ${limit}`,
    )
    .map(({ key }) => key)
}

/** Takes an entry for a sender, with its meeting as it stands. One that a dead sender left is searched for first. */
export function take(db: Db, key: number, { owner, until }: ClaimRequest): Claim {
  const { outbox, meetings } = tables
  const entry = db.select().from(outbox).where(eq(outbox.key, key)).get()!
  const meeting = db.select().from(meetings).where(eq(meetings.key, entry.meetingKey)).get()!
  const wasLeft = entry.state === 'sending'
  const isSearch = entry.action === 'create' && (wasLeft || entry.state === 'searching')
  const values = {
    state: isSearch ? ('searching' as const) : ('sending' as const),
    attempts: isSearch ? entry.attempts : entry.attempts + 1,
    searches: wasLeft ? 0 : entry.searches,
    searchedAt: wasLeft ? null : entry.searchedAt,
    payload: wasLeft ? { ...payloadOf(entry), isUnsure: true } : { ...payloadOf(entry) },
  }
  db.update(outbox)
    .set({ ...values, claimedBy: owner, claimedUntil: until })
    .where(eq(outbox.key, key))
    .run()
  return { key, id: entry.id, action: entry.action, owner, meeting, ...planOf(db, meeting), ...values }
}

/** Addresses of the account's users in lower case, by Zoom's id. */
export const addressesOfHosts = (db: Db): ReadonlyMap<string, string> =>
  new Map(
    db
      .select()
      .from(tables.hosts)
      .all()
      .map(({ hostId, email }) => [hostId, email.toLowerCase()]),
  )

/** Addresses of a meeting's alternative hosts, in order; the id of one whom the account no longer lists. */
export const hostAddresses = (
  { alternativeHosts }: Pick<MeetingRow, 'alternativeHosts'>,
  addressOf: ReadonlyMap<string, string>,
): string[] => alternativeHosts.map((id) => addressOf.get(id) ?? id).toSorted()

function planOf(db: Db, meeting: MeetingRow): Pick<Claim, 'dates' | 'alternativeHosts'> {
  const addresses = meeting.alternativeHosts.length === 0 ? new Map() : addressesOfHosts(db)
  return { dates: datesOf(db, meeting.key), alternativeHosts: hostAddresses(meeting, addresses) }
}
