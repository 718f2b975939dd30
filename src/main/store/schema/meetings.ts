import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { Problem } from '../../../shared/problem.ts'
import { flag, identity, instant, json, plannedTime } from './columns.ts'
import { persons, sections, teachingGroups } from './people.ts'
import { timetableImports } from './timetable.ts'

/** The settings of a meeting that a person chose; the shape is the contract's `MeetingSettings`. */
export interface KeptMeetingSettings {
  admission: 'waitingRoom' | 'registrationLink'
  muteOnEntry: boolean
  hostVideo: boolean
  participantVideo: boolean
  joinBeforeHost: boolean
  recording: 'none' | 'local' | 'cloud'
  /** Absent in meetings from before these could be chosen: automatic, and open to people who are not signed in. */
  approval?: 'automatic' | 'manual'
  signedInOnly?: boolean
  /** Whether Zoom mails registered people their link: the school's setting as it was last told to Zoom. Absent: no. */
  zoomMails?: boolean
}

/** What holds for one date of a series instead of what its meeting says: as much as Zoom can change of one date. */
export interface KeptOverrides {
  description?: string
  settings?: Partial<
    Pick<
      KeptMeetingSettings,
      'admission' | 'muteOnEntry' | 'hostVideo' | 'participantVideo' | 'joinBeforeHost' | 'recording'
    >
  >
}

/** How a series repeats; the shape is the contract's `Recurrence`. */
export interface KeptRecurrence {
  every: 'day' | 'week' | 'month'
  interval: number
  /** ISO: 1 is Monday. */
  weekDays?: number[] | undefined
  monthDay?: number | undefined
  /** 1 to 4, or -1 for the last; with `monthWeekDay`. */
  monthWeek?: number | undefined
  monthWeekDay?: number | undefined
  ends: { afterDates: number } | { on: string }
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
    /** How a series repeats; null for a meeting that takes place once or has no fixed time. Its dates are `occurrences`. */
    recurrence: json<KeptRecurrence>('recurrence'),
    /** Zoom's ids of users who may start the meeting in the host's stead. */
    alternativeHosts: json<string[]>('alternative_hosts').notNull().default([]),
    state: text('state', {
      enum: ['creating', 'scheduled', 'cancelling', 'cancelled', 'refused', 'missing'],
    }).notNull(),
    joinUrl: text('join_url'),
    passcode: text('passcode'),
    registrationUrl: text('registration_url'),
    /** What Zoom last confirmed, to send only changed fields and to notice changes made elsewhere. */
    confirmed: json<Record<string, unknown>>('confirmed'),
    /** What Zoom has after somebody changed it there; null while it has what it confirmed. And when it was last read there. */
    seen: json<Record<string, unknown>>('seen'),
    seenAt: instant('seen_at'),
    /** The timetable that it came with, so that the whole import can be stopped or undone. */
    timetableKey: integer('timetable_key').references(() => timetableImports.key),
    problem: json<Problem>('problem'),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
    cancelledAt: instant('cancelled_at'),
    /** Out of every list, by a person's wish; what was collected stays. */
    removedAt: instant('removed_at'),
  },
  (t) => [
    uniqueIndex('meetings_zoom_id')
      .on(t.zoomMeetingId)
      .where(sql`zoom_meeting_id is not null`),
    index('meetings_start').on(t.startInstant, t.key),
    index('meetings_group').on(t.groupKey),
    index('meetings_timetable').on(t.timetableKey),
    index('meetings_state').on(t.state),
    index('meetings_host').on(t.hostId),
    index('meetings_no_fixed_time')
      .on(t.startInstant, t.key)
      .where(sql`type = 'recurringNoFixedTime'`),
    index('meetings_changed_at_zoom')
      .on(t.key)
      .where(sql`seen is not null`),
  ],
)

/** The planned dates of a meeting with a fixed time: one of a meeting that takes place once, each of a series. */
export const occurrences = sqliteTable(
  'occurrences',
  {
    ...identity(),
    ...plannedTime(),
    meetingKey: integer('meeting_key')
      .notNull()
      .references(() => meetings.key),
    /** Its place in the series by the rule, from 1; a moved date keeps it. */
    number: integer('number').notNull().default(1),
    /** Whether a person moved this date away from the rule. */
    isMoved: flag('is_moved').notNull().default(false),
    zoomOccurrenceId: text('zoom_occurrence_id'),
    /** What Zoom last confirmed of this date of a series; null while it has confirmed nothing, and for a single date. */
    confirmed: json<{
      startsAt: number
      durationMinutes: number
      isDeleted: boolean
      /** What Zoom was told of this date alone; absent for nothing. */
      overrides?: KeptOverrides
    }>('confirmed'),
    /** What holds for this date alone; null for nothing. */
    overrides: json<KeptOverrides>('overrides'),
    state: text('state', { enum: ['scheduled', 'cancelled'] }).notNull(),
  },
  (t) => [
    index('occurrences_meeting').on(t.meetingKey, t.startInstant),
    index('occurrences_start').on(t.startInstant, t.key),
    index('occurrences_on').on(t.on),
  ],
)

/** Meetings of the account's hosts that were made elsewhere, as Zoom last listed them: they can be adopted. */
export const foreignMeetings = sqliteTable('foreign_meetings', {
  zoomMeetingId: text('zoom_meeting_id').primaryKey(),
  hostId: text('host_id').notNull(),
  topic: text('topic').notNull(),
  type: text('type').notNull(),
  startsAt: instant('starts_at'),
  timeZone: text('time_zone'),
  durationMinutes: integer('duration_minutes'),
  joinUrl: text('join_url').notNull(),
  seenAt: instant('seen_at').notNull(),
  /** A person does not want to hear of it again. */
  ignoredAt: instant('ignored_at'),
})

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
    /** Under which Zoom knew them before, with another address: reports of earlier runs name them so. */
    formerZoomIds: json<string[]>('former_zoom_ids'),
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
    index('registrants_without_link')
      .on(t.meetingKey)
      .where(sql`state in ('refused', 'pending')`),
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
