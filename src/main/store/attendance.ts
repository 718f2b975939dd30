import { eq, sql } from 'drizzle-orm'
import { judgePeriod } from '../../shared/domain/attendance.ts'
import { ProblemError } from '../../shared/problem.ts'
import { appendDecision, type Author } from './attendance-decisions.ts'
import { createJudging, judgedNouns, type Judging } from './attendance-judging.ts'
import { readsWithChanges } from './attendance-records.ts'
import { readMarks, rowsOf } from './attendance-rows.ts'
import { viewAttendance, type AttendanceView, type ExportView } from './attendance-view.ts'
import { tables, type Database, type Db } from './database.ts'
import { createMatchesStore } from './matches.ts'
import { createOverridesStore } from './overrides.ts'
import { createPeriodsStore, periodKeyOf, viewPeriods } from './periods.ts'
import { createReadsStore } from './reads.ts'
import { createSuspensionsStore } from './suspensions.ts'
import { declinedCursor } from './reads-cursors.ts'

/** Judged at once, some 15 ms; between two such lots other work gets its turn. */
const lot = 16
/** Others may change the facts between judging and looking; after this many times what was judged is shown as it is. */
const mostLooks = 3

/** All of attendance on one database: facts, judging, and what people say. The parts share one index of the school. */
export function createAttendanceStores(database: Database) {
  const judging = createJudging(database)
  return {
    attendance: createAttendanceStore(database, judging),
    periods: createPeriodsStore(database, judging),
    overrides: createOverridesStore(database, judging),
    matches: createMatchesStore(database, judging),
    reads: createReadsStore(database, judging),
    suspensions: createSuspensionsStore(database, judging),
  }
}
export type AttendanceStores = ReturnType<typeof createAttendanceStores>

