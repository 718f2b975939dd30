import { buildAgenda } from '../../shared/domain/meeting.ts'
import { titleOfDate, topicOf } from '../../shared/domain/meeting-title.ts'
import type { ConfirmedMeeting, ConfirmedSettings, MadeMeeting } from '../store/outbox-confirm.ts'
import type { DateRow } from '../store/meetings-view.ts'
import type { MeetingRow } from '../store/outbox-queue.ts'
import type { MeetingChanges, MeetingDraft, MeetingSettings, ZoomMeeting } from '../zoom/model.ts'
import { isSeries, ruleOf, seriesOf, type Plan } from './meeting-series.ts'

type KeptOverrides = NonNullable<DateRow['overrides']>

/** The longest topic that Zoom takes (zoom-facts section 2). */
const longestTopic = 200

/** Whether the students of a meeting are registered with Zoom, each with a link of their own. */
export const registersStudents = ({ audience }: Pick<MeetingRow, 'audience'>): boolean => audience === 'class'

/** The settings that are compared with Zoom's. `alternativeHosts` are addresses in lower case, in order. */
export function settingsOf(
  meeting: Pick<MeetingRow, 'audience' | 'settings' | 'type'>,
  alternativeHosts: readonly string[] = [],
): ConfirmedSettings {
  const { settings } = meeting
  const { approval = 'automatic', signedInOnly = false } = settings
  const isRegistered = registersStudents(meeting)
  return {
    hostVideo: settings.hostVideo,
    participantVideo: settings.participantVideo,
    joinBeforeHost: settings.joinBeforeHost,
    muteUponEntry: settings.muteOnEntry,
    waitingRoom: settings.admission === 'waitingRoom',
    autoRecording: settings.recording,
    registration: !isRegistered ? 'none' : approval === 'manual' ? 'approval' : 'automatic',
    meetingAuthentication: signedInOnly,
    alternativeHosts,
    // Mail goes to students only where the school wants it; a student may come with two devices.
    ...(isRegistered ? { registrantsEmailNotification: settings.zoomMails === true, allowMultipleDevices: true } : {}),
    // Who registers once has one link for every date (zoom-facts section 2).
    ...(isRegistered && isSeries(meeting) ? { registrationReach: 'everyOccurrence' as const } : {}),
  }
}

/** Settings that no person chooses: a meeting that has them otherwise at Zoom is left so where somebody accepted it. */
export const unchosen = ['registrationReach', 'registrantsEmailNotification', 'allowMultipleDevices'] as const

/** What goes with settings where they are sent, but for what Zoom was let have otherwise. */
function alwaysWith(meeting: MeetingRow): Partial<MeetingSettings> {
  const refused = confirmedOf(meeting)?.refused ?? {}
  const isRegistered = registersStudents(meeting)
  return {
    ...pick(settingsOf(meeting), (name) => unchosen.some((each) => each === name) && !(name in refused)),
    // Without registration Zoom has nobody to write to, whatever it says there.
    ...(isRegistered ? {} : { registrantsEmailNotification: false, allowMultipleDevices: false }),
    // The mail with the link goes out with the other one alone (zoom-facts section 2).
    ...('registrantsEmailNotification' in refused
      ? {}
      : { registrantsConfirmationEmail: isRegistered && meeting.settings.zoomMails === true }),
    alternativeHostsEmailNotification: false,
  }
}

/** What is sent to make a meeting; null for a series of which no date is left. A start that has come Zoom makes now. */
export function draftOf(plan: Plan, passcode: string | null, now: number): MeetingDraft | null {
  const { meeting, alternativeHosts } = plan
  const { timeZone, durationMinutes } = meeting
  const base = {
    topic: topicOfMeeting(meeting),
    agenda: buildAgenda(meeting.reference, meeting.description),
    timeZone,
    durationMinutes,
    settings: { ...settingsOf(meeting, alternativeHosts), ...alwaysWith(meeting) },
    ...(passcode === null ? {} : { passcode }),
  }
  switch (meeting.type) {
    case 'recurringFixedTime': {
      const series = seriesOf(plan, now)
      return series === null ? null : { ...base, ...series, type: 'recurringFixedTime' }
    }
    case 'recurringNoFixedTime':
      return { ...base, type: 'recurringNoFixedTime' }
    // Zoom lists no instant meetings, so one that begins now could not be found again after a lost answer.
    case 'instant':
    case 'scheduled':
      return { ...base, type: 'scheduled', startsAt: meeting.startInstant }
  }
}

