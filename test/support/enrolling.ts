import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Database, Db } from '../../src/main/store/database.ts'
import type { KeptAddressRules } from '../../src/main/store/registrants.ts'
import { replanUpcoming } from '../../src/main/store/registrants-upcoming.ts'
import type { MadeStudent } from './section.ts'

/** What changes of rosters need. */
export interface EnrollingWorld {
  readonly database: Database
  readonly clock: { now(): number }
  readonly rules?: KeptAddressRules
}

/** Changes of rosters, each in one transaction with what it means for upcoming classes. */
export function enrolling({
  database,
  clock,
  rules = { allowedDomains: [], schoolAddressPattern: null },
}: EnrollingWorld) {
  const write = (personId: string, run: (db: Db) => void): Promise<void> =>
    database.write(['people', 'meetings', 'outbox'], (db) => {
      const before = keyOf(db, personId)
      run(db)
      replanUpcoming(db, { personKeys: [before] }, rules, { now: clock.now(), newId: randomUUID })
    })
  return {
    /** Puts a person into a section from a day on. */
    enroll: (personId: string, sectionId: string, firstOn = '2026-06-01') =>
      write(personId, (db) =>
        db.run(sql`
          insert into enrollments (id, person_key, section_key, first_on, created_at)
          select ${randomUUID()}, p.key, s.key, ${firstOn}, 0 from persons p, sections s
          where p.id = ${personId} and s.id = ${sectionId}`),
      ),
    /** Ends every stay of a person in a section. */
    leave: (personId: string, sectionId: string, lastOn = '2026-06-02') =>
      write(personId, (db) =>
        db.run(sql`
          update enrollments set last_on = ${lastOn}, end_reason = 'noLongerInSchool'
          where last_on is null and person_key = (select key from persons where id = ${personId})
            and section_key = (select key from sections where id = ${sectionId})`),
      ),
    /** Gives a person these addresses instead of all others. */
    readdress: (personId: string, emails: MadeStudent['emails']) =>
      write(personId, (db) => {
        db.run(sql`delete from emails where person_key = ${keyOf(db, personId)}`)
        for (const { address, owner } of emails) {
          db.run(sql`
            insert into emails (person_key, address, typed, owner)
            values (${keyOf(db, personId)}, ${address.toLowerCase()}, ${address}, ${owner})`)
        }
      }),
  }
}

function keyOf(db: Db, personId: string): number {
  return db.get<{ key: number }>(sql`select key from persons where id = ${personId}`).key
}
