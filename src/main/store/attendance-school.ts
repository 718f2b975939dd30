import { sql } from 'drizzle-orm'
import { createSchoolIndex, type SchoolIndex, type SchoolPerson, type Whose } from '../../shared/domain/roster.ts'
import type { Database, Db } from './database.ts'

/** Everybody of the school, for recognising people; one for all classes. */
export interface SchoolDirectory {
  readonly index: SchoolIndex
  /** The store's integer key of each person. */
  readonly keyOf: ReadonlyMap<string, number>
  /** Who a person is whose entry was merged into another: everybody else is themselves. */
  readonly whoIs: (personId: string) => string
}

/**
 * Keeps the index of the whole school's names until people change, in this process or another. Who has left the school
 * stays in it: a namesake of theirs must not be credited, nor an old class forget who was there.
 */
export function createDirectory(database: Database): (db: Db) => SchoolDirectory {
  let kept: SchoolDirectory | null = null
  database.onChange((nouns) => {
    if (nouns.includes('people')) kept = null
  })
  return (db) => {
    kept ??= readDirectory(db)
    return kept
  }
}

function readDirectory(db: Db): SchoolDirectory {
  const emails = grouped(
    db.all<Contact>(sql`select person_key as personKey, address as value, owner from emails order by position, key`),
  )
  const phones = grouped(
    db.all<Contact>(sql`select person_key as personKey, number as value, owner from phones order by key`),
  )
  const formerNames = Map.groupBy(
    db.all<{ personKey: number; name: string }>(
      sql`select person_key as personKey, name from known_as_names where is_former_name = 1 and ended_at is null`,
    ),
    ({ personKey }) => personKey,
  )
  const rows = db.all<PersonRow>(sql`
    select key, id, kind, family_name as family, given_name as given, middle_name as middle, suffix,
      preferred_name as preferred from persons where merged_into_key is null`)
  const mergedInto = new Map(
    db
      .all<{ id: string; into: string }>(
        sql`select d.id, n.id as "into" from persons d join persons n on n.key = d.merged_into_key`,
      )
      .map(({ id, into }) => [id, into]),
  )
  const persons = rows.map(({ key, id, kind, ...name }): SchoolPerson => ({
    personId: id,
    kind,
    name,
    formerNames: (formerNames.get(key) ?? []).map((former) => former.name),
    emails: (emails.get(key) ?? []).map(({ value, owner }) => ({ address: value, whose: owner })),
    phones: (phones.get(key) ?? []).map(({ value, owner }) => ({ number: value, whose: owner })),
  }))
  return {
    index: createSchoolIndex(persons, mergedInto),
    keyOf: new Map(rows.map(({ id, key }) => [id, key])),
    whoIs: (personId) => mergedInto.get(personId) ?? personId,
  }
}

interface Contact {
  readonly personKey: number
  readonly value: string
  readonly owner: Whose
}

interface PersonRow {
  readonly key: number
  readonly id: string
  readonly kind: 'student' | 'staff'
  readonly family: string
  readonly given: string
  readonly middle: string
  readonly suffix: string
  readonly preferred: string
}

const grouped = (contacts: readonly Contact[]) => Map.groupBy(contacts, ({ personKey }) => personKey)
