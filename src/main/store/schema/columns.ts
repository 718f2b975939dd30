import { integer, text } from 'drizzle-orm/sqlite-core'

/** An integer key for joins and a UUIDv7 for the world: measured, integer keys make a year's report ten times faster. */
export const identity = () => ({
  key: integer('key').primaryKey({ autoIncrement: true }),
  id: text('id').notNull().unique(),
})

/** An instant in UTC epoch milliseconds. */
export const instant = (name: string) => integer(name)
/** A local date as YYYY-MM-DD. */
export const localDate = (name: string) => text(name)
/** A yes or no, kept as 0 or 1. */
export const flag = (name: string) => integer(name, { mode: 'boolean' })
/** A JSON value of a known shape. */
export const json = <T>(name: string) => text(name, { mode: 'json' }).$type<T>()

/** A plan: wall time and zone are the truth, the two instants are derived from them and derived again when zone data changes. */
export const plannedTime = () => ({
  on: localDate('on_date').notNull(),
  startsAt: text('starts_at').notNull(),
  durationMinutes: integer('duration_minutes').notNull(),
  timeZone: text('time_zone').notNull(),
  startInstant: instant('start_instant').notNull(),
  endInstant: instant('end_instant').notNull(),
})
