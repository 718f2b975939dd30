import { alternativeHosts } from './meeting-views.ts'
import { statusOf } from './registrants.ts'
import type { Meeting } from './state.ts'
import { getUser } from './users.ts'
import type { World } from './world.ts'

/** One meeting as it stands in the pretend Zoom, whatever its answers said: to compare with what somebody believes. */
export interface MeetingStanding {
  readonly id: string
  readonly topic: string
  readonly hostEmail: string
  readonly alternativeHosts: readonly string[]
  /** ISO instants and minutes of its dates that stand, in their order; none without a fixed time. */
  readonly dates: readonly { readonly startAt: string; readonly minutes: number }[]
  /** Addresses of everybody who is approved, in lower case. */
  readonly registrants: readonly string[]
}

/** Every meeting that was made and not deleted, in the order in which they were made. */
export function standingMeetings(world: World): MeetingStanding[] {
  return Object.values(world.state.meetings)
    .filter(({ deletedAt }) => deletedAt === null)
    .toSorted((a, b) => a.place - b.place)
    .map((meeting) => ({
      id: meeting.id,
      topic: meeting.topic,
      hostEmail: getUser(world, meeting.hostId).email,
      alternativeHosts: alternativeHosts(world, meeting),
      dates: datesOf(meeting),
      registrants: meeting.registrants
        .filter((registrant) => statusOf(registrant) === 'approved')
        .map(({ email }) => email.toLowerCase())
        .toSorted(),
    }))
}

function datesOf({ type, startAt, minutes, occurrences }: Meeting): MeetingStanding['dates'] {
  const single = startAt === null || type === 3 ? [] : [{ startAt, minutes, isDeleted: false }]
  return (type === 8 ? occurrences : single)
    .filter(({ isDeleted }) => !isDeleted)
    .map((date) => ({ startAt: new Date(date.startAt).toISOString(), minutes: date.minutes }))
}
