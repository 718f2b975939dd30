import { eq, sql } from 'drizzle-orm'
import { identityKeysOf } from '../../shared/domain/participant.ts'
import { readReads, readRuns, readStays, type ReadRow, type StayRow } from './attendance-queries.ts'
import type { PeriodRecords } from './attendance-records.ts'
import { participantOf } from './attendance-reports.ts'
import { judgedReadKeys, readMarks, rowsOf, type MarkRow } from './attendance-rows.ts'
import { tables, type Db } from './database.ts'
import { isUndo, readOverrides, type OverrideRow } from './overrides-standing.ts'
import type { PeriodView } from './periods.ts'
import { firstRule } from './policies.ts'

/** Why somebody decided what about one mark. */
export interface MarkDecision {
  readonly id: string
  readonly at: number
  readonly by: string
  readonly what: string
  readonly reason: string
}

/** The rule that the marks follow from. */
export interface ShownRule {
  readonly id: string
  readonly preset: 'minutes' | 'percent'
  readonly presentMinutes: number
  readonly presentPercent: number
  readonly fromOn: string
}

/** The attendance of one class period with the evidence for it. */
export interface AttendanceView {
  readonly period: PeriodView
  readonly rule: ShownRule
  readonly heldFrom: number | null
  readonly heldTo: number | null
  readonly realFrom: number | null
  readonly realTo: number | null
  readonly rows: readonly MarkRow[]
  /** By person key. */
  readonly stays: ReadonlyMap<number, readonly StayRow[]>
  readonly history: ReadonlyMap<number, readonly MarkDecision[]>
  /** Oldest first, with whether each says the same as the one before it of the same run. */
  readonly reads: readonly (ReadRow & { readonly isSameAsBefore: boolean })[]
  readonly waitsFor: readonly string[]
  readonly closed: { readonly by: string; readonly at: number; readonly reason: string } | null
}

/** The rows of one period as an export takes them. */
export interface ExportView {
  readonly period: PeriodView
  readonly rows: readonly MarkRow[]
}

interface StateRow {
  readonly heldFrom: number | null
  readonly heldTo: number | null
  readonly realFrom: number | null
  readonly realTo: number | null
  readonly waitsFor: string
  readonly policyKey: number | null
  readonly closedBy: string | null
  readonly closedAt: number | null
  readonly closedReason: string | null
}

/** Puts one period's attendance together; `records` stand in for what is kept while nothing is. */
export function viewAttendance(db: Db, kept: PeriodView, records: PeriodRecords | null): AttendanceView {
  const { key } = kept
  const state =
    records?.state ??
    db.get<StateRow>(sql`
      select held_from as heldFrom, held_to as heldTo, real_from as realFrom, real_to as realTo, waits_for as waitsFor,
        policy_key as policyKey, closed_by as closedBy, closed_at as closedAt, closed_reason as closedReason
      from period_states where period_key = ${key}`)
  const marks = records === null ? readMarks(db, [key]) : new Map([[key, records.marks]])
  const rows = rowsOf(db, new Map([[key, kept.on]]), marks).get(key) ?? []
  const closed = 'closedAt' in state ? state : null
  return {
    period: records === null ? kept : { ...kept, figures: JSON.parse(records.state.figures) as PeriodView['figures'] },
    rule: ruleOf(db, state.policyKey),
    heldFrom: state.heldFrom,
    heldTo: state.heldTo,
    realFrom: state.realFrom,
    realTo: state.realTo,
    rows,
    stays: staysByPerson(db, key),
    history: historyOf(db, key),
    reads: readsOf(db, key),
    waitsFor: JSON.parse(state.waitsFor) as string[],
    closed:
      closed === null || closed.closedAt === null
        ? null
        : { by: closed.closedBy ?? '', at: closed.closedAt, reason: closed.closedReason ?? '' },
  }
}

function ruleOf(db: Db, policyKey: number | null): ShownRule {
  const kept =
    policyKey === null ? undefined : db.select().from(tables.policies).where(eq(tables.policies.key, policyKey)).get()
  if (kept === undefined)
    return {
      id: firstRule.policyId,
      preset: 'minutes',
      presentMinutes: 15,
      presentPercent: 0,
      fromOn: firstRule.fromOn,
    }
  const { id, presentMinutes, presentPercent, fromOn } = kept
  return { id, preset: kept.preset === 'percent' ? 'percent' : 'minutes', presentMinutes, presentPercent, fromOn }
}

/** The evidence as the report gave it, by the person whom it was found to be. */
function staysByPerson(db: Db, periodKey: number): Map<number, StayRow[]> {
  const keys = judgedReadKeys(db, [periodKey]).get(periodKey) ?? []
  const matches = Map.groupBy(
    db.all<{ identity: string; personKey: number }>(
      sql`select identity, person_key as personKey from matches where period_key = ${periodKey}`,
    ),
    ({ identity }) => identity,
  )
  const byPerson = new Map<number, StayRow[]>()
  const stays = readStays(db, keys)
  const identities = identityKeysOf(stays.map(participantOf))
  for (const [index, stay] of stays.entries()) {
    for (const { personKey } of matches.get(identities[index]!) ?? []) {
      const own = byPerson.get(personKey)
      if (own === undefined) byPerson.set(personKey, [stay])
      else own.push(stay)
    }
  }
  for (const own of byPerson.values()) own.sort((a, b) => a.joinedAt - b.joinedAt || a.leftAt - b.leftAt)
  return byPerson
}

function readsOf(db: Db, periodKey: number): AttendanceView['reads'] {
  const runs = readRuns(db, [periodKey]).map(({ instanceKey }) => instanceKey)
  const last = new Map<number, string>()
  return readReads(db, runs).map((read) => {
    const isSameAsBefore = last.get(read.instanceKey) === read.digest
    last.set(read.instanceKey, read.digest)
    return { ...read, isSameAsBefore }
  })
}

/** What people decided about each mark, latest first: overrides, and who somebody was. */
function historyOf(db: Db, periodKey: number): Map<number, MarkDecision[]> {
  const identified = db.all<{ personKey: number; id: string; at: number; by: string }>(sql`
    select n.key as personKey, d.id, d.at, d.actor as "by"
    from identity_decisions d join json_each(d.person_ids) j join persons x on x.id = j.value
    join persons n on n.key = coalesce(x.merged_into_key, x.key)
    where d.period_key = ${periodKey} and d.kind = 'person'`)
  const all = [
    ...readOverrides(db, [periodKey]).map((row) => ({
      personKey: row.personKey,
      decision: { id: row.id, at: row.at, by: row.actor, what: whatOf(row), reason: row.reason },
    })),
    ...identified.map(({ personKey, ...decision }) => ({
      personKey,
      decision: { ...decision, what: 'identified', reason: '' },
    })),
  ]
  return new Map(
    [...Map.groupBy(all, ({ personKey }) => personKey)].map(([personKey, own]) => [
      personKey,
      own.map(({ decision }) => decision).toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)),
    ]),
  )
}

/** Closed-list words: `undo`, or the presence that was set and the flags with it. */
function whatOf(row: OverrideRow): string {
  if (isUndo(row)) return 'undo'
  const { presence, isLate, hasLeftEarly } = row
  return [presence, ...(isLate ? ['late'] : []), ...(hasLeftEarly ? ['leftEarly'] : [])].join(' ')
}
