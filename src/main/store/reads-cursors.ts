import { tables, type Db } from './database.ts'

/** How far the collecting of one period has come, kept over restarts. */
export interface CollectCursor {
  /** When Zoom last answered, even if there was nothing to read; null for never. */
  readonly lastTriedAt: number | null
  /** How many tries in a row found no answer. */
  readonly failures: number
  /** Not to be asked again before this instant; null when the plan alone decides. */
  readonly notBefore: number | null
}

/** What Zoom says of one run besides its rows. */
export interface RunCursor {
  /** How many people Zoom counts in the run: it makes no report of one person alone. */
  readonly participantCount: number
}

/** Cursor of a period's collecting: a {@link CollectCursor}. */
export const collectCursor = (periodId: string): string => `attendance.collect/${periodId}`
/** Cursor of a run: a {@link RunCursor}. */
export const runCursor = (instanceId: string): string => `attendance.run/${instanceId}`
/** Cursor of the later reads that a person declined: their ids. */
export const declinedCursor = (periodId: string): string => `attendance.declined/${periodId}`

/** Keeps a cursor in place of the one before it. */
export function keepCursor(db: Db, name: string, value: unknown, at: number): void {
  db.insert(tables.cursors)
    .values({ name, value, changedAt: at })
    .onConflictDoUpdate({ target: tables.cursors.name, set: { value, changedAt: at } })
    .run()
}
