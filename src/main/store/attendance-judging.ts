import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { loadCases, type PeriodCase } from './attendance-facts.ts'
import {
  recordsOf,
  type MarkRecord,
  type MatchRecord,
  type PeriodRecords,
  type StateRecord,
} from './attendance-records.ts'
import { createDirectory, type SchoolDirectory } from './attendance-school.ts'
import type { StrangerRecord } from './attendance-strangers.ts'
import { tables, type Database, type Db, type Noun } from './database.ts'

/** What a stored judgement tells the screens. */
export const judgedNouns: readonly Noun[] = ['attendance', 'periods', 'strangers']

/** A period with its judgement, and whether anything kept of it differs. */
export interface Judged {
  readonly key: number
  readonly records: PeriodRecords
  readonly isChanged: boolean
}

/** Judging on top of the facts, inside a caller's read or write. */
export interface Judging {
  /** The index of the whole school, kept until people change. */
  directory(db: Db): SchoolDirectory
  /** The facts of these periods as they stand. */
  cases(db: Db, keys: readonly number[], asOf: number): PeriodCase[]
  /** Judges without keeping anything. */
  judge(db: Db, keys: readonly number[], asOf: number): Judged[]
  /** Judges, and keeps what differs from what is kept; to be called inside a write. Doing it twice is doing it once. */
  judgeAndKeep(db: Db, keys: readonly number[], asOf: number): Judged[]
}

/** Makes the judging of one database; it remembers nothing but the index of the school's names. */
export function createJudging(database: Database): Judging {
  const directory = createDirectory(database)

  const cases = (db: Db, keys: readonly number[], asOf: number): PeriodCase[] =>
    loadCases(db, keys, { asOf, school: directory(db) })

  const compare = (db: Db, keys: readonly number[], asOf: number) => {
    const found = cases(db, keys, asOf)
    const kept = readKept(
      db,
      found.map(({ key }) => key),
    )
    return found.map((each) => {
      const before = kept(each.key)
      const records = recordsOf(each, directory(db), before.strangers)
      return { key: each.key, before, records, changes: changesOf(before, records) }
    })
  }

  return {
    directory,
    cases,
    judge: (db, keys, asOf) =>
      compare(db, keys, asOf).map(({ key, records, changes }) => ({ key, records, isChanged: changes.isAny })),
    judgeAndKeep(db, keys, asOf) {
      const judged = compare(db, keys, asOf)
      keep(
        db,
        judged.filter(({ changes }) => changes.isAny),
        asOf,
      )
      return judged.map(({ key, records, changes }) => ({ key, records, isChanged: changes.isAny }))
    },
  }
}

interface Kept {
  readonly state: string | null
  /** What is kept of each mark by person key, as one text. */
  readonly marks: ReadonlyMap<number, string>
  readonly matches: ReadonlyMap<string, string>
  readonly strangers: ReadonlyMap<string, StrangerRecord & { readonly text: string }>
}

interface Changes {
  readonly isAny: boolean
  readonly marks: readonly MarkRecord[]
  readonly marksGone: readonly number[]
  readonly matches: readonly MatchRecord[]
  readonly matchesGone: readonly string[]
  readonly strangers: readonly StrangerRecord[]
  readonly strangersGone: readonly string[]
}

const textOf = (record: object): string => JSON.stringify(Object.values(record))
/** A kept row as {@link textOf} writes its record: its period comes first and is left out. */
const keptText = (row: Keyed): string => JSON.stringify(Object.values(row).slice(1))
const matchKey = ({ identity, personKey }: MatchRecord): string => `${personKey} ${identity}`

function changesOf(before: Kept, records: PeriodRecords): Changes {
  const marks = records.marks.filter((mark) => {
    const kept = before.marks.get(mark.personKey)
    return kept === undefined || kept !== textOf(mark)
  })
  const matches = records.matches.filter((match) => before.matches.get(matchKey(match)) !== textOf(match))
  const strangers = records.strangers.filter(
    (stranger) => before.strangers.get(stranger.identity)?.text !== textOf(stranger),
  )
  const present = {
    marks: new Set(records.marks.map(({ personKey }) => personKey)),
    matches: new Set(records.matches.map(matchKey)),
    strangers: new Set(records.strangers.map(({ identity }) => identity)),
  }
  const gone = {
    marksGone: [...before.marks.keys()].filter((key) => !present.marks.has(key)),
    matchesGone: [...before.matches.keys()].filter((key) => !present.matches.has(key)),
    strangersGone: [...before.strangers.keys()].filter((key) => !present.strangers.has(key)),
  }
  const isStateChanged = before.state !== textOf(records.state)
  const isAny = isStateChanged || [marks, matches, strangers, ...Object.values(gone)].some(({ length }) => length > 0)
  return { isAny, marks, matches, strangers, ...gone }
}

