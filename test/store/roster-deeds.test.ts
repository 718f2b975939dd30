import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { tables, type Database, type Db } from '../../src/main/store/database.ts'
import { peopleOfDeed, recordDeed, undoDeed, type DeedKind } from '../../src/main/store/roster-deeds.ts'
import { testDatabase } from '../support/database.ts'

const {
  persons,
  emails,
  enrollments,
  sections,
  schoolYears,
  sourceIds,
  teachingGroups,
  teachingGroupSections,
  subjects,
} = tables
const author = { actor: 'office', device: 'test', at: 1000, newId: randomUUID }

const personRow = (familyName: string, more: Partial<typeof persons.$inferInsert> = {}) => ({
  id: randomUUID(),
  kind: 'student' as const,
  familyName,
  givenName: 'Ana',
  listName: `${familyName}, Ana`,
  searchText: familyName.toLowerCase(),
  createdAt: 0,
  changedAt: 0,
  ...more,
})

const addPerson = (db: Db, familyName: string, more = {}) =>
  db.insert(persons).values(personRow(familyName, more)).returning({ key: persons.key }).get().key

const deed = (database: Database, run: (db: Db) => void, kind: DeedKind = 'change') =>
  database.write(['people'], (db) => recordDeed(db, { ...author, kind }, () => run(db)).deedId)

const undo = (database: Database, deedId: string | null) =>
  database.write(['people'], (db) => undoDeed(db, deedId!, { ...author, at: 2000 }))

/** Every table of rosters as it stands. */
const rosters = (database: Database) =>
  database.read((db) => ({
    persons: db.select().from(persons).orderBy(persons.key).all(),
    emails: db.select().from(emails).orderBy(emails.key).all(),
    sections: db.select().from(sections).orderBy(sections.key).all(),
    enrollments: db.select().from(enrollments).orderBy(enrollments.key).all(),
    groups: db.select().from(teachingGroups).orderBy(teachingGroups.key).all(),
    groupSections: db.select().from(teachingGroupSections).all(),
    sourceIds: db.select().from(sourceIds).orderBy(sourceIds.sourcedId).all(),
  }))

async function school() {
  const database = await testDatabase()
  const [ana, mabini] = await database.write([], (db) => {
    const yearKey = db
      .insert(schoolYears)
      .values({ id: randomUUID(), title: '2026–2027', firstOn: '2026-06-01', lastOn: '2027-05-31' })
      .returning({ key: schoolYears.key })
      .get().key
    const key = addPerson(db, 'Reyes', { studentNumber: '136000000018' })
    db.insert(emails)
      .values({ personKey: key, address: 'ana@example.com', typed: 'Ana@example.com', owner: 'own' })
      .run()
    const sectionKey = db
      .insert(sections)
      .values({
        id: randomUUID(),
        schoolYearKey: yearKey,
        name: 'Mabini',
        gradeLevel: '7',
        allowedDomains: ['example.com'],
      })
      .returning({ key: sections.key })
      .get().key
    db.insert(sourceIds).values({ source: 'sis', kind: 'person', sourcedId: 'u1', rowKey: key }).run()
    return [key, sectionKey] as const
  })
  return { database, ana, mabini }
}

const kindsOf = (database: Database) =>
  database.read((db) =>
    db
      .select({
        table: tables.rosterChanges.table,
        before: tables.rosterChanges.before,
        after: tables.rosterChanges.after,
      })
      .from(tables.rosterChanges)
      .orderBy(tables.rosterChanges.key)
      .all()
      .map(({ table, before, after }) => [table, before === null ? 'added' : after === null ? 'removed' : 'changed']),
  )

describe('recording', () => {
  test('keeps every kind of write, replacing ones and upserts too, and whose rows they were', async () => {
    const { database, ana, mabini } = await school()
    const deedId = await deed(database, (db) => {
      db.update(persons).set({ familyName: 'Cruz' }).where(eq(persons.key, ana)).run()
      db.update(persons).set({ familyName: 'Cruz' }).where(eq(persons.key, ana)).run()
      const row = { source: 'sis', kind: 'person' as const, sourcedId: 'u1', rowKey: ana + 1 }
      db.insert(sourceIds)
        .values(row)
        .onConflictDoUpdate({
          target: [sourceIds.source, sourceIds.kind, sourceIds.sourcedId],
          set: { rowKey: row.rowKey },
        })
        .run()
      db.run(
        sql`insert or replace into source_ids (source, kind, sourced_id, row_key) values ('sis', 'person', 'u1', ${ana})`,
      )
      db.delete(emails).where(eq(emails.personKey, ana)).run()
      db.insert(enrollments)
        .values({ id: randomUUID(), personKey: ana, sectionKey: mabini, firstOn: '2026-06-08', createdAt: 0 })
        .run()
    })
    expect(await kindsOf(database)).toEqual([
      ['persons', 'changed'],
      ['source_ids', 'changed'],
      ['source_ids', 'removed'],
      ['source_ids', 'added'],
      ['emails', 'removed'],
      ['enrollments', 'added'],
    ])
    expect(await database.read((db) => peopleOfDeed(db, deedId!))).toEqual([ana])
  })

  test('a deed that changes nothing leaves no trace, and one that fails leaves nothing at all', async () => {
    const { database, ana } = await school()
    const before = await rosters(database)
    expect(
      await deed(database, (db) => db.update(persons).set({ sex: null }).where(eq(persons.key, ana)).run()),
    ).toBeNull()
    const failing = deed(database, (db) => {
      addPerson(db, 'Lim')
      throw new Error('power cut')
    })
    await expect(failing).rejects.toThrow()
    expect(await rosters(database)).toEqual(before)
    expect(await kindsOf(database)).toEqual([])
    // And nothing goes on being recorded.
    await database.write([], (db) => addPerson(db, 'Tan'))
    expect(await kindsOf(database)).toEqual([])
  })
})

