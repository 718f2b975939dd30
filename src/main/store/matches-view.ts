import { inArray, sql } from 'drizzle-orm'
import { identityKeysOf } from '../../shared/domain/participant.ts'
import { readSiblings, readStays, type StayRow } from './attendance-queries.ts'
import { participantOf } from './attendance-reports.ts'
import { judgedReadKeys } from './attendance-rows.ts'
import type { KeptSuggestion } from './attendance-strangers.ts'
import { tables, type Db } from './database.ts'

/** Somebody of a class whom no certain evidence names, or whom a person has named. */
export interface StrangerView {
  readonly key: string
  readonly periodKey: number
  readonly periodId: string
  readonly startAt: number
  readonly displayName: string
  readonly email: string | null
  readonly seconds: number
  readonly why: string
  readonly stays: readonly StayRow[]
  readonly suggestions: readonly (KeptSuggestion & { readonly listName: string })[]
  readonly decided: {
    readonly as: 'person' | 'notAStudent'
    readonly personIds: readonly string[]
    readonly by: string
    readonly at: number
  } | null
}

/** A row of "Who is this?" with the class that it is of. */
export interface StrangerRow {
  readonly periodKey: number
  readonly periodId: string
  readonly startAt: number
  readonly groupKey: number
  readonly schoolYearKey: number
  readonly identity: string
  readonly displayName: string
  readonly email: string
  readonly seconds: number
  readonly why: string
  readonly suggestions: string
  readonly isOpen: number
}

/** Who stands in the list (and with `includeDecided` who stood there): latest class first, longest there first. */
export function readRows(db: Db, periodKey: number | null, includeDecided: boolean): StrangerRow[] {
  return db.all<StrangerRow>(sql`
    select s.period_key as periodKey, p.id as periodId, p.start_instant as startAt, p.group_key as groupKey,
      g.school_year_key as schoolYearKey, s.identity, s.display_name as displayName, s.email, s.seconds, s.why,
      s.suggestions, s.is_open as isOpen
    from strangers s join class_periods p on p.key = s.period_key join teaching_groups g on g.key = p.group_key
    where ${periodKey === null ? sql`1 = 1` : sql`s.period_key = ${periodKey}`}
      and ${includeDecided ? sql`1 = 1` : sql`s.is_open = 1`}
    order by p.start_instant desc, p.key, s.seconds desc, s.identity`)
}

/** Adds evidence, suggestions and decisions, in a fixed number of queries. */
export function viewsOf(db: Db, rows: readonly StrangerRow[]): StrangerView[] {
  const periodKeys = [...new Set(rows.map(({ periodKey }) => periodKey))]
  const readKeys = judgedReadKeys(db, periodKeys)
  const stays = Map.groupBy(readStays(db, [...new Set([...readKeys.values()].flat())]), ({ readKey }) => readKey)
  const ofPeriod = new Map(
    [...readKeys].map(([periodKey, keys]) => {
      const own = keys.flatMap((key) => stays.get(key) ?? [])
      const identities = identityKeysOf(own.map(participantOf))
      return [periodKey, Map.groupBy(own, (_, index) => identities[index]!)]
    }),
  )
  const suggested = rows.map((row) => JSON.parse(row.suggestions) as KeptSuggestion[])
  const names = readListNames(
    db,
    suggested.flat().map(({ personId }) => personId),
  )
  const decisions = decisionsAbout(db, rows)
  return rows.map((row, index) => {
    const decision = row.isOpen === 1 ? undefined : decisions.get(row)
    return {
      key: row.identity,
      periodKey: row.periodKey,
      periodId: row.periodId,
      startAt: row.startAt,
      displayName: row.displayName,
      email: row.email === '' ? null : row.email,
      seconds: row.seconds,
      why: row.why,
      stays: ofPeriod.get(row.periodKey)?.get(row.identity) ?? [],
      suggestions: suggested[index]!.flatMap((suggestion) => {
        const listName = names.get(suggestion.personId)
        return listName === undefined ? [] : [{ ...suggestion, listName }]
      }),
      decided:
        decision === undefined || decision.kind === 'withdrawn'
          ? null
          : { as: decision.kind, personIds: decision.personIds, by: decision.actor, at: decision.at },
    }
  })
}

function readListNames(db: Db, personIds: readonly string[]): Map<string, string> {
  const ids = [...new Set(personIds)]
  const rows = db.all<{ id: string; listName: string }>(
    sql`select id, list_name as listName from persons where id in (select value from json_each(${JSON.stringify(ids)}))`,
  )
  return new Map(rows.map(({ id, listName }) => [id, listName]))
}

/** The latest word about each of these people, said in their period or in one that shares a run with it. */
export function decisionsAbout(db: Db, rows: readonly StrangerRow[]): Map<StrangerRow, Decision> {
  const periodKeys = [...new Set(rows.map(({ periodKey }) => periodKey))]
  const siblings = Map.groupBy(readSiblings(db, periodKeys), ({ periodKey }) => periodKey)
  const all = [...periodKeys, ...[...siblings.values()].flat().map(({ siblingKey }) => siblingKey)]
  const said = Map.groupBy(
    db
      .select()
      .from(tables.identityDecisions)
      .where(inArray(tables.identityDecisions.periodKey, all))
      .orderBy(tables.identityDecisions.at, tables.identityDecisions.key)
      .all(),
    ({ identity }) => identity,
  )
  return new Map(
    rows.flatMap((row) => {
      const own = [row.periodKey, ...(siblings.get(row.periodKey) ?? []).map(({ siblingKey }) => siblingKey)]
      const last = said.get(row.identity)?.findLast(({ periodKey }) => own.includes(periodKey))
      return last === undefined ? [] : [[row, last]]
    }),
  )
}

type Decision = typeof tables.identityDecisions.$inferSelect
