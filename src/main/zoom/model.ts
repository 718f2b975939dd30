import type { Problem } from '../../shared/problem.ts'

/**
 * What leaves this folder: Zoom's things in our words. Instants are epoch milliseconds, ids are text, and
 * nothing here can hold a start_url or an IP address, because both are dropped before these types are filled.
 */

/** What a token may act for: a school's whole account, or (later) one person who signed in. */
export type AccountKind = 'serverToServer' | 'signedInUser'

/** The plan that decides the rate limits; `business` stands for Business, Education, Enterprise and Partner. */
export type ZoomPlan = 'free' | 'pro' | 'business'

/** May be given with each call; an abort raises `cancelled`, and `isAnswerUnknown` tells whether Zoom may have acted. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined
}

/** A Zoom user. `licensed` may use registration and reports; `none` is Zoom's Unassigned and None. */
export interface ZoomUser {
  readonly id: string
  readonly email: string
  readonly displayName: string
  readonly type: 'licensed' | 'basic' | 'none'
  /** IANA zone, or null where Zoom names none. */
  readonly timeZone: string | null
  readonly status: 'active' | 'inactive' | 'pending'
  /** The account's id; null in lists, where Zoom leaves it out. */
  readonly accountId: string | null
}

/** What a passcode must look like for one host (`meeting_password_requirement`); 0 means no such rule. */
export interface PasscodeRule {
  readonly minimumLength: number
  readonly needsLetter: boolean
  readonly needsDigit: boolean
  readonly needsSpecial: boolean
  readonly needsUpperAndLower: boolean
  readonly isDigitsOnly: boolean
  /** Runs of this many neighbouring characters ("1234", "abcd") are refused; 0 when runs are allowed. */
  readonly refusedRunLength: number
  readonly refusesWeak: boolean
}

/** The account's and the host's rules that a new meeting meets (`option=meeting_security`). */
export interface UserSettings {
  readonly passcodeRule: PasscodeRule
  readonly isPasscodeRequired: boolean
  readonly isWaitingRoomOn: boolean
  /** Who is sent to the waiting room when it is on. */
  readonly whoWaits: 'everyone' | 'outsideAccount' | 'outsideAccountAndDomains' | null
  readonly isEndToEndEncrypted: boolean
}

/** Zoom's meeting types; only `scheduled` (2) takes registrants in batches. */
export type MeetingType =
  | 'instant'
  | 'scheduled'
  | 'recurringNoFixedTime'
  | 'personal'
  | 'recurringFixedTime'
  | 'screenShare'

/** Whether people register for a meeting, and whether somebody has to approve them. Needs a licensed host. */
export type Registration = 'none' | 'automatic' | 'approval'

/** What one registration is good for; of meaning for `recurringFixedTime` only. */
export type RegistrationReach = 'everyOccurrence' | 'eachOccurrence' | 'chosenOccurrences'

/** The settings of a meeting that Homeroom sets and compares. */
export interface MeetingSettings {
  readonly hostVideo: boolean
  readonly participantVideo: boolean
  readonly joinBeforeHost: boolean
  readonly muteUponEntry: boolean
  readonly waitingRoom: boolean
  readonly autoRecording: 'none' | 'local' | 'cloud'
  readonly meetingAuthentication: boolean
  readonly registration: Registration
  readonly registrationReach: RegistrationReach
  readonly registrantsEmailNotification: boolean
  readonly registrantsConfirmationEmail: boolean
  readonly allowMultipleDevices: boolean
  /** E-mails or user ids of licensed users of the account. */
  readonly alternativeHosts: readonly string[]
  /** Never told in answers that we read. */
  readonly alternativeHostsEmailNotification: boolean
}

/** How a series repeats. Days of the week are Zoom's: 1 is Sunday. Exactly one of the two ends is set. */
export interface MeetingRecurrence {
  readonly every: 'day' | 'week' | 'month'
  readonly interval: number
  readonly weekDays?: readonly number[] | undefined
  readonly monthDay?: number | undefined
  /** 1 to 4, or -1 for the last; with `monthWeekDay`. */
  readonly monthWeek?: number | undefined
  readonly monthWeekDay?: number | undefined
  readonly endsAfterOccurrences?: number | undefined
  readonly endsAt?: number | undefined
}

/** One planned date of a series. A deleted one stays listed. */
export interface ZoomOccurrence {
  readonly id: string
  readonly startsAt: number
  readonly durationMinutes: number
  readonly isDeleted: boolean
}

/** How people come in by phone, where the account has that. */
export interface DialIn {
  /** With the country where Zoom tells it: "+63 2 8395 2400 (Philippines)". */
  readonly numbers: readonly string[]
  /** Digits only; another one than the passcode of the link, which may hold letters. */
  readonly passcode: string | null
}

