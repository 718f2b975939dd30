import type { Held } from './held.ts'
import { lengthWithin, overlap, type Interval } from './intervals.ts'
import type { MarkFlag, MarkReason } from './marks.ts'
import type { Match } from './matching.ts'
import { neededTime, type Policy } from './policy.ts'
import { sightingOf, type Sighting } from './sighting.ts'
import { minute } from './time.ts'

/** What the rule makes of a sighting, before anything is known about finality, strangers, links and the like. */
export interface RuledTime {
  readonly presence: 'present' | 'partial' | 'none'
  readonly flags: readonly MarkFlag[]
  readonly reasons: readonly MarkReason[]
}

/** Presence and flags by the policy alone (domain sections 5 and 6). More time in class never makes it worse. */
export function ruleTime(sighting: Sighting, held: Held, policy: Policy): RuledTime {
  if (!sighting.wasInMeeting) return { presence: 'none', flags: [], reasons: [{ code: 'noTime' }] }
  const { presentSeconds } = sighting
  // Nobody who was in the meeting is ever shown absent.
  const presence = presentSeconds > 0 ? presenceFor(presentSeconds, held, policy) : 'partial'
  const flags: MarkFlag[] = []
  const reasons = [timeReason(sighting, presence, held, policy)]
  const late = lateness(sighting, held, policy)
  if (late !== null) {
    flags.push('late')
    reasons.push(late)
  }
  const early = earlyLeave(sighting, held, policy)
  if (early !== null) {
    flags.push('leftEarly')
    reasons.push(early)
  }
  return { presence, flags, reasons }
}

function timeReason(
  { presentSeconds, outsideSeconds }: Sighting,
  presence: 'present' | 'partial',
  held: Held,
  policy: Policy,
): MarkReason {
  if (presentSeconds === 0)
    return outsideSeconds > 0 ? { code: 'outsideClassTime', outsideSeconds } : { code: 'noDuration' }
  const { seconds: neededSeconds, by } = neededTime(policy, held.heldSeconds)
  const code = presence === 'present' ? 'timeReached' : 'timeShort'
  return { code, presentSeconds, neededSeconds, heldSeconds: held.heldSeconds, by }
}

/** What the wait would have made of the mark, when it would have made it another: "kept waiting". */
export function keptWaiting(
  sighting: Sighting,
  ruled: RuledTime,
  held: Held,
  policy: Policy,
): Extract<MarkReason, { code: 'keptWaiting' }> | null {
  let waitedInClass = 0
  for (const stretch of held.heldTime) waitedInClass += lengthWithin(sighting.waits, stretch) / 1000
  // Somebody who knocked and was never let in came: whether it counts is a person's decision.
  if (ruled.presence === 'none') {
    if (!sighting.isSeen) return null
    const wouldBe = waitedInClass > 0 ? presenceFor(waitedInClass, held, policy) : 'partial'
    return { code: 'keptWaiting', waitedSeconds: sighting.waitedSeconds, wouldBe }
  }
  if (ruled.presence === 'present' || waitedInClass === 0) return null
  const wouldBe = presenceFor(sighting.presentSeconds + waitedInClass, held, policy)
  return wouldBe === ruled.presence ? null : { code: 'keptWaiting', waitedSeconds: waitedInClass, wouldBe }
}

/** Whether the presence would be another one without the matches that nobody has confirmed. */
export function restsOnUnconfirmed(matches: readonly Match[], ruled: RuledTime, held: Held, policy: Policy): boolean {
  if (!matches.some(({ isUnconfirmed }) => isUnconfirmed)) return false
  const confirmed = matches.filter(({ isUnconfirmed }) => !isUnconfirmed)
  return ruleTime(sightingOf(confirmed, held.window), held, policy).presence !== ruled.presence
}

function presenceFor(seconds: number, held: Held, policy: Policy): 'present' | 'partial' {
  return seconds >= neededTime(policy, held.heldSeconds).seconds ? 'present' : 'partial'
}

function lateness(sighting: Sighting, held: Held, policy: Policy): Extract<MarkReason, { code: 'late' }> | null {
  const { arrivedAt, firstInAt } = sighting
  if (arrivedAt === null || firstInAt === null || held.openedAt === null) return null
  const countedFrom = Math.max(held.window.from, held.openedAt)
  if (arrivedAt <= countedFrom) return null
  const late = arrivedAt - countedFrom - ignoredBetween(held, { from: countedFrom, to: arrivedAt })
  if (late <= policy.lateAfterMinutes * minute) return null
  const isKnock = sighting.waits.some(({ from }) => from === arrivedAt)
  return {
    code: 'late',
    arrivedAt,
    countedFrom,
    lateSeconds: late / 1000,
    allowedMinutes: policy.lateAfterMinutes,
    by: isKnock ? 'knock' : 'join',
  }
}

function earlyLeave(sighting: Sighting, held: Held, policy: Policy): Extract<MarkReason, { code: 'leftEarly' }> | null {
  const countedTo = held.heldTime.at(-1)?.to
  if (countedTo === undefined || sighting.lastOutAt === null) return null
  // Somebody who knocks again after a drop has not left.
  const lastOutAt = Math.max(sighting.lastOutAt, sighting.waits.at(-1)?.to ?? -Infinity)
  if (lastOutAt >= countedTo) return null
  const early = countedTo - lastOutAt - ignoredBetween(held, { from: lastOutAt, to: countedTo })
  if (early <= policy.leftEarlyBeforeMinutes * minute) return null
  return {
    code: 'leftEarly',
    lastOutAt,
    countedTo,
    earlySeconds: early / 1000,
    allowedMinutes: policy.leftEarlyBeforeMinutes,
  }
}

// Restarts, closed doors and mass drops count against nobody.
function ignoredBetween({ restartGaps, closedDoors, massDrops }: Held, between: Interval): number {
  let ignored = 0
  for (const gaps of [restartGaps, closedDoors, massDrops]) {
    for (const gap of gaps) ignored += overlap(gap, between)
  }
  return ignored
}
