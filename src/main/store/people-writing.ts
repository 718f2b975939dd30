import { eq, inArray, sql } from 'drizzle-orm'
import { listNameOf } from '../../shared/domain/list-names.ts'
import { foldText } from '../../shared/domain/names.ts'
import { normalisePhone } from '../../shared/domain/phone.ts'
import { foldEmail, type PersonFields } from '../../shared/domain/roster.ts'
import { ProblemError } from '../../shared/problem.ts'
import { tables, type Db } from './database.ts'
import { isEnrolledOn } from './enrolled.ts'
import { getPerson, searchTextOf, type KeptPerson } from './people-rows.ts'

/** When something is written about a person, by whom, and how rows get their ids. */
export interface Writer {
  readonly actor: string
  readonly at: number
  readonly newId: () => string
}

const nobody: PersonFields = {
  familyName: '',
  givenName: '',
  middleName: '',
  suffix: '',
  preferredName: '',
  sex: null,
  birthOn: null,
  studentNumber: null,
  emails: [],
  phones: [],
  guardians: [],
}

/** Adds a person. Raises `conflict` at `fields.studentNumber` when somebody has that number. */
export function addPerson(
  db: Db,
  kind: KeptPerson['kind'],
  given: Partial<PersonFields>,
  { at, newId }: Writer,
): { readonly key: number; readonly id: string } {
  const { emails, phones, guardians, ...fields } = { ...nobody, ...given }
  refuseTakenNumber(db, fields.studentNumber, null, 'fields.studentNumber')
  const person = db
    .insert(tables.persons)
    .values({
      id: newId(),
      kind,
      ...fields,
      listName: listNameOf(fields),
      searchText: searchTextOf(fields),
      createdAt: at,
      changedAt: at,
    })
    .returning({ key: tables.persons.key, id: tables.persons.id })
    .get()
  putEmails(db, person.key, emails)
  putPhones(db, person.key, phones)
  putGuardians(db, person.key, guardians)
  return person
}

/**
 * Changes what is given of a person; a name that they had stays known. Raises `notFound`, and `conflict` for one who was
 * merged, or at `changes.studentNumber`.
 */
export function changePerson(db: Db, id: string, changes: Partial<PersonFields>, writer: Writer): void {
  const person = getPerson(db, id)
  refuseMerged(person)
  const { emails, phones, guardians, ...fields } = changes
  if (fields.studentNumber !== undefined) {
    refuseTakenNumber(db, fields.studentNumber, person.key, 'changes.studentNumber')
  }
  const after = { ...person, ...fields }
  const listName = listNameOf(after)
  db.update(tables.persons)
    .set({ ...fields, listName, searchText: searchTextOf(after), changedAt: writer.at })
    .where(eq(tables.persons.key, person.key))
    .run()
  if (listName !== person.listName) rememberName(db, person.key, person.listName, writer)
  if (emails !== undefined) putEmails(db, person.key, emails)
  if (phones !== undefined) putPhones(db, person.key, phones)
  if (guardians !== undefined) putGuardians(db, person.key, guardians)
}

/** Keeps a name that somebody had, known everywhere: a display name at Zoom is changed last. */
export function rememberName(db: Db, personKey: number, name: string, { actor, at, newId }: Writer): void {
  const there = db.get<{ key: number } | undefined>(sql`
    select key from known_as_names
    where person_key = ${personKey} and is_former_name = 1 and name = ${name} and ended_at is null`)
  if (there !== undefined) return
  db.insert(tables.knownAsNames)
    .values({ id: newId(), personKey, name, normalised: foldText(name), isFormerName: true, actor, createdAt: at })
    .run()
}

/** Takes people out of lists. Raises `conflict` at `personIds` for one who is enrolled, teaches or advises on the day or later. */
export function archivePeople(db: Db, personKeys: readonly number[], on: string, at: number): void {
  const keys = sql`(select value from json_each(${JSON.stringify(personKeys)}))`
  const busy = db.get<{ enrolled: number; teaching: number }>(sql`
    select
      exists (select 1 from enrollments e where e.person_key in ${keys}
        and (${isEnrolledOn(on)} or (e.first_on > ${on} and e.end_reason is null))) as enrolled,
      exists (select 1 from assignments a where a.person_key in ${keys} and (a.last_on is null or a.last_on >= ${on}))
      or exists (select 1 from advisers a where a.person_key in ${keys} and (a.last_on is null or a.last_on >= ${on})) as teaching`)
  if (busy.enrolled === 1) {
    throw new ProblemError('conflict', 'Somebody of them is still enrolled, so nobody was archived.', {
      field: 'personIds',
      fix: 'Withdraw them first, with last day and reason.',
    })
  }
  if (busy.teaching === 1) {
    throw new ProblemError('conflict', 'Somebody of them still teaches or advises, so nobody was archived.', {
      field: 'personIds',
      fix: 'End what they teach and advise first.',
    })
  }
  db.update(tables.persons)
    .set({ archivedAt: at, changedAt: at })
    .where(sql`${tables.persons.key} in ${keys} and ${tables.persons.archivedAt} is null`)
    .run()
}

