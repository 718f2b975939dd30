import { and, asc, desc, eq, isNull, like, sql, type SQL } from 'drizzle-orm'
import { tables, type Database } from './database.ts'
import { readDoubles, type DoublePair } from './people-doubles.ts'
import { listPeople, type PeopleWanted } from './people-list.ts'
import { periodsOfTerm, viewPerson, type PastPeriod, type PersonView } from './people-page.ts'
import { membersOf, sectionsOf, withContacts, wordsOf, type KeptPerson, type SectionOfPerson } from './people-rows.ts'

interface Finding {
  readonly sectionId: string | undefined
  readonly personId: string | undefined
  readonly limit: number
  /** Today, on the school's wall. */
  readonly on: string
}

/** People with their addresses, phones and sections. */
export function createPeopleStore(database: Database) {
  return {
    /**
     * People whose name or number holds every word of the text: first those of whom a part begins so, then by list
     * name; of one section or one person alone, if one is named.
     */
    find: (
      text: string,
      { sectionId, personId, limit, on }: Finding,
    ): Promise<{ person: KeptPerson; sections: readonly SectionOfPerson[] }[]> =>
      database.read((db) => {
        const words = wordsOf(text)
        const conditions: (SQL | undefined)[] = [
          isNull(tables.persons.archivedAt),
          ...words.map((word) => like(tables.persons.searchText, `%${word}%`)),
        ]
        if (sectionId !== undefined) conditions.push(sql`${tables.persons.key} in ${membersOf(sectionId, on)}`)
        if (personId !== undefined) conditions.push(eq(tables.persons.id, personId))
        const beginnings = words.map((word) => desc(sql`(' ' || ${tables.persons.searchText}) like ${`% ${word}%`}`))
        const found = db
          .select()
          .from(tables.persons)
          .where(and(...conditions))
          .orderBy(...beginnings, asc(tables.persons.listName))
          .limit(limit)
          .all()
        const sections = sectionsOf(
          db,
          found.map(({ key }) => key),
          on,
        )
        return withContacts(db, found).map((person) => ({ person, sections: sections.get(person.key) ?? [] }))
      }),

    /** A page of people by list name. Raises `invalidInput` for a cursor that is none. */
    list: (wanted: PeopleWanted): Promise<ReturnType<typeof listPeople>> =>
      database.read((db) => listPeople(db, wanted)),

    /** Everything of one person, as of a day. Raises `notFound`. */
    page: (id: string, on: string, now: number): Promise<PersonView> =>
      database.read((db) => viewPerson(db, id, on, now)),

    /** A student's class periods of the term up to a day that are over. */
    periodsOfTerm: (id: string, on: string, now: number): Promise<PastPeriod[]> =>
      database.read((db) => periodsOfTerm(db, id, on, now)),

    /** Pairs of entries that may be one person, likeliest first. */
    doubles: (on: string): Promise<DoublePair[]> => database.read((db) => readDoubles(db, on)),

    /** Addresses (folded) that more than one person has, of those who are not archived. */
    sharedAddresses: (): Promise<Set<string>> =>
      database.read((db) => {
        const rows = db
          .select({ address: tables.emails.address })
          .from(tables.emails)
          .innerJoin(tables.persons, eq(tables.persons.key, tables.emails.personKey))
          .where(isNull(tables.persons.archivedAt))
          .groupBy(tables.emails.address)
          .having(sql`count(distinct ${tables.emails.personKey}) > 1`)
          .all()
        return new Set(rows.map(({ address }) => address))
      }),
  }
}
export type PeopleStore = ReturnType<typeof createPeopleStore>
