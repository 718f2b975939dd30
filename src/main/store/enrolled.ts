import { sql, type SQL } from 'drizzle-orm'

/*
 * Who belongs where on a date: the one place that says it. First and last day are inclusive, and what was entered by
 * mistake never counted. The enrollment is called `e` in every query.
 */

/** That enrollment `e` counts at all. */
export const countsAtAll: SQL = sql`(e.end_reason is null or e.end_reason <> 'enteredByMistake')`

/** That enrollment `e` counts on a date, given as a value or a column. */
export const isEnrolledOn = (on: string | SQL): SQL =>
  sql`(e.first_on <= ${on} and (e.last_on is null or e.last_on >= ${on}) and ${countsAtAll})`

/** The keys of everyone enrolled in the group or one of its sections on the date, each once. */
export const expectedKeys = ({ groupKey, on }: { readonly groupKey: number; readonly on: string }): SQL => sql`
  select e.person_key from enrollments e where e.group_key = ${groupKey} and ${isEnrolledOn(on)}
  union
  select e.person_key from enrollments e
  where e.section_key in (select section_key from teaching_group_sections where group_key = ${groupKey})
    and ${isEnrolledOn(on)}`
