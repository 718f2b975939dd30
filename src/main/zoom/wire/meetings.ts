import { z } from 'zod'
import type {
  ListedMeeting,
  MeetingRecurrence,
  MeetingSettings,
  MeetingType,
  Registration,
  RegistrationReach,
  ZoomMeeting,
  ZoomOccurrence,
} from '../model.ts'
import { idText, instant, optionalInstant, optionalText, pageOf } from './parts.ts'

/** Zoom's numbers for meeting types. 4 is a host's personal meeting, which only answers name. */
export const typeNumbers: Readonly<Record<MeetingType, number>> = {
  instant: 1,
  scheduled: 2,
  recurringNoFixedTime: 3,
  personal: 4,
  recurringFixedTime: 8,
  screenShare: 10,
}

/** `approval_type` in numbers. */
export const approvalNumbers: Readonly<Record<Registration, number>> = { automatic: 0, approval: 1, none: 2 }

/** `registration_type` in numbers. */
export const reachNumbers: Readonly<Record<RegistrationReach, number>> = {
  everyOccurrence: 1,
  eachOccurrence: 2,
  chosenOccurrences: 3,
}

/** `recurrence.type` in numbers. */
export const everyNumbers: Readonly<Record<MeetingRecurrence['every'], number>> = { day: 1, week: 2, month: 3 }

const keyOf = <Key extends string>(numbers: Readonly<Record<Key, number>>, value: number | null | undefined) =>
  Object.entries<number>(numbers).find(([, number]) => number === value)?.[0] as Key | undefined

const meetingType = z.number().transform((value) => keyOf(typeNumbers, value) ?? 'scheduled')
const flag = z.boolean().optional().catch(undefined)
const number = z.number().optional().catch(undefined)

const WireSettings = z
  .object({
    host_video: flag,
    participant_video: flag,
    join_before_host: flag,
    mute_upon_entry: flag,
    waiting_room: flag,
    auto_recording: z.enum(['none', 'local', 'cloud']).optional().catch(undefined),
    meeting_authentication: flag,
    approval_type: number,
    registration_type: number,
    registrants_email_notification: flag,
    registrants_confirmation_email: flag,
    allow_multiple_devices: flag,
    alternative_hosts: z.string().optional().catch(undefined),
  })
  .transform((wire): Partial<MeetingSettings> =>
    withoutUndefined({
      hostVideo: wire.host_video,
      participantVideo: wire.participant_video,
      joinBeforeHost: wire.join_before_host,
      muteUponEntry: wire.mute_upon_entry,
      waitingRoom: wire.waiting_room,
      autoRecording: wire.auto_recording,
      meetingAuthentication: wire.meeting_authentication,
      registration: keyOf(approvalNumbers, wire.approval_type),
      registrationReach: keyOf(reachNumbers, wire.registration_type),
      registrantsEmailNotification: wire.registrants_email_notification,
      registrantsConfirmationEmail: wire.registrants_confirmation_email,
      allowMultipleDevices: wire.allow_multiple_devices,
      alternativeHosts: wire.alternative_hosts?.split(/[;,]/).filter((host) => host.trim() !== ''),
    }),
  )

/** `settings.global_dial_in_numbers`: told of accounts that have dial-in, and read out loud to those without a good line. */
const WireDialIn = z
  .object({
    global_dial_in_numbers: z
      .array(z.object({ number: z.string(), country_name: optionalText }))
      .optional()
      .catch(undefined),
  })
  .transform(({ global_dial_in_numbers: numbers }) =>
    (numbers ?? []).map(({ number: digits, country_name: country }) =>
      country === null ? digits : `${digits} (${country})`,
    ),
  )

const WireRecurrence = z
  .object({
    type: z.number(),
    repeat_interval: number,
    // A comma list for several days; some answers print a single day as a number.
    weekly_days: z.union([z.string(), z.number().transform(String)]).optional(),
    monthly_day: number,
    monthly_week: number,
    monthly_week_day: number,
    end_times: number,
    end_date_time: optionalInstant,
  })
  .transform((wire): MeetingRecurrence =>
    withoutUndefined({
      every: keyOf(everyNumbers, wire.type) ?? 'week',
      interval: wire.repeat_interval ?? 1,
      weekDays: wire.weekly_days?.split(',').map(Number),
      monthDay: wire.monthly_day,
      monthWeek: wire.monthly_week,
      monthWeekDay: wire.monthly_week_day,
      endsAfterOccurrences: wire.end_times,
      endsAt: wire.end_date_time ?? undefined,
    }),
  )

const WireOccurrence = z
  .object({
    occurrence_id: idText,
    start_time: instant,
    duration: z.number().catch(0),
    status: z.string().catch('available'),
  })
  .transform((wire): ZoomOccurrence => ({
    id: wire.occurrence_id,
    startsAt: wire.start_time,
    durationMinutes: wire.duration,
    isDeleted: wire.status === 'deleted',
  }))

const listed = {
  id: idText,
  uuid: z.string().catch(''),
  host_id: z.string(),
  topic: z.string().catch(''),
  agenda: z.string().catch(''),
  type: meetingType,
  start_time: optionalInstant,
  timezone: optionalText,
  duration: z.number().nullable().catch(null),
  join_url: z.string(),
  created_at: optionalInstant,
}

const WireListed = z.object(listed)

/**
 * `GET /meetings/{meetingId}` and the 201 of a create
 * (https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/meetings/{meetingId}); scopes
 * meeting:read:meeting:admin and meeting:write:meeting:admin. `start_url` is not in here and so goes no further.
 */
export const WireMeeting: z.ZodType<ZoomMeeting> = WireListed.extend({
  password: optionalText,
  pstn_password: optionalText,
  registration_url: optionalText,
  status: z.string().nullish(),
  settings: z.unknown().transform((raw) => ({
    settings: WireSettings.parse(raw ?? {}),
    dialIn: WireDialIn.parse(raw ?? {}),
  })),
  recurrence: WireRecurrence.nullish(),
  occurrences: z.array(WireOccurrence).nullish(),
}).transform((wire) => ({
  ...meetingOf(wire),
  passcode: wire.password,
  registrationUrl: wire.registration_url,
  dialIn: wire.settings.dialIn.length === 0 ? null : { numbers: wire.settings.dialIn, passcode: wire.pstn_password },
  isRunning: wire.status === 'started',
  settings: wire.settings.settings,
  recurrence: wire.recurrence ?? null,
  occurrences: wire.occurrences ?? [],
}))

/** `start_url` of the same answer, and nothing else of it. */
export const WireStartLink = z.object({ start_url: z.string() }).transform(({ start_url: link }) => link)

/**
 * `GET /users/{userId}/meetings`
 * (https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/users/{userId}/meetings); scope
 * meeting:read:list_meetings:admin.
 */
export const WireMeetingPage = pageOf('meetings', WireListed.transform(meetingOf))

function meetingOf(wire: z.infer<typeof WireListed>): ListedMeeting {
  return {
    id: wire.id,
    uuid: wire.uuid,
    hostId: wire.host_id,
    topic: wire.topic,
    agenda: wire.agenda,
    type: wire.type,
    startsAt: wire.start_time,
    timeZone: wire.timezone,
    durationMinutes: wire.duration,
    joinUrl: wire.join_url,
    createdAt: wire.created_at,
  }
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T
}
