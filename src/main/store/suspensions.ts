import { createHash } from 'node:crypto'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { judgePeriod } from '../../shared/domain/attendance.ts'
import { saidHeld } from '../../shared/domain/held-by-day.ts'
import { compareMarks, type Mark } from '../../shared/domain/marks.ts'
import { ProblemError } from '../../shared/problem.ts'
import { appendDecision, type Author } from './attendance-decisions.ts'
import { judgedNouns, type Judging } from './attendance-judging.ts'
import { dayTypesBetween, stalePreview } from './calendar.ts'
import { tables, type Database, type Db } from './database.ts'
import { dropPeriods } from './meetings-periods.ts'
import type { KeptAddressRules } from './registrants.ts'
import { findClasses, findPeriods, type ClassToSuspend, type SuspendedPart } from './suspension-classes.ts'
import { bringBack, callOff } from './suspension-dates.ts'
import { handOver, undoingOf, waysBack, type SuspensionRow, type SuspensionUndoing } from './suspension-undo.ts'
import { sectionKeyOf } from './sections.ts'

/** What a suspension would do. */
export interface SuspensionPlan {
  readonly classes: readonly ClassToSuspend[]
  /** Of the classes as they stand: an order must name it. */
  readonly digest: string
  readonly studentCount: number
  readonly teacherCount: number
}

/** A suspension to be ordered. */
export interface SuspensionOrder extends SuspendedPart {
  readonly authority: string
  readonly digest: string
  /** Ids of classes that take place all the same. */
  readonly keep: readonly string[]
}

/** A suspension as lists show it. Instants are epoch ms. */
export interface KeptSuspension extends SuspendedPart {
  readonly id: string
  readonly authority: string
  readonly orderedBy: string
  readonly orderedAt: number
  readonly undoneAt: number | null
  readonly cancelledCount: number
  readonly keptCount: number
}

/** Judged at once; between two such lots other work gets its turn. */
const lot = 16
const changed = [...judgedNouns, 'calendar', 'meetings', 'outbox'] as const

