import type { ClassStory } from './state.ts'

/** One actual run of a meeting: what Zoom calls an instance. */
export interface Run {
  readonly uuid: string
  readonly startAt: number
  readonly endAt: number
}

/** One stay as Zoom reports it. Whole seconds; `joinAt` < `leaveAt`, both inside the run. */
export interface Stay {
  /** Place of the run in the class. */
  readonly run: number
  readonly userId: string
  readonly displayName: string
  /** As Zoom shows it: blank for guests, unless they came by a registration. */
  readonly email: string
  readonly registrantId: string
  readonly customerKey: string
  /** The Zoom user's id, for people of the account only. */
  readonly zoomUserId: string
  readonly joinAt: number
  readonly leaveAt: number
  readonly isFailover: boolean
  readonly isWaiting: boolean
  readonly breakoutId: string
  /** What Zoom does not know: which students of this class really sat there. */
  readonly studentNumbers: readonly string[]
  readonly role: 'host' | 'student' | 'staff' | 'stranger'
  /** Hidden from reports until the correction, where that fault is on. */
  readonly isSlowToAppear: boolean
}

/** Somebody who was expected in a class. */
export interface ExpectedStudent {
  /** The school's number, or the e-mail of a registrant whom the school does not know. */
  readonly number: string
  readonly email: string
  readonly section: string
  /** Names that the person goes by in full, for telling whose name a display name is. */
  readonly displayName: string
  readonly registrantId: string
}

/** A class that took place, or should have, with all that can be known of it. */
export interface PracticeClass {
  readonly key: string
  readonly meetingId: string
  readonly startAt: number
  readonly endAt: number
  readonly story: ClassStory
  readonly runs: readonly Run[]
  readonly isHostSeen: boolean
  readonly expected: readonly ExpectedStudent[]
  readonly stays: readonly Stay[]
  /** The stretch in which most of the class was thrown out, if that happened. */
  readonly massDrop: { readonly from: number; readonly to: number } | null
}
