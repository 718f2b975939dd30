import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { planRegistration, type AddressRules, type RegistrationCandidate } from '../../shared/domain/registration.ts'
import { tables, type Database, type Db } from './database.ts'
import { expectedKeys } from './enrolled.ts'

/** A school's rules for addresses; which addresses are shared is read from the rosters. */
export type KeptAddressRules = Pick<AddressRules, 'allowedDomains' | 'schoolAddressPattern'>

/** One student's registration for one meeting, with the name parts that Zoom is told. */
export interface RegistrantRow {
  readonly key: number
  readonly personId: string
  readonly listName: string
  readonly familyName: string
  readonly givenName: string
  readonly suffix: string
  readonly address: string | null
  readonly zoomRegistrantId: string | null
  readonly joinUrl: string | null
  readonly state: typeof tables.registrants.$inferSelect.state
  readonly refusal: string | null
  /** UTC day (YYYY-MM-DD) of the last add request, and how many went out on it. */
  readonly triedOn: string | null
  readonly triesThatDay: number
}

/** How the registration of one row ended at Zoom. */
export interface RegistrantResult {
  readonly key: number
  /** The address that was sent. */
  readonly address: string
  readonly state: 'registered' | 'pending' | 'refused' | 'cancelled'
  readonly zoomRegistrantId?: string
  readonly joinUrl?: string
  /** Closed-list word or Zoom's code. */
  readonly refusal?: string
}

/** What a new plan of a meeting's registrations leaves to do at Zoom. */
export interface RegistrationWork {
  /** Rows that wait to be registered, or to be approved. */
  readonly waiting: number
  /** Rows whose registration at Zoom is to be taken back: these students no longer belong to the class. */
  readonly toCancel: readonly number[]
}

/** Registrations as facts: who is expected, with which address, and what Zoom said. */
export function createRegistrantsStore(database: Database) {
  const { registrants, persons, meetings } = tables
  const columns = {
    key: registrants.key,
    personId: persons.id,
    listName: persons.listName,
    familyName: persons.familyName,
    givenName: persons.givenName,
    suffix: persons.suffix,
    address: registrants.address,
    zoomRegistrantId: registrants.zoomRegistrantId,
    joinUrl: registrants.joinUrl,
    state: registrants.state,
    refusal: registrants.refusal,
    triedOn: registrants.triedOn,
    triesThatDay: registrants.triesThatDay,
  }

  return {
    /** Every registration of a meeting, by list name. */
    ofMeeting: (meetingId: string): Promise<RegistrantRow[]> =>
      database.read((db) =>
        db
          .select(columns)
          .from(registrants)
          .innerJoin(persons, eq(persons.key, registrants.personKey))
          .innerJoin(meetings, eq(meetings.key, registrants.meetingKey))
          .where(eq(meetings.id, meetingId))
          .orderBy(asc(persons.listName), asc(persons.key))
          .all(),
      ),

    /** The rows of these keys. */
    ofKeys: (keys: readonly number[]): Promise<RegistrantRow[]> =>
      database.read((db) =>
        chunksOf(keys, 500).flatMap((chunk) =>
          db
            .select(columns)
            .from(registrants)
            .innerJoin(persons, eq(persons.key, registrants.personKey))
            .where(inArray(registrants.key, chunk))
            .all(),
        ),
      ),

    /** Counts one add request of each row on a UTC day, before it is sent: a crash must not make it uncounted. */
    countTries: (keys: readonly number[], on: string): Promise<void> =>
      database.write([], (db) => {
        for (const chunk of chunksOf(keys, 500)) {
          db.update(registrants)
            .set({
              triesThatDay: sql`case when ${registrants.triedOn} = ${on} then ${registrants.triesThatDay} + 1 else 1 end`,
              triedOn: on,
            })
            .where(inArray(registrants.key, chunk))
            .run()
        }
      }),

    /**
     * Keeps what Zoom said, row by row. Whoever left the class meanwhile stays cancelled, with the id that their
     * registration is taken back by; a row that got another address meanwhile is left to wait.
     */
    keepResults: (results: readonly RegistrantResult[], now: number): Promise<void> =>
      database.write(['meetings'], (db) => {
        for (const { key, address, state, zoomRegistrantId, joinUrl = null, refusal = null } of results) {
          const isGone = sql`${registrants.state} = 'cancelled'`
          db.update(registrants)
            .set({
              state: sql`case when ${isGone} then 'cancelled' else ${state} end`,
              refusal: sql`case when ${isGone} then null else ${refusal} end`,
              joinUrl: sql`case when ${isGone} then null else ${joinUrl} end`,
              changedAt: now,
              ...(zoomRegistrantId === undefined ? {} : { zoomRegistrantId }),
            })
            .where(and(eq(registrants.key, key), eq(registrants.address, address)))
            .run()
        }
      }),
  }
}
export type RegistrantsStore = ReturnType<typeof createRegistrantsStore>

/** Where the students of a class come from: a teaching group on a date. */
interface ClassOn {
  readonly groupKey: number
  readonly on: string
}

/**
 * Brings a meeting's registrations to what the rosters and the rules say now, inside the caller's transaction. Who has
 * a working link keeps it; who left the class loses it; everybody else waits, or is refused with the reason.
 */
