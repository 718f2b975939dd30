import { clip, gaps, overlap, subtract, total, union, type Interval } from './intervals.ts'
import { findMassDrops } from './mass-drop.ts'
import type { Identification } from './matching.ts'
import { runSpan, type Participant, type Run } from './participant.ts'
import { minute } from './time.ts'

/** Whether a class period took place. Only `held` can make anyone absent. */
export const heldStates = ['held', 'notHeld', 'suspended', 'moved', 'asynchronous', 'unknown'] as const
/** One answer to "Did this class take place?". */
export type HeldState = (typeof heldStates)[number]

/** Why a person is asked "Did this class take place?". */
export type HeldQuestion = 'noRun' | 'emptyReport' | 'noHost' | 'noStudents'

/** The class kept times of its own: a proposal to judge all of it by the real times. */
export interface OffSchedule {
  /** The real class, epoch ms: from its opening to when half of the students had left. */
  readonly realWindow: Interval
  /** How far the opening was from the schedule, unrounded; negative when early. */
  readonly offsetMinutes: number
}

/** What the reports say about the class itself. */
export interface Held {
  readonly state: HeldState
  /** Set while a person has to say whether the class took place. */
  readonly question: HeldQuestion | null
  /** The window that minutes count in: the scheduled one, or the real times that somebody accepted. */
  readonly window: Interval
  /** Whether the window is the real times. */
  readonly isByRealTimes: boolean
  /** The time held inside the window, without restart gaps, closed doors and mass drops. */
  readonly heldTime: readonly Interval[]
  readonly heldSeconds: number
  /** When students could first be in, of the runs that reach into the window; null when nobody ever was. Epoch ms. */
  readonly openedAt: number | null
  /** When the last run ended; null without a run. Epoch ms. */
  readonly endedAt: number | null
  readonly isHostSeen: boolean
  /** Somebody was seen in the meeting: only then can the reports show who was not. */
  readonly hasReport: boolean
  /** Between one run's end and the next one's opening, inside the window. */
  readonly restartGaps: readonly Interval[]
  /** While several students knocked and nobody was let in, inside the window. */
  readonly closedDoors: readonly Interval[]
  /** While most of the class was thrown out at once, inside the window and outside the other two. */
  readonly massDrops: readonly Interval[]
  readonly offSchedule: OffSchedule | null
}

/** What {@link judgeHeld} looks at. */
export interface HeldFacts {
  /** The instant of judgement, epoch ms: nobody is asked about a class that is not over. */
  readonly asOf: number
  readonly scheduled: Interval
  /** The real times that somebody accepted for this class. */
  readonly realTimes: Interval | null
  /** A person's answer, or the calendar's; null while nobody has said. */
  readonly decided: HeldState | null
  /** All runs linked to the period. */
  readonly runs: readonly Run[]
  /** Everybody of these runs. */
  readonly identified: readonly Identification[]
}

interface OpenRun {
  readonly openedAt: number
  readonly to: number
  /** While several knocked and nobody was let in. */
  readonly closed: Interval | null
}

const offScheduleFrom = 10 * minute
const beforeWindow = 30 * minute
const afterWindow = 120 * minute
const admissionTakes = 2 * minute

/** Was the class held, when was it open, and for how long (domain sections 2 and 5). */
export function judgeHeld(facts: HeldFacts): Held {
  const window = facts.realTimes ?? facts.scheduled
  const hosts: Participant[] = []
  const others: Participant[] = []
  for (const who of facts.identified) {
    if (who.kind === 'staff') {
      if (who.isHost) hosts.push(who.participant)
    } else if (who.kind !== 'dismissed') {
      others.push(who.participant)
    }
  }
  const decided = facts.decided === 'unknown' ? null : facts.decided
  const spans = facts.runs.map(runSpan).filter((span) => span !== null)
  const open = spans.map((span) => openRun(span, window, hosts, others)).filter((run) => run !== null)
  const reaching = open.filter((run) => run.to > window.from && run.openedAt < window.to)
  const openedAt = minOf((reaching.length > 0 ? reaching : open).map((run) => run.openedAt))
  const running = union(reaching.map((run) => ({ from: run.openedAt, to: run.to })))
  const restartGaps = betweenRuns(running, window)
  const drops = findMassDrops(
    others.map(({ stays }) => stays),
    clip(running, window),
  )
  const closedDoors = clip(
    reaching.flatMap(({ closed }) => closed ?? []),
    window,
  )
  const heldTime = subtract(clip(running, window), [...drops, ...closedDoors])
  const isHostSeen = hosts.some(({ wasInMeeting }) => wasInMeeting)
  const question = questionAbout(facts, window, isHostSeen, others)
  return {
    state: decided ?? (question === null && isOver(facts, window) ? 'held' : 'unknown'),
    question: decided === null ? question : null,
    window,
    isByRealTimes: facts.realTimes !== null,
    heldTime,
    heldSeconds: total(heldTime) / 1000,
    openedAt,
    endedAt: spans.length === 0 ? null : Math.max(...spans.map(({ to }) => to)),
    isHostSeen,
    hasReport: facts.identified.some(({ participant }) => participant.wasInMeeting),
    restartGaps,
    closedDoors,
    massDrops: subtract(drops, [...restartGaps, ...closedDoors]),
    offSchedule: facts.realTimes === null ? findOffSchedule(facts.scheduled, openedAt, hosts, others) : null,
  }
}

