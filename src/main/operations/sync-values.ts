import { parseAgenda } from '../../shared/domain/meeting.ts'
import { isTimeZone } from '../../shared/domain/time.ts'
import type { WatchedField, WatchedValues } from '../../shared/domain/zoom-changes.ts'
import type { KeptHost } from '../store/hosts.ts'
import type { ConfirmedMeeting, ConfirmedRecurrence, ConfirmedSettings } from '../store/outbox-confirm.ts'
import type { MeetingRow } from '../store/outbox-queue.ts'
import { registersStudents, settingsOf, topicOfMeeting, unchosen } from './meeting-draft.ts'

/** What Zoom tells of a meeting, whenever that was. */
export type ToldMeeting = Pick<
  ConfirmedMeeting,
  'topic' | 'agenda' | 'startsAt' | 'timeZone' | 'durationMinutes' | 'passcode' | 'settings'
>

/** What Zoom's settings are called among the watched values. */
const fieldOf = {
  registration: 'registration',
  registrationReach: 'registrationReach',
  registrantsEmailNotification: 'registrantMail',
  allowMultipleDevices: 'severalDevices',
  meetingAuthentication: 'signedInOnly',
  waitingRoom: 'waitingRoom',
  joinBeforeHost: 'joinBeforeHost',
  muteUponEntry: 'muteOnEntry',
  hostVideo: 'hostVideo',
  participantVideo: 'participantVideo',
  autoRecording: 'recording',
  alternativeHosts: 'alternativeHosts',
} as const satisfies { readonly [K in keyof ConfirmedSettings]-?: WatchedField }

const isOnce = ({ type }: Pick<MeetingRow, 'type'>): boolean => type === 'scheduled' || type === 'instant'

/** A meeting as it is here; `alternativeHosts` are addresses in lower case, in order. */
export function valuesHere(meeting: MeetingRow, alternativeHosts: readonly string[]): Partial<WatchedValues> {
  return {
    title: topicOfMeeting(meeting),
    description: meeting.description.trim(),
    time: isOnce(meeting) ? meeting.startInstant : null,
    duration: isOnce(meeting) ? meeting.durationMinutes : null,
    timeZone: meeting.timeZone,
    host: meeting.hostId,
    passcode: meeting.passcode ?? '',
    ...settingValues(settingsOf(meeting, alternativeHosts)),
  }
}

/** The same of what Zoom has or had, by the host who has it there; what it does not tell is left out. */
export function valuesAtZoom(told: ToldMeeting, host: string, hasOneDate: boolean): Partial<WatchedValues> {
  const { startsAt, durationMinutes, timeZone, passcode } = told
  return {
    title: told.topic,
    description: descriptionIn(told.agenda),
    host,
    ...(timeZone === null ? {} : { timeZone }),
    ...(hasOneDate && startsAt !== null ? { time: startsAt } : {}),
    ...(hasOneDate && durationMinutes !== null ? { duration: durationMinutes } : {}),
    ...(passcode === undefined || passcode === null ? {} : { passcode }),
    ...settingValues(told.settings),
  }
}

/** Which of the watched values settings are about. */
export const settingFields = (settings: Partial<ConfirmedSettings>): WatchedField[] =>
  Object.keys(settingValues(settings)) as WatchedField[]

function settingValues(settings: Partial<ConfirmedSettings>): Partial<WatchedValues> {
  const isOpen = settings.registration !== undefined && settings.registration !== 'none'
  const given = Object.entries(fieldOf).filter(([name]) => {
    // Who is not registered is written to by nobody.
    if (!isOpen && settings.registration !== undefined && unchosen.some((each) => each === name)) return false
    return settings[name as keyof ConfirmedSettings] !== undefined
  })
  const valueOf = (value: unknown) => (Array.isArray(value) ? value.join(', ') : value)
  return Object.fromEntries(given.map(([name, field]) => [field, valueOf(settings[name as keyof ConfirmedSettings])]))
}

