import { and, eq, isNull, sql } from 'drizzle-orm'
import { nameKey, parseDisplayName } from '../../shared/domain/names.ts'
import { identityKeyParts } from '../../shared/domain/participant.ts'
import { ProblemError } from '../../shared/problem.ts'
import { appendDecision, type Author } from './attendance-decisions.ts'
import { judgedNouns, type Judging } from './attendance-judging.ts'
import { withSiblings } from './attendance-queries.ts'
import { tables, type Database, type Db } from './database.ts'
import { decisionsAbout, readRows, viewsOf, type StrangerRow, type StrangerView } from './matches-view.ts'
import { periodKeyOf } from './periods.ts'

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
    alongside: (db: Db, row: StrangerRow) => void = () => undefined,
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

/** Whoever came under this key: from the list, or one who is recognised and whom a person knows better. */
function findRow(db: Db, periodKey: number, identity: string): StrangerRow | null {
  const listed = readRows(db, periodKey, true).find((row) => row.identity === identity)
  if (listed !== undefined) return listed
  const [matched] = db.all<Pick<StrangerRow, 'periodId' | 'startAt' | 'groupKey' | 'schoolYearKey'>>(sql`
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

/** The names of a display name that may stand for a person, as they are compared; null for a device or a number. */
function rememberedKey(displayName: string): string | null {
  const keys = parseDisplayName(displayName)
    .names.map(nameKey)
    .filter((key) => key !== '')
  return keys.length === 0 ? null : keys.join('|')
}

/** Never a device's name, and never the exact name of somebody else: that one would be taken for a sibling ever after. */
function rememberName(db: Db, row: StrangerRow, personId: string, author: Author, judging: Judging): void {
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

function forgetName(db: Db, row: StrangerRow, personId: string, at: number): void {
  const normalised = rememberedKey(row.displayName)
  if (normalised === null) return
  db.run(sql`
    update known_as_names set ended_at = ${at}
    where ended_at is null and is_former_name = 0 and group_key = ${row.groupKey} and normalised = ${normalised}
      and person_key = (select key from persons where id = ${personId})`)
}
