import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { newYearFor, yearFor } from '../../shared/domain/school-year.ts'
import { foldEmail } from '../../shared/domain/roster.ts'
import { ProblemError } from '../../shared/problem.ts'
import { tables, type Database, type Db } from './database.ts'
import { listNameOf, sectionTitle } from '../../shared/domain/list-names.ts'
import { searchTextOf, withContacts, type KeptPerson } from './people.ts'

/** A section with the figures that lists show. */
export interface SectionRow {
  readonly id: string
  readonly key: number
  readonly name: string
  readonly gradeLevel: string
  readonly adviser: string | null
  readonly studentCount: number
  readonly withoutAddressCount: number
}

/** A teaching group with its sections and teachers. */
export interface GroupRow {
  readonly id: string
  readonly key: number
  readonly title: string
  readonly subject: string
  readonly sections: readonly { readonly id: string; readonly name: string }[]
  readonly teachers: readonly { readonly id: string; readonly name: string; readonly email: string | null }[]
  readonly studentCount: number
}

/** What {@link SectionsStore.makeGroup} makes, when it is not there yet. */
export interface NewGroup {
  readonly sectionIds: readonly string[]
  readonly subject: string
  readonly teachers: readonly { readonly email: string; readonly name: string }[]
  readonly fromOn: string
  readonly at: number
  readonly newId: () => string
}

/** The school year that the date belongs to, made when there is none. */
export function ensureSchoolYear(db: Db, on: string, newId: () => string): number {
  const years = db.select().from(tables.schoolYears).all()
  return (
    yearFor(on, years)?.key ??
    db
      .insert(tables.schoolYears)
      .values({ id: newId(), ...newYearFor(on, years) })
      .returning({ key: tables.schoolYears.key })
      .get().key
  )
}

/** Sections, subjects and teaching groups. */
export function createSectionsStore(database: Database) {
  return {
    list: (): Promise<SectionRow[]> => database.read((db) => listSections(db, null)),

    /** One section with its present students and the groups that it belongs to. */
    get: (
      id: string,
    ): Promise<{
      section: SectionRow
      students: { person: KeptPerson; firstOn: string; lastOn: string | null }[]
      groups: GroupRow[]
    }> =>
      database.read((db) => {
        const section = listSections(db, id)[0]
        if (section === undefined)
          throw new ProblemError('notFound', 'This section is not in Homeroom any more.', { fix: 'Reload the list.' })
        const enrolled = db
          .select({ person: tables.persons, firstOn: tables.enrollments.firstOn, lastOn: tables.enrollments.lastOn })
          .from(tables.enrollments)
          .innerJoin(tables.persons, eq(tables.persons.key, tables.enrollments.personKey))
          .where(and(eq(tables.enrollments.sectionKey, section.key), isNull(tables.enrollments.lastOn)))
          .orderBy(asc(tables.persons.listName))
          .all()
        const persons = withContacts(
          db,
          enrolled.map(({ person }) => person),
        )
        return {
          section,
          students: persons.map((person, index) => ({
            person,
            firstOn: enrolled[index]!.firstOn,
            lastOn: enrolled[index]!.lastOn,
          })),
          groups: listGroups(db, id),
        }
      }),

    listGroups: (sectionId: string | null): Promise<GroupRow[]> => database.read((db) => listGroups(db, sectionId)),

    /** Makes a teaching group with its subject and teachers, or returns the one of the same sections and subject. */
    makeGroup: (group: NewGroup): Promise<GroupRow> =>
      database.write(['groups'], (db) => {
        const key = ensureGroup(db, group)
        for (const teacher of group.teachers) assign(db, key, ensureStaff(db, teacher, group), group.fromOn)
        return listGroups(db, null, key)[0]!
      }),
  }
}
export type SectionsStore = ReturnType<typeof createSectionsStore>

