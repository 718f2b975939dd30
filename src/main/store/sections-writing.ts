import { and, eq, sql } from 'drizzle-orm'
import { addDays } from '../../shared/domain/time.ts'
import { ProblemError } from '../../shared/problem.ts'
import { tables, type Db } from './database.ts'
import { countsAtAll } from './enrolled.ts'

/** What a section may be given. */
export interface SectionFields {
  readonly name: string
  readonly gradeLevel: string
  readonly shift: string
  readonly allowedDomains: string[] | null
  readonly linkKind: typeof tables.sections.$inferSelect.linkKind
}

/** Adds a section to a school year. Raises `conflict` at `name` when the grade has one of that name. */
export function addSection(
  db: Db,
  schoolYearKey: number,
  fields: Pick<SectionFields, 'name' | 'gradeLevel' | 'shift'>,
  newId: () => string,
): string {
  refuseTakenName(db, { schoolYearKey, key: null, ...fields }, 'name')
  const id = newId()
  db.insert(tables.sections)
    .values({ id, schoolYearKey, ...fields })
    .run()
  return id
}

/** Changes what is given of a section. Raises `conflict` at `changes.name`. */
export function changeSection(db: Db, key: number, changes: Partial<SectionFields>): void {
  if (Object.keys(changes).length === 0) return
  const { sections } = tables
  const section = db.select().from(sections).where(eq(sections.key, key)).get()!
  refuseTakenName(db, { ...section, ...changes }, 'changes.name')
  db.update(sections).set(changes).where(eq(sections.key, key)).run()
}

/** Says who advises a section from a day on; whoever did before it did so until the day before. Raises `notFound`. */
export function setAdviser(db: Db, sectionKey: number, personId: string | null, fromOn: string): void {
  const { advisers } = tables
  const personKey = personId === null ? null : staffKeyOf(db, personId)
  const there = db
    .select()
    .from(advisers)
    .where(and(eq(advisers.sectionKey, sectionKey), sql`(last_on is null or last_on >= ${fromOn})`))
    .all()
  let isKept = false
  for (const { key, personKey: adviser, firstOn } of there) {
    const goesOn: boolean = adviser === personKey && firstOn <= fromOn && !isKept
    if (!goesOn && firstOn >= fromOn) db.delete(advisers).where(eq(advisers.key, key)).run()
    else
      db.update(advisers)
        .set({ lastOn: goesOn ? null : addDays(fromOn, -1) })
        .where(eq(advisers.key, key))
        .run()
    isKept ||= goesOn
  }
  if (personKey !== null && !isKept) db.insert(advisers).values({ sectionKey, personKey, firstOn: fromOn }).run()
}

/** Takes a section out of lists. Raises `conflict` while students are in it, or come later. */
export function archiveSection(db: Db, key: number, on: string, at: number): void {
  const student = db.get<{ key: number } | undefined>(sql`
    select e.key from enrollments e
    where e.section_key = ${key} and (e.last_on is null or e.last_on >= ${on}) and ${countsAtAll} limit 1`)
  if (student !== undefined) {
    throw new ProblemError('conflict', 'Students are still in this section.', {
      field: 'sectionId',
      fix: 'Move or withdraw them first.',
    })
  }
  db.update(tables.sections)
    .set({ archivedAt: at })
    .where(sql`key = ${key} and archived_at is null`)
    .run()
}

/** Puts a section back into lists. */
export function restoreSection(db: Db, key: number): void {
  db.update(tables.sections)
    .set({ archivedAt: null })
    .where(sql`key = ${key} and archived_at is not null`)
    .run()
}

/** Takes a teaching group out of lists. Raises `conflict` while a class of it is still to come. */
export function archiveGroup(db: Db, key: number, at: number): void {
  const toCome = db.get<{ key: number } | undefined>(sql`
    select key from class_periods
    where group_key = ${key} and end_instant > ${at} and cancelled_at is null limit 1`)
  if (toCome !== undefined) {
    throw new ProblemError('conflict', 'Classes of it are still to come.', {
      field: 'groupId',
      fix: 'Cancel them first.',
    })
  }
  db.update(tables.teachingGroups)
    .set({ archivedAt: at })
    .where(sql`key = ${key} and archived_at is null`)
    .run()
}

function staffKeyOf(db: Db, id: string): number {
  const row = db.get<{ key: number } | undefined>(
    sql`select key from persons where id = ${id} and kind = 'staff' and archived_at is null`,
  )
  if (row !== undefined) return row.key
  throw new ProblemError('notFound', 'This adviser is not among the staff any more.', {
    field: 'changes.adviser.personId',
    fix: 'Choose somebody else.',
  })
}

interface NamedSection {
  readonly schoolYearKey: number
  readonly key: number | null
  readonly gradeLevel: string
  readonly name: string
}

function refuseTakenName(db: Db, { schoolYearKey, key, gradeLevel, name }: NamedSection, field: string): void {
  const there = db.get<{ key: number } | undefined>(sql`
    select key from sections where school_year_key = ${schoolYearKey} and grade_level = ${gradeLevel}
      and lower(name) = lower(${name}) and key is not ${key}`)
  if (there === undefined) return
  throw new ProblemError('conflict', 'This grade has a section of that name already this school year.', {
    field,
    fix: 'Choose another name; if it is archived, restore that one.',
  })
}
