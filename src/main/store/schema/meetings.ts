import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { Problem } from '../../../shared/problem.ts'
import { flag, identity, instant, json, plannedTime } from './columns.ts'
import { persons, sections, teachingGroups } from './people.ts'

/** The settings of a meeting that a person chose; the shape is the contract's `MeetingSettings`. */
export interface KeptMeetingSettings {
  admission: 'waitingRoom' | 'registrationLink'
  muteOnEntry: boolean
  hostVideo: boolean
  participantVideo: boolean
  joinBeforeHost: boolean
  recording: 'none' | 'local' | 'cloud'
}

/** The account's users who can hold classes, as Zoom last listed them. */
export const hosts = sqliteTable('hosts', {
  hostId: text('host_id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull(),
  isLicensed: flag('is_licensed').notNull(),
  timeZone: text('time_zone'),
  readAt: instant('read_at').notNull(),
})

/** Zoom meetings. Neither a start link nor an IP address is ever stored. */
export const meetings = sqliteTable(
  'meetings',
  {
    ...identity(),
    ...plannedTime(),
    /** First token of the agenda at Zoom: how a meeting is found again after an unknown answer. */
    reference: text('reference').notNull().unique(),
    zoomMeetingId: text('zoom_meeting_id'),
    hostId: text('host_id').notNull(),
    hostName: text('host_name').notNull(),
    hostEmail: text('host_email').notNull(),
    title: text('title').notNull(),
    description: text('description').notNull().default(''),
    type: text('type', { enum: ['instant', 'scheduled', 'recurringNoFixedTime', 'recurringFixedTime'] }).notNull(),
    audience: text('audience', { enum: ['all', 'students', 'teachers', 'class', 'personal'] }).notNull(),
    groupKey: integer('group_key').references(() => teachingGroups.key),
    sectionKey: integer('section_key').references(() => sections.key),
    settings: json<KeptMeetingSettings>('settings').notNull(),
    state: text('state', {
      enum: ['creating', 'scheduled', 'cancelling', 'cancelled', 'refused', 'missing'],
    }).notNull(),
    joinUrl: text('join_url'),
    passcode: text('passcode'),
    registrationUrl: text('registration_url'),
    /** What Zoom last confirmed, to send only changed fields and to notice changes made elsewhere. */
    confirmed: json<Record<string, unknown>>('confirmed'),
    problem: json<Problem>('problem'),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
    cancelledAt: instant('cancelled_at'),
  },
  (t) => [
    uniqueIndex('meetings_zoom_id')
      .on(t.zoomMeetingId)
      .where(sql`zoom_meeting_id is not null`),
    index('meetings_start').on(t.startInstant, t.key),
    index('meetings_group').on(t.groupKey),
  ],
)

/** Planned dates of a series. */
export const occurrences = sqliteTable(
  'occurrences',
  {
    ...identity(),
    ...plannedTime(),
    meetingKey: integer('meeting_key')
      .notNull()
      .references(() => meetings.key),
    zoomOccurrenceId: text('zoom_occurrence_id'),
    state: text('state', { enum: ['scheduled', 'cancelled'] }).notNull(),
  },
  (t) => [index('occurrences_meeting').on(t.meetingKey, t.startInstant)],
)

/** Actual runs, each with Zoom's own uuid: a restart makes a second one under the same meeting number. */
export const instances = sqliteTable(
  'instances',
  {
    ...identity(),
    meetingKey: integer('meeting_key')
      .notNull()
      .references(() => meetings.key),
    uuid: text('uuid').notNull().unique(),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at'),
    foundAt: instant('found_at').notNull(),
  },
  (t) => [index('instances_meeting').on(t.meetingKey, t.startedAt)],
)

/** One student's registration for one meeting. */
export const registrants = sqliteTable(
  'registrants',
  {
    ...identity(),
    meetingKey: integer('meeting_key')
      .notNull()
      .references(() => meetings.key),
    personKey: integer('person_key')
      .notNull()
      .references(() => persons.key),
    /** The address that Zoom got, lower case. */
    address: text('address'),
    zoomRegistrantId: text('zoom_registrant_id'),
    joinUrl: text('join_url'),
    state: text('state', { enum: ['waiting', 'registered', 'pending', 'refused', 'cancelled'] }).notNull(),
    /** Closed-list word or Zoom's code: why there is no working link. */
    refusal: text('refusal'),
    /** Zoom takes three add requests per registrant and UTC day: how many went out on which day. */
    triedOn: text('tried_on'),
    triesThatDay: integer('tries_that_day').notNull().default(0),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [
    uniqueIndex('registrants_meeting_person').on(t.meetingKey, t.personKey),
    index('registrants_zoom_id').on(t.zoomRegistrantId),
    index('registrants_person').on(t.personKey),
  ],
)

/** Changes on their way to Zoom, in order per meeting. */
export const outbox = sqliteTable(
  'outbox',
  {
    ...identity(),
    meetingKey: integer('meeting_key')
      .notNull()
      .references(() => meetings.key),
    action: text('action', { enum: ['create', 'update', 'delete', 'register', 'cancelRegistration'] }).notNull(),
    payload: json<Record<string, unknown>>('payload').notNull(),
    state: text('state', { enum: ['waiting', 'sending', 'searching', 'refused', 'done', 'discarded'] }).notNull(),
    /** Which process is sending it, and until when that claim holds. */
    claimedBy: text('claimed_by'),
    claimedUntil: instant('claimed_until'),
    attempts: integer('attempts').notNull().default(0),
    /** When the answer was lost or the sender died: how often the host's list was searched since, and when last. */
    searches: integer('searches').notNull().default(0),
    searchedAt: instant('searched_at'),
    nextTryAt: instant('next_try_at').notNull(),
    problem: json<Problem>('problem'),
    createdAt: instant('created_at').notNull(),
    doneAt: instant('done_at'),
  },
  (t) => [index('outbox_state').on(t.state, t.nextTryAt), index('outbox_meeting').on(t.meetingKey, t.key)],
)
