import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { flag, identity, instant, json, localDate, plannedTime } from './columns.ts'
import { instances, meetings, occurrences } from './meetings.ts'
import { sections, teachingGroups } from './people.ts'

/** School years. */
export const schoolYears = sqliteTable('school_years', {
  ...identity(),
  title: text('title').notNull(),
  firstOn: localDate('first_on').notNull(),
  lastOn: localDate('last_on').notNull(),
})

/** Two, three or four a year: data, not code. */
export const gradingPeriods = sqliteTable('grading_periods', {
  ...identity(),
  schoolYearKey: integer('school_year_key')
    .notNull()
    .references(() => schoolYears.key),
  title: text('title').notNull(),
  firstOn: localDate('first_on').notNull(),
  lastOn: localDate('last_on').notNull(),
})

/** Classes called off as one action: from what hour, for whom, by whose order. Its days are `day_types`. */
export const suspensions = sqliteTable('suspensions', {
  ...identity(),
  on: localDate('on_date').notNull(),
  /** From what wall time on; null for the whole day. */
  fromTime: text('from_time'),
  /** Both empty: the whole school. */
  gradeLevels: json<string[]>('grade_levels').notNull(),
  sectionIds: json<string[]>('section_ids').notNull(),
  authority: text('authority').notNull(),
  actor: text('actor').notNull(),
  device: text('device').notNull(),
  orderedAt: instant('ordered_at').notNull(),
  undoneAt: instant('undone_at'),
})

/** What kind of day it is, for the whole school or for one grade, section or shift. */
export const dayTypes = sqliteTable(
  'day_types',
  {
    ...identity(),
    on: localDate('on_date').notNull(),
    kind: text('kind', {
      enum: [
        'inPerson',
        'online',
        'asynchronous',
        'halfDayMorning',
        'halfDayAfternoon',
        'suspended',
        'holiday',
        'makeUp',
      ],
    }).notNull(),
    gradeLevel: text('grade_level'),
    sectionKey: integer('section_key').references(() => sections.key),
    shift: text('shift'),
    /** From what wall time on; null for the whole day. */
    fromTime: text('from_time'),
    countsAsSchoolDay: flag('counts_as_school_day').notNull(),
    /** Who ordered it. */
    authority: text('authority').notNull().default(''),
    suspensionKey: integer('suspension_key').references(() => suspensions.key),
    /** The UID of the calendar file's entry that it came from, so that the file can be read again. */
    uid: text('uid'),
    createdAt: instant('created_at').notNull(),
    revokedAt: instant('revoked_at'),
  },
  (t) => [index('day_types_on').on(t.on)],
)

/** The unit of attendance: marks, exports and registers hang on these, never on meetings. */
export const classPeriods = sqliteTable(
  'class_periods',
  {
    ...identity(),
    ...plannedTime(),
    groupKey: integer('group_key')
      .notNull()
      .references(() => teachingGroups.key),
    /** What a person said; null while only the evidence speaks. */
    heldDecision: text('held_decision', { enum: ['held', 'notHeld', 'suspended', 'moved', 'asynchronous'] }),
    /** Judged by these real times instead of the schedule, when a person said so. */
    judgedFrom: instant('judged_from'),
    judgedTo: instant('judged_to'),
    createdAt: instant('created_at').notNull(),
    cancelledAt: instant('cancelled_at'),
  },
  (t) => [index('class_periods_on').on(t.on), index('class_periods_group').on(t.groupKey, t.on)],
)

/** Which meetings (and which planned occurrence) a period was to be held in: many-to-many. */
export const periodMeetings = sqliteTable(
  'period_meetings',
  {
    periodKey: integer('period_key')
      .notNull()
      .references(() => classPeriods.key),
    meetingKey: integer('meeting_key')
      .notNull()
      .references(() => meetings.key),
    occurrenceKey: integer('occurrence_key').references(() => occurrences.key),
  },
  (t) => [
    primaryKey({ columns: [t.periodKey, t.meetingKey] }),
    index('period_meetings_meeting').on(t.meetingKey),
    index('period_meetings_occurrence').on(t.occurrenceKey),
  ],
)

/** Which actual runs belong to a period: by overlap, or because a person said so. */
export const periodInstances = sqliteTable(
  'period_instances',
  {
    periodKey: integer('period_key')
      .notNull()
      .references(() => classPeriods.key),
    instanceKey: integer('instance_key')
      .notNull()
      .references(() => instances.key),
    isDecided: flag('is_decided').notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.periodKey, t.instanceKey] }), index('period_instances_instance').on(t.instanceKey)],
)
