import { and, eq, gte, isNull, ne, or, sql } from 'drizzle-orm'
import type { KnownMissing, KnownSchool } from '../../shared/domain/roster-school.ts'
import { sourceKey } from '../../shared/domain/roster-school.ts'
import { newYearFor, yearFor } from '../../shared/domain/school-year.ts'
import { tables, type Db } from './database.ts'

/** What a roster file is held against: for which school year, and by whose ids. */
export interface SchoolAsked {
  /** The system that the file's ids belong to; null where they mean nothing. */
  readonly source: string | null
  readonly today: string
  /** First day of what begins: its school year is the one that sections are looked for in. */
  readonly firstOn: string
}

/** The whole school as an import needs it, in a dozen queries however large it is. */
export function readSchool(db: Db, { source, today, firstOn }: SchoolAsked): KnownSchool {
  const years = db.select().from(tables.schoolYears).all()
  const year = yearFor(firstOn, years)
  const yearFirstOn = year?.firstOn ?? newYearFor(firstOn, years).firstOn
  return {
    people: readPeople(db),
    sections: readSections(db, year?.key ?? null),
    groups: year === null ? [] : readGroups(db, year.key, today),
    enrollments: readEnrollments(db, today < yearFirstOn ? today : yearFirstOn),
    missing: readMissing(db),
    sourceIds: source === null ? new Map() : readSourceIds(db, source),
    yearFirstOn,
  }
}

/** A word that any change of people, places or enrollments moves: a plan that was made under another one is stale. */
export function rosterVersion(db: Db): string {
  const counted = (table: string, more = '') =>
    `(select count(*) || '.' || coalesce(max(key), 0) ${more} from ${table})`
  const row = db.get<{ version: string }>(
    sql.raw(
      `select ${[
        counted('persons', `|| '.' || coalesce(max(changed_at), 0)`),
        counted('emails'),
        counted('phones'),
        counted('sections', `|| '.' || count(archived_at)`),
        counted('teaching_groups', `|| '.' || count(archived_at)`),
        counted('assignments', `|| '.' || count(last_on)`),
        counted('enrollments', `|| '.' || count(last_on)`),
        counted('missing_students', `|| '.' || count(settled_at)`),
        counted('roster_deeds', `|| '.' || count(undone_at)`),
      ].join(` || '-' || `)} as version`,
    ),
  )
  return row.version
}

function readPeople(db: Db): KnownSchool['people'] {
  const { persons, emails, phones, guardians } = tables
  const people = db.select().from(persons).all()
  const emailsOf = Map.groupBy(
    db.select().from(emails).orderBy(emails.position, emails.key).all(),
    ({ personKey }) => personKey,
  )
  const phonesOf = Map.groupBy(db.select().from(phones).all(), ({ personKey }) => personKey)
  const guardiansOf = Map.groupBy(db.select().from(guardians).all(), ({ personKey }) => personKey)
  return people.map(({ archivedAt, ...person }) => ({
    ...person,
    emails: emailsOf.get(person.key) ?? [],
    phones: phonesOf.get(person.key) ?? [],
    guardians: guardiansOf.get(person.key) ?? [],
    isArchived: archivedAt !== null,
  }))
}

function readSections(db: Db, yearKey: number | null): KnownSchool['sections'] {
  const { sections, schoolYears, advisers } = tables
  const adviserOf = new Map(
    db
      .select({ sectionKey: advisers.sectionKey, personKey: advisers.personKey })
      .from(advisers)
      .where(isNull(advisers.lastOn))
      .orderBy(advisers.key)
      .all()
      .map(({ sectionKey, personKey }) => [sectionKey, personKey]),
  )
  return db
    .select({ section: sections, yearLastOn: schoolYears.lastOn })
    .from(sections)
    .innerJoin(schoolYears, eq(schoolYears.key, sections.schoolYearKey))
    .all()
    .map(({ section: { key, name, gradeLevel, schoolYearKey, archivedAt }, yearLastOn }) => ({
      key,
      name,
      gradeLevel,
      isOfYear: schoolYearKey === yearKey,
      yearLastOn,
      isArchived: archivedAt !== null,
      adviserKey: adviserOf.get(key) ?? null,
    }))
}

function readGroups(db: Db, yearKey: number, today: string): KnownSchool['groups'] {
  const { teachingGroups, teachingGroupSections, assignments, subjects } = tables
  const groups = db
    .select({ group: teachingGroups, subject: subjects.name })
    .from(teachingGroups)
    .innerJoin(subjects, eq(subjects.key, teachingGroups.subjectKey))
    .where(eq(teachingGroups.schoolYearKey, yearKey))
    .all()
  const sectionsOf = Map.groupBy(db.select().from(teachingGroupSections).all(), ({ groupKey }) => groupKey)
  const teachersOf = Map.groupBy(
    db
      .select()
      .from(assignments)
      .where(or(isNull(assignments.lastOn), gte(assignments.lastOn, today)))
      .all(),
    ({ groupKey }) => groupKey,
  )
  return groups.map(({ group: { key, name, archivedAt }, subject }) => ({
    key,
    subject,
    name,
    sectionKeys: (sectionsOf.get(key) ?? []).map(({ sectionKey }) => sectionKey),
    teacherKeys: (teachersOf.get(key) ?? []).map(({ personKey }) => personKey),
    isArchived: archivedAt !== null,
  }))
}

function readEnrollments(db: Db, from: string): KnownSchool['enrollments'] {
  const { enrollments } = tables
  const rows = db
    .select()
    .from(enrollments)
    .where(
      and(
        or(isNull(enrollments.lastOn), gte(enrollments.lastOn, from)),
        or(isNull(enrollments.endReason), ne(enrollments.endReason, 'enteredByMistake')),
      ),
    )
    .orderBy(enrollments.firstOn, enrollments.key)
    .all()
  return rows.flatMap(({ endReason, ...row }) => (endReason === 'enteredByMistake' ? [] : [{ ...row, endReason }]))
}

function readMissing(db: Db): KnownMissing[] {
  const { missingStudents } = tables
  const rows = db.select().from(missingStudents).orderBy(missingStudents.key).all()
  return [
    ...new Map(
      rows.map(({ key, enrollmentKey, settledAs }) => [enrollmentKey, { key, enrollmentKey, settledAs }]),
    ).values(),
  ]
}

function readSourceIds(db: Db, source: string): Map<string, number> {
  const rows = db.select().from(tables.sourceIds).where(eq(tables.sourceIds.source, source)).all()
  return new Map(
    rows.flatMap(({ kind, sourcedId, rowKey }) =>
      kind === 'enrollment' ? [] : [[sourceKey(kind, sourcedId), rowKey] as const],
    ),
  )
}
