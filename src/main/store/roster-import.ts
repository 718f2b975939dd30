import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { foldText } from '../../shared/domain/names.ts'
import { normalisePhone } from '../../shared/domain/phone.ts'
import { foldEmail } from '../../shared/domain/roster.ts'
import type { RosterFormat } from '../../shared/domain/roster-bundle.ts'
import { sectionKey, type KnownStudent, type PlannedRow } from '../../shared/domain/roster-plan.ts'
import { addDays } from '../../shared/domain/time.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Author } from './attendance-decisions.ts'
import { tables, type Database, type Db } from './database.ts'
import { listNameOf } from '../../shared/domain/list-names.ts'
import { searchTextOf, withContacts } from './people-rows.ts'
import { recordDeed, undoDeed } from './roster-deeds.ts'
import { ensureSchoolYear } from './school-years.ts'

/** The students of the school, and a version that any change of people or enrollments moves. */
export interface RosterSnapshot {
  readonly students: readonly KnownStudent[]
  readonly version: string
}

/** A planned import on its way into the database. */
export interface RosterImport extends Author {
  readonly rows: readonly PlannedRow[]
  /** The version that the plan was made from; the import is refused when it has moved. */
  readonly version: string
  readonly firstOn: string
  readonly fileName: string
  readonly digest: string
  readonly mapping: Record<string, string>
  readonly refusedCount: number
}

/** An import that was done. */
export interface KeptImport {
  readonly importId: string
  /** Null where it changed nothing, or was done before imports could be undone. */
  readonly deedId: string | null
  readonly fileName: string
  readonly format: RosterFormat
  readonly actor: string
  readonly importedAt: number
  readonly undoneAt: number | null
  readonly counts: {
    readonly addedCount: number
    readonly changedCount: number
    readonly unchangedCount: number
    readonly refusedCount: number
  }
}

/** How many imports the list goes back. */
const LISTED_IMPORTS = 100

/** The import of rosters: what is there, and one transaction that changes it. */
export function createRosterImportStore(database: Database) {
  return {
    snapshot: (): Promise<RosterSnapshot> =>
      database.read((db) => ({ students: knownStudents(db), version: rosterVersion(db) })),

    /** All rows in one transaction, or none. Raises `stalePreview` when the roster has changed since the plan. */
    apply: (plan: RosterImport): Promise<{ importId: string; deedId: string | null }> =>
      database.write(['people', 'groups'], (db) => {
        if (rosterVersion(db) !== plan.version) {
          throw new ProblemError(
            'stalePreview',
            'The roster has changed since the preview was made. Nothing was imported.',
            {
              fix: 'Look at the preview again, then import.',
            },
          )
        }
        const { id: importId, key: importKey } = insertImport(db, plan)
        const { deedId } = recordDeed(db, { ...plan, kind: 'import', importKey }, () => applyRows(db, plan, importKey))
        return { importId, deedId }
      }),

    /** The imports, the last first, at most a hundred. */
    list: (): Promise<KeptImport[]> => database.read(listImports),

    /** Takes a whole import back. Raises `notFound`, and `conflict` when something that it wrote was changed since. */
    undo: (deedId: string, author: Author): Promise<void> =>
      database.write(['people', 'groups'], (db) => undoDeed(db, deedId, author)),
  }
}
export type RosterImportStore = ReturnType<typeof createRosterImportStore>

function rosterVersion(db: Db): string {
  const row = db.get<{ version: string }>(sql`select
    (select count(*) || '.' || coalesce(max(changed_at), 0) || '.' || coalesce(max(key), 0) from persons) || '-' ||
    (select count(*) || '.' || coalesce(max(key), 0) from enrollments) || '-' ||
    (select count(*) from enrollments where last_on is not null) as version`)
  return row.version
}

function knownStudents(db: Db): KnownStudent[] {
  const persons = db
    .select()
    .from(tables.persons)
    .where(and(eq(tables.persons.kind, 'student'), isNull(tables.persons.archivedAt)))
    .all()
  const places = db
    .select({
      personKey: tables.enrollments.personKey,
      id: tables.sections.id,
      name: tables.sections.name,
      gradeLevel: tables.sections.gradeLevel,
    })
    .from(tables.enrollments)
    .innerJoin(tables.sections, eq(tables.sections.key, tables.enrollments.sectionKey))
    .where(isNull(tables.enrollments.lastOn))
    .all()
  const placeOf = new Map(places.map(({ personKey, ...section }) => [personKey, section]))
  return withContacts(db, persons).map((person) => ({
    personId: person.id,
    familyName: person.familyName,
    givenName: person.givenName,
    middleName: person.middleName,
    suffix: person.suffix,
    preferredName: person.preferredName,
    sex: person.sex,
    birthOn: person.birthOn,
    studentNumber: person.studentNumber,
    emails: person.emails,
    phones: person.phones,
    section: placeOf.get(person.key) ?? null,
  }))
}