/** Classes called off as one action: what it would do, doing it in one transaction, and taking it back. */
export function createSuspensionsStore(database: Database, judging: Judging) {
  const { suspensions, suspensionDates, dayTypes } = tables

  return {
    /** What a suspension would do at this moment. Raises `notFound` for a section that is gone. */
    plan: (part: SuspendedPart, now: number): Promise<SuspensionPlan> => database.read((db) => planOf(db, part, now)),

    /** How many marks of that day and part count against somebody and would not any more. */
    countMarks: async (part: SuspendedPart, now: number): Promise<number> => {
      const keys = await database.read((db) => withMarks(db, findPeriods(db, part)))
      let count = 0
      for (let start = 0; start < keys.length; start += lot) {
        if (start > 0) await new Promise((resolve) => setImmediate(resolve))
        const some = keys.slice(start, start + lot)
        count += await database.read((db) =>
          judging.cases(db, some, now).reduce((sum, { facts, ownIds }) => {
            const { marks } = judgePeriod(facts)
            const after = judgePeriod({ ...facts, heldDecision: saidHeld(facts.heldDecision, 'suspended') }).marks
            const changes = compareMarks(marks, after).filter(({ personId }) => ownIds.has(personId))
            return sum + changes.filter(({ before }) => before !== null && isAgainst(before)).length
          }, 0),
        )
      }
      return count
    },

    /**
     * Suspends in one transaction: the day is said to be suspended, classes ahead are called off unless kept, the marks of
     * all are judged anew. Raises `stalePreview` when the classes are not those of the digest, and `invalidInput`.
     */
    order: (order: SuspensionOrder, author: Author): Promise<KeptSuspension> =>
      database.write(changed, (db) => {
        const { authority, keep } = order
        const { classes, digest } = planOf(db, order, author.at)
        if (digest !== order.digest) throw stalePreview()
        const ahead = classes.filter(({ phase }) => phase === 'ahead')
        if (keep.some((id) => !ahead.some((each) => each.id === id))) {
          throw new ProblemError(
            'invalidInput',
            'One of the classes to keep is not among those that can be called off.',
            {
              field: 'keepOccurrenceIds',
              fix: 'Look at the preview again.',
            },
          )
        }
        const { on, fromTime, gradeLevels, sectionIds } = order
        const { key, id } = db
          .insert(suspensions)
          .values({
            id: author.newId(),
            ...{ on, fromTime, authority },
            gradeLevels: [...gradeLevels],
            sectionIds: [...sectionIds],
            actor: author.actor,
            device: author.device,
            orderedAt: author.at,
          })
          .returning({ key: suspensions.key, id: suspensions.id })
          .get()
        sayDays(db, key, order, author)
        const off = ahead.filter((each) => !keep.includes(each.id)).map((each) => each.key)
        for (const each of classes) {
          const action = off.includes(each.key) ? 'cancelled' : 'kept'
          db.insert(suspensionDates).values({ suspensionKey: key, occurrenceKey: each.key, action }).run()
        }
        callOff(db, off, { now: author.at, newId: author.newId })
        judging.judgeAndKeep(db, judged(db, findPeriods(db, order), author.at), author.at)
        appendDecision(db, author, {
          action: 'suspension.order',
          subjectIds: [id, ...classes.map((each) => each.id)],
          text: authority,
        })
        return listed(db, sql`s.key = ${key}`)[0]!
      }),

    /** The suspensions of these days, both included, latest order first. */
    list: (fromOn: string, toOn: string): Promise<KeptSuspension[]> =>
      database.read((db) => listed(db, sql`s.on_date between ${fromOn} and ${toOn}`)),

    /** What undoing would bring back at this moment. Raises `notFound` and `conflict`. */
    planUndo: (id: string, now: number): Promise<SuspensionUndoing> =>
      database.read((db) => undoingOf(db, waysBack(db, mustStand(db, id), now))),

    /**
     * Takes a suspension back in one transaction: its days are revoked, what lies ahead takes place after all, and the day
     * is judged anew. Raises `notFound` and `conflict`.
     */
    undo: (id: string, rules: KeptAddressRules, author: Author): Promise<SuspensionUndoing> =>
      database.write(changed, (db) => {
        const suspension = mustStand(db, id)
        const writing = { now: author.at, newId: author.newId }
        const ways = waysBack(db, suspension, author.at)
        const undoing = undoingOf(db, ways)
        // Found before the days are revoked, and before a date may get another meeting.
        const periods = findPeriods(db, suspension)
        db.update(suspensions).set({ undoneAt: author.at }).where(eq(suspensions.key, suspension.key)).run()
        db.update(dayTypes)
          .set({ revokedAt: author.at })
          .where(and(eq(dayTypes.suspensionKey, suspension.key), isNull(dayTypes.revokedAt)))
          .run()
        for (const { date, way } of ways) {
          if (way === 'over') dropPeriods(db, [date.key], author.at)
          else if (typeof way === 'object') handOver(db, date.key, suspension.key, way.to)
          else bringBack(db, date.key, suspension.orderedAt, rules, writing)
        }
        judging.judgeAndKeep(db, judged(db, periods, author.at), author.at)
        appendDecision(db, author, {
          action: 'suspension.undo',
          subjectIds: [id, ...ways.map(({ date }) => date.id)],
          text: '',
        })
        return undoing
      }),
  }
}
export type SuspensionsStore = ReturnType<typeof createSuspensionsStore>

function planOf(db: Db, part: SuspendedPart, now: number): SuspensionPlan {
  for (const id of part.sectionIds) sectionKeyOf(db, id)
  const classes = findClasses(db, part, now)
  const said = [part.on, part.fromTime, [...part.gradeLevels].toSorted(), [...part.sectionIds].toSorted()]
  const seen = classes.map(({ id, phase, startInstant, endInstant, title, isPartly }) => [
    ...[id, phase, startInstant, endInstant, title, isPartly],
  ])
  return {
    classes,
    digest: createHash('sha256')
      .update(JSON.stringify([said, seen]))
      .digest('hex'),
    studentCount: new Set(classes.flatMap(({ students }) => students)).size,
    teacherCount: new Set(classes.map(({ hostId }) => hostId)).size,
  }
}

/**
 * Says that the day is suspended for each part that is named. Where a narrower part of it was said to have classes, the order
 * is the later word of that part as well: an order for a school holds for its sections.
 */
