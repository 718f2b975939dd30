import { and, asc, desc, eq, inArray, isNull, like, or, sql, type SQL } from 'drizzle-orm'
import { sectionTitle } from '../../shared/domain/list-names.ts'
import { foldText } from '../../shared/domain/names.ts'
import { foldEmail } from '../../shared/domain/roster.ts'
import { ProblemError } from '../../shared/problem.ts'
import { tables, type Database, type Db } from './database.ts'

/** A person with their addresses and phones. */
export type KeptPerson = typeof tables.persons.$inferSelect & {
  readonly emails: readonly { readonly address: string; readonly owner: 'own' | 'household' | 'guardian' }[]
  readonly phones: readonly { readonly number: string; readonly owner: 'own' | 'household' | 'guardian' }[]
}

interface NamedPerson {
  readonly familyName: string
  readonly givenName: string
  readonly middleName: string
  readonly suffix: string
  readonly preferredName: string
  readonly studentNumber: string | null
}

interface Finding {
  readonly sectionId: string | undefined
  readonly personId: string | undefined
  readonly limit: number
}

interface SectionOfPerson {
  readonly id: string
  /** "Grade 7 Mabini". */
  readonly title: string
}

/** What finding looks through: every part of the name, and the number, without case and accents. */
export function searchTextOf(person: NamedPerson): string {
  const { familyName, givenName, middleName, suffix, preferredName, studentNumber } = person
  return foldText([givenName, preferredName, middleName, familyName, suffix, studentNumber ?? ''].join(' '))
}

/** People with their addresses, phones and sections. */
export function createPeopleStore(database: Database) {
  return {
    /** Persons by id, in no order; unknown ids are left out. */
    list: (ids: readonly string[]): Promise<KeptPerson[]> =>
      database.read((db) =>
        withContacts(
          db,
          inChunks(ids, (chunk) => db.select().from(tables.persons).where(inArray(tables.persons.id, chunk)).all()),
        ),
      ),

    get: (id: string): Promise<KeptPerson> => database.read((db) => getPerson(db, id)),

    /**
     * People whose name or number holds every word of the text: first those of whom a part begins so, then by list
     * name; of one section or one person alone, if one is named.
     */
    find: (
      text: string,
      { sectionId, personId, limit }: Finding,
    ): Promise<{ person: KeptPerson; sections: readonly SectionOfPerson[] }[]> =>
      database.read((db) => {
        const words = foldText(text)
          .split(' ')
          .filter((word) => word !== '')
        const conditions: (SQL | undefined)[] = [
          isNull(tables.persons.archivedAt),
          ...words.map((word) => like(tables.persons.searchText, `%${word}%`)),
        ]
        if (sectionId !== undefined) conditions.push(sql`${tables.persons.key} in ${membersOf(sectionId)}`)
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
        )
        return withContacts(db, found).map((person) => ({ person, sections: sections.get(person.key) ?? [] }))
      }),

    /** Replaces a person's addresses or preferred name. */
    change: (
      id: string,
      changes: {
        emails?: readonly { address: string; owner: KeptPerson['emails'][number]['owner'] }[]
        preferredName?: string
      },
      at: number,
    ): Promise<KeptPerson> =>
      database.write(['people'], (db) => {
        const person = getPerson(db, id)
        if (changes.preferredName !== undefined) {
          const changed = { ...person, preferredName: changes.preferredName }
          db.update(tables.persons)
            .set({ preferredName: changed.preferredName, searchText: searchTextOf(changed), changedAt: at })
            .where(eq(tables.persons.key, person.key))
            .run()
        }
        if (changes.emails !== undefined) {
          db.delete(tables.emails).where(eq(tables.emails.personKey, person.key)).run()
          changes.emails.forEach(({ address, owner }, position) => {
            db.insert(tables.emails)
              .values({ personKey: person.key, address: foldEmail(address), typed: address, owner, position })
              .onConflictDoNothing()
              .run()
          })
          db.update(tables.persons).set({ changedAt: at }).where(eq(tables.persons.key, person.key)).run()
        }
        return getPerson(db, id)
      }),

    /** Addresses (folded) that more than one person has. */
    sharedAddresses: (): Promise<Set<string>> =>
      database.read((db) => {
        const rows = db
          .select({ address: tables.emails.address })
          .from(tables.emails)
          .groupBy(tables.emails.address)
          .having(sql`count(distinct ${tables.emails.personKey}) > 1`)
          .all()
        return new Set(rows.map(({ address }) => address))
      }),
  }
}
export type PeopleStore = ReturnType<typeof createPeopleStore>

