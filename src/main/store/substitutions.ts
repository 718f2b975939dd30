import { and, eq, inArray, sql } from 'drizzle-orm'
import { ProblemError } from '../../shared/problem.ts'
import { appendDecision, type Author } from './attendance-decisions.ts'
import { stalePreview } from './calendar.ts'
import { tables, type Database, type Db } from './database.ts'
import { likeOf } from './meetings-anew.ts'
import type { DateRow } from './meetings-view.ts'
import type { MeetingRow } from './outbox-queue.ts'
import type { KeptAddressRules } from './registrants.ts'
import { classesOf, keptOf, type KeptSubstitution, type SubstitutionRow } from './substitution-list.ts'
import { addHost, moveDates, nextReleaseAt, releaseHosts } from './substitution-meetings.ts'
import {
  planOf,
  staffOf,
  type ClassToHold,
  type SubstitutionPlan,
  type WantedSubstitution,
} from './substitution-plan.ts'

/** A substitution to be arranged. */
export interface SubstitutionOrder extends WantedSubstitution {
  readonly reason: string
  readonly digest: string
  /** Ids of dates that stay with the teacher. */
  readonly skip: readonly string[]
}

const changed = ['meetings', 'outbox', 'periods', 'attendance'] as const

/** Classes held by somebody else: what it would mean, arranging it in one transaction, and taking it back. */
export function createSubstitutionsStore(database: Database) {
  const { substitutions, substitutionDates, meetings } = tables

  return {
    /** What it would do at this moment. Raises `notFound`, `invalidInput`, and `conflict` for a substitute who is no host. */
    plan: (wanted: WantedSubstitution, now: number): Promise<SubstitutionPlan> =>
      database.read((db) => planOf(db, wanted, now)),

    /** Arranges it; returns its id. Raises `stalePreview` when the classes are not those of the digest. */
    arrange: (order: SubstitutionOrder, rules: KeptAddressRules, author: Author): Promise<string> =>
      database.write(changed, (db) => {
        const { classes, digest, hostId } = planOf(db, order, author.at)
        if (digest !== order.digest) throw stalePreview()
        const held = classes.filter(({ date }) => !order.skip.includes(date.id))
        if (held.length === 0) {
          throw new ProblemError('invalidInput', 'No class is left for the substitute to hold.', {
            field: 'skipOccurrenceIds',
            fix: 'Leave at least one class ticked.',
          })
        }
        const { firstOn, lastOn, reason, teacherId, substituteId } = order
        const { key, id } = db
          .insert(substitutions)
          .values({
            id: author.newId(),
            teacherKey: staffOf(db, teacherId, 'teacherId').key,
            substituteKey: staffOf(db, substituteId, 'substituteId').key,
            substituteHostId: hostId,
            ...{ firstOn, lastOn, reason },
            actor: author.actor,
            device: author.device,
            arrangedAt: author.at,
          })
          .returning()
          .get()
        const writing = { now: author.at, newId: author.newId }
        for (const [meetingKey, own] of Map.groupBy(held, ({ meeting }) => meeting.key)) {
          const { meeting, way } = own[0]!
          const isAlternative = way === 'alternativeHost'
          const hostState = isAlternative ? addHost(db, meeting, hostId, writing) : null
          const newMeetingKey = isAlternative ? null : standIn(db, meeting, datesIn(own), hostId, rules, writing)
          for (const { date } of own) {
            const of = { substitutionKey: key, occurrenceKey: date.key, meetingKey }
            db.insert(substitutionDates)
              .values({ ...of, way, newMeetingKey, hostState })
              .run()
          }
        }
        const subjectIds = [id, ...held.map(({ date }) => date.id)]
        appendDecision(db, author, { action: 'substitution.arrange', subjectIds, text: reason })
        return id
      }),

    /**
     * Gives the classes that lie ahead a meeting of the substitute's own, where Zoom does not take the substitute as an
     * alternative host. Raises `notFound` and `conflict`.
     */
    makeNewMeetings: (id: string, rules: KeptAddressRules, author: Author): Promise<void> =>
      database.write(changed, (db) => {
        const substitution = mustStand(db, id)
        const writing = { now: author.at, newId: author.newId }
        const ahead = classesOf(
          db,
          [substitution],
          author.at,
        )(substitution).filter(
          ({ date, way }) => way === 'alternativeHost' && date.startInstant > author.at && date.state === 'scheduled',
        )
        for (const own of Map.groupBy(ahead, ({ meeting }) => meeting.key).values()) {
          const { meeting } = own[0]!
          if (meeting.hostId === substitution.substituteHostId) continue
          const keys = own.map(({ date }) => date.key)
          // First the host goes, so that what Zoom refused because of it goes out again without it.
          db.update(substitutionDates).set({ way: 'newMeeting' }).where(rowsOf(substitution, keys)).run()
          releaseHosts(db, writing)
          const present = db.select().from(meetings).where(eq(meetings.key, meeting.key)).get()!
          const newMeetingKey = standIn(db, present, datesIn(own), substitution.substituteHostId, rules, writing)
          db.update(substitutionDates).set({ newMeetingKey, hostState: null }).where(rowsOf(substitution, keys)).run()
        }
        const subjectIds = [id, ...ahead.map(({ date }) => date.id)]
        appendDecision(db, author, { action: 'substitution.makeNewMeetings', subjectIds, text: '' })
      }),

    /** Gives back what lies ahead; what has begun stays on the record. Raises `notFound` and `conflict`. */
    undo: (id: string, rules: KeptAddressRules, author: Author): Promise<void> =>
      database.write(changed, (db) => {
        const substitution = mustStand(db, id)
        const writing = { now: author.at, newId: author.newId }
        db.update(substitutions).set({ undoneAt: author.at }).where(eq(substitutions.key, substitution.key)).run()
        const ahead = classesOf(
          db,
          [substitution],
          author.at,
        )(substitution).filter(({ date }) => date.startInstant > author.at)
        const standing = ahead.filter(({ way, date }) => way === 'newMeeting' && date.state === 'scheduled')
        for (const own of Map.groupBy(standing, ({ meeting }) => meeting.key).values()) {
          const { meeting } = own[0]!
          const [row] = db
            .select({ key: substitutionDates.meetingKey })
            .from(substitutionDates)
            .where(rowsOf(substitution, [own[0]!.date.key]))
            .all()
          const before = db.select().from(meetings).where(eq(meetings.key, row!.key)).get()!
          moveDates(db, meeting, datesIn(own), likeOf(before), rules, writing)
        }
        releaseHosts(db, writing)
        const subjectIds = [id, ...ahead.map(({ date }) => date.id)]
        appendDecision(db, author, { action: 'substitution.undo', subjectIds, text: '' })
      }),

    /** Those with a day in the range, both included, latest first. */
    list: (fromOn: string, toOn: string, now: number): Promise<KeptSubstitution[]> =>
      database.read((db) => {
        const rows = db
          .select()
          .from(substitutions)
          .where(sql`${substitutions.firstOn} <= ${toOn} and ${substitutions.lastOn} >= ${fromOn}`)
          .orderBy(sql`${substitutions.arrangedAt} desc, ${substitutions.key} desc`)
          .all()
        return keptOf(db, rows, now)
      }),

    /** One of them. Raises `notFound`. */
    get: (id: string, now: number): Promise<KeptSubstitution> =>
      database.read((db) => keptOf(db, [mustFind(db, id)], now)[0]!),

    /** When the next substitute is to be taken off a meeting, epoch ms; null for none. */
    nextReleaseAt: (): Promise<number | null> => database.read(nextReleaseAt),

    /** Takes substitutes whom no class needs any more off their meetings; returns how many. */
    release: (now: number, newId: () => string): Promise<number> =>
      database.write(['meetings', 'outbox'], (db) => releaseHosts(db, { now, newId })),
  }
}
export type SubstitutionsStore = ReturnType<typeof createSubstitutionsStore>

