import { invitedTo } from './expected.ts'
import { timesOf } from './class-plan.ts'
import type { PracticeClass, Run, Stay } from './practice-class.ts'
import { createRandom } from './random.ts'
import type { HeldClass, Meeting } from './state.ts'
import { getUser } from './users.ts'
import { visitsOf } from './visits.ts'
import type { ClassFrame, Visit } from './visits.ts'
import type { World } from './world.ts'

/** The class with all its stays, derived from what was frozen of it: the same whenever and however often it is asked for. */
export function classOf(world: World, meeting: Meeting, held: HeldClass): PracticeClass {
  const name = `${meeting.id} ${held.key}`
  const known = world.classes.get(name)
  if (known !== undefined) return known
  const times = timesOf(world, meeting, held, held)
  const endAt = held.startAt + held.minutes * 60_000
  const invited = invitedTo(world, meeting, held, Math.max(endAt, times.runs.at(-1)?.endAt ?? endAt))
  const frame: ClassFrame = { world, meeting, held, times, invited }
  const made: PracticeClass = {
    key: held.key,
    meetingId: meeting.id,
    startAt: held.startAt,
    endAt,
    story: times.story,
    runs: times.runs,
    isHostSeen: times.isHostSeen && times.runs.length > 0,
    expected: invited.students,
    stays: staysOf(frame),
    massDrop: times.massDrop,
  }
  world.classes.set(name, made)
  return made
}

interface Piece {
  readonly from: number
  readonly to: number
  readonly isWaiting: boolean
  readonly isFailover: boolean
  readonly breakoutId: string
  readonly isSecondDevice: boolean
}

function staysOf(frame: ClassFrame): Stay[] {
  const { world, meeting, held, times } = frame
  const breakout = breakoutOf(frame)
  const unnamed: Omit<Stay, 'userId'>[] = times.isHostSeen ? hostStays(frame) : []
  for (const visit of visitsOf(frame)) {
    const random = createRandom(world.state.seed, 'stays', meeting.id, held.key, visit.who)
    const isSlowToAppear = visit.role === 'student' && random.chance(0.12)
    for (const piece of piecesOf(frame, visit, random, breakout)) {
      const run = times.runs.findIndex((each) => piece.from >= each.startAt && piece.from < each.endAt)
      unnamed.push({
        run,
        displayName: piece.isSecondDevice && random.chance(0.5) ? `${visit.displayName} (2)` : visit.displayName,
        email: visit.registrantEmail === '' ? visit.staffEmail : visit.registrantEmail,
        registrantId: visit.registrantId,
        customerKey: visit.customerKey,
        zoomUserId: visit.staffEmail === '' ? '' : getUser(world, visit.staffEmail).id,
        joinAt: piece.from,
        leaveAt: piece.to,
        isFailover: piece.isFailover,
        isWaiting: piece.isWaiting,
        breakoutId: piece.breakoutId,
        studentNumbers: visit.studentNumbers,
        role: visit.role,
        isSlowToAppear,
      })
    }
  }
  return numbered(frame, unnamed)
}

/** Gives each row its per-session number, and no two rows the same name and second, so that a row can be told by them. */
function numbered(frame: ClassFrame, unnamed: readonly Omit<Stay, 'userId'>[]): Stay[] {
  const random = createRandom(frame.world.state.seed, 'user ids', frame.meeting.id, frame.held.key)
  const taken = new Set<string>()
  let userId = 16_777_216 + random.whole(0, 99) * 1024
  return unnamed
    .toSorted((a, b) => a.joinAt - b.joinAt || a.displayName.localeCompare(b.displayName))
    .flatMap((stay) => {
      let joinAt = stay.joinAt
      while (taken.has(`${stay.displayName} ${joinAt}`)) joinAt += 1000
      taken.add(`${stay.displayName} ${joinAt}`)
      userId += random.whole(1, 3) * 1024
      return joinAt < stay.leaveAt ? [{ ...stay, joinAt, userId: String(userId) }] : []
    })
}

function hostStays(frame: ClassFrame): Omit<Stay, 'userId'>[] {
  const host = getUser(frame.world, frame.meeting.hostId)
  return frame.times.runs.map((run, i) => ({
    run: i,
    displayName: `${host.firstName} ${host.lastName}`,
    email: host.email,
    registrantId: '',
    customerKey: '',
    zoomUserId: host.id,
    joinAt: run.startAt,
    leaveAt: run.endAt,
    isFailover: false,
    isWaiting: false,
    breakoutId: '',
    studentNumbers: [],
    role: 'host',
    isSlowToAppear: false,
  }))
}

interface Breakout {
  readonly from: number
  readonly to: number
  readonly rooms: readonly string[]
  /** Whether the main stay goes on in the report, overlapped by the room's, or is split by it. */
  readonly isOverlapping: boolean
}

