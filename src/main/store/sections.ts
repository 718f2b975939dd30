import { sql, type SQL } from 'drizzle-orm'
import { ProblemError } from '../../shared/problem.ts'
import type { Database, Db, tables } from './database.ts'
import { countsAtAll, isEnrolledOn } from './enrolled.ts'
import { readEnrollments, type EnrollmentRow } from './enrollment-rows.ts'
import { readPeople, type KeptPerson } from './people-rows.ts'
import { listGroups, type GroupRow } from './teaching-groups.ts'

/** A section with the figures that lists show, as of a date. */
export interface SectionRow {
  readonly id: string
  readonly key: number
  readonly name: string
  readonly gradeLevel: string
  readonly shift: string
  readonly adviser: string | null
  readonly adviserId: string | null
  readonly adviserSince: string | null
  readonly isArchived: boolean
  readonly studentCount: number
  readonly withoutAddressCount: number
  readonly missingCount: number
  readonly allowedDomains: readonly string[] | null
  readonly linkKind: typeof tables.sections.$inferSelect.linkKind
}

/** Somebody's place in a section. */
export interface Enrolled {
  readonly person: KeptPerson
  readonly enrollment: EnrollmentRow
}

/** A section with everybody who is in it or comes to it, and those who left before. */
export interface SectionPage {
  readonly section: SectionRow
  readonly students: readonly Enrolled[]
  readonly left: readonly Enrolled[]
  readonly groups: readonly GroupRow[]
}

/** Sections and teaching groups, read. */
export function createSectionsStore(database: Database) {
  return {
    /** Sections as of a date, by grade and name: those of now, or the archived ones. */
    list: (on: string, isArchived: boolean): Promise<SectionRow[]> =>
      database.read((db) =>
        readSections(db, on, isArchived ? sql`s.archived_at is not null` : sql`s.archived_at is null`),
      ),

    /** One section as of a date, its people by list name. Raises `notFound`. */
    get: (id: string, on: string): Promise<SectionPage> =>
      database.read((db) => {
        const section = getSection(db, id, on)
        const enrolled = readEnrolled(db, section.key)
        const isHere = ({ enrollment: { lastOn } }: Enrolled) => lastOn === null || lastOn >= on
        const here = enrolled.filter(isHere)
        const again = new Set(here.map(({ person }) => person.key))
        return {
          section,
          students: here,
          left: enrolled.filter((each) => !isHere(each) && !again.has(each.person.key)),
          groups: listGroups(db, { sectionId: id }, on),
        }
      }),

    /** Teaching groups as of a date, of one section or all. */
    listGroups: (sectionId: string | null, on: string): Promise<GroupRow[]> =>
      database.read((db) => listGroups(db, { sectionId }, on)),
  }
}
export type SectionsStore = ReturnType<typeof createSectionsStore>

/** One section as of a date. Raises `notFound`. */
export function getSection(db: Db, id: string, on: string): SectionRow {
  const [section] = readSections(db, on, sql`s.id = ${id}`)
  if (section !== undefined) return section
  throw new ProblemError('notFound', 'This section is not in Homeroom any more.', { fix: 'Reload the list.' })
}

/** The key of a section. Raises `notFound` with the field. */
export function sectionKeyOf(db: Db, id: string, field = 'sectionId'): number {
  const section = db.get<{ key: number } | undefined>(sql`select key from sections where id = ${id}`)
  if (section !== undefined) return section.key
  throw new ProblemError('notFound', 'This section is not in Homeroom any more.', {
    field,
    fix: 'Choose the section again.',
  })
}

interface Row extends Omit<SectionRow, 'isArchived' | 'withoutAddressCount' | 'allowedDomains'> {
  readonly isArchived: 0 | 1
  readonly withAddressCount: number
  readonly allowedDomains: string | null
}

function readSections(db: Db, on: string, condition: SQL): SectionRow[] {
  const adviser = (column: SQL) => sql`(
    select ${column} from advisers a join persons p on p.key = a.person_key
    where a.section_key = s.key and a.first_on <= ${on} and (a.last_on is null or a.last_on >= ${on})
    order by a.key desc limit 1)`
  const rows = db.all<Row>(sql`
    select s.id, s.key, s.name, s.grade_level as gradeLevel, s.shift, s.archived_at is not null as isArchived,
      s.allowed_domains as allowedDomains, s.link_kind as linkKind,
      ${adviser(sql`p.list_name`)} as adviser, ${adviser(sql`p.id`)} as adviserId,
      ${adviser(sql`a.first_on`)} as adviserSince,
      (select count(*) from enrollments e where e.section_key = s.key and ${isEnrolledOn(on)}) as studentCount,
      (select count(*) from enrollments e where e.section_key = s.key and ${isEnrolledOn(on)}
        and exists (select 1 from emails m where m.person_key = e.person_key and m.owner = 'own')) as withAddressCount,
      (select count(*) from missing_students x join enrollments e on e.key = x.enrollment_key
        where e.section_key = s.key and x.settled_at is null and e.last_on is null and ${countsAtAll}) as missingCount
    from sections s
    where ${condition}
    order by cast(s.grade_level as integer), s.grade_level, s.name`)
  return rows.map(({ withAddressCount, isArchived, allowedDomains, ...row }) => ({
    ...row,
    isArchived: isArchived === 1,
    withoutAddressCount: row.studentCount - withAddressCount,
    allowedDomains: allowedDomains === null ? null : (JSON.parse(allowedDomains) as string[]),
  }))
}

function readEnrolled(db: Db, sectionKey: number): Enrolled[] {
  const rows = readEnrollments(db, sql`e.section_key = ${sectionKey} and ${countsAtAll}`)
  const persons = new Map(
    readPeople(
      db,
      rows.map(({ personKey }) => personKey),
    ).map((person) => [person.key, person]),
  )
  return rows
    .map((enrollment) => ({ enrollment, person: persons.get(enrollment.personKey)! }))
    .toSorted((a, b) => compareNames(a.person.listName, b.person.listName) || a.person.key - b.person.key)
}

const names = new Intl.Collator('en', { sensitivity: 'base' })
const compareNames = (a: string, b: string): number => names.compare(a, b)
