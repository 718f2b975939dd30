import { eq, inArray, sql, type SQL } from 'drizzle-orm'
import { sectionTitle } from '../../shared/domain/list-names.ts'
import { foldText } from '../../shared/domain/names.ts'
import { ProblemError } from '../../shared/problem.ts'
import { tables, type Db } from './database.ts'
import { isEnrolledOn } from './enrolled.ts'

/** A person with their addresses and phones. */
export type KeptPerson = typeof tables.persons.$inferSelect & {
  readonly emails: readonly { readonly address: string; readonly owner: 'own' | 'household' | 'guardian' }[]
  readonly phones: readonly { readonly number: string; readonly owner: 'own' | 'household' | 'guardian' }[]
  readonly guardians: readonly Pick<typeof tables.guardians.$inferSelect, 'name' | 'relation'>[]
  /** Id of the household; its key is `householdKey`. */
  readonly householdId: string | null
}

interface NamedPerson {
  readonly familyName: string
  readonly givenName: string
  readonly middleName: string
  readonly suffix: string
  readonly preferredName: string
  readonly studentNumber: string | null
}

/** A section that somebody is in. */
export interface SectionOfPerson {
  readonly id: string
  /** "Grade 7 Mabini". */
  readonly title: string
}

/** What finding looks through: every part of the name, and the number, without case and accents. */
export function searchTextOf(person: NamedPerson): string {
  const { familyName, givenName, middleName, suffix, preferredName, studentNumber } = person
  return foldText([givenName, preferredName, middleName, familyName, suffix, studentNumber ?? ''].join(' '))
}

/** One person by id. Raises `notFound`. */
export function getPerson(db: Db, id: string): KeptPerson {
  const person = db.select().from(tables.persons).where(eq(tables.persons.id, id)).get()
  if (person === undefined)
    throw new ProblemError('notFound', 'This person is not in Homeroom any more.', { fix: 'Reload the list.' })
  return withContacts(db, [person])[0]!
}

/** People by key, in no order; unknown keys are left out. */
export const readPeople = (db: Db, keys: readonly number[]): KeptPerson[] =>
  withContacts(
    db,
    inChunks([...new Set(keys)], (chunk) =>
      db.select().from(tables.persons).where(inArray(tables.persons.key, chunk)).all(),
    ),
  )

/** Adds addresses, phones, guardians and households in four queries, however many people. */
export function withContacts(db: Db, persons: readonly (typeof tables.persons.$inferSelect)[]): KeptPerson[] {
  const { emails, phones, guardians, households } = tables
  const keys = persons.map(({ key }) => key)
  const emailsOf = Map.groupBy(
    inChunks(keys, (chunk) =>
      db.select().from(emails).where(inArray(emails.personKey, chunk)).orderBy(emails.position, emails.key).all(),
    ),
    ({ personKey }) => personKey,
  )
  const phonesOf = Map.groupBy(
    inChunks(keys, (chunk) =>
      db.select().from(phones).where(inArray(phones.personKey, chunk)).orderBy(phones.key).all(),
    ),
    ({ personKey }) => personKey,
  )
  const guardiansOf = Map.groupBy(
    inChunks(keys, (chunk) =>
      db.select().from(guardians).where(inArray(guardians.personKey, chunk)).orderBy(guardians.key).all(),
    ),
    ({ personKey }) => personKey,
  )
  const householdKeys = [...new Set(persons.flatMap(({ householdKey }) => householdKey ?? []))]
  const householdIds = new Map(
    inChunks(householdKeys, (chunk) => db.select().from(households).where(inArray(households.key, chunk)).all()).map(
      ({ key, id }) => [key, id],
    ),
  )
  return persons.map((person) => ({
    ...person,
    emails: (emailsOf.get(person.key) ?? []).map(({ typed, owner }) => ({ address: typed, owner })),
    phones: (phonesOf.get(person.key) ?? []).map(({ typed, owner }) => ({ number: typed, owner })),
    guardians: (guardiansOf.get(person.key) ?? []).map(({ name, relation }) => ({ name, relation })),
    householdId: person.householdKey === null ? null : (householdIds.get(person.householdKey) ?? null),
  }))
}

/** The words of what somebody typed into a search, as {@link searchTextOf} writes them. */
export const wordsOf = (text: string): string[] =>
  foldText(text)
    .split(' ')
    .filter((word) => word !== '')

/** SQLite takes some 32,000 values in one statement; a school has fewer people, a test may have more. */
function inChunks<K, R>(keys: readonly K[], run: (chunk: K[]) => R[]): R[] {
  const rows: R[] = []
  for (let from = 0; from < keys.length; from += 10_000) rows.push(...run(keys.slice(from, from + 10_000)))
  return rows
}

/** The keys of those who are in a section on a date, as a subquery. */
export const membersOf = (sectionId: string, on: string): SQL => sql`(
  select e.person_key from enrollments e join sections s on s.key = e.section_key
  where s.id = ${sectionId} and ${isEnrolledOn(on)})`

/** The sections that people are in on a date, by person, in the order of their names. */
export function sectionsOf(db: Db, personKeys: readonly number[], on: string): Map<number, SectionOfPerson[]> {
  const rows = db.all<{ personKey: number; id: string; name: string; gradeLevel: string }>(sql`
    select e.person_key as personKey, s.id, s.name, s.grade_level as gradeLevel
    from enrollments e join sections s on s.key = e.section_key
    where e.person_key in (select value from json_each(${JSON.stringify(personKeys)})) and ${isEnrolledOn(on)}
    order by s.name, e.key`)
  const titled = rows.map(({ personKey, id, name, gradeLevel }) => ({
    personKey,
    section: { id, title: sectionTitle(gradeLevel, name) },
  }))
  return new Map(
    [...Map.groupBy(titled, ({ personKey }) => personKey)].map(([personKey, own]) => [
      personKey,
      own.map(({ section }) => section),
    ]),
  )
}