function listImports(db: Db): KeptImport[] {
  const { imports, rosterDeeds } = tables
  return db
    .select({
      importId: imports.id,
      deedId: rosterDeeds.id,
      fileName: imports.fileName,
      format: imports.format,
      actor: imports.actor,
      importedAt: imports.importedAt,
      undoneAt: rosterDeeds.undoneAt,
      counts: {
        addedCount: imports.addedCount,
        changedCount: imports.changedCount,
        unchangedCount: imports.unchangedCount,
        refusedCount: imports.refusedCount,
      },
    })
    .from(imports)
    .leftJoin(rosterDeeds, eq(rosterDeeds.importKey, imports.key))
    .orderBy(desc(imports.key))
    .limit(LISTED_IMPORTS)
    .all()
}

function insertImport(db: Db, plan: RosterImport): { id: string; key: number } {
  const count = (action: PlannedRow['action']) => plan.rows.filter((row) => row.action === action).length
  return db
    .insert(tables.imports)
    .values({
      id: plan.newId(),
      fileName: plan.fileName,
      digest: plan.digest,
      mapping: plan.mapping,
      addedCount: count('add'),
      changedCount: count('change'),
      unchangedCount: count('unchanged'),
      refusedCount: plan.refusedCount,
      actor: plan.actor,
      importedAt: plan.at,
    })
    .returning({ id: tables.imports.id, key: tables.imports.key })
    .get()
}

function applyRows(db: Db, plan: RosterImport, importKey: number): void {
  const write = prepareWrites(db)
  const sectionKeyOf = sectionsOf(db, plan)
  const personKeyOf = new Map(
    db
      .select({ id: tables.persons.id, key: tables.persons.key })
      .from(tables.persons)
      .all()
      .map(({ id, key }) => [id, key]),
  )
  const taken = addressesTaken(db)

  for (const planned of plan.rows) {
    if (planned.action === 'unchanged') continue
    const { row } = planned
    const section = sectionKeyOf.get(sectionKey(row.gradeLevel, row.section))!
    const key = planned.personId === null ? write.addPerson(planned, plan) : personKeyOf.get(planned.personId)!
    if (planned.personId !== null) changePerson(db, key, planned, plan)
    for (const { address, owner } of row.emails) {
      const folded = foldEmail(address)
      const holder = taken.get(folded)
      // Somebody else has this address already: it is nobody's own any more, for either of them.
      const isShared = holder !== undefined && holder !== key
      if (isShared) write.share.run({ address: folded })
      taken.set(folded, key)
      write.email.run({
        personKey: key,
        address: folded,
        typed: address,
        owner: isShared && owner === 'own' ? 'household' : owner,
      })
    }
    for (const { number, owner } of row.phones)
      write.phone.run({ personKey: key, number: normalisePhone(number) ?? number, typed: number, owner })
    if (planned.personId === null || planned.changes.includes('section')) {
      // A move is no transfer: the old section keeps the days before it.
      if (planned.personId !== null)
        write.leave.run({ personKey: key, lastOn: addDays(plan.firstOn, -1), detail: row.section })
      write.enroll.run({
        id: plan.newId(),
        personKey: key,
        sectionKey: section,
        firstOn: plan.firstOn,
        importKey,
        createdAt: plan.at,
      })
    }
  }
}