const rowsOf = ({ key }: SubstitutionRow, dateKeys: readonly number[]) =>
  and(eq(tables.substitutionDates.substitutionKey, key), inArray(tables.substitutionDates.occurrenceKey, [...dateKeys]))

const datesIn = (classes: readonly ClassToHold[]): DateRow[] => classes.map(({ date }) => date)

/** A meeting of the substitute's own. Zoom registers nobody for a host without a licence: then all come by one link. */
function standIn(
  db: Db,
  meeting: MeetingRow,
  dates: readonly DateRow[],
  hostId: string,
  rules: KeptAddressRules,
  writing: { readonly now: number; readonly newId: () => string },
): number {
  const host = db.select().from(tables.hosts).where(eq(tables.hosts.hostId, hostId)).get()
  const like = {
    ...likeOf(meeting),
    hostId,
    ...(host === undefined ? {} : { hostName: host.name, hostEmail: host.email }),
    alternativeHosts: [],
    audience: meeting.audience === 'class' && host?.isLicensed !== true ? ('students' as const) : meeting.audience,
  }
  return moveDates(db, meeting, dates, like, rules, writing)
}

function mustFind(db: Db, id: string): SubstitutionRow {
  const found = db.select().from(tables.substitutions).where(eq(tables.substitutions.id, id)).get()
  if (found !== undefined) return found
  throw new ProblemError('notFound', 'This substitution is not in Homeroom.', { fix: 'Reload the list.' })
}

function mustStand(db: Db, id: string): SubstitutionRow {
  const found = mustFind(db, id)
  if (found.undoneAt === null) return found
  throw new ProblemError('conflict', 'This substitution is undone already.', { fix: 'Reload the list.' })
}
