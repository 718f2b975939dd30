import type { WallTime } from './time.ts'

/** Who is registered for a meeting. */
export const audiences = ['classMembers', 'chosenPeople', 'anyoneWithLink'] as const
/** One audience. */
export type Audience = (typeof audiences)[number]

/** How people get in. Zoom lets people who are not signed in wait until admitted, registered or not. */
export interface Admission {
  readonly isRegistrationOn: boolean
  readonly isWaitingRoomOn: boolean
  readonly isJoinBeforeHostOn: boolean
  readonly passcode: string | null
}

/** A meeting as the form holds it. */
export interface MeetingDraft extends Admission {
  readonly title: string
  readonly description: string
  readonly start: WallTime
  readonly durationMinutes: number
  readonly audience: Audience
  readonly isMutedOnEntry: boolean
  readonly isHostVideoOn: boolean
  readonly isParticipantVideoOn: boolean
}

/** What is wrong with a draft (`isBlocking`), or worth saying about it. */
export interface DraftIssue {
  readonly field: keyof MeetingDraft
  readonly code:
    | 'empty'
    | 'tooLong'
    | 'outOfRange'
    | 'notAZone'
    | 'notATime'
    | 'inThePast'
    | 'skippedByClockChange'
    | 'happensTwice'
    | 'waitingRoomExcludesJoinBeforeHost'
    | 'registrationNeededForAudience'
    | 'zoomWillTurnWaitingRoomOn'
    | 'passcodeNotAllowed'
  readonly isBlocking: boolean
}

/** Where a meeting stands by the clock. */
export type MeetingTimeStatus = 'upcoming' | 'live' | 'past'

/** The short reference that finds this meeting again at Zoom: 12 of the id's random hex digits. */
export declare function referenceOf(meetingId: string): string
/** The agenda to send: the reference as the first token (Zoom's lists cut agendas at 250 characters), then the description. */
export declare function buildAgenda(reference: string, description: string): string
/** The reference and the description of an agenda of ours; null for any other agenda. */
export declare function parseAgenda(agenda: string): { readonly reference: string; readonly description: string } | null
/** The first draft: in one hour rounded up to 5 minutes, 60 minutes, waiting room on, muted, video on. */
export declare function defaultDraft(now: number, timeZone: string): MeetingDraft
/** What is wrong with a draft and what is worth saying about it. */
export declare function checkDraft(draft: MeetingDraft, now: number): DraftIssue[]
/** The planned end, epoch ms. */
export declare function expectedEnd(start: WallTime, durationMinutes: number): number
/** Where the meeting stands: a run that goes on makes it live, whatever the plan says. */
export declare function timeStatus(
  meeting: { readonly startsAt: number; readonly endsAt: number; readonly isRunning: boolean },
  now: number,
): MeetingTimeStatus
