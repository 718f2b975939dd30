import { sql } from 'drizzle-orm'
import type { SchoolPart } from '../../shared/domain/class-days.ts'
import { sectionTitle } from '../../shared/domain/list-names.ts'
import { dayTypesBetween, type KeptDay } from './calendar.ts'
import type { Database, Db } from './database.ts'
import { homeroom } from './meetings-schedule.ts'
import { courseOf } from './meetings-view.ts'
import { readStanding, type StandingClaim, type Window } from './planning-standing.ts'
import { readSettings, type KeptSettings } from './policies.ts'
import { sectionKeyOf } from './sections.ts'
import { groupKeyOf } from './teaching-groups.ts'

/** Whom a meeting is planned for; neither: whoever gets the link. */
export interface PlannedFor {
  readonly teachingGroupId?: string | undefined
  readonly sectionId?: string | undefined
}

/** Who teaches the class, and when. */
export interface PlannedTeacher {
  readonly id: string
  readonly firstOn: string
  readonly lastOn: string | null
  /** Own ones, folded. */
  readonly addresses: readonly string[]
}

/** The class of a meeting, as planning needs it. */
export interface PlannedClass {
  /** As titles have it: "Grade 7 Mabini, Mathematics"; empty for no class. */
  readonly course: string
  readonly parts: readonly SchoolPart[]
  /** Those of every date, the first one first. */
  readonly teachers: readonly PlannedTeacher[]
}

/** What plans are held against: the class, the calendar, the school's hours, and everything that is planned already. */
export function createPlanningStore(database: Database) {
  return {
    /** Raises `notFound` with the field when the group or section is gone. */
    classOf: (of: PlannedFor): Promise<PlannedClass> => database.read((db) => readClass(db, of)),

    /** What was said of the days of a range, both ends included, in the order in which it was said; and the school's hours. */
    calendar: (
      fromOn: string,
      toOn: string,
    ): Promise<{ readonly words: readonly KeptDay[]; readonly schoolHours: KeptSettings['schoolHours'] }> =>
      database.read((db) => ({
        words: dayTypesBetween(db, fromOn, toOn),
        schoolHours: readSettings(db).schoolHours,
      })),

    /** Everything that takes place in one of the windows, but for one meeting; see {@link readStanding}. */
    standing: (windows: readonly Window[], withoutMeetingId: string | null): Promise<StandingClaim[]> =>
      database.read((db) => readStanding(db, windows, withoutMeetingId)),
  }
}
export type PlanningStore = ReturnType<typeof createPlanningStore>

function readClass(db: Db, { teachingGroupId, sectionId }: PlannedFor): PlannedClass {
  if (teachingGroupId !== undefined) {
    const key = groupKeyOf(db, teachingGroupId)
    const parts = readParts(
      db,
      sql`s.key in (select section_key from teaching_group_sections where group_key = ${key})`,
    )
    return {
      course: courseOf(db, key),
      parts: parts.map(partOf),
      teachers: readTeachers(
        db,
        sql`select person_key, first_on, last_on, key from assignments where group_key = ${key}`,
      ),
    }
  }
  if (sectionId === undefined) return { course: '', parts: [], teachers: [] }
  const key = sectionKeyOf(db, sectionId)
  const parts = readParts(db, sql`s.key = ${key}`)
  return {
    // The group that stands for the section is made with the meeting.
    course: parts.map(({ gradeLevel, name }) => `${sectionTitle(gradeLevel, name)}, ${homeroom}`).join(),
    parts: parts.map(partOf),
    teachers: readTeachers(db, sql`select person_key, first_on, last_on, key from advisers where section_key = ${key}`),
  }
}

type PartRow = SchoolPart & { readonly name: string }

const readParts = (db: Db, condition: ReturnType<typeof sql>): PartRow[] =>
  db.all(sql`
    select s.id as sectionId, s.grade_level as gradeLevel, s.shift, s.name from sections s
    where ${condition} order by s.grade_level, s.name`)

const partOf = ({ sectionId, gradeLevel, shift }: PartRow): SchoolPart => ({ sectionId, gradeLevel, shift })

function readTeachers(db: Db, teaching: ReturnType<typeof sql>): PlannedTeacher[] {
  const rows = db.all<Omit<PlannedTeacher, 'addresses'> & { key: number; address: string | null }>(sql`
    select t.key, p.id, t.first_on as firstOn, t.last_on as lastOn, e.address
    from (${teaching}) t join persons p on p.key = t.person_key
    left join emails e on e.person_key = t.person_key and e.owner = 'own'
    order by t.key, e.position, e.key`)
  return [...Map.groupBy(rows, ({ key }) => key).values()].map((same) => ({
    id: same[0]!.id,
    firstOn: same[0]!.firstOn,
    lastOn: same[0]!.lastOn,
    addresses: same.flatMap(({ address }) => address ?? []),
  }))
}