/** What of a meeting Zoom does not have yet; null when it has everything but, of a series, maybe single dates. */
export function changesOf(plan: Plan, now: number): MeetingChanges | null {
  const { meeting } = plan
  const confirmed = confirmedOf(meeting)
  if (confirmed === null) return null
  const topic = topicOfMeeting(meeting)
  const agenda = buildAgenda(meeting.reference, meeting.description)
  const hasLength = meeting.type !== 'recurringNoFixedTime'
  const settings = changedSettings(plan, confirmed)
  const changes: MeetingChanges = {
    ...(confirmed.topic === topic ? {} : { topic }),
    ...(confirmed.agenda === agenda ? {} : { agenda }),
    ...timeChanges(plan, confirmed, now),
    ...(!hasLength || confirmed.durationMinutes === meeting.durationMinutes
      ? {}
      : { durationMinutes: meeting.durationMinutes }),
    ...(hasOtherPasscode(meeting, confirmed) ? { passcode: meeting.passcode } : {}),
    ...(Object.keys(settings).length === 0 ? {} : { settings: { ...settings, ...alwaysWith(meeting) } }),
  }
  return Object.keys(changes).length === 0 ? null : changes
}

const hasOtherPasscode = (
  meeting: MeetingRow,
  { passcode }: ConfirmedMeeting,
): meeting is MeetingRow & { passcode: string } =>
  meeting.passcode !== null && passcode !== undefined && passcode !== meeting.passcode

/** A start that has come can't be changed any more; a series is planned anew only when its rule has changed. */
function timeChanges(plan: Plan, confirmed: ConfirmedMeeting, now: number): MeetingChanges {
  const { meeting } = plan
  const { startInstant: startsAt, timeZone } = meeting
  if (meeting.type === 'recurringNoFixedTime') return {}
  if (isSeries(meeting)) {
    return confirmed.rule === undefined || confirmed.rule === ruleOf(meeting) ? {} : (replanOf(plan, now) ?? {})
  }
  const isMoved = startsAt > now && (confirmed.startsAt !== startsAt || confirmed.timeZone !== timeZone)
  return isMoved ? { startsAt, timeZone } : {}
}

/** What has Zoom plan the dates to come of a series anew; null when none is left. */
export function replanOf(plan: Plan, now: number): MeetingChanges | null {
  const series = seriesOf(plan, now)
  return series === null ? null : { ...series, timeZone: plan.meeting.timeZone }
}

/** Settings that Zoom does not have as we want them; what an account has locked is not asked for twice. */
function changedSettings({ meeting, alternativeHosts }: Plan, confirmed: ConfirmedMeeting): Partial<ConfirmedSettings> {
  const wanted = settingsOf(meeting, alternativeHosts)
  const isAsIt = (known: Partial<ConfirmedSettings> | undefined, name: keyof ConfirmedSettings) =>
    known?.[name] !== undefined && isSame(known[name], wanted[name])
  return pick(wanted, (name) => !isAsIt(confirmed.settings, name) && !isAsIt(confirmed.refused, name))
}

/** What Zoom has after it took changes of ours; of settings what a read told afterwards, where there was one. */
export function afterChanges(
  plan: Plan,
  confirmed: ConfirmedMeeting,
  changes: MeetingChanges,
  read: ZoomMeeting | null,
): ConfirmedMeeting {
  const asked = pick(settingsOf(plan.meeting, plan.alternativeHosts), (name) => changes.settings?.[name] !== undefined)
  const { settings, refused } = answered(asked, read)
  const isReplanned = changes.recurrence !== undefined
  return {
    ...confirmed,
    topic: changes.topic ?? confirmed.topic,
    agenda: changes.agenda ?? confirmed.agenda,
    startsAt: changes.startsAt ?? confirmed.startsAt,
    timeZone: changes.timeZone ?? confirmed.timeZone,
    durationMinutes: changes.durationMinutes ?? confirmed.durationMinutes,
    ...(changes.passcode === undefined ? {} : { passcode: changes.passcode }),
    settings: { ...confirmed.settings, ...settings },
    refused: { ...pick(confirmed.refused ?? {}, (name) => !(name in asked)), ...refused },
    ...(isReplanned ? { rule: ruleOf(plan.meeting), recurrence: read?.recurrence ?? changes.recurrence } : {}),
  }
}

/** What Zoom is to be told of one date alone: what holds for it now, and what held before and is the meeting's again. */
export function overrideChanges(
  meeting: MeetingRow,
  before: KeptOverrides | null,
  after: KeptOverrides | null,
): Pick<MeetingChanges, 'agenda' | 'settings'> {
  if (JSON.stringify(before) === JSON.stringify(after)) return {}
  const told: Readonly<Record<string, unknown>> = before?.settings ?? {}
  const wanted: Readonly<Record<string, unknown>> = after?.settings ?? {}
  const names = new Set(Object.keys({ ...told, ...wanted }).filter((name) => told[name] !== wanted[name]))
  const settings = settingsOf({ ...meeting, settings: { ...meeting.settings, ...after?.settings } })
  const isTold = (name: keyof ConfirmedSettings) => names.has(ownNames[name] ?? '')
  return {
    ...(before?.description === after?.description
      ? {}
      : { agenda: buildAgenda(meeting.reference, after?.description ?? meeting.description) }),
    ...(names.size === 0 ? {} : { settings: pick(settings, isTold) }),
  }
}

