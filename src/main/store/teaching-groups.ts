import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { listNameOf, sectionTitle } from '../../shared/domain/list-names.ts'
import { foldEmail } from '../../shared/domain/roster.ts'
import { addDays } from '../../shared/domain/time.ts'
import { ProblemError } from '../../shared/problem.ts'
import { tables, type Db } from './database.ts'
import { isEnrolledOn } from './enrolled.ts'
import { searchTextOf } from './people-rows.ts'
import { ensureSchoolYear } from './school-years.ts'

/** A teaching group with its sections and teachers. */
export interface GroupRow {
  readonly id: string
  readonly key: number
  /** "Grade 7 Mabini, Mathematics". */
  readonly title: string
  /** As somebody called it; '' for nothing. */
  readonly name: string
  readonly subject: string
  readonly sections: readonly { readonly id: string; readonly name: string }[]
  readonly teachers: readonly {
    readonly id: string
    readonly name: string
    readonly email: string | null
    readonly firstOn: string
    readonly lastOn: string | null
  }[]
  readonly studentCount: number
}

/** Which groups are listed: of a section, or one alone; all of them otherwise. */
interface Wanted {
  readonly sectionId?: string | null
  readonly groupKey?: number
}

/** What {@link ensureGroup} makes, when it is not there yet. */
export interface NewGroup {
  readonly sectionIds: readonly string[]
  readonly subject: string
  readonly fromOn: string
  readonly at: number
  readonly newId: () => string
}

/** Who teaches a group from when to when, as somebody says it. */
export interface Teaching {
  readonly personId: string
  readonly firstOn: string
  readonly lastOn: string | null
}

/** Teaching groups as they are on a date, in four queries; who will not teach any more on it is left out. */
export function listGroups(db: Db, { sectionId = null, groupKey }: Wanted, on: string): GroupRow[] {
  const wanted =
    groupKey !== undefined
      ? sql`g.key = ${groupKey}`
      : sectionId === null
        ? sql`g.archived_at is null`
        : sql`g.archived_at is null and g.key in (
            select gs.group_key from teaching_group_sections gs join sections s on s.key = gs.section_key
            where s.id = ${sectionId})`
  const groups = db.all<Pick<GroupRow, 'id' | 'key' | 'name' | 'subject'>>(sql`
    select g.id, g.key, g.name, j.name as subject
    from teaching_groups g join subjects j on j.key = g.subject_key
    where ${wanted} order by j.name, g.key`)
  if (groups.length === 0) return []
  const keys = sql`(select value from json_each(${JSON.stringify(groups.map(({ key }) => key))}))`
  const sections = db.all<{ groupKey: number; id: string; name: string; gradeLevel: string }>(sql`
    select gs.group_key as groupKey, s.id, s.name, s.grade_level as gradeLevel
    from teaching_group_sections gs join sections s on s.key = gs.section_key
    where gs.group_key in ${keys} order by s.grade_level, s.name`)
  const teachers = db.all<GroupRow['teachers'][number] & { groupKey: number }>(sql`
    select a.group_key as groupKey, p.id, p.list_name as name, a.first_on as firstOn, a.last_on as lastOn,
      (select m.typed from emails m where m.person_key = p.key and m.owner = 'own' order by m.position limit 1) as email
    from assignments a join persons p on p.key = a.person_key
    where (a.last_on is null or a.last_on >= ${on}) and a.group_key in ${keys} order by a.key`)
  const counts = db.all<{ groupKey: number; count: number }>(sql`
    select groupKey, count(distinct personKey) as count from (
      select gs.group_key as groupKey, e.person_key as personKey
      from teaching_group_sections gs join enrollments e on e.section_key = gs.section_key
      where gs.group_key in ${keys} and ${isEnrolledOn(on)}
      union all
      select e.group_key, e.person_key from enrollments e where e.group_key in ${keys} and ${isEnrolledOn(on)})
    group by groupKey`)
  const sectionsOf = Map.groupBy(sections, (row) => row.groupKey)
  const teachersOf = Map.groupBy(teachers, (row) => row.groupKey)
  const countOf = new Map(counts.map((row) => [row.groupKey, row.count]))
  return groups.map(({ key, subject, ...group }) => {
    const own = (sectionsOf.get(key) ?? []).map(({ id, name, gradeLevel }) => ({
      id,
      name: sectionTitle(gradeLevel, name),
    }))
    return {
      ...group,
      key,
      subject,
      title: `${own.map(({ name }) => name).join(' + ')}, ${subject}`,
      sections: own,
      teachers: (teachersOf.get(key) ?? []).map(({ id, name, email, firstOn, lastOn }) => ({
        id,
        name,
        email,
        firstOn,
        lastOn,
      })),
      studentCount: countOf.get(key) ?? 0,
    }
  })
}

