import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { PlannedGroup, PlannedSection } from '../../shared/domain/roster-plan-places.ts'
import type { Place } from '../../shared/domain/roster-plan-stays.ts'
import type { Target } from '../../shared/domain/roster-school.ts'
import { foldText } from '../../shared/domain/names.ts'
import { addDays } from '../../shared/domain/time.ts'
import { tables, type Db } from './database.ts'
import type { RosterApply } from './roster-apply.ts'
import type { RosterStatements } from './roster-statements.ts'
import { ensureSchoolYear } from './school-years.ts'

/** Writes the sections and groups of a plan with who advises and teaches them; says the key of each. */
export function applyPlaces(
  db: Db,
  write: RosterStatements,
  apply: RosterApply,
  personKey: (target: Target) => number,
): { readonly keyOf: (place: Place) => number } {
  const { plan, firstOn, newId } = apply
  const isYearNeeded =
    plan.sections.some(({ known }) => known === null) || plan.groups.some(({ known }) => known === null)
  const schoolYearKey = isYearNeeded ? ensureSchoolYear(db, firstOn, newId) : 0
  const sections = plan.sections.map((planned) => {
    const key = applySection(db, write, planned, schoolYearKey, apply)
    if (planned.newAdviser !== null) putAdviser(db, key, personKey(planned.newAdviser), firstOn)
    return key
  })
  const sectionKey = (target: Target) => ('key' in target ? target.key : sections[target.fresh]!)
  const subjects = subjectKeys(db)
  const groups = plan.groups.map((planned) => {
    const key = applyGroup(db, write, planned, { schoolYearKey, subjects, sectionKey }, apply)
    putTeachers(db, key, planned.newTeachers.map(personKey), planned.goneTeacherKeys, firstOn)
    return key
  })
  return {
    keyOf: ({ kind, target }) =>
      'key' in target ? target.key : kind === 'section' ? sectionKey(target) : groups[target.fresh]!,
  }
}

function applySection(
  db: Db,
  write: RosterStatements,
  { known, name, gradeLevel, isRenamed, isRestored }: PlannedSection,
  schoolYearKey: number,
  { newId }: RosterApply,
): number {
  if (known === null) return write.addSection({ id: newId(), schoolYearKey, name, gradeLevel })
  if (isRenamed || isRestored) {
    db.update(tables.sections)
      .set({ name, gradeLevel, ...(isRestored ? { archivedAt: null } : {}) })
      .where(eq(tables.sections.key, known.key))
      .run()
  }
  return known.key
}

/** From a day on; who advised it before ends the day before, or never did when they began on that day. */
function putAdviser(db: Db, sectionKey: number, personKey: number, firstOn: string): void {
  const { advisers } = tables
  const present = and(eq(advisers.sectionKey, sectionKey), isNull(advisers.lastOn))
  db.delete(advisers)
    .where(and(present, sql`${advisers.firstOn} >= ${firstOn}`))
    .run()
  db.update(advisers)
    .set({ lastOn: addDays(firstOn, -1) })
    .where(present)
    .run()
  db.insert(advisers).values({ sectionKey, personKey, firstOn }).run()
}

interface GroupParts {
  readonly schoolYearKey: number
  readonly subjects: Map<string, number>
  readonly sectionKey: (target: Target) => number
}

function applyGroup(
  db: Db,
  write: RosterStatements,
  { known, subject, name, sections, isChanged, isRestored }: PlannedGroup,
  { schoolYearKey, subjects, sectionKey }: GroupParts,
  { at, newId }: RosterApply,
): number {
  const { teachingGroups, teachingGroupSections } = tables
  const sectionKeys = sections.map(sectionKey)
  if (known === null) {
    const groupKey = write.addGroup({
      id: newId(),
      schoolYearKey,
      subjectKey: ensureSubject(db, subjects, subject, newId),
      name,
      createdAt: at,
    })
    for (const key of sectionKeys) db.insert(teachingGroupSections).values({ groupKey, sectionKey: key }).run()
    return groupKey
  }
  if (isChanged || isRestored) {
    db.update(teachingGroups)
      .set({ name, ...(isRestored ? { archivedAt: null } : {}) })
      .where(eq(teachingGroups.key, known.key))
      .run()
    const gone = known.sectionKeys.filter((key) => !sectionKeys.includes(key))
    if (gone.length > 0) {
      db.delete(teachingGroupSections)
        .where(and(eq(teachingGroupSections.groupKey, known.key), inArray(teachingGroupSections.sectionKey, gone)))
        .run()
    }
    for (const key of sectionKeys) {
      if (!known.sectionKeys.includes(key)) {
        db.insert(teachingGroupSections).values({ groupKey: known.key, sectionKey: key }).run()
      }
    }
  }
  return known.key
}

function subjectKeys(db: Db): Map<string, number> {
  return new Map(
    db
      .select({ key: tables.subjects.key, name: tables.subjects.name })
      .from(tables.subjects)
      .all()
      .map(({ key, name }) => [foldText(name), key]),
  )
}

function ensureSubject(db: Db, subjects: Map<string, number>, name: string, newId: () => string): number {
  const there = subjects.get(foldText(name))
  if (there !== undefined) return there
  const { key } = db.insert(tables.subjects).values({ id: newId(), name }).returning({ key: tables.subjects.key }).get()
  subjects.set(foldText(name), key)
  return key
}

/** From a day on; who is gone taught until the day before, or never when they began on that day. */
function putTeachers(
  db: Db,
  groupKey: number,
  personKeys: readonly number[],
  goneKeys: readonly number[],
  firstOn: string,
): void {
  const { assignments } = tables
  for (const personKey of personKeys) db.insert(assignments).values({ groupKey, personKey, firstOn }).run()
  if (goneKeys.length === 0) return
  const present = and(
    eq(assignments.groupKey, groupKey),
    inArray(assignments.personKey, [...goneKeys]),
    isNull(assignments.lastOn),
  )
  db.delete(assignments)
    .where(and(present, sql`${assignments.firstOn} >= ${firstOn}`))
    .run()
  db.update(assignments)
    .set({ lastOn: addDays(firstOn, -1) })
    .where(present)
    .run()
}
