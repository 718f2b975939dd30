import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { planRegistration, type RegistrationPlan } from '../../shared/domain/registration.ts'
import { tables, type Db } from './database.ts'
import { insertRows } from './insert-rows.ts'
import type { KeptAddressRules } from './registrants.ts'
import { readCandidates, readHostAddresses, readSharedAddresses, type Candidate } from './registrants-expected.ts'

type Row = typeof tables.registrants.$inferSelect

/** A meeting whose people are registered, and the dates of its that count. */
export interface RegisteredMeeting {
  readonly key: number
  readonly groupKey: number
  readonly hostEmail: string
  /** Zoom's ids. */
  readonly alternativeHosts: readonly string[]
  /** Whoever belongs to the class on one of these is registered: one registration is good for all of them. */
  readonly dates: readonly string[]
}

/** What a new plan of a meeting's registrations leaves to do at Zoom. */
export interface RegistrationWork {
  /** Rows that wait to be registered, or to be approved. */
  readonly waiting: number
  /** Registrations that are to be taken back: of whom, and with which address Zoom has them. */
  readonly toTakeBack: readonly TakenBack[]
}

/** A registration that nobody wants any more. */
export interface TakenBack {
  /** Of its row, which may have another address by now. */
  readonly key: number
  readonly address: string
}

/**
 * Brings a meeting's registrations to what the rosters and the rules say now, inside the caller's transaction. Who has a
 * working link keeps it while its address is still theirs and allowed; who got another address is registered anew with that
 * one; who left the class loses the link; everybody else waits, or is refused with the reason.
 */
export function planRegistrants(
  db: Db,
  meeting: RegisteredMeeting,
  rules: KeptAddressRules,
  now: number,
  newId: () => string,
): RegistrationWork {
  const rows = new Map(
    db
      .select()
      .from(tables.registrants)
      .where(eq(tables.registrants.meetingKey, meeting.key))
      .all()
      .map((row) => [row.personKey, row]),
  )
  const hostAddresses = readHostAddresses(db, meeting)
  const candidates = readCandidates(db, meeting, rules, hostAddresses).map((candidate) => ({
    ...candidate,
    held: heldBy(rows.get(candidate.personKey)),
  }))
  const plan = planRegistration(candidates, {
    allowedDomains: rules.allowedDomains,
    schoolAddressPattern: rules.schoolAddressPattern,
    sharedAddresses: new Set(
      readSharedAddresses(
        db,
        candidates.map(({ personKey }) => personKey),
      ),
    ),
    hostAddresses,
  })
  const replaced = follow(db, meeting.key, plan, { rows, candidates, now, newId })
  const expected = new Set(candidates.map(({ personKey }) => personKey))
  const gone = [...rows.values()].filter((row) => !expected.has(row.personKey) && row.state !== 'cancelled')
  withdraw(db, gone, now)
  return { waiting: countOpen(db, meeting.key), toTakeBack: [...replaced, ...gone].flatMap(takenBack) }
}

/** Takes back everybody's registration for a meeting, inside the caller's transaction; returns what Zoom is to be told of. */
export function withdrawRegistrants(db: Db, meetingKey: number, now: number): TakenBack[] {
  const { registrants } = tables
  const rows = db.select().from(registrants).where(eq(registrants.meetingKey, meetingKey)).all()
  const gone = rows.filter(({ state }) => state !== 'cancelled')
  withdraw(db, gone, now)
  return gone.flatMap(takenBack)
}

/** What Zoom is to be told of a row that is taken back; nothing where it cannot know of it. */
function takenBack({ key, address, zoomRegistrantId, triedOn }: Row): TakenBack[] {
  // One that was sent and has no answer may be known to Zoom as well, even if a person stopped it since.
  const mayBeAtZoom = zoomRegistrantId !== null || triedOn !== null
  return mayBeAtZoom && address !== null ? [{ key, address }] : []
}

const hasLink = (row: Row | undefined): row is Row => row?.state === 'registered' || row?.state === 'pending'
const heldBy = (row: Row | undefined): string | null => (hasLink(row) ? row.address : null)