/** The teaching group of these sections and this subject, made when there is none, inside the caller's transaction. Raises `notFound`. */
export function ensureGroup(db: Db, group: NewGroup): number {
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

function insertGroup(db: Db, group: NewGroup, subjectKey: number, sections: readonly { key: number }[]): number {
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

/** Says who teaches a group: whoever is left out of the list and teaches now, or later, taught until the day before `on`. */
export function setTeachers(db: Db, groupKey: number, teachings: readonly Teaching[], on: string): void {
  const { assignments, persons } = tables
  const keyOf = new Map(
    db
      .select({ id: persons.id, key: persons.key })
      .from(persons)
      .where(
        and(
          eq(persons.kind, 'staff'),
          isNull(persons.archivedAt),
          inArray(
            persons.id,
            teachings.map(({ personId }) => personId),
          ),
        ),
      )
      .all()
      .map(({ id, key }) => [id, key]),
  )
  const wanted = teachings.map(({ personId, firstOn, lastOn }, index) => {
    const personKey = keyOf.get(personId)
    const field = `changes.teachers.${index}`
    if (personKey === undefined) {
      throw new ProblemError('notFound', 'One of these teachers is not among the staff any more.', {
        field,
        fix: 'Choose somebody else.',
      })
    }
    if (lastOn !== null && lastOn < firstOn) {
      throw new ProblemError('invalidInput', 'The last day of a teacher is before the first.', {
        field: `${field}.lastOn`,
        fix: 'Choose a later day.',
      })
    }
    return { groupKey, personKey, firstOn, lastOn }
  })
  const there = db
    .select()
    .from(assignments)
    .where(eq(assignments.groupKey, groupKey))
    .all()
    .filter(({ lastOn }) => lastOn === null || lastOn >= on)
  // Rows of the same teacher keep their identity as far as they reach.
  const unused = [...there]
  for (const { personKey, firstOn, lastOn } of wanted) {
    const at = unused.findIndex((row) => row.personKey === personKey)
    const [row] = at < 0 ? [] : unused.splice(at, 1)
    if (row === undefined) db.insert(assignments).values({ groupKey, personKey, firstOn, lastOn }).run()
    else if (row.firstOn !== firstOn || row.lastOn !== lastOn)
      db.update(assignments).set({ firstOn, lastOn }).where(eq(assignments.key, row.key)).run()
  }
  for (const row of unused) {
    if (row.firstOn >= on) db.delete(assignments).where(eq(assignments.key, row.key)).run()
    else
      db.update(assignments)
        .set({ lastOn: addDays(on, -1) })
        .where(eq(assignments.key, row.key))
        .run()
  }
}

/** The key of a teaching group. Raises `notFound` with the field. */
export function groupKeyOf(db: Db, id: string, field = 'teachingGroupId'): number {
  const { teachingGroups } = tables
  const group = db.select({ key: teachingGroups.key }).from(teachingGroups).where(eq(teachingGroups.id, id)).get()
  if (group !== undefined) return group.key
  throw new ProblemError('notFound', 'This class is not in Homeroom any more.', {
    field,
    fix: 'Choose the class again.',
  })
}