/** What is kept of these periods, in four queries; columns in the order of the records, so that texts can be compared. */
function readKept(db: Db, keys: readonly number[]): (key: number) => Kept {
  const states = db.all<StateRecord & Keyed>(sql`
    select period_key as periodKey, state, held, final_at as finalAt, final_read_keys as finalReadKeys,
      next_read_at as nextReadAt, waits_for as waitsFor, figures, held_from as heldFrom, held_to as heldTo,
      real_from as realFrom, real_to as realTo, proposed_changes as proposedChanges, policy_key as policyKey
    from period_states where period_key in ${keys}`)
  const marks = db.all<MarkRecord & Keyed>(sql`
    select period_key as periodKey, person_key as personKey, presence, is_late as isLate,
      has_left_early as hasLeftEarly, excuse, seconds, first_in_at as firstInAt, last_out_at as lastOutAt, evidence,
      is_unconfirmed as isUnconfirmed, had_no_working_link as hadNoWorkingLink, reasons, ruled, proposed
    from marks where period_key in ${keys}`)
  const matches = db.all<MatchRecord & Keyed>(sql`
    select period_key as periodKey, identity, person_key as personKey, evidence, is_unconfirmed as isUnconfirmed
    from matches where period_key in ${keys}`)
  const strangers = db.all<StrangerRecord & Keyed>(sql`
    select period_key as periodKey, identity, display_name as displayName, email, seconds, why, suggestions,
      is_open as isOpen
    from strangers where period_key in ${keys}`)
  const byPeriod = {
    states: new Map(states.map((row) => [row.periodKey, keptText(row)])),
    marks: Map.groupBy(marks, ({ periodKey }) => periodKey),
    matches: Map.groupBy(matches, ({ periodKey }) => periodKey),
    strangers: Map.groupBy(strangers, ({ periodKey }) => periodKey),
  }
  return (key) => ({
    state: byPeriod.states.get(key) ?? null,
    marks: new Map((byPeriod.marks.get(key) ?? []).map((row) => [row.personKey, keptText(row)])),
    matches: new Map((byPeriod.matches.get(key) ?? []).map((row) => [matchKey(row), keptText(row)])),
    strangers: new Map(
      (byPeriod.strangers.get(key) ?? []).map((row) => [row.identity, { ...row, text: keptText(row) }]),
    ),
  })
}

interface Keyed {
  readonly periodKey: number
}

function keep(
  db: Db,
  judged: readonly { readonly key: number; readonly records: PeriodRecords; readonly changes: Changes }[],
  computedAt: number,
): void {
  const { marks, matches, strangers, periodStates } = tables
  const rows = <T extends object>(of: (changes: Changes) => readonly T[]) =>
    judged.flatMap(({ key, changes }) => of(changes).map((record) => ({ ...record, periodKey: key })))
  const marked = rows((changes) => changes.marks).map((mark) => ({ ...mark, computedAt }))
  putAll(db, marks, [marks.periodKey, marks.personKey], marked)
  putAll(
    db,
    matches,
    [matches.periodKey, matches.identity, matches.personKey],
    rows((changes) => changes.matches),
  )
  putAll(
    db,
    strangers,
    [strangers.periodKey, strangers.identity],
    rows((changes) => changes.strangers),
  )
  putAll(
    db,
    periodStates,
    [periodStates.periodKey],
    judged.map(({ key, records }) => ({ ...records.state, periodKey: key, computedAt })),
  )
  for (const { key, changes } of judged) remove(db, key, changes)
}

/** Inserts or replaces by one prepared statement; rows are stored as they were compared, all with the same columns. */
function putAll(db: Db, table: SQLiteTable, key: readonly SQLiteColumn[], rows: readonly object[]): void {
  if (rows.length === 0) return
  const columns = getTableColumns(table) as Record<string, SQLiteColumn>
  const names = Object.keys(rows[0]!)
  const changing = names.filter((name) => !key.includes(columns[name]!))
  const statement = db
    .insert(table)
    .values(Object.fromEntries(names.map((name) => [name, sql`${sql.placeholder(name)}`])))
    .onConflictDoUpdate({
      target: [...key],
      set: Object.fromEntries(changing.map((name) => [name, sql.raw(`excluded.${columns[name]!.name}`)])),
    })
    .prepare()
  for (const row of rows) statement.run({ ...row })
}

function remove(db: Db, key: number, { marksGone, matchesGone, strangersGone }: Changes): void {
  for (const personKey of marksGone) {
    db.delete(tables.marks)
      .where(and(eq(tables.marks.periodKey, key), eq(tables.marks.personKey, personKey)))
      .run()
  }
  for (const text of matchesGone) {
    const split = text.indexOf(' ')
    db.delete(tables.matches)
      .where(
        and(
          eq(tables.matches.periodKey, key),
          eq(tables.matches.personKey, Number(text.slice(0, split))),
          eq(tables.matches.identity, text.slice(split + 1)),
        ),
      )
      .run()
  }
  for (const identity of strangersGone) {
    db.delete(tables.strangers)
      .where(and(eq(tables.strangers.periodKey, key), eq(tables.strangers.identity, identity)))
      .run()
  }
}
