import { sql, type SQL } from 'drizzle-orm'
import type { DayKind } from '../../shared/domain/class-days.ts'
import type { Db } from './database.ts'

/** A suspension as lists show it. Instants are epoch ms. */
export interface KeptSuspension {
  readonly id: string
  /** Its first and last day, and how many it has. */
  readonly on: string
  readonly lastOn: string
  readonly dayCount: number
  readonly kind: DayKind
  readonly fromTime: string | null
  /** All empty and null: the whole school. */
  readonly gradeLevels: readonly string[]
  readonly sectionIds: readonly string[]
  readonly shift: string | null
  readonly authority: string
  readonly orderedBy: string
  readonly orderedAt: number
  readonly undoneAt: number | null
  readonly cancelledCount: number
  readonly keptCount: number
}

/** Suspensions `s`, whose words `d` end on `d.last_on`, as lists show them: latest order first. */
export function suspensionsWhere(db: Db, which: SQL): KeptSuspension[] {
  return db
    .all<Omit<KeptSuspension, 'gradeLevels' | 'sectionIds'> & { gradeLevels: string; sectionIds: string }>(
      sql`
    with said as (
      select suspension_key, max(on_date) as last_on, count(distinct on_date) as days, max(kind) as kind,
        iif(count(shift) = count(*), max(shift), null) as shift
      from day_types where suspension_key is not null group by suspension_key)
    select s.id, s.on_date as "on", coalesce(d.last_on, s.on_date) as lastOn, coalesce(d.days, 1) as dayCount,
      coalesce(d.kind, 'suspended') as kind, s.from_time as fromTime, s.grade_levels as gradeLevels,
      s.section_ids as sectionIds, d.shift, s.authority, s.actor as orderedBy, s.ordered_at as orderedAt,
      s.undone_at as undoneAt,
      (select count(*) from suspension_dates o where o.suspension_key = s.key and o.action = 'cancelled') as cancelledCount,
      (select count(*) from suspension_dates o where o.suspension_key = s.key and o.action = 'kept') as keptCount
    from suspensions s left join said d on d.suspension_key = s.key
    where ${which} order by s.ordered_at desc, s.key desc`,
    )
    .map((row) => ({
      ...row,
      gradeLevels: JSON.parse(row.gradeLevels) as string[],
      sectionIds: JSON.parse(row.sectionIds) as string[],
    }))
}
