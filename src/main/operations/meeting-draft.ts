import { buildAgenda } from '../../shared/domain/meeting.ts'
import type { ConfirmedMeeting, ConfirmedSettings, MadeMeeting } from '../store/outbox-confirm.ts'
import type { MeetingRow } from '../store/outbox-queue.ts'
import type { MeetingChanges, MeetingDraft, MeetingSettings, ZoomMeeting } from '../zoom/model.ts'

/** Whether the students of a meeting are registered with Zoom, each with a link of their own. */
export const registersStudents = ({ audience }: Pick<MeetingRow, 'audience'>): boolean => audience === 'class'

/** The settings that Zoom is asked for. No mail ever goes to students; a student may come with two devices. */
export function settingsOf(
  meeting: Pick<MeetingRow, 'audience' | 'settings'>,
): ConfirmedSettings &
  Pick<MeetingSettings, 'registrantsEmailNotification' | 'registrantsConfirmationEmail' | 'allowMultipleDevices'> {
  const { settings } = meeting
  const isRegistered = registersStudents(meeting)
  return {
    hostVideo: settings.hostVideo,
    participantVideo: settings.participantVideo,
    joinBeforeHost: settings.joinBeforeHost,
    muteUponEntry: settings.muteOnEntry,
    waitingRoom: settings.admission === 'waitingRoom',
    autoRecording: settings.recording,
    registration: isRegistered ? 'automatic' : 'none',
    registrantsEmailNotification: false,
    registrantsConfirmationEmail: false,
    allowMultipleDevices: isRegistered,
  }
}

/** What is sent to make a meeting. A start that has come meanwhile is sent as it is: Zoom makes it now. */
export function draftOf(meeting: MeetingRow, passcode: string | null): MeetingDraft {
  return {
    topic: meeting.title,
    agenda: buildAgenda(meeting.reference, meeting.description),
    type: 'scheduled',
    startsAt: meeting.startInstant,
    timeZone: meeting.timeZone,
    durationMinutes: meeting.durationMinutes,
    settings: settingsOf(meeting),
    ...(passcode === null ? {} : { passcode }),
  }
}

/** What of a meeting Zoom does not have yet; null when it has everything. A start that has come can't be changed any more. */
export function changesOf(meeting: MeetingRow, now: number): MeetingChanges | null {
  const confirmed = confirmedOf(meeting)
  if (confirmed === null) return null
  const agenda = buildAgenda(meeting.reference, meeting.description)
  const isMoved =
    meeting.startInstant > now &&
    (confirmed.startsAt !== meeting.startInstant || confirmed.timeZone !== meeting.timeZone)
  const changes: MeetingChanges = {
    ...(confirmed.topic === meeting.title ? {} : { topic: meeting.title }),
    ...(confirmed.agenda === agenda ? {} : { agenda }),
    ...(isMoved ? { startsAt: meeting.startInstant, timeZone: meeting.timeZone } : {}),
    ...(confirmed.durationMinutes === meeting.durationMinutes ? {} : { durationMinutes: meeting.durationMinutes }),
  }
  return Object.keys(changes).length === 0 ? null : changes
}

/** What Zoom has after it took changes of ours. */
export function afterChanges(confirmed: ConfirmedMeeting, changes: MeetingChanges): ConfirmedMeeting {
  return {
    topic: changes.topic ?? confirmed.topic,
    agenda: changes.agenda ?? confirmed.agenda,
    startsAt: changes.startsAt ?? confirmed.startsAt,
    timeZone: changes.timeZone ?? confirmed.timeZone,
    durationMinutes: changes.durationMinutes ?? confirmed.durationMinutes,
    settings: confirmed.settings,
  }
}

/** What we keep of a meeting that Zoom has made. */
export function madeOf(zoom: ZoomMeeting): MadeMeeting {
  const { hostVideo, participantVideo, joinBeforeHost, muteUponEntry, waitingRoom, autoRecording, registration } =
    zoom.settings
  return {
    zoomMeetingId: zoom.id,
    joinUrl: zoom.joinUrl,
    passcode: zoom.passcode,
    registrationUrl: zoom.registrationUrl,
    confirmed: {
      topic: zoom.topic,
      agenda: zoom.agenda,
      startsAt: zoom.startsAt,
      timeZone: zoom.timeZone,
      durationMinutes: zoom.durationMinutes,
      settings: {
        hostVideo,
        participantVideo,
        joinBeforeHost,
        muteUponEntry,
        waitingRoom,
        autoRecording,
        registration,
      },
    },
  }
}

/** What Zoom last confirmed of a kept meeting, or null while it has confirmed nothing. */
export function confirmedOf({ confirmed }: Pick<MeetingRow, 'confirmed'>): ConfirmedMeeting | null {
  return confirmed as ConfirmedMeeting | null
}

const words: { readonly [K in keyof ConfirmedSettings]: (value: ConfirmedSettings[K]) => string } = {
  waitingRoom: (isOn) => `the waiting room is ${isOn ? 'on' : 'off'}`,
  joinBeforeHost: (isOn) => `people ${isOn ? 'may' : 'may not'} join before the teacher`,
  muteUponEntry: (isOn) => `people are ${isOn ? '' : 'not '}muted when they enter`,
  hostVideo: (isOn) => `the teacher's video starts ${isOn ? 'on' : 'off'}`,
  participantVideo: (isOn) => `the students' video starts ${isOn ? 'on' : 'off'}`,
  autoRecording: (where) =>
    where === 'none'
      ? 'nothing is recorded'
      : `the class is recorded ${where === 'cloud' ? 'in the cloud' : 'on the computer'}`,
  registration: (kind) =>
    `registration is ${kind === 'none' ? 'off' : kind === 'automatic' ? 'on' : 'on with approval'}`,
}

/** What Zoom made of the meeting against our wish (locked account settings override silently), one clause each. */
export function differencesOf(meeting: Pick<MeetingRow, 'audience' | 'settings' | 'confirmed'>): string[] {
  const got = confirmedOf(meeting)?.settings ?? {}
  const wanted = settingsOf(meeting)
  const clause = <K extends keyof ConfirmedSettings>(name: K): string[] => {
    const value = got[name] as ConfirmedSettings[K] | undefined | null
    return value === undefined || value === null || value === wanted[name] ? [] : [words[name](value)]
  }
  return (Object.keys(words) as (keyof ConfirmedSettings)[]).flatMap((name) => clause(name))
}