/** A meeting as `GET /meetings/{id}` and a create tell it. `uuid` is not that of a later run: never key attendance by it. */
export interface ZoomMeeting {
  readonly id: string
  readonly uuid: string
  readonly hostId: string
  readonly topic: string
  readonly agenda: string
  readonly type: MeetingType
  /** Null for types without a fixed time. */
  readonly startsAt: number | null
  readonly timeZone: string | null
  readonly durationMinutes: number | null
  readonly joinUrl: string
  readonly passcode: string | null
  readonly registrationUrl: string | null
  readonly dialIn: DialIn | null
  readonly isRunning: boolean
  readonly settings: Partial<MeetingSettings>
  readonly recurrence: MeetingRecurrence | null
  readonly occurrences: readonly ZoomOccurrence[]
  readonly createdAt: number | null
}

/** A meeting in a host's list. Zoom cuts `agenda` at 250 characters here, and lists no instant and no expired meetings. */
export interface ListedMeeting {
  readonly id: string
  readonly uuid: string
  readonly hostId: string
  readonly topic: string
  readonly agenda: string
  readonly type: MeetingType
  readonly startsAt: number | null
  readonly timeZone: string | null
  readonly durationMinutes: number | null
  readonly joinUrl: string
  readonly createdAt: number | null
}

/** Which of a host's meetings to list, in Zoom's own cuts. */
export type MeetingList = 'scheduled' | 'live' | 'upcoming' | 'previous'

/** What to create. `startsAt` is left out for `instant` and `recurringNoFixedTime`; without `passcode` Zoom makes one if it must. */
export interface MeetingDraft {
  readonly topic: string
  readonly agenda: string
  readonly type: MeetingType
  readonly startsAt?: number | undefined
  /** IANA zone; always sent, since Zoom computes a series' daylight saving in it. */
  readonly timeZone: string
  readonly durationMinutes: number
  readonly passcode?: string | undefined
  readonly settings: Partial<MeetingSettings>
  readonly recurrence?: MeetingRecurrence | undefined
}

/** What to change; only the fields that are present are sent. */
export type MeetingChanges = Partial<Omit<MeetingDraft, 'type'>>

/** A meeting to write to. The host decides in which order writes go (serial per host) and whose daily count they use. */
export interface MeetingRef {
  readonly meetingId: string
  readonly hostId: string
  /** Only this date of a series. */
  readonly occurrenceId?: string | undefined
}

/** One person to register. `key` is ours (never sent) and names the row in the answer. */
export interface NewRegistrant {
  readonly key: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
}

/** How one row of a registration ended. `unknown`: Zoom may or may not have it; read the list before sending it again. */
export type RegistrantOutcome =
  | {
      readonly key: string
      readonly status: 'registered'
      readonly registrantId: string
      readonly joinUrl: string
    }
  /** Waits for approval, so there is no link yet. */
  | { readonly key: string; readonly status: 'pending'; readonly registrantId: string }
  | {
      readonly key: string
      readonly status: 'refused'
      /** Zoom's code; null when we did not even ask (two rows with one address). */
      readonly code: number | null
      readonly problem: Problem
    }
  | { readonly key: string; readonly status: 'unknown'; readonly problem: Problem }
  /** Something stopped the whole registration before this row's turn (offline, a daily limit, a missing scope). */
  | { readonly key: string; readonly status: 'notSent'; readonly problem: Problem }

/** A registrant as Zoom lists it. */
export interface Registrant {
  readonly id: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly status: 'approved' | 'pending' | 'denied'
  /** Null until approved. */
  readonly joinUrl: string | null
  readonly registeredAt: number | null
}

/** One actual run of a meeting that has ended. */
export interface PastInstance {
  readonly uuid: string
  readonly startedAt: number
}

/** A run's own facts. */
export interface PastMeeting {
  readonly meetingId: string
  readonly uuid: string
  readonly hostId: string | null
  readonly topic: string
  readonly startedAt: number
  readonly endedAt: number
  readonly participantCount: number
  readonly totalMinutes: number
}

/** A run as the report tells it; Zoom names no host id there. */
export type MeetingReport = Omit<PastMeeting, 'hostId'>

/** Where participants are read: `past` is Medium and has no customer key; `report` is Heavy and has everything. */
export type ParticipantSource = 'past' | 'report'

/** One stay of one device. Rows have no stable id at Zoom; a rejoin is a row of its own. */
export interface ParticipantRow {
  readonly name: string
  readonly email: string | null
  readonly registrantId: string | null
  readonly customerKey: string | null
  /** The user's id where they belong to the account; null for guests since March 2023. */
  readonly zoomUserId: string | null
  readonly joinedAt: number
  readonly leftAt: number
  /** As Zoom states it; 0 means that Zoom is not ready. */
  readonly durationSeconds: number
  readonly isWaitingRoom: boolean
  readonly isFailover: boolean
  readonly breakoutId: string | null
}

/** One complete reading of a run's participants, to the last page. */
export interface ParticipantRead {
  readonly source: ParticipantSource
  readonly pages: number
  readonly rows: readonly ParticipantRow[]
  /** Rows that Zoom sent without any time (an outage, or not ready); they are in the digest but not in `rows`. */
  readonly rowsWithoutTimes: number
  /** SHA-256 in hex over all rows, whatever their order: equal digests mean equal reports. */
  readonly digest: string
}