function breakoutOf(frame: ClassFrame): Breakout | null {
  const { world, meeting, held, times } = frame
  const random = createRandom(world.state.seed, 'breakout', meeting.id, held.key)
  const isPossible = held.minutes >= 40 && (times.story === 'onTime' || times.story === 'hostLate')
  if (!isPossible || !random.chance(0.3)) return null
  const from = held.startAt + random.whole(15, 20) * 60_000 + random.whole(0, 59) * 1000
  const rooms = Array.from({ length: 4 }, () => String(random.whole(20_000_000, 29_999_999)))
  return { from, to: from + random.whole(8, 12) * 60_000, rooms, isOverlapping: random.chance(0.5) }
}

function piecesOf(
  frame: ClassFrame,
  visit: Visit,
  random: ReturnType<typeof createRandom>,
  breakout: Breakout | null,
): Piece[] {
  const seconds = (low: number, high: number): number => random.whole(low, high) * 1000
  const plain = { isWaiting: false, isFailover: false, breakoutId: '', isSecondDevice: false }
  const pieces: Piece[] = []
  const stretches = stretchesOf(frame, visit, random)
  let isFirst = true
  for (const stretch of stretches) {
    let from = stretch.from
    if (frame.held.isWaitingRoomOn && visit.waitSeconds !== 0) {
      const wait = isFirst ? visit.waitSeconds : random.whole(2, 15)
      const until = wait === null ? from + seconds(480, 1200) : from + wait * 1000
      pieces.push({ ...plain, isWaiting: true, from, to: Math.min(until, stretch.to) })
      if (wait === null) return pieces
      from = until
    }
    isFirst = false
    if (from >= stretch.to) continue
    const isIn = breakout !== null && from < breakout.from - 5000 && stretch.to > breakout.to + 5000
    if (isIn) {
      const room = random.pick(breakout.rooms)
      const [goesAt, comesAt] = [breakout.from + seconds(0, 8), breakout.to - seconds(0, 8)]
      pieces.push({ ...plain, breakoutId: room, from: goesAt, to: comesAt })
      if (breakout.isOverlapping) pieces.push({ ...plain, from, to: stretch.to })
      else pieces.push({ ...plain, from, to: goesAt }, { ...plain, from: comesAt, to: stretch.to })
    } else if (random.chance(0.02) && stretch.to - from > 600_000) {
      const moveAt = from + seconds(120, 480)
      pieces.push({ ...plain, from, to: moveAt }, { ...plain, isFailover: true, from: moveAt + 2000, to: stretch.to })
    } else pieces.push({ ...plain, from, to: stretch.to })
    if (visit.hasSecondDevice && stretch.to - from > 400_000) {
      pieces.push({ ...plain, isSecondDevice: true, from: from + seconds(5, 120), to: stretch.to - seconds(0, 180) })
    }
  }
  return pieces
}

interface Stretch {
  readonly from: number
  readonly to: number
}

/** The visit cut by what happens to everybody (runs, a mass drop) and to this one person (a bad line). */
function stretchesOf(frame: ClassFrame, visit: Visit, random: ReturnType<typeof createRandom>): Stretch[] {
  const seconds = (low: number, high: number): number => random.whole(low, high) * 1000
  const inRuns = frame.times.runs.flatMap((run: Run, i) => {
    const from =
      i > 0 && visit.arriveAt < run.startAt ? run.startAt + seconds(5, 75) : Math.max(visit.arriveAt, run.startAt)
    const to = Math.min(visit.leaveAt, run.endAt)
    return from < to ? [{ from, to }] : []
  })
  const drop = frame.times.massDrop
  const isHit = drop !== null && visit.role === 'student' && random.chance(0.93)
  const dropped = inRuns.flatMap((stretch) => {
    // Who is about to leave, or has hardly come, is left alone: the drop must decide about nobody's mark.
    if (!isHit || drop === null || stretch.from > drop.from - 900_000 || stretch.to < drop.to + 900_000)
      return [stretch]
    return [
      { from: stretch.from, to: drop.from + seconds(0, 9) },
      { from: drop.to + seconds(0, 40), to: stretch.to },
    ]
  })
  return visit.isUnsteady ? dropped.flatMap((stretch) => unsteady(stretch, random)) : dropped
}

/** One or two rejoins; in a third of them the old row lingers while the new one has begun. */
function unsteady(stretch: Stretch, random: ReturnType<typeof createRandom>): Stretch[] {
  const length = stretch.to - stretch.from
  if (length < 480_000) return [stretch]
  const at = stretch.from + Math.floor((length * (0.25 + random.next() * 0.5)) / 1000) * 1000
  const gap = random.chance(0.35) ? -random.whole(10, 50) * 1000 : random.whole(8, 150) * 1000
  return [
    { from: stretch.from, to: at },
    { from: at + gap, to: stretch.to },
  ]
}