/** Statements are prepared once: an import of 20,000 rows must hold the write lock as shortly as it can. */
function prepareWrites(db: Db) {
  const put = (name: string) => sql.placeholder(name)
  const person = db
    .insert(tables.persons)
    .values({
      id: put('id'),
      kind: 'student',
      familyName: put('familyName'),
      givenName: put('givenName'),
      middleName: put('middleName'),
      suffix: put('suffix'),
      preferredName: put('preferredName'),
      listName: put('listName'),
      searchText: put('searchText'),
      sex: put('sex'),
      birthOn: put('birthOn'),
      studentNumber: put('studentNumber'),
      createdAt: put('at'),
      changedAt: put('at'),
    })
    .returning({ key: tables.persons.key })
    .prepare()
  return {
    addPerson({ row }: PlannedRow, { at, newId }: RosterImport): number {
      const { familyName, givenName, middleName, suffix, preferredName, sex, birthOn, studentNumber } = row
      const parts = { familyName, givenName, middleName, suffix, preferredName, studentNumber }
      return person.get({
        id: newId(),
        ...parts,
        sex,
        birthOn,
        listName: listNameOf(parts),
        searchText: searchTextOf(parts),
        at,
      }).key
    },
    email: db
      .insert(tables.emails)
      .values({ personKey: put('personKey'), address: put('address'), typed: put('typed'), owner: put('owner') })
      .onConflictDoNothing()
      .prepare(),
    share: db
      .update(tables.emails)
      .set({ owner: 'household' })
      .where(sql`${tables.emails.address} = ${put('address')} and ${tables.emails.owner} = 'own'`)
      .prepare(),
    phone: db
      .insert(tables.phones)
      .values({ personKey: put('personKey'), number: put('number'), typed: put('typed'), owner: put('owner') })
      .onConflictDoNothing()
      .prepare(),
    enroll: db
      .insert(tables.enrollments)
      .values({
        id: put('id'),
        personKey: put('personKey'),
        sectionKey: put('sectionKey'),
        firstOn: put('firstOn'),
        importKey: put('importKey'),
        createdAt: put('createdAt'),
      })
      .prepare(),
    leave: db
      .update(tables.enrollments)
      .set({ lastOn: sql`${put('lastOn')}`, endReason: 'movedSection', endDetail: sql`${put('detail')}` })
      .where(
        sql`${tables.enrollments.personKey} = ${put('personKey')} and ${tables.enrollments.sectionKey} is not null and ${tables.enrollments.lastOn} is null`,
      )
      .prepare(),
  }
}

function changePerson(db: Db, key: number, { row, changes }: PlannedRow, { at, actor, newId }: RosterImport): void {
  const before = db.select().from(tables.persons).where(eq(tables.persons.key, key)).get()!
  const fields = (
    ['familyName', 'givenName', 'middleName', 'suffix', 'preferredName', 'sex', 'birthOn', 'studentNumber'] as const
  ).filter((field) => changes.includes(field))
  const after = { ...before, ...Object.fromEntries(fields.map((field) => [field, row[field]])) }
  db.update(tables.persons)
    .set({ ...after, listName: listNameOf(after), searchText: searchTextOf(after), changedAt: at })
    .where(eq(tables.persons.key, key))
    .run()
  const oldName = listNameOf(before)
  if (oldName === listNameOf(after)) return
  // The old name stays known: a display name at Zoom is changed last.
  db.insert(tables.knownAsNames)
    .values({
      id: newId(),
      personKey: key,
      name: oldName,
      normalised: foldText(oldName),
      isFormerName: true,
      actor,
      createdAt: at,
    })
    .run()
}

/** Keys of every section that the rows name; new ones are made, with their adviser. */
function sectionsOf(db: Db, plan: RosterImport): Map<string, number> {
  const keys = new Map(
    db
      .select()
      .from(tables.sections)
      .where(isNull(tables.sections.archivedAt))
      .all()
      .map(({ key, name, gradeLevel }) => [sectionKey(gradeLevel, name), key]),
  )
  const schoolYearKey = ensureSchoolYear(db, plan.firstOn, plan.newId)
  for (const { row } of plan.rows) {
    const named = sectionKey(row.gradeLevel, row.section)
    if (keys.has(named)) continue
    const { key } = db
      .insert(tables.sections)
      .values({ id: plan.newId(), schoolYearKey, name: row.section, gradeLevel: row.gradeLevel })
      .returning({ key: tables.sections.key })
      .get()
    keys.set(named, key)
  }
  return keys
}

/** Who has which address now, so that one that two students have becomes nobody's own. */
function addressesTaken(db: Db): Map<string, number> {
  return new Map(
    db
      .select({ address: tables.emails.address, personKey: tables.emails.personKey })
      .from(tables.emails)
      .all()
      .map(({ address, personKey }) => [address, personKey]),
  )
}
