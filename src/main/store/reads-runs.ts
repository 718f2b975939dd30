import { eq, sql } from 'drizzle-orm'
import { assignRun } from '../../shared/domain/held.ts'
import { overlap, type Interval } from '../../shared/domain/intervals.ts'
import { tables, type Db } from './database.ts'
import { keepCursor, runCursor } from './reads-cursors.ts'

/** A run that is known. */
export interface KnownRun {
  readonly uuid: string
  readonly startedAt: number
  readonly endedAt: number
}

/** A run as Zoom tells of it. */
export interface FoundRun extends KnownRun {
  /** How many people Zoom counts in it; null when it did not say. */
  readonly participantCount: number | null
}

/** A run that belongs to a class period, so that its report is worth reading. */
export interface RunToRead {
  readonly instanceKey: number
  readonly uuid: string
}

interface Candidate {
  readonly key: number
  readonly window: Interval
}

/** Links each run to the periods that it belongs to (domain section 5), unless a person has said so. */
export function linkRuns(db: Db, meetingKey: number, found: readonly FoundRun[], at: number): RunToRead[] {
  const { instances, periodInstances } = tables
  const candidates = db
    .all<{ key: number; from: number; to: number }>(
      sql`
    select p.key, p.start_instant as "from", p.end_instant as "to"
    from period_meetings pm join class_periods p on p.key = pm.period_key
    where pm.meeting_key = ${meetingKey} and p.cancelled_at is null`,
    )
    .map(({ key, from, to }): Candidate => ({ key, window: { from, to } }))
  return found.flatMap((run) => {
    const { key: instanceKey, id } = db
      .select({ key: instances.key, id: instances.id })
      .from(instances)
      .where(eq(instances.uuid, run.uuid))
      .get()!
    if (run.participantCount !== null) {
      keepCursor(db, runCursor(id), { participantCount: run.participantCount }, at)
    }
    const links = db.select().from(periodInstances).where(eq(periodInstances.instanceKey, instanceKey)).all()
    const belongs = links.some(({ isDecided }) => isDecided)
      ? []
      : periodsOf({ from: run.startedAt, to: run.endedAt }, candidates)
    for (const { key: periodKey } of belongs) {
      db.insert(periodInstances).values({ periodKey, instanceKey }).onConflictDoNothing().run()
    }
    return links.length + belongs.length > 0 ? [{ instanceKey, uuid: run.uuid }] : []
  })
}

/**
 * The period that the run overlaps most; those of the same hours (merged sections); and those of which it fills at least
 * half (a double period). A class that ran over by some minutes does not make the next one held.
 */
function periodsOf(run: Interval, candidates: readonly Candidate[]): Candidate[] {
  const best = assignRun(run, candidates)
  if (best === null) return []
  return candidates.filter(
    ({ window }) =>
      (window.from === best.window.from && window.to === best.window.to) ||
      overlap(run, window) * 2 >= window.to - window.from,
  )
}
