import type { Run } from './practice-class.ts'
import { createRandom, createUuid } from './random.ts'
import type { ClassStory, HeldClass, Meeting } from './state.ts'
import { getUser } from './users.ts'
import type { World } from './world.ts'
import { instantOf, plusDays, wallTimeAt, weekdayOf } from './zone.ts'

const minuteMs = 60_000

/** A date on which a meeting should take place. */
export interface PlannedClass {
  readonly key: string
  readonly startAt: number
  readonly minutes: number
}

/** How a class goes in time: its story, its runs, and whether the host is there. */
export interface ClassTimes {
  readonly story: ClassStory
  readonly runs: readonly Run[]
  readonly isHostSeen: boolean
  readonly massDrop: { readonly from: number; readonly to: number } | null
}

/** The meeting's dates that are not over yet. */
export function plannedClasses(world: World, meeting: Meeting): PlannedClass[] {
  if (meeting.deletedAt !== null) return []
  const held = new Set(meeting.held.map((each) => each.key))
  return allDates(world, meeting).filter((each) => !held.has(each.key))
}

function allDates(world: World, meeting: Meeting): PlannedClass[] {
  if (meeting.type === 8) {
    return meeting.occurrences
      .filter((each) => !each.isDeleted)
      .map((each) => ({ key: each.id, startAt: each.startAt, minutes: each.minutes }))
  }
  if (meeting.type === 3) return timetableDates(world, meeting)
  if (meeting.startAt === null || meeting.held.some((each) => each.startAt === meeting.startAt)) return []
  return [{ key: `single-${meeting.held.length + 1}`, startAt: meeting.startAt, minutes: meeting.minutes }]
}

/** A meeting without fixed time is used for its host's classes with the section that its topic names. */
function timetableDates(world: World, meeting: Meeting): PlannedClass[] {
  const email = getUser(world, meeting.hostId).email
  const entries = world.school.timetable.filter(
    (entry) => entry.teacherEmail === email && meeting.topic.toLowerCase().includes(entry.section.toLowerCase()),
  )
  if (entries.length === 0) return []
  const zone = world.school.timeZone
  const first = Math.max(meeting.createdAt, (meeting.held.at(-1)?.startAt ?? 0) + 1)
  const dates: PlannedClass[] = []
  for (let day = wallTimeAt(zone, first), i = 0; i < 8; day = plusDays(day, 1), i += 1) {
    for (const entry of entries.filter((each) => each.weekday === weekdayOf(day))) {
      const [hour = 0, minute = 0] = entry.startsAt.split(':').map(Number)
      const startAt = instantOf(zone, { ...day, hour, minute, second: 0 })
      if (startAt >= first) dates.push({ key: String(startAt), startAt, minutes: entry.durationMinutes })
    }
  }
  return dates.toSorted((a, b) => a.startAt - b.startAt)
}

const storyWeights: readonly (readonly [ClassStory, number, number])[] = [
  // Story, weight, and the shortest class (minutes) in which it can be told.
  ['onTime', 72, 0],
  ['hostLate', 9, 25],
  ['restart', 8, 30],
  ['massDrop', 4, 40],
  ['offSchedule', 3, 40],
  ['neverCame', 4, 0],
]

function storyOf(world: World, meeting: Meeting, planned: PlannedClass): ClassStory {
  const fixed = meeting.stories[planned.key] ?? meeting.stories['*']
  if (fixed !== undefined) return fixed
  const possible = storyWeights.filter(([, , shortest]) => planned.minutes >= shortest)
  const total = possible.reduce((sum, [, weight]) => sum + weight, 0)
  let draw = createRandom(world.state.seed, 'story', meeting.id, planned.key).next() * total
  for (const [story, weight] of possible) {
    draw -= weight
    if (draw < 0) return story
  }
  return 'onTime'
}

/** What was settled about a class when it was frozen. */
export interface SettledClass {
  readonly story: ClassStory
  readonly canJoinBeforeHost: boolean
  readonly plannedAt: number
}

/**
 * When the class really runs. The host opens two to nine minutes early and closes within minutes of the end, unless
 * the story says otherwise. Where students may join before the host, they begin alone when the host never comes.
 */
