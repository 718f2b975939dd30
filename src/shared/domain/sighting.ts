import { lengthWithin, subtract, union, type Interval } from './intervals.ts'
import { evidenceKinds, type Evidence, type Match } from './matching.ts'

/** What the reports show of one student in one period. */
export interface Sighting {
  /** Seen at all, in the meeting or knocking: counts in "Came". */
  readonly isSeen: boolean
  /** In the meeting at all, even in a row without any duration: never absent. */
  readonly wasInMeeting: boolean
  /** The strongest evidence that it was this student; null when not seen. */
  readonly evidence: Evidence | null
  /** In the meeting inside the window, each moment once. Unrounded. */
  readonly presentSeconds: number
  /** In the waiting room and not in the meeting. Unrounded. */
  readonly waitedSeconds: number
  /** In the meeting outside the window. Unrounded. */
  readonly outsideSeconds: number
  /** First and last moment in the meeting, epoch ms. */
  readonly firstInAt: number | null
  readonly lastOutAt: number | null
  /** First knock or join that reaches into the window, from which lateness runs; else the first at all. Epoch ms. */
  readonly arrivedAt: number | null
  /** All time in the meeting, united, not clipped. */
  readonly stays: readonly Interval[]
  /** Time in the waiting room and not in the meeting. */
  readonly waits: readonly Interval[]
}

const always: Interval = { from: -Infinity, to: Infinity }

const never: Sighting = {
  isSeen: false,
  wasInMeeting: false,
  evidence: null,
  presentSeconds: 0,
  waitedSeconds: 0,
  outsideSeconds: 0,
  firstInAt: null,
  lastOutAt: null,
  arrivedAt: null,
  stays: [],
  waits: [],
}

/** Unites everything that was seen of one student: devices, rejoins, failover, breakout rooms, all linked runs. */
export function sightingOf(matches: readonly Match[], window: Interval): Sighting {
  const [first] = matches
  if (first === undefined) return never
  const isOne = matches.length === 1
  const stays = isOne ? first.participant.stays : union(matches.flatMap(({ participant }) => participant.stays))
  const knocks = isOne ? first.participant.waits : matches.flatMap(({ participant }) => participant.waits)
  const waits = knocks.length === 0 ? knocks : subtract(knocks, stays)
  const presentSeconds = lengthWithin(stays, window) / 1000
  return {
    isSeen: true,
    wasInMeeting: matches.some(({ participant }) => participant.wasInMeeting),
    evidence: isOne ? first.evidence : strongest(matches),
    presentSeconds,
    waitedSeconds: lengthWithin(waits, always) / 1000,
    outsideSeconds: lengthWithin(stays, always) / 1000 - presentSeconds,
    firstInAt: stays[0]?.from ?? null,
    lastOutAt: stays.at(-1)?.to ?? null,
    arrivedAt: firstContact(stays, waits, window),
    stays,
    waits,
  }
}

// The first contact that reaches into the window or comes after it: who left again before class has not arrived yet.
function firstContact(stays: readonly Interval[], waits: readonly Interval[], window: Interval): number | null {
  let first = Infinity
  let reaching = Infinity
  for (const times of [stays, waits]) {
    for (const { from, to } of times) {
      first = Math.min(first, from)
      if (to > window.from) reaching = Math.min(reaching, from)
    }
  }
  if (reaching < Infinity) return reaching
  return first < Infinity ? first : null
}

function strongest(matches: readonly Match[]): Evidence | null {
  return evidenceKinds.find((kind) => matches.some(({ evidence }) => evidence === kind)) ?? null
}
