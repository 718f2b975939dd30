import type { Call } from './answer.ts'
import { createMeeting } from './meetings.ts'
import { planOccurrences } from './occurrences.ts'
import type { Json, Meeting, Occurrence } from './state.ts'
import { listUsers } from './users.ts'
import type { World } from './world.ts'
import { instantOf, plusDays, wallTimeAt } from './zone.ts'

/** What somebody can do in the pretend Zoom's own portal, past everything that uses its API. */
export const portalDeeds = ['move', 'rename', 'lengthen', 'rezone', 'give', 'delete', 'set', 'create'] as const
/** One of them. */
export type PortalDeed = (typeof portalDeeds)[number]

/** What is asked of the portal. Raises RangeError for what makes no sense there. */
export interface PortalWish {
  readonly deed: PortalDeed
  /** Of all but `create`. */
  readonly meeting?: Meeting | undefined
  /** Of `move`, `lengthen` and `delete`: one date of a series, by the id of its occurrence. */
  readonly occurrence?: string | undefined
  readonly minutes?: number | undefined
  readonly text?: string | undefined
  /** Address or id of a user: whom to `give` it to, for whom to `create` one. */
  readonly host?: string | undefined
  /** Zoom's own settings, of `set`. */
  readonly settings?: Readonly<Record<string, Json>> | undefined
  /** Of `create`: how many of the same. */
  readonly count?: number | undefined
  /** Zoom's own fields, of `create`. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined
}

/** Does it, at once and without any limit: the portal counts no API calls. Returns the (last) meeting's number. */
export function doInPortal(world: World, wish: PortalWish): { readonly id: string } {
  if (wish.deed === 'create') return { id: created(world, wish) }
  const { meeting } = wish
  if (meeting === undefined || meeting.deletedAt !== null) throw new RangeError('There is no such meeting.')
  const date = dateOf(meeting, wish.occurrence)
  switch (wish.deed) {
    case 'move':
      move(world, meeting, date, (wish.minutes ?? 60) * 60_000)
      break
    case 'lengthen':
      lengthen(world, meeting, date, wish.minutes ?? 90)
      break
    case 'rename':
      meeting.topic = wish.text ?? 'Renamed in the portal'
      break
    case 'rezone':
      meeting.timezone = wish.text ?? 'Asia/Tokyo'
      break
    case 'give':
      meeting.hostId = userOf(world, wish.host, meeting.hostId).id
      break
    case 'set':
      meeting.settings = { ...meeting.settings, ...wish.settings }
      break
    case 'delete':
      if (date === null) meeting.deletedAt = world.now()
      else date.isDeleted = true
      break
  }
  return { id: meeting.id }
}

function dateOf(meeting: Meeting, occurrence: string | undefined): Occurrence | null {
  if (occurrence === undefined) return null
  const found = meeting.occurrences.find(({ id }) => id === occurrence)
  if (found === undefined) throw new RangeError('There is no such date.')
  return found
}

/** The whole series is planned anew, so that its dates have other ids, as after the portal's "Edit all occurrences". */
function move(world: World, meeting: Meeting, date: Occurrence | null, by: number): void {
  if (date !== null) {
    date.startAt += by
    return
  }
  if (meeting.startAt === null) throw new RangeError('This meeting has no time.')
  meeting.startAt += by
  meeting.plannedAt = Math.floor(world.now() / 1000) * 1000
  if (meeting.type !== 8) return
  meeting.replans = (meeting.replans ?? 0) + 1
  const { startAt, minutes, timezone, replans } = meeting
  const recurrence: Record<string, Json> = { ...meeting.recurrence }
  const ends = recurrence.end_date_time
  if (typeof ends === 'string') {
    recurrence.end_date_time = new Date(Date.parse(ends) + by).toISOString().replace('.000', '')
  }
  meeting.recurrence = recurrence
  const isPast = ({ startAt: at }: Occurrence): boolean => at <= world.now()
  const planned = planOccurrences({ startAt, minutes, timezone, recurrence, replans, isShifted: false })
  meeting.occurrences = [...meeting.occurrences.filter(isPast), ...planned.filter((each) => !isPast(each))]
}

function lengthen(world: World, meeting: Meeting, date: Occurrence | null, minutes: number): void {
  if (date !== null) {
    date.minutes = minutes
    return
  }
  meeting.minutes = minutes
  for (const each of meeting.occurrences) if (each.startAt > world.now()) each.minutes = minutes
}

function created(world: World, { host, fields, count = 1 }: PortalWish): string {
  const { id: userId } = userOf(world, host)
  const { timeZone } = world.school
  const inTwoDays = { ...plusDays(wallTimeAt(timeZone, world.now()), 2), hour: 10, minute: 0, second: 0 }
  const start = new Date(instantOf(timeZone, inTwoDays)).toISOString().replace('.000', '')
  const call: Call = {
    method: 'POST',
    params: { userId },
    query: new URLSearchParams(),
    body: { start_time: start, ...fields },
  }
  // Zoom counts only what comes over its API.
  for (let number = 0; number < count; number++) createMeeting(world, call, () => undefined)
  const made = Object.values(world.state.meetings).find(({ place }) => place === world.state.meetingCount)
  if (made === undefined) throw new RangeError('The portal made nothing.')
  return made.id
}

/** The user who is named; without a name a licensed one, other than `not`. */
function userOf(world: World, host: string | undefined, not?: string): { readonly id: string } {
  const found = listUsers(world).find(({ id, email, isLicensed }) =>
    host === undefined ? isLicensed && id !== not : id === host || email === host,
  )
  if (found === undefined) throw new RangeError('There is no such user.')
  return found
}