/** What Zoom's settings of one date are called here. */
const ownNames: { readonly [K in keyof ConfirmedSettings]?: keyof NonNullable<KeptOverrides['settings']> } = {
  hostVideo: 'hostVideo',
  participantVideo: 'participantVideo',
  joinBeforeHost: 'joinBeforeHost',
  muteUponEntry: 'muteOnEntry',
  waitingRoom: 'admission',
  autoRecording: 'recording',
}

/** What we keep of a meeting that Zoom has made; `asked` says what was sent, where that is known. */
export function madeOf(zoom: ZoomMeeting, asked: Plan | null = null): MadeMeeting {
  const told =
    asked === null ? { settings: settingsIn(zoom) } : answered(settingsOf(asked.meeting, asked.alternativeHosts), zoom)
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
      passcode: zoom.passcode,
      dialIn: zoom.dialIn,
      ...told,
      recurrence: zoom.recurrence,
      ...(asked !== null && isSeries(asked.meeting) ? { rule: ruleOf(asked.meeting) } : {}),
    },
  }
}

/** Of what was asked for: what Zoom has there (what was asked where it says nothing), and what of it Zoom did not do. */
function answered(
  asked: Partial<ConfirmedSettings>,
  zoom: ZoomMeeting | null,
): Required<Pick<ConfirmedMeeting, 'settings' | 'refused'>> {
  const got = zoom === null ? {} : pick(settingsIn(zoom), (name) => name in asked)
  return {
    settings: { ...asked, ...got },
    refused: pick(asked, (name) => got[name] !== undefined && !isSame(got[name], asked[name])),
  }
}

/** Of Zoom's settings those that are compared. */
export function settingsIn({ settings }: ZoomMeeting): Partial<ConfirmedSettings> {
  const { alternativeHosts } = settings
  const comparable: Partial<ConfirmedSettings> = {
    ...settings,
    ...(alternativeHosts === undefined
      ? {}
      : { alternativeHosts: alternativeHosts.map((address) => address.trim().toLowerCase()).toSorted() }),
  }
  return pick(comparable, (name) => name in words)
}

/** What Zoom last confirmed of a kept meeting, or null while it has confirmed nothing. */
export function confirmedOf({ confirmed }: Pick<MeetingRow, 'confirmed'>): ConfirmedMeeting | null {
  return confirmed as ConfirmedMeeting | null
}

/** The one title that Zoom shows for all dates, cut where it is longer than Zoom takes. */
export function topicOfMeeting(meeting: MeetingRow): string {
  const hasOneDate = meeting.type === 'scheduled' || meeting.type === 'instant'
  const topic = hasOneDate ? titleOfDate(meeting.title, 1) : topicOf(meeting.title)
  return topic.length <= longestTopic ? topic : topic.slice(0, longestTopic).replace(/[\uD800-\uDBFF]$/u, '')
}

type EverySetting = Required<ConfirmedSettings>

const words: { readonly [K in keyof EverySetting]: (value: EverySetting[K]) => string } = {
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
  meetingAuthentication: (isOn) =>
    isOn ? 'only people who are signed in to Zoom may join' : 'people may join without signing in to Zoom',
  alternativeHosts: (who) =>
    who.length === 0 ? 'there is no alternative host' : 'the alternative hosts are others than were chosen',
  registrationReach: (reach) =>
    reach === 'everyOccurrence' ? 'one registration is good for every date' : 'students register for each date anew',
  registrantsEmailNotification: (isOn) => `Zoom ${isOn ? 'writes' : 'does not write'} mails to the students`,
  allowMultipleDevices: (isOn) => `a student ${isOn ? 'may' : 'may not'} join from two devices`,
}

/** What Zoom made of the meeting against our wish (locked account settings override silently), one clause each. */
export function differencesOf(meeting: Pick<MeetingRow, 'audience' | 'settings' | 'type' | 'confirmed'>): string[] {
  const confirmed = confirmedOf(meeting)
  const got = confirmed?.settings ?? {}
  // Who the alternative hosts are stands in another table; what Zoom refused of them is known here.
  const wanted = settingsOf(meeting, confirmed?.refused?.alternativeHosts ?? got.alternativeHosts ?? [])
  const clause = <K extends keyof EverySetting>(name: K): string[] => {
    const value = got[name] as EverySetting[K] | undefined | null
    // What is not asked for cannot be otherwise than asked.
    const isAsAsked = value === undefined || value === null || wanted[name] === undefined || isSame(value, wanted[name])
    return isAsAsked ? [] : [words[name](value)]
  }
  return (Object.keys(words) as (keyof ConfirmedSettings)[]).flatMap((name) => clause(name))
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

function pick(
  settings: Partial<ConfirmedSettings>,
  isWanted: (name: keyof ConfirmedSettings) => boolean,
): Partial<ConfirmedSettings> {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => isWanted(name as keyof ConfirmedSettings)))
}