function sayDays(db: Db, suspensionKey: number, order: SuspensionOrder, author: Author): void {
  const { on, fromTime, gradeLevels, sectionIds, authority } = order
  const none = { gradeLevel: null, sectionKey: null, shift: null }
  const isWhole = gradeLevels.length === 0 && sectionIds.length === 0
  const named = [
    ...(isWhole ? [none] : []),
    ...gradeLevels.map((gradeLevel) => ({ ...none, gradeLevel })),
    ...sectionIds.map((id) => ({ ...none, sectionKey: sectionKeyOf(db, id) })),
  ]
  const gradeOf = new Map(
    db
      .select({ key: tables.sections.key, gradeLevel: tables.sections.gradeLevel })
      .from(tables.sections)
      .all()
      .map(({ key, gradeLevel }) => [key, gradeLevel]),
  )
  const narrower = dayTypesBetween(db, on, on)
    .map(({ gradeLevel, sectionKey, shift }) => ({ gradeLevel, sectionKey, shift }))
    .filter(({ gradeLevel, sectionKey, shift }) => {
      const grade = gradeLevel ?? (sectionKey === null ? null : gradeOf.get(sectionKey))
      if (isWhole) return gradeLevel !== null || sectionKey !== null || shift !== null
      return grade !== null && grade !== undefined && gradeLevels.includes(grade)
    })
  const parts = new Map([...named, ...narrower].map((part) => [JSON.stringify(Object.values(part)), part]))
  for (const part of parts.values()) {
    db.insert(tables.dayTypes)
      .values({
        id: author.newId(),
        ...{ on, fromTime, authority, suspensionKey },
        ...part,
        kind: 'suspended',
        countsAsSchoolDay: false,
        createdAt: author.at,
      })
      .run()
  }
}

const isAgainst = ({ presence, flags }: Mark): boolean =>
  presence === 'absent' || presence === 'partial' || flags.length > 0

/** Those of these periods that have marks, or should have: what is ahead is judged when it is over. */
const judged = (db: Db, keys: readonly number[], now: number): number[] =>
  db
    .all<{ key: number }>(
      sql`
      select p.key from class_periods p left join period_states s on s.period_key = p.key
      where p.key in (select value from json_each(${JSON.stringify(keys)}))
        and (s.period_key is not null or p.end_instant <= ${now})`,
    )
    .map(({ key }) => key)

/** Those of these periods that have marks. */
const withMarks = (db: Db, keys: readonly number[]): number[] =>
  db
    .all<{ key: number }>(
      sql`select period_key as key from period_states where period_key in (select value from json_each(${JSON.stringify(keys)}))`,
    )
    .map(({ key }) => key)

function mustStand(db: Db, id: string): SuspensionRow {
  const suspension = db.select().from(tables.suspensions).where(eq(tables.suspensions.id, id)).get()
  if (suspension === undefined) {
    throw new ProblemError('notFound', 'This suspension is not in Homeroom.', { fix: 'Reload the calendar.' })
  }
  if (suspension.undoneAt !== null) {
    throw new ProblemError('conflict', 'This suspension is undone already.', { fix: 'Reload the calendar.' })
  }
  return suspension
}

function listed(db: Db, which: ReturnType<typeof sql>): KeptSuspension[] {
  return db
    .all<Omit<KeptSuspension, 'gradeLevels' | 'sectionIds'> & { gradeLevels: string; sectionIds: string }>(
      sql`
    select s.id, s.on_date as "on", s.from_time as fromTime, s.grade_levels as gradeLevels, s.section_ids as sectionIds,
      s.authority, s.actor as orderedBy, s.ordered_at as orderedAt, s.undone_at as undoneAt,
      (select count(*) from suspension_dates d where d.suspension_key = s.key and d.action = 'cancelled') as cancelledCount,
      (select count(*) from suspension_dates d where d.suspension_key = s.key and d.action = 'kept') as keptCount
    from suspensions s where ${which} order by s.ordered_at desc, s.key desc`,
    )
    .map((row) => ({
      ...row,
      gradeLevels: JSON.parse(row.gradeLevels) as string[],
      sectionIds: JSON.parse(row.sectionIds) as string[],
    }))
}
