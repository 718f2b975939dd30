import { sql, type SQL } from 'drizzle-orm'
import { ProblemError } from '../../shared/problem.ts'
import type { Db } from './database.ts'
import { isEnrolledOn } from './enrolled.ts'
import { membersOf, sectionsOf, wordsOf, type SectionOfPerson } from './people-rows.ts'

/** What makes a person stand out in a list. */
export type PersonIssue = 'withoutAddress' | 'sharedAddress' | 'withoutNumber' | 'withoutSection'

/** Who is wanted, and from where on. */
export interface PeopleWanted {
  readonly kind: 'student' | 'staff'
  readonly text: string
  readonly sectionId?: string | undefined
  readonly gradeLevel?: string | undefined
  readonly issue?: PersonIssue | undefined
  readonly standing: 'present' | 'archived'
  readonly limit: number
  readonly cursor?: string | undefined
  /** Today, on the school's wall. */
  readonly on: string
}

/** A person as a list shows them. */
export interface ListedPerson {
  readonly key: number
  readonly id: string
  readonly kind: 'student' | 'staff'
  readonly listName: string
  readonly preferredName: string
  readonly studentNumber: string | null
  readonly sections: readonly SectionOfPerson[]
  readonly email: string | null
  readonly issues: readonly PersonIssue[]
  readonly isArchived: boolean
}

/**
 * A page of people by list name, and how many there are in all. Who has the same name as another stands in one order too,
 * so pages neither repeat nor leave out anybody. Raises `invalidInput` for a cursor that is none.
 */
export function listPeople(
  db: Db,
  wanted: PeopleWanted,
): { readonly people: ListedPerson[]; readonly nextCursor: string | null; readonly totalCount: number } {
  const { kind, standing, sectionId, gradeLevel, issue, limit, on } = wanted
  const conditions: SQL[] = [
    sql`p.kind = ${kind}`,
    standing === 'present'
      ? sql`p.archived_at is null`
      : sql`(p.archived_at is not null and p.merged_into_key is null)`,
    ...wordsOf(wanted.text).map((word) => sql`p.search_text like ${`%${word}%`}`),
  ]
  if (sectionId !== undefined) conditions.push(sql`p.key in ${membersOf(sectionId, on)}`)
  if (gradeLevel !== undefined) {
    conditions.push(sql`p.key in (
      select e.person_key from enrollments e join sections s on s.key = e.section_key
      where s.grade_level = ${gradeLevel} and ${isEnrolledOn(on)})`)
  }
  if (issue !== undefined) conditions.push(sql`(${issueOf(on)[issue]})`)
  const fits = sql.join(conditions, sql` and `)
  const after = wanted.cursor === undefined ? sql`` : sql`and (${byName}) > ${placeOf(db, wanted.cursor)}`
  // One more than asked for tells whether there is more.
  const rows = db.all<{ key: number; id: string }>(sql`
    select p.key, p.id from persons p
    where ${fits} ${after} order by ${byName} limit ${limit + 1}`)
  const { count } = db.get<{ count: number }>(sql`select count(*) as count from persons p where ${fits}`)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    people: readListed(
      db,
      shown.map(({ key }) => key),
      on,
    ),
    nextCursor: rows.length > limit && last !== undefined ? last.id : null,
    totalCount: count,
  }
}

/** These people as lists show them, in this order; unknown keys are left out. */
export function readListed(db: Db, keys: readonly number[], on: string): ListedPerson[] {
  const list = JSON.stringify(keys)
  const issues = issueOf(on)
  const rows = db.all<
    Omit<ListedPerson, 'sections' | 'issues' | 'isArchived'> & { isArchived: 0 | 1 } & Record<PersonIssue, 0 | 1>
  >(sql`
    select p.key, p.id, p.kind, p.list_name as listName, p.preferred_name as preferredName,
      p.student_number as studentNumber, p.archived_at is not null as isArchived,
      (select m.typed from emails m where m.person_key = p.key and m.owner = 'own' order by m.position, m.key limit 1) as email,
      ${sql.join(
        issueNames.map((name) => sql`(${issues[name]}) as ${sql.identifier(name)}`),
        sql`, `,
      )}
    from json_each(${list}) j join persons p on p.key = j.value order by j.key`)
  const sections = sectionsOf(db, keys, on)
  return rows.map(({ isArchived, withoutAddress, sharedAddress, withoutNumber, withoutSection, ...row }) => {
    const has = { withoutAddress, sharedAddress, withoutNumber, withoutSection }
    return {
      ...row,
      isArchived: isArchived === 1,
      sections: sections.get(row.key) ?? [],
      issues: issueNames.filter((name) => has[name] === 1),
    }
  })
}

/** "dela Cruz" stands among the D's; the same name twice in the order in which they were added. */
const byName = sql`p.list_name collate nocase, p.key`

const issueNames = ['withoutAddress', 'sharedAddress', 'withoutNumber', 'withoutSection'] as const

/** That person `p` has the issue. Staff need neither number nor section. */
const issueOf = (on: string): Readonly<Record<PersonIssue, SQL>> => ({
  withoutAddress: sql`not exists (select 1 from emails m where m.person_key = p.key and m.owner = 'own')`,
  sharedAddress: sql`exists (
    select 1 from emails m join emails o on o.address = m.address and o.person_key <> m.person_key
    join persons x on x.key = o.person_key and x.archived_at is null
    where m.person_key = p.key)`,
  withoutNumber: sql`p.kind = 'student' and p.student_number is null`,
  withoutSection: sql`p.kind = 'student' and not exists (
    select 1 from enrollments e where e.person_key = p.key and e.section_key is not null and ${isEnrolledOn(on)})`,
})

/** Where the page before ended: with the person of this id. */
function placeOf(db: Db, cursor: string): SQL {
  const last = db.get<{ listName: string; key: number } | undefined>(
    sql`select list_name as listName, key from persons where id = ${cursor}`,
  )
  if (last !== undefined) return sql`(${last.listName}, ${last.key})`
  throw new ProblemError('invalidInput', 'This is not where a page of the list ended.', {
    field: 'cursor',
    fix: 'Read the list from its beginning.',
  })
}
