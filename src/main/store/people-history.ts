import { inArray, sql } from 'drizzle-orm'
import { sectionTitle } from '../../shared/domain/list-names.ts'
import { historyChanges, type HistoryChange } from '../../shared/domain/person-history.ts'
import { tables, type Db } from './database.ts'
import { groupTitles } from './enrollment-rows.ts'
import { deedsOfPerson } from './roster-deeds.ts'

/** How many deeds a history goes back. */
const shownDeeds = 100

/** One deed in a person's history; instants are epoch ms. */
export interface HistoryDeed extends Pick<
  typeof tables.rosterDeeds.$inferSelect,
  'id' | 'kind' | 'at' | 'actor' | 'undoneAt'
> {
  /** Name of the file of an import. */
  readonly fileName: string | null
  readonly changes: readonly HistoryChange[]
}

/** What was done with a person's records, the last first; deeds that say nothing to a reader are left out. */
export function readHistory(db: Db, personKey: number): HistoryDeed[] {
  const deeds = deedsOfPerson(db, personKey, shownDeeds)
  const rows = deeds.flatMap(({ changes }) => changes.flatMap(({ before, after }) => [before ?? {}, after ?? {}]))
  const keys = (column: string) => [
    ...new Set(rows.flatMap((row) => (typeof row[column] === 'number' ? [row[column]] : []))),
  ]
  const sections = new Map(
    db
      .select()
      .from(tables.sections)
      .where(inArray(tables.sections.key, keys('section_key')))
      .all()
      .map(({ key, gradeLevel, name }) => [key, sectionTitle(gradeLevel, name)]),
  )
  const groups = groupTitles(db, keys('group_key'))
  const persons = new Map(
    db
      .select({ key: tables.persons.key, listName: tables.persons.listName })
      .from(tables.persons)
      .where(inArray(tables.persons.key, keys('merged_into_key')))
      .all()
      .map(({ key, listName }) => [key, listName]),
  )
  const households = householdNames(db, keys('household_key'), personKey)
  const files = fileNames(
    db,
    deeds.flatMap(({ importKey }) => importKey ?? []),
  )
  return deeds
    .map(({ id, kind, at, actor, undoneAt, importKey, changes }) => ({
      id,
      kind,
      at,
      actor,
      undoneAt,
      fileName: importKey === null ? null : (files.get(importKey) ?? null),
      changes: historyChanges(changes, {
        section: (key) => sections.get(key) ?? '',
        group: (key) => groups.get(key) ?? '',
        person: (key) => persons.get(key) ?? '',
        household: (key) => households.get(key) ?? '',
      }),
    }))
    .filter(({ changes }) => changes.length > 0)
}

/** A household has no name of its own: it is told by the others who are in it. */
function householdNames(db: Db, keys: readonly number[], personKey: number): Map<number, string> {
  const { persons } = tables
  const members = db
    .select({ householdKey: persons.householdKey, listName: persons.listName })
    .from(persons)
    .where(sql`${inArray(persons.householdKey, [...keys])} and ${persons.key} <> ${personKey}`)
    .orderBy(persons.listName, persons.key)
    .all()
  return new Map(
    [...Map.groupBy(members, ({ householdKey }) => householdKey!)].map(([key, own]) => [
      key,
      own.map(({ listName }) => listName).join('; '),
    ]),
  )
}

const fileNames = (db: Db, keys: readonly number[]): Map<number, string> =>
  new Map(
    db
      .select({ key: tables.imports.key, fileName: tables.imports.fileName })
      .from(tables.imports)
      .where(inArray(tables.imports.key, [...keys]))
      .all()
      .map(({ key, fileName }) => [key, fileName]),
  )