function getPerson(db: Db, id: string): KeptPerson {
  const person = db.select().from(tables.persons).where(eq(tables.persons.id, id)).get()
  if (person === undefined)
    throw new ProblemError('notFound', 'This person is not in Homeroom any more.', { fix: 'Reload the list.' })
  return withContacts(db, [person])[0]!
}

/** Adds addresses and phones in two queries, however many people. */
export function withContacts(db: Db, persons: readonly (typeof tables.persons.$inferSelect)[]): KeptPerson[] {
  const keys = persons.map(({ key }) => key)
  const emails = inChunks(keys, (chunk) =>
    db
      .select()
      .from(tables.emails)
      .where(inArray(tables.emails.personKey, chunk))
      .orderBy(tables.emails.position, tables.emails.key)
      .all(),
  )
  const phones = inChunks(keys, (chunk) =>
    db.select().from(tables.phones).where(inArray(tables.phones.personKey, chunk)).orderBy(tables.phones.key).all(),
  )
  const emailsOf = Map.groupBy(emails, ({ personKey }) => personKey)
  const phonesOf = Map.groupBy(phones, ({ personKey }) => personKey)
  return persons.map((person) => ({
    ...person,
    emails: (emailsOf.get(person.key) ?? []).map(({ typed, owner }) => ({ address: typed, owner })),
    phones: (phonesOf.get(person.key) ?? []).map(({ typed, owner }) => ({ number: typed, owner })),
  }))
}

/** SQLite takes some 32,000 values in one statement; a school has fewer people, a test may have more. */
function inChunks<K, R>(keys: readonly K[], run: (chunk: K[]) => R[]): R[] {
  const rows: R[] = []
  for (let from = 0; from < keys.length; from += 10_000) rows.push(...run(keys.slice(from, from + 10_000)))
  return rows
}

/** The keys of those who are in a section now, as a subquery. */
function membersOf(sectionId: string): SQL {
  return sql`(select ${tables.enrollments.personKey} from ${tables.enrollments}
    join ${tables.sections} on ${tables.sections.key} = ${tables.enrollments.sectionKey}
    where ${tables.sections.id} = ${sectionId} and ${tables.enrollments.lastOn} is null)`
}

function sectionsOf(db: Db, personKeys: readonly number[]): Map<number, SectionOfPerson[]> {
  const rows = inChunks(personKeys, (chunk) =>
    db
      .select({
        personKey: tables.enrollments.personKey,
        id: tables.sections.id,
        name: tables.sections.name,
        gradeLevel: tables.sections.gradeLevel,
      })
      .from(tables.enrollments)
      .innerJoin(tables.sections, eq(tables.sections.key, tables.enrollments.sectionKey))
      .where(and(inArray(tables.enrollments.personKey, chunk), or(isNull(tables.enrollments.lastOn))))
      .orderBy(asc(tables.sections.name))
      .all(),
  )
  const sections = new Map<number, SectionOfPerson[]>()
  for (const { personKey, id, name, gradeLevel } of rows) {
    sections.set(personKey, [...(sections.get(personKey) ?? []), { id, title: sectionTitle(gradeLevel, name) }])
  }
  return sections
}
