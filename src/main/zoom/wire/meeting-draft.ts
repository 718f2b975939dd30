import type { MeetingChanges, MeetingRecurrence, MeetingSettings, MeetingType } from '../model.ts'
import { approvalNumbers, everyNumbers, reachNumbers, typeNumbers } from './meetings.ts'
import { wireInstant } from './parts.ts'

/**
 * The body of `POST /users/{userId}/meetings` and `PATCH /meetings/{meetingId}`
 * (https://developers.zoom.us/docs/api/meetings/#tag/meetings/post/users/{userId}/meetings); scopes
 * meeting:write:meeting:admin and meeting:update:meeting:admin. Only what is given is in it.
 */
export function wireDraft(draft: MeetingChanges & { readonly type?: MeetingType }): Record<string, unknown> {
  return {
    type: draft.type && typeNumbers[draft.type],
    topic: draft.topic,
    agenda: draft.agenda,
    start_time: draft.startsAt === undefined ? undefined : wireInstant(draft.startsAt),
    timezone: draft.timeZone,
    duration: draft.durationMinutes,
    password: draft.passcode,
    settings: draft.settings && wireSettings(draft.settings),
    recurrence: draft.recurrence && wireRecurrence(draft.recurrence),
  }
}

function wireSettings(settings: Partial<MeetingSettings>): Record<string, unknown> {
  return {
    host_video: settings.hostVideo,
    participant_video: settings.participantVideo,
    join_before_host: settings.joinBeforeHost,
    mute_upon_entry: settings.muteUponEntry,
    waiting_room: settings.waitingRoom,
    auto_recording: settings.autoRecording,
    meeting_authentication: settings.meetingAuthentication,
    approval_type: settings.registration && approvalNumbers[settings.registration],
    registration_type: settings.registrationReach && reachNumbers[settings.registrationReach],
    registrants_email_notification: settings.registrantsEmailNotification,
    registrants_confirmation_email: settings.registrantsConfirmationEmail,
    allow_multiple_devices: settings.allowMultipleDevices,
    alternative_hosts: settings.alternativeHosts?.join(';'),
    alternative_hosts_email_notification: settings.alternativeHostsEmailNotification,
  }
}

function wireRecurrence(recurrence: MeetingRecurrence): Record<string, unknown> {
  return {
    type: everyNumbers[recurrence.every],
    repeat_interval: recurrence.interval,
    weekly_days: recurrence.weekDays?.join(','),
    monthly_day: recurrence.monthDay,
    monthly_week: recurrence.monthWeek,
    monthly_week_day: recurrence.monthWeekDay,
    end_times: recurrence.endsAfterOccurrences,
    end_date_time: recurrence.endsAt === undefined ? undefined : wireInstant(recurrence.endsAt),
  }
}
