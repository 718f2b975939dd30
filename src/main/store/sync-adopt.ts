import { and, eq, inArray, sql } from 'drizzle-orm'
import { ProblemError } from '../../shared/problem.ts'
import { tables, type Database, type Db } from './database.ts'
import { expectedKeys } from './enrolled.ts'
import { datesOf } from './meetings-dates.ts'
import { insertMeeting, type NewMeeting } from './meetings-schedule.ts'
import { registerAnew, type Writing } from './meetings-sending.ts'
import type { ConfirmedDate, MadeMeeting } from './outbox-confirm.ts'
import { enqueue } from './outbox-queue.ts'
import type { KeptAddressRules } from './registrants.ts'
import { groupKeyOf } from './teaching-groups.ts'

/** Somebody who is registered for a meeting that was made elsewhere. */
export interface AdoptedRegistrant {
  /** Lower case. */
  readonly address: string
  readonly zoomRegistrantId: string
  readonly state: 'registered' | 'pending' | 'refused'
  readonly joinUrl: string | null
}

/** A meeting that was made elsewhere, as it is to stand here. */
export interface Adoption {
  readonly wanted: NewMeeting
  readonly made: MadeMeeting
  /** What Zoom has of the dates of a series, by their start (epoch ms). */
  readonly dates: ReadonlyMap<number, Omit<ConfirmedDate, 'key'>>
  readonly registrants: readonly AdoptedRegistrant[]
  /** For the students of the class who are not registered yet. */
  readonly rules: KeptAddressRules
}

/** Taking meetings in that Homeroom did not make. */
export function createSyncAdoptStore(database: Database) {
  return {
    /**
     * Writes a meeting of Zoom's with its dates, class periods and registrants; from here on it is ours, which an update
     * tells Zoom. A registrant is whoever of the class, or else of the school, has the address alone. Returns how many were
     * matched. Raises `conflict` when the meeting is known here, and `notFound` when the class is gone.
     */
    adopt: ({ wanted, made, dates, registrants, rules }: Adoption, writing: Writing): Promise<number> =>
      database.write(['meetings', 'outbox', 'periods', 'groups'], (db) => {
        const { meetings, occurrences, outbox, foreignMeetings } = tables
        const isKnown = db.select().from(meetings).where(eq(meetings.zoomMeetingId, made.zoomMeetingId)).get()
        if (isKnown !== undefined) {
          throw new ProblemError('conflict', 'This meeting is in Homeroom already.', { fix: 'Reload the list.' })
        }
        const { key } = insertMeeting(db, wanted, writing)
        // It is at Zoom: there is nothing to create.
        db.delete(outbox)
          .where(and(eq(outbox.meetingKey, key), eq(outbox.action, 'create')))
          .run()
        const meeting = db
          .update(meetings)
          .set({ ...made, confirmed: { ...made.confirmed }, state: 'scheduled' })
          .where(eq(meetings.key, key))
          .returning()
          .get()
        for (const date of datesOf(db, key)) {
          const found = dates.get(date.startInstant)
          if (found === undefined) continue
          const { zoomOccurrenceId, confirmed } = found
          db.update(occurrences).set({ zoomOccurrenceId, confirmed }).where(eq(occurrences.key, date.key)).run()
        }
        const matched = keepRegistrants(db, key, wanted, registrants, writing)
        enqueue(db, { meetingKey: key, action: 'update', ...writing })
        registerAnew(db, meeting, wanted.dates[0]?.time.on ?? wanted.time.on, rules, writing)
        db.delete(foreignMeetings).where(eq(foreignMeetings.zoomMeetingId, made.zoomMeetingId)).run()
        return matched
      }),
  }
}
export type SyncAdoptStore = ReturnType<typeof createSyncAdoptStore>

function keepRegistrants(
  db: Db,
  meetingKey: number,
  { teachingGroupId, time }: NewMeeting,
  registrants: readonly AdoptedRegistrant[],
  { now, newId }: Writing,
): number {
  const { emails, persons } = tables
  const addresses = JSON.stringify(registrants.map(({ address }) => address))
  const inClass =
    teachingGroupId === null
      ? undefined
      : inArray(persons.key, sql`(${expectedKeys({ groupKey: groupKeyOf(db, teachingGroupId), on: time.on })})`)
  const people = Map.groupBy(
    db
      .selectDistinct({ address: emails.address, personKey: persons.key })
      .from(emails)
      .innerJoin(persons, eq(persons.key, emails.personKey))
      .where(
        and(
          eq(persons.kind, 'student'),
          sql`${emails.address} in (select value from json_each(${addresses}))`,
          inClass,
        ),
      )
      .all(),
    ({ address }) => address,
  )
  const taken = new Set<number>()
  const rows = registrants.flatMap(({ address, zoomRegistrantId, state, joinUrl }) => {
    const fitting = people.get(address) ?? []
    const personKey = fitting[0]?.personKey
    if (personKey === undefined || fitting.length > 1 || taken.has(personKey)) return []
    taken.add(personKey)
    const refusal = state === 'refused' ? 'denied' : null
    return [{ id: newId(), meetingKey, personKey, address, zoomRegistrantId, state, joinUrl, refusal, changedAt: now }]
  })
  for (let start = 0; start < rows.length; start += 200) {
    db.insert(tables.registrants)
      .values(rows.slice(start, start + 200))
      .run()
  }
  return rows.length
}