function createAttendanceStore(database: Database, judging: Judging) {
  /** Periods whose kept judgement is known to fit the rosters and settings of now. */
  let fresh = new Set<number>()
  database.onChange((nouns) => {
    if (nouns.some((noun) => ['people', 'groups', 'settings', 'calendar'].includes(noun))) fresh = new Set()
  })

  const keepJudged = (keys: readonly number[], asOf: number) =>
    database.write(judgedNouns, (db) => judging.judgeAndKeep(db, keys, asOf))

  const refresh = async (asked: readonly number[], asOf: number): Promise<void> => {
    const keys = await database.read((db) => kept(db, asked, asOf))
    for (let start = 0; start < keys.length; start += lot) {
      if (start > 0) await new Promise((resolve) => setImmediate(resolve))
      const some = keys.slice(start, start + lot)
      // What changes from here on makes a new set, and these no fresher.
      const known = fresh
      const changed = await database.read((db) =>
        judging
          .judge(db, some, asOf)
          .filter(({ isChanged }) => isChanged)
          .map(({ key }) => key),
      )
      if (changed.length > 0) await keepIfPossible(() => keepJudged(changed, asOf))
      for (const key of some) known.add(key)
    }
  }

  return {
    /** Judges anew what rosters, settings or calendars may have changed since; keeps and tells only what differs. */
    refresh: (keys: readonly number[], asOf: number): Promise<void> =>
      refresh(
        keys.filter((key) => !fresh.has(key)),
        asOf,
      ),

    /** The attendance of one period by the facts of this moment. Raises `notFound`. */
    get: async (periodId: string, asOf: number): Promise<AttendanceView> => {
      const key = await database.read((db) => periodKeyOf(db, periodId))
      const look = (isLast: boolean) =>
        database.read((db) => {
          const [period] = viewPeriods(db, [key], asOf)
          const [judged] = judging.judge(db, [key], asOf)
          const isKept = kept(db, [key], asOf).length > 0
          if (judged!.isChanged && isKept && !isLast) return null
          return viewAttendance(db, period!, isKept && !judged!.isChanged ? null : judged!.records)
        })
      for (let looks = 1; ; looks += 1) {
        const view = await look(looks === mostLooks)
        if (view !== null) return view
        await keepIfPossible(() => keepJudged([key], asOf))
      }
    },

    /** The same rows as {@link get} for many periods, without the evidence; unknown periods are left out. */
    export: async (keys: readonly number[], asOf: number): Promise<ExportView[]> => {
      await refresh(keys, asOf)
      const views: ExportView[] = []
      for (let start = 0; start < keys.length; start += lot) {
        const some = keys.slice(start, start + lot)
        views.push(
          ...(await database.read((db) => {
            const periods = viewPeriods(db, some, asOf)
            const rows = rowsOf(db, new Map(periods.map(({ key, on }) => [key, on])), readMarks(db, some))
            return periods.map((period) => ({ period, rows: rows.get(period.key) ?? [] }))
          })),
        )
      }
      return views
    },

    /** The keys of these periods, in their order. Raises `notFound`. */
    keysOf: (ids: readonly string[]): Promise<number[]> =>
      database.read((db) => {
        const rows = db.all<{ key: number; id: string }>(
          sql`select key, id from class_periods where id in (select value from json_each(${JSON.stringify(ids)}))`,
        )
        const keys = new Map(rows.map(({ id, key }) => [id, key]))
        return ids.map((id) => keys.get(id) ?? periodKeyOf(db, id))
      }),

    /** Calls a period final by a person's word. Raises `conflict` when it is final already. */
    close: (periodId: string, reason: string, author: Author): Promise<void> =>
      database.write(judgedNouns, (db) => {
        const key = periodKeyOf(db, periodId)
        if (kept(db, [key], author.at).length === 0) {
          throw new ProblemError('conflict', 'This class is not over yet.', { fix: 'Close it after its end.' })
        }
        const [judged] = judging.judgeAndKeep(db, [key], author.at)
        if (judged!.records.state.state !== 'collecting') {
          throw new ProblemError('conflict', 'The attendance of this class is final already.', {
            fix: 'Correct single marks by hand where they are wrong.',
          })
        }
        db.update(tables.periodStates)
          .set({ closedBy: author.actor, closedAt: author.at, closedReason: reason })
          .where(eq(tables.periodStates.periodKey, key))
          .run()
        appendDecision(db, author, { action: 'attendance.close', subjectIds: [periodId], text: reason })
        judging.judgeAndKeep(db, [key], author.at)
      }),

    /** Takes the change of a later report, or keeps the marks. Raises `conflict` when no change is proposed. */
    decideChange: (periodId: string, accept: boolean, reason: string, author: Author): Promise<void> =>
      database.write(judgedNouns, (db) => {
        const key = periodKeyOf(db, periodId)
        const [each] = judging.cases(db, [key], author.at)
        const { finality } = judgePeriod(each!.facts)
        if (finality.changedReadIds.length === 0) {
          throw new ProblemError(
            'conflict',
            'Zoom has not changed its report of this class, or it is decided already.',
            {
              fix: 'Reload the class.',
            },
          )
        }
        if (accept) {
          const finalReadKeys = readsWithChanges(each!, finality).map((id) => each!.readKeyOf.get(id)!)
          db.update(tables.periodStates).set({ finalReadKeys }).where(eq(tables.periodStates.periodKey, key)).run()
        } else {
          const declined = [...each!.facts.finality.declinedReadIds, ...finality.changedReadIds]
          const cursor = { value: declined, changedAt: author.at }
          db.insert(tables.cursors)
            .values({ name: declinedCursor(periodId), ...cursor })
            .onConflictDoUpdate({ target: tables.cursors.name, set: cursor })
            .run()
        }
        appendDecision(db, author, {
          action: accept ? 'attendance.acceptChange' : 'attendance.declineChange',
          subjectIds: [periodId, ...finality.changedReadIds],
          text: reason,
        })
        judging.judgeAndKeep(db, [key], author.at)
      }),
  }
}

/** Those of these periods whose judgement is kept: a class that is not over has none, unless a person has said something about it. */
function kept(db: Db, keys: readonly number[], asOf: number): number[] {
  return db
    .all<{ key: number }>(
      sql`
    select p.key from class_periods p left join period_states s on s.period_key = p.key
    where p.key in (select value from json_each(${JSON.stringify(keys)}))
      and (s.period_key is not null or p.end_instant <= ${asOf})
    order by p.start_instant, p.key`,
    )
    .map(({ key }) => key)
}

/** A disk that is full, or another's long write, keeps nobody from looking: what was judged is kept another time. */
async function keepIfPossible(keep: () => Promise<unknown>): Promise<void> {
  try {
    await keep()
  } catch (error) {
    const kind = error instanceof ProblemError ? error.problem.kind : null
    if (kind !== 'diskFull' && kind !== 'readOnly' && kind !== 'inUse') throw error
  }
}
