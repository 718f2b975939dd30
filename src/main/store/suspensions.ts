import { createHash } from 'node:crypto'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { judgePeriod } from '../../shared/domain/attendance.ts'
import type { DayKind } from '../../shared/domain/class-days.ts'
import { saidHeld } from '../../shared/domain/held-by-day.ts'
import type { HeldState } from '../../shared/domain/held.ts'
import { compareMarks, type Mark } from '../../shared/domain/marks.ts'
import { ProblemError } from '../../shared/problem.ts'
import { appendDecision, type Author } from './attendance-decisions.ts'
import { judgedNouns, type Judging } from './attendance-judging.ts'
import { stalePreview } from './calendar.ts'
import { tables, type Database, type Db } from './database.ts'
import { insertRows } from './insert-rows.ts'
import { dropPeriods } from './meetings-periods.ts'
import type { KeptAddressRules } from './registrants.ts'
import {
  expectedOn,
  findClasses,
  findPeriods,
  wordsOf,
  type ClassToSuspend,
  type DayOrder,
  type WordToSay,
} from './suspension-classes.ts'
import { bringBack, callOff } from './suspension-dates.ts'
import { suspensionsWhere, type KeptSuspension } from './suspension-list.ts'
import {
  handOver,
  standingWords,
  undoingOf,
  waysBack,
  type SuspensionRow,
  type SuspensionUndoing,
} from './suspension-undo.ts'

/** What calling the classes of days off would do. */
export interface SuspensionPlan {
  readonly classes: readonly (ClassToSuspend & { readonly expectedCount: number })[]
  /** Of the classes as they stand: an order must name it. */
  readonly digest: string
  readonly studentCount: number
  readonly teacherCount: number
}

/** Classes to be called off. */
export interface SuspensionOrder extends DayOrder {
  readonly digest: string
  /** Ids of classes that take place all the same. */
  readonly keep: readonly string[]
}

/** Judged at once; between two such lots other work gets its turn. */
const lot = 16
/** More than a school has in two weeks: a list of them would help nobody. */
const mostClasses = 5000
const changed = [...judgedNouns, 'calendar', 'meetings', 'outbox'] as const