describe('undo', () => {
  test('makes every row what it was: added, changed more than once, taken away, and keyed by several columns', async () => {
    const { database, ana, mabini } = await school()
    const before = await rosters(database)
    const deedId = await deed(database, (db) => {
      const lim = addPerson(db, 'Lim')
      db.update(persons).set({ familyName: 'Cruz', listName: 'Cruz, Ana' }).where(eq(persons.key, ana)).run()
      db.update(persons).set({ familyName: 'Santos', archivedAt: 5 }).where(eq(persons.key, ana)).run()
      db.delete(emails).where(eq(emails.personKey, ana)).run()
      db.insert(emails)
        .values({ personKey: ana, address: 'ana@example.com', typed: 'ana@example.com', owner: 'household' })
        .run()
      db.insert(enrollments)
        .values({ id: randomUUID(), personKey: lim, sectionKey: mabini, firstOn: '2026-06-08', createdAt: 0 })
        .run()
      db.update(sections).set({ allowedDomains: null, linkKind: 'class' }).where(eq(sections.key, mabini)).run()
      const subjectKey = db
        .insert(subjects)
        .values({ id: randomUUID(), name: 'Science' })
        .returning({ key: subjects.key })
        .get().key
      const { key: groupKey } = db
        .insert(teachingGroups)
        .values({ id: randomUUID(), schoolYearKey: 1, subjectKey, createdAt: 0 })
        .returning({ key: teachingGroups.key })
        .get()
      db.insert(teachingGroupSections).values({ groupKey, sectionKey: mabini }).run()
      db.update(sourceIds).set({ rowKey: lim }).run()
    })
    await undo(database, deedId)
    expect(await rosters(database)).toEqual(before)
    await expect(undo(database, deedId)).rejects.toMatchObject({ problem: { kind: 'conflict' } })
  })

  test('is refused, with nothing changed, when something that the deed wrote was changed since', async () => {
    const { database, ana } = await school()
    const deedId = await deed(database, (db) => {
      addPerson(db, 'Lim')
      db.update(persons).set({ familyName: 'Cruz' }).where(eq(persons.key, ana)).run()
    })
    const later = await deed(database, (db) =>
      db.update(persons).set({ preferredName: 'Annie' }).where(eq(persons.key, ana)).run(),
    )
    const between = await rosters(database)
    await expect(undo(database, deedId)).rejects.toMatchObject({ problem: { kind: 'conflict' } })
    expect(await rosters(database)).toEqual(between)
    await undo(database, later)
    await undo(database, deedId)
    expect((await rosters(database)).persons).toMatchObject([{ familyName: 'Reyes', preferredName: '' }])
  })

  test('archives whom somebody refers to by now, and leaves a subject that is taught', async () => {
    const { database, mabini } = await school()
    const deedId = await deed(database, (db) => {
      addPerson(db, 'Lim')
      db.insert(subjects).values({ id: randomUUID(), name: 'Science' }).run()
    })
    await database.write([], (db) => {
      const lim = db.select().from(persons).where(eq(persons.familyName, 'Lim')).get()!
      db.insert(enrollments)
        .values({ id: randomUUID(), personKey: lim.key, sectionKey: mabini, firstOn: '2026-06-08', createdAt: 0 })
        .run()
      const science = db.select().from(subjects).get()!
      db.insert(teachingGroups)
        .values({ id: randomUUID(), schoolYearKey: 1, subjectKey: science.key, createdAt: 0 })
        .run()
    })
    await undo(database, deedId)
    const after = await rosters(database)
    expect(after.persons.map(({ familyName, archivedAt }) => [familyName, archivedAt])).toEqual([
      ['Reyes', null],
      ['Lim', 2000],
    ])
    expect(await database.read((db) => db.select().from(subjects).all())).toHaveLength(1)
  })

  test('takes an unknown deed for gone', async () => {
    const { database } = await school()
    await expect(undo(database, randomUUID())).rejects.toMatchObject({ problem: { kind: 'notFound' } })
  })
})
