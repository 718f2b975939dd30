import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { nameKey, parseDisplayName } from '../../shared/domain/names.ts'
import { identityKeyParts, identityKeysOf } from '../../shared/domain/participant.ts'
import { ProblemError } from '../../shared/problem.ts'
import { appendDecision, type Author } from './attendance-decisions.ts'
import { judgedNouns, type Judging } from './attendance-judging.ts'
import { participantOf } from './attendance-reports.ts'
import { readSiblings, readStays, withSiblings, type StayRow } from './attendance-queries.ts'
import type { KeptSuggestion } from './attendance-records.ts'
import { judgedReadKeys } from './attendance-rows.ts'
import { tables, type Database, type Db } from './database.ts'
import { periodKeyOf } from './periods.ts'

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

interface Row {
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

/** "Who is this?": who stands there, and what people say about them. */
export function createMatchesStore(database: Database, judging: Judging) {
  const decide = (
    periodId: string,
    identity: string,
    author: Author,
    decided: {
      readonly kind: 'person' | 'notAStudent' | 'withdrawn'
      readonly personIds: readonly string[]
      readonly reason: string
      readonly action: string
    },
    alongside: (db: Db, row: Row) => void = () => undefined,
  ): Promise<void> =>
    database.write(judgedNouns, (db) => {
      const periodKey = periodKeyOf(db, periodId)
      const row = findRow(db, periodKey, identity)
      if (row === null) {
        throw new ProblemError('notFound', 'Nobody of this class came under this key.', {
          fix: 'Reload the list.',
        })
      }
      if (decided.kind === 'notAStudent' && row.why === 'keptWaiting' && row.isOpen === 1) {
        throw new ProblemError(
          'conflict',
          'It is known who this is; what is asked is what the wait means for the mark.',
          {
            fix: 'Correct the mark by hand instead.',
          },
        )
      }
      alongside(db, row)
      db.insert(tables.identityDecisions)
        .values({
          id: author.newId(),
          periodKey,
          identity,
          kind: decided.kind,
          personIds: [...decided.personIds],
          reason: decided.reason,
          actor: author.actor,
          device: author.device,
          at: author.at,
        })
        .run()
      appendDecision(db, author, {
        action: decided.action,
        subjectIds: [periodId, ...decided.personIds],
        text: decided.reason,
      })
      // The word holds for the person, in whichever periods of that run they were.
      judging.judgeAndKeep(db, withSiblings(db, [periodKey]), author.at)
    })

  return {
    /** Who stands in the list, by class and then by how long they were there; one period, or all. */
    list: (periodId: string | null, includeDecided: boolean): Promise<StrangerView[]> =>
      database.read((db) => {
        const rows = readRows(db, periodId === null ? null : periodKeyOf(db, periodId), includeDecided)
        return viewsOf(db, rows)
      }),

    /** Periods that somebody stands in the list of. */
    openPeriods: (): Promise<number[]> =>
      database.read((db) =>
        db
          .selectDistinct({ key: tables.strangers.periodKey })
          .from(tables.strangers)
          .where(eq(tables.strangers.isOpen, true))
          .all()
          .map(({ key }) => key),
      ),

    /** Says who it was. Raises `notFound` for an unknown key or person. */
    resolve: (
      periodId: string,
      identity: string,
      personIds: readonly string[],
      remember: boolean,
      author: Author,
    ): Promise<void> =>
      decide(
        periodId,
        identity,
        author,
        { kind: 'person', personIds, reason: '', action: 'match.resolve' },
        (db, row) => {
          const { keyOf } = judging.directory(db)
          if (personIds.some((personId) => !keyOf.has(personId))) {
            throw new ProblemError('notFound', 'One of these people is not in Homeroom any more.', {
              field: 'personIds',
              fix: 'Choose the student again.',
            })
          }
          if (remember && personIds.length === 1) rememberName(db, row, personIds[0]!, author, judging)
        },
      ),

    /** Says that it was no student. Raises `conflict` for somebody who is known and was kept waiting. */
    dismiss: (periodId: string, identity: string, reason: string, author: Author): Promise<void> =>
      decide(periodId, identity, author, { kind: 'notAStudent', personIds: [], reason, action: 'match.dismiss' }),

    /** Takes the decision back, and the name that was remembered by it. */
    undo: (periodId: string, identity: string, author: Author): Promise<void> =>
      decide(
        periodId,
        identity,
        author,
        { kind: 'withdrawn', personIds: [], reason: '', action: 'match.undo' },
        (db, row) => {
          const taken = decisionsAbout(db, [row]).get(row)
          for (const personId of taken?.personIds ?? []) forgetName(db, row, personId, author.at)
        },
      ),
  }
}
export type MatchesStore = ReturnType<typeof createMatchesStore>

function readRows(db: Db, periodKey: number | null, includeDecided: boolean): Row[] {
  return db.all<Row>(sql`
    select s.period_key as periodKey, p.id as periodId, p.start_instant as startAt, p.group_key as groupKey,
      g.school_year_key as schoolYearKey, s.identity, s.display_name as displayName, s.email, s.seconds, s.why,
      s.suggestions, s.is_open as isOpen
    from strangers s join class_periods p on p.key = s.period_key join teaching_groups g on g.key = p.group_key
    where ${periodKey === null ? sql`1 = 1` : sql`s.period_key = ${periodKey}`}
      and ${includeDecided ? sql`1 = 1` : sql`s.is_open = 1`}
    order by p.start_instant desc, p.key, s.seconds desc, s.identity`)
}

/** Whoever came under this key: from the list, or one who is recognised and whom a person knows better. */
function findRow(db: Db, periodKey: number, identity: string): Row | null {
  const listed = readRows(db, periodKey, true).find((row) => row.identity === identity)
  if (listed !== undefined) return listed
  const [matched] = db.all<Pick<Row, 'periodId' | 'startAt' | 'groupKey' | 'schoolYearKey'>>(sql`
    select p.id as periodId, p.start_instant as startAt, p.group_key as groupKey, g.school_year_key as schoolYearKey
    from matches m join class_periods p on p.key = m.period_key join teaching_groups g on g.key = p.group_key
    where m.period_key = ${periodKey} and m.identity = ${identity}`)
  if (matched === undefined) return null
  const { name, email } = identityKeyParts(identity)
  return {
    ...matched,
    periodKey,
    identity,
    displayName: name,
    email,
    seconds: 0,
    why: '',
    suggestions: '[]',
    isOpen: 0,
  }
}

function viewsOf(db: Db, rows: readonly Row[]): StrangerView[] {
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
function decisionsAbout(db: Db, rows: readonly Row[]): Map<Row, Decision> {
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

/** The names of a display name that may stand for a person, as they are compared; null for a device or a number. */
function rememberedKey(displayName: string): string | null {
  const keys = parseDisplayName(displayName)
    .names.map(nameKey)
    .filter((key) => key !== '')
  return keys.length === 0 ? null : keys.join('|')
}

/** Never a device's name, and never the exact name of somebody else: that one would be taken for a sibling ever after. */
function rememberName(db: Db, row: Row, personId: string, author: Author, judging: Judging): void {
  const { index, keyOf } = judging.directory(db)
  const name = row.displayName
  const normalised = rememberedKey(name)
  if (normalised === null) return
  const own = normalised.split('|').map((key) => index.nameKey.get(key) ?? [])
  if (own.some((persons) => persons.length > 0)) return
  const { knownAsNames } = tables
  const personKey = keyOf.get(personId)!
  const there = db
    .select({ key: knownAsNames.key })
    .from(knownAsNames)
    .where(
      and(
        eq(knownAsNames.groupKey, row.groupKey),
        eq(knownAsNames.personKey, personKey),
        eq(knownAsNames.normalised, normalised),
        isNull(knownAsNames.endedAt),
      ),
    )
    .get()
  if (there !== undefined) return
  db.insert(knownAsNames)
    .values({
      id: author.newId(),
      personKey,
      groupKey: row.groupKey,
      schoolYearKey: row.schoolYearKey,
      name,
      normalised,
      actor: author.actor,
      createdAt: author.at,
    })
    .run()
}

function forgetName(db: Db, row: Row, personId: string, at: number): void {
  const normalised = rememberedKey(row.displayName)
  if (normalised === null) return
  db.run(sql`
    update known_as_names set ended_at = ${at}
    where ended_at is null and is_former_name = 0 and group_key = ${row.groupKey} and normalised = ${normalised}
      and person_key = (select key from persons where id = ${personId})`)
}
