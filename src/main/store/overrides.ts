import { eq } from 'drizzle-orm'
import { ProblemError } from '../../shared/problem.ts'
import { appendDecision, type Author } from './attendance-decisions.ts'
import { judgedNouns, type Judging } from './attendance-judging.ts'
import { tables, type Database, type Db } from './database.ts'
import { readOverrides, standingOverrides, undoReason, type OverrideRow } from './overrides-standing.ts'
import { periodKeyOf } from './periods.ts'

/** The reason that a roll taken by hand leaves with each mark. */
export const rollReason = 'Roll taken by hand'

/** What a person sets of one mark. */
export interface NewOverride {
  readonly personId: string
  readonly presence: OverrideRow['presence']
  readonly isLate: boolean
  readonly hasLeftEarly: boolean
  readonly excuse: string | null
}

/** Marks set by hand. */
export function createOverridesStore(database: Database, judging: Judging) {
  const { overrides, periodStates, classPeriods } = tables

  const add = (db: Db, periodKey: number, wanted: readonly NewOverride[], reason: string, author: Author) => {
    const { keyOf } = judging.directory(db)
    for (const { personId, ...values } of wanted) {
      const personKey = keyOf.get(personId)
      if (personKey === undefined) {
        throw new ProblemError('notFound', 'One of these students is not in Homeroom any more.', {
          field: 'personIds',
          fix: 'Reload the class.',
        })
      }
      const { actor, device, at, newId } = author
      db.insert(overrides)
        .values({ id: newId(), periodKey, personKey, ...values, reason, actor, device, at })
        .run()
    }
  }

  return {
    /** Sets the marks of these students; `byTheRule` takes what was set by hand back. Raises `notFound`, `invalidInput`. */
    override: (periodId: string, wanted: readonly NewOverride[], reason: string, author: Author): Promise<void> =>
      database.write(judgedNouns, (db) => {
        const periodKey = periodKeyOf(db, periodId)
        const personIds = wanted.map(({ personId }) => personId)
        refuseOutsiders(judging.cases(db, [periodKey], author.at)[0]!.ownIds, personIds)
        add(db, periodKey, wanted, reason, author)
        appendDecision(db, author, {
          action: `attendance.override ${wanted[0]?.presence ?? ''}`,
          subjectIds: [periodId, ...personIds],
          text: reason,
        })
        judging.judgeAndKeep(db, [periodKey], author.at)
      }),

    /** Takes back the latest override of each of these students; what stood before it stands again. Raises `conflict` when there is none. */
    undo: (periodId: string, personIds: readonly string[], author: Author): Promise<void> =>
      database.write(judgedNouns, (db) => {
        const periodKey = periodKeyOf(db, periodId)
        const standing = [
          ...(standingOverrides(readOverrides(db, [periodKey]))
            .get(periodKey)
            ?.values() ?? []),
        ]
        const undone = standing.filter(({ personId }) => personIds.includes(personId))
        if (undone.length === 0) {
          throw new ProblemError('conflict', 'Nothing was set by hand here that could be taken back.', {
            fix: 'Reload the class.',
          })
        }
        const undo = { presence: 'byTheRule', isLate: false, hasLeftEarly: false, excuse: null } as const
        add(
          db,
          periodKey,
          undone.map(({ personId }) => ({ personId, ...undo })),
          undoReason,
          author,
        )
        appendDecision(db, author, {
          action: 'attendance.undoOverride',
          subjectIds: [periodId, ...undone.map(({ personId }) => personId)],
          text: '',
        })
        judging.judgeAndKeep(db, [periodKey], author.at)
      }),

    /** A roll taken by hand: the class was held, everybody of it was present but those named, and it is closed. */
    rollByHand: (
      periodId: string,
      { absentIds, lateIds }: { readonly absentIds: readonly string[]; readonly lateIds: readonly string[] },
      author: Author,
    ): Promise<void> =>
      database.write(judgedNouns, (db) => {
        const periodKey = periodKeyOf(db, periodId)
        const { ownIds } = judging.cases(db, [periodKey], author.at)[0]!
        refuseOutsiders(ownIds, [...absentIds, ...lateIds])
        const wanted = [...ownIds].map((personId) => {
          const isAbsent = absentIds.includes(personId)
          return {
            personId,
            presence: isAbsent ? ('absent' as const) : ('present' as const),
            isLate: !isAbsent && lateIds.includes(personId),
            hasLeftEarly: false,
            excuse: null,
          }
        })
        add(db, periodKey, wanted, rollReason, author)
        db.update(classPeriods).set({ heldDecision: 'held' }).where(eq(classPeriods.key, periodKey)).run()
        judging.judgeAndKeep(db, [periodKey], author.at)
        const closed = { closedBy: author.actor, closedAt: author.at, closedReason: rollReason }
        db.update(periodStates).set(closed).where(eq(periodStates.periodKey, periodKey)).run()
        appendDecision(db, author, { action: 'attendance.rollByHand', subjectIds: [periodId, ...ownIds], text: '' })
        judging.judgeAndKeep(db, [periodKey], author.at)
      }),
  }
}

function refuseOutsiders(ownIds: ReadonlySet<string>, personIds: readonly string[]): void {
  if (personIds.every((personId) => ownIds.has(personId))) return
  throw new ProblemError('invalidInput', 'One of these people is not enrolled in this class on that day.', {
    field: 'personIds',
    fix: 'Enroll the student first, from the day on which the class was.',
  })
}
