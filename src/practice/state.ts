import { randomBytes } from 'node:crypto'
import type { SchoolSize } from './school.ts'

/** Which Zoom plan the pretend account has. Education counts as `business` in Zoom's limits. */
export type Plan = 'free' | 'pro' | 'business'

/** A value as JSON has it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** One planned date of a recurring meeting. */
export interface Occurrence {
  /** Zoom's occurrence id: the planned start in epoch ms, as text (a few ms later after each new plan of the series). */
  id: string
  startAt: number
  minutes: number
  isDeleted: boolean
  agenda?: string
  settings?: Record<string, Json>
}

/** Somebody who registered, with every state they were in: a past class is judged by the state at its time. */
export interface Registrant {
  id: string
  email: string
  firstName: string
  lastName: string
  /** The other fields of the request, as they came. */
  details: Record<string, Json>
  pin: number
  createdAt: number
  changes: { at: number; status: RegistrantStatus }[]
  /** For registration types 2 and 3: the occurrences chosen. */
  occurrenceIds: string[]
}

/** Zoom lists only the first three; `cancelled` is gone from every list. */
export type RegistrantStatus = 'approved' | 'pending' | 'denied' | 'cancelled'

/** How a class goes. A class draws one by its seed unless a control call says which. */
export type ClassStory = 'onTime' | 'hostLate' | 'restart' | 'massDrop' | 'offSchedule' | 'neverCame' | 'alone'

/** A class that is over: what its people, runs and reports are derived from, again and again, always the same. */
export interface HeldClass {
  /** The occurrence id, or `single-N`, N counting reschedules of a meeting that already took place. */
  key: string
  startAt: number
  minutes: number
  /** When the host's "end for all" came over the API, if it did. */
  stoppedAt: number | null
  story: ClassStory
  /** When it was planned: nothing of it can have happened before. */
  plannedAt: number
  isWaitingRoomOn: boolean
  canJoinBeforeHost: boolean
  needsRegistration: boolean
  topic: string
}

/** Somebody whom a control call sends into a class, beside those who come by themselves. */
export interface ScriptedPerson {
  /** Occurrence key, or null for every class of the meeting. */
  key: string | null
  displayName: string
  /** Seconds from the scheduled start; may be negative. */
  joinSecond: number
  leaveSecond: number
  /** Whose link they use, by e-mail; empty for none. */
  linkEmail: string
  customerKey: string
  studentNumbers: string[]
}

/** A meeting as the pretend Zoom keeps it. */
export interface Meeting {
  id: string
  /** Its place among all meetings ever made. */
  place: number
  uuid: string
  hostId: string
  topic: string
  agenda: string
  type: 1 | 2 | 3 | 8 | 10
  /** Null for types 1 (until it began), 3 and 10. */
  startAt: number | null
  timezone: string
  minutes: number
  password: string
  createdAt: number
  /** When its dates were last set. */
  plannedAt: number
  recurrence: Record<string, Json> | null
  occurrences: Occurrence[]
  /** How often the series was planned anew since it was made: each time its occurrences get other ids. */
  replans?: number
  settings: Record<string, Json>
  trackingFields: Json[]
  deletedAt: number | null
  registrants: Registrant[]
  held: HeldClass[]
  /** Ends given over the API, by class key. */
  stops: Record<string, number>
  /** Stories that a control call fixed, by class key; `*` for every class. */
  stories: Record<string, ClassStory>
  scripted: ScriptedPerson[]
  quota: Quota
}

/** Counters of one UTC day of the practice clock, by what is counted. */
export interface Quota {
  day: string
  counts: Record<string, number>
}

/** A fault that somebody switched on. */
export interface Fault {
  id: number
  name: FaultName
  /** How many more requests (for reports: runs) it meets; null for no count. */
  timesLeft: number | null
  /** Uuids of the runs that a fault of reports has met: it stays with them. */
  runs: string[]
  /** Practice instant at which it was switched on; not in states that an older version kept. */
  sinceAt?: number
  /** Practice instant at which it ends by itself; null for never. */
  untilAt: number | null
  meetingId: string | null
  /** Matches the start of `METHOD /path` (of a host's address for `hostMayNotSchedule`); null for all that it can meet. */
  call: string | null
  /** Milliseconds, minutes, status or count, by the kind of fault. */
  value: number | null
  scopes: string[]
}

/** The closed list of faults. */
export const faultNames = [
  'reportLate',
  'reportPartial',
  'reportEmpty',
  'reportCorrected',
  'instanceMissing',
  'rateLimitPerSecond',
  'rateLimitDaily',
  'concurrentRequests',
  'tokenInvalid',
  'serverError',
  'hang',
  'dropConnection',
  'answerLost',
  'slow',
  'pageTokenExpired',
  'registrationOff',
  'seriesShiftedByClockChange',
  'hostMayNotSchedule',
  'alternativeHostRefused',
  'clockSkew',
  'missingScope',
  'appDisabled',
] as const

/** One fault out of the closed list. */
export type FaultName = (typeof faultNames)[number]

/** Everything that the pretend Zoom remembers, as plain JSON. */
export interface State {
  version: 1
  seed: number
  size: SchoolSize
  plan: Plan
  areIdsLong: boolean
  credentials: { accountId: string; clientId: string; clientSecret: string; controlToken: string; signingKey: string }
  /** Practice clock minus the computer's clock, in ms. */
  offsetMs: number
  clockVersion: number
  createdAt: number
  /** Counts the meetings made: a meeting's id depends on the seed and its place among them. */
  meetingCount: number
  faultCount: number
  /** Tokens signed before this generation are dead. */
  tokenGeneration: number
  revokedTokens: string[]
  meetings: Record<string, Meeting>
  quota: Quota
  faults: Fault[]
  /** Meeting settings that the account's administrator has locked: they win over any request, silently. */
  lockedSettings: Record<string, Json>
  /** The app's owner may have no licence in an account that pays for its teachers. */
  isOwnerUnlicensed?: boolean
  /** What a passcode must look like (`meeting_password_requirement`); the usual rule where nobody set one. */
  passcodeRule?: Record<string, Json>
  port: number
}

/** A fresh account of a fresh school, with credentials that open nothing but this pretence. */
export function createState(options: {
  readonly seed: number
  readonly size: SchoolSize
  readonly plan: Plan
  readonly areIdsLong: boolean
  readonly now: number
  readonly offsetMs: number
}): State {
  const secret = (bytes: number): string => randomBytes(bytes).toString('base64url')
  return {
    version: 1,
    seed: options.seed,
    size: options.size,
    plan: options.plan,
    areIdsLong: options.areIdsLong,
    credentials: {
      accountId: secret(16),
      clientId: secret(16),
      clientSecret: secret(24),
      controlToken: secret(24),
      signingKey: secret(24),
    },
    offsetMs: options.offsetMs,
    clockVersion: 1,
    createdAt: options.now,
    meetingCount: 0,
    faultCount: 0,
    tokenGeneration: 1,
    revokedTokens: [],
    meetings: {},
    quota: { day: '', counts: {} },
    faults: [],
    lockedSettings: {},
    port: 0,
  }
}
