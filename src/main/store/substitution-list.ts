import { sql } from 'drizzle-orm'
import type { tables, Db } from './database.ts'
import { readClasses, type ClassToHold, type SubstitutionWay, type WantedSubstitution } from './substitution-plan.ts'

type Who = { readonly id: string; readonly name: string }

/** A substitution as lists show it. Instants are epoch ms. */
export interface KeptSubstitution extends Pick<WantedSubstitution, 'firstOn' | 'lastOn'> {
  readonly id: string
  readonly teacher: Who
  readonly substitute: Who
  readonly reason: string
  readonly arrangedBy: string
  readonly arrangedAt: number
  readonly undoneAt: number | null
  readonly classes: readonly ClassToHold[]
}

/** A substitution as it is kept. */
export type SubstitutionRow = typeof tables.substitutions.$inferSelect

/** The classes of substitutions as they stand by now, by start: as many queries for a list of them as for one. */
export function classesOf(
  db: Db,
  substitutions: readonly SubstitutionRow[],
  now: number,
): (of: SubstitutionRow) => ClassToHold[] {
  const keys = JSON.stringify(substitutions.map(({ key }) => key))
  const rows = db.all<{ of: number; dateKey: number; way: SubstitutionWay; newMeetingId: string | null }>(sql`
    select sd.substitution_key as "of", sd.occurrence_key as dateKey, sd.way, m.id as newMeetingId
    from substitution_dates sd left join meetings m on m.key = sd.new_meeting_key
    where sd.substitution_key in (select value from json_each(${keys}))`)
  const refused = refusingHosts(db)
  const classes = readClasses(db, [...new Set(rows.map(({ dateKey }) => dateKey))], now)
  const byDate = new Map(classes.map((each, place) => [each.date.key, { each, place }]))
  const held = Map.groupBy(rows, ({ of }) => of)
  return ({ key }) =>
    (held.get(key) ?? [])
      .flatMap(({ dateKey, way, newMeetingId }) => {
        const found = byDate.get(dateKey)
        return found === undefined ? [] : [{ ...found, way, newMeetingId }]
      })
      .toSorted((a, b) => a.place - b.place)
      .map(({ each, way, newMeetingId }) => ({
        ...each,
        way,
        newMeetingId,
        refusesHosts: refused.has(each.meeting.key),
      }))
}

/** Meetings whose change Zoom refused because of its alternative hosts. */
const refusingHosts = (db: Db): Set<number> =>
  new Set(
    db
      .all<{ key: number }>(sql`
        select meeting_key as key from outbox
        where state = 'refused' and action in ('create', 'update') and problem ->> 'field' = 'alternativeHosts'`)
      .map(({ key }) => key),
  )

/** Substitutions as lists show them, in their order. */
export function keptOf(db: Db, rows: readonly SubstitutionRow[], now: number): KeptSubstitution[] {
  const people = JSON.stringify(rows.flatMap(({ teacherKey, substituteKey }) => [teacherKey, substituteKey]))
  const names = new Map(
    db
      .all<Who & { key: number }>(
        sql`select key, id, list_name as name from persons where key in (select value from json_each(${people}))`,
      )
      .map(({ key, id, name }): [number, Who] => [key, { id, name }]),
  )
  const classes = classesOf(db, rows, now)
  return rows.map((row) => {
    const { id, firstOn, lastOn, reason, actor: arrangedBy, arrangedAt, undoneAt } = row
    return {
      ...{ id, firstOn, lastOn, reason, arrangedBy, arrangedAt, undoneAt },
      teacher: names.get(row.teacherKey)!,
      substitute: names.get(row.substituteKey)!,
      classes: classes(row),
    }
  })
}
