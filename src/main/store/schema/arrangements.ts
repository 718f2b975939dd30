import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { suspensions } from './calendar.ts'
import { identity, instant, localDate } from './columns.ts'
import { meetings, occurrences } from './meetings.ts'
import { persons } from './people.ts'

/** What a suspension did with each planned date that it met: undoing it brings the cancelled ones back. */
export const suspensionDates = sqliteTable(
  'suspension_dates',
  {
    suspensionKey: integer('suspension_key')
      .notNull()
      .references(() => suspensions.key),
    occurrenceKey: integer('occurrence_key')
      .notNull()
      .references(() => occurrences.key),
    action: text('action', { enum: ['cancelled', 'kept'] }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.suspensionKey, t.occurrenceKey] })],
)

/** A teacher's classes of some days, held by somebody else. Both names stay on the record. */
export const substitutions = sqliteTable(
  'substitutions',
  {
    ...identity(),
    teacherKey: integer('teacher_key')
      .notNull()
      .references(() => persons.key),
    substituteKey: integer('substitute_key')
      .notNull()
      .references(() => persons.key),
    /** Zoom's id of the user who may start the meetings. */
    substituteHostId: text('substitute_host_id').notNull(),
    firstOn: localDate('first_on').notNull(),
    lastOn: localDate('last_on').notNull(),
    reason: text('reason').notNull(),
    actor: text('actor').notNull(),
    device: text('device').notNull(),
    arrangedAt: instant('arranged_at').notNull(),
    undoneAt: instant('undone_at'),
  },
  (t) => [index('substitutions_dates').on(t.firstOn, t.lastOn)],
)

/** The planned dates that a substitute holds, and how: by starting the same meeting, or with a meeting of their own. */
export const substitutionDates = sqliteTable(
  'substitution_dates',
  {
    substitutionKey: integer('substitution_key')
      .notNull()
      .references(() => substitutions.key),
    occurrenceKey: integer('occurrence_key')
      .notNull()
      .references(() => occurrences.key),
    way: text('way', { enum: ['alternativeHost', 'newMeeting'] }).notNull(),
    newMeetingKey: integer('new_meeting_key').references(() => meetings.key),
    /** The meeting that the date was of when it was arranged. */
    meetingKey: integer('meeting_key')
      .notNull()
      .references(() => meetings.key),
    /** Whether the substitute is an alternative host of it because of this: taken off again, or null where it never was. */
    hostState: text('host_state', { enum: ['added', 'takenOff'] }),
  },
  (t) => [
    primaryKey({ columns: [t.substitutionKey, t.occurrenceKey] }),
    index('substitution_dates_date').on(t.occurrenceKey),
  ],
)
