import { sql } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { tables, type Db } from './database.ts'

type Values = Readonly<Record<string, string | number | null>>

/**
 * The writes of an import, each prepared once: 5,000 students are some 50,000 rows, and the write lock is to be held as
 * shortly as can be. Values are written as they are, by the names of the schema.
 */
export function rosterStatements(db: Db) {
  const given = (name: string) => sql`${sql.placeholder(name)}`
  const insert = (table: SQLiteTable, names: readonly string[]) => {
    const statement = db.insert(table).values(Object.fromEntries(names.map((name) => [name, given(name)])))
    return statement
  }
  const adding = (table: SQLiteTable & { readonly key: SQLiteColumn }, names: readonly string[]) => {
    const statement = insert(table, names).returning({ key: table.key }).prepare()
    return (values: Values): number => (statement.get({ ...values }) as { key: number }).key
  }
  const putting = (table: SQLiteTable, names: readonly string[]) => {
    const statement = insert(table, names).onConflictDoNothing().prepare()
    return (values: Values): void => {
      statement.run({ ...values })
    }
  }
  const { persons, emails, phones, guardians, sections, teachingGroups, enrollments, missingStudents, sourceIds } =
    tables
  const updatePerson = db
    .update(persons)
    .set(Object.fromEntries(personColumns.filter((name) => name !== 'createdAt').map((name) => [name, given(name)])))
    .where(sql`${persons.key} = ${sql.placeholder('key')}`)
    .prepare()
  const share = db
    .update(emails)
    .set({ owner: 'household' })
    .where(sql`${emails.address} = ${sql.placeholder('address')} and ${emails.owner} = 'own'`)
    .prepare()
  const end = db
    .update(enrollments)
    .set({ lastOn: given('lastOn'), endReason: given('endReason'), endDetail: given('endDetail') })
    .where(sql`${enrollments.key} = ${sql.placeholder('key')}`)
    .prepare()
  const source = db
    .insert(sourceIds)
    .values({ source: given('source'), kind: given('kind'), sourcedId: given('sourcedId'), rowKey: given('rowKey') })
    .onConflictDoUpdate({
      target: [sourceIds.source, sourceIds.kind, sourceIds.sourcedId],
      set: { rowKey: sql.raw('excluded.row_key') },
      setWhere: sql.raw('row_key <> excluded.row_key'),
    })
    .prepare()
  return {
    addPerson: adding(persons, ['id', 'kind', ...personColumns]),
    updatePerson: (values: Values): void => void updatePerson.run({ ...values }),
    email: putting(emails, ['personKey', 'address', 'typed', 'owner', 'position']),
    /** The address is nobody's own any more. */
    share: (address: string): void => void share.run({ address }),
    phone: putting(phones, ['personKey', 'number', 'typed', 'owner']),
    guardian: putting(guardians, ['personKey', 'relation', 'name']),
    addSection: adding(sections, ['id', 'schoolYearKey', 'name', 'gradeLevel']),
    addGroup: adding(teachingGroups, ['id', 'schoolYearKey', 'subjectKey', 'name', 'createdAt']),
    enroll: adding(enrollments, [
      'id',
      'personKey',
      'sectionKey',
      'groupKey',
      'firstOn',
      'lastOn',
      'startReason',
      'startDetail',
      'endReason',
      'endDetail',
      'importKey',
      'createdAt',
    ]),
    end: (values: Values): void => void end.run({ ...values }),
    missing: putting(missingStudents, ['id', 'enrollmentKey', 'importKey', 'foundAt', 'proposedOn']),
    source: (values: Values): void => void source.run({ ...values }),
  }
}
export type RosterStatements = ReturnType<typeof rosterStatements>

/** What an import writes of a person's own row. */
const personColumns = [
  'familyName',
  'givenName',
  'middleName',
  'suffix',
  'preferredName',
  'listName',
  'searchText',
  'sex',
  'birthOn',
  'studentNumber',
  'archivedAt',
  'createdAt',
  'changedAt',
]
