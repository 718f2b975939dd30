import { sql } from 'drizzle-orm'
import type { Db } from './database.ts'

/** The reason of an undo: no person's override can be without one, so that is how it is told. */
export const undoReason = ''

/** A mark that a person set by hand. */
export interface OverrideRow {
  readonly key: number
  readonly id: string
  readonly periodKey: number
  readonly personKey: number
  readonly personId: string
  readonly presence: 'present' | 'partial' | 'absent' | 'byTheRule'
  readonly isLate: boolean
  readonly hasLeftEarly: boolean
  readonly excuse: string | null
  readonly reason: string
  readonly actor: string
  readonly at: number
}

/** Every override of these periods, oldest first. */
export function readOverrides(db: Db, periodKeys: readonly number[]): OverrideRow[] {
  return db
    .all<Omit<OverrideRow, 'isLate' | 'hasLeftEarly'> & { isLate: number; hasLeftEarly: number }>(
      sql`
    select o.key, o.id, o.period_key as periodKey, o.person_key as personKey, n.id as personId, o.presence,
      o.is_late as isLate, o.has_left_early as hasLeftEarly, o.excuse, o.reason, o.actor, o.at
    from overrides o join persons n on n.key = o.person_key
    where o.period_key in ${periodKeys} order by o.key`,
    )
    .map((row) => ({ ...row, isLate: row.isLate === 1, hasLeftEarly: row.hasLeftEarly === 1 }))
}

/** Whether the row takes back the one before it. */
export const isUndo = ({ reason }: Pick<OverrideRow, 'reason'>): boolean => reason === undoReason

/**
 * The override that stands for each student of each period, by period and person key. Rows are only ever added: the
 * latest counts, and an undo brings back what stood before.
 */
export function standingOverrides(rows: readonly OverrideRow[]): Map<number, Map<number, OverrideRow>> {
  const standing = new Map<number, Map<number, OverrideRow>>()
  for (const [periodKey, ofPeriod] of Map.groupBy(rows, (row) => row.periodKey)) {
    const byPerson = new Map<number, OverrideRow>()
    for (const [personKey, ofPerson] of Map.groupBy(ofPeriod, (row) => row.personKey)) {
      const stack: OverrideRow[] = []
      for (const row of ofPerson) {
        if (isUndo(row)) stack.pop()
        else stack.push(row)
      }
      const top = stack.at(-1)
      if (top !== undefined) byPerson.set(personKey, top)
    }
    standing.set(periodKey, byPerson)
  }
  return standing
}
