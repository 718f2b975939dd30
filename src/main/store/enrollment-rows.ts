import { sql, type SQL } from 'drizzle-orm'
import type { Place, Stay } from '../../shared/domain/enrollment.ts'
import { sectionTitle } from '../../shared/domain/list-names.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Db } from './database.ts'

/** An enrollment as it is kept, with what its place is called. */
export interface EnrollmentRow extends Stay {
  readonly id: string
  readonly key: number
  readonly personKey: number
  /** Key of the section or of the teaching group. */
  readonly placeKey: number
  /** "Grade 7 Mabini", or "Grade 7 Mabini, Robotics" of a teaching group. */
  readonly title: string
}

interface Row extends Omit<EnrollmentRow, 'place' | 'title' | 'placeKey'> {
  readonly sectionKey: number | null
  readonly sectionId: string | null
  readonly sectionName: string | null
  readonly gradeLevel: string | null
  readonly groupKey: number | null
  readonly groupId: string | null
}

/** The enrollments `e` that fit a condition, in the order of their first days; those entered by mistake too. */
export function readEnrollments(db: Db, condition: SQL): EnrollmentRow[] {
  const rows = db.all<Row>(sql`
    select e.key, e.id, e.person_key as personKey, e.first_on as firstOn, e.last_on as lastOn,
      e.start_reason as startReason, e.start_detail as startDetail, e.end_reason as endReason, e.end_detail as endDetail,
      s.key as sectionKey, s.id as sectionId, s.name as sectionName, s.grade_level as gradeLevel,
      g.key as groupKey, g.id as groupId
    from enrollments e
    left join sections s on s.key = e.section_key
    left join teaching_groups g on g.key = e.group_key
    where ${condition} order by e.first_on, e.key`)
  const titles = groupTitles(
    db,
    rows.flatMap(({ groupKey }) => groupKey ?? []),
  )
  return rows.map(({ sectionKey, sectionId, sectionName, gradeLevel, groupKey, groupId, ...row }) =>
    sectionId !== null
      ? {
          ...row,
          place: { kind: 'section', id: sectionId },
          placeKey: sectionKey!,
          title: sectionTitle(gradeLevel ?? '', sectionName ?? ''),
        }
      : { ...row, place: { kind: 'group', id: groupId! }, placeKey: groupKey!, title: titles.get(groupKey!) ?? '' },
  )
}

/** Every enrollment of these people, by person. */
export const readStays = (db: Db, personKeys: readonly number[]): Map<number, EnrollmentRow[]> =>
  Map.groupBy(
    readEnrollments(db, sql`e.person_key in (select value from json_each(${JSON.stringify(personKeys)}))`),
    ({ personKey }) => personKey,
  )

/** How teaching groups are called: "Grade 7 Mabini + Grade 7 Rizal, Mathematics". */
export function groupTitles(db: Db, groupKeys: readonly number[]): Map<number, string> {
  if (groupKeys.length === 0) return new Map()
  const rows = db.all<{ groupKey: number; subject: string; name: string | null; gradeLevel: string | null }>(sql`
    select g.key as groupKey, j.name as subject, s.name, s.grade_level as gradeLevel
    from teaching_groups g join subjects j on j.key = g.subject_key
    left join teaching_group_sections gs on gs.group_key = g.key left join sections s on s.key = gs.section_key
    where g.key in (select value from json_each(${JSON.stringify(groupKeys)}))
    order by s.grade_level, s.name`)
  return new Map(
    [...Map.groupBy(rows, ({ groupKey }) => groupKey)].map(([key, parts]) => {
      const sections = parts.flatMap(({ name, gradeLevel }) =>
        name === null ? [] : sectionTitle(gradeLevel ?? '', name),
      )
      return [key, [sections.join(' + '), parts[0]!.subject].filter((part) => part !== '').join(', ')]
    }),
  )
}

/** How a section or a teaching group is called. Raises `notFound`, and `conflict` for one that is archived. */
export function placeTitle(db: Db, { kind, id }: Place): string {
  const field = kind === 'section' ? 'change.sectionId' : 'change.groupId'
  const place =
    kind === 'section'
      ? db.get<PlaceRow | undefined>(
          sql`select key, name, grade_level as gradeLevel, archived_at as archivedAt from sections where id = ${id}`,
        )
      : db.get<PlaceRow | undefined>(
          sql`select key, '' as name, '' as gradeLevel, archived_at as archivedAt from teaching_groups where id = ${id}`,
        )
  if (place === undefined) {
    throw new ProblemError('notFound', 'This section or class is not in Homeroom any more.', {
      field,
      fix: 'Choose another.',
    })
  }
  if (place.archivedAt !== null) {
    throw new ProblemError('conflict', 'This section or class is archived: nobody can be enrolled in it.', {
      field,
      fix: 'Restore it first, or choose another.',
    })
  }
  if (kind === 'section') return sectionTitle(place.gradeLevel, place.name)
  return groupTitles(db, [place.key]).get(place.key) ?? ''
}

interface PlaceRow {
  readonly key: number
  readonly name: string
  readonly gradeLevel: string
  readonly archivedAt: number | null
}