function listSections(db: Db, id: string | null): SectionRow[] {
  const present = sql`e.last_on is null`
  const rows = db.all<{
    id: string
    key: number
    name: string
    gradeLevel: string
    adviser: string | null
    studentCount: number
    withAddress: number
  }>(sql`
    select s.id, s.key, s.name, s.grade_level as gradeLevel,
      (select p.list_name from advisers a join persons p on p.key = a.person_key where a.section_key = s.key and a.last_on is null order by a.key desc limit 1) as adviser,
      (select count(*) from enrollments e where e.section_key = s.key and ${present}) as studentCount,
      (select count(*) from enrollments e where e.section_key = s.key and ${present}
        and exists (select 1 from emails m where m.person_key = e.person_key and m.owner = 'own')) as withAddress
    from sections s
    where s.archived_at is null ${id === null ? sql`` : sql`and s.id = ${id}`}
    order by cast(s.grade_level as integer), s.grade_level, s.name`)
  return rows.map(({ withAddress, ...row }) => ({ ...row, withoutAddressCount: row.studentCount - withAddress }))
}

function listGroups(db: Db, sectionId: string | null, groupKey?: number): GroupRow[] {
  const wanted =
    groupKey !== undefined
      ? sql`g.key = ${groupKey}`
      : sectionId === null
        ? sql`1 = 1`
        : sql`g.key in (select gs.group_key from teaching_group_sections gs join sections s on s.key = gs.section_key where s.id = ${sectionId})`
  const groups = db.all<{ id: string; key: number; subject: string }>(sql`
    select g.id, g.key, j.name as subject from teaching_groups g join subjects j on j.key = g.subject_key
    where g.archived_at is null and ${wanted} order by j.name`)
  const keys = groups.map(({ key }) => key)
  if (keys.length === 0) return []
  const sections = db
    .select({
      groupKey: tables.teachingGroupSections.groupKey,
      id: tables.sections.id,
      name: tables.sections.name,
      gradeLevel: tables.sections.gradeLevel,
    })
    .from(tables.teachingGroupSections)
    .innerJoin(tables.sections, eq(tables.sections.key, tables.teachingGroupSections.sectionKey))
    .where(inArray(tables.teachingGroupSections.groupKey, keys))
    .orderBy(asc(tables.sections.gradeLevel), asc(tables.sections.name))
    .all()
  const teachers = db.all<{ groupKey: number; id: string; name: string; email: string | null }>(sql`
    select a.group_key as groupKey, p.id, p.list_name as name,
      (select m.typed from emails m where m.person_key = p.key and m.owner = 'own' order by m.position limit 1) as email
    from assignments a join persons p on p.key = a.person_key
    where a.last_on is null and a.group_key in ${keys} order by a.key`)
  const counts = db.all<{ groupKey: number; count: number }>(sql`
    select gs.group_key as groupKey, count(distinct e.person_key) as count
    from teaching_group_sections gs join enrollments e on e.section_key = gs.section_key and e.last_on is null
    where gs.group_key in ${keys} group by gs.group_key`)
  const sectionsOf = Map.groupBy(sections, (row) => row.groupKey)
  const teachersOf = Map.groupBy(teachers, (row) => row.groupKey)
  const countOf = new Map(counts.map((row) => [row.groupKey, row.count]))
  return groups.map(({ id, key, subject }) => {
    const own = (sectionsOf.get(key) ?? []).map((section) => ({
      id: section.id,
      name: sectionTitle(section.gradeLevel, section.name),
    }))
    return {
      id,
      key,
      subject,
      title: `${own.map(({ name }) => name).join(' + ')}, ${subject}`,
      sections: own,
      teachers: (teachersOf.get(key) ?? []).map((teacher) => ({
        id: teacher.id,
        name: teacher.name,
        email: teacher.email,
      })),
      studentCount: countOf.get(key) ?? 0,
    }
  })
}

/** The teaching group of these sections and this subject, made when there is none, inside the caller's transaction. Raises `notFound`. */
export function ensureGroup(db: Db, group: Omit<NewGroup, 'teachers'>): number {
  const sections = db
    .select({ key: tables.sections.key })
    .from(tables.sections)
    .where(inArray(tables.sections.id, [...group.sectionIds]))
    .all()
  if (sections.length !== new Set(group.sectionIds).size) {
    throw new ProblemError('notFound', 'One of these sections is not in Homeroom any more.', {
      field: 'sectionIds',
      fix: 'Choose the sections again.',
    })
  }
  const subjectKey = ensureSubject(db, group.subject, group.newId)
  const there = sameGroup(
    db,
    subjectKey,
    sections.map(({ key }) => key),
  )
  return there ?? insertGroup(db, group, subjectKey, sections)
}

