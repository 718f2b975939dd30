import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { LocalDate } from '../../shared/domain/time.ts'
import { ProblemError, type Problem } from '../../shared/problem.ts'
import { tables, type Database, type Db } from './database.ts'
import { countsAtAll } from './enrolled.ts'
import { registerAnew, type Writing } from './meetings-sending.ts'
import { enqueue, payloadOf, type MeetingRow, type OutboxRow } from './outbox-queue.ts'
import type { KeptAddressRules, RegistrantRow } from './registrants.ts'
import { resumeRegistrants } from './registrants-plan.ts'
import { isUpcomingClass, replanUpcoming } from './registrants-upcoming.ts'

/** So many registrations of a meeting that stand alike. */
export interface Tally extends Pick<RegistrantRow, 'state' | 'triedOn'> {
  readonly count: number
}

/** How far the registration of a meeting is. */
export interface RegistrationCourse {
  readonly meetingId: string
  readonly title: string
  /** Of those that are to be sent; null when nothing is. */
  readonly entry: (Pick<OutboxRow, 'id' | 'state' | 'nextTryAt'> & { readonly problem: Problem | null }) | null
  /** A person stopped it, here or on its way. */
  readonly isStopped: boolean
  readonly tallies: readonly Tally[]
}

/** Registrations under way: how far they are, stopping them, and registering one person for everything to come. */
export function createRegistrationCourses(database: Database) {
  const { registrants, outbox, meetings, persons } = tables
  const isOpenRegister = and(eq(outbox.action, 'register'), inArray(outbox.state, ['waiting', 'sending', 'refused']))

  const read = (db: Db, meetingKeys: readonly number[]): RegistrationCourse[] => {
    const keys = sql`(select value from json_each(${JSON.stringify(meetingKeys)}))`
    const entries = db
      .select()
      .from(outbox)
      .where(and(isOpenRegister, sql`${outbox.meetingKey} in ${keys}`))
      .orderBy(outbox.key)
      .all()
    const tallies = Map.groupBy(
      db.all<Tally & { meetingKey: number; refusal: string | null }>(sql`
        select meeting_key as meetingKey, state, refusal, iif(tried_on is null, null, '') as triedOn, count(*) as count
        from registrants where meeting_key in ${keys} group by 1, 2, 3, 4`),
      ({ meetingKey }) => meetingKey,
    )
    return db
      .select({ key: meetings.key, meetingId: meetings.id, title: meetings.title })
      .from(meetings)
      .where(sql`${meetings.key} in ${keys}`)
      .orderBy(meetings.startInstant, meetings.key)
      .all()
      .map(({ key, ...meeting }) => {
        // Of two, the first is ending and the second tells how it goes on.
        const entry = entries.findLast(({ meetingKey }) => meetingKey === key) ?? null
        const own = tallies.get(key) ?? []
        const isStopped =
          entry === null ? own.some(({ refusal }) => refusal === 'stopped') : payloadOf(entry).isStopped === true
        return { ...meeting, entry, isStopped, tallies: own }
      })
  }

  return {
    /** Of one meeting, or of all whose people are being registered, by their start. Raises `notFound`. */
    read: (meetingId: string | null): Promise<RegistrationCourse[]> =>
      database.read((db) => {
        if (meetingId !== null) return read(db, [mustGet(db, meetingId)])
        const entries = db.select({ key: outbox.meetingKey }).from(outbox).where(isOpenRegister).all()
        return read(
          db,
          entries.map(({ key }) => key),
        )
      }),

    /**
     * Stops registering for a meeting: nobody else is sent, and those who wait stay out until a person registers again. What
     * is on its way at this moment may still come through. Raises `notFound`.
     */
    stop: (meetingId: string, now: number): Promise<void> =>
      database.write(['meetings', 'outbox'], (db) => {
        const meetingKey = mustGet(db, meetingId)
        const entries = db
          .select()
          .from(outbox)
          .where(and(isOpenRegister, eq(outbox.meetingKey, meetingKey)))
          .all()
        for (const entry of entries) {
          const values =
            entry.claimedBy === null
              ? { state: 'discarded' as const, doneAt: now, problem: null }
              : { payload: { ...entry.payload, isStopped: true } }
          db.update(outbox).set(values).where(eq(outbox.key, entry.key)).run()
        }
        db.update(registrants)
          .set({ state: 'refused', refusal: 'stopped', changedAt: now })
          .where(and(eq(registrants.meetingKey, meetingKey), eq(registrants.state, 'waiting')))
          .run()
      }),

    /**
     * Registers one person for every upcoming class meeting of theirs; returns how many those are. Raises `notFound`, and
     * `conflict` for somebody who is no student.
     */
    registerPerson: (personId: string, rules: KeptAddressRules, writing: Writing): Promise<number> =>
      database.write(['meetings', 'outbox'], (db) => {
        const person = db.select().from(persons).where(eq(persons.id, personId)).get()
        if (person === undefined || person.archivedAt !== null) {
          throw new ProblemError('notFound', 'This person is not in Homeroom any more.', {
            field: 'personId',
            fix: 'Reload the list.',
          })
        }
        if (person.kind !== 'student') {
          throw new ProblemError('conflict', 'Only students are registered one by one.', {
            fix: 'Say in Settings which staff get a link to classes.',
          })
        }
        resumeRegistrants(db, { personKey: person.key }, writing.now)
        replanUpcoming(db, { personKeys: [person.key] }, rules, writing)
        return db
          .select({ key: registrants.key })
          .from(registrants)
          .where(and(eq(registrants.personKey, person.key), sql`${registrants.state} <> 'cancelled'`))
          .all().length
      }),

    /**
     * Takes back the links of students whose last day in a class is past, of everything that is still to be held; returns how
     * many students those were.
     */
    withdrawLeft: (today: LocalDate, rules: KeptAddressRules, writing: Writing): Promise<number> =>
      database.write(['meetings', 'outbox'], (db) => {
        const left = db.all<{ key: number }>(sql`
          select distinct r.person_key as key
          from registrants r join meetings m on m.key = r.meeting_key
          join persons n on n.key = r.person_key and n.kind = 'student'
          where r.state <> 'cancelled' and ${isUpcomingClass(writing.now)} and not exists (
            select 1 from enrollments e
            where e.person_key = r.person_key and ${countsAtAll} and (e.last_on is null or e.last_on >= ${today})
              and (e.group_key = m.group_key or e.section_key in (
                select section_key from teaching_group_sections where group_key = m.group_key)))`)
        if (left.length > 0) replanUpcoming(db, { personKeys: left.map(({ key }) => key) }, rules, writing)
        return left.length
      }),
  }
}
export type RegistrationCourses = ReturnType<typeof createRegistrationCourses>