/**
 * The candidate whose window, widened from 30 min before its start to 120 min after its end, the run overlaps most; of
 * equals the one whose own window it overlaps most, then the nearest, then the earlier. Null for an unplanned class.
 */
export function assignRun<T extends { readonly window: Interval }>(run: Interval, candidates: readonly T[]): T | null {
  let best: T | null = null
  let bestRank: readonly number[] = []
  for (const candidate of candidates) {
    const { from, to } = candidate.window
    const wide = overlap(run, { from: from - beforeWindow, to: to + afterWindow })
    const distance = Math.max(from - run.to, run.from - to)
    const rank = [wide, overlap(run, candidate.window), -distance, -from]
    if (wide > 0 && (best === null || isGreater(rank, bestRank))) {
      best = candidate
      bestRank = rank
    }
  }
  return best
}

function isGreater(a: readonly number[], b: readonly number[]): boolean {
  const i = a.findIndex((value, at) => value !== b[at])
  return i >= 0 && a[i]! > b[i]!
}

function isOver({ asOf, scheduled }: HeldFacts, window: Interval): boolean {
  return asOf >= Math.max(scheduled.to, window.to)
}

function questionAbout(
  facts: HeldFacts,
  window: Interval,
  isHostSeen: boolean,
  others: readonly Participant[],
): HeldQuestion | null {
  if (!isOver(facts, window)) return null
  if (facts.runs.length === 0) return 'noRun'
  if (facts.runs.every(({ rows }) => rows.length === 0)) return 'emptyReport'
  if (!isHostSeen) return 'noHost'
  return others.some(({ wasInMeeting }) => wasInMeeting) ? null : 'noStudents'
}

/**
 * When a run was open to students. The host's coming opens it, or the first student's where students may go in first.
 * But while several knock and nobody is let in it is not open, however early the host was; one alone may have been
 * overlooked, and a short wait is only the click that admits.
 */
function openRun(
  span: Interval,
  window: Interval,
  hosts: readonly Participant[],
  others: readonly Participant[],
): OpenRun | null {
  const hostIn = firstMoments(span, hosts, 'stays')[0] ?? Infinity
  const otherIn = firstMoments(span, others, 'stays')[0] ?? Infinity
  const openedAt = Math.min(hostIn, otherIn)
  if (openedAt >= span.to) return null
  const severalKnock = firstMoments(span, others, 'waits')[1] ?? Infinity
  const closed = { from: Math.max(hostIn, severalKnock), to: otherIn }
  if (otherIn === Infinity || closed.to - closed.from <= admissionTakes) return { openedAt, to: span.to, closed: null }
  const isClosedFromTheStart = closed.from <= Math.max(window.from, hostIn)
  return isClosedFromTheStart ? { openedAt: otherIn, to: span.to, closed: null } : { openedAt, to: span.to, closed }
}

// The first moment of each participant in the run, sorted.
function firstMoments(span: Interval, participants: readonly Participant[], what: 'stays' | 'waits'): number[] {
  const firsts: number[] = []
  for (const participant of participants) {
    for (const { from, to } of participant[what]) {
      if (to <= span.from || from >= span.to) continue
      firsts.push(Math.max(from, span.from))
      break
    }
  }
  return firsts.sort((a, b) => a - b)
}

function betweenRuns(running: readonly Interval[], window: Interval): Interval[] {
  if (running.length < 2) return []
  return clip(gaps(running, { from: running[0]!.from, to: running.at(-1)!.to }), window)
}

function findOffSchedule(
  scheduled: Interval,
  openedAt: number | null,
  hosts: readonly Participant[],
  others: readonly Participant[],
): OffSchedule | null {
  const hostIn = minOf(hosts.flatMap(({ stays }) => stays.slice(0, 1).map(({ from }) => from)))
  if (hostIn === null || openedAt === null) return null
  const direction = hostIn < scheduled.from ? -1 : 1
  const isOff = (at: number): boolean => (at - scheduled.from) * direction >= offScheduleFrom
  if (!isOff(hostIn)) return null
  const came = others.filter(({ stays }) => stays.length > 0)
  const arrivals = came.map(({ stays, waits }) => Math.min(stays[0]!.from, waits[0]?.from ?? Infinity))
  if (arrivals.filter(isOff).length * 2 <= arrivals.length) return null
  const departures = came.map(({ stays }) => stays.at(-1)!.to).sort((a, b) => a - b)
  // Whoever came early for a chat did not open the class: the host and a first student make one.
  const from = Math.max(hostIn, Math.min(...arrivals))
  const to = departures[Math.floor(departures.length / 2)]!
  return to > from ? { realWindow: { from, to }, offsetMinutes: (from - scheduled.from) / minute } : null
}

function minOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.min(...values)
}