interface Standing {
  readonly rows: ReadonlyMap<number, Row>
  readonly candidates: readonly Candidate[]
  readonly now: number
  readonly newId: () => string
}

/** Writes what the plan says of each candidate; returns the rows, as they were, that it gave another address or none. */
function follow(
  db: Db,
  meetingKey: number,
  { entries, refused }: RegistrationPlan,
  { rows, candidates, now, newId }: Standing,
): Row[] {
  const { registrants } = tables
  const personKeys = new Map(candidates.map(({ personId, personKey }) => [personId, personKey]))
  const wanted = [
    ...entries.map(({ personId, email }) => ({ personId, state: 'waiting' as const, address: email, refusal: null })),
    ...refused.map(({ personId, reason }) => ({
      personId,
      state: 'refused' as const,
      address: null,
      refusal: reason,
    })),
  ]
  const fresh: (typeof registrants.$inferInsert)[] = []
  const replaced: Row[] = []
  for (const { personId, ...values } of wanted) {
    const personKey = personKeys.get(personId)!
    const row = rows.get(personKey)
    if (row === undefined) {
      fresh.push({ id: newId(), meetingKey, personKey, ...values, changedAt: now })
      continue
    }
    const isOtherAddress = row.address !== values.address
    const keepsLink = hasLink(row) && !isOtherAddress
    // What Zoom refused, or a person stopped, is tried again when a person wants it, or with another address.
    const staysOut = row.state === 'refused' && values.state === 'waiting' && !isOtherAddress
    if (keepsLink || staysOut) continue
    if (row.state === values.state && !isOtherAddress && row.refusal === values.refusal) continue
    if (isOtherAddress && row.state !== 'cancelled') replaced.push(row)
    db.update(registrants)
      .set({ ...values, ...(isOtherAddress ? { ...anew(row), triedOn: null, triesThatDay: 0 } : {}), changedAt: now })
      .where(eq(registrants.key, row.key))
      .run()
  }
  insertRows(db, registrants, fresh)
  return replaced
}

/** Whose registrations are meant: a meeting's, with or without those that a person stopped, or a person's. */
type Whose = { readonly meetingKey: number; readonly isWithStopped: boolean } | { readonly personKey: number }

/** Lets registrations go again that Zoom refused or a person stopped, inside the caller's transaction. */
export function resumeRegistrants(db: Db, whose: Whose, now: number): void {
  const { registrants } = tables
  const isMeant =
    'personKey' in whose
      ? eq(registrants.personKey, whose.personKey)
      : and(
          eq(registrants.meetingKey, whose.meetingKey),
          whose.isWithStopped ? undefined : sql`${registrants.refusal} is not 'stopped'`,
        )
  db.update(registrants)
    .set({ state: 'waiting', refusal: null, changedAt: now })
    .where(and(isMeant, eq(registrants.state, 'refused'), isNotNull(registrants.address)))
    .run()
}

/** A row that Zoom has not answered yet; under which id Zoom knew it stays known, since earlier runs name it so. */
const anew = ({ zoomRegistrantId, formerZoomIds }: Row) => ({
  joinUrl: null,
  zoomRegistrantId: null,
  formerZoomIds: zoomRegistrantId === null ? formerZoomIds : [...(formerZoomIds ?? []), zoomRegistrantId],
})

/** Takes back the rows of those who no longer belong to the class. */
function withdraw(db: Db, gone: readonly Row[], now: number): void {
  for (let start = 0; start < gone.length; start += 500) {
    db.update(tables.registrants)
      .set({ state: 'cancelled', refusal: null, joinUrl: null, changedAt: now })
      .where(
        inArray(
          tables.registrants.key,
          gone.slice(start, start + 500).map(({ key }) => key),
        ),
      )
      .run()
  }
}

function countOpen(db: Db, meetingKey: number): number {
  const { registrants } = tables
  const rows = db
    .select({ state: registrants.state })
    .from(registrants)
    .where(eq(registrants.meetingKey, meetingKey))
    .all()
  return rows.filter(({ state }) => state === 'waiting' || state === 'pending').length
}
