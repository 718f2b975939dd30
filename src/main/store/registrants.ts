import { and, asc, eq, isNull, sql, type SQL } from 'drizzle-orm'
import type { AddressRules } from '../../shared/domain/registration.ts'
import { tables, type Database, type Db } from './database.ts'
import { countsAtAll, expectedKeys } from './enrolled.ts'
import { isUpcomingClass } from './registrants-upcoming.ts'

/** A school's rules for whom it registers and with which address; which addresses are shared is read from the rosters. */
export interface KeptAddressRules extends Pick<AddressRules, 'allowedDomains' | 'schoolAddressPattern'> {
  /** Staff of a class who are registered beside its students; nobody when left out. */
  readonly staff?: 'none' | 'teachers' | 'teachersAndAdvisers'
  /** Staff who are registered for every class. */
  readonly staffIds?: readonly string[]
  /** Whether Zoom mails them; no when left out. */
  readonly zoomMails?: boolean
}

/** One student's registration for one meeting, with the name parts that Zoom is told. */
export interface RegistrantRow {
  readonly key: number
  readonly personId: string
  readonly kind: 'student' | 'staff'
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

/** A registration with what tells its meeting apart. */
export interface RegistrantOfMeeting extends RegistrantRow {
  readonly meetingId: string
  readonly meetingTitle: string
  /** Of the next date to come, else the last; null without a fixed time. */
  readonly startInstant: number | null
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

/** Registrations as facts: who is expected, with which address, and what Zoom said. */
export function createRegistrantsStore(database: Database) {
  const { registrants, persons, meetings } = tables
  const columns = {
    key: registrants.key,
    personId: persons.id,
    kind: persons.kind,
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

    /** Registrations of one meeting, or of the upcoming class meetings of a section's or a person's, by list name, then by start. */
    ofScope: (scope: RegistrantScope, now: number): Promise<RegistrantOfMeeting[]> =>
      database.read((db) => {
        const start = sql<number | null>`coalesce(
          (select min(d.start_instant) from occurrences d
            where d.meeting_key = m.key and d.state = 'scheduled' and d.end_instant > ${now}),
          (select max(d.start_instant) from occurrences d where d.meeting_key = m.key))`
        const meetingsOf = sql`select m.key from meetings m where ${isInScope(scope, now)}`
        return db
          .select({
            ...columns,
            meetingId: meetings.id,
            meetingTitle: meetings.title,
            startInstant: sql<number | null>`(select ${start} from meetings m where m.key = ${meetings.key})`.as(
              'next_start',
            ),
          })
          .from(registrants)
          .innerJoin(persons, eq(persons.key, registrants.personKey))
          .innerJoin(meetings, eq(meetings.key, registrants.meetingKey))
          .where(and(sql`${registrants.meetingKey} in (${meetingsOf})`, isOfScope(scope)))
          .orderBy(asc(persons.listName), asc(persons.key), sql`next_start`, asc(meetings.key))
          .all()
      }),

    /** Students of the class on a date who have no registration for the meeting, by list name. */
    unplanned: (meetingKey: number, groupKey: number, on: string): Promise<{ personId: string; listName: string }[]> =>
      database.read((db) =>
        db
          .select({ personId: persons.id, listName: persons.listName })
          .from(persons)
          .where(
            and(
              eq(persons.kind, 'student'),
              isNull(persons.archivedAt),
              sql`${persons.key} in (${expectedKeys({ groupKey, on })})`,
              sql`not exists (select 1 from registrants r
                where r.meeting_key = ${meetingKey} and r.person_key = ${persons.key} and r.state <> 'cancelled')`,
            ),
          )
          .orderBy(asc(persons.listName))
          .all(),
      ),

    /** Whether we made the meeting at Zoom at or after an instant, and know that nobody else did. */
    wasJustMade: (meetingKey: number, since: number): Promise<boolean> =>
      database.read(
        (db) =>
          db.get(sql`
            select 1 from outbox where meeting_key = ${meetingKey} and action = 'create' and state = 'done'
              and done_at >= ${since} and json_extract(payload, '$.isUnsure') is not true
              and json_extract(payload, '$.wasResent') is not true`) !== undefined,
      ),

    /** Whether a person stopped a registration that is on its way. */
    isStopped: (entryKey: number): Promise<boolean> =>
      database.read(
        (db) =>
          db.get(sql`select 1 from outbox where key = ${entryKey} and json_extract(payload, '$.isStopped')`) !==
          undefined,
      ),

    /** Counts one add request of each row on a UTC day, before it is sent: a crash must not make it uncounted. */
    countTries: (keys: readonly number[], on: string): Promise<void> =>
      database.write([], (db) => {
        db.update(registrants)
          .set({
            triesThatDay: sql`case when ${registrants.triedOn} = ${on} then ${registrants.triesThatDay} + 1 else 1 end`,
            triedOn: on,
          })
          .where(sql`${registrants.key} in (select value from json_each(${JSON.stringify(keys)}))`)
          .run()
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
              ...(zoomRegistrantId === undefined
                ? {}
                : {
                    zoomRegistrantId,
                    formerZoomIds: sql`iif(zoom_registrant_id is null or zoom_registrant_id = ${zoomRegistrantId}, former_zoom_ids,
                    json_insert(coalesce(former_zoom_ids, '[]'), '$[#]', zoom_registrant_id))`,
                  }),
            })
            .where(and(eq(registrants.key, key), eq(registrants.address, address)))
            .run()
        }
      }),