/** What a person wrote into an agenda, without the mark that a meeting is found again by. */
export const descriptionIn = (agenda: string): string => (parseAgenda(agenda)?.description ?? agenda).trim()

/** The zone that Zoom names, where this computer knows it. */
export const zoneIn = (timeZone: string | null, otherwise: string): string =>
  timeZone !== null && isTimeZone(timeZone) ? timeZone : otherwise

/** The settings of a meeting with those of Zoom's that are taken over, in our words. */
export function settingsAfter(
  before: MeetingRow['settings'],
  told: Partial<ConfirmedSettings>,
  isTaken: (field: WatchedField) => boolean,
): MeetingRow['settings'] {
  const { registration = 'none' } = told
  const taken: { readonly [F in WatchedField]?: Partial<MeetingRow['settings']> } = {
    waitingRoom: { admission: told.waitingRoom === true ? 'waitingRoom' : 'registrationLink' },
    joinBeforeHost: { joinBeforeHost: told.joinBeforeHost ?? false },
    muteOnEntry: { muteOnEntry: told.muteUponEntry ?? false },
    hostVideo: { hostVideo: told.hostVideo ?? false },
    participantVideo: { participantVideo: told.participantVideo ?? false },
    recording: { recording: told.autoRecording ?? 'none' },
    signedInOnly: { signedInOnly: told.meetingAuthentication ?? false },
    registration: registration === 'none' ? {} : { approval: registration === 'approval' ? 'manual' : 'automatic' },
  }
  const changes = Object.entries(taken).flatMap(([field, values]) => (isTaken(field as WatchedField) ? [values] : []))
  return Object.assign({}, before, ...changes) as MeetingRow['settings']
}

/** Of a meeting that students are registered for: what Zoom has otherwise than Homeroom sets it, and is let have so. */
export function letBe(
  meeting: Pick<MeetingRow, 'audience' | 'settings' | 'type'>,
  told: Partial<ConfirmedSettings>,
): Partial<ConfirmedSettings> {
  if (!registersStudents(meeting)) return {}
  const wanted = settingsOf(meeting)
  const other = unchosen.filter((name) => told[name] !== undefined && told[name] !== wanted[name])
  return Object.fromEntries(other.map((name) => [name, wanted[name]]))
}

/** Names of the account's users by Zoom's id, and by address in lower case. */
export const hostNames = (hosts: readonly KeptHost[]): ReadonlyMap<string, string> =>
  new Map(hosts.flatMap(({ hostId, name, email }) => [hostId, email.toLowerCase()].map((id) => [id, name])))

/** Zoom's ids of the account's users by their address in lower case. */
export const idsByAddress = (hosts: readonly KeptHost[]): ReadonlyMap<string, string> =>
  new Map(hosts.map(({ hostId, email }) => [email.toLowerCase(), hostId]))

/** Zoom's ids of alternative hosts; somebody whom the account does not list stays what Zoom calls them. */
export const hostIdsOf = (addresses: readonly string[], idByAddress: ReadonlyMap<string, string>): string[] =>
  addresses.map((address) => idByAddress.get(address.toLowerCase()) ?? address)

/** A rule of Zoom's without its end, in our words: ISO counts days of the week from Monday, Zoom from Sunday. */
export function ruleFrom(rule: ConfirmedRecurrence): Omit<NonNullable<MeetingRow['recurrence']>, 'ends'> {
  const { every, interval, weekDays, monthDay, monthWeek, monthWeekDay } = rule
  const isoDay = (zoomDay: number) => ((zoomDay + 5) % 7) + 1
  return {
    every,
    interval,
    ...(weekDays === undefined ? {} : { weekDays: weekDays.map(isoDay).toSorted((a, b) => a - b) }),
    ...(monthDay === undefined ? {} : { monthDay }),
    ...(monthWeek === undefined
      ? {}
      : { monthWeek, ...(monthWeekDay === undefined ? {} : { monthWeekDay: isoDay(monthWeekDay) }) }),
  }
}