export function timesOf(
  world: World,
  meeting: Meeting,
  planned: PlannedClass,
  settled: SettledClass = {
    story: storyOf(world, meeting, planned),
    canJoinBeforeHost: meeting.settings.join_before_host === true,
    plannedAt: meeting.plannedAt,
  },
): ClassTimes {
  const { story, canJoinBeforeHost, plannedAt } = settled
  const random = createRandom(world.state.seed, 'times', meeting.id, planned.key)
  const start = planned.startAt
  const end = start + planned.minutes * minuteMs
  const seconds = (low: number, high: number): number => random.whole(low, high) * 1000
  const uuids = [createUuid(random), createUuid(random)] as const
  const early = Math.max(start - seconds(120, 540), plannedAt + seconds(5, 20))
  const close = end + seconds(-Math.min(180, planned.minutes * 6), 240)
  const parts: (readonly [number, number])[] = []
  let massDrop: ClassTimes['massDrop'] = null
  if (story === 'neverCame') {
    if (canJoinBeforeHost) parts.push([start - seconds(60, 240), start + seconds(900, 1500)])
  } else if (story === 'hostLate') parts.push([start + seconds(360, 540), close])
  else if (story === 'offSchedule') {
    const shift = seconds(12 * 60, 18 * 60)
    parts.push([start + shift, end + shift])
  } else if (story === 'alone') parts.push([early, start + seconds(1200, 1500)])
  else if (story === 'restart') {
    const breakAt = start + Math.floor((planned.minutes * (0.45 + random.next() * 0.15) * minuteMs) / 1000) * 1000
    parts.push([early, breakAt], [breakAt + seconds(60, 240), close])
  } else parts.push([early, close])
  if (story === 'massDrop') {
    const from = start + Math.floor((planned.minutes * (0.45 + random.next() * 0.1) * minuteMs) / 1000) * 1000
    massDrop = { from, to: from + seconds(120, 240) }
  }
  const stop = meeting.stops[planned.key] ?? Number.POSITIVE_INFINITY
  const runs = parts
    .filter(([from]) => from < stop)
    .map(([from, to], i) => ({ uuid: uuids[i] ?? uuids[0], startAt: from, endAt: Math.min(to, stop) }))
  return { story, runs, isHostSeen: story !== 'neverCame', massDrop }
}

/** The class of the meeting that is running now, if one is. */
export function liveClassOf(world: World, meeting: Meeting): PlannedClass | undefined {
  const now = world.now()
  return plannedClasses(world, meeting)
    .filter((planned) => planned.startAt - 30 * minuteMs < now)
    .find((planned) => timesOf(world, meeting, planned).runs.some((run) => run.startAt <= now && now < run.endAt))
}

/** The run of the meeting that is going on now, if one is. */
export function liveRunOf(world: World, meeting: Meeting): Run | undefined {
  const live = liveClassOf(world, meeting)
  if (live === undefined) return undefined
  const now = world.now()
  return timesOf(world, meeting, live).runs.find((run) => run.startAt <= now && now < run.endAt)
}

/** When nothing of the class can happen any more. */
export function overAt(world: World, meeting: Meeting, planned: PlannedClass): number {
  const times = timesOf(world, meeting, planned)
  const end = planned.startAt + planned.minutes * minuteMs
  return Math.max(times.runs.at(-1)?.endAt ?? end, meeting.stops[planned.key] === undefined ? end : 0)
}

/** Puts the class among the meeting's past ones, as it stands now: later changes of the meeting do not touch it. */
export function freezeClass(world: World, meeting: Meeting, planned: PlannedClass): HeldClass {
  const occurrence = meeting.occurrences.find((each) => each.id === planned.key)
  const settings = { ...meeting.settings, ...occurrence?.settings }
  const held: HeldClass = {
    key: planned.key,
    startAt: planned.startAt,
    minutes: planned.minutes,
    stoppedAt: meeting.stops[planned.key] ?? null,
    story: storyOf(world, meeting, planned),
    plannedAt: meeting.plannedAt,
    isWaitingRoomOn: settings.waiting_room === true,
    canJoinBeforeHost: settings.join_before_host === true,
    needsRegistration: settings.approval_type !== 2,
    topic: meeting.topic,
  }
  meeting.held.push(held)
  world.touched.add(meeting.id)
  return held
}

/** Whether anything of the meeting can have begun. Hundreds of series that are all to come cost next to nothing. */
function mayHaveBegun(meeting: Meeting, now: number): boolean {
  if (meeting.deletedAt !== null) return false
  if (meeting.type === 8) return meeting.occurrences.some((each) => each.startAt < now)
  return meeting.startAt === null || meeting.startAt < now
}

/** Freezes every class that is over by now. Cheap when nothing is due; every request begins with it. */
export function advance(world: World): void {
  for (const meeting of Object.values(world.state.meetings)) {
    while (mayHaveBegun(meeting, world.now())) {
      const due = plannedClasses(world, meeting).find(
        (planned) => planned.startAt < world.now() && overAt(world, meeting, planned) <= world.now(),
      )
      if (due === undefined) break
      freezeClass(world, meeting, due)
    }
  }
}