function ensureSubject(db: Db, name: string, newId: () => string): number {
  const there = db
    .select({ key: tables.subjects.key })
    .from(tables.subjects)
    .where(sql`lower(${tables.subjects.name}) = lower(${name})`)
    .get()
  return (
    there?.key ??
    db.insert(tables.subjects).values({ id: newId(), name }).returning({ key: tables.subjects.key }).get().key
  )
}

function sameGroup(db: Db, subjectKey: number, sectionKeys: readonly number[]): number | null {
  const wanted = [...sectionKeys].toSorted((a, b) => a - b).join(',')
  const candidates = db.all<{ key: number; sections: string }>(sql`
    select g.key, (select group_concat(section_key) from (select section_key from teaching_group_sections where group_key = g.key order by section_key)) as sections
    from teaching_groups g where g.subject_key = ${subjectKey} and g.archived_at is null`)
  return candidates.find(({ sections }) => sections === wanted)?.key ?? null
}

function insertGroup(
  db: Db,
  group: Omit<NewGroup, 'teachers'>,
  subjectKey: number,
  sections: readonly { key: number }[],
): number {
  const { key } = db
    .insert(tables.teachingGroups)
    .values({
      id: group.newId(),
      schoolYearKey: ensureSchoolYear(db, group.fromOn, group.newId),
      subjectKey,
      createdAt: group.at,
    })
    .returning({ key: tables.teachingGroups.key })
    .get()
  db.insert(tables.teachingGroupSections)
    .values(sections.map((section) => ({ groupKey: key, sectionKey: section.key })))
    .run()
  return key
}

/** A member of staff by address, made when unknown: the name is Zoom's display name, or the address until somebody types it. */
export function ensureStaff(
  db: Db,
  staff: { readonly email: string; readonly name: string },
  { at, newId }: { readonly at: number; readonly newId: () => string },
): number {
  const address = foldEmail(staff.email)
  const there = db
    .select({ key: tables.persons.key })
    .from(tables.persons)
    .innerJoin(tables.emails, eq(tables.emails.personKey, tables.persons.key))
    .where(and(eq(tables.persons.kind, 'staff'), eq(tables.emails.address, address)))
    .get()
  if (there !== undefined) return there.key
  const words = staff.name.split(' ').filter((word) => word !== '')
  const name = {
    familyName: words.length > 1 ? words.at(-1)! : '',
    givenName: words.length > 1 ? words.slice(0, -1).join(' ') : (words[0] ?? address),
    middleName: '',
    suffix: '',
    preferredName: '',
    studentNumber: null,
  }
  const { key } = db
    .insert(tables.persons)
    .values({
      id: newId(),
      kind: 'staff',
      ...name,
      listName: listNameOf(name),
      searchText: searchTextOf(name),
      createdAt: at,
      changedAt: at,
    })
    .returning({ key: tables.persons.key })
    .get()
  db.insert(tables.emails).values({ personKey: key, address, typed: staff.email, owner: 'own' }).run()
  return key
}

/** Assigns a teacher to a group from a date on, unless they teach it already. */
export function assign(db: Db, groupKey: number, personKey: number, fromOn: string): void {
  const there = db
    .select({ key: tables.assignments.key })
    .from(tables.assignments)
    .where(
      and(
        eq(tables.assignments.groupKey, groupKey),
        eq(tables.assignments.personKey, personKey),
        isNull(tables.assignments.lastOn),
      ),
    )
    .get()
  if (there === undefined) db.insert(tables.assignments).values({ groupKey, personKey, firstOn: fromOn }).run()
}

/** The key of a section. Raises `notFound` with the field. */
export function sectionKeyOf(db: Db, id: string): number {
  const section = db.select({ key: tables.sections.key }).from(tables.sections).where(eq(tables.sections.id, id)).get()
  if (section !== undefined) return section.key
  throw new ProblemError('notFound', 'This section is not in Homeroom any more.', {
    field: 'sectionId',
    fix: 'Choose the section again.',
  })
}
