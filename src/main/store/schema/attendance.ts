import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { classPeriods } from './calendar.ts'
import { flag, identity, instant, json, localDate } from './columns.ts'
import { instances } from './meetings.ts'
import { persons, sections, teachingGroups } from './people.ts'

/** One complete reading of a report; older reads stay as evidence. */
export const reads = sqliteTable(
  'reads',
  {
    ...identity(),
    instanceKey: integer('instance_key')
      .notNull()
      .references(() => instances.key),
    source: text('source', { enum: ['past', 'report'] }).notNull(),
    readAt: instant('read_at').notNull(),
    pages: integer('pages').notNull(),
    rowCount: integer('row_count').notNull(),
    /** Of all rows, independent of their order. */
    digest: text('digest').notNull(),
    isComplete: flag('is_complete').notNull(),
  },
  (t) => [index('reads_instance').on(t.instanceKey, t.readAt)],
)

/** One join-leave stay as a report gave it. Facts: never changed, never deleted but by retention. */
export const intervals = sqliteTable(
  'intervals',
  {
    readKey: integer('read_key')
      .notNull()
      .references(() => reads.key),
    row: integer('row').notNull(),
    displayName: text('display_name').notNull(),
    email: text('email').notNull(),
    registrantId: text('registrant_id').notNull(),
    customerKey: text('customer_key').notNull(),
    zoomUserId: text('zoom_user_id').notNull(),
    joinedAt: instant('joined_at').notNull(),
    leftAt: instant('left_at').notNull(),
    durationSeconds: integer('duration_seconds').notNull(),
    isWaitingRoom: flag('is_waiting_room').notNull(),
    isFailover: flag('is_failover').notNull(),
    breakoutId: text('breakout_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.readKey, t.row] })],
)

/** Who a person of a period was found to be, and by which evidence. Derived. */
export const matches = sqliteTable(
  'matches',
  {
    periodKey: integer('period_key')
      .notNull()
      .references(() => classPeriods.key),
    /** What the person came with, stable over reads of the same run. */
    identity: text('identity').notNull(),
    personKey: integer('person_key')
      .notNull()
      .references(() => persons.key),
    evidence: text('evidence', { enum: ['link', 'customerKey', 'email', 'name', 'knownAs', 'decision'] }).notNull(),
    isUnconfirmed: flag('is_unconfirmed').notNull(),
  },
  (t) => [primaryKey({ columns: [t.periodKey, t.identity, t.personKey] })],
)

/** Who stands in "Who is this?". Derived, and taken out again when a decision or better evidence names them. */
export const strangers = sqliteTable(
  'strangers',
  {
    periodKey: integer('period_key')
      .notNull()
      .references(() => classPeriods.key),
    identity: text('identity').notNull(),
    displayName: text('display_name').notNull(),
    email: text('email').notNull(),
    seconds: real('seconds').notNull(),
    why: text('why').notNull(),
    suggestions: json<{ personId: string; score: number }[]>('suggestions').notNull(),
    isOpen: flag('is_open').notNull(),
  },
  (t) => [primaryKey({ columns: [t.periodKey, t.identity] }), index('strangers_open').on(t.isOpen)],
)

/** What a person said about who somebody was. Append-only: the latest of one identity counts. */
export const identityDecisions = sqliteTable(
  'identity_decisions',
  {
    ...identity(),
    periodKey: integer('period_key')
      .notNull()
      .references(() => classPeriods.key),
    identity: text('identity').notNull(),
    kind: text('kind', { enum: ['person', 'notAStudent', 'withdrawn'] }).notNull(),
    personIds: json<string[]>('person_ids').notNull(),
    reason: text('reason').notNull().default(''),
    actor: text('actor').notNull(),
    device: text('device').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('identity_decisions_period').on(t.periodKey)],
)

/** The rules of marking, from a date on, for the school or a part of it. */
export const policies = sqliteTable('policies', {
  ...identity(),
  preset: text('preset', { enum: ['minutes', 'percent', 'lact1'] }).notNull(),
  presentMinutes: integer('present_minutes').notNull(),
  presentPercent: integer('present_percent').notNull(),
  lateAfterMinutes: integer('late_after_minutes').notNull(),
  leftEarlyMinutes: integer('left_early_minutes').notNull(),
  fromOn: localDate('from_on').notNull(),
  gradeLevel: text('grade_level'),
  groupKey: integer('group_key').references(() => teachingGroups.key),
  createdAt: instant('created_at').notNull(),
})

/** One student's mark in one period. Derived from facts and decisions, kept so that lists and registers are one query. */
export const marks = sqliteTable(
  'marks',
  {
    periodKey: integer('period_key')
      .notNull()
      .references(() => classPeriods.key),
    personKey: integer('person_key')
      .notNull()
      .references(() => persons.key),
    presence: text('presence', {
      enum: ['present', 'partial', 'absent', 'notSeenYet', 'notHeld', 'notEnrolled'],
    }).notNull(),
    isLate: flag('is_late').notNull(),
    hasLeftEarly: flag('has_left_early').notNull(),
    excuse: text('excuse'),
    seconds: real('seconds').notNull(),
    firstInAt: instant('first_in_at'),
    lastOutAt: instant('last_out_at'),
    evidence: text('evidence'),
    isUnconfirmed: flag('is_unconfirmed').notNull(),
    hadNoWorkingLink: flag('had_no_working_link').notNull(),
    reasons: json<{ code: string; numbers: Record<string, number> }[]>('reasons').notNull(),
    /** What the rule says, when an override lies on top. */
    ruled: json<{ presence: string; isLate: boolean; hasLeftEarly: boolean }>('ruled'),
    /** What a later report would make of a final mark. */
    proposed: json<{ presence: string; isLate: boolean; hasLeftEarly: boolean }>('proposed'),
    computedAt: instant('computed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.periodKey, t.personKey] }), index('marks_person').on(t.personKey)],
)

/** Where each period's attendance stands, with its figures. Derived but for `closed...`, which a person said. */
export const periodStates = sqliteTable(
  'period_states',
  {
    periodKey: integer('period_key')
      .primaryKey()
      .references(() => classPeriods.key),
    state: text('state', { enum: ['collecting', 'final', 'checked', 'signed'] }).notNull(),
    held: text('held', { enum: ['held', 'notHeld', 'suspended', 'moved', 'asynchronous', 'unknown'] }).notNull(),
    finalAt: instant('final_at'),
    /** The reads that final marks were made from; a later one only proposes. */
    finalReadKeys: json<number[]>('final_read_keys').notNull(),
    nextReadAt: instant('next_read_at'),
    waitsFor: json<string[]>('waits_for').notNull(),
    figures: json<Record<string, number | null>>('figures').notNull(),
    heldFrom: instant('held_from'),
    heldTo: instant('held_to'),
    realFrom: instant('real_from'),
    realTo: instant('real_to'),
    proposedChanges: integer('proposed_changes').notNull().default(0),
    policyKey: integer('policy_key').references(() => policies.key),
    closedBy: text('closed_by'),
    closedAt: instant('closed_at'),
    closedReason: text('closed_reason'),
    computedAt: instant('computed_at').notNull(),
  },
  (t) => [index('period_states_next_read').on(t.nextReadAt)],
)

/** Marks that a person set by hand. Append-only: the latest of one student in one period counts, unless withdrawn. */
export const overrides = sqliteTable(
  'overrides',
  {
    ...identity(),
    periodKey: integer('period_key')
      .notNull()
      .references(() => classPeriods.key),
    personKey: integer('person_key')
      .notNull()
      .references(() => persons.key),
    /** `byTheRule` takes the earlier ones back. */
    presence: text('presence', { enum: ['present', 'partial', 'absent', 'byTheRule'] }).notNull(),
    isLate: flag('is_late').notNull(),
    hasLeftEarly: flag('has_left_early').notNull(),
    excuse: text('excuse'),
    reason: text('reason').notNull(),
    actor: text('actor').notNull(),
    device: text('device').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('overrides_period').on(t.periodKey, t.personKey)],
)

/** A student's excuse over a range of dates. */
export const excuses = sqliteTable(
  'excuses',
  {
    ...identity(),
    personKey: integer('person_key')
      .notNull()
      .references(() => persons.key),
    firstOn: localDate('first_on').notNull(),
    lastOn: localDate('last_on').notNull(),
    /** Null covers every period of those days. */
    periodIds: json<string[]>('period_ids'),
    reason: text('reason').notNull(),
    proof: text('proof').notNull().default(''),
    receivedBy: text('received_by').notNull(),
    createdAt: instant('created_at').notNull(),
    revokedAt: instant('revoked_at'),
  },
  (t) => [index('excuses_person').on(t.personKey, t.firstOn)],
)

/** Every time the school reached, or tried to reach, a student or a home. */
export const contacts = sqliteTable(
  'contacts',
  {
    ...identity(),
    personKey: integer('person_key')
      .notNull()
      .references(() => persons.key),
    at: instant('at').notNull(),
    means: text('means').notNull(),
    withWhom: text('with_whom').notNull(),
    wasReached: flag('was_reached').notNull(),
    note: text('note').notNull().default(''),
    actor: text('actor').notNull(),
  },
  (t) => [index('contacts_person').on(t.personKey, t.at)],
)

/** A student's day, proposed from the period marks and confirmed by the adviser. */
export const dailyMarks = sqliteTable(
  'daily_marks',
  {
    personKey: integer('person_key')
      .notNull()
      .references(() => persons.key),
    sectionKey: integer('section_key')
      .notNull()
      .references(() => sections.key),
    on: localDate('on_date').notNull(),
    morning: text('morning').notNull(),
    afternoon: text('afternoon').notNull(),
    isLate: flag('is_late').notNull(),
    hasCut: flag('has_cut').notNull(),
    confirmedBy: text('confirmed_by'),
    confirmedAt: instant('confirmed_at'),
  },
  (t) => [primaryKey({ columns: [t.personKey, t.on] }), index('daily_marks_section').on(t.sectionKey, t.on)],
)
