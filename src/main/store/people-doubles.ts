import { sql } from 'drizzle-orm'
import { findDoubles, type DoubleReason } from '../../shared/domain/doubles.ts'
import type { Db } from './database.ts'
import { readListed, type ListedPerson } from './people-list.ts'

/** How many pairs are shown at once: who has more will merge some first. */
const shownPairs = 200

/** Two entries that may be one person. */
export interface DoublePair {
  readonly people: readonly [ListedPerson, ListedPerson]
  readonly reasons: readonly DoubleReason[]
}

/** Pairs of entries that may be one person, likeliest first; those who are archived are left alone. */
export function readDoubles(db: Db, on: string): DoublePair[] {
  const addresses = Map.groupBy(
    db.all<{ personKey: number; address: string }>(sql`select person_key as personKey, address from emails`),
    ({ personKey }) => personKey,
  )
  const entries = db
    .all<{
      key: number
      kind: 'student' | 'staff'
      familyName: string
      givenName: string
      birthOn: string | null
      studentNumber: string | null
    }>(
      sql`
    select key, kind, family_name as familyName, given_name as givenName, birth_on as birthOn,
      student_number as studentNumber
    from persons where archived_at is null`,
    )
    .map((row) => ({ ...row, addresses: (addresses.get(row.key) ?? []).map(({ address }) => address) }))
  const pairs = findDoubles(entries, shownPairs)
  const listed = new Map(
    readListed(db, [...new Set(pairs.flatMap(({ keys }) => keys))], on).map((person) => [person.key, person]),
  )
  return pairs.map(({ keys: [one, other], reasons }) => ({ people: [listed.get(one)!, listed.get(other)!], reasons }))
}