/** Classes called off as one action: what it would do, doing it in one transaction, and taking it back. */
export function createSuspensionsStore(database: Database, judging: Judging) {
  const { suspensions, suspensionDates, dayTypes } = tables

  return {
    /** What an order would do at this moment. Raises `notFound` for a section that is gone, and `invalidInput` for too many classes. */
    plan: (order: DayOrder, now: number): Promise<SuspensionPlan> =>
      database.read((db) => planOf(db, wordsOf(db, order), now)),

    /** How many classes ahead would not take place by an order, and are planned. Raises `notFound`. */
    countPlanned: (order: DayOrder, now: number): Promise<number> =>
      database.read((db) => findClasses(db, wordsOf(db, order), now).filter(({ phase }) => phase === 'ahead').length),

    /** How many marks of those days and parts count against somebody and would not any more. */
    countMarks: async (order: DayOrder, now: number): Promise<number> => {
      const held = heldBy[order.kind]
      if (held === undefined) return 0
      const keys = await database.read((db) => withMarks(db, findPeriods(db, wordsOf(db, order))))
      let count = 0
      for (let start = 0; start < keys.length; start += lot) {
        if (start > 0) await new Promise((resolve) => setImmediate(resolve))
        const some = keys.slice(start, start + lot)
        count += await database.read((db) =>
          judging.cases(db, some, now).reduce((sum, { facts, ownIds }) => {
            const { marks } = judgePeriod(facts)
            const after = judgePeriod({ ...facts, heldDecision: saidHeld(facts.heldDecision, held) }).marks
            const changes = compareMarks(marks, after).filter(({ personId }) => ownIds.has(personId))
            return sum + changes.filter(({ before }) => before !== null && isAgainst(before)).length
          }, 0),
        )
      }
      return count
    },

    /**
     * Says what kind of days they are and calls their classes off, in one transaction: those ahead unless kept; the marks of
     * all are judged anew. Raises `stalePreview` when the classes are not those of the digest, `invalidInput`, and `notFound`.
     */
    order: (order: SuspensionOrder, author: Author): Promise<KeptSuspension> =>
      database.write(changed, (db) => {
        const words = wordsOf(db, order)
        const { classes, digest } = planOf(db, words, author.at)
        if (digest !== order.digest) throw stalePreview()
        const ahead = classes.filter(({ phase }) => phase === 'ahead')
        const [keep, mayBeKept] = [new Set(order.keep), new Set(ahead.map(({ id }) => id))]
        if (order.keep.some((id) => !mayBeKept.has(id))) throw noneOfThese()
        // Found as they were before these words were among those that were said.
        const periods = findPeriods(db, words)
        const { key, id } = insertSuspension(db, order, author)
        insertRows(
          db,
          dayTypes,
          words.map(({ on, kind, gradeLevel, sectionKey, shift, fromTime, countsAsSchoolDay, authority }) => ({
            id: author.newId(),
            ...{ on, kind, gradeLevel, sectionKey, shift, fromTime, countsAsSchoolDay, authority },
            ...{ suspensionKey: key, createdAt: author.at },
          })),
        )
        const off = new Set(ahead.filter((each) => !keep.has(each.id)).map((each) => each.key))
        insertRows(
          db,
          suspensionDates,
          classes.map((each) => ({
            suspensionKey: key,
            occurrenceKey: each.key,
            action: off.has(each.key) ? ('cancelled' as const) : ('kept' as const),
          })),
        )
        callOff(db, [...off], { now: author.at, newId: author.newId })
        judging.judgeAndKeep(db, judged(db, periods, author.at), author.at)
        appendDecision(db, author, {
          action: order.kind === 'suspended' ? 'suspension.order' : `calendar.setDays ${order.kind}`,
          subjectIds: [id, ...classes.map((each) => each.id)],
          text: order.authority,
        })
        return suspensionsWhere(db, sql`s.key = ${key}`)[0]!
      }),

    /** The suspensions with a day in the range, both ends included, latest order first. */
    list: (fromOn: string, toOn: string): Promise<KeptSuspension[]> =>
      database.read((db) =>
        suspensionsWhere(db, sql`s.on_date <= ${toOn} and coalesce(d.last_on, s.on_date) >= ${fromOn}`),
      ),

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
        const words = standingWords(db, sql`d.suspension_key = ${suspension.key}`).get(suspension.key) ?? []
        const periods = findPeriods(db, words)
        db.update(suspensions).set({ undoneAt: author.at }).where(eq(suspensions.key, suspension.key)).run()
        db.update(dayTypes)
          .set({ revokedAt: author.at })
          .where(and(eq(dayTypes.suspensionKey, suspension.key), isNull(dayTypes.revokedAt)))
          .run()
        const over = ways.flatMap(({ date, way }) => (way === 'over' ? date.key : []))
        dropPeriods(db, over, author.at)
        handOver(db, ways, suspension)
        const back = ways.flatMap(({ way, ...each }) => (way === 'same' || way === 'anew' ? [{ ...each, way }] : []))
        bringBack(db, back, rules, writing)
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

/** What a day of a kind says of its classes; the other kinds leave their marks alone. */
const heldBy: Partial<Readonly<Record<DayKind, HeldState>>> = {
  suspended: 'suspended',
  holiday: 'notHeld',
  asynchronous: 'asynchronous',
}

function planOf(db: Db, words: readonly WordToSay[], now: number): SuspensionPlan {
  const classes = findClasses(db, words, now)
  if (classes.length > mostClasses) throw tooMany()
  const studentsOf = expectedOn(
    db,
    classes.map(({ key }) => key),
  )
  const said = words.map(({ on, kind, fromTime, gradeLevel, sectionId, shift }) => [
    ...[on, kind, fromTime, gradeLevel, sectionId, shift],
  ])
  const seen = classes.map(({ id, phase, startInstant, endInstant, title, isPartly }) => [
    ...[id, phase, startInstant, endInstant, title, isPartly],
  ])
  return {
    classes: classes.map((each) => ({ ...each, expectedCount: studentsOf(each.key).length })),
    digest: createHash('sha256')
      .update(JSON.stringify([said, seen]))
      .digest('hex'),
    studentCount: new Set(classes.flatMap(({ key }) => studentsOf(key))).size,
    teacherCount: new Set(classes.map(({ hostId }) => hostId)).size,
  }
}

function insertSuspension(
  db: Db,
  { dates, parts, fromTime, authority }: DayOrder,
  { newId, at, actor, device }: Author,
) {
  const { suspensions } = tables
  return db
    .insert(suspensions)
    .values({
      id: newId(),
      on: dates[0]!,
      ...{ fromTime, authority, actor, device },
      gradeLevels: parts.flatMap(({ gradeLevel }) => gradeLevel ?? []),
      sectionIds: parts.flatMap(({ sectionId }) => sectionId ?? []),
      orderedAt: at,
    })
    .returning({ key: suspensions.key, id: suspensions.id })
    .get()
}

const tooMany = () =>
  new ProblemError('invalidInput', `More than ${mostClasses} classes are planned on these days.`, {
    field: 'toOn',
    fix: 'Choose fewer days, and say the rest of them after that.',
  })

const noneOfThese = () =>
  new ProblemError('invalidInput', 'One of the classes to keep is not among those that can be called off.', {
    field: 'keepOccurrenceIds',
    fix: 'Look at the preview again.',
  })

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