/** Puts people back into lists. Raises `conflict` at `personIds` for one who was merged into another. */
export function restorePeople(db: Db, personKeys: readonly number[], at: number): void {
  const persons = db
    .select()
    .from(tables.persons)
    .where(inArray(tables.persons.key, [...personKeys]))
    .all()
  for (const person of persons) refuseMerged(person, 'personIds')
  db.update(tables.persons)
    .set({ archivedAt: null, changedAt: at })
    .where(sql`${inArray(tables.persons.key, [...personKeys])} and ${tables.persons.archivedAt} is not null`)
    .run()
}

/** The keys of these people, in their order. Raises `notFound` at the field. */
export function personKeysOf(db: Db, ids: readonly string[], field: string): number[] {
  const rows = db.all<{ id: string; key: number }>(
    sql`select id, key from persons where id in (select value from json_each(${JSON.stringify(ids)}))`,
  )
  const keys = new Map(rows.map(({ id, key }) => [id, key]))
  return [...new Set(ids)].map((id) => {
    const key = keys.get(id)
    if (key !== undefined) return key
    throw new ProblemError('notFound', 'Somebody of them is not in Homeroom any more.', {
      field,
      fix: 'Reload the list.',
    })
  })
}

function refuseMerged({ mergedIntoKey }: Pick<KeptPerson, 'mergedIntoKey'>, field?: string): void {
  if (mergedIntoKey === null) return
  throw new ProblemError('conflict', 'This entry was merged into another one, which stands for this person now.', {
    ...(field === undefined ? {} : { field }),
    fix: 'Open the entry that was kept, or undo the merge.',
  })
}

function refuseTakenNumber(db: Db, studentNumber: string | null, personKey: number | null, field: string): void {
  if (studentNumber === null) return
  const holder = db.get<{ key: number } | undefined>(
    sql`select key from persons where student_number = ${studentNumber} and key is not ${personKey}`,
  )
  if (holder === undefined) return
  throw new ProblemError('conflict', 'Somebody else has this student number already.', {
    field,
    fix: 'Check the number. If both are the same student, merge the two entries.',
  })
}

/** Addresses are compared folded: one that is there already keeps its row, so that nothing is changed that stays. */
function putEmails(db: Db, personKey: number, wanted: PersonFields['emails']): void {
  const { emails } = tables
  const there = new Map(
    db
      .select()
      .from(emails)
      .where(eq(emails.personKey, personKey))
      .all()
      .map((row) => [row.address, row]),
  )
  const rows = new Map(wanted.map(({ address, owner }) => [foldEmail(address), { typed: address.trim(), owner }]))
  for (const [address, { key }] of there) if (!rows.has(address)) db.delete(emails).where(eq(emails.key, key)).run()
  let position = 0
  for (const [address, { typed, owner }] of rows) {
    const row = there.get(address)
    if (row === undefined) db.insert(emails).values({ personKey, address, typed, owner, position }).run()
    else db.update(emails).set({ typed, owner, position }).where(eq(emails.key, row.key)).run()
    position += 1
  }
}

function putPhones(db: Db, personKey: number, wanted: PersonFields['phones']): void {
  const { phones } = tables
  const there = new Map(
    db
      .select()
      .from(phones)
      .where(eq(phones.personKey, personKey))
      .all()
      .map((row) => [row.number, row]),
  )
  const rows = new Map(
    wanted.map(({ number, owner }) => [normalisePhone(number) ?? number.trim(), { typed: number.trim(), owner }]),
  )
  for (const [number, { key }] of there) if (!rows.has(number)) db.delete(phones).where(eq(phones.key, key)).run()
  for (const [number, { typed, owner }] of rows) {
    const row = there.get(number)
    if (row === undefined) db.insert(phones).values({ personKey, number, typed, owner }).run()
    else db.update(phones).set({ typed, owner }).where(eq(phones.key, row.key)).run()
  }
}

function putGuardians(db: Db, personKey: number, wanted: PersonFields['guardians']): void {
  const { guardians } = tables
  const keyOf = ({ name, relation }: PersonFields['guardians'][number]) => `${relation} ${name}`
  const there = new Map(
    db
      .select()
      .from(guardians)
      .where(eq(guardians.personKey, personKey))
      .all()
      .map((row) => [keyOf(row), row]),
  )
  const rows = new Map(wanted.map((guardian) => [keyOf(guardian), guardian]))
  for (const [text, { key }] of there) if (!rows.has(text)) db.delete(guardians).where(eq(guardians.key, key)).run()
  for (const [text, { name, relation }] of rows)
    if (!there.has(text)) db.insert(guardians).values({ personKey, name, relation }).run()
}