    /** Notes that Zoom no longer has these registrations: they wait to be made anew. */
    loseLinks: (keys: readonly number[], now: number): Promise<void> =>
      database.write(['meetings'], (db) => {
        db.update(registrants)
          .set({ state: 'waiting', joinUrl: null, changedAt: now })
          .where(
            and(
              eq(registrants.state, 'registered'),
              sql`${registrants.key} in (select value from json_each(${JSON.stringify(keys)}))`,
            ),
          )
          .run()
      }),

    /** Keeps under which ids Zoom had registrations that were taken back, where a row does not name them any more. */
    noteTakenBack: (taken: readonly { readonly key: number; readonly zoomRegistrantId: string }[]): Promise<void> =>
      database.write([], (db) => {
        for (const { key, zoomRegistrantId } of taken) {
          db.update(registrants)
            .set({ formerZoomIds: sql`json_insert(coalesce(former_zoom_ids, '[]'), '$[#]', ${zoomRegistrantId})` })
            .where(
              and(
                eq(registrants.key, key),
                sql`zoom_registrant_id is not ${zoomRegistrantId}`,
                sql`not exists (select 1 from json_each(former_zoom_ids) where value = ${zoomRegistrantId})`,
              ),
            )
            .run()
        }
      }),
  }
}
export type RegistrantsStore = ReturnType<typeof createRegistrantsStore>

/** Of what registrations are read. */
export type RegistrantScope =
  | { readonly meetingId: string }
  /** Whoever is in it on the day or later. */
  | { readonly sectionId: string; readonly on: string }
  | { readonly personId: string }

function isInScope(scope: RegistrantScope, now: number): SQL {
  if ('meetingId' in scope) return sql`m.id = ${scope.meetingId}`
  return isUpcomingClass(now)
}

function isOfScope(scope: RegistrantScope): SQL | undefined {
  if ('meetingId' in scope) return undefined
  if ('personId' in scope) return sql`${tables.persons.id} = ${scope.personId}`
  const inSection = sql`select e.person_key from enrollments e join sections s on s.key = e.section_key
    where s.id = ${scope.sectionId} and ${countsAtAll} and (e.last_on is null or e.last_on >= ${scope.on})`
  return sql`${tables.registrants.state} <> 'cancelled' and ${tables.registrants.personKey} in (${inSection})`
}

/** Different students who have, or wait for, a link to one of these meetings. */
export const countLinks = (db: Db, meetingKeys: readonly number[]): number =>
  db.get<{ count: number }>(sql`
    select count(distinct r.person_key) as count from registrants r
    join persons n on n.key = r.person_key and n.kind = 'student'
    where r.meeting_key in (select value from json_each(${JSON.stringify(meetingKeys)}))
      and r.state in ('waiting', 'pending', 'registered')`).count