export function planRegistrants(
  db: Db,
  meeting: { readonly key: number; readonly hostEmail: string } & ClassOn,
  rules: KeptAddressRules,
  now: number,
  newId: () => string,
): RegistrationWork {
  const { registrants } = tables
  const candidates = readCandidates(db, meeting)
  const rows = new Map(
    db
      .select()
      .from(registrants)
      .where(eq(registrants.meetingKey, meeting.key))
      .all()
      .map((row) => [row.personKey, row]),
  )
  const keeps = (personKey: number) => ['registered', 'pending'].includes(rows.get(personKey)?.state ?? '')
  const open = candidates.filter(({ personKey }) => !keeps(personKey))
  // An address that is in use by one child of this meeting would make Zoom hand that child's link to another.
  const taken = [...rows.values()].flatMap((row) => (keeps(row.personKey) && row.address ? [row.address] : []))
  const plan = planRegistration(open, {
    ...rules,
    sharedAddresses: new Set([...readSharedAddresses(db, meeting), ...taken]),
    hostAddresses: [meeting.hostEmail],
  })
  const personKeys = new Map(open.map(({ personId, personKey }) => [personId, personKey]))
  const wanted = [
    ...plan.entries.map(({ personId, email }) => ({
      personId,
      state: 'waiting' as const,
      address: email,
      refusal: null,
    })),
    ...plan.refused.map(({ personId, reason }) => ({
      personId,
      state: 'refused' as const,
      address: null,
      refusal: reason,
    })),
  ]
  const fresh: (typeof registrants.$inferInsert)[] = []
  for (const { personId, ...values } of wanted) {
    const personKey = personKeys.get(personId)!
    const row = rows.get(personKey)
    if (row === undefined) {
      fresh.push({ id: newId(), meetingKey: meeting.key, personKey, ...values, changedAt: now })
    } else if (row.state !== values.state || row.address !== values.address || row.refusal !== values.refusal) {
      // Zoom counts its three a day per address: another address starts anew.
      const tries = row.address === values.address ? {} : { triedOn: null, triesThatDay: 0 }
      db.update(registrants)
        .set({ ...values, ...tries, changedAt: now })
        .where(eq(registrants.key, row.key))
        .run()
    }
  }
  for (const chunk of chunksOf(fresh, 500)) db.insert(registrants).values(chunk).run()
  const toCancel = withdrawAbsent(db, rows, new Set(candidates.map(({ personKey }) => personKey)), now)
  const pending = candidates.filter(({ personKey }) => rows.get(personKey)?.state === 'pending')
  return { waiting: plan.entries.length + pending.length, toCancel }
}

type Row = typeof tables.registrants.$inferSelect

/** Takes back the rows of those who no longer belong to the class; returns those that Zoom knows. */
function withdrawAbsent(db: Db, rows: ReadonlyMap<number, Row>, expected: ReadonlySet<number>, now: number): number[] {
  const gone = [...rows.values()].filter((row) => !expected.has(row.personKey) && row.state !== 'cancelled')
  for (const chunk of chunksOf(gone, 500)) {
    db.update(tables.registrants)
      .set({ state: 'cancelled', refusal: null, joinUrl: null, changedAt: now })
      .where(
        inArray(
          tables.registrants.key,
          chunk.map(({ key }) => key),
        ),
      )
      .run()
  }
  // One that was sent and has no answer yet may be known to Zoom as well.
  const mayBeAtZoom = (row: Row) => row.zoomRegistrantId !== null || row.triedOn !== null
  return gone.filter((row) => row.state !== 'refused' && mayBeAtZoom(row)).map(({ key }) => key)
}

interface Candidate extends RegistrationCandidate {
  readonly personKey: number
}

function readCandidates(db: Db, classOn: ClassOn): Candidate[] {
  const { persons, emails } = tables
  const isExpected = (column: typeof persons.key | typeof emails.personKey) =>
    sql`${column} in (${expectedKeys(classOn)})`
  const students = db
    .select()
    .from(persons)
    .where(and(eq(persons.kind, 'student'), isExpected(persons.key)))
    .orderBy(asc(persons.listName), asc(persons.key))
    .all()
  const addresses = new Map<number, { address: string; whose: 'own' | 'household' | 'guardian' }[]>()
  const found = db
    .select()
    .from(emails)
    .where(isExpected(emails.personKey))
    .orderBy(asc(emails.position), asc(emails.key))
    .all()
  for (const { personKey, address, owner } of found) {
    const list = addresses.get(personKey) ?? []
    list.push({ address, whose: owner })
    addresses.set(personKey, list)
  }
  return students.map((person) => ({
    personKey: person.key,
    personId: person.id,
    name: { family: person.familyName, given: person.givenName, middle: person.middleName, suffix: person.suffix },
    emails: addresses.get(person.key) ?? [],
    studentNumber: person.studentNumber,
  }))
}

/** Addresses of the class that somebody else of the school has as well, whosever they are said to be. */
function readSharedAddresses(db: Db, classOn: ClassOn): string[] {
  return db
    .all<{ address: string }>(
      sql`select address from emails
          where address in (select address from emails where person_key in (${expectedKeys(classOn)}))
          group by address having count(distinct person_key) > 1`,
    )
    .map(({ address }) => address)
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = []
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size))
  return chunks
}

/** Different students who have, or wait for, a link to one of these meetings. */
export const countLinks = (db: Db, meetingKeys: readonly number[]): number =>
  db.get<{ count: number }>(sql`
    select count(distinct person_key) as count from registrants
    where meeting_key in (select value from json_each(${JSON.stringify(meetingKeys)}))
      and state in ('waiting', 'pending', 'registered')`).count
