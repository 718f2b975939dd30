import { sql } from 'drizzle-orm'
import { daysThatDiffer, type PlaceDays, type Stay } from '../../shared/domain/enrollment.ts'
import type { Db } from './database.ts'

/** Days on which one person is on one of two lists and not on the other. */
export interface DifferingDays extends PlaceDays {
  readonly personKey: number
}

/** A class period that has begun, and the people of whom some are expected in it by one list and not by the other. */
export interface DifferingPeriod {
  readonly key: number
  /** Whether it is judged: only then there are marks. */
  readonly isJudged: boolean
  readonly personKeys: readonly number[]
}

/** On which days the two lists of each person's stays differ. */
export const differingDays = (
  people: readonly { readonly key: number; readonly before: readonly Stay[]; readonly after: readonly Stay[] }[],
): DifferingDays[] =>
  people.flatMap(({ key, before, after }) => daysThatDiffer(before, after).map((days) => ({ personKey: key, ...days })))

/** The class periods that had begun by `now` on those days, in those places; cancelled ones left out. */
export function periodsOf(db: Db, days: readonly DifferingDays[], now: number): DifferingPeriod[] {
  if (days.length === 0) return []
  const rows = db.all<{ key: number; isJudged: 0 | 1; personKeys: string }>(sql`
    with days as (
      select value ->> 0 as person_key, value ->> 1 as kind, value ->> 2 as place, value ->> 3 as from_on, value ->> 4 as to_on
      from json_each(${JSON.stringify(
        days.map(({ personKey, place, fromOn, toOn }) => [personKey, place.kind, place.id, fromOn, toOn]),
      )})),
    groups as (
      select d.*, gs.group_key from days d join sections s on d.kind = 'section' and s.id = d.place
      join teaching_group_sections gs on gs.section_key = s.key
      union all
      select d.*, g.key from days d join teaching_groups g on d.kind = 'group' and g.id = d.place)
    select p.key, exists (select 1 from period_states x where x.period_key = p.key) as isJudged,
      json_group_array(distinct d.person_key) as personKeys
    from groups d join class_periods p on p.group_key = d.group_key
      and p.on_date >= d.from_on and (d.to_on is null or p.on_date <= d.to_on)
    where p.start_instant <= ${now} and p.cancelled_at is null
    group by p.key order by p.start_instant, p.key`)
  return rows.map(({ key, isJudged, personKeys }) => ({
    key,
    isJudged: isJudged === 1,
    personKeys: JSON.parse(personKeys) as number[],
  }))
}