/**
 * Plans the registrations of a meeting anew because a person wants everybody registered, inside the caller's transaction:
 * what was stopped goes on, and whoever has a link here is looked for at Zoom.
 */
export function registerAll(
  db: Db,
  meeting: MeetingRow,
  on: string,
  rules: KeptAddressRules,
  { now, newId }: Writing,
): void {
  const { registrants } = tables
  const { key: meetingKey } = meeting
  resumeRegistrants(db, { meetingKey, isWithStopped: true }, now)
  registerAnew(db, meeting, on, rules, { now, newId })
  const held = db
    .select({ key: registrants.key })
    .from(registrants)
    .where(and(eq(registrants.meetingKey, meetingKey), eq(registrants.state, 'registered')))
    .get()
  if (held !== undefined) {
    enqueue(db, { meetingKey, action: 'register', payload: { isVerifying: true }, now, newId })
  }
}

function mustGet(db: Db, meetingId: string): number {
  const { meetings } = tables
  const meeting = db
    .select({ key: meetings.key })
    .from(meetings)
    .where(and(eq(meetings.id, meetingId), isNull(meetings.removedAt)))
    .get()
  if (meeting !== undefined) return meeting.key
  throw new ProblemError('notFound', 'This meeting is not in Homeroom.', {
    field: 'meetingId',
    fix: 'Reload the list.',
  })
}
